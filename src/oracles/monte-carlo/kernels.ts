import type { ElementaryName } from "../../kernel/term.js";

/** A column of samples, and the affine function of it that is meant: shift + scale · buffer. */
export interface Column {
  readonly buffer: Float64Array;
  readonly scale: number;
  readonly shift: number;
}

/** Work on the first `count` samples of a block. */
export type Kernel = (count: number) => void;

export function squareKernel({ buffer, scale, shift }: Column, out: Float64Array): Kernel {
  return (count) => {
    for (let i = 0; i < count; i++) {
      const x = shift + scale * (buffer[i] ?? 0);
      out[i] = x * x;
    }
  };
}

export function multiplyKernel(a: Column, b: Column, out: Float64Array): Kernel {
  const { buffer: left, scale: leftScale, shift: leftShift } = a;
  const { buffer: right, scale: rightScale, shift: rightShift } = b;
  return (count) => {
    for (let i = 0; i < count; i++) {
      out[i] = (leftShift + leftScale * (left[i] ?? 0)) * (rightShift + rightScale * (right[i] ?? 0));
    }
  };
}

export function divideKernel(a: Column, b: Column, out: Float64Array): Kernel {
  const { buffer: left, scale: leftScale, shift: leftShift } = a;
  const { buffer: right, scale: rightScale, shift: rightShift } = b;
  return (count) => {
    for (let i = 0; i < count; i++) {
      out[i] = (leftShift + leftScale * (left[i] ?? 0)) / (rightShift + rightScale * (right[i] ?? 0));
    }
  };
}

export function addKernel(a: Column, b: Column, out: Float64Array): Kernel {
  const { buffer: left, scale: leftScale } = a;
  const { buffer: right, scale: rightScale } = b;
  const shift = a.shift + b.shift;
  return (count) => {
    for (let i = 0; i < count; i++) out[i] = shift + leftScale * (left[i] ?? 0) + rightScale * (right[i] ?? 0);
  };
}

export function powerKernel(base: Column, exponent: Column, out: Float64Array): Kernel {
  const { buffer: left, scale: leftScale, shift: leftShift } = base;
  const { buffer: right, scale: rightScale, shift: rightShift } = exponent;
  return (count) => {
    for (let i = 0; i < count; i++) {
      out[i] = (leftShift + leftScale * (left[i] ?? 0)) ** (rightShift + rightScale * (right[i] ?? 0));
    }
  };
}

/** log Σ exp over the columns, without overflow. */
export function logSumExpKernel(columns: readonly Column[], out: Float64Array): Kernel {
  return (count) => {
    for (let i = 0; i < count; i++) {
      let largest = -Infinity;
      for (const { buffer, scale, shift } of columns) largest = Math.max(largest, shift + scale * (buffer[i] ?? 0));
      let sum = 0;
      for (const { buffer, scale, shift } of columns) sum += Math.exp(shift + scale * (buffer[i] ?? 0) - largest);
      out[i] = largest === -Infinity ? -Infinity : largest + Math.log(sum);
    }
  };
}

/** The two that most columns go through have loops of their own, so that an engine inlines the function. */
export function elementaryKernel(name: ElementaryName, { buffer, scale, shift }: Column, out: Float64Array): Kernel {
  if (name === "exp") {
    return (count) => {
      for (let i = 0; i < count; i++) out[i] = Math.exp(shift + scale * (buffer[i] ?? 0));
    };
  }
  if (name === "log") {
    return (count) => {
      for (let i = 0; i < count; i++) out[i] = Math.log(shift + scale * (buffer[i] ?? 0));
    };
  }
  const f = SAMPLED[name];
  return (count) => {
    for (let i = 0; i < count; i++) out[i] = f(shift + scale * (buffer[i] ?? 0));
  };
}

export const SAMPLED: Readonly<Record<ElementaryName, (x: number) => number>> = {
  log: Math.log,
  exp: Math.exp,
  sqrt: Math.sqrt,
  abs: Math.abs,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  tanh: Math.tanh,
  sigmoid: (x) => {
    const e = Math.exp(-Math.abs(x));
    return (x >= 0 ? 1 : e) / (1 + e);
  },
  softplus: (x) => (x > 0 ? x : 0) + Math.log1p(Math.exp(-Math.abs(x))),
  erf,
};

/**
 * By Gauss–Legendre quadrature of 2/√π exp(-t²) over 0 .. x in steps of at most one half: eight nodes a step leave an error below 1e-15.
 */
function erf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  const end = Math.min(Math.abs(x), 6);
  const steps = Math.ceil(2 * end);
  const half = end / steps / 2;
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    const centre = (2 * step + 1) * half;
    for (const [node, weight] of LEGENDRE) {
      sum += weight * (Math.exp(-((centre - half * node) ** 2)) + Math.exp(-((centre + half * node) ** 2)));
    }
  }
  return end === 0 ? x : (Math.sign(x) * (2 * half * sum)) / Math.sqrt(Math.PI);
}

/** Positive nodes of the eight-point rule on [-1, 1], with their weights. */
const LEGENDRE: readonly (readonly [node: number, weight: number])[] = [
  [0.18343464249564980493947614236, 0.36268378337836198296515044928],
  [0.52553240991632898581773904919, 0.31370664587788728733796220199],
  [0.79666647741362673959155393648, 0.2223810344533744705443559944],
  [0.96028985649753623168356086857, 0.10122853629037625915253135431],
];
