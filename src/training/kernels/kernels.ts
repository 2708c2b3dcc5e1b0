import { BYTES } from "./bytes.js";
import type { Stream } from "./stream.js";
import { host } from "./webassembly.js";
import type { Memory } from "./webassembly.js";

/** Of Adam's step t, counted from 1. */
export interface AdamStep {
  readonly t: number;
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Decoupled from the gradient, as AdamW has it; 0 for none. */
  readonly weightDecay: number;
  /** By which gradients are multiplied before they are used. */
  readonly gradientScale: number;
}

export interface DescentStep {
  readonly learningRate: number;
  readonly gradientScale: number;
}

export interface MomentumStep extends DescentStep {
  readonly momentum: number;
  readonly nesterov: boolean;
}

/**
 * Loops over arrays of one memory, in single precision unless said otherwise. Same input, same bytes out, on any machine. Arrays that belong together have
 * one length, and one that is written overlaps no other.
 *
 * @throws RangeError from each of them, for arrays of another memory or of different lengths
 */
export interface Kernels {
  /** PyTorch's `Adam`, or `AdamW` with weight decay. Moments are 0 before step 1. */
  readonly adam: (
    parameters: Float32Array,
    gradients: Float32Array,
    firstMoments: Float32Array,
    secondMoments: Float32Array,
    step: AdamStep,
  ) => void;
  /** parameters −= learningRate · gradientScale · gradients */
  readonly descend: (parameters: Float32Array, gradients: Float32Array, step: DescentStep) => void;
  /** PyTorch's `SGD` with momentum and no dampening. The velocity is 0 before the first step. */
  readonly descendWithMomentum: (
    parameters: Float32Array,
    gradients: Float32Array,
    velocity: Float32Array,
    step: MomentumStep,
  ) => void;
  /** In double precision: finite exactly if all values are. */
  readonly sumOfSquares: (values: Float32Array) => number;
  /** averages += (1 − decay) (values − averages) */
  readonly movingAverage: (averages: Float32Array, values: Float32Array, decay: number) => void;
  /** The words of a stream, from a block's first. */
  readonly fillWords: (out: Uint32Array, stream: Stream, firstBlock: number) => void;
  /** Uniform multiples of 2^-24 in [0, 1): the upper bits of one word each. */
  readonly fillUniform: (out: Float32Array, stream: Stream, firstBlock: number) => void;
  /** Standard normal values, after Box and Muller: two of two words each. */
  readonly fillNormal: (out: Float32Array, stream: Stream, firstBlock: number) => void;
  /** bytes / 255 */
  readonly greyLevels: (out: Float32Array, bytes: Uint8Array) => void;
  /** 1 with probability byte / 255 (to 2^-32), else 0: one word each. */
  readonly binarize: (out: Float32Array, bytes: Uint8Array, stream: Stream, firstBlock: number) => void;
}

type View = Float32Array | Uint32Array | Uint8Array;

/** The kernels over this memory, which they never grow: those of the package, or of another module compiled from `assembly/`. */
export async function loadKernels(memory: Memory, module: Uint8Array = decoded(BYTES)): Promise<Kernels> {
  const { instance } = await host().instantiate(module, { env: { memory } });
  const kernel = (name: string): Kernel => kernelOf(instance.exports, name);
  const adam = kernel("adam");
  const descend = kernel("descend");
  const descendWithMomentum = kernel("descendWithMomentum");
  const sumOfSquares = kernel("sumOfSquares");
  const movingAverage = kernel("movingAverage");
  const fillWords = kernel("fillWords");
  const fillUniform = kernel("fillUniform");
  const fillNormal = kernel("fillNormal");
  const greyLevels = kernel("greyLevels");
  const binarize = kernel("binarize");

  const check = (name: string, ...views: readonly View[]): void => {
    for (const view of views) {
      if (view.buffer !== memory.buffer) throw new RangeError(`${name}: an array lies outside of the kernels' memory`);
      if (view.length !== views[0]?.length)
        throw new RangeError(`${name}: arrays of ${views.map(({ length }) => length).join(", ")} values`);
    }
  };

  return {
    adam: (parameters, gradients, firstMoments, secondMoments, step) => {
      check("adam", parameters, gradients, firstMoments, secondMoments);
      const { t, learningRate, beta1, beta2, epsilon, weightDecay, gradientScale } = step;
      adam(
        parameters.byteOffset,
        gradients.byteOffset,
        firstMoments.byteOffset,
        secondMoments.byteOffset,
        parameters.length,
        gradientScale,
        beta1,
        beta2,
        learningRate / (1 - power(beta1, t)),
        1 / Math.sqrt(1 - power(beta2, t)),
        epsilon,
        1 - learningRate * weightDecay,
      );
    },
    descend: (parameters, gradients, { learningRate, gradientScale }) => {
      check("descend", parameters, gradients);
      descend(parameters.byteOffset, gradients.byteOffset, parameters.length, gradientScale, learningRate);
    },
    descendWithMomentum: (parameters, gradients, velocity, { learningRate, gradientScale, momentum, nesterov }) => {
      check("descendWithMomentum", parameters, gradients, velocity);
      descendWithMomentum(
        parameters.byteOffset,
        gradients.byteOffset,
        velocity.byteOffset,
        parameters.length,
        gradientScale,
        learningRate,
        momentum,
        nesterov ? 1 : 0,
      );
    },
    sumOfSquares: (values) => {
      check("sumOfSquares", values);
      return sumOfSquares(values.byteOffset, values.length);
    },
    movingAverage: (averages, values, decay) => {
      check("movingAverage", averages, values);
      movingAverage(averages.byteOffset, values.byteOffset, averages.length, 1 - decay);
    },
    fillWords: (out, stream, firstBlock) => {
      check("fillWords", out);
      fillWords(out.byteOffset, out.length, ...placeOf(stream, firstBlock));
    },
    fillUniform: (out, stream, firstBlock) => {
      check("fillUniform", out);
      fillUniform(out.byteOffset, out.length, ...placeOf(stream, firstBlock));
    },
    fillNormal: (out, stream, firstBlock) => {
      check("fillNormal", out);
      fillNormal(out.byteOffset, out.length, ...placeOf(stream, firstBlock));
    },
    greyLevels: (out, bytes) => {
      check("greyLevels", out, bytes);
      greyLevels(out.byteOffset, bytes.byteOffset, out.length);
    },
    binarize: (out, bytes, stream, firstBlock) => {
      check("binarize", out, bytes);
      binarize(out.byteOffset, bytes.byteOffset, out.length, ...placeOf(stream, firstBlock));
    },
  };
}

type Kernel = (...given: readonly number[]) => number;

function kernelOf(exports: Readonly<Record<string, unknown>>, name: string): Kernel {
  const found = exports[name];
  if (!isKernel(found)) throw new Error(`the kernels' module has no function ${name}: build it anew with npm run kernels`);
  return found;
}

/** All that the module exports is compiled with numbers in, and a number or nothing out. */
function isKernel(found: unknown): found is Kernel {
  return typeof found === "function";
}

/** Key, upper half of the counter, lower half. @throws RangeError unless the block is a whole number in 0 .. 2^53 - 1 */
function placeOf({ key, counter }: Stream, block: number): readonly number[] {
  if (!Number.isSafeInteger(block) || block < 0) throw new RangeError(`a stream has no block ${block}`);
  return [...key, ...counter, block >>> 0, Math.floor(block / 2 ** 32)];
}

/** By squaring: unlike `**`, the same on any machine. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= square;
    square *= square;
  }
  return result;
}

function decoded(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
