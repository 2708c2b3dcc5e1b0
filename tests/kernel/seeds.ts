import type { Binder, Proposition } from "../../src/kernel/proposition.js";
import { exp, integrate, log, minus, number, plus, power, substitute, times } from "../../src/kernel/structure.js";
import type { Term } from "../../src/kernel/term.js";
import { rational } from "../../src/numbers/rational.js";
import { type RandomTerms, VECTORS } from "./random-terms.js";
import { shuffle } from "./shuffle.js";
import {
  always,
  component,
  defined,
  given,
  integer,
  overRange,
  point,
  product,
  real,
  slots,
  sum,
  target,
  unknown,
} from "./terms.js";

/** A node, and what a rule has to be told to apply there. */
export interface Seed {
  readonly node: Term;
  /** Where in the node, for rules that look at a part of one. */
  readonly path?: readonly number[];
  readonly terms?: readonly Term[];
}

const [ONE, TWO, HALF] = [number(1), number(2), number(rational(1, 2))];
const k = integer("k");
const n = integer("n");

/** Equations that theorems may use; models are made to fulfil them. */
export function hypotheses(from: RandomTerms): readonly Proposition[] {
  const known = (name: string, variables: readonly Binder[], right: Term): Proposition =>
    always(
      {
        kind: "equal",
        left: unknown(name, ...variables.map(({ variable }) => variable)),
        right,
      },
      ...variables,
    );
  const free = (variable: Term): Binder => ({ variable, range: null });
  const [x, y, v] = [point("x", "A"), point("x'", "A"), point("v", "A", number(2))];
  const upTo = (variable: Term, upper: Term): Binder => ({ variable, range: { lower: ONE, upper } });
  return [
    known("H1", [free(x)], from.term(2, [x])),
    known("H2", [free(x), free(y)], integrate(point("y", "A"), unknown("f", point("y", "A"), x, y))),
    known("H3", [free(n), upTo(k, n)], from.term(1, [n, k])),
    known("H4", [free(v)], from.term(1, [v])),
    known("H5", [], unknown("f", x)),
  ];
}

type MakeSeed = (from: RandomTerms, facts: readonly Proposition[]) => Seed;

