import { describe, expect, it } from "vitest";
import * as library from "onnxruntime-node";
import { onnxModel } from "../../../src/tensor/engines/onnx/model.js";
import { channelsOfBlockOf, openOnnxNative } from "../../../src/tensor/engines/onnx/native.js";
import type { Library } from "../../../src/tensor/engines/onnx/session.js";
import { extentOf } from "../../../src/tensor/graph/convolution-geometry.js";
import * as t from "../../../src/tensor/index.js";
import { largestDifference, runOn, runOnReference } from "./run.js";
import type { Tensors } from "./run.js";

const engine = await openOnnxNative({ threads: 1 });
const own = await channelsOfBlockOf(library);

const waves = (axes: t.Axes): t.Tensor =>
  t.tensor(
    axes,
    Array.from({ length: t.elements(axes) }, (_, i) => Math.fround(Math.sin(12.9 * i + 1))),
  );

const feature = t.axis("feature", 16);
const plane = (height: number, width = height): t.Axes => [t.axis("height", height), t.axis("width", width)];
const image = t.input("image", [t.axis("batch", 2), feature, ...plane(46, 47)]);
const kernel = (name: string, height: number, width: number, to = 16): t.Node =>
  t.input(name, [t.axis("to", to), feature, ...plane(height, width)]);

/** Over the same axes as the image; strides are 1. */
function convolved(x: t.Node, kernel: t.Node, bias?: t.Node): t.Node {
  const { height, width } = extentOf(kernel.axes);
  const padding = { top: height - 1, bottom: 0, left: width - 1, right: 0 };
  const y = t.conv2d(x, kernel, { channels: { in: "feature", out: "to" }, padding });
  return t.rename(bias === undefined ? y : t.add(y, bias), { to: "feature" });
}

const first = kernel("first", 2, 3);
const second = kernel("second", 1, 2);
const bias = t.input("bias", [t.axis("to", 16)]);

/** Two layers, the second beside what it is of, and the gradients of Σ y² / 2. */
function residual(): Readonly<Record<string, t.Node>> {
  const before = convolved(image, first, bias);
  const y = t.add(before, convolved(t.relu(before), second));
  const loss = t.multiply(t.sum(t.multiply(y, y), t.namesOf(y.axes)), 0.5);
  const [ofImage, ofFirst, ofSecond, ofBias] = t.gradients(loss, [image, first, second, bias]);
  return { y, ofImage, ofFirst, ofSecond, ofBias };
}

const simple = convolved(image, second);
const cases: Readonly<Record<string, Readonly<Record<string, t.Node>>>> = {
  "layers and their gradients": residual(),
  "numbers at every place": { y: t.sigmoid(t.multiply(simple, 3)) },
  "numbers for each channel": { y: t.multiply(simple, t.input("scale", [feature])) },
  "numbers for each place of an image": { y: t.add(simple, t.input("offset", plane(46, 47))) },
  "images in another order of axes": { y: t.multiply(simple, t.input("other", image.axes.toReversed())) },
  "images that are not in blocks": { y: t.subtract(t.input("other", image.axes), simple) },
  "images that are added": { y: t.add(t.input("other", image.axes), convolved(image, second, bias)) },
  "images that are added to what is wanted itself": { simple, y: t.add(simple, image) },
  comparisons: { y: t.less(simple, image) },
  "images that are repeated": { y: t.exp(t.expand(simple, t.axis("again", 2))) },
  "images without a batch": { y: t.tanh(convolved(t.input("one", [feature, ...plane(70)]), second)) },
  strides: {
    y: t.negate(
      t.conv2d(t.input("large", [feature, ...plane(140, 210)]), first, {
        channels: { in: "feature", out: "to" },
        strides: { height: 2, width: 3 },
        padding: { top: 1, bottom: 0, left: 0, right: 2 },
      }),
    ),
  },
  "more channels after than before": { y: t.relu(convolved(image, kernel("wide", 2, 2, 32))) },
  "sequences of operations, and what they are of": (() => {
    const twice = convolved(t.relu(simple), first);
    return { simple, twice, sum: t.sum(t.multiply(t.tanh(twice), simple), ["batch", "height", "width"]) };
  })(),
};

