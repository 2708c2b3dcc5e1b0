import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import { freshName } from "../../src/tensor/graph/axes.js";
import { valueOf } from "./brute.js";
import { gradientError } from "./finite-differences.js";

const [a, b] = [t.axis("a", 2), t.axis("b", 3)];
const x = t.input("x", [a, b]);
const numbers = (...values: readonly number[]): t.Node => t.constant([t.axis("n", values.length)], values);
const valuesOf = (node: t.Node): number[] => [...valueOf(node).values];

describe("what changes nothing is the tensor itself", () => {
  it.each([
    ["a rename to the same name", () => t.rename(x, { a: "a" })],
    ["a split into the axis itself", () => t.split(x, "a", [a])],
    ["the order that it has", () => t.reorder(x, ["a", "b"])],
    ["all positions", () => t.slice(x, "b", 0, 3)],
    ["no zeros around it", () => t.pad(x, "b", 0, 0)],
    ["one part", () => t.concat([x], "a")],
    ["a reduction over no axes", () => t.logSumExp(t.max(t.sum(x, []), []), [])],
  ])("%s", (_, build) => {
    expect(build()).toBe(x);
  });

  it.each([
    ["another name", () => t.rename(x, { a: "c" }), ["c", "b"]],
    ["another name of the last axis", () => t.rename(x, { b: "c" }), ["a", "c"]],
    ["another order", () => t.reorder(x, ["b", "a"]), ["b", "a"]],
  ])("and what changes the axes is another: %s", (_, build, names) => {
    expect(t.namesOf(build().axes)).toEqual(names);
    expect(t.namesOf(t.rename(t.scalar(1), {}).axes)).toEqual([]);
  });
});

describe("a name of an axis", () => {
  it("that is fresh is none of those there", () => {
    const axes = ["n", "n′", "m"].map((name) => t.axis(name, 1));
    expect(freshName(axes, "n")).toBe("n′′");
    expect(freshName(axes.toReversed(), "n")).toBe("n′′");
    expect(
      freshName(
        ["n′", "n"].map((name) => t.axis(name, 1)),
        "n",
      ),
    ).toBe("n′′");
    expect(freshName(axes, "k")).toBe("k");
  });

  it("that occurs twice is refused in values too, first or last", () => {
    const twice = `: axis "a" occurs twice in (a 1, a 1); give every axis a name of its own`;
    const one = t.axis("a", 1);
    expect(() => t.constant([one, one], [1])).toThrow(`constant${twice}`);
    expect(() => t.tensor([one, one], [1])).toThrow(`tensor${twice}`);
  });
});

describe("every function of two tensors names itself", () => {
  const short = t.input("short", [t.axis("a", 5)]);
  const two = {
    add: t.add,
    subtract: t.subtract,
    multiply: t.multiply,
    divide: t.divide,
    maximum: t.maximum,
    minimum: t.minimum,
  };
  const comparisons = { less: t.less, lessEqual: t.lessEqual, equal: t.equal, greater: t.greater, greaterEqual: t.greaterEqual };

  it.each(Object.entries({ ...two, ...comparisons }))("%s", (name, build) => {
    expect(() => build(x, short)).toThrow(new RegExp(`^${name}: axis "a" has size 2 in one operand and 5 in another`));
  });

  it.each(Object.entries({ sum: t.sum, max: t.max, logSumExp: t.logSumExp, mean: t.mean }))("so does %s", (name, build) => {
    expect(() => build(x, ["c"])).toThrow(new RegExp(`^${name}: there is no axis "c"`));
  });

  it("so does logSoftmax, along one axis or several", () => {
    expect(() => t.logSoftmax(x, "c")).toThrow(/^logSoftmax: there is no axis "c"/);
    expect(() => t.logSoftmax(x, ["a", "c"])).toThrow(/^logSoftmax: there is no axis "c"/);
  });

  it("logSoftmax along several axes minds the names of the others", () => {
    const logits = t.constant([t.axis("all", 1), a, b], [1, 2, 3, 4, 5, 6]);
    const found = t.sum(t.softmax(logits, ["a", "b"]), ["a", "b"]);
    expect(found.axes).toEqual([t.axis("all", 1)]);
    expect(valuesOf(found)[0]).toBeCloseTo(1, 14);
  });

  it("clamp to one number is allowed", () => {
    expect(valuesOf(t.clamp(numbers(0, 1, 2), 1, 1))).toEqual([1, 1, 1]);
  });
});

