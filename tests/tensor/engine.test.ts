import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";

const [a, b] = [t.axis("a", 2), t.axis("b", 3)];
const x = t.input("x", [a, b]);

describe("the reference engine", () => {
  it("takes a tensor whose axes are in another order", () => {
    const { x: result } = t.evaluate({ x }, { x: t.tensor([b, a], [1, 2, 3, 4, 5, 6]) });
    expect(result).toEqual(t.tensor([a, b], [1, 3, 5, 2, 4, 6]));
  });

  it("runs a program any number of times", () => {
    const run = t.compile(t.program({ sum: t.sum(x, ["a", "b"]), negated: t.negate(x) }));
    const first = run({ x: t.tensor([a, b], [1, 2, 3, 4, 5, 6]) });
    const second = run({ x: t.tensor([a, b], [1, 1, 1, 1, 1, 1]) });
    expect([first.sum, second.sum]).toEqual([t.tensor([], [21]), t.tensor([], [6])]);
    expect(first.negated).toEqual(t.tensor([a, b], [-1, -2, -3, -4, -5, -6]));
  });

  it("shares no memory with what it was given, constants included", () => {
    const given = t.tensor([a, b], [1, 2, 3, 4, 5, 6]);
    const run = t.compile(t.program({ x, all: t.merge(x, ["a", "b"], "all"), one: t.scalar(1) }));
    const { x: same, all, one } = run({ x: given });
    for (const result of [same, all, one]) result?.values.fill(0);
    expect(given.values[0]).toBe(1);
    expect(run({ x: given }).one).toEqual(t.tensor([], [1]));
  });

  it("computes a node once, however often it is used", () => {
    let y: t.Node = t.scalar(1);
    for (let i = 0; i < 60; i++) y = t.add(y, y);
    expect(t.evaluate({ y }).y).toEqual(t.tensor([], [2 ** 60]));
  });

  it("refuses a tensor that its tables could not address", () => {
    const large = t.expand(t.expand(t.scalar(1), t.axis("m", 2 ** 16)), t.axis("n", 2 ** 16));
    expect(() => t.evaluate({ large })).toThrow(
      new RangeError("a tensor of 4294967296 values is too large for the reference engine"),
    );
  });
});
