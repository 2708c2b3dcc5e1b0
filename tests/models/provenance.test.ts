import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Build, lines } from "../../src/models/index.js";
import type { Loss, CodedSettings, Provenance } from "../../src/models/index.js";
import { all, size } from "./subjects.js";
import { examplesOf, subjectOf } from "./world.js";

const named = Object.entries(lines);
const cases: readonly (readonly [string, CodedSettings])[] = Object.entries(all);

/** Whether the derivation has the formula, as it is written there. */
function stands({ file, formula }: Provenance): boolean {
  return formula.length > 0 && readFileSync(file, "utf8").includes(formula);
}

/** What a loss refers to that does not stand where it says. */
function astray(loss: Loss): readonly string[] {
  return Object.entries(loss).flatMap(([name, { derivation }]) => derivation.filter((line) => !stands(line)).map(() => name));
}

describe("the lines that terms of a loss refer to", () => {
  it.each(named)("%s stands in its derivation", (_, line) => {
    expect(stands(line)).toBe(true);
  });

  it.each(named)("%s with a slip in it does not", (_, { file, formula }) => {
    expect(stands({ file, formula: formula.replace(/[pqxe]/u, "y") })).toBe(false);
  });

  it.each(cases)("are there for every term of a %s", (_, settings) => {
    const subject = subjectOf(settings, size);
    const loss = subject.model.loss(new Build(), examplesOf(subject, 2));
    expect(Object.keys(loss).length).toBeGreaterThan(0);
    expect(astray(loss)).toEqual([]);
  });

  it("are seen to be missing", () => {
    const subject = subjectOf(all["VAE of dense layers"], size);
    const { kl, ...rest } = subject.model.loss(new Build(), examplesOf(subject, 2));
    if (kl === undefined) throw new Error("no divergence");
    expect(
      astray({ ...rest, kl: { ...kl, derivation: [...kl.derivation, { ...lines.divergence, formula: "KL = 0" }] } }),
    ).toEqual(["kl"]);
  });
});
