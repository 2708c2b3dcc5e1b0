import { type Context, demand, difference, equalTerms, inScope, integerOf, polynomialOf } from "./algebra.js";
import { isTarget, momentOf } from "./conditions.js";
import { PI, unfolded } from "./definitions.js";
import { bindersOf, type Proposition } from "./proposition.js";
import { insist } from "./refusal.js";
import {
  exp,
  integrate,
  isFree,
  log,
  minus,
  node,
  number,
  over,
  plus,
  power,
  substitute,
  termKey,
  times,
  two,
} from "./structure.js";
import type { Term } from "./term.js";

/** Where a rule is applied: with what is presupposed of the whole proof. */
export interface Place extends Context {
  readonly facts: readonly Proposition[];
}

/** What a rule makes of a node. It may ask for conditions. @throws Refusal where it does not apply */
type Rule = (at: Place, node: Term, ...terms: readonly Term[]) => Term;

const isFinite = ({ kind }: Term): boolean => kind === "sum" || kind === "product";
const isExpectation = ({ kind, name }: Term): boolean => kind === "defined" && name === "expectation";
const withBody = (binder: Term, body: Term): Term => ({ ...binder, parts: [...binder.parts.slice(0, -1), body] });
const atIndex = ({ bound, parts }: Term, index: Term): Term => {
  const [variable, body] = [bound[0], parts.at(-1)];
  insist(variable !== undefined && body !== undefined, "wrong-kind", "an index is needed");
  return substitute(body, [[variable, index]]);
};
const pairsOf = (terms: readonly Term[]): readonly (readonly [Term, Term])[] =>
  terms.flatMap((term, i) => (i % 2 === 0 && terms[i + 1] ? [[term, terms[i + 1] ?? term] as const] : []));

/** A sum, product or integral over one variable, or an expectation, with what it consists of. */
function binder(
  at: Place,
  term: Term,
  ...kinds: readonly string[]
): { readonly body: Term; readonly variable: Term; readonly scope: Place } {
  const [variable, body] = [term.bound[0], term.parts.at(-1)];
  insist(
    variable !== undefined && body !== undefined && kinds.includes(term.kind === "defined" ? term.name : term.kind),
    "wrong-kind",
    `not for ${term.kind}`,
  );
  return { body, variable, scope: { ...at, ...inScope(at, bindersOf(term)) } };
}

function rangeOf(term: Term): { readonly lower: Term; readonly upper: Term; readonly one: Term; readonly join: typeof plus } {
  insist(isFinite(term), "wrong-kind", "a sum or a product is needed");
  const [lower, upper] = two(term);
  return { lower, upper, one: number(term.kind === "sum" ? 0 : 1), join: term.kind === "sum" ? plus : times };
}

/** An integer in every model: a polynomial with whole coefficients in integers. */
function isInteger(term: Term): boolean {
  return polynomialOf(term, { binders: [], conditions: [] }).every(
    ({ coefficient, factors }) =>
      coefficient.denominator === 1n &&
      factors.every(({ base, exponent }) => base.space === "ℤ" && (integerOf(exponent) ?? -1n) > 0n),
  );
}

/** Whether a term may stand for any value of a variable: it has one of its kind. */
function mayReplace(term: Term, variable: Term): boolean {
  if (variable.space === "ℤ") return isInteger(term);
  const value = term.kind === "component" ? two(term)[0] : term;
  const sizes = (of: Term): string => of.parts.map((size) => termKey(size)).join();
  if (value.kind === "variable" && value.space === variable.space) return term !== value || sizes(value) === sizes(variable);
  return variable.space === "ℝ" && variable.parts.length === 0 && value.kind !== "variable";
}

/** The coordinates of a density; no two may be the same one. */
function coordinates(density: Term): readonly Term[] {
  insist(density.kind === "density", "wrong-kind", "a density is needed");
  const apart = (a: Term, b: Term): boolean => {
    const [[, from, to], [, first, last]] = [a.parts, b.parts];
    if (a.name !== b.name) return true;
    return !!from && !!to && !!first && !!last && ((difference(first, to) ?? 0n) > 0n || (difference(from, last) ?? 0n) > 0n);
  };
  const slots = density.parts;
  insist(
    slots.every((a, i) => slots.every((b, j) => i >= j || apart(a, b))),
    "overlapping-coordinates",
    `a coordinate of ${density.name} stands twice`,
  );
  return slots;
}

