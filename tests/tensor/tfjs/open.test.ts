import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { EngineError } from "../../../src/tensor/engines/engine.js";
import { restoreIsNullOrUndefined } from "../../../src/tensor/engines/tfjs/node-util.js";
import { openTfjs } from "../../../src/tensor/engines/tfjs/open.js";
import * as t from "../../../src/tensor/index.js";

const n = t.axis("n", 3);
const x = t.input("x", [n]);

describe("TensorFlow.js as an engine", () => {
  it("says what does not load and what to do, in a line", async () => {
    await expect(openTfjs("webgpu")).rejects.toThrow(
      new EngineError(
        "@tensorflow/tfjs-backend-webgpu does not load (Cannot find package '@tensorflow/tfjs-backend-webgpu'); " +
          "run npm install @tensorflow/tfjs-backend-webgpu; it needs a WebGPU device, which Node has with the package webgpu",
      ),
    );
  });

  it("writes nothing to the console", async () => {
    const spies = (["log", "info", "warn", "error"] as const).map((kind) => vi.spyOn(console, kind).mockReturnValue());
    for (const backend of ["wasm", "cpu"] as const) {
      const { run } = await (await openTfjs(backend)).prepare(t.program({ y: t.exp(x) }));
      await run();
    }
    for (const spy of spies) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it.each(["wasm", "cpu"] as const)("keeps nothing of a run on %s, not even of one that fails", async (backend) => {
    const engine = await openTfjs(backend);
    const scanned = t.scan({
      axis: "n",
      initial: [t.scalar(0)],
      sequences: [x],
      body: ([total], [value]) => ({ states: [t.add(total, value)], outputs: [t.exp(total)] }),
    });
    const { inputs, run } = await engine.prepare(
      t.program({ a: scanned.outputs[0], b: t.softplus(x), same: x, c: t.gather(x, t.input("place", []), "n") }),
    );
    await run();
    const before = tf.memory();
    for (let i = 0; i < 10; i++) await run();
    inputs.place?.fill(-1);
    await expect(run()).rejects.toThrow(EngineError);
    expect(tf.memory()).toEqual(before);
  });

  it("keeps to its backend beside another one", async () => {
    const [wasm, cpu] = [await openTfjs("wasm"), await openTfjs("cpu")];
    const backends: string[] = [];
    const spy = vi.spyOn(tf.engine(), "tidy");
    spy.mockImplementation(() => {
      backends.push(tf.getBackend());
      return [tf.tensor1d([0, 0, 0])];
    });
    const all = await Promise.all([wasm, cpu, wasm].map(async (engine) => engine.prepare(t.program({ y: t.exp(x) }))));
    await Promise.all(all.map(async ({ run }) => run()));
    expect(backends).toEqual(["wasm", "cpu", "wasm"]);
    spy.mockRestore();
  });

  it("refuses a tensor of more axes than it takes", async () => {
    const axes = Array.from({ length: 7 }, (_, i) => t.axis(`a${i}`, 1));
    const prepared = (await openTfjs("cpu")).prepare(t.program({ y: t.exp(t.input("x", axes)) }));
    await expect(prepared).rejects.toThrow(
      new EngineError("a tensor has 7 axes, tfjs takes up to 6; merge some, or take another engine"),
    );
  });
});

describe("the function that tfjs-node misses in newer Node", () => {
  const util: object = process.getBuiltinModule("node:util");
  const own = Object.getOwnPropertyDescriptor(util, "isNullOrUndefined");
  afterEach(() => {
    if (own === undefined) Reflect.deleteProperty(util, "isNullOrUndefined");
    else Object.defineProperty(util, "isNullOrUndefined", own);
  });

  it("is put back where it is missing", () => {
    Reflect.deleteProperty(util, "isNullOrUndefined");
    restoreIsNullOrUndefined();
    const found: unknown = Reflect.get(util, "isNullOrUndefined");
    if (typeof found !== "function") throw new Error("it is not there");
    expect([null, undefined, 0, ""].map((value): unknown => Reflect.apply(found, util, [value]))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it("is left as it is where it is there", () => {
    const there = (): boolean => true;
    Object.defineProperty(util, "isNullOrUndefined", { value: there, configurable: true });
    restoreIsNullOrUndefined();
    expect(Reflect.get(util, "isNullOrUndefined")).toBe(there);
  });
});
