import { describe, expect, it } from "vitest";
import { checkAverageDecay, checkClipNorm, checkOptimizer, checkSchedule } from "../../../src/training/optimizers/check.js";
import { SettingsError } from "../../../src/training/settings-error.js";
import { optimizers, schedules } from "./cases.js";

/** Numbers that are refused wherever they are not allowed expressly. */
const NONSENSE = [NaN, -1, Infinity, -Infinity];

/** What a check says. */
function refusal(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}

const { adam, sgd } = optimizers;

describe("settings", () => {
  it("are accepted where they make sense, to the ends of what is allowed", () => {
    const accepted = [
      adam,
      { ...adam, learningRate: 1000, beta1: 0, beta2: 0, epsilon: 1 },
      { ...adam, epsilon: 1e-37, weightDecay: 999 },
      sgd,
      { ...sgd, momentum: 0.999, nesterov: true },
    ];
    for (const settings of accepted)
      expect(
        refusal(() => {
          checkOptimizer(settings);
        }),
      ).toBeNull();
    for (const schedule of schedules)
      expect(
        refusal(() => {
          checkSchedule(schedule, 0);
        }),
      ).toBeNull();
    expect(
      refusal(() => {
        checkClipNorm(1e-9);
      }),
    ).toBeNull();
    expect(
      refusal(() => {
        checkAverageDecay(0);
      }),
    ).toBeNull();
  });

  const refused: readonly (readonly [string, (value: number) => void, readonly number[]])[] = [
    [
      "learningRate",
      (learningRate) => {
        checkOptimizer({ ...adam, learningRate });
      },
      [0, 1001],
    ],
    [
      "learningRate",
      (learningRate) => {
        checkOptimizer({ ...sgd, learningRate });
      },
      [0, 1001],
    ],
    [
      "beta1",
      (beta1) => {
        checkOptimizer({ ...adam, beta1 });
      },
      [1, 1.5],
    ],
    [
      "beta2",
      (beta2) => {
        checkOptimizer({ ...adam, beta2 });
      },
      [1, 1.5],
    ],
    [
      "epsilon",
      (epsilon) => {
        checkOptimizer({ ...adam, epsilon });
      },
      [0, 1e-38, 2],
    ],
    [
      "weightDecay",
      (weightDecay) => {
        checkOptimizer({ ...adam, weightDecay });
      },
      [1001],
    ],
    [
      "momentum",
      (momentum) => {
        checkOptimizer({ ...sgd, momentum });
      },
      [1, 2],
    ],
    [
      "warmUpSteps",
      (steps) => {
        checkSchedule({ kind: "constant" }, steps);
      },
      [0.5],
    ],
    [
      "every",
      (every) => {
        checkSchedule({ kind: "step", every, factor: 0.5 }, 0);
      },
      [0, 0.5],
    ],
    [
      "factor",
      (factor) => {
        checkSchedule({ kind: "step", every: 1, factor }, 0);
      },
      [0, 1.1],
    ],
    [
      "final",
      (final) => {
        checkSchedule({ kind: "exponential", final }, 0);
      },
      [0, 1.1],
    ],
    [
      "clipNorm",
      (most) => {
        checkClipNorm(most);
      },
      [0],
    ],
    [
      "averageDecay",
      (decay) => {
        checkAverageDecay(decay);
      },
      [1],
    ],
  ];

  it.each(refused)("say what %s may be", (setting, check, more) => {
    for (const value of [...NONSENSE, ...more]) {
      const said = refusal(() => {
        check(value);
      });
      expect(said?.startsWith(`${setting}: ${value} is not a`)).toBe(true);
    }
  });

  it("say what does not go together", () => {
    expect(
      refusal(() => {
        checkOptimizer({ ...adam, learningRate: 0.1, weightDecay: 10 });
      }),
    ).toBe("learningRate · weightDecay: 1 is not a number from 0, below 1");
    expect(
      refusal(() => {
        checkOptimizer({ ...sgd, momentum: 0, nesterov: true });
      }),
    ).toBe("momentum (with nesterov): 0 is not a number above 0");
  });
});
