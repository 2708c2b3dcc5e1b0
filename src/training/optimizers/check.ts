import { SettingsError } from "../settings-error.js";
import type { OptimizerSettings, Schedule } from "./settings.js";

/** What a number may be, for people and as a test. NaN is none of it. */
interface Allowed {
  readonly text: string;
  readonly holds: (value: number) => boolean;
}

const learningRate: Allowed = { text: "a number above 0, at most 1000", holds: (x) => x > 0 && x <= 1000 };
/** A part that is kept at every step: with 1 nothing new would ever count. */
const kept: Allowed = { text: "a number from 0, below 1", holds: (x) => x >= 0 && x < 1 };
/** Single precision has to tell it from 0: a parameter whose gradients have all been 0 is divided by it. */
const epsilon: Allowed = { text: "a number from 1e-37 to 1", holds: (x) => x >= 1e-37 && x <= 1 };
const weightDecay: Allowed = { text: "a number from 0 to 1000", holds: (x) => x >= 0 && x <= 1000 };
const factor: Allowed = { text: "a number above 0, at most 1", holds: (x) => x > 0 && x <= 1 };
const norm: Allowed = { text: "a finite number above 0", holds: (x) => x > 0 && x < Infinity };
const positive: Allowed = { text: "a number above 0", holds: (x) => x > 0 };
const count: Allowed = { text: "a whole number from 1", holds: (x) => Number.isSafeInteger(x) && x >= 1 };
const countFromZero: Allowed = { text: "a whole number from 0", holds: (x) => Number.isSafeInteger(x) && x >= 0 };

/** @throws SettingsError */
export function checkOptimizer(settings: OptimizerSettings): void {
  demand("learningRate", settings.learningRate, learningRate);
  switch (settings.kind) {
    case "adam":
      demand("beta1", settings.beta1, kept);
      demand("beta2", settings.beta2, kept);
      demand("epsilon", settings.epsilon, epsilon);
      demand("weightDecay", settings.weightDecay, weightDecay);
      demand("learningRate · weightDecay", settings.learningRate * settings.weightDecay, kept);
      return;
    case "sgd":
      demand("momentum", settings.momentum, kept);
      if (settings.nesterov) demand("momentum (with nesterov)", settings.momentum, positive);
  }
}

/** @throws SettingsError */
export function checkSchedule(schedule: Schedule, warmUpSteps: number): void {
  demand("warmUpSteps", warmUpSteps, countFromZero);
  switch (schedule.kind) {
    case "constant":
    case "linear":
    case "cosine":
      return;
    case "step":
      demand("every", schedule.every, count);
      demand("factor", schedule.factor, factor);
      return;
    case "exponential":
      demand("final", schedule.final, factor);
  }
}

/** @throws SettingsError */
export function checkClipNorm(most: number): void {
  demand("clipNorm", most, norm);
}

/** @throws SettingsError */
export function checkAverageDecay(decay: number): void {
  demand("averageDecay", decay, kept);
}

function demand(setting: string, value: number, allowed: Allowed): void {
  if (!allowed.holds(value)) throw new SettingsError(`${setting}: ${value} is not ${allowed.text}`);
}
