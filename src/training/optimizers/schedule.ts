import type { Schedule } from "./settings.js";

/**
 * What part of the learning rate a step uses, in 0 .. 1. Steps count from 0 to total − 1. In the first `warmUpSteps` it grows linearly and reaches the whole;
 * what the schedule says happens in those that are left.
 */
export function learningRateFactor(schedule: Schedule, warmUpSteps: number, step: number, total: number): number {
  if (step < warmUpSteps) return (step + 1) / warmUpSteps;
  const since = step - warmUpSteps;
  const progress = Math.min(1, since / Math.max(1, total - warmUpSteps));
  switch (schedule.kind) {
    case "constant":
      return 1;
    case "linear":
      return 1 - progress;
    case "cosine":
      return (1 + Math.cos(Math.PI * progress)) / 2;
    case "step":
      return schedule.factor ** Math.floor(since / schedule.every);
    case "exponential":
      return schedule.final ** progress;
  }
}
