import type { ElementaryName } from "../../terms/term.js";
import { ELEMENTARY } from "./elementary.js";
import { divideScaled, multiplyScaled, powerScaled, scale, sumScaled, unscale, type Scaled } from "./scaled.js";

/** Values of the bound variables and of inner integrals, each in its slot. */
export type Frame = Float64Array;

/** A term ready for evaluation at one point. */
export interface Expression {
  /** Nearest double; products, quotients and powers are right also where their parts leave the range of doubles. */
  readonly value: (at: Frame) => number;
  readonly scaled: (at: Frame) => Scaled;
  /** First-order bound of the rounding error of `value`, in units of the machine epsilon. */
  readonly roundoff: (at: Frame) => number;
  /** Work of one evaluation: number of nodes. */
  readonly size: number;
  readonly reads: ReadonlySet<number>;
  /** The slot of a plain variable or inner integral; null where there is more to it. */
  readonly slot: number | null;
  /** The expression as a product; itself alone where it is none. */
  readonly factors: readonly Expression[];
  /** The value of a plain number; null where there is more to it. */
  readonly fixed: number | null;
  /** The logarithm, of an exponential or a density. */
  readonly exponent: Expression | null;
  /** The parts below that tell where the expression changes fast. */
  readonly landmarks: readonly Landmark[];
}

/**
 * A part of an expression that shows where the whole changes fast: the exponent of a `bell`, the argument of a `step` or `wave`, or what has a
 * pole, a kink or a branch point at its `zero`.
 */
export interface Landmark {
  readonly kind: "bell" | "step" | "wave" | "zero";
  readonly argument: Expression;
}

type Core = Pick<Expression, "value" | "scaled" | "roundoff"> &
  Partial<Pick<Expression, "factors" | "fixed" | "slot" | "reads" | "exponent" | "landmarks">>;

/** Below and above, a quotient or a logarithm would lose digits to denormal numbers: logarithms are used instead. */
const SMALLEST = 1e-290;
const LARGEST = 1e290;
const EPSILON = 2 ** -52;

function safe(value: number): boolean {
  const size = Math.abs(value);
  return size > SMALLEST && size < LARGEST;
}

function node(parts: readonly Expression[], core: Core): Expression {
  const expression: Expression = {
    value: core.value,
    scaled: core.scaled,
    roundoff: core.roundoff,
    size: parts.reduce((size, part) => size + part.size, 1),
    reads: core.reads ?? new Set(parts.flatMap((part) => [...part.reads])),
    fixed: core.fixed ?? null,
    slot: core.slot ?? null,
    exponent: core.exponent ?? null,
    landmarks: core.landmarks ?? parts.flatMap((part) => part.landmarks),
    get factors() {
      return core.factors ?? [expression];
    },
  };
  return expression;
}

export function constant(value: number): Expression {
  return node([], { value: () => value, scaled: () => scale(value), roundoff: () => Math.abs(value), fixed: value });
}

/** A variable, or an inner integral together with the variables that it depends on. */
export function read(slot: number, through: Iterable<number> = []): Expression {
  const value = (at: Frame): number => at[slot] ?? NaN;
  return node([], {
    value,
    scaled: (at) => scale(value(at)),
    roundoff: (at) => Math.abs(value(at)),
    slot,
    reads: new Set([slot, ...through]),
  });
}

export function add(terms: readonly Expression[]): Expression {
  const scaled = (at: Frame): Scaled => sumScaled(terms.map((term) => term.scaled(at)));
  return node(terms, {
    value: (at) => {
      let sum = 0;
      for (const term of terms) sum += term.value(at);
      return Number.isFinite(sum) ? sum : unscale(scaled(at));
    },
    scaled,
    roundoff: (at) => terms.reduce((sum, term) => sum + term.roundoff(at), 0),
  });
}

export function negate(argument: Expression): Expression {
  return node([argument], {
    value: (at) => -argument.value(at),
    scaled: (at) => {
      const { sign, log } = argument.scaled(at);
      return { sign: -sign, log };
    },
    roundoff: argument.roundoff,
    factors: [...argument.factors, constant(-1)],
  });
}

export function multiply(factors: readonly Expression[]): Expression {
  const scaled = (at: Frame): Scaled => multiplyScaled(factors.map((factor) => factor.scaled(at)));
  return node(factors, {
    value: (at) => {
      let product = 1;
      for (const factor of factors) product *= factor.value(at);
      return Number.isFinite(product) ? product : unscale(scaled(at));
    },
    scaled,
    roundoff: (at) => {
      const values = factors.map((factor) => factor.value(at));
      const withoutOne = (left: number): number =>
        values.reduce((product, value, index) => (index === left ? product : product * value), 1);
      return factors.reduce((sum, factor, index) => sum + factor.roundoff(at) * Math.abs(withoutOne(index)), 0);
    },
    factors: factors.flatMap((factor) => factor.factors),
  });
}

export function divide(numerator: Expression, denominator: Expression): Expression {
  const scaled = (at: Frame): Scaled => divideScaled(numerator.scaled(at), denominator.scaled(at));
  return node([numerator, denominator], {
    value: (at) => {
      const above = numerator.value(at);
      const below = denominator.value(at);
      return safe(above) && safe(below) ? above / below : unscale(scaled(at));
    },
    scaled,
    roundoff: (at) => {
      const below = denominator.value(at);
      const ratio = numerator.value(at) / below;
      return numerator.roundoff(at) / Math.abs(below) + Math.abs(ratio / below) * denominator.roundoff(at) + Math.abs(ratio);
    },
    factors: [...numerator.factors, ...denominator.factors.map(reciprocal)],
    landmarks: [...numerator.landmarks, ...denominator.landmarks, { kind: "zero", argument: denominator }],
  });
}

