import { describe, expect, it } from "vitest";
import * as native from "onnxruntime-node";
import * as web from "onnxruntime-web";
import { EngineError } from "../../../src/tensor/engines/engine.js";
import { onnxModel } from "../../../src/tensor/engines/onnx/model.js";
import * as t from "../../../src/tensor/index.js";
import { host } from "../../../src/training/kernels/webassembly.js";
import { describeRuntimes } from "./engines.js";

const [row, column] = [t.axis("row", 3), t.axis("column", 2)];
const x = t.input("x", [row, column]);
const w = t.input("w", [column]);

describeRuntimes((engine) => {
  it("computes in the arrays that it is given, views of one WebAssembly memory among them", async () => {
    const memory = new (host().Memory)({ initial: 1, maximum: 1 });
    const given = new Float32Array(memory.buffer, 64, 6);
    const product = new Float32Array(memory.buffer, 128, 6);
    const executable = await engine.prepare(t.program({ product: t.multiply(x, w), total: t.sum(x, ["row", "column"]) }), {
      inputs: { x: given },
      outputs: { product },
    });
    expect([executable.inputs.x, executable.outputs.product]).toEqual([given, product]);
    expect(executable.inputs.x).toBe(given);
    executable.inputs.w?.set([1, 10]);
    for (const factor of [1, 2]) {
      given.set([1, 2, 3, 4, 5, 6].map((value) => factor * value));
      await executable.run();
      expect([...product]).toEqual([1, 20, 3, 40, 5, 60].map((value) => factor * value));
      expect([...(executable.outputs.total ?? [])]).toEqual([21 * factor]);
      expect([...given]).toEqual([1, 2, 3, 4, 5, 6].map((value) => factor * value));
    }
    await executable.close();
  });

  it("refuses an array of another length", async () => {
    const prepared = engine.prepare(t.program({ y: t.exp(x) }), { inputs: { x: new Float32Array(5) } });
    await expect(prepared).rejects.toThrow(new EngineError("the memory given for x holds 5 values; it takes 6"));
  });

  it("gives an input back as an output, under the same name too, and a constant", async () => {
    const executable = await engine.prepare(t.program({ x, same: x, one: t.fill([column], 1), "w (output)": w }));
    executable.inputs.x?.set([1, 2, 3, 4, 5, 6]);
    executable.inputs.w?.set([7, 8]);
    await executable.run();
    expect(Object.entries(executable.outputs).map(([name, values]) => [name, ...values])).toEqual([
      ["x", 1, 2, 3, 4, 5, 6],
      ["same", 1, 2, 3, 4, 5, 6],
      ["one", 1, 1],
      ["w (output)", 7, 8],
    ]);
    await executable.close();
  });

  it("refuses an empty name", async () => {
    await expect(engine.prepare(t.program({ "": t.exp(x) }))).rejects.toThrow(
      /^an input or output of the program has an empty name, .*; name it$/,
    );
  });

  it("runs a program without any value", async () => {
    const empty = t.input("empty", [t.axis("none", 0)]);
    const executable = await engine.prepare(t.program({ empty: t.exp(empty) }));
    await executable.run();
    expect([executable.inputs.empty?.length, executable.outputs.empty?.length]).toEqual([0, 0]);
    await executable.close();
  });

  it("runs a loop whose sequences have no values", async () => {
    const empty = t.input("empty", [t.axis("time", 5), t.axis("none", 0)]);
    const { states, outputs } = t.scan({
      axis: "time",
      initial: [w],
      sequences: [empty],
      body: ([state]) => ({ states: [t.multiply(state, 2)], outputs: [t.sum(state, ["column"])] }),
    });
    const executable = await engine.prepare(t.program({ state: states[0], output: outputs[0] }));
    executable.inputs.w?.set([1, 2]);
    await executable.run();
    expect([...(executable.outputs.state ?? [])]).toEqual([32, 64]);
    expect([...(executable.outputs.output ?? [])]).toEqual([3, 6, 12, 24, 48]);
    await executable.close();
  });

  it("says what failed where an index is outside of its axis", async () => {
    const executable = await engine.prepare(t.program({ looked: t.gather(x, t.input("index", []), "row") }));
    executable.inputs.index?.set([3]);
    await expect(executable.run()).rejects.toThrow(
      /^onnxruntime could not run the program: .*indices element out of data bounds/,
    );
    await expect(executable.run()).rejects.toBeInstanceOf(EngineError);
    await executable.close();
  });
});

describe("a model with an open axis", () => {
  const batch = t.axis("batch", 4);
  const image = t.input("image", [batch, t.axis("channel", 1), t.axis("height", 6), t.axis("width", 6)]);
  const kernel = t.constant(
    [t.axis("feature", 2), ...image.axes.slice(1, 2), t.axis("height", 3), t.axis("width", 3)],
    Array.from({ length: 18 }, (_, i) => Math.sin(i)),
  );
  const convolved = t.relu(
    t.conv2d(image, kernel, { channels: { in: "channel", out: "feature" }, strides: { height: 2, width: 2 } }),
  );
  const features = t.merge(convolved, ["feature", "height", "width"], "features");
  const weight = t.constant(
    [t.axis("features", 8), t.axis("latent", 3)],
    Array.from({ length: 24 }, (_, i) => Math.cos(i)),
  );
  const encoded = t.add(t.contract(features, weight, ["features"]), t.constant([t.axis("latent", 3)], [1, 2, 3]));
  const values = Array.from({ length: 4 * 36 }, (_, i) => Math.sin(i * i));

  it.each([
    ["native", native, {}],
    ["web", web, { executionProviders: ["wasm"] }],
  ] as const)("runs on the %s runtime for batches of every size", async (_, { InferenceSession, Tensor }, options) => {
    const expected = t.evaluate({ encoded }, { image: t.tensor(image.axes, values.map(Math.fround)) }).encoded?.values ?? [];
    const session = await InferenceSession.create(onnxModel(t.program({ encoded }), { open: "batch" }), options);
    for (const size of [1, 3, 4]) {
      const given = new Tensor("float32", Float32Array.from(values.slice(0, 36 * size)), [size, 1, 6, 6]);
      const { encoded: found } = await session.run({ image: given });
      expect(found?.dims).toEqual([size, 3]);
      for (const [i, value] of Array.from(found?.data ?? [], Number).entries()) expect(value).toBeCloseTo(expected[i] ?? NaN, 5);
    }
    await session.release();
  });

  it.each([
    ["summing what is repeated along it", t.sum(t.expand(w, batch), ["batch"])],
    ["repeating a value along it", t.expand(w, batch)],
    ["merging or splitting it", t.merge(image, ["batch", "height"], "rows")],
    ["taking a part of it", t.slice(image, "batch", 0, 1)],
    ["padding it", t.pad(image, "batch", 0, 1)],
  ])("refuses %s", (what, node) => {
    expect(() => onnxModel(t.program({ image, node }), { open: "batch" })).toThrow(
      new EngineError(`the size of the axis "batch" cannot be left open: ${what} needs it; export the model for one size`),
    );
  });
});
