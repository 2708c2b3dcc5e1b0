import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { passes, simplify } from "../../../src/tensor/passes/index.js";
import { rewrite } from "../../../src/tensor/passes/rewrite.js";
import * as t from "../../../src/tensor/index.js";
import type { Program } from "../../../src/tensor/index.js";
import { maskB } from "../../../src/probability/index.js";
import { after, count, disagreement } from "./check.js";
import { drawnProgram } from "./random-programs.js";

const BOUND = 1e-11;
const full = process.env.QEDMARK_FULL === "1";
const numRuns = full ? 3000 : 150;

describe.each([...Object.entries(passes), ["simplify", simplify] as const])("%s", (_, pass) => {
  test.prop([drawnProgram], { numRuns })("leaves the values of random programs as they are", ({ program, inputs }) => {
    expect(disagreement(program, pass(program), inputs)).toBeLessThan(BOUND);
  });
});

describe("a wrong rewriting", () => {
  const wrong: Readonly<Record<string, (program: Program) => Program>> = {
    "a difference the other way round": (own) =>
      rewrite(own, (node) => (node.kind === "subtract" ? { ...node, operands: [node.operands[1], node.operands[0]] } : node)),
    "a sum that forgets how often a value was repeated": (own) =>
      rewrite(own, (node) => {
        const [x] = node.operands;
        return node.kind === "sum" && x?.kind === "expand" && node.over.includes(x.axis)
          ? t.sum(
              x.operands[0],
              node.over.filter((name) => name !== x.axis),
            )
          : node;
      }),
    "a gate that is open at what is below 0": (own) =>
      rewrite(own, (node) =>
        node.kind === "select" ? { ...node, operands: [t.scalar(1), node.operands[1], node.operands[2]] } : node,
      ),
    "padded terms the other way round": (own) =>
      rewrite(own, (node) => {
        const [left, right] = node.operands;
        if (node.kind !== "add" || left?.kind !== "pad" || right?.kind !== "pad" || left.axis !== right.axis) return node;
        return left.before === 0 || right.before > 0 ? node : t.concat([left.operands[0], right.operands[0]], left.axis);
      }),
    "a product of matrices without its factor": (own) =>
      rewrite(own, (node) => (node.kind === "multiply" && node.operands[1].kind === "constant" ? node.operands[0] : node)),
  };

  it.each(Object.entries(wrong))("%s is noticed", (_, pass) => {
    const noticed = fc
      .sample(drawnProgram, 300)
      .some(({ program, inputs }) => disagreement(program, pass(program), inputs) > BOUND);
    expect(noticed).toBe(true);
  });
});

const [a, b] = [t.axis("a", 2), t.axis("b", 3)];
const x = t.input("x", [a, b]);
const y = t.input("y", [a, b]);

describe("common subexpressions", () => {
  it("are there once", () => {
    const own = t.program({ first: t.exp(t.add(x, 1)), second: t.exp(t.add(x, 1)) });
    expect(count(own, "exp")).toBe(2);
    const shared = passes.shareCommonSubexpressions(own);
    expect([count(shared, "exp"), count(shared, "add"), count(shared)]).toEqual([1, 1, 4]);
  });

  it("are told apart by what they do", () => {
    const own = t.program({ up: t.clamp(x, 0, 1), down: t.clamp(x, 0, 2), zero: t.multiply(x, 0), negative: t.multiply(x, -0) });
    expect(count(passes.shareCommonSubexpressions(own))).toBe(count(own));
  });
});

describe("loops", () => {
  const sequence = t.input("sequence", [t.axis("time", 4), b]);
  const weight = t.input("weight", [b]);
  const loop = (): Readonly<Record<string, t.Node>> => {
    const { states, outputs } = t.scan({
      axis: "time",
      initial: [t.fill([b], 0.5)],
      sequences: [sequence],
      body: ([state], [value]) => {
        const gate = t.multiply(t.sigmoid(t.multiply(weight, 1)), t.add(t.sigmoid(weight), 0));
        const next = t.add(t.multiply(gate, state), t.negate(t.negate(value)));
        return { states: [t.relu(next)], outputs: [t.exp(t.multiply(next, 1)), t.exp(next)] };
      },
    });
    const loss = t.sum(t.add(t.add(t.sum(outputs[0], ["time"]), t.sum(outputs[1], ["time"])), states[0]), ["b"]);
    const [gradient] = t.gradients(loss, [weight]);
    return { state: states[0], first: outputs[0], second: outputs[1], gradient };
  };
  const inputs = {
    sequence: t.tensor(
      sequence.axes,
      Array.from({ length: 12 }, (_, i) => Math.sin(i)),
    ),
    weight: t.tensor([b], [0.3, -1, 2]),
  };

  it("are rewritten in their bodies, and give what they gave", () => {
    const before = t.program(loop());
    const simpler = simplify(before);
    expect(disagreement(before, simpler, inputs)).toBeLessThan(BOUND);
    const bodies = (own: Program): number =>
      t
        .inOrder([...own.outputs.values()])
        .flatMap((node) => (node.kind === "scan" ? t.inOrder([...node.loop.next, ...node.loop.outputs]) : []))
        .filter(({ kind }) => kind === "negate").length;
    expect([bodies(before) > 0, bodies(simpler)]).toEqual([true, 0]);
  });

  it("show a wrong rewriting of their bodies", () => {
    const before = t.program(loop());
    const wrong = rewrite(before, (node) => (node.kind === "sigmoid" ? t.tanh(node.operands[0]) : node));
    expect(disagreement(before, wrong, inputs)).toBeGreaterThan(BOUND);
  });
});

