import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { causalReceptiveField, maskA, maskB, maskBelow } from "../../src/probability/index.js";
import type { MaskOptions, Offset } from "../../src/probability/index.js";
import type { Complaint } from "./checks.js";
import { describeMutant } from "./mutant.js";

type Mask = typeof maskA;
const size = (height: number, width: number) => ({ height, width });
const channels = (into: number, out: number) => ({ in: t.axis("in", into), out: t.axis("out", out) });

/** The mask at one pair of channels, drawn. */
function drawn(mask: ReturnType<Mask>, into: number, out: number): string[] {
  const [height = 0, width = 0, inputs = 0, outputs = 0] = mask.axes.map((own) => own.size);
  return Array.from({ length: height }, (_, row) =>
    Array.from(
      { length: width },
      (_unused, column) => mask.values[((row * width + column) * inputs + into) * outputs + out],
    ).join(" "),
  );
}

describe("masks", () => {
  const grey = { size: size(3, 5), channels: channels(1, 1) };

  it("of a grey image see what comes before, mask B the pixel too", () => {
    expect(drawn(maskA(grey), 0, 0)).toEqual(["1 1 1 1 1", "1 1 0 0 0", "0 0 0 0 0"]);
    expect(drawn(maskB(grey), 0, 0)).toEqual(["1 1 1 1 1", "1 1 1 0 0", "0 0 0 0 0"]);
  });

  it("of one pixel see the colours before it, mask B its own too", () => {
    const rgb = { size: size(1, 1), channels: channels(3, 3), colours: 3 };
    const table = (mask: Mask) => [0, 1, 2].map((from) => [0, 1, 2].map((to) => drawn(mask(rgb), from, to).join()).join(" "));
    expect(table(maskA)).toEqual(["0 1 1", "0 0 1", "0 0 0"]);
    expect(table(maskB)).toEqual(["1 1 1", "0 1 1", "0 0 1"]);
  });

  it("of whole rows see those above and the pixel's own, whatever the colours", () => {
    const rgb = { size: size(3, 3), channels: channels(3, 3), colours: 3 };
    for (const [from, to] of [[0, 0] as const, [0, 2] as const, [2, 0] as const]) {
      expect(drawn(maskBelow(rgb), from, to)).toEqual(["1 1 1", "1 1 1", "0 0 0"]);
    }
    expect(() => maskBelow({ ...rgb, size: size(2, 2) })).toThrow(
      new RangeError("maskBelow: a kernel of 2 × 2 has no centre; give odd sizes"),
    );
  });

  it("share channels out among colours in order", () => {
    const wide = { size: size(1, 1), channels: channels(3, 6), colours: 3 };
    expect([0, 1, 2, 3, 4, 5].map((to) => drawn(maskA(wide), 0, to).join()).join(" ")).toBe("0 0 1 1 1 1");
  });

  it("refuse a kernel without a centre, and channels that do not divide", () => {
    expect(() => maskA({ size: size(2, 3), channels: channels(1, 1) })).toThrow(
      new RangeError("maskA: a kernel of 2 × 3 has no centre; give odd sizes"),
    );
    expect(() => maskB({ size: size(3, 3), channels: channels(3, 4), colours: 3 })).toThrow(
      new RangeError('maskB: the 4 channels of "out" do not divide into 3 colours; give a multiple'),
    );
    expect(() => maskB({ ...grey, colours: 0 })).toThrow(RangeError);
  });
});

/** Positive kernels: nothing that a path contributes is cancelled. */
function convolve(image: Node, mask: ReturnType<Mask>, into: string, out: string): Node {
  const [height = 0, width = 0] = mask.axes.map((own) => own.size);
  const random = keyedRandom("kernel", into, out);
  const weights = t.constant(
    mask.axes,
    mask.values.map(() => 0.5 + random.uniform()),
  );
  const kernel = t.rename(t.multiply(weights, mask), { in: into, out });
  const [rows, columns] = [(height - 1) / 2, (width - 1) / 2];
  const padding = { top: rows, bottom: rows, left: columns, right: columns };
  return t.conv2d(image, kernel, { channels: { in: into, out }, padding });
}

/** Which inputs each output depends on: the positions at which the gradient of that output is not 0. */
function dependences(image: ReturnType<typeof t.input>, output: Node): boolean[][] {
  const one = t.input("one", output.axes);
  const [gradient] = t.gradients(t.sum(t.multiply(output, one), t.namesOf(output.axes)), [image]);
  const run = t.compile(t.program({ gradient }));
  const count = t.elements(output.axes);
  return Array.from({ length: count }, (_, i) => {
    const values = Array.from({ length: count }, (_unused, j) => (j === i ? 1 : 0));
    return Array.from(run({ one: t.tensor(output.axes, values) }).gradient?.values ?? [], (slope) => slope !== 0);
  });
}

const HEIGHT = t.axis("height", 4);
const WIDTH = t.axis("width", 4);
const COLOUR = t.axis("colour", 3);
const image = t.input("image", [HEIGHT, WIDTH, COLOUR]);
const subpixels = t.elements(image.axes);
const inReach = (i: number, j: number, reach: number): boolean => {
  const [from, to] = [i, j].map((place) => ({ row: Math.floor(place / 12), column: Math.floor(place / 3) % 4 }));
  if (from === undefined || to === undefined) return false;
  return Math.abs(from.row - to.row) <= reach && Math.abs(from.column - to.column) <= reach;
};

