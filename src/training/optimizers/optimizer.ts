import type { Arena } from "../arena.js";
import type { Kernels } from "../kernels/kernels.js";
import type { OptimizerSettings } from "./settings.js";

/** A section of an arena that an optimizer keeps from step to step, laid out like the parameters. */
export type Moment = "firstMoments" | "secondMoments" | "velocity";

/** Those that these settings need; a checkpoint holds them. */
export function momentsOf(settings: OptimizerSettings): readonly Moment[] {
  switch (settings.kind) {
    case "adam":
      return ["firstMoments", "secondMoments"];
    case "sgd":
      return settings.momentum === 0 ? [] : ["velocity"];
  }
}

export interface Update {
  /** Steps that were taken before. */
  readonly step: number;
  /** By which the learning rate of the settings is multiplied. */
  readonly learningRateFactor: number;
  /** By which gradients are multiplied before they are used. */
  readonly gradientScale: number;
}

/** Moves the parameters by their gradients, once. All that lasts from step to step lies in the arena. */
export type Optimizer = (update: Update) => void;

/** The optimizer of the parameters of an arena, whose sections of moments are as long as they if the settings need them. */
export function optimizer(
  settings: OptimizerSettings,
  kernels: Kernels,
  arena: Pick<Arena<"parameters" | "gradients" | Moment>, "section">,
): Optimizer {
  const parameters = arena.section("parameters");
  const gradients = arena.section("gradients");
  switch (settings.kind) {
    case "adam": {
      const [firstMoments, secondMoments] = [arena.section("firstMoments"), arena.section("secondMoments")];
      return ({ step, learningRateFactor, gradientScale }) => {
        const learningRate = settings.learningRate * learningRateFactor;
        kernels.adam(parameters, gradients, firstMoments, secondMoments, {
          ...settings,
          t: step + 1,
          learningRate,
          gradientScale,
        });
      };
    }
    case "sgd": {
      const { momentum, nesterov } = settings;
      if (momentum === 0) {
        return ({ learningRateFactor, gradientScale }) => {
          kernels.descend(parameters, gradients, { learningRate: settings.learningRate * learningRateFactor, gradientScale });
        };
      }
      const velocity = arena.section("velocity");
      return ({ learningRateFactor, gradientScale }) => {
        const learningRate = settings.learningRate * learningRateFactor;
        kernels.descendWithMomentum(parameters, gradients, velocity, { learningRate, gradientScale, momentum, nesterov });
      };
    }
  }
}