describe("constants", () => {
  it("are computed beforehand", () => {
    const node = after(passes.foldConstants, t.multiply(t.exp(t.constant([a], [0, 1])), t.log(t.scalar(2))));
    expect(node).toMatchObject({ kind: "constant", values: Float64Array.of(Math.LN2, Math.E * Math.LN2) });
  });

  it("stay repeated numbers where they are such, however large", () => {
    const large = t.axis("n", 1e9);
    const node = after(passes.foldConstants, t.multiply(t.fill([large], 2), t.exp(t.fill([large], 1))));
    expect(node).toMatchObject({ kind: "expand", operands: [{ kind: "constant", values: Float64Array.of(2 * Math.E) }] });
  });

  it("of many values are left to the engine, but for parts of constants", () => {
    const many = t.constant(
      [t.axis("n", 5000)],
      Array.from({ length: 5000 }, (_, i) => i),
    );
    expect(after(passes.foldConstants, t.exp(many)).kind).toBe("exp");
    expect(after(passes.foldConstants, t.slice(many, "n", 0, 4999)).kind).toBe("constant");
  });
});

describe("padded sums", () => {
  const parts = (order: readonly number[]): t.Node => {
    const [whole, other] = [t.input("whole", [t.axis("c", 4), b]), t.input("other", [b, t.axis("c", 4)])];
    const part = (i: number): t.Node => t.pad(t.exp(t.slice(whole, "c", i, i + 1)), "c", i, 3 - i);
    return order.map(part).reduce(t.add, other);
  };

  it.each([[[0, 1, 2, 3]], [[3, 2, 1, 0]], [[0, 2, 3, 1]]])("of all parts in the order %j are put together", (order) => {
    const own = t.program({ y: parts(order) });
    const joined = passes.joinPaddedSums(own);
    expect([count(joined, "pad"), count(joined, "add"), count(joined, "concat")]).toEqual([0, 1, 1]);
    const inputs = Object.fromEntries(
      [...own.inputs.values()].map(({ name, axes }) => [
        name,
        t.tensor(
          axes,
          Array.from({ length: 12 }, (_, i) => i / 5),
        ),
      ]),
    );
    expect(disagreement(own, joined, inputs)).toBe(0);
  });

  it("keep zeros where no part is", () => {
    const joined = passes.joinPaddedSums(t.program({ y: parts([1, 2]) }));
    expect([count(joined, "pad"), count(joined, "concat")]).toEqual([1, 1]);
  });

  it("count a term as often as it is there", () => {
    const [p, q] = [t.pad(t.slice(x, "b", 0, 1), "b", 0, 2), t.pad(t.slice(y, "b", 0, 2), "b", 1, 0)];
    const own = t.program({ y: t.add(t.add(p, p), q) });
    const inputs = {
      x: t.tensor(x.axes, [1, 2, 3, 4, 5, 6]),
      y: t.tensor(y.axes, [7, 8, 9, 10, 11, 12]),
    };
    expect(disagreement(own, passes.joinPaddedSums(own), inputs)).toBe(0);
  });

  it("of more terms than can be listed stay", () => {
    let doubled: t.Node = t.pad(x, "b", 0, 1);
    for (let i = 0; i < 60; i++) doubled = t.add(doubled, doubled);
    expect(after(passes.joinPaddedSums, doubled)).toBe(doubled);
  });

  it.each([
    ["overlap", t.add(t.pad(x, "b", 0, 1), t.pad(y, "b", 1, 0))],
    ["leave a gap", t.add(t.pad(x, "b", 0, 5), t.pad(y, "b", 4, 1))],
    ["lie along two axes", t.add(t.pad(t.slice(x, "a", 0, 1), "a", 0, 1), t.pad(t.slice(y, "b", 1, 3), "b", 1, 0))],
    ["are repeated", t.add(t.pad(x, "b", 0, 3), t.pad(t.input("z", [b]), "b", 3, 0))],
  ])("stay where terms %s", (_, node) => {
    expect(after(passes.joinPaddedSums, node)).toBe(node);
  });
});

