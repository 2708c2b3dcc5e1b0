import type { Engine } from "../tensor/engines/engine.js";
import type { Runner } from "./stepper.js";

/** An engine, which computes in single precision between what is kept. */
export function runnerOn(engine: Engine): Runner {
  return {
    allocate: (size) => new Float32Array(size),
    prepare: async (program) => await engine.prepare(program),
  };
}
