import fc from "fast-check";
import { plainName } from "../../../src/terms/name.js";
import { rational } from "../../../src/numbers/rational.js";
import type { Distribution, FamilyCall, Term } from "../../../src/terms/term.js";
import { children, mapChildren } from "../../../src/terms/traverse.js";
import { replaceLetters } from "../../../src/meaning/definitions.js";

/** Two terms that are equal in every model. */
export interface Identity {
  readonly name: string;
  readonly left: Term;
  readonly right: Term;
}

const VARIABLES = ["x", "y", "z"] as const;

export const variable = (name: string): Term => ({ kind: "symbol", name: plainName(name) });
export const number = (value: number): Term => ({ kind: "number", value: rational(value) });
const call = (family: string, targets: readonly string[], given: readonly string[] = []): FamilyCall => ({
  kind: "family",
  family: plainName(family),
  targets: targets.map(variable),
  given: given.map(variable),
  parameters: [],
});
const density = (distribution: FamilyCall): Term => ({ kind: "density", distribution });
const sum = (...terms: Term[]): Term => ({ kind: "add", terms });
const minus = (argument: Term): Term => ({ kind: "negate", argument });
const product = (...factors: Term[]): Term => ({ kind: "multiply", factors });
const quotient = (numerator: Term, denominator: Term): Term => ({ kind: "divide", numerator, denominator });
const log = (argument: Term): Term => ({ kind: "elementary", name: "log", argument });
const mean = (distribution: FamilyCall, body: Term): Term => ({
  kind: "expectation",
  binders: [{ variables: distribution.targets, distribution }],
  given: [],
  body,
});
const integral = (over: readonly string[], body: Term): Term => ({
  kind: "integral",
  variables: over.map(variable),
  lower: null,
  upper: null,
  domain: null,
  body,
});
const divergence = (left: FamilyCall, right: FamilyCall): Term => ({ kind: "divergence", measure: "KL", left, right });
const entropy = (distribution: FamilyCall, cross: FamilyCall | null = null): Term => ({ kind: "entropy", distribution, cross });

/** The variables divided into two groups and a group of conditions, which may be empty. */
interface Division {
  readonly a: readonly string[];
  readonly b: readonly string[];
  readonly c: readonly string[];
}

const division: fc.Arbitrary<Division> = fc
  .tuple(
    fc.shuffledSubarray([...VARIABLES], { minLength: 3 }),
    fc.constantFrom<readonly [number, number, number]>([1, 1, 0], [1, 1, 1], [2, 1, 0], [1, 2, 0]),
  )
  .map(([names, [i, j, k]]) => ({ a: names.slice(0, i), b: names.slice(i, i + j), c: names.slice(i + j, i + j + k) }));

const LAWS: readonly ((division: Division) => Identity)[] = [
  ({ a, b, c }) => ({
    name: "chain rule",
    left: density(call("p", [...a, ...b], c)),
    right: product(density(call("p", a, [...b, ...c])), density(call("p", b, c))),
  }),
  ({ a, b, c }) => ({
    name: "Bayes' rule",
    left: density(call("p", a, [...b, ...c])),
    right: quotient(product(density(call("p", b, [...a, ...c])), density(call("p", a, c))), density(call("p", b, c))),
  }),
  ({ a, b, c }) => ({
    name: "marginal",
    left: density(call("p", a, c)),
    right: integral(b, density(call("p", [...a, ...b], c))),
  }),
  ({ a, b, c }) => ({
    name: "total probability",
    left: density(call("p", a, c)),
    right: mean(call("p", b, c), density(call("p", a, [...b, ...c]))),
  }),
  ({ a, b, c }) => ({ name: "normalization", left: integral(a, density(call("q", a, [...b, ...c]))), right: number(1) }),
  ({ a, b, c }) => ({
    name: "divergence written out",
    left: divergence(call("q", a, [...b, ...c]), call("p", a, c)),
    right: integral(
      a,
      product(density(call("q", a, [...b, ...c])), log(quotient(density(call("q", a, [...b, ...c])), density(call("p", a, c))))),
    ),
  }),
  ({ a, b, c }) => ({
    name: "chain rule of the divergence",
    left: divergence(call("q", [...a, ...b], c), call("p", [...a, ...b], c)),
    right: sum(
      divergence(call("q", b, c), call("p", b, c)),
      mean(call("q", b, c), divergence(call("q", a, [...b, ...c]), call("p", a, [...b, ...c]))),
    ),
  }),
  ({ a, b, c }) => ({
    name: "chain rule of the entropy",
    left: entropy(call("p", [...a, ...b], c)),
    right: sum(entropy(call("p", a, c)), mean(call("p", a, c), entropy(call("p", b, [...a, ...c])))),
  }),
  ({ a, c }) => ({
    name: "cross entropy",
    left: entropy(call("q", a, c), call("p", a, c)),
    right: sum(entropy(call("q", a, c)), divergence(call("q", a, c), call("p", a, c))),
  }),
  ({ a, b, c }) => ({
    name: "mutual information",
    left: mean(
      call("p", [...a, ...b], c),
      log(quotient(density(call("p", [...a, ...b], c)), product(density(call("p", a, c)), density(call("p", b, c))))),
    ),
    right: sum(entropy(call("p", a, c)), minus(mean(call("p", b, c), entropy(call("p", a, [...b, ...c]))))),
  }),
  ({ a, b, c }) => ({
    name: "tower rule",
    left: mean(
      call("p", b, c),
      mean(call("p", a, [...b, ...c]), product(...a.map(variable), log(density(call("q", a, [...b, ...c]))))),
    ),
    right: mean(call("p", [...a, ...b], c), product(...a.map(variable), log(density(call("q", a, [...b, ...c]))))),
  }),
  ({ a, b, c }) => ({
    name: "evidence bound",
    left: log(density(call("p", a, c))),
    right: sum(
      mean(call("q", b, [...a, ...c]), log(quotient(density(call("p", [...a, ...b], c)), density(call("q", b, [...a, ...c]))))),
      divergence(call("q", b, [...a, ...c]), call("p", b, [...a, ...c])),
    ),
  }),
];

