import type { InferenceSession, Tensor, TensorConstructor } from "onnxruntime-common";
import type { Node } from "../../graph/node.js";
import type { Program } from "../../graph/program.js";
import { simplify } from "../../passes/index.js";
import { arraysFor } from "../arrays.js";
import { EngineError } from "../engine.js";
import type { Arrays, Executable, Memory } from "../engine.js";
import { hasPlaces, onnxModel, outputName } from "./model.js";

/** What the packages of onnxruntime have in common. */
export interface Library {
  readonly InferenceSession: {
    readonly create: (model: Uint8Array, options: InferenceSession.SessionOptions) => Promise<InferenceSession>;
  };
  readonly Tensor: TensorConstructor;
}

/** One of them, and what is known of it. */
export interface Runtime extends Library {
  readonly delivery: Delivery;
  /** Of how many channels the blocks of its own convolution are; null where it has none. */
  readonly channelsOfBlock: number | null;
}

/**
 * How a run gives its outputs: in new arrays, which are copied; in the arrays given for them, and in new ones besides, which nobody needs; or in the arrays
 * given for them alone. For the last the run is stopped, when all is computed, at a sequence of tensors that stands before the outputs, for which JavaScript
 * has no value.
 */
export type Delivery = "new arrays" | "given arrays and new ones" | "given arrays";

/** What onnxruntime-node says of a sequence. */
const STOPPED = "Non tensor type is temporarily not supported.";

/** What fails is thrown, and printed by nobody else. */
export const QUIET = { logSeverityLevel: 4 } as const;

/** A program as a session of onnxruntime, whose inputs and outputs lie in arrays of the caller. */
export async function openSession(
  { InferenceSession: sessions, Tensor, delivery, channelsOfBlock }: Runtime,
  program: Program,
  memory: Memory,
  options: InferenceSession.SessionOptions,
): Promise<Executable> {
  const inputs = arraysFor(program.inputs, memory.inputs);
  const outputs = arraysFor(program.outputs, memory.outputs);
  const tensors = (nodes: ReadonlyMap<string, Node>, arrays: Arrays, nameOf: (name: string) => string): Record<string, Tensor> =>
    Object.fromEntries(
      [...nodes]
        .filter(([, node]) => hasPlaces(node))
        .map(([name, { axes }]) => [
          nameOf(name),
          new Tensor(
            "float32",
            arrays[name] ?? new Float32Array(),
            axes.map(({ size }) => size),
          ),
        ]),
    );
  const feeds = tensors(program.inputs, inputs, (name) => name);
  const fetches = tensors(program.outputs, outputs, (name) => outputName(name, program.inputs));
  if (Object.keys(fetches).length === 0) {
    return { inputs, outputs, run: () => Promise.resolve(), close: () => Promise.resolve() };
  }
  const sequenceFirst = delivery === "given arrays";
  const session = await attempt("prepare the program", () =>
    sessions.create(onnxModel(simplify(program), { sequenceFirst, channelsOfBlock }), options),
  );
  const [first = ""] = session.outputNames;
  const runs: Readonly<Record<Delivery, () => Promise<void>>> = {
    "new arrays": async () => {
      const results = await session.run(feeds, Object.keys(fetches), QUIET);
      for (const [name, given] of Object.entries(fetches)) copy(results[name], given);
    },
    "given arrays and new ones": async () => {
      await session.run(feeds, fetches, QUIET);
    },
    "given arrays": async () => {
      try {
        await session.run(feeds, { [first]: null, ...fetches }, QUIET);
      } catch (error) {
        if (!(error instanceof Error) || error.message !== STOPPED) throw error;
      }
    },
  };
  return {
    inputs,
    outputs,
    run: () => attempt("run the program", runs[delivery]),
    close: () => session.release(),
  };
}

function copy(from: Tensor | undefined, to: Tensor): void {
  const [source, target] = [from?.data, to.data];
  if (source instanceof Float32Array && target instanceof Float32Array) target.set(source);
}

async function attempt<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError(`onnxruntime could not ${what}: ${reason.replaceAll(/\s+/g, " ")}`, { cause: error });
  }
}
