import type { InferenceSession } from "onnxruntime-common";
import { axis } from "../../graph/axes.js";
import { conv2d } from "../../graph/convolution.js";
import { negate } from "../../graph/elementwise.js";
import { program } from "../../graph/program.js";
import { input } from "../../graph/sources.js";
import { EngineError } from "../engine.js";
import type { Engine } from "../engine.js";
import { openSession, QUIET } from "./session.js";
import type { Library, Runtime } from "./session.js";

export interface Threads {
  /** How many threads one operation may use. */
  readonly threads: number;
}

/** onnxruntime's native library, which computes where the caller's arrays lie. @throws EngineError where it does not load */
export async function openOnnxNative({ threads }: Threads): Promise<Engine> {
  const library = await load();
  const runtime = { ...library, delivery: await deliveryOf(library), channelsOfBlock: await channelsOfBlockOf(library) };
  return {
    name: `onnxruntime-node ${library.env.versions.node ?? ""}, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    prepare: (own, memory = {}) => openSession(runtime, own, memory, optionsFor(threads)),
  };
}

function optionsFor(threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ["cpu"],
    executionMode: "sequential",
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    ...QUIET,
  };
}

/**
 * How this version of the library gives outputs. It writes them to the arrays given for them, and copies each to a new array after the run: of a training step
 * all gradients, and the garbage keeps a processor. Whether a sequence before them stops the copies, and nothing else, is tried out.
 */
export async function deliveryOf(library: Library): Promise<Runtime["delivery"]> {
  const x = input("x", [axis("place", 1)]);
  try {
    const own = program({ negated: negate(x), same: x });
    const executable = await openSession({ ...library, delivery: "given arrays", channelsOfBlock: null }, own, {}, optionsFor(1));
    try {
      executable.inputs.x?.fill(3);
      await executable.run();
    } finally {
      await executable.close();
    }
    const isWritten = executable.outputs.negated?.[0] === -3 && executable.outputs.same?.[0] === 3;
    return isWritten ? "given arrays" : "given arrays and new ones";
  } catch (error) {
    if (error instanceof EngineError) return "given arrays and new ones";
    throw error;
  }
}

/** By the registers of processors. */
const CHANNELS_OF_BLOCKS = [16, 8] as const;

/**
 * Of how many channels the blocks of this version's own convolution are on this machine, null where it has none: the library does not say. So it is tried out
 * which of them gives what the usual convolution does.
 */
export async function channelsOfBlockOf(library: Library): Promise<number | null> {
  const [from, to] = [axis("from", 16), axis("to", 16)];
  const x = input("x", [from, axis("height", 64), axis("width", 64)]);
  const kernel = input("kernel", [to, from, axis("height", 1), axis("width", 1)]);
  const own = program({ y: conv2d(x, kernel, { channels: { in: "from", out: "to" } }) });
  const convolved = async (channelsOfBlock: number | null): Promise<Float32Array | null> => {
    try {
      const runtime = { ...library, delivery: "given arrays and new ones", channelsOfBlock } as const;
      const executable = await openSession(runtime, own, {}, optionsFor(1));
      try {
        for (const values of Object.values(executable.inputs)) values.forEach((_, i) => (values[i] = Math.sin(i)));
        await executable.run();
      } finally {
        await executable.close();
      }
      return executable.outputs.y ?? null;
    } catch (error) {
      if (error instanceof EngineError) return null;
      throw error;
    }
  };
  const expected = await convolved(null);
  for (const channels of CHANNELS_OF_BLOCKS) {
    const found = await convolved(channels);
    if (expected?.every((value, i) => Math.abs(value - (found?.[i] ?? NaN)) < 1e-4)) return channels;
  }
  return null;
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
