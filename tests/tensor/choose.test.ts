import { afterEach, describe, expect, it, vi } from "vitest";
import type * as choose from "../../src/tensor/engines/choose.js";
import { EngineError } from "../../src/tensor/engines/engine.js";

const native = "../../src/tensor/engines/onnx/native.js";
const web = "../../src/tensor/engines/onnx/web.js";
const tfjs = "../../src/tensor/engines/tfjs/open.js";
const options = { threads: 1 };

/** The module as it is where engines do not load. */
async function chooseWithout(...modules: readonly string[]): Promise<typeof choose> {
  vi.resetModules();
  const fail = (name: string) => () => Promise.reject(new EngineError(`${name} is not here; install it`));
  vi.doMock("../../src/tensor/engines/engine.js", () => ({ EngineError }));
  for (const module of modules) {
    vi.doMock(module, () => ({ openOnnxNative: fail("native"), openOnnxWeb: fail("web"), openTfjs: fail("tfjs") }));
  }
  return import("../../src/tensor/engines/choose.js");
}

afterEach(() => {
  for (const module of [native, web, tfjs, "../../src/tensor/engines/engine.js"]) vi.doUnmock(module);
  vi.resetModules();
});

describe("the engine that is chosen", () => {
  it("is the fastest where all load, without a word", async () => {
    const { openEngine } = await chooseWithout();
    const { engine, notes } = await openEngine(null, options);
    expect(engine.name).toMatch(/^onnxruntime-node .*1 thread$/);
    expect(notes).toEqual([]);
  });

  it("is the next where the native library is missing, with a line that says so", async () => {
    const { openEngine } = await chooseWithout(native);
    const { engine, notes } = await openEngine(null, options);
    expect(engine.name).toMatch(/^onnxruntime-web /);
    expect(notes).toEqual(["native is not here; install it"]);
  });

  it("is the reference where nothing else loads", async () => {
    const { openEngine } = await chooseWithout(native, web, tfjs);
    const { engine, notes } = await openEngine(null, options);
    expect(engine.name).toBe("reference, double precision");
    expect(notes).toEqual(["native", "web", "tfjs", "tfjs"].map((name) => `${name} is not here; install it`));
  });

  it("is the one that is named, or none", async () => {
    const { openEngine } = await chooseWithout(native);
    expect((await openEngine("tfjs-cpu", options)).engine.name).toMatch(/^@tensorflow\/tfjs-backend-cpu /);
    await expect(openEngine("onnx", options)).rejects.toThrow("native is not here; install it");
  });

  it("has a name that is known", async () => {
    const { engineNames, isEngineName } = await chooseWithout();
    for (const name of engineNames) expect(isEngineName(name)).toBe(true);
    for (const name of ["", "toString", "ONNX"]) expect(isEngineName(name)).toBe(false);
  });
});

describe("trying all engines", () => {
  it("says why each that is missing is, and lets a defect through", async () => {
    const { tryEngines } = await chooseWithout(native);
    const [first] = await tryEngines(options);
    expect(first).toEqual({ name: "onnx", engine: null, reason: "native is not here; install it" });
    vi.doMock(web, () => ({ openOnnxWeb: () => Promise.reject(new TypeError("a defect")) }));
    await expect(tryEngines(options)).rejects.toThrow(new TypeError("a defect"));
  });
});
