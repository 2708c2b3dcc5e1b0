import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lines } from "../../src/models/index.js";

const named = Object.entries(lines);

/** Whether the derivation has the formula, as it is written there. */
function stands({ file, formula }: { readonly file: string; readonly formula: string }): boolean {
  return formula.length > 0 && readFileSync(file, "utf8").includes(formula);
}

describe("the lines that terms of a loss refer to", () => {
  it.each(named)("%s stands in its derivation", (_, line) => {
    expect(stands(line)).toBe(true);
  });

  it.each(named)("%s with a slip in it does not", (_, { file, formula }) => {
    expect(stands({ file, formula: formula.replace(/[pqxe]/u, "y") })).toBe(false);
  });
});