export const NAMES: readonly string[] = LAWS.map((law) => law({ a: ["x"], b: ["y"], c: ["z"] }).name);

export const identity: fc.Arbitrary<Identity> = fc.tuple(fc.constantFrom(...LAWS), division).map(([law, parts]) => law(parts));

/** One rewriting that keeps a term's value in every model; null where it does not apply. */
type Rewriting = (term: Term) => Term | null;

const rotate = <T>(items: readonly T[]): T[] => [...items.slice(1), ...items.slice(0, 1)];

const REWRITINGS: readonly Rewriting[] = [
  (term) => (term.kind === "add" ? { ...term, terms: rotate(term.terms) } : null),
  (term) => (term.kind === "multiply" ? { ...term, factors: rotate(term.factors) } : null),
  // p(a, b | c) = p(a | b, c) p(b | c)
  (term) => {
    if (term.kind !== "density" || term.distribution.targets.length < 2) return null;
    const [first, ...rest] = term.distribution.targets;
    const { given } = term.distribution;
    if (first === undefined) return null;
    return product(
      density({ ...term.distribution, targets: [first], given: [...rest, ...given] }),
      density({ ...term.distribution, targets: rest }),
    );
  },
  // p(a | c) = p(a, c) / p(c)
  (term) => {
    if (term.kind !== "density" || term.distribution.given.length === 0) return null;
    const { targets, given } = term.distribution;
    return quotient(
      density({ ...term.distribution, targets: [...targets, ...given], given: [] }),
      density({ ...term.distribution, targets: given, given: [] }),
    );
  },
  // p(a | c) = ∫ p(a, v | c) dv
  (term) => {
    if (term.kind !== "density") return null;
    const used = JSON.stringify([term.distribution.targets, term.distribution.given]);
    const free = VARIABLES.find((name) => !used.includes(`"${name}"`));
    if (free === undefined) return null;
    return integral([free], density({ ...term.distribution, targets: [...term.distribution.targets, variable(free)] }));
  },
  (term) => (term.kind === "elementary" && term.argument.kind === "multiply" ? sum(...term.argument.factors.map(log)) : null),
  (term) =>
    term.kind === "elementary" && term.argument.kind === "divide"
      ? sum(log(term.argument.numerator), minus(log(term.argument.denominator)))
      : null,
  (term) => (term.kind === "add" ? sum(...term.terms, ...term.terms.slice(0, 1), ...term.terms.slice(0, 1).map(minus)) : null),
  (term) => minus(minus(term)),
  // E[a + b] = E[a] + E[b]
  (term) =>
    term.kind === "expectation" && term.body.kind === "add"
      ? sum(...term.body.terms.map((part): Term => ({ ...term, body: part })))
      : null,
  // E[f] = ∫ p f
  (term) => {
    const [binder] = term.kind === "expectation" ? term.binders : [];
    if (term.kind !== "expectation" || binder?.distribution?.kind !== "family") return null;
    return {
      kind: "integral",
      variables: binder.variables,
      lower: null,
      upper: null,
      domain: null,
      body: product(density(binder.distribution), term.body),
    };
  },
  (term) => {
    if (term.kind !== "divergence" || term.left.kind !== "family" || term.right.kind !== "family") return null;
    return mean(term.left, sum(log(density(term.left)), minus(log(density(term.right)))));
  },
  (term) => {
    if (term.kind !== "entropy" || term.distribution.kind !== "family") return null;
    const of = term.cross ?? term.distribution;
    return of.kind === "family" ? minus(mean(term.distribution, log(density(of)))) : null;
  },
  (term) => (term.kind === "integral" ? { ...term, variables: rotate(term.variables) } : null),
  // The bound variable by another name.
  (term) => {
    const [first, ...rest] = term.kind === "integral" ? term.variables : [];
    if (
      term.kind !== "integral" ||
      first?.kind !== "symbol" ||
      first.name.marks.length > 0 ||
      bindsBelow(term.body, first.name.base)
    )
      return null;
    const renamed: Term = { kind: "symbol", name: { ...first.name, marks: ["\\prime"] } };
    return { ...term, variables: [renamed, ...rest], body: replaceLetters(term.body, new Map([[first.name.base, renamed]])) };
  },
];