describe("algebra", () => {
  it("drops what changes nothing", () => {
    for (const node of [t.multiply(x, 1), t.add(x, 0), t.subtract(x, t.fill([a, b], 0)), t.divide(x, 1), t.negate(t.negate(x))]) {
      expect(after(simplify, node)).toBe(x);
    }
  });

  it("keeps 0 · x, which is NaN where x is infinite", () => {
    expect(after(simplify, t.multiply(x, 0)).kind).toBe("multiply");
  });

  it("keeps a factor inside that could overflow outside", () => {
    const node = after(simplify, t.sum(t.multiply(x, 1e-30), ["a"]));
    expect(node.kind).toBe("sum");
  });

  it("makes one difference of the gradient of a cross-entropy", () => {
    const loss = t.mean(t.sum(t.subtract(t.softplus(x), t.multiply(y, x)), ["b"]), ["a"]);
    const [gradient] = t.gradients(loss, [x]);
    const node = after(simplify, gradient);
    expect(node).toMatchObject({
      kind: "multiply",
      operands: [
        { kind: "subtract", operands: [y, { kind: "sigmoid" }] },
        { kind: "constant", values: Float64Array.of(-0.5) },
      ],
    });
  });

  it("exchanges the operands of a product of matrices for a reordering", () => {
    const node = after(simplify, t.reorder(t.contract(x, t.rename(y, { a: "c" }), ["b"]), ["c", "a"]));
    expect(node.kind).toBe("contract");
  });
});

describe("gates", () => {
  it("of a rectifier ask what it gave", () => {
    const loss = t.sum(t.relu(x), ["a", "b"]);
    const own = t.program({ loss, ...Object.fromEntries(t.gradients(loss, [x]).map((node) => ["gradient", node])) });
    const gated = passes.gateByRelu(own).outputs.get("gradient");
    expect(gated).toMatchObject({ kind: "select", operands: [{ kind: "less", operands: [{}, { kind: "relu" }] }, {}, {}] });
  });

  it("that are shut for NaN alone are shut for 0, where the contribution is a multiple", () => {
    const loss = t.sum(t.select(t.greater(x, 0), t.log(x), 0), ["a", "b"]);
    const [gradient] = t.gradients(loss, [x]);
    const before = t.program({ gradient });
    const simpler = passes.simplifyShutGates(before);
    expect(count(simpler, "equal")).toBe(1);
    const inputs = { x: t.tensor([a, b], [0, -1, 2, 3, -0, 1]) };
    expect(disagreement(before, simpler, inputs)).toBe(0);
  });
});

it("sums of softplus stand by themselves", () => {
  const own = t.program({ loss: t.sum(t.subtract(t.softplus(x), y), ["b"]) });
  const apart = passes.separateSoftplusSums(own);
  expect([count(own, "sum"), count(apart, "sum")]).toEqual([1, 2]);
});

describe("masked kernels", () => {
  const channels = { in: t.axis("in", 2), out: t.axis("out", 2) };
  const mask = maskB({ size: { height: 5, width: 3 }, channels });
  const kernel = t.input("kernel", [channels.out, channels.in, t.axis("height", 5), t.axis("width", 3)]);
  const image = t.input("image", [t.axis("batch", 2), channels.in, t.axis("height", 6), t.axis("width", 4)]);
  const options = {
    channels: { in: "in", out: "out" },
    padding: { top: 2, bottom: 2, left: 1, right: 1 },
  };
  const step = (): t.Program => {
    const value = t.tanh(t.conv2d(image, t.multiply(kernel, mask), options));
    const loss = t.sum(t.square(value), ["batch", "out", "height", "width"]);
    const [ofImage, ofKernel] = t.gradients(loss, [image, kernel]);
    return t.program({ value, ofImage, ofKernel });
  };
  const rows = (own: Program, kind: "conv2d" | "conv2dTranspose" | "conv2dKernel"): readonly (number | undefined)[] =>
    t.inOrder([...own.outputs.values()]).flatMap((node) => {
      if (node.kind !== kind) return [];
      const kernelAxes = node.kind === "conv2dKernel" ? node.axes : node.operands[1].axes;
      return [kernelAxes.find(({ name }) => name === "height")?.size];
    });
  const inputs = Object.fromEntries(
    [image, kernel].map(({ name, axes }) => [
      name,
      t.tensor(
        axes,
        Array.from({ length: t.elements(axes) }, (_, i) => Math.sin(i)),
      ),
    ]),
  );

  it("have no rows that are 0, nor have their gradients", () => {
    const cropped = passes.cropMaskedKernels(step());
    for (const kind of ["conv2d", "conv2dTranspose", "conv2dKernel"] as const) {
      expect(rows(step(), kind), kind).toEqual([5]);
      expect(rows(cropped, kind), kind).toEqual([3]);
    }
    expect(disagreement(step(), cropped, inputs)).toBeLessThan(BOUND);
  });

  it("keep a row that only looks empty on one side", () => {
    const upside = t.program({ value: t.conv2d(image, t.multiply(kernel, t.reverse(mask, "height")), options) });
    expect(disagreement(upside, simplify(upside), inputs)).toBeLessThan(BOUND);
  });
});
