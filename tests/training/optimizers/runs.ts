import { Arena } from "../../../src/training/arena.js";
import { keyedRandom } from "../../../src/numbers/random.js";
import { loadKernels } from "../../../src/training/kernels/kernels.js";
import { clipScale } from "../../../src/training/optimizers/clip.js";
import { momentsOf, optimizer } from "../../../src/training/optimizers/optimizer.js";
import type { Moment } from "../../../src/training/optimizers/optimizer.js";
import type { OptimizerSettings } from "../../../src/training/optimizers/settings.js";

/** Parameters, and a gradient for each step. */
export interface Course {
  readonly settings: OptimizerSettings;
  readonly clipNorm: number | null;
  readonly parameters: readonly number[];
  readonly gradients: readonly (readonly number[])[];
}

const COUNT = 23;

export function courseOf(settings: OptimizerSettings, clipNorm: number | null, steps: number): Course {
  const random = keyedRandom("course", JSON.stringify(settings), steps);
  const numbers = (size: number): number[] =>
    Array.from({ length: COUNT }, () => Math.fround(size * (2 * random.uniform() - 1) * 10 ** -random.integer(0, 4)));
  return { settings, clipNorm, parameters: numbers(1), gradients: Array.from({ length: steps }, () => numbers(10)) };
}

export interface Walker {
  readonly arena: Arena<"parameters" | "gradients" | Moment>;
  /** Takes step number `step`, counted from 0, of the course. */
  readonly step: (step: number) => void;
}

/** The course, in two tensors whose values do not fill whole vectors. */
export async function walk({ settings, clipNorm, parameters, gradients }: Course): Promise<Walker> {
  const own = new Map([
    ["weights", 18],
    ["bias", COUNT - 18],
  ]);
  const none = new Map<string, number>();
  const needed = new Set(momentsOf(settings));
  const of = (moment: Moment) => (needed.has(moment) ? own : none);
  const arena = new Arena(
    {
      parameters: own,
      gradients: own,
      firstMoments: of("firstMoments"),
      secondMoments: of("secondMoments"),
      velocity: of("velocity"),
    },
    {},
  );
  const kernels = await loadKernels(arena.memory);
  const update = optimizer(settings, kernels, arena);
  const lay = (section: "parameters" | "gradients", values: readonly number[]): void => {
    arena.tensor(section, "weights").set(values.slice(0, 18));
    arena.tensor(section, "bias").set(values.slice(18));
  };
  lay("parameters", parameters);
  return {
    arena,
    step: (step) => {
      lay("gradients", gradients[step] ?? []);
      const norm = Math.sqrt(kernels.sumOfSquares(arena.section("gradients")));
      const gradientScale = clipNorm === null ? 1 : clipScale(norm, clipNorm);
      update({ step, learningRateFactor: 1, gradientScale });
    },
  };
}

export const valuesOf = ({ arena }: Walker): readonly number[] => [
  ...arena.tensor("parameters", "weights"),
  ...arena.tensor("parameters", "bias"),
];
