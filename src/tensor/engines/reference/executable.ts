import type { Program } from "../../graph/program.js";
import type { Tensor } from "../../tensor.js";
import { arraysFor } from "../arrays.js";
import { EngineError } from "../engine.js";
import type { Engine, Executable, Memory } from "../engine.js";
import { compile } from "./engine.js";

/** The arbiter as an engine like the others: what goes in and comes out is single precision, everything between double. It checks indices. */
export function referenceEngine(): Engine {
  return {
    name: "reference, double precision",
    prepare: async (program, memory) => Promise.resolve(lay(program, memory)),
  };
}

function lay(program: Program, memory: Memory = {}): Executable {
  const inputs = arraysFor(program.inputs, memory.inputs);
  const outputs = arraysFor(program.outputs, memory.outputs);
  const compute = refusing(() => compile(program));
  return {
    inputs,
    outputs,
    run: async () => {
      const given = [...program.inputs].map(([name, { axes }]): [string, Tensor] => {
        return [name, { axes, values: Float64Array.from(inputs[name] ?? []) }];
      });
      const computed = refusing(() => compute(Object.fromEntries(given)));
      for (const [name, { values }] of Object.entries(computed)) outputs[name]?.set(values);
      return Promise.resolve();
    },
    close: async () => Promise.resolve(),
  };
}

/** What the engine cannot address or find, in the words of engines. */
function refusing<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof RangeError ? new EngineError(error.message, { cause: error }) : error;
  }
}
