import { axis, input } from "../../tensor/index.js";
import { COLUMN, COMPONENT } from "../../models/mixture/density.js";
import type { Covariance, MixtureNodes } from "../../models/mixture/density.js";

/**
 * The values of a mixture's parameters, in row-major order, in the single precision in which they are kept. The logits are the logarithms of the weights;
 * those of `covariance: "diagonal"` are what `gaussianMixtureModel` calls its parameters.
 */
export type MixtureParameters =
  | {
      readonly covariance: "diagonal";
      readonly logits: Float32Array;
      /** Component by component. */
      readonly mean: Float32Array;
      readonly logVar: Float32Array;
    }
  | {
      readonly covariance: "full";
      readonly logits: Float32Array;
      readonly mean: Float32Array;
      /** Component by component, row by row. */
      readonly choleskyFactor: Float32Array;
    };

/** How many of what a mixture has. */
export interface MixtureShape {
  readonly covariance: Covariance;
  readonly components: number;
  readonly dimensions: number;
}

/** The axis of the coordinates of a point. */
export const COORDINATE = "coordinate";

/** Inputs for the parameters, by the names that their values have. */
export function parameterNodes({ covariance, components, dimensions }: MixtureShape): MixtureNodes {
  const component = axis(COMPONENT, components);
  const each = [component, axis(COORDINATE, dimensions)];
  const shared = { logits: input("logits", [component]), mean: input("mean", each) };
  switch (covariance) {
    case "diagonal":
      return { covariance, ...shared, logVar: input("logVar", each) };
    case "full":
      return { covariance, ...shared, choleskyFactor: input("choleskyFactor", [...each, axis(COLUMN, dimensions)]) };
  }
}

/** The arrays of parameters or coefficients, by their names. */
export function arraysOf(values: Readonly<Record<string, string | Float32Array>>): Readonly<Record<string, Float32Array>> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, own]) => (typeof own === "string" ? [] : [[name, own]])));
}

/** @throws RangeError when the parameters do not belong together */
export function shapeOf(parameters: MixtureParameters): MixtureShape {
  const { covariance, logits, mean } = parameters;
  const components = logits.length;
  const dimensions = mean.length / components;
  const spread = covariance === "diagonal" ? parameters.logVar : parameters.choleskyFactor;
  const width = covariance === "diagonal" ? 1 : dimensions;
  if (!Number.isInteger(dimensions) || dimensions < 1 || spread.length !== mean.length * width) {
    throw new RangeError(
      `a mixture with ${components} weights has ${mean.length} values of means and ${spread.length} of covariances: they do not fit each other`,
    );
  }
  return { covariance, components, dimensions };
}
