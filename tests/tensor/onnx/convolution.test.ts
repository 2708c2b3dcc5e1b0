import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { onnxModel } from "../../../src/tensor/engines/onnx/model.js";
import * as t from "../../../src/tensor/index.js";
import { drawnOver } from "../arbitrary.js";
import { describeRuntimes } from "./engines.js";
import { largestDifference, runOn, runOnReference } from "./run.js";

const channels = { in: "colour", out: "feature" };
/** Many channels: more than lie side by side where values are put together one by one. */
const [colour, feature] = [t.axis("colour", 17), t.axis("feature", 3)];

interface Geometry {
  readonly image: t.Extent;
  readonly kernel: t.Extent;
  readonly strides: t.Extent;
  readonly padding: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };
}

const extent = (min: number, max: number) => fc.record({ height: fc.integer({ min, max }), width: fc.integer({ min, max }) });
const side = fc.nat({ max: 2 });
const geometry: fc.Arbitrary<Geometry> = fc
  .record({
    image: extent(1, 7),
    kernel: extent(1, 4),
    strides: extent(1, 3),
    padding: fc.record({ top: side, bottom: side, left: side, right: side }),
  })
  .filter(
    ({ image, kernel, padding }) =>
      image.height + padding.top + padding.bottom >= kernel.height && image.width + padding.left + padding.right >= kernel.width,
  );

const plane = ({ height, width }: t.Extent) => [t.axis("height", height), t.axis("width", width)];

/** A convolution that is rectified, and the gradients of Σ relu(y)² / 2: the same image meets the kernel and the kernel's gradient. */
function convolved({ image, kernel, strides, padding }: Geometry) {
  const x = t.input("x", [t.axis("batch", 2), colour, ...plane(image)]);
  const k = t.input("k", [feature, colour, ...plane(kernel)]);
  const bias = t.input("bias", [feature]);
  const y = t.relu(t.add(t.conv2d(x, k, { channels, strides, padding }), bias));
  const loss = t.multiply(t.sum(t.multiply(y, y), t.namesOf(y.axes)), 0.5);
  const [ofImage, ofKernel, ofBias] = t.gradients(loss, [x, k, bias]);
  return { inputs: [x, k, bias], outputs: { y, ofImage, ofKernel, ofBias } };
}

const modelText = (outputs: Readonly<Record<string, t.Node>>, open: string | null = null): string => {
  const bytes = onnxModel(t.program(outputs), { open });
  return [...bytes].map((byte) => String.fromCharCode(byte)).join("");
};

const BOUND = 2 ** -18;

const waves = (axes: t.Axes): t.Tensor =>
  t.tensor(
    axes,
    Array.from({ length: t.elements(axes) }, (_, i) => Math.fround(Math.sin(12.9 * i + 1))),
  );

const wide: Geometry = {
  image: { height: 6, width: 6 },
  kernel: { height: 4, width: 4 },
  strides: { height: 2, width: 2 },
  padding: { top: 1, bottom: 1, left: 1, right: 1 },
};

const ones: t.Extent = { height: 1, width: 1 };
const image: t.Extent = { height: 18, width: 21 };

/** Convolutions to more than 256 positions. */
const large = {
  "with strides of 2": { ...wide, image: { height: 36, width: 35 }, kernel: { height: 3, width: 3 } },
  "with strides of 1": { ...wide, image, kernel: { height: 3, width: 3 }, strides: ones },
  "with zeros on one side": {
    image,
    kernel: { height: 2, width: 3 },
    strides: ones,
    padding: { top: 1, bottom: 0, left: 0, right: 2 },
  },
  "with zeros that the kernel does not reach over": {
    image,
    kernel: { height: 1, width: 2 },
    strides: ones,
    padding: { top: 2, bottom: 1, left: 3, right: 3 },
  },
  "without zeros": { image, kernel: { height: 2, width: 2 }, strides: ones, padding: { top: 0, bottom: 0, left: 0, right: 0 } },
  "by a large kernel": { ...wide, image, kernel: { height: 5, width: 6 }, strides: ones },
} as const satisfies Readonly<Record<string, Geometry>>;

const maskOf = (open: (row: number, column: number, from: number) => boolean): t.Node => {
  const axes = [...plane(large["with strides of 1"].kernel), colour];
  const places = Array.from({ length: t.elements(axes) }, (_, i) => [Math.floor(i / (3 * 17)), Math.floor(i / 17) % 3, i % 17]);
  return t.constant(
    axes,
    places.map(([row = 0, column = 0, from = 0]) => Number(open(row, column, from))),
  );
};

/** Over the kernel and its input channels. */
const masks = {
  "of what comes before": maskOf((row, column) => row === 0 || (row === 1 && column < 1)),
  "that leaves one channel at a place": maskOf((row, column, from) => (row === 2 && column === 1) === (from === 3)),
  "of nothing": maskOf(() => false),
} as const;