/** Terms of which some rule can be expected to apply, one kind of them for each rule. */
export const SEEDS: Readonly<Record<string, MakeSeed>> = {
  algebra: (from) => {
    const node = from.term(3);
    return { node, terms: [shuffle(from, node)] };
  },
  definition: (from) => ({ node: from.notion(2, []) }),
  hypothesis: (from, facts) => {
    const which = from.random.integer(0, facts.length - 1);
    const { binders, claim } = facts[which] ?? always({ kind: "positiveFamily", name: "p" });
    const values = binders.map(({ variable }) => valueOf(from, variable));
    const left = claim.kind === "equal" ? claim.left : ONE;
    const node = substitute(
      left,
      binders.map(({ variable }, i) => [variable, values[i] ?? variable] as const),
    );
    return wrapped(from, { node, terms: [number(which), ...values] });
  },
  linearity: (from) => {
    const summands = Array.from({ length: from.random.integer(1, 3) }, () => {
      const variable = from.scalar();
      return [from.term(1), from.line ? times(from.bell(real("t")), from.leaf([real("t")])) : from.term(1, [variable, k])];
    });
    const body = plus(...summands.map((pair) => times(...pair)));
    const written = from.chance(0.4) ? shuffle(from, body) : body;
    return { node: binding(from, written), terms: summands.flat() };
  },
  factors: (from) => {
    const factors = Array.from({ length: from.random.integer(1, 3) }, () => [
      from.pick([ONE, ONE, TWO, HALF, number(-1), unknown("a")]),
      from.term(1, [k]),
    ]);
    const body = times(...factors.map(([exponent = ONE, rest = ONE]) => (exponent === ONE ? rest : power(rest, exponent))));
    return { node: product(k, from.bound(), from.bound(), body), terms: factors.flat() };
  },
  constant: (from) => ({ node: ranged(from, k, from.chance(0.8) ? from.term(1, [integer("i")]) : from.term(1, [k])) }),
  exponentials: (from) => ({ node: product(k, from.bound(), from.bound(), exp(from.term(1, [k]))) }),
  logarithm: (from) => {
    const part = (): Term => from.term(1, [k]);
    const argument = from.pick([
      exp(part()),
      power(part(), part()),
      power(exp(part()), part()),
      times(part(), exp(part())),
      times(from.density([from.scalar()]), part()),
      times(),
      ONE,
      TWO,
      product(k, from.bound(), from.bound(), part()),
    ]);
    return wrapped(from, { node: log(argument) });
  },
  exponential: (from) => wrapped(from, { node: from.term(2) }),
  exchange: (from) => {
    const over = (variable: Term, body: Term): Term => {
      if (variable.space === "ℤ") return sum(variable, from.bound(), from.bound(), body);
      return integrate(variable, from.line ? times(from.bell(variable), body) : body);
    };
    const pick = (): Term => (from.chance(0.5) ? from.index() : from.variable());
    const [outer, inner] = [pick(), pick()];
    return { node: over(outer, over(inner, from.term(2, [outer, inner]))) };
  },
  split: (from) => ({ node: ranged(from, k, from.term(1, [k])), terms: [from.chance(0.8) ? from.bound() : from.term(1)] }),
  "write out": (from) => {
    const lower = from.chance(0.8) ? from.bound() : unknown("a");
    return {
      node: overRange(
        from.pick(["sum", "product"]),
        k,
        lower,
        plus(lower, number(from.random.integer(-1, 3))),
        from.term(1, [k]),
      ),
    };
  },
  shift: (from) => ({ node: ranged(from, k, from.term(2, [k])), terms: [from.chance(0.8) ? from.bound() : from.term(1)] }),
  recursion: (from) => {
    const [lower, upper] = [from.bound(), from.bound()];
    const before = minus(lower, ONE);
    const any = from.chance(0.5) ? times(k, k, unknown("a")) : times(k, unknown("b", n));
    const at = (to: Term): Term => substitute(any, [[k, to]]);
    const [body, closed] = from.pick([
      [ONE, minus(k, before)],
      [minus(any, at(minus(k, ONE))), minus(any, at(before))],
      [any, times(any, k)],
    ]);
    if (from.chance(0.8)) return { node: sum(k, lower, upper, body), terms: [closed] };
    const factor = from.pick([TWO, unknown("a"), unknown("b", n)]);
    return { node: product(k, lower, upper, factor), terms: [power(factor, minus(k, before))] };
  },
  conditioning: (from) => ({ node: from.chance(0.5) ? from.density([from.scalar()]) : indexed(from) }),
  marginal: (from) => {
    const variable = from.variable();
    const own = target(variable.name, variable.space, variable, ...(from.chance(0.3) ? [from.index(), n] : []));
    const others = from.density([from.scalar()]).parts;
    const vector = variable.parts.length > 0;
    return {
      node: integrate(variable, vector || from.chance(0.2) ? slots("p", own, ...others) : from.density([variable])),
    };
  },
  components: (from) => {
    const vector = from.pick(VECTORS);
    const index = from.chance(0.5) ? from.index() : ONE;
    const make = from.pick([target, given]);
    const slot = from.chance(0.5)
      ? make(vector.name, vector.space, vector)
      : make(vector.name, vector.space, component(vector, index), index, from.chance(0.8) ? index : TWO);
    return { node: slots("p", slot, target("z", "B", point("z", "B"))), path: [0] };
  },
  join: (from) => ({ node: indexed(from), terms: [number(0), number(1)] }),
  nothing: (from) => {
    const end = from.bound();
    const vector = from.pick(VECTORS);
    const empty = from.pick([target, given])("w", vector.space, vector, plus(end, ONE), end);
    return { node: slots("q", empty, ...(from.chance(0.7) ? from.density([from.scalar()]).parts : [])) };
  },
  "normal moment": (from) => {
    const t = real("t");
    const variance = from.pick([ONE, TWO, HALF, from.leaf([real("s")]), exp(HALF)]);
    const curve = defined("normal", [], t, from.leaf([real("s")]), variance);
    const moment = from.pick([ONE, t, power(t, TWO), times(t, t, t), power(t, number(4)), power(times(t, t), HALF)]);
    return { node: integrate(t, from.pick([times(moment, curve), curve, times(curve, exp(t))])) };
  },
  substitution: (from) => {
    const t = real("t");
    const body = times(from.bell(t), from.term(1, [t]));
    return { node: integrate(t, body), terms: [from.leaf([real("s")]), from.pick([TWO, HALF, unknown("a"), exp(real("s"))])] };
  },
  "independent components": (from) => {
    const [v, i, at] = [from.pick(VECTORS), integer("i"), point("y", "A")];
    const size = v.parts[0] ?? TWO;
    const space = { ...at, space: v.space };
    const factor = from.chance(0.4) ? slots("p", target("y", v.space, space)) : unknown("f", i, space);
    const rest = from.term(1, [space]);
    const which = from.pick([ONE, ONE, TWO, n]);
    const within = (term: Term, index: Term): Term => substitute(term, [[space, component(v, index)]]);
    const body = times(product(i, ONE, size, within(factor, i)), within(rest, which));
    return { node: integrate(v, body), terms: [i, space, factor, which, rest] };
  },
  tangent: (from) => wrapped(from, { node: log(from.term(1, [from.scalar()])) }),
  "not negative": (from) =>
    wrapped(from, {
      node: from.term(1),
      terms: [from.pick([power(from.term(1), TWO), exp(from.term(1)), from.term(1), from.density([from.scalar()])])],
    }),
};

