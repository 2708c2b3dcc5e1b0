import {
  add,
  gather,
  logSoftmax,
  logSumExp,
  multiply,
  namesOf,
  ShapeError,
  softmax,
  square,
  subtract,
  sum,
} from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { demandAxes, demandNoise, repeatOver } from "../distribution.js";
import type { Distribution, Noise } from "../distribution.js";
import { categoryAt, categoryAxis } from "./categorical.js";

/** What a mixture has in common with every distribution, whatever its components. */
export type Mixture = Pick<
  Distribution,
  "support" | "batchAxes" | "eventAxes" | "logProb" | "noise" | "reparameterized" | "sample" | "mean" | "variance"
>;

/**
 * A finite mixture: one component is chosen for a whole event, with probability softmax(logits), and draws the outcome. The components lie along a batch axis
 * of the component distribution, which outcomes do not have.
 *
 * logProb: `gaussian-mixture`, log Σ w p, of which no part underflows before it is compared with the others.
 *
 * @throws ShapeError when logits or component lack the axis, it is empty, or the logits have an event axis: then every coordinate would choose its own
 */
export function mixture(family: string, logits: Node, component: Distribution, along: string): Mixture {
  const event = namesOf(component.eventAxes);
  categoryAxis(family, logits, along, event);
  const shared = logits.axes.find(({ name }) => event.includes(name));
  if (shared !== undefined) {
    throw new ShapeError(family, `the weights have the event axis "${shared.name}"`, "one component draws the whole event");
  }
  if (!namesOf(component.batchAxes).includes(along)) {
    throw new ShapeError(family, `the components lack the axis "${along}"`, "give each component its parameters");
  }
  const componentAxes = component.batchAxes.filter(({ name }) => name !== along);
  const own = namesOf(componentAxes);
  const batchAxes = [...componentAxes, ...logits.axes.filter(({ name }) => name !== along && !own.includes(name))];
  // Only one component's draw is kept, so all of them may have the same noise.
  const noise: readonly Noise[] = [
    { law: "uniform", axes: batchAxes },
    ...component.noise.map(({ law }): Noise => ({ law, axes: [...batchAxes, ...component.eventAxes] })),
  ];
  const average = (of: Node): Node => sum(multiply(softmax(logits, along), of), [along]);
  const mean = average(component.mean());
  return {
    support: component.support,
    batchAxes,
    eventAxes: component.eventAxes,
    logProb: (x) => {
      demandAxes(`${family}.logProb`, "the outcome", x, component.eventAxes);
      return logSumExp(add(logSoftmax(logits, along), component.logProb(x)), [along]);
    },
    noise,
    reparameterized: false,
    sample: (...given) => {
      demandNoise(family, noise, given);
      const [uniform = logits, ...others] = given;
      const chosen = categoryAt(repeatOver(logits, batchAxes), along, uniform);
      const repeated = others.map((node) => repeatOver(node, component.batchAxes));
      return gather(component.sample(...repeated), chosen, along);
    },
    mean: () => mean,
    variance: () => average(add(component.variance(), square(subtract(component.mean(), mean)))),
  };
}
