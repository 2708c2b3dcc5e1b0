import { type Rational, rational } from "./rational.js";
import { insist } from "./refusal.js";

/**
 * What each kind of node binds and, after the colon, what its parts are: `i` an integer by its form,
 * `n` any other number, `v` a vector, `c` a coordinate.
 */
export const SHAPES = {
  number: /^:$/, // its name is an integer or a fraction, as -3/4
  variable: /^:i?$/, // a vector has its size as its part
  component: /^:vi$/, // the vector, the index
  apply: /^:[niv]*$/, // an unknown number, array or function: its arguments
  add: /^:[ni]*$/,
  multiply: /^:[ni]*$/,
  power: /^:[ni]{2}$/, // base, exponent
  log: /^:[ni]$/,
  exp: /^:[ni]$/,
  sum: /^i:ii[ni]$/, // the index, in the body; lower and upper bound, the body
  product: /^i:ii[ni]$/,
  integral: /^[niv]:[ni]$/, // the variable, in the body
  density: /^:c+$/, // of the family of its name
  target: /^:[niv](ii)?$/, // the value; of a vector, perhaps the first and last component meant
  given: /^:[niv](ii)?$/,
  defined: /^[niv]*:[ni]{1,3}$/, // a notion of definitions.ts; variables, in all parts
};

export type Kind = keyof typeof SHAPES;

/**
 * What theorems speak about: one shape for all nodes, so that what goes through terms is short.
 *
 * Every term has a value in every model: where the field leaves one undefined it is 0. So are the
 * inverse of 0, the logarithm of a number that is not positive, its power unless the exponent is an
 * integer, and an integral that does not converge absolutely. A family has, for all finite sets of
 * coordinates, densities that are positive, integrate to 1 and go with each other; one under
 * conditions is the quotient of two. A coordinate is a name with a space; a vector's components are
 * coordinates of their own, and one that it lacks is some fixed point.
 */
export interface Term {
  readonly kind: Kind;
  readonly name: string;
  /** Of a variable and of a coordinate: the integers `ℤ`, the real line with length `ℝ`, or any set of numbers with any measure. */
  readonly space: string;
  readonly bound: readonly Term[];
  readonly parts: readonly Term[];
}

export function node(kind: Kind, parts: readonly Term[], name = "", space = "", bound: readonly Term[] = []): Term {
  return { kind, name, space, bound, parts };
}

export function number(value: Rational | number | bigint): Term {
  const { numerator, denominator } = typeof value === "object" ? value : rational(value);
  return node("number", [], denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`);
}

/** @throws Refusal when a term is no number */
export function valueOf({ kind, name }: Term): Rational {
  const [, numerator, denominator = "1"] = /^(-?\d+)(?:\/([1-9]\d*))?$/.exec(name) ?? [];
  insist(kind === "number" && numerator !== undefined, "ill-formed", `${name} is not a number`);
  return rational(BigInt(numerator), BigInt(denominator));
}

export const plus = (...terms: readonly Term[]): Term => node("add", terms);
export const times = (...terms: readonly Term[]): Term => node("multiply", terms);
export const power = (base: Term, exponent: Term): Term => node("power", [base, exponent]);
export const minus = (a: Term, b: Term): Term => plus(a, times(number(-1), b));
export const over = (a: Term, b: Term): Term => times(a, power(b, number(-1)));
export const log = (argument: Term): Term => node("log", [argument]);
export const exp = (argument: Term): Term => node("exp", [argument]);
export const integrate = (variable: Term, body: Term): Term => node("integral", [body], "", "", [variable]);

const ZERO = number(0);

/** The first three parts; 0 for those that a kind of node does not have. */
export function partsOf({ parts: [first = ZERO, second = ZERO, third = ZERO] }: Term): readonly [Term, Term, Term] {
  return [first, second, third];
}
