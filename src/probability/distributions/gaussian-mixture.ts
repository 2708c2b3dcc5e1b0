import { axis, namesOf } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import type { Distribution, Parameter } from "../distribution.js";
import type { Family } from "../family.js";
import { mixture } from "./mixture.js";
import { normal } from "./normal.js";
import type { MeanAndLogVar } from "./normal.js";

export interface GaussianMixture extends Distribution {
  readonly name: "gaussianMixture";
  readonly parameters: { readonly logits: Parameter; readonly mean: Parameter; readonly logVar: Parameter };
}

/**
 * A mixture of diagonal normal distributions: component k along the component axis has the weight softmax(logits)[k], and draws all coordinates of the event:
 * `gaussian-mixture`. The choice of a component has no gradient, so samples are not reparameterized.
 *
 * @throws ShapeError when the component axis is missing or empty, or the weights have an event axis
 */
export function gaussianMixture(
  { logits, ...parameters }: MeanAndLogVar & { readonly logits: Node },
  component: string,
  event: readonly string[],
): GaussianMixture {
  const components = normal(parameters, event);
  return {
    ...mixture("gaussianMixture", logits, components, component),
    name: "gaussianMixture",
    parameters: { logits: { node: logits, domain: { kind: "real", modulus: 1e4 } }, ...components.parameters },
  };
}

export const family: Family<GaussianMixture> = {
  build: (parameter, event) => {
    const each = (name: string, over: { readonly event: boolean }): Node => parameter(name, over, axis("component", 2));
    const [logits, mean, logVar] = [
      each("logits", { event: false }),
      each("mean", { event: true }),
      each("logVar", { event: true }),
    ];
    return gaussianMixture({ logits, mean, logVar }, "component", namesOf(event));
  },
  independent: false,
  bumps: (valuesOf) => {
    const logVars = valuesOf("logVar").values;
    return [...valuesOf("mean").values].map((centre, i) => ({ centre, width: Math.exp((logVars[i] ?? NaN) / 2) }));
  },
};
