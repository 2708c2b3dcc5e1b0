import { fc, test } from "@fast-check/vitest";
import { describe } from "vitest";
import { tryEngines } from "../../src/tensor/engines/choose.js";
import type { EngineName } from "../../src/tensor/engines/choose.js";
import type { Engine } from "../../src/tensor/engines/engine.js";
import { compile, tensor } from "../../src/tensor/index.js";
import type { Node, Tensor } from "../../src/tensor/index.js";
import { expectAgreement } from "./agree.js";
import { DOUBLE, SINGLE } from "./bounds.js";
import type { Operation } from "./bounds.js";
import { programOf } from "./given.js";

type Tensors = Readonly<Record<string, Tensor>>;

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

/** The native library refuses what lies outside of the axis and takes a fraction for the whole number below it. */
const checksIndices: Readonly<Record<EngineName, boolean>> = {
  onnx: false,
  "onnx-web": false,
  "tfjs-node": true,
  "tfjs-wasm": true,
  "tfjs-webgpu": false,
  "tfjs-cpu": true,
  reference: true,
};

const tried = await tryEngines({ threads: 1 });

/** Every engine that loads here. */
export const opened = tried.flatMap(({ name, engine }) =>
  engine === null ? [] : [{ name, engine, checksIndices: checksIndices[name] }],
);

/** Every contract test of an operation runs on each of these. */
export const subjects: readonly Subject[] = [
  reference,
  ...opened.flatMap((own) => (own.name === "reference" ? [] : [subjectOf(own.name, own.engine, own.checksIndices)])),
];

/** The engines that no test runs on, because they do not load here, and why. */
export const missing: readonly { readonly name: EngineName; readonly reason: string }[] = tried.flatMap((own) =>
  own.engine === null ? [own] : [],
);

/** A node, and the value that it is to have. */
export type Expectation = readonly [node: Node, expected: Tensor];

/** Nodes, and what holds of their values. */
export interface Claim {
  readonly nodes: readonly Node[];
  readonly check: (values: readonly Tensor[]) => void;
}

/** How many programs a property runs, and how many cases at most each computes; half as many on average. */
export interface Effort {
  readonly programs: number;
  readonly together: number;
}

/** What a contract test is written with. */
export interface Contract extends Subject {
  /** The relative error (absolute below 1) that the operation may have. */
  readonly tolerance: number;
  /** Whether many cases are asked for: on the reference, and on all in a full run. Preparing a program takes other engines longer than all its cases. */
  readonly isThorough: boolean;
  readonly valueOf: (node: Node, inputs?: Tensors) => Promise<Tensor>;
  /** As the function of this name, to the operation's tolerance unless the test allows more. */
  readonly expectAgreement: (actual: Tensor | undefined, expected: Tensor, error?: number) => void;
  /** A property of the values of what is built from whatever is drawn. Several cases are computed together, for preparing a program takes long. */
  readonly holds: <T>(title: string, drawn: fc.Arbitrary<T>, build: (drawn: T) => Claim, effort?: Effort) => void;
  /** The property that what is built has the values expected. */
  readonly agrees: <T>(title: string, drawn: fc.Arbitrary<T>, build: (drawn: T) => readonly Expectation[]) => void;
}

export function contractOf(operation: Operation, subject: Subject): Contract {
  const tolerance = subject.precision === "double" ? DOUBLE : SINGLE[operation];
  const isThorough = subject.precision === "double" || process.env.QEDMARK_FULL === "1";
  const usual: Effort = isThorough ? { programs: 10, together: 20 } : { programs: 2, together: 10 };
  const expectOwn: Contract["expectAgreement"] = (actual, expected, error = 0) => {
    if (actual === undefined) throw new Error("no value");
    expectAgreement(actual, expected, Math.max(error, tolerance));
  };
  const holds: Contract["holds"] = (title, drawn, build, { programs, together } = usual) => {
    const cases = fc.array(drawn, { minLength: 1, maxLength: together, size: "max" });
    test.prop([cases], { numRuns: programs })(title, async (all) => {
      const claims = all.map(build);
      const values = await subject.valuesOf(claims.flatMap(({ nodes }) => nodes));
      let start = 0;
      for (const { nodes, check } of claims) check(values.slice(start, (start += nodes.length)));
    });
  };
  return {
    ...subject,
    tolerance,
    isThorough,
    valueOf: async (node, inputs) => {
      const [value] = await subject.valuesOf([node], inputs);
      if (value === undefined) throw new Error("no value");
      return value;
    },
    expectAgreement: expectOwn,
    holds,
    agrees: (title, drawn, build) => {
      holds(title, drawn, (own) => {
        const expectations = build(own);
        return {
          nodes: expectations.map(([node]) => node),
          check: (values) => {
            for (const [i, [, expected]] of expectations.entries()) expectOwn(values[i], expected);
          },
        };
      });
    },
  };
}

/** The contract of an operation, which holds on every engine. */
export function describeOperation(operation: Operation, tests: (contract: Contract) => void): void {
  describe.each(subjects)(`${operation} on the engine $name`, (subject) => {
    tests(contractOf(operation, subject));
  });
}
