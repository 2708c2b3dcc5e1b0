import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import type { Program, Tensor } from "../../src/tensor/index.js";
import { engineOf, engines } from "./engines.js";

type Tensors = Readonly<Record<string, Tensor>>;

/** The reference engine with something done to every output. */
const changed =
  (change: (value: number) => number) =>
  (program: Program) =>
  (inputs: Tensors): Tensors =>
    Object.fromEntries(
      Object.entries(t.compile(program)(inputs)).map(([name, { axes, values }]) => [name, t.tensor(axes, values.map(change))]),
    );

describe("the engines under test", () => {
  const axes = [t.axis("n", 3)];
  const node = t.divide(t.constant(axes, [1, 2, -5]), 3);
  const right = t.tensor(axes, [1 / 3, 2 / 3, -5 / 3]);

  it("have names of their own, the reference among them", () => {
    const names = engines.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("reference");
  });

  it("are held to their own tolerance", () => {
    const single = engineOf("single precision", changed(Math.fround), 1e-7);
    single.expectAgreement(single.valueOf(node), right);
    const strict = engineOf("single precision, said to be double", changed(Math.fround), 1e-12);
    expect(() => {
      strict.expectAgreement(strict.valueOf(node), right);
    }).toThrow();
    strict.expectAgreement(strict.valueOf(node), right, 1e-7);
  });

  it("fail where they compute something else", () => {
    for (const wrong of [(x: number) => -x, (x: number) => x + 1e-6]) {
      const engine = engineOf("wrong", changed(wrong), 1e-7);
      expect(() => {
        engine.expectAgreement(engine.valueOf(node), right);
      }).toThrow();
    }
  });
});
