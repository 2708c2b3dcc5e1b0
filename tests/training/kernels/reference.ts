import type { AdamStep, MomentumStep } from "../../../src/training/kernels/kernels.js";

// What the kernels compute, value by value in double precision, and how far single precision may be off.

/** A right value, and the bound on what rounding adds. */
export interface Bounded {
  readonly value: number;
  readonly error: number;
}

const UNIT = 2 ** -24;
/** Of numbers below the range in which single precision has all of its digits. */
const TINY = 2 ** -140;

const bounded = (value: number, units: number, size: number): Bounded => ({ value, error: units * UNIT * size + TINY });

/** Mistakes that people make. */
export const ADAM_SLIPS = [
  "ε inside of the root",
  "ε before the bias correction",
  "first bias correction missing",
  "second bias correction missing",
  "steps counted from 0",
  "moments exchanged",
  "scale ignored",
  "scale missing in the square",
  "weight decay as a part of the gradient",
  "weight decay without the learning rate",
  "weight decay ignored",
  "sign of the step",
] as const;

export type AdamSlip = (typeof ADAM_SLIPS)[number];

export interface AdamState {
  readonly parameter: number;
  readonly gradient: number;
  readonly first: number;
  readonly second: number;
}

export function adamReference(
  state: AdamState,
  step: AdamStep,
  slip?: AdamSlip,
): { readonly parameter: Bounded; readonly first: Bounded; readonly second: Bounded } {
  const { parameter } = state;
  const { t, learningRate, epsilon, weightDecay, gradientScale } = step;
  const [beta1, beta2] = slip === "moments exchanged" ? [step.beta2, step.beta1] : [step.beta1, step.beta2];
  const coupled = slip === "weight decay as a part of the gradient" ? weightDecay * parameter : 0;
  const gradient = state.gradient * (slip === "scale ignored" ? 1 : gradientScale) + coupled;
  const squared = slip === "scale missing in the square" ? state.gradient ** 2 : gradient ** 2;
  const first = beta1 * state.first + (1 - beta1) * gradient;
  const firstSize = Math.abs(beta1 * state.first) + Math.abs((1 - beta1) * gradient);
  const second = beta2 * state.second + (1 - beta2) * squared;
  const count = slip === "steps counted from 0" ? t - 1 : t;
  const correction1 = slip === "first bias correction missing" ? 1 : 1 - beta1 ** count;
  const correction2 = slip === "second bias correction missing" ? 1 : 1 - beta2 ** count;
  const corrected = second / correction2;
  const root =
    slip === "ε inside of the root"
      ? Math.sqrt(corrected + epsilon)
      : slip === "ε before the bias correction"
        ? (Math.sqrt(second) + epsilon) / Math.sqrt(correction2)
        : Math.sqrt(corrected) + epsilon;
  const decay = slip === "weight decay without the learning rate" ? weightDecay : learningRate * weightDecay;
  const kept = slip === "weight decay ignored" || coupled !== 0 ? parameter : parameter * (1 - decay);
  const moved = ((slip === "sign of the step" ? -1 : 1) * learningRate * first) / correction1 / root;
  const movedSize = (learningRate * firstSize) / correction1 / root;
  return {
    parameter: bounded(kept - moved, 16, Math.abs(parameter) + movedSize),
    first: bounded(first, 4, firstSize),
    second: bounded(second, 8, second),
  };
}

export const MOMENTUM_SLIPS = [
  "new gradients dampened",
  "momentum of the gradient",
  "the velocity before the step",
  "Nesterov's look ahead ignored",
  "Nesterov's look ahead without the gradient",
  "learning rate within the velocity",
  "scale ignored",
  "sign of the step",
] as const;

export type MomentumSlip = (typeof MOMENTUM_SLIPS)[number];

export interface MomentumState {
  readonly parameter: number;
  readonly gradient: number;
  readonly velocity: number;
}

export function momentumReference(
  state: MomentumState,
  { learningRate, momentum, nesterov, gradientScale }: MomentumStep,
  slip?: MomentumSlip,
): { readonly parameter: Bounded; readonly velocity: Bounded } {
  const { parameter } = state;
  const gradient = state.gradient * (slip === "scale ignored" ? 1 : gradientScale);
  const share =
    slip === "new gradients dampened" ? 1 - momentum : slip === "learning rate within the velocity" ? learningRate : 1;
  const [old, fresh] =
    slip === "momentum of the gradient" ? [state.velocity, momentum * gradient] : [momentum * state.velocity, share * gradient];
  const velocity = old + fresh;
  const size = Math.abs(old) + Math.abs(fresh);
  const ahead = nesterov && slip !== "Nesterov's look ahead ignored";
  const own = slip === "Nesterov's look ahead without the gradient" ? 0 : gradient;
  const seen = slip === "the velocity before the step" ? state.velocity : velocity;
  const direction = ahead ? own + momentum * seen : seen;
  const moved =
    (slip === "sign of the step" ? -1 : 1) * direction * (slip === "learning rate within the velocity" ? 1 : learningRate);
  const directionSize = (nesterov ? Math.abs(gradient) : 0) + size;
  return {
    parameter: bounded(parameter - moved, 12, Math.abs(parameter) + learningRate * directionSize),
    velocity: bounded(velocity, 4, size),
  };
}

/** averages + (1 − decay) (values − averages) */
export function averageReference(average: number, value: number, decay: number): Bounded {
  return bounded(average + (1 - decay) * (value - average), 6, Math.abs(average) + Math.abs(value));
}
