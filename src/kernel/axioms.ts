import { demand, difference, equalTerms, inScope, boundAt } from "./algebra.js";
import { isTarget, momentOf, type Place } from "./conditions.js";
import { unfolded } from "./definitions.js";
import { atMost, bindersOf, type Claim, closed, integrable, positive } from "./proposition.js";
import { insist } from "./refusal.js";
import { checkTerm, isFree, sortOf, substitute, termKey } from "./structure.js";
import { exp, integrate, type Kind, log, minus, node, number, over, partsOf } from "./term.js";
import { plus, power, type Term, type Terms, times } from "./term.js";

/** A node where it stands and, if it binds, what it consists of. */
export function siteOf(at: Place, term: Term) {
  const [variable = term] = term.bound;
  const body = term.parts.at(-1) ?? term;
  const around = (inner: Term): Term => ({ ...term, parts: term.parts.with(-1, inner) });
  const bodyAt = (value: Term): Term => substitute(body, [[variable, value]]);
  const join = term.kind === "sum" ? plus : times;
  const scope = inScope(at, bindersOf(term));
  return { at, term, parts: partsOf(term), variable, body, around, bodyAt, join, scope };
}

type Site = ReturnType<typeof siteOf>;

/** What a rule makes of a node. It may ask for conditions. @throws Refusal where it does not apply */
type Rule = (site: Site, ...terms: Terms) => Term;

/** A rule for nodes of some kinds, or for notions. */
function on(kinds: string, rule: Rule): Rule {
  return (site, ...terms) => {
    const { kind, name } = site.term;
    const names = kind === "defined" ? [kind, name] : [kind];
    insist(
      names.some((each) => kinds.split(" ").includes(each)),
      "wrong-kind",
      `not for ${kind}`,
    );
    return rule(site, ...terms);
  };
}

const ONE = number(1);
const density = (name: string, slots: Terms): Term =>
  slots.some(({ kind }) => kind === "target") ? node("density", slots, name) : ONE;
const pairsOf = (terms: Terms): readonly (readonly [Term, Term])[] =>
  terms.flatMap((term, i) => (i % 2 === 0 ? [[term, terms[i + 1] ?? ONE] as const] : []));
function presuming(at: Place, claims: readonly Claim[], result: Term): Term {
  demand(at, ...claims);
  return result;
}
function insistFree(variables: Terms, ...terms: Terms): void {
  const depends = variables.some((variable) => terms.some((term) => isFree(variable, term)));
  insist(!depends, "not-free", `something depends on ${variables.map(({ name }) => name).join()}`);
}

/** What binds joined parts, each scaled by what does not depend on what is bound, is what binds the parts, scaled and joined. */
function distributed(site: Site, terms: Terms, join: typeof plus, scaled: typeof over): Term {
  const pairs = pairsOf(terms);
  const joined = join(...pairs.map(([scale, part]) => scaled(scale, part)));
  insist(equalTerms(site.body, joined, site.scope), "not-equal", "these are not its parts");
  insistFree(site.term.bound, ...pairs.map(([scale]) => scale));
  return join(...pairs.map(([scale, part]) => scaled(scale, site.around(part))));
}

/** What is said of all values of a variable, said of one. */
function instance({ at, term, parts: [lower, upper], variable, bodyAt }: Site, value: Term): Term {
  insist(isValue(value, variable), "wrong-parameter", `${variable.name} has no such value`);
  if (term.kind === "sum") demand(at, atMost(lower, value), atMost(value, upper));
  return bodyAt(value);
}

/** Whether a term has a value of the kind that a variable has, by its form. */
function isValue(term: Term, variable: Term): boolean {
  const [sort, wanted] = [sortOf(term), sortOf(variable)];
  if (wanted === "v") return termKey({ ...term, name: variable.name }) === termKey(variable);
  if (wanted === "i" || variable.space === "ℝ") return sort === "i" || sort === wanted;
  const [point] = term.kind === "component" ? partsOf(term) : [term];
  return sort === "n" && point.kind === "variable" && point.space === variable.space;
}

/** The coordinates of a density; no two may be the same one. */
function coordinates({ name, parts }: Term): Terms {
  const isBelow = ({ parts: [, , to] }: Term, { parts: [, from] }: Term): boolean =>
    !!to && !!from && (difference(from, to) ?? 0n) > 0n;
  const apart = (a: Term, b: Term): boolean => a.name !== b.name || isBelow(a, b) || isBelow(b, a);
  const isGood = parts.every((a, i) => parts.slice(i + 1).every((b) => apart(a, b)));
  insist(isGood, "overlapping-coordinates", `a coordinate of ${name} stands twice`);
  return parts;
}

