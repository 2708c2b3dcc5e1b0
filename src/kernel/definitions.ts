import { insist } from "./refusal.js";
import { exp, integrate, log, minus, node, number, over, power, times } from "./structure.js";
import type { Term } from "./term.js";

/** The ratio of a circle's circumference to its diameter: an unknown number of which only the area under the bell curve speaks. */
export const PI = node("apply", [], "π");

const square = (term: Term): Term => power(term, number(2));
const all = (variables: readonly Term[], body: Term): Term =>
  variables.reduceRight((inner, variable) => integrate(variable, inner), body);

type Definition = (variables: readonly Term[], a: Term, b: Term, c: Term) => Term;

/** How many parts each notion has and what it stands for. */
const DEFINITIONS: Readonly<Record<string, readonly [number, Definition]>> = {
  expectation: [2, (variables, weight, body) => all(variables, times(weight, body))],
  divergence: [2, (variables, p, q) => all(variables, times(p, log(over(p, q))))],
  entropy: [1, (variables, p) => times(number(-1), all(variables, times(p, log(p))))],
  crossEntropy: [2, (variables, p, q) => times(number(-1), all(variables, times(p, log(q))))],
  variance: [
    2,
    (variables, weight, body) => minus(all(variables, times(weight, square(body))), square(all(variables, times(weight, body)))),
  ],
  normal: [
    3,
    (_, point, mean, variance) =>
      over(
        exp(over(times(number(-1), square(minus(point, mean))), times(number(2), variance))),
        power(times(number(2), PI, variance), over(number(1), number(2))),
      ),
  ],
  bernoulli: [2, (_, point, rate) => times(power(rate, point), power(minus(number(1), rate), minus(number(1), point)))],
};

/** @throws Refusal when there is no such notion, or it has not the parts it must have */
export function unfolded({ name, bound, parts }: Term): Term {
  const [count, definition] = Object.hasOwn(DEFINITIONS, name) ? (DEFINITIONS[name] ?? []) : [];
  const [a, b = a, c = a] = parts;
  const right = definition !== undefined && parts.length === count && a !== undefined && b !== undefined && c !== undefined;
  insist(right, "ill-formed", `there is no notion ${name} of ${parts.length} parts`);
  return definition(bound, a, b, c);
}
