import type { Engine } from "../../src/tensor/engines/engine.js";
import { compile, tensor } from "../../src/tensor/index.js";
import type { Node, Tensor } from "../../src/tensor/index.js";
import { programOf } from "./given.js";

export type Tensors = Readonly<Record<string, Tensor>>;

/** An engine under test. */
export interface Subject {
  readonly name: string;
  readonly precision: "double" | "single";
  /** Whether a run fails where `gather` meets what is no index. */
  readonly checksIndices: boolean;
  /** The values of some nodes, computed together. */
  readonly valuesOf: (nodes: readonly Node[], inputs?: Tensors) => Promise<readonly Tensor[]>;
}

/** The arbiter, in the precision that it computes in. */
export const reference: Subject = {
  name: "reference",
  precision: "double",
  checksIndices: true,
  valuesOf: async (nodes, inputs = {}) => {
    const { program, inputs: all } = programOf(nodes, inputs);
    return Promise.resolve(Object.values(compile(program)(all)));
  },
};

export function subjectOf(name: string, engine: Engine, checksIndices: boolean): Subject {
  return {
    name,
    precision: "single",
    checksIndices,
    valuesOf: async (nodes, inputs = {}) => {
      const { program, inputs: all } = programOf(nodes, inputs);
      const executable = await engine.prepare(program);
      try {
        for (const [input, { values }] of Object.entries(all)) executable.inputs[input]?.set(values);
        await executable.run();
        return nodes.map(({ axes }, i) => tensor(axes, executable.outputs[`output ${i}`] ?? []));
      } finally {
        await executable.close();
      }
    },
  };
}