/** Every subpixel within a 3 × 3 kernel's reach depends on those before it in reading order, and (mask B) on itself, and on no other. */
const checkOrder =
  (includesItself: boolean, extent = size(3, 3)) =>
  (mask: Mask): Complaint => {
    const options: MaskOptions = { size: extent, channels: channels(3, 3), colours: 3 };
    const output = t.reorder(convolve(image, mask(options), "colour", "feature"), ["height", "width", "feature"]);
    const found = dependences(image, output);
    for (let to = 0; to < subpixels; to++) {
      for (let from = 0; from < subpixels; from++) {
        const isBefore = from < to || (includesItself && from === to);
        const isPermitted = isBefore && inReach(from, to, (extent.height - 1) / 2);
        const depends = found[to]?.[from] ?? false;
        if (depends && !isPermitted)
          return `subpixel ${to} depends on ${from}, which does not come before it: against the scan order`;
        if (depends || !isPermitted) continue;
        const isSamePixel = Math.floor(from / 3) === Math.floor(to / 3);
        const isSameRow = Math.floor(from / 12) === Math.floor(to / 12);
        const what = isSamePixel
          ? "an earlier colour of its pixel is hidden"
          : isSameRow
            ? "its own row is hidden"
            : "a row above is hidden";
        return `subpixel ${to} does not depend on ${from}: ${what}`;
      }
    }
    return null;
  };

/** A mask whose values are changed by row, column and colours from and to. */
const changed =
  (right: Mask, change: (value: number, row: number, column: number, from: number, to: number) => number): Mask =>
  (options) => {
    const mask = right(options);
    const { width } = options.size;
    const [into, out] = [options.channels.in.size, options.channels.out.size];
    const values = mask.values.map((value, i) => {
      const place = Math.floor(i / (into * out));
      return change(value, Math.floor(place / width), place % width, Math.floor(i / out) % into, i % out);
    });
    return t.constant(mask.axes, values);
  };

describeMutant<Mask>({
  bug: 16,
  mistake: "mask B zeroes its whole centre row",
  right: maskB,
  wrong: changed(maskB, (value, row) => (row === 1 ? 0 : value)),
  check: checkOrder(true),
  message: "an earlier colour of its pixel is hidden",
});
describeMutant<Mask>({
  bug: 16,
  mistake: "mask A zeroes its whole centre row but for the colours",
  right: maskA,
  wrong: changed(maskA, (value, row, column) => (row === 1 && column !== 1 ? 0 : value)),
  check: checkOrder(false),
  message: "its own row is hidden",
});
describeMutant<Mask>({
  bug: 17,
  mistake: "the mask against the scan order",
  right: maskA,
  wrong: (options) => {
    const { axes, values } = maskA(options);
    return t.constant(axes, values.toReversed());
  },
  check: checkOrder(false),
  message: "against the scan order",
});
describeMutant<Mask>({
  bug: 18,
  mistake: "a mask on 1 × 1 convolutions that cuts permitted information",
  right: maskB,
  wrong: changed(maskB, (value, _row, _column, from, to) => (from === to ? value : 0)),
  check: checkOrder(true, size(1, 1)),
  message: "an earlier colour of its pixel is hidden",
});
describeMutant<Mask>({
  bug: 20,
  mistake: "mask A hides R from G",
  right: maskA,
  wrong: changed(maskA, (value, row, column) => (row === 1 && column === 1 ? 0 : value)),
  check: checkOrder(false),
  message: "an earlier colour of its pixel is hidden",
});

describe("the receptive field", () => {
  const GREY = t.input("grey", [t.axis("height", 5), t.axis("width", 5), t.axis("a", 1)]);
  const one = (mask: Mask, extent: ReturnType<typeof size>) => mask({ size: extent, channels: channels(1, 1) });
  const stack = (extent: ReturnType<typeof size>, layers: number) => [
    one(maskA, extent),
    ...Array.from({ length: layers }, () => one(maskB, extent)),
  ];

  it("of stacked masks is that of the convolutions, at every pixel", () => {
    const masks = stack(size(3, 3), 2);
    const output = masks.reduce<Node>((x, mask, i) => convolve(x, mask, "abcd"[i] ?? "", "abcd"[i + 1] ?? ""), GREY);
    const found = dependences(GREY, t.reorder(output, ["height", "width", "d"]));
    const { seen, blind } = causalReceptiveField(masks, size(5, 5));
    for (const [to, row] of found.entries()) {
      const at = (place: number): Offset => ({ row: Math.floor(place / 5) - Math.floor(to / 5), column: (place % 5) - (to % 5) });
      const holds = (offsets: readonly Offset[], { row: r, column: c }: Offset) =>
        offsets.some((own) => own.row === r && own.column === c);
      for (const [from, depends] of row.entries()) {
        expect(holds(seen, at(from))).toBe(depends);
        expect(holds(blind, at(from))).toBe(from < to && !depends);
      }
    }
  });

  it("of stacked 3 × 3 masks has the blind spot to the right above, however many there are (bug 19)", () => {
    for (const layers of [4, 12]) {
      const { blind } = causalReceptiveField(stack(size(3, 3), layers), size(4, 5));
      const wedge = [-3, -2, -1].flatMap((row) =>
        [-4, -3, -2, -1, 0, 1, 2, 3, 4].filter((column) => column > -row).map((column) => ({ row, column })),
      );
      expect(blind).toEqual(wedge);
    }
  });

  it("is complete where a row above is seen whole", () => {
    const { seen, blind } = causalReceptiveField(stack(size(3, 9), 4), size(4, 5));
    expect(blind).toEqual([]);
    expect(seen).toHaveLength(3 * 9 + 4);
    expect(causalReceptiveField([one(maskA, size(1, 1))], size(1, 2))).toEqual({ seen: [], blind: [{ row: 0, column: -1 }] });
  });
});
