import { fc } from "@fast-check/vitest";
import { expect, it } from "vitest";
import * as t from "../../../src/tensor/index.js";
import { drawnOver } from "../arbitrary.js";
import { indices, read, tabulate, total } from "../brute.js";
import { describeOperation } from "../contracts.js";

const channels = { in: "colour", out: "feature" };

/** An image and a kernel in any orders of their axes, and how the one goes over the other. */
const drawn = fc
  .record({
    batch: fc.nat({ max: 2 }),
    colours: fc.nat({ max: 2 }),
    features: fc.nat({ max: 2 }),
    image: fc.record({ height: fc.nat({ max: 5 }), width: fc.nat({ max: 4 }) }),
    kernel: fc.record({ height: fc.integer({ min: 1, max: 3 }), width: fc.integer({ min: 1, max: 3 }) }),
    strides: fc.record({ height: fc.integer({ min: 1, max: 3 }), width: fc.integer({ min: 1, max: 2 }) }),
    padding: fc.record({
      top: fc.nat({ max: 2 }),
      bottom: fc.nat({ max: 2 }),
      left: fc.nat({ max: 2 }),
      right: fc.nat({ max: 1 }),
    }),
  })
  .filter(
    ({ image, kernel, padding }) =>
      image.height + padding.top + padding.bottom >= kernel.height && image.width + padding.left + padding.right >= kernel.width,
  )
  .chain(({ batch, colours, features, image, kernel, strides, padding }) => {
    const [colour, feature] = [t.axis("colour", colours), t.axis("feature", features)];
    const plane = (size: t.Extent) => [t.axis("height", size.height), t.axis("width", size.width)];
    const output = {
      height: Math.floor((image.height + padding.top + padding.bottom - kernel.height) / strides.height) + 1,
      width: Math.floor((image.width + padding.left + padding.right - kernel.width) / strides.width) + 1,
    };
    const inAnyOrder = (axes: readonly t.Axis[]) =>
      fc.shuffledSubarray([...axes], { minLength: axes.length }).chain((order) => drawnOver(order));
    return fc.record({
      image: inAnyOrder([...plane(image), t.axis("batch", batch), colour]),
      kernel: inAnyOrder([...plane(kernel), colour, feature]),
      output: inAnyOrder([...plane(output), t.axis("batch", batch), feature]),
      size: fc.constant({ image, kernel, output }),
      options: fc.constant({ channels, strides, padding }),
    });
  });

type Form = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

/** Σ image · kernel · output as the definition says, with one value of one of the three left out: the adjoints, index by index. */
function partOf(name: "image" | "kernel" | "output", form: Form): t.Tensor {
  const { image, kernel, output, options } = form;
  const { strides, padding } = options;
  const sums = new Map<string, number>();
  const keyOf = (axes: t.Axes, index: Readonly<Record<string, number>>) => axes.map((own) => index[own.name]).join();
  for (const y of indices(output.tensor.axes)) {
    for (const k of indices(kernel.tensor.axes)) {
      if (y.feature !== k.feature) continue;
      const height = (y.height ?? NaN) * strides.height + (k.height ?? NaN) - padding.top;
      const width = (y.width ?? NaN) * strides.width + (k.width ?? NaN) - padding.left;
      const x = { ...y, ...k, height, width };
      const inside = height >= 0 && height < form.size.image.height && width >= 0 && width < form.size.image.width;
      if (!inside) continue;
      const parts = {
        image: [x, read(kernel.tensor, k) * read(output.tensor, y)],
        kernel: [k, read(image.tensor, x) * read(output.tensor, y)],
        output: [y, read(image.tensor, x) * read(kernel.tensor, k)],
      } as const;
      const [index, value] = parts[name];
      const key = keyOf(form[name].tensor.axes, index);
      sums.set(key, (sums.get(key) ?? 0) + value);
    }
  }
  const { axes } = form[name].tensor;
  return tabulate(axes, (index) => sums.get(keyOf(axes, index)) ?? 0);
}

