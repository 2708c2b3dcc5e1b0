import type { ElementaryName } from "../../terms/term.js";

/** A column of samples, and the affine function of it that is meant: shift + scale · buffer. */
export interface Column {
  readonly buffer: Float64Array;
  readonly scale: number;
  readonly shift: number;
}

/** Work on the first `count` samples of a block. */
export type Kernel = (count: number) => void;

/*
 * Each loop is a function of its own, whose arrays and numbers are its arguments: engines keep those in registers, and reload from its surroundings what a
 * closure captures.
 */

export function squareKernel({ buffer, scale, shift }: Column, out: Float64Array): Kernel {
  return (count) => {
    square(buffer, scale, shift, out, count);
  };
}

function square(x: Float64Array, scale: number, shift: number, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const value = shift + scale * (x[i] ?? 0);
    out[i] = value * value;
  }
}

/** Loops over two columns. */
type Binary = (
  x: Float64Array,
  xScale: number,
  xShift: number,
  y: Float64Array,
  yScale: number,
  yShift: number,
  out: Float64Array,
  count: number,
) => void;

const binaryKernel =
  (loop: Binary) =>
  (x: Column, y: Column, out: Float64Array): Kernel =>
  (count) => {
    loop(x.buffer, x.scale, x.shift, y.buffer, y.scale, y.shift, out, count);
  };

export const multiplyKernel = binaryKernel((x, xScale, xShift, y, yScale, yShift, out, count) => {
  for (let i = 0; i < count; i++) out[i] = (xShift + xScale * (x[i] ?? 0)) * (yShift + yScale * (y[i] ?? 0));
});

export const divideKernel = binaryKernel((x, xScale, xShift, y, yScale, yShift, out, count) => {
  for (let i = 0; i < count; i++) out[i] = (xShift + xScale * (x[i] ?? 0)) / (yShift + yScale * (y[i] ?? 0));
});

export const addKernel = binaryKernel((x, xScale, xShift, y, yScale, yShift, out, count) => {
  const shift = xShift + yShift;
  for (let i = 0; i < count; i++) out[i] = shift + xScale * (x[i] ?? 0) + yScale * (y[i] ?? 0);
});

export const powerKernel = binaryKernel((x, xScale, xShift, y, yScale, yShift, out, count) => {
  for (let i = 0; i < count; i++) out[i] = (xShift + xScale * (x[i] ?? 0)) ** (yShift + yScale * (y[i] ?? 0));
});

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

/** Loops over one column; the two that most columns go through name their function, so that an engine inlines it. */
export function elementaryKernel(name: ElementaryName, { buffer, scale, shift }: Column, out: Float64Array): Kernel {
  switch (name) {
    case "exp":
      return (count) => {
        exponential(buffer, scale, shift, out, count);
      };
    case "log":
      return (count) => {
        logarithm(buffer, scale, shift, out, count);
      };
    default: {
      const f = SAMPLED[name];
      return (count) => {
        apply(f, buffer, scale, shift, out, count);
      };
    }
  }
}

function exponential(x: Float64Array, scale: number, shift: number, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = Math.exp(shift + scale * (x[i] ?? 0));
}

function logarithm(x: Float64Array, scale: number, shift: number, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = Math.log(shift + scale * (x[i] ?? 0));
}

function apply(f: (x: number) => number, x: Float64Array, scale: number, shift: number, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = f(shift + scale * (x[i] ?? 0));
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
