import type { Program } from "../graph/program.js";

/** Something that runs programs: in single precision, but for the reference engine, which computes in double precision between single arrays. */
export interface Engine {
  /** For logs and results: `onnxruntime-node 1.30.0, 2 threads`. */
  readonly name: string;
  /** @throws EngineError when the program cannot be run */
  readonly prepare: (program: Program, memory?: Memory) => Promise<Executable>;
}

/** Arrays by the names of inputs or outputs, in row-major order of their nodes' axes. */
export type Arrays = Readonly<Record<string, Float32Array>>;

/**
 * Arrays that an executable uses in the place of its own, each as long as its node has values. Their buffers are neither resized nor transferred as long as
 * the executable is open. An output's array may be an input's of another executable, not one of the same.
 */
export interface Memory {
  readonly inputs?: Arrays;
  readonly outputs?: Arrays;
}

/** A program laid out with its memory: write to the inputs, run, read the outputs. */
export interface Executable {
  /** One for each input of the program. The executable reads them and changes none. */
  readonly inputs: Arrays;
  /** One for each output of the program, written by each run. */
  readonly outputs: Arrays;
  /** One run at a time. @throws EngineError when the engine fails, and where `gather` meets an index outside of its axis, if the engine checks that */
  readonly run: () => Promise<void>;
  /** Gives back what the engine holds; what is open is held for the life of the process. */
  readonly close: () => Promise<void>;
}

/** An engine that is not there, or that fails: one line for people, with what to do. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}
