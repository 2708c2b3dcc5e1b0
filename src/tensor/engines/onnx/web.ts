import { EngineError } from "../engine.js";
import type { Engine } from "../engine.js";
import type { Threads } from "./native.js";
import { openSession, QUIET } from "./session.js";

/** onnxruntime compiled to WebAssembly, in Node and in browsers. Its threads are the process's: the first engine opened sets them. @throws EngineError where it does not load */
export async function openOnnxWeb({ threads }: Threads): Promise<Engine> {
  const runtime = await load();
  runtime.env.wasm.numThreads = threads;
  return {
    name: `onnxruntime-web ${runtime.env.versions.web ?? ""}, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    prepare: (program, memory = {}) =>
      openSession({ ...runtime, writesInPlace: false }, program, memory, {
        executionProviders: ["wasm"],
        graphOptimizationLevel: "all",
        ...QUIET,
      }),
  };
}

async function load() {
  try {
    return await import("onnxruntime-web");
  } catch (error) {
    throw new EngineError("onnxruntime-web does not load; install it with `npm install onnxruntime-web`", { cause: error });
  }
}
