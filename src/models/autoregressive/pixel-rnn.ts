import { add, axis } from "../../tensor/index.js";
import type { Extent } from "../../tensor/index.js";
import { maskedConvolution } from "../../layers/index.js";
import { maskA, maskB } from "../../probability/index.js";
import type { AutoregressiveModel } from "../model.js";
import { conditioned, conditionOf } from "../networks/condition.js";
import type { ImageSize } from "../image.js";
import { diagonalBiLstm } from "./diagonal-bilstm.js";
import { head, SINGLE } from "./head.js";
import { centred, FEATURES } from "./input.js";
import { autoregressive } from "./likelihood.js";
import { levelsOf, numbersPerValue } from "./observation.js";
import type { PixelCnnSettings } from "./pixel-cnn.js";
import type { RecurrentLayer } from "./recurrent-layer.js";
import { rowLstm } from "./row-lstm.js";

const FIRST: Extent = { height: 7, width: 7 };

/** `blocks` counts the layers of memory. */
function pixelRnn(layer: RecurrentLayer) {
  return ({ features, blocks, observation, classes }: PixelCnnSettings, image: ImageSize): AutoregressiveModel => {
    const colours = image.channels;
    const unit = axis(FEATURES, features);
    return autoregressive(observation, colours, ({ parameters }, examples) => {
      const condition = conditionOf("pixelRnn", examples.labels, classes);
      const first = parameters.within("first");
      const seen = centred(examples, levelsOf(observation));
      const before = maskedConvolution(first, seen, FEATURES, unit, { size: FIRST, mask: maskA, colours });
      let x = conditioned(first, before, condition, unit, features);
      for (let i = 0; i < blocks; i++) {
        const own = parameters.within(`layer${i}`);
        const passed = layer(own, { x, pixels: seen }, features, colours);
        const next = maskedConvolution(own.within("residual"), passed, FEATURES, unit, { size: SINGLE, mask: maskB, colours });
        x = add(x, conditioned(own, next, condition, unit, features));
      }
      return head(parameters, x, features, colours * numbersPerValue(observation), colours);
    });
  };
}

/**
 * The PixelRNN of layers that run down the rows (van den Oord, Kalchbrenner, Kavukcuoglu: Pixel recurrent neural networks, ICML 2016, section 3.1). A pixel
 * sees a triangle above it, which widens by a pixel on either side a row and a layer, besides what its first layer sees.
 *
 * @throws RangeError when the features do not divide into the colours
 */
export const rowLstmModel = pixelRnn(rowLstm);

/**
 * The PixelRNN of layers that run along the diagonals, from either side (section 3.2 there). A pixel sees all that comes before it.
 *
 * @throws RangeError when the features do not divide into the colours
 */
export const diagonalBiLstmModel = pixelRnn(diagonalBiLstm);