/** In the order of the axes that a test draws; convolutions have an order of their own. */
const inOrderOf = (node: t.Node, axes: t.Axes): t.Node => t.reorder(node, t.namesOf(axes));

describeOperation("convolutions", ({ agrees }) => {
  agrees("conv2d is its definition index by index", drawn, (form) => {
    const result = t.conv2d(form.image.node, form.kernel.node, form.options);
    return [[inOrderOf(result, form.output.tensor.axes), partOf("output", form)]];
  });

  agrees("conv2dTranspose is the adjoint in the image", drawn, (form) => {
    const result = t.conv2dTranspose(form.output.node, form.kernel.node, { ...form.options, size: form.size.image });
    return [[inOrderOf(result, form.image.tensor.axes), partOf("image", form)]];
  });

  agrees("conv2dKernel is the adjoint in the kernel", drawn, (form) => {
    const result = t.conv2dKernel(form.image.node, form.output.node, { ...form.options, size: form.size.kernel });
    return [[inOrderOf(result, form.kernel.tensor.axes), partOf("kernel", form)]];
  });

  it("keeps the place of every axis and puts the output channels in the place of the input's", () => {
    const image = t.input("image", [t.axis("colour", 3), t.axis("width", 5), t.axis("batch", 2), t.axis("height", 7)]);
    const kernel = t.input("kernel", [t.axis("height", 3), t.axis("width", 3), t.axis("colour", 3), t.axis("feature", 8)]);
    expect(t.axesText(t.conv2d(image, kernel, { channels }).axes)).toBe("feature 8, width 3, batch 2, height 5");
  });
});

describeOperation("inner products of convolutions", ({ agrees }) => {
  agrees("⟨conv2d x, y⟩ = ⟨x, conv2dTranspose y⟩ = ⟨k, conv2dKernel⟩", drawn, (form) => {
    const { image, kernel, output, options, size } = form;
    const inner = (x: t.Node, y: t.Node): t.Node => t.sum(t.multiply(x, y), t.namesOf(x.axes));
    const forward = partOf("output", form).values;
    const expected = t.tensor([], [total([...forward].map((value, i) => value * (output.tensor.values[i] ?? NaN)))]);
    const transposed = t.conv2dTranspose(output.node, kernel.node, { ...options, size: size.image });
    const weights = t.conv2dKernel(image.node, output.node, { ...options, size: size.kernel });
    return [
      [inner(t.conv2d(image.node, kernel.node, options), output.node), expected],
      [inner(image.node, transposed), expected],
      [inner(kernel.node, weights), expected],
    ];
  });
});

/**
 * The 3×3 masks of a PixelCNN, whose pixels are seen row by row: mask A of the first layer leaves out the pixel itself, mask B of the later ones has it.
 *
 * ```
 *   A: 1 1 1    B: 1 1 1
 *      1 0 0       1 1 0
 *      0 0 0       0 0 0
 * ```
 */
const maskA = [1, 1, 1, 1, 0, 0, 0, 0, 0];
const maskB = [1, 1, 1, 1, 1, 0, 0, 0, 0];