function reciprocal(of: Expression): Expression {
  const one: Scaled = { sign: 1, log: 0 };
  const scaled = (at: Frame): Scaled => divideScaled(one, of.scaled(at));
  return node([of], {
    value: (at) => unscale(scaled(at)),
    scaled,
    roundoff: (at) => of.roundoff(at) / of.value(at) ** 2,
    exponent: of.exponent === null ? null : negate(of.exponent),
  });
}

export function power(base: Expression, exponent: Expression): Expression {
  const scaled = (at: Frame): Scaled => powerScaled(base.scaled(at), exponent.value(at));
  const logarithm = base.exponent ?? (base.fixed !== null && base.fixed > 0 ? constant(Math.log(base.fixed)) : null);
  return node([base, exponent], {
    value: (at) => {
      const value = base.value(at) ** exponent.value(at);
      return safe(value) ? value : unscale(scaled(at));
    },
    scaled,
    roundoff: (at) => {
      const b = base.value(at);
      const e = exponent.value(at);
      const rises = Math.abs(e * b ** (e - 1)) * base.roundoff(at);
      const bends = b > 0 ? Math.abs(b ** e * Math.log(b)) * exponent.roundoff(at) : 0;
      return rises + bends + Math.abs(b ** e);
    },
    exponent: logarithm === null ? null : multiply([logarithm, exponent]),
    landmarks: [
      ...base.landmarks,
      ...exponent.landmarks,
      { kind: "bell", argument: exponent },
      ...(isWhole(exponent.fixed) ? [] : [{ kind: "zero", argument: base } as const]),
    ],
  });
}

function isWhole(exponent: number | null): boolean {
  return exponent !== null && Number.isInteger(exponent) && exponent >= 0;
}

export function elementary(name: ElementaryName, argument: Expression): Expression {
  const f = ELEMENTARY[name];
  const value = valueOf(name, argument);
  return node([argument], {
    value,
    scaled: scaledOf(name, argument, value),
    roundoff: (at) => {
      const x = argument.value(at);
      const shift = EPSILON * argument.roundoff(at);
      return Math.max(Math.abs(f(x + shift) - f(x)), Math.abs(f(x - shift) - f(x))) / EPSILON + Math.abs(f(x));
    },
    exponent: name === "exp" ? argument : null,
    landmarks: name === "log" ? logarithmLandmarks(argument) : [...argument.landmarks, { kind: LANDMARK[name], argument }],
  });
}

/** The logarithm of an exponential changes no faster than its exponent. */
function logarithmLandmarks(argument: Expression): Landmark[] {
  return argument.factors.flatMap((factor): readonly Landmark[] =>
    factor.exponent === null ? [...factor.landmarks, { kind: "zero", argument: factor }] : factor.exponent.landmarks,
  );
}

const LANDMARK: Readonly<Record<ElementaryName, Landmark["kind"]>> = {
  log: "zero",
  exp: "bell",
  sqrt: "zero",
  abs: "zero",
  sin: "wave",
  cos: "wave",
  tan: "wave",
  tanh: "step",
  sigmoid: "step",
  softplus: "step",
  erf: "step",
};

function valueOf(name: ElementaryName, argument: Expression): (at: Frame) => number {
  const f = ELEMENTARY[name];
  if (name !== "log") return (at) => f(argument.value(at));
  return (at) => {
    const x = argument.value(at);
    if (safe(x)) return Math.log(x);
    const { sign, log } = argument.scaled(at);
    return sign > 0 ? log : NaN;
  };
}

function scaledOf(name: ElementaryName, argument: Expression, value: (at: Frame) => number): (at: Frame) => Scaled {
  if (name === "exp") return (at) => ({ sign: 1, log: argument.value(at) });
  if (name === "sqrt") return (at) => powerScaled(argument.scaled(at), 0.5);
  if (name === "abs") return (at) => ({ sign: Math.abs(argument.scaled(at).sign), log: argument.scaled(at).log });
  return (at) => scale(value(at));
}

/** The density of the scalar normal law; undefined (NaN) where the variance is not positive. */
export function normalDensity(point: Expression, mean: Expression, variance: Expression): Expression {
  const logarithm = (x: number, m: number, v: number): number =>
    v > 0 ? -((x - m) ** 2 / v + Math.log(2 * Math.PI * v)) / 2 : NaN;
  const log = (at: Frame): number => logarithm(point.value(at), mean.value(at), variance.value(at));
  const exponent = node([point, mean, variance], { value: log, scaled: (at) => scale(log(at)), roundoff: () => 0 });
  return node([point, mean, variance], {
    value: (at) => Math.exp(log(at)),
    scaled: (at) => ({ sign: 1, log: log(at) }),
    roundoff: (at) => {
      const x = point.value(at);
      const m = mean.value(at);
      const v = variance.value(at);
      const shift =
        (Math.abs(x - m) / v) * (point.roundoff(at) + mean.roundoff(at)) + ((x - m) ** 2 / v + 1) * (variance.roundoff(at) / v);
      return Math.exp(logarithm(x, m, v)) * (shift + 4);
    },
    exponent,
    landmarks: [...exponent.landmarks, { kind: "bell", argument: exponent }],
  });
}
