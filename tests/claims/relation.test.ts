import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Comparer, isInequality, judge, type Judgement, type Sample } from "../../src/claims/relation.js";
import type { RelationName } from "../../src/terms/term.js";

const NUMBERS: Comparer<number> = {
  compare: (a, b) => a - b,
  subtract: (a, b) => a - b,
  divide: (a, b) => (b === 0 ? null : a / b),
};
const BLIND: Comparer<number> = { ...NUMBERS, compare: () => null };

const pairs = (...values: readonly (readonly [left: number, right: number, group?: string])[]): Sample<number>[] =>
  values.map(([left, right, group = ""]) => ({ left, right, group }));

const verdict = (relation: RelationName, samples: readonly Sample<number>[]): Judgement => judge(relation, samples, NUMBERS);

const TRUTH: readonly (readonly [relation: RelationName, holds: (a: number, b: number) => boolean])[] = [
  ["equal", (a, b) => a === b],
  ["define", (a, b) => a === b],
  ["same", (a, b) => a === b],
  ["approximate", (a, b) => a === b],
  ["notEqual", (a, b) => a !== b],
  ["less", (a, b) => a < b],
  ["lessEqual", (a, b) => a <= b],
  ["greater", (a, b) => a > b],
  ["greaterEqual", (a, b) => a >= b],
];

const small = fc.integer({ min: 0, max: 2 });

describe("a relation of numbers", () => {
  it.each(TRUTH)("%s holds where it holds at every sample, and is broken at the first where it does not", (relation, holds) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(small, small), { minLength: 1 }), (values) => {
        const at = values.findIndex(([a, b]) => !holds(a, b));
        expect(verdict(relation, pairs(...values))).toEqual(at < 0 ? { kind: "holds" } : { kind: "broken", at });
      }),
    );
  });

  it("is unknown where two values cannot be compared", () => {
    for (const relation of ["equal", "less", "similar"] as const)
      expect(judge(relation, pairs([1, 2], [3, 4]), BLIND).kind).toBe("unknown");
    expect(verdict("other", pairs([1, 1])).kind).toBe("unknown");
  });

  it("compares sizes, or does not", () => {
    expect(
      (["equal", "less", "lessEqual", "greater", "greaterEqual", "notEqual", "similar", "proportional"] as const).map(
        isInequality,
      ),
    ).toEqual([false, true, true, true, true, true, false, false]);
  });
});

describe("up to a constant", () => {
  it("similar: one difference at all samples, whatever their groups", () => {
    expect(verdict("similar", pairs([5, 2, "a"], [7, 4, "b"], [1, -2, "a"])).kind).toBe("holds");
    expect(verdict("similar", pairs([5, 2, "a"], [7, 4, "a"], [1, 0, "b"]))).toEqual({ kind: "broken", at: 2 });
  });

  it("proportional: one ratio in each group, another in another", () => {
    expect(verdict("proportional", pairs([2, 1, "a"], [6, 3, "a"], [5, 1, "b"], [10, 2, "b"])).kind).toBe("holds");
    expect(verdict("proportional", pairs([2, 1, "a"], [6, 3, "a"], [5, 1, "b"], [9, 2, "b"]))).toEqual({ kind: "broken", at: 3 });
  });

  it("one sample is no evidence", () => {
    expect(verdict("similar", pairs([5, 2])).kind).toBe("unknown");
    expect(verdict("proportional", pairs([5, 2, "a"], [5, 2, "b"])).kind).toBe("unknown");
  });

  it("a ratio by zero cannot be formed", () => {
    expect(verdict("proportional", pairs([5, 0], [5, 1])).kind).toBe("unknown");
  });
});
