import type { Proposition } from "../../../src/kernel/proposition.js";
import { exp, integrate, number, over, power, times } from "../../../src/kernel/structure.js";
import type { Term } from "../../../src/kernel/term.js";
import type { Line } from "../../../src/kernel/theorem.js";
import { always, component, defined, integer, line, numbers, point, product, real, unknown } from "../terms.js";

/** Lines that would prove what is false, were the kernel to let them. */
export interface Falsehood {
  readonly name: string;
  /** Why it is false: in which model. */
  readonly because: string;
  readonly term: Term;
  readonly facts?: readonly Proposition[];
  readonly lines: readonly Line[];
}

export const [zero = number(0), one = number(1), two = number(2), three = number(3), five = number(5)] = numbers(0, 1, 2, 3, 5);

export const half = number({ numerator: 1n, denominator: 2n });

export const k = integer("k");

export const n = integer("n");

export const x = real("x");

export const a = unknown("a");

export const bell = defined("normal", [], x, zero, one);

export const root = (term: Term): Term => power(term, half);

export const square = (term: Term): Term => power(term, two);

export const b = unknown("b");

export const third = number({ numerator: 1n, denominator: 3n });

export const bellOf = (at: Term): Term => exp(over(square(at), number(-2)));

export const vector = point("v", "S", three);

export const knownFromOneToTwo = always(
  { kind: "equal", left: unknown("f", k), right: zero },
  { variable: k, range: { lower: one, upper: two } },
);

/** The integral over two components, with a further factor of one of them. */
export function byComponents(which: Term, ...more: readonly Term[]): Pick<Falsehood, "term" | "lines"> {
  const [v, i, y] = [point("v", "S", two), integer("i"), point("y", "S")];
  const factor = (index: Term, at: Term): Term => unknown("f", index, at);
  return {
    term: integrate(v, times(product(i, one, two, factor(i, component(v, i))), unknown("g", component(v, which), ...more))),
    lines: [line("independent components", [], i, y, factor(i, y), which, unknown("g", y, ...more))],
  };
}

/** The value of G as an integral over x. */
export function capturing(integrand: Term): Proposition {
  return always(
    { kind: "equal", left: unknown("G", point("y", "S")), right: integrate(point("x", "S"), integrand) },
    { variable: point("y", "S"), range: null },
  );
}
