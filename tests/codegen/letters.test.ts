import { describe, expect, test } from "vitest";
import { compileFormula } from "../../src/codegen/compiled.js";
import { Formulas } from "../../src/verdicts/formulas.js";

const axesOf = (latex: string): Readonly<Record<string, number>> =>
  Object.fromEntries(
    compileFormula(Formulas.of(`$$\n${latex}\n$$\n`, "notes.md", { seed: 0, budget: "quick" }), {
      kind: "line",
      line: 2,
    }).parameters.map((parameter) => [parameter.latex, parameter.axes.length]),
  );

describe("a letter told apart by an index that nothing binds", () => {
  test.each<readonly [latex: string, axes: Readonly<Record<string, number>>, why: string]>([
    ["W = \\|m_1 - m_2\\|^2", { "m_{1}": 1, "m_{2}": 1 }, "is a vector under a norm"],
    ["W = \\|m_q - m_p\\|", { "m_{q}": 1, "m_{p}": 1 }, "whatever its index is"],
    ["W = \\|m_1 - x\\|^2 + \\log s_1", { "m_{1}": 1, x: 1, "s_{1}": 0 }, "and lends its size to what is subtracted"],
    ["W = (m_1 - m_2)^2", { "m_{1}": 0, "m_{2}": 0 }, "is a number where nothing makes it a vector"],
  ])("%s: %o: %s", (latex, axes) => {
    expect(axesOf(latex)).toEqual(axes);
  });
});
