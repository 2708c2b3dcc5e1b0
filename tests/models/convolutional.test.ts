import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { axis, input, ShapeError } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { Build, imageAxes } from "../../src/models/index.js";
import type { ImageSize, CodedSettings } from "../../src/models/index.js";
import { indices, read } from "../tensor/brute.js";
import type { Index } from "../tensor/brute.js";
import { differs, first } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { bounded } from "./subjects.js";
import { dataOf, drawn, drawnFor, examplesOf, losses, subjectOf, tensorsFor, valueOf } from "./world.js";
import type { Tensors } from "./world.js";

const base = bounded["VAE of convolutions"];
const withChannels = (channels: readonly number[]): CodedSettings => ({ ...base, network: { kind: "convolutional", channels } });

describe("a convolutional VAE", () => {
  it.each([
    [1, 28, 28, [2, 3]],
    [1, 27, 27, [2, 3]],
    [3, 32, 32, [2, 3, 4]],
    [1, 5, 4, [2, 3]],
    [3, 5, 4, [2]],
    [1, 2, 2, [2]],
    [2, 3, 7, [2]],
    [1, 1, 1, []],
    [2, 3, 1, []],
  ])("takes images of %i channels, %i × %i, and gives some of that size back", (channels, height, width, stages) => {
    const size = { channels, height, width };
    const subject = subjectOf(withChannels(stages), size);
    const build = new Build();
    const z = input("z", [axis("batch", 2), ...subject.model.code]);
    const images = subject.model.decode(build, z, null).distribution.mean();
    expect(new Set(images.axes.map(({ name, size: own }) => `${name} ${own}`))).toEqual(
      new Set([axis("batch", 2), ...imageAxes(size)].map(({ name, size: own }) => `${name} ${own}`)),
    );
    const found = losses(subject, 2, tensorsFor(subject, 2));
    expect(found.every((loss) => Number.isFinite(loss) && loss > 0)).toBe(true);
  });

  it.each([
    ["1 × 1", { channels: 1, height: 1, width: 1 }, [2]],
    ["5 × 1", { channels: 1, height: 5, width: 1 }, [2]],
    ["3 × 3 halved twice", { channels: 1, height: 3, width: 3 }, [2, 2]],
  ])("refuses images that are too small to be halved: %s", (_, size, channels) => {
    const subject = subjectOf(withChannels(channels), size);
    const z = input("z", [axis("batch", 2), ...subject.model.code]);
    expect(() => subject.model.loss(new Build(), examplesOf(subject, 2))).toThrow(ShapeError);
    expect(() => subject.model.decode(new Build(), z, null)).toThrow(ShapeError);
  });
});

const total = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0);

/** How an image is halved, written out: row i of the kernel meets row 2 · row + i − padding of the image, or the last one does when it is turned. */
interface Halving {
  readonly padding: number;
  readonly turned: boolean;
}
const right: Halving = { padding: 1, turned: false };
const KERNEL = 4;

/** A network of one convolution, in numbers. */
class Written {
  readonly stage: ImageSize;
  constructor(
    readonly size: ImageSize,
    channels: number,
    readonly tensors: Tensors,
    readonly halving: Halving,
  ) {
    this.stage = { channels, height: Math.floor(size.height / 2), width: Math.floor(size.width / 2) };
  }