describeOperation("masked convolutions", ({ expectAgreement, isThorough, valuesOf }) => {
  const SIDE = 5;
  const plane = [t.axis("height", SIDE), t.axis("width", SIDE)];
  const [image, colour, feature] = [t.input("image", [...plane, t.axis("colour", 1)]), t.axis("colour", 1), t.axis("feature", 2)];
  const padding = { top: 1, bottom: 1, left: 1, right: 1 };
  const weightsOf = (inner: t.Axis, outer: t.Axis): t.Node => {
    const axes = [t.axis("height", 3), t.axis("width", 3), inner, outer];
    return t.constant(
      axes,
      Array.from({ length: t.elements(axes) }, (_, i) => 1 + Math.sin(i) / 2),
    );
  };
  const masked = (mask: readonly number[], weights: t.Node): t.Node =>
    t.multiply(weights, t.constant([t.axis("height", 3), t.axis("width", 3)], mask));

  /** Layers of masked convolutions with positive weights, after each a strictly increasing function. */
  function network(masks: readonly (readonly number[])[]): t.Node {
    return masks.reduce<t.Node>((x, mask, layer) => {
      const own = layer === 0 ? colour : t.axis("before", 2);
      const input = layer === 0 ? x : t.rename(x, { feature: "before" });
      const result = t.conv2d(input, masked(mask, weightsOf(own, feature)), {
        channels: { in: own.name, out: "feature" },
        padding,
      });
      return t.tanh(t.multiply(result, 0.01));
    }, image);
  }

  /** Whether the output at each pixel depends on the input at each pixel: rows of marks, found by differentiation. */
  async function dependences(output: t.Node): Promise<string[]> {
    const pixels = indices(plane);
    const at = tabulate([...plane, colour], (index) => Math.cos((index.height ?? 0) * 3 + (index.width ?? 0)));
    const asked = pixels.map(({ height = 0, width = 0 }) => {
      const pixel = t.slice(t.slice(output, "height", height, height + 1), "width", width, width + 1);
      const [gradient] = t.gradients(t.sum(pixel, t.namesOf(pixel.axes)), [image]);
      return gradient;
    });
    const slopes = await valuesOf(asked, { image: at });
    return slopes.map(({ values }) => [...values].map((slope) => (slope === 0 ? "." : "x")).join(""));
  }

  /** The same from the masks alone: what each pixel sees of the one layer, then of the next. */
  function reach(masks: readonly (readonly number[])[]): string[] {
    const pixels = indices(plane);
    return pixels.map((target) => {
      let seen = new Set([pixels.indexOf(target)]);
      for (const mask of masks.toReversed()) {
        const next = [...seen].flatMap((place) =>
          mask.flatMap((open, tap) => {
            const row = Math.floor(place / SIDE) + Math.floor(tap / 3) - 1;
            const column = (place % SIDE) + (tap % 3) - 1;
            return open === 1 && row >= 0 && row < SIDE && column >= 0 && column < SIDE ? [row * SIDE + column] : [];
          }),
        );
        seen = new Set(next);
      }
      return pixels.map((_, source) => (seen.has(source) ? "x" : ".")).join("");
    });
  }

  const layers = [maskA, maskB, maskB];

  it("depend on exactly what their masks let through", async () => {
    expect(await dependences(network(layers))).toEqual(reach(layers));
  });

  it.runIf(isThorough)("depend on no pixel that comes later, and on the pixel before", async () => {
    for (const [target, row] of (await dependences(network(layers))).entries()) {
      expect(row.slice(target)).toBe(".".repeat(SIDE * SIDE - target));
      if (target % SIDE > 0) expect(row[target - 1]).toBe("x");
    }
  });

  it.runIf(isThorough).each([
    ["a mask B that leaves out its whole centre row", [maskA, [1, 1, 1, 0, 0, 0, 0, 0, 0]]],
    ["a mask A with the pixel itself", [maskB, maskB]],
    ["masks against the order of the pixels", [maskA.toReversed(), maskB.toReversed()]],
  ])("show %s", async (_, wrong) => {
    expect(await dependences(network(wrong))).not.toEqual(reach([maskA, maskB]));
  });

  it("give the same with the empty rows of the kernel cropped", async () => {
    const kernel = masked(maskB, weightsOf(colour, feature));
    const whole = t.conv2d(image, kernel, { channels, padding });
    const cropped = t.conv2d(image, t.slice(kernel, "height", 0, 2), { channels, padding: { ...padding, bottom: 0 } });
    const at = tabulate(image.axes, (index) => Math.sin((index.height ?? 0) * 7 + (index.width ?? 0)));
    const [left, all] = await valuesOf([cropped, whole], { image: at });
    if (all === undefined) throw new Error("no value");
    expectAgreement(left, all);
  });
});
