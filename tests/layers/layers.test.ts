import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  add,
  axesText,
  axis,
  constant,
  contract,
  conv2d,
  conv2dTranspose,
  input,
  multiply,
  namesOf,
  rename,
  ShapeError,
} from "../../src/tensor/index.js";
import type { Axes, Node, Tensor } from "../../src/tensor/index.js";
import { convolution, dense, Parameters, transposedConvolution, ZERO } from "../../src/layers/index.js";
import { drawnOver } from "../tensor/arbitrary.js";
import { indices, read, total, valueOf } from "../tensor/brute.js";
import { differs, first } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";

/** `name (axes): law` of each parameter. */
const described = (parameters: Parameters): readonly string[] =>
  [...parameters.declared].map(([name, { axes, initial }]) => {
    const law = initial.law === "uniform" ? `±1/√${Math.round(initial.bound ** -2)}` : `${initial.value}`;
    return `${name} (${axesText(axes)}): ${law}`;
  });

const sizes = fc.record({
  batch: fc.nat({ max: 3 }),
  row: fc.integer({ min: 1, max: 3 }),
  column: fc.integer({ min: 1, max: 3 }),
});
type Sizes = typeof sizes extends fc.Arbitrary<infer T> ? T : never;

const axesOf = ({ batch, row, column }: Sizes): Axes => [axis("row", row), axis("batch", batch), axis("column", column)];
const unit = axis("unit", 2);

const drawn = sizes.chain((own) =>
  fc.record({
    x: drawnOver(axesOf(own)).map((one) => one.tensor),
    weight: drawnOver([axis("row", own.row), axis("column", own.column), unit]).map((one) => one.tensor),
    bias: drawnOver([unit]).map((one) => one.tensor),
  }),
);
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

type Layer = (parameters: Parameters, x: Node) => Node;

/** The layer is Σ x · weight + bias over rows and columns, written out. */
function isAffine(layer: Layer, { x, weight, bias }: Drawn): Complaint {
  const found = valueOf(layer(new Parameters(), input("x", x.axes)), { x, weight, bias });
  return first(
    indices(found.axes).map(({ batch = NaN, unit: i = NaN }) => {
      const products = indices(weight.axes.slice(0, 2)).map(
        (place) => read(x, { ...place, batch }) * read(weight, { ...place, unit: i }),
      );
      const right = total(products) + read(bias, { unit: i });
      return differs("a unit", read(found, { batch, unit: i }), right, 1e-12 * (1 + Math.abs(right)), {
        "the bias is missing": total(products),
      });
    }),
  );
}

describe("a dense layer", () => {
  const layer: Layer = (parameters, x) => dense(parameters, x, ["row", "column"], unit);

  test.prop([drawn])("is a sum over the named axes and a bias", (all) => {
    expect(isAffine(layer, all)).toBeNull();
  });

  it("without its bias, or over axes that are taken for each other, is seen", () => {
    const [row, column] = [axis("row", 2), axis("column", 2)];
    const all: Drawn = {
      x: valueOf(constant([row, axis("batch", 1), column], [1, 2, 3, 4])),
      weight: valueOf(constant([row, column, unit], [1, 0, -1, 2, 3, 1, 0, 5])),
      bias: valueOf(constant([unit], [10, 20])),
    };
    expect(isAffine(layer, all)).toBeNull();
    expect(isAffine((own, x) => dense(own, x, ["column", "row"], unit), all)).toBeNull();
    const unbiased: Layer = (parameters, x) => {
      const weight = parameters.declare("weight", all.weight.axes, ZERO);
      const bias = parameters.declare("bias", [unit], ZERO);
      return add(contract(x, weight, ["row", "column"]), multiply(bias, 0));
    };
    const turned: Layer = (parameters, x) => layer(parameters, rename(x, { row: "column", column: "row" }));
    expect(isAffine(unbiased, all)).toContain("the bias is missing");
    expect(isAffine(turned, all)).toContain("none of the usual mistakes");
  });

  it("has the law of PyTorch's Linear", () => {
    const parameters = new Parameters();
    layer(parameters, input("x", axesOf({ batch: 5, row: 2, column: 3 })));
    expect(described(parameters)).toEqual(["weight (row 2, column 3, unit 2): ±1/√6", "bias (unit 2): ±1/√6"]);
  });

  it("refuses axes that are not there, or there already", () => {
    const x = input("x", axesOf({ batch: 5, row: 2, column: 3 }));
    expect(() => dense(new Parameters(), x, ["height"], unit)).toThrow(ShapeError);
    expect(() => dense(new Parameters(), x, ["row"], axis("batch", 5))).toThrow(
      new ShapeError("dense", 'the operand has the axis "batch" of the result', "rename one of the two"),
    );
  });
});

