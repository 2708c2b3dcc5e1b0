import { add, axis } from "../../tensor/index.js";
import type { Extent, Node } from "../../tensor/index.js";
import type { Parameters } from "../../layers/index.js";
import { maskA, maskB } from "../../probability/index.js";
import type { AutoregressiveModel } from "../model.js";
import { conditioned } from "../networks/condition.js";
import type { ImageSize } from "../image.js";
import { diagonalBiLstm } from "./diagonal-bilstm.js";
import { head, SINGLE } from "./head.js";
import { FEATURES } from "./input.js";
import { autoregressive } from "./likelihood.js";
import { numbersPerValue } from "./observation.js";
import type { PixelCnnSettings } from "./pixel-cnn.js";
import type { RecurrentLayer } from "./recurrent-layer.js";
import { rowLstm } from "./row-lstm.js";
import type { PixelNetwork } from "./sight.js";

const FIRST: Extent = { height: 7, width: 7 };

/** `blocks` counts the layers of memory. */
function pixelRnn(name: string, layer: RecurrentLayer) {
  return ({ features, blocks, observation, classes }: PixelCnnSettings, image: ImageSize): AutoregressiveModel => {
    const colours = image.channels;
    const unit = axis(FEATURES, features);
    const network: PixelNetwork = (sight, parameters) => {
      const given = (own: Parameters, before: Node): Node => conditioned(own, before, sight.condition, unit, features);
      const first = parameters.within("first");
      let x = given(first, sight.convolved(first, sight.pixels, unit, { size: FIRST, mask: maskA, colours }));
      for (let i = 0; i < blocks; i++) {
        const own = parameters.within(`layer${i}`);
        const passed = layer(sight, own, x, { features, colours });
        const next = sight.convolved(own.within("residual"), passed, unit, { size: SINGLE, mask: maskB, colours });
        x = add(x, given(own, next));
      }
      return head(sight, parameters, x, features, colours * numbersPerValue(observation), colours);
    };
    return autoregressive({ name, observation, classes, image, network });
  };
}

/**
 * The PixelRNN of layers that run down the rows (van den Oord, Kalchbrenner, Kavukcuoglu: Pixel recurrent neural networks, ICML 2016, section 3.1). A pixel
 * sees a triangle above it, which widens to the right by one pixel a row however many layers there are, besides what its first layer sees.
 *
 * @throws RangeError when the features do not divide into the colours
 */
export const rowLstmModel = pixelRnn("rowLstmModel", rowLstm);

/**
 * The PixelRNN of layers that run along the diagonals, from either side (section 3.2 there). A pixel sees all that comes before it.
 *
 * @throws RangeError when the features do not divide into the colours
 */
export const diagonalBiLstmModel = pixelRnn("diagonalBiLstmModel", diagonalBiLstm);