function ranged(from: RandomTerms, index: Term, body: Term): Term {
  return overRange(from.chance(0.6) ? "sum" : "product", index, from.bound(), from.bound(), body);
}

function binding(from: RandomTerms, body: Term): Term {
  if (from.line) return integrate(real("t"), body);
  const variable = from.scalar();
  switch (from.random.integer(0, 2)) {
    case 0:
      return sum(k, from.bound(), from.bound(), body);
    case 1:
      return integrate(variable, body);
    default:
      return defined("expectation", [variable], from.density([variable]), body);
  }
}

/** A density of neighbouring ranges of a vector, and of another point. */
function indexed(from: RandomTerms): Term {
  const vector = point("v", "A", n);
  const middle = from.pick([ONE, TWO, integer("i")]);
  const make = from.pick([target, given]);
  const own = (lower: Term, upper: Term): Term => make("v", "A", vector, lower, upper);
  const next = from.chance(0.9) ? plus(middle, ONE) : middle;
  return slots("p", own(ONE, middle), own(next, n), target("z", "B", point("z", "B")));
}

/** What may stand for a variable, and now and then what may not. */
function valueOf(from: RandomTerms, variable: Term): Term {
  if (from.chance(0.1)) return from.term(1);
  if (variable.space === "ℤ") return from.chance(0.5) ? from.bound() : plus(from.index(), ONE);
  if (variable.parts.length > 0) return from.pick([...VECTORS, component(point("v", "A", TWO), ONE)]);
  return from.pick([point("x", "A"), point("y", "A"), component(point("v", "A", TWO), from.bound())]);
}

/** A node inside of another, so that rules apply under binders, in sums, products and logarithms. */
function wrapped(from: RandomTerms, seed: Seed): Seed {
  const path = seed.path ?? [];
  const inside = (node: Term, part: number): Seed => wrapped(from, { ...seed, node, path: [part, ...path] });
  const other = from.leaf([]);
  switch (from.random.integer(0, 14)) {
    case 0:
      return inside(plus(other, seed.node), 1);
    case 1:
      return inside(times(from.pick([other, number(-2), power(other, TWO)]), seed.node), 1);
    case 2:
      return inside(log(seed.node), 0);
    case 3:
      return inside(sum(k, from.bound(), from.bound(), seed.node), 2);
    case 4:
      return from.line ? seed : inside(integrate(from.scalar(), seed.node), 0);
    case 5:
      return inside(exp(seed.node), 0);
    case 6:
      return from.line ? seed : inside(defined("expectation", [point("x", "A")], from.density([point("x", "A")]), seed.node), 1);
    default:
      return seed;
  }
}