const modelText = (outputs: Readonly<Record<string, t.Node>>, channelsOfBlock: number | null): string =>
  [...onnxModel(t.program(outputs), { channelsOfBlock })].map((byte) => String.fromCharCode(byte)).join("");

const DOMAIN = "com.microsoft.nchwc";

describe.runIf(own !== null)(`images in blocks of ${own} channels`, () => {
  it.each(Object.entries(cases))("give what the reference gives: %s", async (_, outputs) => {
    expect(modelText(outputs, own)).toContain(DOMAIN);
    const given: Tensors = Object.fromEntries(
      [...t.program(outputs).inputs.values()].map(({ name, axes }) => [name, waves(axes)]),
    );
    const [found, expected] = [await runOn(engine, outputs, given), runOnReference(outputs, given)];
    for (const name of Object.keys(outputs)) expect(largestDifference(found[name], expected[name]), name).toBeLessThan(2 ** -16);
  });
});

it("layers stay in blocks from one to the next", () => {
  const orders = modelText({ y: residual().y ?? image }, 16).match(/Reorder(In|Out)put_\d+/gu);
  // The image goes in, the sum comes out: each is named where it is made and where it is used.
  expect(new Set(orders).size).toBe(2);
});

const others = t.input("others", simple.axes);
const renamed = t.rename(simple, { feature: "other" });

it.each([
  ["a convolution", { y: t.add(simple, others) }],
  ["a convolution with a bias, on the right", { y: t.add(others, convolved(image, second, bias)) }],
])("images are added to %s as it is computed", (_, outputs) => {
  expect(modelText(outputs, 16)).not.toContain("Add_");
});

it.each([
  ["is wanted itself", { y: t.add(simple, others), simple }],
  ["something else is made of", { y: t.add(simple, others), more: t.exp(simple) }],
  [
    "something else is made of, under another name",
    { y: t.add(t.rename(renamed, { other: "feature" }), others), more: t.exp(renamed) },
  ],
  ["is added in another order of axes", { y: t.add(simple, t.input("turned", image.axes.toReversed())) }],
])("images are added to a convolution afterwards that %s", (_, outputs) => {
  expect(modelText(outputs, 16)).toContain("Add_");
});

it.each([
  ["where the model is for any runtime", { y: simple }, null],
  ["of channels that are not whole blocks before", { y: simple }, 32],
  ["of channels that are not whole blocks after", { y: convolved(image, kernel("odd", 1, 1, 24)) }, 16],
  ["of few places", { y: convolved(t.input("few", [feature, ...plane(63)]), second) }, 16],
])("there are no blocks %s", (_, outputs, channels) => {
  expect(modelText(outputs, channels)).not.toContain(DOMAIN);
});

/** The library, which fails for models with blocks, or gives outputs that are other than they should be. */
function changed(inBlocks: "fails" | "differs"): Library {
  return {
    ...library,
    InferenceSession: {
      create: async (model, options) => {
        const isBlocked = [...model]
          .map((byte) => String.fromCharCode(byte))
          .join("")
          .includes(DOMAIN);
        if (isBlocked && inBlocks === "fails") throw new Error("no such operator");
        const session = await library.InferenceSession.create(model, options);
        if (!isBlocked) return session;
        return new Proxy(session, {
          get: (of, name) => {
            if (name === "run") {
              return async (
                feeds: Readonly<Record<string, library.Tensor>>,
                fetches: Readonly<Record<string, library.Tensor>>,
              ) => {
                await of.run(feeds, fetches);
                const data = fetches.y?.data;
                if (data instanceof Float32Array) data.reverse();
              };
            }
            const value: unknown = Reflect.get(of, name);
            return typeof value === "function" ? (...given: unknown[]): unknown => Reflect.apply(value, of, given) : value;
          },
        });
      },
    },
  };
}

it.each(["fails", "differs"] as const)("a library has no blocks whose convolution of them %s", async (inBlocks) => {
  expect(await channelsOfBlockOf(changed(inBlocks))).toBeNull();
});
