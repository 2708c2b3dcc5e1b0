import { type Rational, rational } from "./rational.js";
import { insist } from "./refusal.js";

/** What each kind of node binds and, after the colon, its parts: `i` integers by their form, `n` other numbers, vectors, coordinates. */
export const SHAPES = {
  number: /^:$/, // named -2 or 3/4
  variable: /^:i?$/, // a vector has a part: its size
  component: /^:vi$/, // of a vector, at an index
  apply: /^:[niv]*$/, // an unknown number, array or function: its arguments
  add: /^:[ni]*$/,
  multiply: /^:[ni]*$/,
  power: /^:[ni]{2}$/, // base, exponent
  log: /^:[ni]$/,
  exp: /^:[ni]$/,
  sum: /^i:ii[ni]$/, // over an index: lower and upper bound, body
  product: /^i:ii[ni]$/,
  integral: /^[niv]:[ni]$/, // over a variable: body
  density: /^:c+$/, // of the family of its name
  target: /^:[niv](ii)?$/, // the coordinate of its name: its value; or of a vector, the first and last component meant
  given: /^:[niv](ii)?$/,
  defined: /^[niv]*:[ni]{1,3}$/, // the notion of its name in definitions.ts; variables, in all parts
};

export type Kind = keyof typeof SHAPES;
export type Terms = readonly Term[];

/**
 * What theorems speak about. Every term has a value in every model: where the field leaves one undefined it is 0. So are the
 * inverse of 0, the logarithm of a number that is not positive, its power unless the exponent is an integer, and an integral that
 * does not converge absolutely. A sum has the integers from its lower to its upper bound. A family has a positive density for each
 * finite set of coordinates; they integrate to 1 and agree with each other, and under conditions one is the quotient of two.
 */
export interface Term {
  readonly kind: Kind;
  readonly name: string;
  /** Of a variable and of a coordinate: the integers `ℤ`, the real line with length `ℝ`, or any set of numbers with any measure. */
  readonly space: string;
  readonly bound: Terms;
  readonly parts: Terms;
}

export function node(kind: Kind, parts: Terms, name = "", space = "", bound: Terms = []): Term {
  return { kind, name, space, bound, parts };
}

export function number(value: Rational | number | bigint): Term {
  const { numerator, denominator } = typeof value === "object" ? value : rational(value);
  return node("number", [], denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`);
}

/** @throws Refusal when a term is no number */
export function valueOf({ kind, name }: Term): Rational {
  const [, above, below = "1"] = /^(-?\d+)(?:\/([1-9]\d*))?$/.exec(name) ?? [];
  insist(kind === "number" && above !== undefined, "ill-formed", `${name} is not a number`);
  return rational(BigInt(above), BigInt(below));
}

const ZERO = number(0);
/** The first three parts; 0 for those that a kind of node does not have. */
export const partsOf = ({ parts: [a = ZERO, b = ZERO, c = ZERO] }: Term) => [a, b, c] as const;

export const plus = (...terms: Terms) => node("add", terms);
export const times = (...terms: Terms) => node("multiply", terms);
export const power = (base: Term, exponent: Term) => node("power", [base, exponent]);
export const minus = (a: Term, b: Term) => plus(a, times(number(-1), b));
export const over = (a: Term, b: Term) => times(a, power(b, number(-1)));
export const log = (argument: Term) => node("log", [argument]);
export const exp = (argument: Term) => node("exp", [argument]);
export const integrate = (own: Term, body: Term) => node("integral", [body], "", "", [own]);
