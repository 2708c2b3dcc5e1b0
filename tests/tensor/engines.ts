import { describe } from "vitest";
import { compile, program } from "../../src/tensor/index.js";
import type { Node, Program, Tensor } from "../../src/tensor/index.js";
import { expectAgreement } from "./agree.js";

type Tensors = Readonly<Record<string, Tensor>>;

/** What the contract tests of operations run on. */
export interface Engine {
  readonly name: string;
  /** The relative error (absolute below 1) that one operation of moderate numbers may have. */
  readonly tolerance: number;
  /** The value of one node. */
  readonly valueOf: (node: Node, inputs?: Tensors) => Tensor;
  /** As the function of this name, to the engine's tolerance unless the test allows more. */
  readonly expectAgreement: (actual: Tensor, expected: Tensor, error?: number) => void;
}

export function engineOf(name: string, compileOn: (program: Program) => (inputs: Tensors) => Tensors, tolerance: number): Engine {
  return {
    name,
    tolerance,
    valueOf: (node, inputs = {}) => {
      const { value } = compileOn(program({ value: node }))(inputs);
      if (value === undefined) throw new Error("no value");
      return value;
    },
    expectAgreement: (actual, expected, error = 0) => {
      expectAgreement(actual, expected, Math.max(error, tolerance));
    },
  };
}

/** One row an engine: every contract test of an operation runs on each. */
export const engines: readonly Engine[] = [engineOf("reference", compile, 1e-12)];

/** The contract of an operation, which holds on every engine. */
export function describeOperation(name: string, tests: (engine: Engine) => void): void {
  describe.each(engines)(`${name} on the $name engine`, tests);
}
