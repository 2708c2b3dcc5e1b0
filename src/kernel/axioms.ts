import { type Context, demand, difference, equalTerms, inScope } from "./algebra.js";
import { isTarget, momentOf } from "./conditions.js";
import { PI, unfolded } from "./definitions.js";
import { bindersOf, closed, type Proposition } from "./proposition.js";
import { insist, Refusal } from "./refusal.js";
import { checkTerm, isFree, sortOf, substitute, termKey } from "./structure.js";
import { exp, integrate, log, minus, node, number, over, partsOf, plus } from "./term.js";
import { power, type Term, times } from "./term.js";

/** Where a rule is applied: with what is presupposed of the whole proof. */
export interface Place extends Context {
  readonly facts: readonly Proposition[];
}

/** What a rule makes of a node. It may ask for conditions. @throws Refusal where it does not apply */
type Rule = (at: Place, node: Term, ...terms: readonly Term[]) => Term;

const withBody = (binder: Term, body: Term): Term => ({ ...binder, parts: [...binder.parts.slice(0, -1), body] });
const density = (name: string, slots: readonly Term[]): Term =>
  slots.some(({ kind }) => kind === "target") ? node("density", slots, name) : number(1);
const pairsOf = (terms: readonly Term[]): readonly (readonly [Term, Term])[] =>
  terms.flatMap((term, i) => (i % 2 === 0 ? [[term, terms[i + 1] ?? number(0)] as const] : []));

function demandPositive(at: Context, ...terms: readonly Term[]): void {
  demand(at, ...terms.map((term) => ({ kind: "positive", term }) as const));
}

function demandOrder(at: Context, left: Term, right: Term): void {
  demand(at, { kind: "atMost", left, right });
}

function insistFree(variables: readonly Term[], ...terms: readonly Term[]): void {
  const depends = variables.some((variable) => terms.some((term) => isFree(variable, term)));
  insist(!depends, "not-free", `something depends on ${variables.map(({ name }) => name).join()}`);
}

/** What a node that binds, of one of some kinds, consists of. */
function opened(at: Place, term: Term, ...kinds: readonly string[]) {
  insist(kinds.includes(term.kind === "defined" ? term.name : term.kind), "wrong-kind", `not for ${term.kind}`);
  const [variable = term] = term.bound;
  const [lower, upper] = partsOf(term);
  const body = term.parts.at(-1) ?? term;
  const join = term.kind === "sum" ? plus : times;
  const bodyAt = (value: Term): Term => substitute(body, [[variable, value]]);
  return { variable, lower, upper, body, bodyAt, join, scope: inScope(at, bindersOf(term)) };
}

/** What binds a body that joins parts, each scaled by what does not depend on what is bound, joins what binds them. */
function distributed(term: Term, scope: Place, terms: readonly Term[], join: typeof plus, scaled: typeof over): Term {
  const pairs = pairsOf(terms);
  const [body, joined] = [term.parts.at(-1) ?? term, join(...pairs.map(([scale, part]) => scaled(scale, part)))];
  insist(equalTerms(body, joined, scope), "not-equal", "these are not its parts");
  insistFree(term.bound, ...pairs.map(([scale]) => scale));
  return join(...pairs.map(([scale, part]) => scaled(scale, withBody(term, part))));
}

/** Whether a term may stand for any value of a variable: it has one of its kind. */
function mayReplace(term: Term, variable: Term): boolean {
  const [sort, wanted] = [sortOf(term), sortOf(variable)];
  if (wanted === "v") return termKey({ ...term, name: variable.name }) === termKey(variable);
  if (wanted === "i" || variable.space === "ℝ") return sort === "i" || (sort === "n" && wanted === "n");
  const [point] = term.kind === "component" ? partsOf(term) : [term];
  return sort === "n" && point.kind === "variable" && point.space === variable.space;
}

