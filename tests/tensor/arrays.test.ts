import { describe, expect, it } from "vitest";
import { arraysFor } from "../../src/tensor/engines/arrays.js";
import { EngineError } from "../../src/tensor/engines/engine.js";
import * as t from "../../src/tensor/index.js";

const nodes = new Map([
  ["x", t.input("x", [t.axis("n", 3)])],
  ["y", t.input("y", [])],
]);

describe("the arrays of a program", () => {
  it("are those given, and new ones for the others", () => {
    const x = new Float32Array([1, 2, 3]);
    const arrays = arraysFor(nodes, { x });
    expect(arrays.x).toBe(x);
    expect(arrays.y).toEqual(new Float32Array(1));
    expect(Object.keys(arraysFor(nodes))).toEqual(["x", "y"]);
  });

  it.each([
    [{ x: new Float32Array(2) }, "the memory given for x holds 2 values; it takes 3"],
    [{ z: new Float32Array(1) }, "memory is given for z, which the program does not have; it has x, y"],
  ])("are refused where they do not fit", (given, message) => {
    expect(() => arraysFor(nodes, given)).toThrow(new EngineError(message));
  });
});
