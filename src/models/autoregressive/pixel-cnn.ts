import { add, axis, relu } from "../../tensor/index.js";
import type { Extent, Node } from "../../tensor/index.js";
import { maskedConvolution } from "../../layers/index.js";
import type { Parameters } from "../../layers/index.js";
import { maskA, maskB } from "../../probability/index.js";
import type { AutoregressiveModel } from "../model.js";
import { conditioned, conditionOf } from "../networks/condition.js";
import type { ImageSize } from "../image.js";
import { head } from "./head.js";
import { centred, FEATURES } from "./input.js";
import { autoregressive } from "./likelihood.js";
import { levelsOf, numbersPerValue } from "./observation.js";
import type { ObservationSettings } from "./observation.js";

export interface PixelCnnSettings {
  /** At each pixel; a multiple of the image's channels. */
  readonly features: number;
  /** Residual blocks of one masked convolution each. */
  readonly blocks: number;
  readonly observation: ObservationSettings;
  /** Classes that the model sees; 0 for none. */
  readonly classes: number;
}

const FIRST: Extent = { height: 7, width: 7 };
const LATER: Extent = { height: 3, width: 3 };

/**
 * The PixelCNN (van den Oord, Kalchbrenner, Kavukcuoglu: Pixel recurrent neural networks, ICML 2016, section 3.3): masked convolutions with residual
 * connections. What lies in the wedge to the right above a pixel it does not see (`causalReceptiveField`).
 *
 * @throws RangeError when the features do not divide into the colours
 */
export function pixelCnn({ features, blocks, observation, classes }: PixelCnnSettings, image: ImageSize): AutoregressiveModel {
  const colours = image.channels;
  const unit = axis(FEATURES, features);
  return autoregressive(observation, colours, (build, examples) => {
    const condition = conditionOf("pixelCnn", examples.labels, classes);
    const first = (parameters: Parameters, x: Node): Node => {
      const before = maskedConvolution(parameters, x, FEATURES, unit, { size: FIRST, mask: maskA, colours });
      return conditioned(parameters, before, condition, unit, features);
    };
    const block = (parameters: Parameters, x: Node): Node => {
      const before = maskedConvolution(parameters, relu(x), FEATURES, unit, { size: LATER, mask: maskB, colours });
      return add(x, conditioned(parameters, before, condition, unit, features));
    };
    const { parameters } = build;
    let x = first(parameters.within("first"), centred(examples, levelsOf(observation)));
    for (let i = 0; i < blocks; i++) x = block(parameters.within(`block${i}`), x);
    return head(parameters, x, features, colours * numbersPerValue(observation), colours);
  });
}
