import { axis, merge, namesOf, relu, rename, split } from "../../tensor/index.js";
import type { Axis, Extent, Node } from "../../tensor/index.js";
import { convolution, dense, transposedConvolution } from "../../layers/index.js";
import type { Network } from "../model.js";
import { codeAxis } from "./code.js";
import { conditioned } from "./condition.js";

export interface ConvolutionalSettings {
  readonly kind: "convolutional";
  /** Channels after each convolution of the encoder, each of which halves height and width, rounding down; the decoder has them in the other order. */
  readonly channels: readonly number[];
}

const KERNEL: Extent = { height: 4, width: 4 };
const HALVING = { strides: { height: 2, width: 2 }, padding: { top: 1, bottom: 1, left: 1, right: 1 } };
const half = ({ height, width }: Extent): Extent => ({ height: Math.floor(height / 2), width: Math.floor(width / 2) });

/** Convolutions that halve an image and transposed ones that double it, with rectified units, in the place of dense layers. */
export function convolutional(image: readonly Axis[], { channels }: ConvolutionalSettings): Network {
  const sizeOf = (name: string): number => image.find((own) => own.name === name)?.size ?? 0;
  /** The height and width before each convolution, and after the last. */
  const extents = channels.reduce<readonly Extent[]>(
    (all, _) => [...all, half(all.at(-1) ?? { height: 0, width: 0 })],
    [{ height: sizeOf("height"), width: sizeOf("width") }],
  );
  const last = extents.at(-1) ?? { height: 0, width: 0 };
  const stage = (i: number): Axis => axis(`stage ${i}`, i === 0 ? sizeOf("channel") : (channels[i - 1] ?? 0));
  const between = (i: number) => ({ in: stage(i).name, out: stage(i + 1).name });
  const innermost = [stage(channels.length), axis("height", last.height), axis("width", last.width)];
  const flat = axis(
    "features",
    innermost.reduce((product, { size }) => product * size, 1),
  );

  return {
    encode: (build, images, condition) => {
      const parameters = build.parameters.within("encoder");
      let x: Node = rename(images, { channel: stage(0).name });
      for (const i of channels.keys()) {
        const own = parameters.within(`convolution${i}`);
        const before = convolution(own, x, stage(i + 1), KERNEL, { ...HALVING, channels: between(i) });
        x = relu(
          i === 0 ? conditioned(own, before, condition, stage(i + 1), stage(i).size * KERNEL.height * KERNEL.width) : before,
        );
      }
      return { features: merge(x, namesOf(innermost), flat.name), over: flat };
    },
    decode: (build, z, condition) => {
      const parameters = build.parameters.within("decoder");
      const own = parameters.within("hidden");
      const code = codeAxis(z);
      const hidden = conditioned(own, dense(own, z, [code.name], flat), condition, flat, code.size);
      let x: Node = split(relu(hidden), flat.name, innermost);
      for (let i = channels.length - 1; i >= 0; i--) {
        const size = extents[i] ?? last;
        x = transposedConvolution(parameters.within(`convolution${i}`), x, stage(i), KERNEL, {
          ...HALVING,
          channels: between(i),
          size,
        });
        if (i > 0) x = relu(x);
      }
      return rename(x, { [stage(0).name]: "channel" });
    },
  };
}
