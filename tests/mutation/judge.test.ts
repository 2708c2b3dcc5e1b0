import { describe, expect, it } from "vitest";
import { MutationRun } from "../../src/mutation/judge.js";
import { applyEdit } from "../../src/mutation/mutants.js";
import { type Judgement, survives } from "../../src/mutation/outcome.js";
import { type JudgedDocument, mutationResult } from "../../src/mutation/result.js";
import { checkDocument } from "../../src/verdicts/check.js";

const OPTIONS = { seed: 0, budget: "quick" } as const;

const runOf = (text: string): MutationRun => new MutationRun(text, "notes.md", OPTIONS);

/** The judgement of the first mutant that an operator makes of a piece of text. */
function judge(text: string, operator: string, before: string, after: string): Judgement {
  const run = runOf(text);
  const mutant = run.mutants.find(
    (each) => each.operator === operator && each.before === before && each.edit.replacement === after,
  );
  if (mutant === undefined) {
    const made = run.mutants.map((each) => `${each.operator}: ${each.before} → ${each.edit.replacement}`);
    throw new Error(`no such mutant; there are\n${made.join("\n")}`);
  }
  return run.judge(mutant);
}

const BAYES = "$$p(x,z) = p(z)\\, p(x|z)$$\n";
const GIBBS = "$$KL(p(x) \\| q(x)) \\ge 0$$\n";
const DEFINITION = "$$\\mathcal{L} = \\mathbb{E}_{x \\sim p(x)}[\\log q(x)]$$\n";

describe("a mutant", () => {
  it("is refuted when a step of its equation is", () => {
    expect(judge(BAYES, "drop-condition", "p(x|z)", "p(x)")).toMatchObject({
      outcome: "refuted",
      verdicts: ["refuted"],
      caught: null,
    });
  });

  it("is refuted when only one of the two steps of its side sees the slip", () => {
    const text = "$$\\log p(x,z) = \\log p(z) + \\log p(x|z) \\le \\log p(z) + \\log p(x|z)$$\n";
    const slip = judge(text, "drop-condition", "p(x|z)", "p(x)");
    expect(slip.outcome).toBe("refuted");
    expect(slip.verdicts).toHaveLength(2);
  });

  it("is equivalent when the checker decides that the edit changes nothing", () => {
    const text = "$$\\int q(x)\\,dx = \\int p(x)\\,dx$$\n";
    expect(judge(text, "change-family", "p(x)", "q(x)")).toMatchObject({ outcome: "equivalent", verdicts: ["exact"] });
  });

  it("is implied when it follows from the inequality that was there", () => {
    expect(judge(GIBBS, "double", "KL(p(x) \\| q(x))", "2 D_{\\text{KL}}(p(x) \\| q(x))").outcome).toBe("implied");
    expect(judge(GIBBS, "halve", "KL(p(x) \\| q(x))", "\\frac{1}{2} D_{\\text{KL}}(p(x) \\| q(x))").outcome).toBe("implied");
  });

  it("holds too when it is another inequality that is supported", () => {
    expect(judge(GIBBS, "swap-divergence", "KL(p(x) \\| q(x))", "D_{\\text{KL}}(q(x) \\| p(x))")).toMatchObject({
      outcome: "holds",
      verdicts: ["supported"],
    });
  });

  it("is a redefinition when its step defines, and is caught by the next step that uses what is defined", () => {
    const later = `${DEFINITION}\nHence\n\n$$\\mathcal{L} = -H(p(x)) - KL(p(x) \\| q(x))$$\n`;
    expect(judge(DEFINITION, "drop-log", "\\log q(x)", "q(x)")).toMatchObject({ outcome: "redefinition", caught: null });
    expect(judge(later, "drop-log", "\\log q(x)", "q(x)")).toMatchObject({
      outcome: "redefinition",
      verdicts: ["assumed"],
      caught: 5,
    });
  });

  it("is undecided when the checker cannot say", () => {
    expect(judge(GIBBS, "equality-for-inequality", "\\ge", "=")).toMatchObject({ outcome: "undecided", verdicts: ["undecided"] });
  });

  it("is not judged by steps that were refuted before", () => {
    const wrong = "$$p(x,z) = p(x)\\, p(z)$$\n";
    const run = runOf(`${wrong}\n${BAYES}`);
    expect(run.leftOut).toBe(1);
    expect(new Set(run.mutants.map(({ line }) => line))).toEqual(new Set([3]));
  });

  it("is judged by the check of its own text", () => {
    const text = `${BAYES}\n${DEFINITION}\n${GIBBS}`;
    const run = runOf(text);
    for (const mutant of run.mutants.filter((_, i) => i % 9 === 0)) {
      const { outcome } = run.judge(mutant);
      const { steps } = checkDocument(applyEdit(text, mutant.edit), "notes.md", OPTIONS);
      const refuted = steps.some((step) => step.verdict === "refuted" && step.line === mutant.line);
      expect(refuted).toBe(outcome === "refuted");
    }
  });

  it("is judged alike in any order", () => {
    const run = runOf(BAYES);
    const again = runOf(BAYES);
    const forwards = run.mutants.map((mutant) => run.judge(mutant));
    const backwards = [...again.mutants].reverse().map((mutant) => again.judge(mutant));
    expect(backwards.reverse()).toEqual(forwards);
  });
});

describe("the result of a run", () => {
  const run = runOf(`${BAYES}\n${GIBBS}`);
  const judgements = run.mutants.map((mutant) => run.judge(mutant));
  const document: JudgedDocument = { path: "notes.md", leftOut: run.leftOut, judgements };
  const result = mutationResult([document]);

  it("counts every mutant once", () => {
    const { mutants, refuted, equivalent, lenient, implied, holds, redefinition, accepted, undecided, notUnderstood } =
      result.summary;
    expect(refuted + equivalent + lenient + implied + holds + redefinition + accepted + undecided + notUnderstood).toBe(mutants);
    expect(mutants).toBe(run.mutants.length);
    expect(result.operators.reduce((sum, operator) => sum + operator.summary.mutants, 0)).toBe(mutants);
    expect(result.summary.survivors).toBe(judgements.filter(survives).length);
  });

  it("lists what was neither refuted nor equivalent, with the edit that makes it", () => {
    const [first] = result.documents;
    expect(first?.listed.map(({ outcome }) => outcome).sort()).toEqual(
      judgements
        .map(({ outcome }) => outcome)
        .filter((outcome) => outcome !== "refuted" && outcome !== "equivalent")
        .sort(),
    );
    for (const { edit, before, after } of first?.listed ?? []) {
      expect(edit.replacement).toBe(after);
      expect(`${BAYES}\n${GIBBS}`.slice(edit.start, edit.end)).toBe(before);
    }
  });
});