describe("numbers of positions that are refused", () => {
  it.each([-1, 0.5, NaN])("zeros: %s", (wrong) => {
    const message = /^pad: axis "b" cannot grow by \S+ before and \S+ after; give whole numbers from 0$/;
    expect(() => t.pad(x, "b", wrong, 0)).toThrow(message);
    expect(() => t.pad(x, "b", 0, wrong)).toThrow(message);
    expect(() => t.pad(x, "b", 1, wrong)).toThrow(message);
  });

  it.each([
    [-1, 2],
    [0.5, 2],
    [NaN, 2],
    [0, 0.5],
    [0, 4],
    [2, 1],
    [4, 4],
    [0, NaN],
  ])("a part from %s to %s", (start, end) => {
    expect(() => t.slice(x, "b", start, end)).toThrow(/^slice: axis "b" of size 3 has no part \S+ \.\. \S+; slice between/);
  });

  it("an empty part is one", () => {
    for (const place of [0, 1, 3]) expect(t.slice(x, "b", place, place).axes).toEqual([a, { name: "b", size: 0 }]);
  });
});

describe("convolutions refuse, whichever axis comes first", () => {
  const [height, width, into, out] = [t.axis("height", 4), t.axis("width", 4), t.axis("in", 2), t.axis("out", 3)];
  const kernel = t.input("kernel", [t.axis("height", 2), t.axis("width", 2), into, out]);
  const image = t.input("image", [height, width, into]);
  const channels = { in: "in", out: "out" };
  const none = { top: 0, bottom: 0, left: 0, right: 0 };
  const size = { height: 4, width: 4 };
  const sides = ["top", "bottom", "left", "right"] as const;

  it.each(sides.flatMap((side) => [-1, 0.5, NaN].map((wrong) => [side, wrong] as const)))(
    "padding at the %s of %s",
    (side, wrong) => {
      expect(() => t.conv2d(image, kernel, { channels, padding: { ...none, [side]: wrong } })).toThrow(
        `conv2d: the padding at the ${side} is ${wrong}; a padding is a whole number from 0`,
      );
    },
  );

  it.each([0, -1, 0.5, NaN])("a stride of %s", (wrong) => {
    for (const along of ["height", "width"]) {
      expect(() => t.conv2d(image, kernel, { channels, strides: { height: 1, width: 1, [along]: wrong } })).toThrow(
        `conv2d: the stride along ${along} is ${wrong}; a stride is a whole number from 1`,
      );
    }
  });

  it.each(["height", "width"])("a kernel without %s", (along) => {
    const axes = kernel.axes.map((own) => (own.name === along ? { name: along, size: 0 } : own));
    expect(() => t.conv2d(image, t.input("empty", axes), { channels })).toThrow(
      `conv2d: the kernel has no ${along}; give it at least one row and column`,
    );
  });

  it("an operand that has the channels of the result already", () => {
    expect(() => t.conv2d(t.input("image", [out, height, width, into]), kernel, { channels })).toThrow(
      'conv2d: the image has the axis "out" of the output; rename one of the two',
    );
    const output = [into, t.axis("height", 3), t.axis("width", 3), out];
    expect(() => t.conv2dTranspose(t.input("output", output), kernel, { channels, size })).toThrow(
      'conv2dTranspose: the operand has the axis "in" of the result; rename one of the two',
    );
  });

  it("an operand of the adjoints without height, width or channels", () => {
    const output = (...axes: readonly t.Axis[]) => t.input("output", axes);
    const [h, w] = [t.axis("height", 3), t.axis("width", 3)];
    const transposed = (own: t.Node, by: t.Node = kernel) => t.conv2dTranspose(own, by, { channels, size });
    expect(() => transposed(output(w, out))).toThrow(/^conv2dTranspose: there is no axis "height" among \(width 3, out 3\)/);
    expect(() => transposed(output(h, out))).toThrow(/^conv2dTranspose: there is no axis "width" among \(height 3, out 3\)/);
    const narrow = t.input("narrow", [t.axis("height", 2), t.axis("width", 2), out]);
    expect(() => transposed(output(h, w, out), narrow)).toThrow(/^conv2dTranspose's kernel: there is no axis "in"/);
  });

  it("sizes of the adjoints that are none", () => {
    const output = t.input("output", [t.axis("height", 3), t.axis("width", 3), out]);
    for (const along of ["height", "width"]) {
      expect(() => t.conv2dTranspose(output, kernel, { channels, size: { ...size, [along]: -1 } })).toThrow(
        `conv2dTranspose: axis "${along}" has size -1; a size is a whole number from 0`,
      );
    }
  });
});

describe("triangular systems refuse, whichever axis comes first", () => {
  const [row, column] = [t.axis("row", 2), t.axis("column", 2)];
  const l = t.input("l", [row, column]);
  const solve = (matrix: t.Node, ...axes: readonly t.Axis[]) =>
    t.triangularSolve(matrix, t.input("b", axes), { row: "row", column: "column" });

  it("the axis of the unknowns on the right side", () => {
    expect(() => solve(l, column, row)).toThrow('the right side has the axis "column" of the unknowns; rename it there');
  });

  it("sizes that do not agree", () => {
    const message = /^triangularSolve: axis "(row|batch)" has size \d in one operand and \d in another/;
    expect(() => solve(l, t.axis("row", 3))).toThrow(message);
    expect(() => solve(l, a, t.axis("row", 3))).toThrow(message);
    const batched = t.input("l", [row, column, t.axis("batch", 2)]);
    expect(() => solve(batched, t.axis("batch", 3), row)).toThrow(message);
  });
});

describe("scans refuse", () => {
  it("a state that has their axis, first or last", () => {
    for (const axes of [
      [a, b],
      [b, a],
    ]) {
      const initial: readonly t.Node[] = [t.fill(axes, 0)];
      const build = () => t.scan({ axis: "a", initial, sequences: [x], body: (states) => ({ states, outputs: [] }) });
      expect(build).toThrow('scan: the axis "a" of the scan is in a state or an output; rename it there');
    }
  });
});

describe("gradients", () => {
  it("are of scalars: one axis is one too many", () => {
    expect(() => t.gradients(t.sum(x, ["a"]), [x])).toThrow(
      "gradients: the output is no scalar: it has (b 3); sum over these axes first",
    );
  });

  it("of a Cholesky factor and of a lookup do not depend on which axis comes first", () => {
    const matrix = t.tensor([t.axis("column", 2), t.axis("row", 2)], [2, 0.3, 0.3, 1]);
    expect(gradientError((own = x) => t.cholesky(own, "row", "column"), [matrix])).toBeLessThan(1e-8);
    const table = t.tensor([t.axis("place", 3), a], [1, 2, 3, 4, 5, 6]);
    const indices = t.constant([t.axis("n", 2)], [2, 0]);
    expect(gradientError((own = x) => t.gather(own, indices, "place"), [table])).toBeLessThan(1e-8);
  });

  it("of a place that a loop's select does not take are 0, not 0 · ∞", () => {
    const own = t.input("own", [t.axis("n", 3)]);
    const isTaken = numbers(1, 0, 1);
    const { states } = t.scan({
      axis: "n",
      initial: [t.scalar(0)],
      sequences: [t.sqrt(own), isTaken],
      body: ([sum], [value, taken]) => ({ states: [t.add(sum, t.select(taken, value, 0))], outputs: [] }),
    });
    const [gradient] = t.gradients(states[0], [own]);
    const found = t.evaluate({ gradient }, { own: t.tensor(own.axes, [4, 0, 1]) });
    expect([...(found.gradient?.values ?? [])]).toEqual([0.25, 0, 0.5]);
  });

  it("of what is taken and no number are none, whatever the sign of what comes back", () => {
    const own = t.input("own", []);
    const result = t.select(t.scalar(1), t.log(own), 0);
    for (const factor of [1, -1]) {
      const [gradient] = t.gradients(t.multiply(result, factor), [own]);
      expect(t.evaluate({ gradient }, { own: t.tensor([], [NaN]) }).gradient?.values[0]).toBeNaN();
    }
  });
});
