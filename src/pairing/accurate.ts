import { Decimal } from "decimal.js";
import { EvaluationError } from "../claims/algebra.js";
import type { ElementaryName } from "../terms/term.js";
import type { Rational } from "../numbers/rational.js";
import { type Expression, inOrder } from "./expression.js";

/** Far more digits than a double has: what cancels leaves enough. Exponents have no limit that matters. */
const Big = Decimal.clone({ precision: 40 });

/** What `error` counts: the relative rounding of one double operation. */
export const ROUNDING = 2 ** -53;

/**
 * A number to forty digits, and what a plain evaluation in doubles would have lost by then, in units of `ROUNDING` (running error analysis, Higham: Accuracy and
 * Stability of Numerical Algorithms, 2002, section 3.3; to first order). That is the measure of accuracy that an implementation can be held to: a formula whose
 * summands cancel has no more digits than they have.
 */
export interface Accurate {
  readonly value: Decimal;
  readonly error: Decimal;
}

/** Beyond this exponent the exponential function is 0 or has no number at all. */
const LARGEST_EXPONENT = new Big("1e15");

function exact(value: Decimal): Accurate {
  return { value, error: new Big(0) };
}

function rounded(value: Decimal, inherited: Decimal): Accurate {
  return { value, error: inherited.plus(value.abs()) };
}

/** A double is a binary fraction: the digits that it is printed with are not all of it. */
export function decimalOf(value: number): Decimal {
  return new Big(value.toPrecision(60));
}

function fromDouble(value: number): Accurate {
  return exact(decimalOf(value));
}

function fromRational({ numerator, denominator }: Rational): Accurate {
  const value = new Big(numerator.toString()).div(denominator.toString());
  return denominator === 1n ? exact(value) : rounded(value, new Big(0));
}

function add(a: Accurate, b: Accurate): Accurate {
  return rounded(a.value.plus(b.value), a.error.plus(b.error));
}

function multiply(a: Accurate, b: Accurate): Accurate {
  const inherited = a.value.abs().times(b.error).plus(b.value.abs().times(a.error));
  // Where both have cancelled to almost nothing, what is left is the product of their errors.
  const both = a.error.times(b.error).times(ROUNDING);
  return rounded(a.value.times(b.value), inherited.plus(both));
}

function divide(a: Accurate, b: Accurate): Accurate {
  if (b.value.isZero()) throw new EvaluationError("domain", "division by zero");
  const value = a.value.div(b.value);
  const inherited = a.error.plus(value.abs().times(b.error)).div(b.value.abs());
  return rounded(value, inherited);
}

function power(base: Accurate, exponent: Accurate): Accurate {
  if (exponent.value.isZero()) return exact(new Big(1));
  if (exponent.error.isZero() && exponent.value.eq(2)) return multiply(base, base);
  if (base.value.isZero()) {
    if (exponent.value.lt(0)) throw new EvaluationError("domain", "division by zero");
    return exact(new Big(0));
  }
  if (base.value.lt(0) && !exponent.value.isInteger()) throw new EvaluationError("domain", "a power of a negative number");
  const value = base.value.pow(exponent.value);
  const byBase = exponent.value.times(base.error).div(base.value).abs();
  const byExponent = exponent.error.isZero() ? new Big(0) : base.value.abs().ln().abs().times(exponent.error);
  return rounded(value, value.abs().times(byBase.plus(byExponent)));
}

const CONSTANTS = { pi: rounded(Big.acos(-1), new Big(0)), e: rounded(Big.exp(1), new Big(0)) };

