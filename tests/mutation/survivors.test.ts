import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { MutationRun } from "../../src/mutation/judge.js";
import type { Mutant } from "../../src/mutation/mutants.js";
import { type JudgedDocument, mutationResult, type OutcomeCounts } from "../../src/mutation/result.js";
import { sampleMutants } from "../../src/mutation/sample.js";
import { documentsIn } from "../documents/documents.js";
import { mutantsPage } from "./page.js";
import { primitivesPart, withPrimitivesPart } from "./primitives/page.js";
import { squeezed, TRUE_STATEMENTS } from "./true-statements.js";

/**
 * Every derivation, spoiled by one slip at a time, must be refused. `npm test` takes a keyed sample of the slips, QEDMARK_FULL=1 all of them, and those of the
 * slides; then QEDMARK_RECORD=1 writes down the outcome in docs/mutants.md.
 */
const full = process.env.QEDMARK_FULL === "1";
const SAMPLE = 200;
const PATIENCE = full ? 1_200_000 : 120_000;
const PAGE = "docs/mutants.md";

/** Of all slips in claims, at most this part may be left undecided; none may be accepted. */
const OPEN = 0.01;

const SLIDES = "../shared/slides/chapter7.md";
if (full && !existsSync(SLIDES))
  console.warn(`the mutants of the slides are SKIPPED: ${SLIDES} does not stand beside the project`);
const paths = [...documentsIn("derivations"), ...(full && existsSync(SLIDES) ? [SLIDES] : [])];

const runs = paths.map((path) => ({
  path,
  run: new MutationRun(readFileSync(path, "utf8"), path, { seed: 0, budget: "standard" }),
}));
const chosen = chosenMutants(runs.flatMap(({ run }) => run.mutants));
const judged: JudgedDocument[] = [];

function chosenMutants(all: readonly Mutant[]): ReadonlySet<Mutant> {
  return new Set(full ? all : sampleMutants(all, SAMPLE, "survivors"));
}

/** Slips that say something that is wrong or not understood: the others define, or say the same. */
function claims({ refuted, accepted, undecided, notUnderstood }: OutcomeCounts): number {
  return refuted + accepted + undecided + notUnderstood;
}

describe.each(runs)("$path", ({ path, run }) => {
  const mutants = run.mutants.filter((mutant) => chosen.has(mutant));

  it(`${mutants.length} of ${run.mutants.length} slips: none is accepted`, { timeout: PATIENCE }, () => {
    const judgements = mutants.map((mutant) => run.judge(mutant));
    judged.push({ path, leftOut: run.leftOut, judgements });
    const accepted = judgements.filter(({ outcome }) => outcome === "accepted");
    expect(
      accepted.map(
        ({ mutant, reason }) =>
          `${path}:${mutant.line} ${mutant.operator}: ${mutant.before} → ${mutant.edit.replacement}: ${reason}`,
      ),
    ).toEqual([]);
  });
});

describe("the derivations together", () => {
  const result = () => mutationResult(judged);

  it("have slips of every kind", () => {
    expect(result().operators.length).toBeGreaterThan(35);
    expect(result().summary.mutants).toBe(chosen.size);
  });

  it(`have at most ${OPEN * 100} % of the slips in claims undecided`, () => {
    const { summary, documents } = result();
    const open = documents.flatMap(({ path, listed }) =>
      listed
        .filter(({ outcome }) => outcome === "undecided" || outcome === "not-understood")
        .map(({ line, operator, before, after, reason }) => `${path}:${line} ${operator}: ${before} → ${after}: ${reason}`),
    );
    expect((summary.undecided + summary.notUnderstood) / claims(summary), open.join("\n")).toBeLessThanOrEqual(OPEN);
  });

  it("keep only such other statements as are known to be true", () => {
    const held = result().documents.flatMap(({ listed }) =>
      listed
        .filter(({ outcome }) => outcome === "holds")
        .map(({ reason }) => squeezed(reason.replace(/^(?:supported|exact): /u, ""))),
    );
    const known = TRUE_STATEMENTS.flatMap(({ statements }) => statements.map(squeezed));
    expect(held.filter((statement) => !known.includes(statement))).toEqual([]);
    if (full) expect(known.filter((statement) => !held.includes(statement))).toEqual([]);
  });
});

afterAll(() => {
  if (!full || process.env.QEDMARK_RECORD !== "1") return;
  const page = mutantsPage(mutationResult(judged), new Date().toISOString().slice(0, 10));
  writeFileSync(PAGE, withPrimitivesPart(page, primitivesPart(readFileSync(PAGE, "utf8"))));
});
