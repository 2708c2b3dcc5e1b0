import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { learningRateFactor } from "../../../src/training/optimizers/schedule.js";
import type { Schedule } from "../../../src/training/optimizers/settings.js";
import { schedules } from "./cases.js";

const factors = (schedule: Schedule, warmUp: number, total: number): readonly number[] =>
  Array.from({ length: total }, (_, step) => learningRateFactor(schedule, warmUp, step, total));

const close = (found: readonly number[], right: readonly number[]): void => {
  expect(found).toHaveLength(right.length);
  for (const [i, value] of right.entries()) expect(found[i]).toBeCloseTo(value, 12);
};

describe("a schedule", () => {
  it.each([
    ["constant", { kind: "constant" }, [1, 1, 1, 1]],
    ["linear", { kind: "linear" }, [1, 0.75, 0.5, 0.25]],
    // PyTorch's CosineAnnealingLR with T_max = 4.
    ["cosine", { kind: "cosine" }, [1, (1 + Math.SQRT1_2) / 2, 0.5, (1 - Math.SQRT1_2) / 2]],
    // PyTorch's StepLR with step_size = 2, gamma = 0.1.
    ["step", { kind: "step", every: 2, factor: 0.1 }, [1, 1, 0.1, 0.1]],
    // PyTorch's ExponentialLR with gamma = 0.1 ** (1 / 4).
    ["exponential", { kind: "exponential", final: 0.1 }, [1, 0.1 ** 0.25, 0.1 ** 0.5, 0.1 ** 0.75]],
  ] as const)("is, if %s, what its name says", (_, schedule, right) => {
    close(factors(schedule, 0, 4), right);
  });

  it.each(schedules)("grows linearly to the whole in the steps of the warm-up, and goes on from there: $kind", (schedule) => {
    close(factors(schedule, 4, 12).slice(0, 5), [0.25, 0.5, 0.75, 1, 1]);
    close(factors(schedule, 4, 12).slice(4), factors(schedule, 0, 8));
  });

  test.prop([fc.constantFrom(...schedules), fc.nat({ max: 50 }), fc.nat({ max: 200 }), fc.integer({ min: 1, max: 100 })])(
    "is above 0 and at most 1 before the end, and never grows after the warm-up",
    (schedule, warmUp, step, total) => {
      const now = learningRateFactor(schedule, warmUp, step, total);
      const next = learningRateFactor(schedule, warmUp, step + 1, total);
      expect(now).toBeLessThanOrEqual(1);
      expect(now).toBeGreaterThanOrEqual(0);
      if (step < total) expect(now).toBeGreaterThan(0);
      if (step >= warmUp) expect(next).toBeLessThanOrEqual(now);
    },
  );
});