/** The coordinates of a density; no two may be the same one. */
function coordinates({ kind, name, parts }: Term): readonly Term[] {
  insist(kind === "density", "wrong-kind", "a density is needed");
  const isBelow = ({ parts: [, , to] }: Term, { parts: [, from] }: Term): boolean =>
    to !== undefined && from !== undefined && (difference(from, to) ?? 0n) > 0n;
  const apart = (a: Term, b: Term): boolean => a.name !== b.name || isBelow(a, b) || isBelow(b, a);
  const isGood = parts.every((a, i) => parts.slice(i + 1).every((b) => apart(a, b)));
  insist(isGood, "overlapping-coordinates", `a coordinate of ${name} stands twice`);
  return parts;
}

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
    insist(which.kind === "number" && found?.claim.kind === "equal", "wrong-parameter", "no such hypothesis");
    insist(values.length === found.binders.length, "wrong-parameter", "a value for each variable is needed");
    insistFree(
      at.binders.map(({ variable }) => variable),
      closed(found),
    );
    at.conditions.push(found);
    const instance = values.reduce((all, value) => {
      const { variable, lower, upper, bodyAt } = opened(at, all, "sum", "integral");
      insist(mayReplace(value, variable), "wrong-parameter", `${variable.name} has no such value`);
      if (all.kind === "sum") demandOrder(at, lower, value);
      if (all.kind === "sum") demandOrder(at, value, upper);
      return bodyAt(value);
    }, closed(found));
    const [left, right] = partsOf(instance);
    insist(equalTerms(term, left, at), "not-equal", "the hypothesis is about something else");
    return right;
  },
  linearity: (at, term, ...terms) => {
    const { scope } = opened(at, term, "sum", "integral", "expectation");
    for (const [, part] of terms.length > 2 && term.kind !== "sum" ? pairsOf(terms) : [])
      demand(at, { kind: "integrable", variables: term.bound, term: times(...term.parts.slice(0, -1), part) });
    return distributed(term, scope, terms, plus, times);
  },
  factors: (at, term, ...terms) => {
    const { scope } = opened(at, term, "product");
    for (const [exponent, part] of pairsOf(terms)) if (difference(exponent, number(0)) === null) demandPositive(scope, part);
    return distributed(term, scope, terms, times, (exponent, part) => power(part, exponent));
  },
  constant: (at, term) => {
    const { lower, upper, body, variable } = opened(at, term, "sum", "product");
    insistFree([variable], body);
    demandOrder(at, lower, plus(upper, number(1)));
    const count = plus(minus(upper, lower), number(1));
    return term.kind === "sum" ? times(count, body) : power(body, count);
  },
  exponentials: (at, term) => {
    const { body } = opened(at, term, "product");
    insist(body.kind === "exp", "wrong-kind", "a product of exponentials is needed");
    return exp(withBody({ ...term, kind: "sum" }, partsOf(body)[0]));
  },
  logarithm: (at, term) => {
    insist(term.kind === "log", "wrong-kind", "a logarithm is needed");
    const [argument] = partsOf(term);
    const [first, exponent] = partsOf(argument);
    switch (argument.kind) {
      case "exp":
        return first;
      case "number":
        insist(argument.name === "1", "wrong-kind", "the logarithm of 1 is needed");
        return number(0);
      case "power":
        demandPositive(at, first);
        return times(exponent, log(first));
      case "product": {
        const { body, scope } = opened(at, argument, "product");
        demandPositive(scope, body);
        return withBody({ ...argument, kind: "sum" }, log(body));
      }
      case "multiply":
        demandPositive(at, ...argument.parts);
        return plus(...argument.parts.map(log));
      default:
        throw new Refusal("wrong-kind", "a logarithm of a product, power or exponential is needed");
    }
  },
  exponential: (at, term) => {
    demandPositive(at, term);
    return exp(log(term));
  },
  exchange: (at, outer) => {
    const { variable, body: inner, scope } = opened(at, outer, "sum", "integral");
    const { variable: other, body } = opened(scope, inner, "sum", "integral");
    insistFree([variable], other, withBody(inner, number(0)));
    insistFree([other], withBody(outer, number(0)));
    const indices = [outer, inner].filter(({ kind }) => kind === "sum").flatMap(bindersOf);
    const variables = [outer, inner].filter(({ kind }) => kind === "integral").flatMap(({ bound }) => bound);
    if (variables.length > 0) demand(inScope(at, indices), { kind: "integrable", variables, term: body });
    return withBody(inner, withBody(outer, body));
  },
  split: (at, term, middle = term) => {
    const { lower, upper, body, join } = opened(at, term, "sum", "product");
    const next = plus(middle, number(1));
    demandOrder(at, lower, next);
    demandOrder(at, middle, upper);
    return join({ ...term, parts: [lower, middle, body] }, { ...term, parts: [next, upper, body] });
  },
  "write out": (at, term) => {
    const { lower, upper, bodyAt, join } = opened(at, term, "sum", "product");
    const last = difference(upper, lower) ?? 12n;
    insist(last >= -1n && last < 12n, "wrong-kind", "the range is not a few numbers");
    return join(...Array.from({ length: Number(last) + 1 }, (_, i) => bodyAt(plus(lower, number(i)))));
  },
  shift: (at, term, by = term) => {
    const { lower, upper, variable, bodyAt } = opened(at, term, "sum", "product");
    insistFree([variable], by);
    return { ...term, parts: [plus(lower, by), plus(upper, by), bodyAt(minus(variable, by))] };
  },
  recursion: (at, term, closedForm = term) => {
    const { lower, upper, variable, body, join, scope } = opened(at, term, "sum", "product");
    checkTerm(withBody(term, closedForm));
    const form = (last: Term): Term => substitute(closedForm, [[variable, last]]);
    const [none, before] = [form(minus(lower, number(1))), form(minus(variable, number(1)))];
    insist(
      equalTerms(none, term.kind === "sum" ? number(0) : number(1), at),
      "not-equal",
      "the closed form does not begin right",
    );
    insist(equalTerms(closedForm, join(before, body), scope), "not-equal", "the closed form does not go on right");
    demandOrder(at, lower, plus(upper, number(1)));
    return form(upper);
  },
  conditioning: (_, term) => {
    const [targets, given] = ["target", "given"].map((kind) => coordinates(term).filter((slot) => slot.kind === kind));
    const conditions = (given ?? []).map((slot): Term => ({ ...slot, kind: "target" }));
    return over(density(term.name, [...(targets ?? []), ...conditions]), density(term.name, conditions));
  },
  marginal: (at, term) => {
    const { body, variable } = opened(at, term, "integral");
    const slots = coordinates(body);
    insist(isTarget(variable, body), "wrong-kind", "what is integrated over is no target of the density");
    return density(
      body.name,
      slots.filter((slot) => !isFree(variable, slot)),
    );
  },
  components: (at, slot) => {
    const [value, ...range] = slot.parts;
    const [first, index] = partsOf(value ?? slot);
    insist(sortOf(slot) === "c" && value !== undefined, "wrong-kind", "a coordinate is needed");
    if (sortOf(value) === "v" && range.length === 0) return { ...slot, parts: [value, number(1), first] };
    const isOne = value.kind === "component" && equalTerms(slot, { ...slot, parts: [value, index, index] }, at);
    insist(isOne, "wrong-kind", "all components of a vector, or one, are needed");
    return { ...slot, parts: [first, ...range] };
  },
  join: (at, term, first = term, second = term) => {
    const slots = coordinates(term);
    const [i, j] = [Number(first.name), Number(second.name)];
    const [a = term, b = term] = [slots[i], slots[j]];
    const [vector, from, to] = partsOf(a);
    const [, next, end] = partsOf(b);
    const expected = { ...a, parts: [vector, plus(to, number(1)), end] };
    const isNext = sortOf(vector) === "v" && a.parts.length === 3 && equalTerms(expected, b, at);
    insist(isNext, "wrong-kind", "neighbouring ranges are needed");
    demandOrder(at, from, next);
    demandOrder(at, to, end);
    const joined = { ...a, parts: [vector, from, end] };
    return { ...term, parts: slots.with(i, joined).filter((_, k) => k !== j) };
  },
  nothing: (_, term) => {
    const isEmpty = ({ parts: [, from, to] }: Term): boolean => !!from && !!to && difference(to, from) === -1n;
    const rest = coordinates(term).filter((slot) => !isEmpty(slot));
    insist(rest.length < term.parts.length, "wrong-kind", "no coordinate is an empty range");
    return density(term.name, rest);
  },
  "normal moment": (at, term) => {
    const { body, variable, scope } = opened(at, term, "integral");
    const n = momentOf(body, variable, scope);
    insist(n !== null && n <= 40n, "wrong-kind", "a power times the bell curve is needed");
    let odd = 1n;
    for (let factor = n - 1n; factor > 0n; factor -= 2n) odd *= factor;
    return n % 2n === 1n ? number(0) : times(number(odd), power(times(number(2), PI), over(number(1), number(2))));
  },
  substitution: (at, term, shift = term, scale = term) => {
    const { variable, bodyAt } = opened(at, term, "integral");
    const isReal = variable.space === "ℝ" && variable.parts.length === 0;
    insist(isReal, "wrong-kind", "an integral over the real line is needed");
    insistFree([variable], shift, scale);
    demandPositive(at, scale);
    return withBody(term, times(bodyAt(plus(shift, times(scale, variable))), scale));
  },
  "independent components": (at, term, index = term, point = term, factor = term, which = term, rest = term) => {
    const { body, variable: vector, scope } = opened(at, term, "integral");
    const isPoint = point.space === vector.space && sortOf(point) !== "v";
    insist(sortOf(vector) === "v" && isPoint && sortOf(which) === "i", "wrong-parameter", "a vector and a point are needed");
    insistFree([vector], factor, which, rest);
    insistFree([index], vector, point, which, rest);
    insistFree([point], vector, which);
    const [size] = partsOf(vector);
    const component = (i: Term): Term => node("component", [vector, i]);
    const product = node("product", [number(1), size, substitute(factor, [[point, component(index)]])], "", "", [index]);
    const whole = times(product, substitute(rest, [[point, component(which)]]));
    insist(equalTerms(body, whole, scope), "not-equal", "these are not its factors");
    const masses = withBody(product, integrate(point, factor));
    const own = substitute(factor, [[index, which]]);
    demand(inScope(at, bindersOf(masses)), { kind: "integrable", variables: [point], term: factor });
    demand(at, { kind: "nonzero", term: integrate(point, own) });
    demandOrder(at, number(1), which);
    demandOrder(at, which, size);
    return times(masses, over(integrate(point, times(own, rest)), integrate(point, own)));
  },
};

/** How a node may be rewritten into one that is at least as large. */
export const INEQUALITIES: Readonly<Record<string, Rule>> = {
  tangent: (at, term) => {
    insist(term.kind === "log", "wrong-kind", "a logarithm is needed");
    const [argument] = partsOf(term);
    demandPositive(at, argument);
    return minus(argument, number(1));
  },
  "not negative": (at, term, summand = term) => {
    demand(at, { kind: "nonnegative", term: summand });
    return plus(term, summand);
  },
};
