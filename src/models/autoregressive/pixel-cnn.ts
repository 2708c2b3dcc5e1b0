import { add, axis, relu } from "../../tensor/index.js";
import type { Extent, Node } from "../../tensor/index.js";
import type { MaskedConvolutionOptions, Parameters } from "../../layers/index.js";
import { maskA, maskB } from "../../probability/index.js";
import type { AutoregressiveModel } from "../model.js";
import { conditioned } from "../networks/condition.js";
import type { ImageSize } from "../image.js";
import { head } from "./head.js";
import { FEATURES } from "./input.js";
import { autoregressive } from "./likelihood.js";
import { numbersPerValue } from "./observation.js";
import type { ObservationSettings } from "./observation.js";
import type { PixelNetwork, Sight } from "./sight.js";

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
 * The PixelCNN (van den Oord, Kalchbrenner, Kavukcuoglu: Pixel recurrent neural networks, ICML 2016, section 3.5): masked convolutions with residual
 * connections. What lies in the wedge to the right above a pixel it does not see (`causalReceptiveField`).
 *
 * @throws RangeError when the features do not divide into the colours
 */
export function pixelCnn({ features, blocks, observation, classes }: PixelCnnSettings, image: ImageSize): AutoregressiveModel {
  const colours = image.channels;
  const unit = axis(FEATURES, features);
  const convolved = (
    sight: Sight,
    parameters: Parameters,
    x: Node,
    options: Pick<MaskedConvolutionOptions, "size" | "mask">,
  ): Node =>
    conditioned(parameters, sight.convolved(parameters, x, unit, { ...options, colours }), sight.condition, unit, features);
  const network: PixelNetwork = (sight, parameters) => {
    let x = convolved(sight, parameters.within("first"), sight.pixels, { size: FIRST, mask: maskA });
    for (let i = 0; i < blocks; i++)
      x = add(x, convolved(sight, parameters.within(`block${i}`), relu(x), { size: LATER, mask: maskB }));
    return head(sight, parameters, x, features, colours * numbersPerValue(observation), colours);
  };
  return autoregressive({ name: "pixelCnn", observation, classes, image, network });
}
