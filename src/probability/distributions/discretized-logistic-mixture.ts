import { axis, namesOf, sum } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { demandAxes, shapeOf } from "../distribution.js";
import type { Distribution, Parameter } from "../distribution.js";
import type { Family } from "../family.js";
import { discretizedLogistic } from "./discretized-logistic.js";
import type { MeanAndLogScale } from "./discretized-logistic.js";
import { mixture } from "./mixture.js";

export interface DiscretizedLogisticMixture extends Distribution {
  readonly name: "discretizedLogisticMixture";
  readonly parameters: { readonly logits: Parameter; readonly mean: Parameter; readonly logScale: Parameter };
}

/**
 * Independent coordinates over the event axes, each a mixture of its own of discretized logistic variables: component k along the component axis has the weight
 * softmax(logits)[k] there (PixelCNN++, 2017, section 2.1).
 *
 * @throws ShapeError when the component axis is missing or empty, or no parameter has an event axis
 * @throws RangeError unless there is a whole number of levels from 1
 */
export function discretizedLogisticMixture(
  { logits, ...parameters }: MeanAndLogScale & { readonly logits: Node },
  component: string,
  levels: number,
  event: readonly string[],
): DiscretizedLogisticMixture {
  const name = "discretizedLogisticMixture";
  const components = discretizedLogistic(parameters, levels, []);
  const each = mixture(name, logits, components, component);
  const { eventAxes } = shapeOf(name, [logits, parameters.mean, parameters.logScale], event);
  return {
    ...each,
    name,
    parameters: { logits: { node: logits, domain: { kind: "real", modulus: 1e4 } }, ...components.parameters },
    batchAxes: each.batchAxes.filter(({ name: own }) => !event.includes(own)),
    eventAxes,
    logProb: (x) => {
      demandAxes(`${name}.logProb`, "the outcome", x, eventAxes);
      return sum(each.logProb(x), event);
    },
  };
}

export const family: Family<DiscretizedLogisticMixture> = {
  build: (parameter, event) => {
    const each = (name: string): Node => parameter(name, { event: true }, axis("component", 2));
    const parameters = { logits: each("logits"), mean: each("mean"), logScale: each("logScale") };
    return discretizedLogisticMixture(parameters, "component", 6, namesOf(event));
  },
  independent: true,
};
