import { insist } from "./refusal.js";
import { exp, integrate, log, minus, node, number, over, partsOf, power } from "./term.js";
import { type Term, type Terms, times } from "./term.js";

/** The ratio of a circle's circumference to its diameter: an unknown number of which only the area under a normal density speaks. */
export const PI = node("apply", [], "π");

const square = (term: Term) => power(term, number(2));
const negative = (term: Term) => times(number(-1), term);
const oneMinus = (term: Term) => minus(number(1), term);
const all = (variables: Terms, body: Term) => variables.reduceRight((inner, variable) => integrate(variable, inner), body);

type Definition = (variables: Terms, a: Term, b: Term, c: Term) => Term;

/** How many parts each notion has, whether it binds variables, and what it stands for. */
const DEFINITIONS: Readonly<Record<string, readonly [number, boolean, Definition]>> = {
  expectation: [2, true, (variables, weight, body) => all(variables, times(weight, body))],
  divergence: [2, true, (variables, p, q) => all(variables, times(p, log(over(p, q))))],
  entropy: [1, true, (variables, p) => negative(all(variables, times(p, log(p))))],
  crossEntropy: [2, true, (variables, p, q) => negative(all(variables, times(p, log(q))))],
  variance: [2, true, varianceOf],
  normal: [3, false, normalAt],
  bernoulli: [2, false, (_, x, rate) => times(power(rate, x), power(oneMinus(rate), oneMinus(x)))],
};

function varianceOf(variables: Terms, weight: Term, body: Term): Term {
  const mean = (of: Term) => all(variables, times(weight, of));
  return minus(mean(square(body)), square(mean(body)));
}

function normalAt(_: Terms, point: Term, mean: Term, variance: Term): Term {
  const exponent = over(negative(square(minus(point, mean))), times(number(2), variance));
  return over(exp(exponent), power(times(number(2), PI, variance), over(number(1), number(2))));
}

/** @throws Refusal when there is no such notion, or it has not the parts and variables it must have */
export function unfolded(term: Term): Term {
  const { name, bound, parts } = term;
  const known = Object.hasOwn(DEFINITIONS, name) ? DEFINITIONS[name] : undefined;
  const isRight = parts.length === known?.[0] && bound.length > 0 === known[1];
  insist(isRight, "ill-formed", `there is no notion ${name} of ${parts.length} parts`);
  return known[2](bound, ...partsOf(term));
}