  code(batch: number, latent: number): number {
    const sum = this.#places(this.stage).map((place) => {
      const features = this.#flat(place);
      return this.#feature(batch, place) * this.#at("mean.weight", { features, latent });
    });
    return total(sum) + this.#at("mean.bias", { latent });
  }

  logit(batch: number, { channel = NaN, height = NaN, width = NaN }: Index): number {
    const sum = this.#places(this.stage).map((place) => {
      const [i, j] = [this.#row(height, place.height), this.#row(width, place.width)];
      if (i < 0 || i >= KERNEL || j < 0 || j >= KERNEL) return 0;
      const kernel = { "stage 0": channel, "stage 1": place.channel ?? NaN, ...this.#turned(i, j) };
      return this.#hidden(batch, place) * this.#at("decoder.convolution0.kernel", kernel);
    });
    return total(sum) + this.#at("decoder.convolution0.bias", { "stage 0": channel });
  }

  #feature(batch: number, { channel: out = NaN, height: row = NaN, width: column = NaN }: Index): number {
    const sum = this.#places({ channels: this.size.channels, height: KERNEL, width: KERNEL }).map((place) => {
      const { channel = NaN, height: i = NaN, width: j = NaN } = place;
      const [height, width] = [2 * row + i - this.halving.padding, 2 * column + j - this.halving.padding];
      if (height < 0 || height >= this.size.height || width < 0 || width >= this.size.width) return 0;
      const kernel = { "stage 0": channel, "stage 1": out, ...this.#turned(i, j) };
      return this.#at("encoder.convolution0.kernel", kernel) * this.#at("images", { batch, channel, height, width });
    });
    return Math.max(0, total(sum) + this.#at("encoder.convolution0.bias", { "stage 1": out }));
  }

  #hidden(batch: number, place: Index): number {
    const features = this.#flat(place);
    const sum = [0, 1].map(
      (latent) => this.#at("z", { batch, latent }) * this.#at("decoder.hidden.weight", { latent, features }),
    );
    return Math.max(0, total(sum) + this.#at("decoder.hidden.bias", { features }));
  }

  /** The row of the kernel with which a row of the inner image reaches one of the outer. */
  #row(outer: number, inner = NaN): number {
    return outer + this.halving.padding - 2 * inner;
  }

  #turned(height: number, width: number): Index {
    return this.halving.turned ? { height: KERNEL - 1 - height, width: KERNEL - 1 - width } : { height, width };
  }

  #places({ channels, height, width }: ImageSize): readonly Index[] {
    return indices(imageAxes({ channels, height, width }));
  }

  #flat({ channel = NaN, height = NaN, width = NaN }: Index): number {
    return (channel * this.stage.height + height) * this.stage.width + width;
  }

  #at(name: string, index: Index): number {
    const own = this.tensors[name];
    if (own === undefined) throw new Error(`there is no ${name}`);
    return read(own, index);
  }
}

/** A network of one convolution encodes and decodes as the sums over its kernels say. */
function isAsWritten(size: ImageSize, halving: Halving): Complaint {
  const subject = subjectOf(withChannels([2]), size);
  const build = new Build();
  const code = subject.model.encode(build, examplesOf(subject, 2));
  const z = input("z", [axis("batch", 2), ...subject.model.code]);
  const logits = subject.model.decode(build, z, null).distribution.parameters.logits?.node ?? z;
  const tensors: Tensors = { ...drawnFor(build), ...dataOf(subject, 2), z: drawn("z", z.axes) };
  const written = new Written(size, 2, tensors, halving);
  const compared = (what: string, node: Node, expected: (index: Index) => number): Complaint => {
    const found = valueOf(node, tensors);
    return first(
      indices(found.axes).map((index) =>
        differs(`${what} at ${JSON.stringify(index)}`, read(found, index), expected(index), 1e-12),
      ),
    );
  };
  return first([
    compared("the code", code, ({ batch = NaN, latent = NaN }) => written.code(batch, latent)),
    compared("the logit", logits, ({ batch = NaN, ...index }) => written.logit(batch, index)),
  ]);
}

const drawnSize = fc.record({
  channels: fc.constantFrom(1, 3),
  height: fc.integer({ min: 2, max: 5 }),
  width: fc.integer({ min: 2, max: 5 }),
});

describe("a network of one convolution", () => {
  test.prop([drawnSize], { numRuns: 12 })("encodes and decodes as the sums over its kernels say", (size) => {
    expect(isAsWritten(size, right)).toBeNull();
  });

  it.each([
    ["shifted", { ...right, padding: 0 }],
    ["turned around", { ...right, turned: true }],
  ])("is seen not to be a %s one", (_, halving) => {
    expect(isAsWritten({ channels: 1, height: 4, width: 5 }, halving)).toContain("the code at");
  });
});