/** Whether a binder below takes the letter again: then it is not free to be renamed everywhere. */
function bindsBelow(term: Term, letter: string): boolean {
  const binds = (variables: readonly Term[]): boolean =>
    variables.some((bound) => bound.kind === "symbol" && bound.name.base === letter);
  if (term.kind === "integral" && binds(term.variables)) return true;
  if (term.kind === "expectation" && term.binders.some((binder) => binds(binder.variables))) return true;
  if (term.kind === "divergence" && term.left.kind === "family" && binds(term.left.targets)) return true;
  if (term.kind === "entropy" && term.distribution.kind === "family" && binds(term.distribution.targets)) return true;
  return children(term).some((child) => bindsBelow(child, letter));
}

/** The term with one node rewritten, once for every node to which a rule applies. */
function results(term: Term, rule: Rewriting): Term[] {
  const here = rule(term);
  const below = parts(term).flatMap((part) =>
    results(part, rule).map((changed) => withParts(term, (child) => (child === part ? changed : child))),
  );
  return here === null ? below : [here, ...below];
}

/** A node with its parts mapped; what it binds and the arguments of densities are variables, in which nothing is rewritten. */
function withParts(node: Term, f: (child: Term) => Term): Term {
  if (node.kind === "density" || node.kind === "divergence" || node.kind === "entropy") return node;
  return node.kind === "integral" || node.kind === "expectation" ? { ...node, body: f(node.body) } : mapChildren(node, f);
}

function parts(node: Term): Term[] {
  const found: Term[] = [];
  withParts(node, (child) => {
    found.push(child);
    return child;
  });
  return found;
}

const choices = (least: number, most: number): fc.Arbitrary<readonly (readonly [number, number])[]> =>
  fc.array(fc.tuple(fc.nat(1000), fc.nat(1000)), { minLength: least, maxLength: most });

/** Rewrites a term once for each choice: of a rule that applies somewhere, and of the place. */
function rewritten(term: Term, steps: readonly (readonly [number, number])[], rules: readonly Rewriting[]): Term {
  return steps.reduce((current, [which, where]) => {
    const possible = rules.map((rule) => results(current, rule)).filter((list) => list.length > 0);
    const list = possible[which % Math.max(1, possible.length)] ?? [current];
    return list[where % list.length] ?? current;
  }, term);
}

/** A true identity, both of whose sides are rewritten at random. */
export const rewrittenIdentity: fc.Arbitrary<Identity> = fc
  .tuple(identity, choices(1, 4), choices(0, 4))
  .map(([{ name, left, right }, a, b]) => ({
    name,
    left: rewritten(left, a, REWRITINGS),
    right: rewritten(right, b, REWRITINGS),
  }));

const swapFamily = (distribution: Distribution): Distribution =>
  distribution.kind === "law"
    ? distribution
    : { ...distribution, family: plainName(distribution.family.base === "p" ? "q" : "p") };

/** Slips of the pen: each may change a term's value, and sometimes does not. */
const SLIPS: readonly Rewriting[] = [
  (term) => minus(term),
  (term) => product(number(2), term),
  (term) =>
    term.kind === "density" && term.distribution.given.length > 0
      ? density({ ...term.distribution, given: term.distribution.given.slice(1) })
      : null,
  (term) =>
    term.kind === "density" && term.distribution.given.length > 0
      ? density({ ...term.distribution, given: [], targets: term.distribution.targets })
      : null,
  (term) => (term.kind === "divergence" ? { ...term, left: term.right, right: term.left } : null),
  (term) =>
    term.kind === "density"
      ? density({ ...term.distribution, family: plainName(term.distribution.family.base === "p" ? "q" : "p") })
      : null,
  (term) => (term.kind === "divergence" ? { ...term, right: swapFamily(term.right) } : null),
  (term) =>
    term.kind === "expectation"
      ? {
          ...term,
          binders: term.binders.map((b) => ({ ...b, distribution: b.distribution === null ? null : swapFamily(b.distribution) })),
        }
      : null,
  (term) => (term.kind === "elementary" ? term.argument : null),
  (term) => (term.kind === "add" ? sum(...term.terms.slice(0, -1)) : null),
  (term) => (term.kind === "multiply" ? product(...term.factors.slice(0, -1)) : null),
  (term) => (term.kind === "divide" ? quotient(term.denominator, term.numerator) : null),
  (term) => (term.kind === "divide" ? term.numerator : null),
];

/** An identity with one slip in it: mostly false, sometimes still true. */
export const slippedIdentity: fc.Arbitrary<Identity> = fc
  .tuple(identity, choices(0, 2), choices(1, 1))
  .map(([{ name, left, right }, steps, slip]) => ({
    name,
    left,
    right: rewritten(rewritten(right, steps, REWRITINGS), slip, SLIPS),
  }));
