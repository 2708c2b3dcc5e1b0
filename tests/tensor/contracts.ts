import { fc, test } from "@fast-check/vitest";
import { describe } from "vitest";
import type { Node, Tensor } from "../../src/tensor/index.js";
import { expectAgreement } from "./agree.js";
import { DOUBLE, SINGLE } from "./bounds.js";
import type { Operation } from "./bounds.js";
import { subjects } from "./engines.js";
import type { Subject, Tensors } from "./subject.js";

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
