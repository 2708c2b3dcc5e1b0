import { axis, elements, merge, relu, ShapeError, split, tanh } from "../../tensor/index.js";
import type { Axis, Node } from "../../tensor/index.js";
import { dense } from "../../layers/index.js";
import type { Parameters } from "../../layers/index.js";
import { IMAGE } from "../build.js";
import type { Network } from "../model.js";
import { codeAxis } from "./code.js";
import { conditioned } from "./condition.js";

export interface MlpSettings {
  readonly kind: "mlp";
  /** Units of each hidden layer of the encoder; the decoder has them in the other order. */
  readonly hidden: readonly number[];
  readonly activation: keyof typeof activations;
}

export const activations = { relu, tanh } as const;

/** Dense layers between the values of an image and a code. */
export function mlp(image: readonly Axis[], { hidden, activation }: MlpSettings): Network {
  const pixel = axis("pixel", elements(image));
  const act = activations[activation];

  /** The hidden layers from one axis on; the condition enters the first. @throws ShapeError when there is a condition and no layer */
  const layers = (parameters: Parameters, x: Node, from: Axis, sizes: readonly number[], condition: Node | null) => {
    if (condition !== null && sizes.length === 0) {
      throw new ShapeError("mlp", "there is no hidden layer that classes could enter", "give it one");
    }
    let features = x;
    let over = from;
    for (const [i, size] of sizes.entries()) {
      const next = axis(`hidden ${i}`, size);
      const own = parameters.within(`hidden${i}`);
      const before = dense(own, features, [over.name], next);
      features = act(i === 0 ? conditioned(own, before, condition, next, over.size) : before);
      over = next;
    }
    return { features, over };
  };

  return {
    encode: (build, images, condition) =>
      layers(build.parameters.within("encoder"), merge(images, IMAGE, pixel.name), pixel, hidden, condition),
    decode: (build, z, condition) => {
      const parameters = build.parameters.within("decoder");
      const { features, over } = layers(parameters, z, codeAxis(z), hidden.toReversed(), condition);
      return split(dense(parameters.within("output"), features, [over.name], pixel), pixel.name, image);
    },
  };
}
