import { EngineError } from "../engine.js";
import type { Engine } from "../engine.js";
import { openSession, QUIET } from "./session.js";

export interface Threads {
  /** How many threads one operation may use. */
  readonly threads: number;
}

/** onnxruntime's native library, which computes where the caller's arrays lie. @throws EngineError where it does not load */
export async function openOnnxNative({ threads }: Threads): Promise<Engine> {
  const runtime = await load();
  return {
    name: `onnxruntime-node ${runtime.env.versions.node ?? ""}, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    prepare: (program, memory = {}) =>
      openSession({ ...runtime, writesInPlace: true }, program, memory, {
        executionProviders: ["cpu"],
        executionMode: "sequential",
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        graphOptimizationLevel: "all",
        ...QUIET,
      }),
  };
}

async function load() {
  const runtime = await attempt();
  // package.json gives bundlers for browsers an empty module in its place.
  if (!("InferenceSession" in runtime)) {
    throw new EngineError("onnxruntime-node is a native library, and browsers load none; the engine onnx-web takes its place");
  }
  return runtime;
}

async function attempt() {
  try {
    return await import("onnxruntime-node");
  } catch (error) {
    throw new EngineError(
      "onnxruntime-node does not load on this machine; install it with `ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node`",
      { cause: error },
    );
  }
}