/** Everything that is admitted as true: how a node may be rewritten into one that is equal to it. */
export const EQUATIONS: Readonly<Record<string, Rule>> = {
  algebra: ({ at, term }, to = term) => {
    insist(equalTerms(term, to, at), "not-equal", "the two are not equal by algebra");
    return to;
  },
  definition: on("defined", ({ term }) => unfolded(term)),
  hypothesis: ({ at, term }, which = term, ...values) => {
    const fact = at.facts[which.kind === "number" ? Number(which.name) : -1];
    insist(fact?.claim.kind === "equal", "wrong-parameter", "no such hypothesis");
    insist(values.length === fact.binders.length, "wrong-parameter", "too few values, or too many");
    insistFree(boundAt(at), closed(fact));
    at.conditions.push(fact);
    const found = values.reduce((all, value) => instance(siteOf(at, all), value), closed(fact));
    const [left, right] = partsOf(found);
    insist(equalTerms(term, left, at), "not-equal", "the hypothesis is about something else");
    return right;
  },
  linearity: on("sum integral expectation", (site, ...terms) => {
    const { at, term, around } = site;
    const needed = term.kind !== "sum" && terms.length > 2 ? pairsOf(terms) : [];
    demand(at, ...needed.map(([, part]) => integrable(term.bound, times(...around(part).parts))));
    return distributed(site, terms, plus, times);
  }),
  factors: on("product", (site, ...terms) => {
    return distributed(site, terms, times, (exponent, part) => power(part, exponent));
  }),
  constant: on("sum product", ({ at, term, variable, parts: [lower, upper, body] }) => {
    insistFree([variable], body);
    demand(at, atMost(lower, plus(upper, ONE)));
    const count = plus(minus(upper, lower), ONE);
    return term.kind === "sum" ? times(count, body) : power(body, count);
  }),
  exponentials: on("product", ({ body, around }) => {
    insist(body.kind === "exp", "wrong-kind", "no product of exponentials");
    return exp({ ...around(partsOf(body)[0]), kind: "sum" });
  }),
  logarithm: on("log", ({ at, body }) => {
    if (body.kind === "number" && body.name === "1") return number(0);
    const rule = LOGARITHMS[body.kind];
    insist(rule !== undefined, "wrong-kind", `no rule for the logarithm of ${body.kind}`);
    return rule(siteOf(at, body));
  }),
  exponential: ({ at, term }) => presuming(at, [positive(term)], exp(log(term))),
  exchange: on("sum integral", (outer) => {
    const inner = siteOf(outer.scope, outer.body);
    const both = [outer.term, inner.term];
    const indices = both.flatMap((each) => (each.kind === "sum" ? bindersOf(each) : []));
    const variables = both.flatMap(({ kind, bound }) => (kind === "integral" ? bound : []));
    insist(indices.length + variables.length === 2, "wrong-kind", "only one sum or integral");
    insistFree([outer.variable], inner.variable, inner.around(ONE));
    insistFree([inner.variable], outer.around(ONE));
    if (variables.length > 0) demand(inScope(outer.at, indices), integrable(variables, inner.body));
    return inner.around(outer.around(inner.body));
  }),
  split: on("sum product", ({ at, term, parts: [lower, upper, body], join }, middle = term) => {
    const next = plus(middle, ONE);
    const over = (from: Term, to: Term): Term => ({ ...term, parts: [from, to, body] });
    demand(at, atMost(lower, next), atMost(middle, upper));
    return join(over(lower, middle), over(next, upper));
  }),
  "write out": on("sum product", ({ parts: [lower, upper], bodyAt, join }) => {
    const last = difference(upper, lower) ?? -2n;
    insist(last >= -1n && last < 12n, "wrong-kind", "the range is not a few numbers");
    const indices = Array.from({ length: Number(last) + 1 }, (_, i) => plus(lower, number(i)));
    return join(...indices.map(bodyAt));
  }),
  shift: on("sum product", ({ term, variable, parts: [lower, upper], bodyAt }, by = term) => {
    insistFree([variable], by);
    return { ...term, parts: [plus(lower, by), plus(upper, by), bodyAt(minus(variable, by))] };
  }),
  recursion: on("sum product", ({ at, term, variable, body, around, join, scope }, form = term) => {
    checkTerm(around(form));
    const [lower, upper] = partsOf(term);
    const upTo = (last: Term): Term => substitute(form, [[variable, last]]);
    const begins = equalTerms(upTo(minus(lower, ONE)), join(), at);
    const goesOn = equalTerms(form, join(upTo(minus(variable, ONE)), body), scope);
    insist(begins && goesOn, "not-equal", "this is no closed form");
    return presuming(at, [atMost(lower, plus(upper, ONE))], upTo(upper));
  }),
  conditioning: on("density", ({ term }) => {
    const slots = coordinates(term);
    const given = slots.filter(({ kind }) => kind === "given");
    const joint = (own: Terms): Term =>
      density(
        term.name,
        own.map((slot) => ({ ...slot, kind: "target" })),
      );
    return over(joint([...slots.filter((slot) => !given.includes(slot)), ...given]), joint(given));
  }),
  marginal: on("integral", ({ body, variable }) => {
    insist(isTarget(variable, body), "wrong-kind", "no target of the density is integrated over");
    return density(
      body.name,
      coordinates(body).filter((slot) => !isFree(variable, slot)),
    );
  }),
  components: on("target given", ({ at, term, parts: [value] }) => {
    const [vector, index] = partsOf(value);
    const range = term.parts.slice(1);
    const isAll = sortOf(value) === "v" && range.length === 0;
    if (isAll) return { ...term, parts: [value, ONE, vector] };
    const isOne = equalTerms(term, { ...term, parts: [value, index, index] }, at);
    insist(isOne && value.kind === "component", "wrong-kind", "neither all components nor one");
    return { ...term, parts: [vector, ...range] };
  }),
  join: on("density", ({ at, term }, first = term, second = term) => {
    const slots = coordinates(term);
    const [i, j] = [Number(first.name), Number(second.name)];
    const [a = term, b = term] = [slots[i], slots[j]];
    const [[vector, from, to], [, next, end]] = [partsOf(a), partsOf(b)];
    const isNext = equalTerms(b, { ...a, parts: [vector, plus(to, ONE), end] }, at);
    const isRange = sortOf(vector) === "v" && a.parts.length === 3;
    insist(isNext && isRange, "wrong-kind", "no neighbouring ranges");
    demand(at, atMost(from, next), atMost(to, end));
    const joined = slots.with(i, { ...a, parts: [vector, from, end] }).filter((_, k) => k !== j);
    return density(term.name, joined);
  }),
  nothing: on("density", ({ term }) => {
    const isThere = ({ parts: [, from, to] }: Term): boolean => !from || !to || difference(to, from) !== -1n;
    const rest = coordinates(term).filter(isThere);
    insist(rest.length < term.parts.length, "wrong-kind", "no coordinate is an empty range");
    return density(term.name, rest);
  }),
  "normal moment": on("integral", ({ at, body, variable, scope }) => {
    const moment = momentOf(body, variable, scope, at);
    insist(moment !== null, "wrong-kind", "no power times a normal density");
    return moment;
  }),
  substitution: on("integral", (site, shift = site.term, scale = site.term) => {
    const { at, variable, bodyAt, around } = site;
    const isReal = variable.space === "ℝ" && sortOf(variable) === "n";
    insist(isReal, "wrong-kind", "no integral over the real line");
    insistFree([variable], shift, scale);
    const moved = bodyAt(plus(shift, times(scale, variable)));
    return presuming(at, [positive(scale)], around(times(moved, scale)));
  }),
  "independent components": on("integral", ({ at, body, variable: vector, scope }, ...terms) => {
    const [index = vector, point = vector, factor = vector, which = vector, rest = vector] = terms;
    const isPoint = point.space === vector.space && sortOf(point) !== "v";
    const isGood = isPoint && sortOf(vector) === "v" && sortOf(which) === "i";
    insist(isGood, "wrong-parameter", "a vector, a point and an integer are needed");
    insistFree([vector], factor, which, rest);
    insistFree([index], vector, point, which, rest);
    insistFree([point], vector, which);
    const [size] = partsOf(vector);
    const component = (i: Term): Term => node("component", [vector, i]);
    const factors = substitute(factor, [[point, component(index)]]);
    const product = siteOf(at, node("product", [ONE, size, factors], "", "", [index]));
    const whole = times(product.term, substitute(rest, [[point, component(which)]]));
    insist(equalTerms(body, whole, scope), "not-equal", "these are not its factors");
    const own = substitute(factor, [[index, which]]);
    const mass = integrate(point, own);
    demand(at, { kind: "nonzero", term: mass }, atMost(ONE, which), atMost(which, size));
    const masses = product.around(integrate(point, factor));
    return times(masses, over(integrate(point, times(own, rest)), mass));
  }),
};

/** The logarithm of a node of each kind. */
const LOGARITHMS: Readonly<Partial<Record<Kind, Rule>>> = {
  exp: ({ body }) => body,
  power: ({ at, parts: [x, exponent] }) => presuming(at, [positive(x)], times(exponent, log(x))),
  product: ({ body, around, scope }) => presuming(scope, [positive(body)], { ...around(log(body)), kind: "sum" }),
  multiply: ({ at, term }) => presuming(at, term.parts.map(positive), plus(...term.parts.map(log))),
};

/** How a node may be rewritten into one that is at least as large. */
export const INEQUALITIES: Readonly<Record<string, Rule>> = {
  tangent: on("log", ({ at, body }) => presuming(at, [positive(body)], minus(body, ONE))),
  "not negative": ({ at, term }, summand = term) => presuming(at, [{ kind: "nonnegative", term: summand }], plus(term, summand)),
};
