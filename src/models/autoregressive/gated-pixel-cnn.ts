import { add, axis, multiply, sigmoid, tanh } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import type { Parameters } from "../../layers/index.js";
import { maskA, maskB, maskBelow } from "../../probability/index.js";
import type { AutoregressiveModel } from "../model.js";
import { conditioned } from "../networks/condition.js";
import type { ImageSize } from "../image.js";
import { head, SINGLE } from "./head.js";
import { FEATURES, partsOf } from "./input.js";
import { autoregressive } from "./likelihood.js";
import { numbersPerValue } from "./observation.js";
import type { PixelCnnSettings } from "./pixel-cnn.js";
import type { PixelNetwork, Sight } from "./sight.js";

/** Rows and columns of the first layer's kernels, and of the others'. */
const FIRST = 7;
const LATER = 3;

/**
 * What the two stacks hold: the vertical one sees the rows up to a pixel's own, the horizontal one what comes before the pixel. As a layer's result the vertical
 * one's numbers are those before the gate.
 */
interface Stacks {
  readonly vertical: Node;
  readonly horizontal: Node;
}

/**
 * The gated PixelCNN (van den Oord et al.: Conditional image generation with PixelCNN decoders, NeurIPS 2016): a stack that sees all rows above a pixel feeds
 * one that sees its own row up to it, so that together they see all that comes before it.
 *
 *     # # # # # # #     # vertical stack, moved down by a row
 *     # # # # # # #     = horizontal stack
 *     = = = x
 *
 * `blocks` counts the layers after the first.
 *
 * @throws RangeError when the features do not divide into the colours
 */
export function gatedPixelCnn(
  { features, blocks, observation, classes }: PixelCnnSettings,
  image: ImageSize,
): AutoregressiveModel {
  const colours = image.channels;
  const [unit, gates] = [axis(FEATURES, features), axis(FEATURES, 2 * features)];

  const layer = (sight: Sight, parameters: Parameters, { vertical, horizontal }: Stacks, isFirst: boolean): Stacks => {
    const width = isFirst ? FIRST : LATER;
    const part = (name: string): Parameters => parameters.within(name);
    const rows = sight.rows.convolved(part("vertical"), vertical, gates, {
      size: { height: width, width },
      mask: maskBelow,
      colours,
    });
    const fromAbove = sight.convolved(part("above"), sight.rows.above(rows), gates, { size: SINGLE, mask: maskBelow, colours });
    const row = sight.convolved(part("horizontal"), horizontal, gates, {
      size: { height: 1, width },
      mask: isFirst ? maskA : maskB,
      colours,
    });
    const passed = gated(given(sight, part("horizontal"), add(row, fromAbove)), colours);
    const next = sight.convolved(part("residual"), passed, unit, { size: SINGLE, mask: maskB, colours });
    return { vertical: rows, horizontal: isFirst ? next : add(horizontal, next) };
  };
  /** A stack's numbers before the gate, given the class. */
  const given = ({ condition }: Sight, parameters: Parameters, before: Node): Node =>
    conditioned(parameters, before, condition, gates, features);

  const network: PixelNetwork = (sight, parameters) => {
    let own = parameters.within("first");
    let stacks = layer(sight, own, { vertical: sight.rows.completed(sight.pixels), horizontal: sight.pixels }, true);
    for (let i = 0; i < blocks; i++) {
      const vertical = gated(given(sight, own.within("vertical"), stacks.vertical), colours);
      own = parameters.within(`block${i}`);
      stacks = layer(sight, own, { ...stacks, vertical }, false);
    }
    return head(sight, parameters, stacks.horizontal, features, colours * numbersPerValue(observation), colours);
  };
  return autoregressive({ name: "gatedPixelCnn", observation, classes, image, network });
}

/** tanh(a) σ(b), where a is the first half of each colour's features, b the second. */
function gated(x: Node, colours: number): Node {
  const [a = x, b = x] = partsOf(x, 2, colours);
  return multiply(tanh(a), sigmoid(b));
}