describeRuntimes((engine) => {
  const drawn = geometry.chain((own) =>
    fc.record({ geometry: fc.constant(own), values: fc.tuple(...convolved(own).inputs.map(({ axes }) => drawnOver(axes))) }),
  );
  test.prop([drawn], { numRuns: 25 })("a convolution of many channels and its gradients are the reference's", async (own) => {
    const { inputs, outputs } = convolved(own.geometry);
    const given = Object.fromEntries(inputs.map((input, i) => [input.name, own.values[i]?.tensor ?? t.tensor([], [NaN])]));
    const [found, expected] = [await runOn(engine, outputs, given), runOnReference(outputs, given)];
    for (const name of Object.keys(outputs)) expect(largestDifference(found[name], expected[name]), name).toBeLessThan(BOUND);
  });

  it.each(Object.entries(large))("to many positions is the reference's, too: %s", async (_, own) => {
    const { inputs, outputs } = convolved(own);
    const given = Object.fromEntries(inputs.map(({ name, axes }) => [name, waves(axes)]));
    const [found, expected] = [await runOn(engine, outputs, given), runOnReference(outputs, given)];
    for (const name of Object.keys(outputs)) expect(largestDifference(found[name], expected[name]), name).toBeLessThan(BOUND);
  });

  it.each(Object.entries(masks))("a kernel's gradient is the reference's behind a mask %s", async (_, mask) => {
    const gradient = kernelGradient(large["with strides of 1"]);
    const outputs = { masked: t.multiply(gradient, mask) };
    const given = Object.fromEntries([...t.program(outputs).inputs.values()].map(({ name, axes }) => [name, waves(axes)]));
    const [found, expected] = [await runOn(engine, outputs, given), runOnReference(outputs, given)];
    expect(largestDifference(found.masked, expected.masked)).toBeLessThan(BOUND);
  });

  it("of no channels is its bias", async () => {
    const [colours, features] = [t.axis("colour", 0), t.axis("feature", 0)];
    const [there, back] = [t.input("there", [feature]), t.input("back", [colour])];
    const from = (own: t.Axis): t.Node => t.fill([own, ...plane(wide.image)], 1);
    const kernel = (...own: readonly [t.Axis, t.Axis]): t.Node => t.fill([...own, ...plane(wide.kernel)], 1);
    const outputs = {
      there: t.add(t.conv2d(from(colours), kernel(feature, colours), { channels }), there),
      back: t.add(t.conv2dTranspose(from(features), kernel(features, colour), { channels, size: { height: 9, width: 9 } }), back),
    };
    const given = { there: waves(there.axes), back: waves(back.axes) };
    const [found, expected] = [await runOn(engine, outputs, given), runOnReference(outputs, given)];
    for (const name of ["there", "back"]) expect(found[name]?.values, name).toEqual(expected[name]?.values);
  });
});

it("is one product with what the kernel's gradient puts together, and a convolution where nothing does", () => {
  const { y, ofKernel } = convolved(wide).outputs;
  expect(modelText({ y })).toContain("Conv_");
  expect(modelText({ y, ofKernel })).not.toContain("Conv_");
  expect(modelText({ y, ofKernel }).match(/Concat_\d+/gu)).toHaveLength(3);
});

/** The gradient of Σ y · w with respect to the kernel: the convolution itself is not computed. */
function kernelGradient({ image, kernel, strides, padding }: Geometry): t.Node {
  const k = t.input("k", [feature, colour, ...plane(kernel)]);
  const y = t.conv2d(t.input("x", [t.axis("batch", 2), colour, ...plane(image)]), k, { channels, strides, padding });
  const [gradient] = t.gradients(t.sum(t.multiply(y, t.input("w", y.axes)), t.namesOf(y.axes)), [k]);
  return gradient;
}

it.each([
  ["few positions is one product", 1, wide],
  ["many positions is a product for each row of the kernel, in less memory", 3, large["with strides of 2"]],
  ["many positions with strides of 1 is one product", 1, large["with strides of 1"]],
  ["many positions with strides of 1 is several where the kernel is large, in less memory", 2, large["by a large kernel"]],
])("a kernel's gradient of a convolution to %s", (_, count, geometry) => {
  const products = modelText({ gradient: kernelGradient(geometry) }).match(/Gemm_\d+/gu);
  expect(new Set(products).size).toBe(count);
});

describe("of a kernel's gradient", () => {
  const gradient = kernelGradient(large["with strides of 1"]);
  const mask = masks["of what comes before"];

  it("only places that a mask does not make 0 are computed", () => {
    expect(modelText({ masked: t.multiply(gradient, mask) })).toContain("Gather_");
    expect(modelText({ masked: t.multiply(mask, t.reorder(gradient, t.namesOf(gradient.axes).toReversed())) })).toContain(
      "Gather_",
    );
  });

  it.each([
    ["it is wanted itself", { gradient, masked: t.multiply(gradient, mask) }],
    ["something else is done with it", { masked: t.multiply(gradient, mask), more: t.exp(gradient) }],
    ["it meets no constant", { masked: t.multiply(gradient, t.input("mask", mask.axes)) }],
    ["the constant is added", { sum: t.add(gradient, mask) }],
  ])("all places are computed where %s", (_, outputs) => {
    expect(modelText(outputs)).not.toContain("Gather_");
  });
});

it.each([
  ["one with the kernel turned around, where strides are 1", { ...wide, strides: ones }, "Conv_"],
  ["no such one where strides are not", wide, "ConvTranspose_"],
  ["no such one where images are cut", { ...wide, kernel: ones, strides: ones }, "ConvTranspose_"],
])("an image's gradient of a convolution is %s", (_, geometry, operator) => {
  const text = modelText({ ofImage: convolved(geometry).outputs.ofImage });
  expect(text.match(/ConvTranspose_|Conv_/gu)).toContain(operator);
  expect(text.includes("ConvTranspose_")).toBe(operator === "ConvTranspose_");
});

it.each(["batch", "height", "width", "colour", "feature"])("a kernel's gradient refuses an open %s", (open) => {
  expect(() => modelText({ gradient: kernelGradient(wide) }, open)).toThrow(`"${open}" cannot be left open`);
});
