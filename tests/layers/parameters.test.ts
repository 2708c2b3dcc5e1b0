import { describe, expect, it } from "vitest";
import { axis, input, program, ShapeError } from "../../src/tensor/index.js";
import { dense, Parameters, ZERO } from "../../src/layers/index.js";
import type { Initial } from "../../src/layers/index.js";

const [unit, other] = [axis("unit", 3), axis("other", 2)];
const uniform: Initial = { law: "uniform", bound: 2 };

describe("parameters", () => {
  it("have the names of their parts in front, and their order", () => {
    const all = new Parameters();
    const decoder = all.within("decoder");
    decoder.within("hidden").declare("bias", [unit], ZERO);
    all.declare("scale", [], uniform);
    decoder.declare("bias", [other], ZERO);
    expect([...all.declared].map(([name, { axes, initial }]) => [name, axes, initial])).toEqual([
      ["decoder.hidden.bias", [unit], ZERO],
      ["scale", [], uniform],
      ["decoder.bias", [other], ZERO],
    ]);
    expect(all.count).toBe(3 + 1 + 2);
    expect([...decoder.declared.keys()]).toEqual([...all.declared.keys()]);
  });

  it("are inputs of their names", () => {
    const all = new Parameters();
    const node = all.within("encoder").declare("bias", [unit], ZERO);
    expect([...program({ node }).inputs.keys()]).toEqual(["encoder.bias"]);
    expect(all.declared.get("encoder.bias")?.node).toBe(node);
  });

  it("are one where they are declared twice, whoever does it", () => {
    const all = new Parameters();
    const node = all.within("a").within("b").declare("c", [unit], ZERO);
    expect(all.within("a.b").declare("c", [axis("unit", 3)], uniform)).toBe(node);
    expect(all.declared.get("a.b.c")?.initial).toEqual(ZERO);
    expect(all.count).toBe(3);
  });

  it("of one name have the same axes in the same order", () => {
    const all = new Parameters();
    all.within("a").declare("b", [unit, other], ZERO);
    const complaint = "the parameter a.b is declared twice with other axes";
    for (const axes of [[unit], [other, unit], [unit, axis("other", 3)], [unit, axis("another", 2)], []])
      expect(() => all.within("a").declare("b", axes, ZERO)).toThrow(complaint);
    expect(() => all.declare("b", [unit], ZERO)).not.toThrow();
  });

  it("of one graph are none of another", () => {
    const x = input("x", [unit]);
    const [one, another] = [new Parameters(), new Parameters()];
    const both = { one: dense(one, x, ["unit"], other), another: dense(another, x, ["unit"], other) };
    expect([...one.declared.keys()]).toEqual([...another.declared.keys()]);
    expect(() => program(both)).toThrow(ShapeError);
  });
});