const density = (name: string, slots: readonly Term[]): Term => (slots.length === 0 ? number(1) : node("density", slots, name));

/** Everything that is admitted as true: how a node may be rewritten into one that is equal to it. */
export const EQUATIONS: Readonly<Record<string, Rule>> = {
  algebra: (at, term, to = term) => {
    insist(equalTerms(term, to, at), "not-equal", "the two are not equal by algebra");
    return to;
  },
  definition: (_, term) => {
    insist(term.kind === "defined", "wrong-kind", "nothing is defined here");
    return unfolded(term);
  },
  hypothesis: (at, term, which = term, ...values) => {
    const found = at.facts[Number(which.name)];
    insist(
      which.kind === "number" && found?.claim.kind === "equal" && values.length === found.binders.length,
      "wrong-parameter",
      "no such hypothesis",
    );
    const replaced = found.binders.map(({ variable, range }, i): readonly [Term, Term] => {
      const value = values[i] ?? variable;
      insist(mayReplace(value, variable), "wrong-parameter", `${variable.name} has no such value`);
      if (range !== null) demand(at, { kind: "atMost", left: range.lower, right: value });
      if (range !== null) demand(at, { kind: "atMost", left: value, right: range.upper });
      return [variable, value];
    });
    at.conditions.push(found);
    insist(equalTerms(term, substitute(found.claim.left, replaced), at), "not-equal", "the hypothesis is about something else");
    return substitute(found.claim.right, replaced);
  },
  linearity: (at, term, ...terms) => {
    const { body, scope } = binder(at, term, "sum", "integral", "expectation");
    const summands = pairsOf(terms);
    insist(
      equalTerms(body, plus(...summands.map(([c, rest]) => times(c, rest))), scope),
      "not-equal",
      "these are not its summands",
    );
    for (const [constant, rest] of summands) {
      insist(!term.bound.some((variable) => isFree(variable, constant)), "not-free", "a constant depends on what is bound");
      const integrand = isExpectation(term) ? times(two(term)[0], rest) : rest;
      if (summands.length > 1 && term.kind !== "sum") demand(at, { kind: "integrable", variables: term.bound, term: integrand });
    }
    return plus(...summands.map(([constant, rest]) => times(constant, withBody(term, rest))));
  },
  factors: (at, term, ...terms) => {
    const { body, variable, scope } = binder(at, term, "product");
    const factors = pairsOf(terms);
    insist(
      equalTerms(body, times(...factors.map(([c, rest]) => power(rest, c))), scope),
      "not-equal",
      "these are not its factors",
    );
    for (const [exponent, rest] of factors) {
      insist(!isFree(variable, exponent), "not-free", "an exponent depends on the index");
      if (exponent.name !== "1") demand(scope, { kind: "positive", term: rest });
    }
    return times(...factors.map(([exponent, rest]) => power(withBody(term, rest), exponent)));
  },
  constant: (at, term) => {
    const { lower, upper } = rangeOf(term);
    const { body, variable } = binder(at, term, "sum", "product");
    insist(!isFree(variable, body), "not-free", "it depends on the index");
    const count = plus(minus(upper, lower), number(1));
    demand(at, { kind: "atMost", left: lower, right: plus(upper, number(1)) });
    return term.kind === "sum" ? times(count, body) : power(body, count);
  },
  exponentials: (at, term) => {
    const { body } = binder(at, term, "product");
    insist(body.kind === "exp", "wrong-kind", "a product of exponentials is needed");
    return exp(withBody({ ...term, kind: "sum" }, two(body)[0]));
  },
  logarithm: (at, term) => {
    insist(term.kind === "log", "wrong-kind", "a logarithm is needed");
    const [argument] = two(term);
    if (argument.kind === "exp") return two(argument)[0];
    if (argument.kind === "number") {
      insist(argument.name === "1", "wrong-kind", "the logarithm of 1 is needed");
      return number(0);
    }
    if (argument.kind === "power") {
      demand(at, { kind: "positive", term: two(argument)[0] });
      return times(two(argument)[1], log(two(argument)[0]));
    }
    if (argument.kind === "product") {
      const { body, scope } = binder(at, argument, "product");
      demand(scope, { kind: "positive", term: body });
      return withBody({ ...argument, kind: "sum" }, log(body));
    }
    insist(argument.kind === "multiply", "wrong-kind", "a logarithm of a product, power or exponential is needed");
    for (const factor of argument.parts) demand(at, { kind: "positive", term: factor });
    return plus(...argument.parts.map(log));
  },
  exponential: (at, term) => {
    demand(at, { kind: "positive", term });
    return exp(log(term));
  },
  exchange: (at, outer) => {
    const { body: inner, variable, scope } = binder(at, outer, "sum", "integral");
    const { body } = binder(scope, inner, "sum", "integral");
    insist(
      inner.parts.every((part) => part === body || !isFree(variable, part)),
      "not-free",
      "the inner range depends on the outer index",
    );
    insist(
      !inner.bound.some((own) => outer.parts.some((part) => part !== inner && isFree(own, part))),
      "not-free",
      "a bound has the other's name",
    );
    if (outer.kind === "integral" && inner.kind === "integral")
      demand(at, { kind: "integrable", variables: [...outer.bound, ...inner.bound], term: body });
    else if (outer.kind !== inner.kind) {
      const [finite, integral] = outer.kind === "sum" ? [outer, inner] : [inner, outer];
      demand({ ...at, ...inScope(at, bindersOf(finite)) }, { kind: "integrable", variables: integral.bound, term: body });
    }
    return withBody(inner, withBody(outer, body));
  },
  split: (at, term, middle = term) => {
    const { lower, upper, join } = rangeOf(term);
    insist(isInteger(middle), "wrong-parameter", "an integer is needed");
    demand(at, { kind: "atMost", left: lower, right: plus(middle, number(1)) });
    demand(at, { kind: "atMost", left: middle, right: upper });
    const body = binder(at, term, "sum", "product").body;
    return join({ ...term, parts: [lower, middle, body] }, { ...term, parts: [plus(middle, number(1)), upper, body] });
  },
  "write out": (_, term) => {
    const { lower, upper, join } = rangeOf(term);
    const last = difference(upper, lower);
    insist(last !== null && last >= -1n && last < 12n, "wrong-kind", "the range is not a few numbers");
    return join(...Array.from({ length: Number(last) + 1 }, (_each, i) => atIndex(term, plus(lower, number(i)))));
  },
  shift: (at, term, by = term) => {
    const { lower, upper } = rangeOf(term);
    insist(isInteger(by), "wrong-parameter", "an integer is needed");
    const { variable } = binder(at, term, "sum", "product");
    insist(!isFree(variable, by), "not-free", "the shift depends on the index");
    return { ...term, parts: [plus(lower, by), plus(upper, by), atIndex(term, minus(variable, by))] };
  },
  recursion: (at, term, closed = term) => {
    const { lower, upper, one, join } = rangeOf(term);
    const { variable: n, body, scope } = binder(at, term, "sum", "product");
    const form = (to: Term): Term => substitute(closed, [[n, to]]);
    insist(equalTerms(form(minus(lower, number(1))), one, at), "not-equal", "the closed form does not begin right");
    insist(
      equalTerms(form(n), join(form(minus(n, number(1))), body), scope),
      "not-equal",
      "the closed form does not go on right",
    );
    demand(at, { kind: "atMost", left: lower, right: plus(upper, number(1)) });
    return form(upper);
  },
  conditioning: (_, term) => {
    const slots = coordinates(term);
    const given = slots.filter(({ kind }) => kind === "given").map((slot): Term => ({ ...slot, kind: "target" }));
    const all = [...slots.filter(({ kind }) => kind === "target"), ...given];
    return over(density(term.name, all), density(term.name, given));
  },
  marginal: (at, term) => {
    const { body, variable } = binder(at, term, "integral");
    const slots = coordinates(body);
    insist(isTarget(variable, body), "wrong-kind", "what is integrated over is no target of the density");
    const rest = slots.filter((slot) => !isFree(variable, slot));
    return rest.some(({ kind }) => kind === "target") ? density(body.name, rest) : number(1);
  },
  components: (_, slot) => {
    const [vector, from, to] = slot.parts;
    insist((slot.kind === "target" || slot.kind === "given") && vector !== undefined, "wrong-kind", "a coordinate is needed");
    const [of, index] = vector.parts;
    if (vector.kind === "variable" && of && !from) return { ...slot, parts: [vector, number(1), of] };
    const one =
      vector.kind === "component" && of && index && from && to && difference(from, index) === 0n && difference(to, index) === 0n;
    insist(one === true, "wrong-kind", "all components of a vector, or one, are needed");
    return { ...slot, parts: [of, from, to] };
  },
  join: (at, term, first = term, second = term) => {
    const slots = coordinates(term);
    const [a, b] = [slots[Number(first.name)], slots[Number(second.name)]];
    const [[vector, from, to] = [], [other, next, end] = []] = [a?.parts, b?.parts];
    const ranges =
      a !== undefined &&
      vector &&
      from &&
      to &&
      other &&
      next &&
      end &&
      a.kind === b?.kind &&
      a.name === b.name &&
      a.space === b.space;
    insist(
      !!ranges && vector.parts.length > 0 && termKey(vector) === termKey(other) && difference(next, to) === 1n,
      "wrong-kind",
      "neighbouring ranges are needed",
    );
    demand(at, { kind: "atMost", left: from, right: next });
    demand(at, { kind: "atMost", left: to, right: end });
    return {
      ...term,
      parts: slots.flatMap((slot) => (slot === a ? [{ ...a, parts: [vector, from, end] }] : slot === b ? [] : [slot])),
    };
  },
  nothing: (_, term) => {
    const rest = coordinates(term).filter(({ parts: [, from, to] }) => !from || !to || difference(to, from) !== -1n);
    insist(rest.length < term.parts.length, "wrong-kind", "no coordinate is an empty range");
    return rest.some(({ kind }) => kind === "target") ? density(term.name, rest) : number(1);
  },
  "normal moment": (at, term) => {
    const { body, variable } = binder(at, term, "integral");
    const n = momentOf(body, variable);
    insist(n !== null && n <= 40n, "wrong-kind", "a power times the bell curve is needed");
    let odd = 1n;
    for (let factor = n - 1n; factor > 0n; factor -= 2n) odd *= factor;
    return n % 2n === 1n ? number(0) : times(number(odd), power(times(number(2), PI), over(number(1), number(2))));
  },
  substitution: (at, term, shift = term, scale = term) => {
    const { variable } = binder(at, term, "integral");
    insist(variable.space === "ℝ" && variable.parts.length === 0, "wrong-kind", "an integral over the real line is needed");
    insist(!isFree(variable, shift) && !isFree(variable, scale), "not-free", "shift and scale depend on the variable");
    demand(at, { kind: "positive", term: scale });
    return withBody(term, times(atIndex(term, plus(shift, times(scale, variable))), scale));
  },
  "independent components": (at, term, index = term, point = term, factor = term, which = term, rest = term) => {
    const { body, variable: vector, scope } = binder(at, term, "integral");
    const [size] = vector.parts;
    const wanted =
      index.kind === "variable" &&
      index.space === "ℤ" &&
      point.kind === "variable" &&
      point.space === vector.space &&
      point.parts.length === 0;
    insist(
      size !== undefined && wanted && isInteger(which),
      "wrong-parameter",
      "an integral over a vector, an index and a point are needed",
    );
    insist(
      ![factor, rest, which].some((part) => isFree(vector, part)) && !isFree(index, rest),
      "not-free",
      "a factor depends on the whole vector",
    );
    const component = (i: Term): Term => node("component", [vector, i]);
    const product = node("product", [number(1), size, substitute(factor, [[point, component(index)]])], "", "", [index]);
    insist(
      equalTerms(body, times(product, substitute(rest, [[point, component(which)]])), scope),
      "not-equal",
      "these are not its factors",
    );
    const own = substitute(factor, [[index, which]]);
    const masses = withBody(product, integrate(point, factor));
    demand({ ...at, ...inScope(at, bindersOf(masses)) }, { kind: "integrable", variables: [point], term: factor });
    demand(at, { kind: "nonzero", term: integrate(point, own) });
    demand(at, { kind: "atMost", left: number(1), right: which });
    demand(at, { kind: "atMost", left: which, right: size });
    return times(masses, over(integrate(point, times(own, rest)), integrate(point, own)));
  },
};

/** How a node may be rewritten into one that is at least as large. */
export const INEQUALITIES: Readonly<Record<string, Rule>> = {
  tangent: (at, term) => {
    insist(term.kind === "log", "wrong-kind", "a logarithm is needed");
    demand(at, { kind: "positive", term: two(term)[0] });
    return minus(two(term)[0], number(1));
  },
  "not negative": (at, term, summand = term) => {
    demand(at, { kind: "nonnegative", term: summand });
    return plus(term, summand);
  },
};
