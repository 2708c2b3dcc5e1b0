import { axis } from "../../graph/axes.js";
import { program } from "../../graph/program.js";
import type { Program } from "../../graph/program.js";
import { fill } from "../../graph/sources.js";
import { EngineError } from "../engine.js";
import type { Engine, Executable, Memory } from "../engine.js";
import type { Threads } from "./native.js";
import { openSession, QUIET } from "./session.js";

/**
 * onnxruntime compiled to WebAssembly, in Node and in browsers. Its threads are the process's: the first engine opened sets them. A page that is not isolated
 * from other origins has one, for threads share memory.
 *
 * A page finds `ort-wasm-simd-threaded.wasm` beside the script that the library is bundled into, or where `env.wasm.wasmPaths` of onnxruntime-web/wasm says.
 *
 * @throws EngineError where it does not load
 */
export async function openOnnxWeb(options: Threads): Promise<Engine> {
  const runtime = await load();
  const isolated = isolation();
  const threads = isolated === false ? 1 : options.threads;
  runtime.env.wasm.numThreads = threads;
  const prepare = (own: Program, memory: Memory = {}): Promise<Executable> =>
    openSession({ ...runtime, delivery: "new arrays", channelsOfBlock: null }, own, memory, {
      executionProviders: ["wasm"],
      graphOptimizationLevel: "all",
      ...QUIET,
    });
  // In Node the WebAssembly lies in the package; a page fetches it when a program is first prepared.
  if (isolated !== null) await fetched(prepare);
  return {
    name: `onnxruntime-web ${runtime.env.versions.web ?? ""}, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    prepare,
  };
}

/** Whether a page is isolated from other origins; null where there is no page. */
function isolation(): boolean | null {
  const host: object = globalThis;
  return "crossOriginIsolated" in host ? host.crossOriginIsolated === true : null;
}

/** @throws EngineError where a page has no WebAssembly to run programs with */
async function fetched(prepare: Engine["prepare"]): Promise<void> {
  try {
    const smallest = await prepare(program({ one: fill([axis("one", 1)], 1) }));
    await smallest.close();
  } catch (error) {
    throw new EngineError(
      "onnxruntime-web finds no WebAssembly; serve its ort-wasm-simd-threaded.wasm beside the script of the page, or set env.wasm.wasmPaths",
      { cause: error },
    );
  }
}

async function load() {
  try {
    return await import("onnxruntime-web");
  } catch (error) {
    throw new EngineError("onnxruntime-web does not load; install it with `npm install onnxruntime-web`", { cause: error });
  }
}
