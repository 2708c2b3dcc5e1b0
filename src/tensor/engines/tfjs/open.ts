import type { Tensor } from "@tensorflow/tfjs-core";
import { arraysFor } from "../arrays.js";
import { EngineError } from "../engine.js";
import type { Engine, Executable, Memory } from "../engine.js";
import type { Program } from "../../graph/program.js";
import { exclusively } from "./exclusively.js";
import type { Tfjs } from "./kernel.js";
import { sizesOf } from "./layout.js";
import { loadBackend } from "./backends.js";
import type { Backend } from "./backends.js";
import { plan } from "./plan.js";

/**
 * TensorFlow.js on one of its backends, node by node. It checks indices, but for those on a graphics card.
 *
 * @throws EngineError when the backend does not load here, with what to do
 */
export async function openTfjs(backend: Backend): Promise<Engine> {
  const { tf, registered, name } = await loadBackend(backend);
  return {
    name,
    prepare: async (program, memory) => Promise.resolve(lay(tf, registered, name, program, memory)),
  };
}

function lay(tf: Tfjs, registered: string, name: string, program: Program, memory: Memory = {}): Executable {
  const inputs = arraysFor(program.inputs, memory.inputs);
  const outputs = arraysFor(program.outputs, memory.outputs);
  const compute = plan(tf, [...program.outputs.values()], [...program.inputs.values()]);
  const forward = (): readonly Tensor[] => {
    const given = [...program.inputs].map(([input, { axes }]) => tf.tensor(inputs[input] ?? [], sizesOf(axes), "float32"));
    return compute(given);
  };
  return {
    inputs,
    outputs,
    run: async () =>
      exclusively(async () => {
        if (tf.getBackend() !== registered) await tf.setBackend(registered);
        try {
          const results = tf.tidy(() => [...forward()]);
          for (const [i, own] of Object.keys(outputs).entries()) {
            outputs[own]?.set(await (results[i]?.data<"float32">() ?? []));
          }
          tf.dispose(results);
        } catch (error) {
          if (error instanceof EngineError) throw error;
          throw new EngineError(`${name} cannot run the program: ${error instanceof Error ? error.message : String(error)}`, {
            cause: error,
          });
        }
      }),
    close: async () => Promise.resolve(),
  };
}
