import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { Judgement } from "./judge.js";
import { killedPercent, primitivesSection, withPrimitivesPart } from "./page.js";
import { Project } from "./project.js";
import { knownKeys, runAll, runSample, sampleOf } from "./run.js";

/**
 * The builders of distributions, losses, masks, gradients and graphs, spoiled by one edit at a time, must fail a test of theirs. `npm test` takes a sample of
 * the edits, always the same, QEDMARK_FULL=1 all of them; then QEDMARK_RECORD=1 writes down the outcome in docs/mutants.md, and a sample with the tests that
 * killed it.
 */
const full = process.env.QEDMARK_FULL === "1";
const SAMPLE = 40;
const PATIENCE = full ? 1_800_000 : 120_000;
const PAGE = "docs/mutants.md";
const SAMPLE_PATH = "tests/mutation/primitives/sample.tsv";
const LEAST_PERCENT = 97;

/** Those of the bugs that people really shipped which concern the primitives. */
const NAMED_BUGS = [1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 24, 25, 26, 27, 28];

let project: Project;
beforeAll(() => {
  project = new Project();
});

function unexplained(judgements: readonly Judgement[]): string {
  return judgements
    .filter(({ killer }) => killer === null)
    .map(({ mutant, isReached }) => `${mutant.key}${isReached ? "" : " (no test comes there)"}`)
    .join("\n");
}

describe.skipIf(full)("a sample of the mutants", () => {
  const lines = readFileSync(SAMPLE_PATH, "utf8").trimEnd().split("\n");
  const sample = lines.map((line) => line.split("\t")).map(([file = "", test = "", key = ""]) => ({ file, test, key }));

  it(`${sample.length}: each is killed that the code still has`, { timeout: PATIENCE }, async () => {
    const judgements = await runSample(project, sample);
    // Where code changes, edits of it are gone; a new full run chooses others.
    expect(judgements.length).toBeGreaterThan(SAMPLE / 2);
    expect(unexplained(judgements)).toBe("");
  });
});

describe.skipIf(!full)("all mutants", () => {
  it("are killed, but for those that are known to be harmless", { timeout: PATIENCE }, async () => {
    const { judge, ...outcome } = await runAll(project);
    if (process.env.QEDMARK_RECORD === "1") {
      const section = primitivesSection(outcome, new Date().toISOString().slice(0, 10));
      const lines = sampleOf(outcome.judgements, SAMPLE).map(({ file, test, key }) => `${file}\t${test}\t${key}\n`);
      writeFileSync(SAMPLE_PATH, lines.join(""));
      writeFileSync(PAGE, withPrimitivesPart(readFileSync(PAGE, "utf8"), section));
    }
    expect(judge.failures).toEqual([]);
    expect(unexplained(outcome.judgements)).toBe("");
    expect(killedPercent(outcome)).toBeGreaterThanOrEqual(LEAST_PERCENT);
    const found = new Set(outcome.known.map(({ key }) => key));
    expect([...knownKeys].filter((key) => !found.has(key))).toEqual([]);
    for (const bug of NAMED_BUGS) {
      expect(judge.tests.some((name) => name.startsWith(`bug ${bug}: `) && name.endsWith("is seen"))).toBe(true);
    }
  });
});
