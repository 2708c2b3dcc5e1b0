import { diagonalBiLstmModel, gatedPixelCnn, pixelCnn, rowLstmModel } from "../../../src/models/autoregressive/index.js";
import type { ObservationSettings, PixelCnnSettings } from "../../../src/models/autoregressive/index.js";
import { FEATURES } from "../../../src/models/autoregressive/input.js";
import { autoregressive } from "../../../src/models/autoregressive/likelihood.js";
import type { PixelNetwork } from "../../../src/models/autoregressive/sight.js";
import { Build, imageAxes } from "../../../src/models/index.js";
import type { AutoregressiveModel, Examples, ImageSize } from "../../../src/models/index.js";
import { keyedRandom } from "../../../src/numbers/random.js";
import type { maskA } from "../../../src/probability/index.js";
import { axis, elements, evaluate, input, program, tensor } from "../../../src/tensor/index.js";
import type { Extent, Node, Tensor } from "../../../src/tensor/index.js";

type Tensors = Readonly<Record<string, Tensor>>;

/** Every model here, small. */
export const models: Readonly<Record<string, (settings: PixelCnnSettings, image: ImageSize) => AutoregressiveModel>> = {
  PixelCNN: pixelCnn,
  "gated PixelCNN": gatedPixelCnn,
  "Row LSTM": rowLstmModel,
  "Diagonal BiLSTM": diagonalBiLstmModel,
};

export const observations = {
  bits: { kind: "bernoulli" },
  "three levels": { kind: "categorical", levels: 3 },
  "rounded logistic variables": { kind: "discretized-logistic", levels: 3, components: 2 },
} as const satisfies Readonly<Record<string, ObservationSettings>>;

export const small = { features: 6, blocks: 2, classes: 0 } as const;

/** A network of one masked convolution, which may be a wrong one: one number for each pixel, of grey images. */
export function oneLayer(size: Extent, mask: typeof maskA, image: ImageSize): AutoregressiveModel {
  const network: PixelNetwork = (sight, parameters) =>
    sight.convolved(parameters, sight.pixels, axis(FEATURES, 1), { size, mask, colours: 1 });
  return autoregressive({ name: "oneLayer", observation: observations.bits, classes: 0, image, network });
}

/** The examples of a batch as inputs of a graph. */
export function examplesOf(batch: number, image: ImageSize, classes: number): Examples {
  const over = axis("batch", batch);
  return { images: input("images", [over, ...imageAxes(image)]), labels: classes === 0 ? null : input("labels", [over]) };
}

/** Every image of this size, as a batch. */
export function everyImage(image: ImageSize, levels: number): Tensor {
  const places = elements(imageAxes(image));
  const count = levels ** places;
  const values = Float64Array.from({ length: count * places }, (_, i) => {
    const [own, place] = [Math.floor(i / places), i % places];
    return Math.floor(own / levels ** place) % levels;
  });
  return tensor([axis("batch", count), ...imageAxes(image)], values);
}

/** What a node of a graph is when all that is learned is drawn, from −1 to 1, by the number of a draw. */
export function valueWith(make: (build: Build) => Node, given: Tensors, draw = 0): Tensor {
  const build = new Build();
  const node = make(build);
  const { inputs } = program({ value: node });
  const needed = [...build.parameters.declared].filter(([name]) => inputs.has(name));
  const learned = needed.map(([name, { axes }]): [string, Tensor] => {
    const random = keyedRandom("tests/models/autoregressive", draw, name);
    return [
      name,
      tensor(
        axes,
        Float64Array.from({ length: elements(axes) }, () => 2 * random.uniform() - 1),
      ),
    ];
  });
  const shown = Object.entries(given).filter(([name]) => inputs.has(name));
  const { value } = evaluate({ value: node }, Object.fromEntries([...learned, ...shown]));
  if (value === undefined) throw new Error("no value");
  return value;
}