/** Each function with its derivative's modulus, which carries the error on. */
const ELEMENTARY: Readonly<Record<ElementaryName, (x: Decimal) => { readonly value: Decimal; readonly slope: Decimal }>> = {
  log(x) {
    if (!x.gt(0)) throw new EvaluationError("domain", "the logarithm of a number that is not positive");
    return { value: x.ln(), slope: new Big(1).div(x) };
  },
  exp(x) {
    const value = exponential(x);
    return { value, slope: value };
  },
  sqrt(x) {
    if (x.lt(0)) throw new EvaluationError("domain", "the root of a negative number");
    const value = x.sqrt();
    return { value, slope: value.isZero() ? new Big(0) : new Big(0.5).div(value) };
  },
  abs: (x) => ({ value: x.abs(), slope: new Big(1) }),
  sin: (x) => ({ value: x.sin(), slope: new Big(1) }),
  cos: (x) => ({ value: x.cos(), slope: new Big(1) }),
  tan(x) {
    const value = x.tan();
    return { value, slope: value.times(value).plus(1) };
  },
  tanh(x) {
    const value = x.abs().gt(1e3) ? new Big(x.s) : x.tanh();
    return { value, slope: new Big(1).minus(value.times(value)) };
  },
  sigmoid(x) {
    const value = new Big(1).div(exponential(x.neg()).plus(1));
    return { value, slope: value.times(new Big(1).minus(value)) };
  },
  softplus(x) {
    // log(1 + e^x), without the sum that forty digits cannot hold.
    const value = x.gt(0) ? x.plus(exponential(x.neg()).plus(1).ln()) : logOnePlus(exponential(x));
    return { value, slope: new Big(1) };
  },
  erf() {
    throw new EvaluationError("unsupported", "the error function to many digits");
  },
};

/** log(1 + t) of a t that may be far smaller than one part in 10⁴⁰. */
function logOnePlus(t: Decimal): Decimal {
  return t.lt("1e-30") ? t.minus(t.times(t).div(2)) : t.plus(1).ln();
}

function exponential(x: Decimal): Decimal {
  if (x.gt(LARGEST_EXPONENT)) throw new EvaluationError("limit", "an exponential beyond all numbers");
  return x.lt(LARGEST_EXPONENT.neg()) ? new Big(0) : x.exp();
}

function elementary(name: ElementaryName, { value: x, error }: Accurate): Accurate {
  const { value, slope } = ELEMENTARY[name](x);
  return rounded(value, slope.abs().times(error));
}

/** Evaluates expressions again and again: what they share is computed once each time. */
export class AccurateProgram {
  private readonly order: readonly Expression[];

  constructor(private readonly outputs: readonly Expression[]) {
    this.order = inOrder(outputs);
  }

  /** @throws EvaluationError where an output has no value at these numbers */
  run(unknowns: ReadonlyMap<string, number>): readonly Accurate[] {
    const values = new Map<Expression, Accurate>();
    const of = (node: Expression): Accurate => {
      const value = values.get(node);
      if (value === undefined) throw new Error("an operand comes behind what it is used in");
      return value;
    };
    for (const node of this.order) values.set(node, evaluate(node, of, unknowns));
    return this.outputs.map(of);
  }
}

function evaluate(node: Expression, of: (node: Expression) => Accurate, unknowns: ReadonlyMap<string, number>): Accurate {
  switch (node.kind) {
    case "number":
      return fromRational(node.value);
    case "constant":
      return CONSTANTS[node.constant];
    case "unknown": {
      const value = unknowns.get(node.key);
      if (value === undefined) throw new EvaluationError("unsupported", `no value for ${node.key}`);
      return fromDouble(value);
    }
    case "add":
      return add(of(node.left), of(node.right));
    case "multiply":
      return multiply(of(node.left), of(node.right));
    case "divide":
      return divide(of(node.left), of(node.right));
    case "power":
      return power(of(node.left), of(node.right));
    case "negate": {
      const { value, error } = of(node.argument);
      return { value: value.neg(), error };
    }
    case "elementary":
      return elementary(node.name, of(node.argument));
  }
}

/** For people: at most six digits. */
export function toShort(value: number): number {
  return Number(value.toPrecision(6));
}
