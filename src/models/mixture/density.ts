import { add, logSoftmax } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { categorical, gaussianMixture, multivariateNormal, normal } from "../../probability/index.js";
import type { Categorical, Distribution } from "../../probability/index.js";
import { mixture } from "../../probability/distributions/mixture.js";
import type { Mixture } from "../../probability/distributions/mixture.js";

export type Covariance = "diagonal" | "full";

/** The parameters of a mixture of normal distributions: logits over the components, the others over these and the coordinates of a point. */
export type MixtureNodes =
  | { readonly covariance: "diagonal"; readonly logits: Node; readonly mean: Node; readonly logVar: Node }
  /** The factor's rows lie along the axis of coordinates, its columns along the axis `COLUMN`. */
  | { readonly covariance: "full"; readonly logits: Node; readonly mean: Node; readonly choleskyFactor: Node };

/** A finite mixture is a model whose latent variable c takes finitely many values: `gaussian-mixture`. */
export interface MixtureDensity {
  /** p(c). */
  readonly prior: Categorical;
  /** p(x|c), with the components along a batch axis. */
  readonly components: Distribution;
  /** p(x). */
  readonly density: Pick<Mixture, "logProb" | "sample" | "noise">;
  /** p(c|x), which component answers for x: its logits are log p(c) + log p(x|c). @throws ShapeError when x lacks an axis of coordinates */
  readonly posterior: (x: Node) => Categorical;
}

export const COMPONENT = "component";
export const COLUMN = "column";

/** @throws ShapeError when the parameters do not fit each other, or a full covariance has not one axis of coordinates */
export function mixtureDensity(nodes: MixtureNodes, coordinates: readonly string[]): MixtureDensity {
  const { logits } = nodes;
  const components = componentsOf(nodes, coordinates);
  return {
    prior: categorical({ logits }, COMPONENT, []),
    components,
    density:
      nodes.covariance === "diagonal"
        ? gaussianMixture(nodes, COMPONENT, coordinates)
        : mixture("gaussianMixture", logits, components, COMPONENT),
    posterior: (x) => categorical({ logits: add(logSoftmax(logits, COMPONENT), components.logProb(x)) }, COMPONENT, []),
  };
}

function componentsOf(nodes: MixtureNodes, coordinates: readonly string[]): Distribution {
  switch (nodes.covariance) {
    case "diagonal":
      return normal(nodes, coordinates);
    case "full":
      return multivariateNormal(nodes, coordinates.join(), COLUMN);
  }
}