describe("convolutional layers", () => {
  const kernel = { height: 3, width: 2 };
  const channels = { in: "colour", out: "feature" };
  const strides = { height: 2, width: 1 };
  const [batch, height, width] = [axis("batch", 2), axis("height", 7), axis("width", 4)];
  const [colour, feature] = [axis("colour", 3), axis("feature", 5)];
  const numbers = (axes: Axes, phase: number): Tensor =>
    valueOf(
      constant(
        axes,
        indices(axes).map((_, i) => Math.sin(phase + i)),
      ),
    );
  const plus = (all: Tensor, bias: Tensor, name: string): readonly number[] =>
    indices(all.axes).map((index) => read(all, index) + read(bias, { [name]: index[name] ?? NaN }));

  it("are a convolution and a bias for each channel", () => {
    const parameters = new Parameters();
    const x = input("x", [batch, colour, height, width]);
    const node = convolution(parameters, x, feature, kernel, { channels, strides });
    expect(described(parameters)).toEqual([
      "kernel (feature 5, colour 3, height 3, width 2): ±1/√18",
      "bias (feature 5): ±1/√18",
    ]);
    const [own, bias] = [...parameters.declared.values()];
    const given = { x: numbers(x.axes, 0), kernel: numbers(own?.axes ?? [], 1), bias: numbers(bias?.axes ?? [], 2) };
    const plain = conv2d(x, input("kernel", own?.axes ?? []), { channels, strides });
    const unbiased = valueOf(plain, { x: given.x, kernel: given.kernel });
    expect([...valueOf(node, given).values]).toEqual(plus(unbiased, given.bias, "feature"));
    expect([...valueOf(node, given).values]).not.toEqual([...unbiased.values]);
  });

  it("turned around are the adjoint and a bias for each channel, drawn by the number of values that meet in one", () => {
    const parameters = new Parameters();
    const y = input("x", [batch, feature, axis("height", 3), axis("width", 3)]);
    const options = { channels, strides, size: { height: 7, width: 4 } };
    const node = transposedConvolution(parameters, y, colour, kernel, options);
    expect(described(parameters)).toEqual(["kernel (feature 5, colour 3, height 3, width 2): ±1/√20", "bias (colour 3): ±1/√20"]);
    expect(new Set(namesOf(node.axes))).toEqual(new Set(["batch", "colour", "height", "width"]));
    const [own, bias] = [...parameters.declared.values()];
    const given = { x: numbers(y.axes, 0), kernel: numbers(own?.axes ?? [], 1), bias: numbers(bias?.axes ?? [], 2) };
    const plain = conv2dTranspose(y, input("kernel", own?.axes ?? []), options);
    const unbiased = valueOf(plain, { x: given.x, kernel: given.kernel });
    expect([...valueOf(node, given).values]).toEqual(plus(unbiased, given.bias, "colour"));
    expect([...valueOf(node, given).values]).not.toEqual([...unbiased.values]);
  });

  it("have strides of 1 unless told", () => {
    const parameters = new Parameters();
    const y = input("x", [feature, axis("height", 5), axis("width", 3)]);
    transposedConvolution(parameters, y, colour, kernel, { channels, size: { height: 7, width: 4 } });
    expect(described(parameters)).toEqual(["kernel (feature 5, colour 3, height 3, width 2): ±1/√30", "bias (colour 3): ±1/√30"]);
  });

  it("refuse an image without the channels", () => {
    const x = input("x", [batch, height, width]);
    expect(() => convolution(new Parameters(), x, feature, kernel, { channels })).toThrow(ShapeError);
  });
});
