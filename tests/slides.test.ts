import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkDocument, newMemory } from "../src/verdicts/check.js";
import type { DocumentResult, StepResult, Verdict } from "../src/verdicts/result.js";

/**
 * The lecture slides are not part of the project: this test runs where they lie beside it. Every relation in them has its line here, and every verdict is
 * the one that the table of shared/interface.md asks for.
 */
const SLIDES = "../shared/slides/chapter7.md";
const present = existsSync(SLIDES);
if (!present) console.warn(`tests/slides.test.ts is SKIPPED: ${SLIDES} does not stand beside the project`);

const options = { seed: 0, budget: "standard" } as const;
const memory = newMemory();
const check = (text: string): DocumentResult => checkDocument(text, SLIDES, options, memory);

const DECIDED: readonly Verdict[] = ["proved", "exact"];
const ASSUMED: readonly Verdict[] = ["assumed"];

interface Row {
  /** Verdicts of the line's steps, from left to right. */
  readonly steps: readonly (readonly Verdict[])[];
  /** Whether the line's steps only say again what was said. */
  readonly repeats?: boolean;
  /** What each lenient reading must begin with. */
  readonly reading?: readonly string[];
  readonly upTo?: string;
}

const ROWS: ReadonlyMap<number, Row> = new Map<number, Row>([
  [64, { steps: [DECIDED] }],
  [77, { steps: [ASSUMED] }],
  [110, { steps: [DECIDED] }],
  [197, { steps: [ASSUMED] }],
  [202, { steps: [DECIDED] }],
  [209, { steps: [ASSUMED], repeats: true }],
  [212, { steps: [DECIDED] }],
  [213, { steps: [DECIDED] }],
  [217, { steps: [DECIDED] }],
  [219, { steps: [DECIDED] }],
  [221, { steps: [DECIDED] }],
  [229, { steps: [ASSUMED, DECIDED], reading: ["C is "] }],
  [233, { steps: [DECIDED] }],
  [235, { steps: [DECIDED] }],
  [237, { steps: [DECIDED] }],
  [243, { steps: [DECIDED], repeats: true }],
  [248, { steps: [ASSUMED] }],
  [252, { steps: [DECIDED] }],
  [256, { steps: [DECIDED], repeats: true, reading: ["p(Z|X) is p(z|x)"] }],
  [260, { steps: [ASSUMED] }],
  [264, { steps: [DECIDED] }],
  [268, { steps: [DECIDED], reading: ["\\sigma(z) is the constant"], upTo: "\\frac{D}{2} \\log(2 \\pi \\sigma^{2})" }],
  [276, { steps: [DECIDED], repeats: true }],
  [304, { steps: [ASSUMED] }],
  [313, { steps: [ASSUMED] }],
]);

/** Lines on which something is assumed: statements without a step, and the steps that are assumed. */
const ASSUMPTIONS: readonly number[] = [75, 77, 197, 229, 245, 248, 260, 304, 313];

/** Arrows, noise, a bullet: nothing here is a step, and what is no object of mathematics is reported. */
const UNREAD: readonly number[] = [112, 112, 223, 245];

describe.skipIf(!present)("the slides", () => {
  const text = present ? readFileSync(SLIDES, "utf8") : "";
  const result = check(text);
  const stepsOf = (checked: DocumentResult, line: number): readonly StepResult[] =>
    checked.steps.filter((step) => step.line === line);

  it("hold exactly the steps of the table", () => {
    expect(result.steps.map((step) => step.line)).toEqual([...ROWS].flatMap(([line, { steps }]) => steps.map(() => line)));
  });

  it.each([...ROWS])("line %i", (line, row) => {
    const steps = stepsOf(result, line);
    steps.forEach((step, i) => {
      expect(row.steps[i], `${step.left} ${step.relation} ${step.right}: ${step.message ?? ""}`).toContain(step.verdict);
      expect(step.repeats !== undefined).toBe(row.repeats ?? false);
      expect(step.upTo).toBe(row.upTo);
    });
    const reading = steps.flatMap((step) => step.reading);
    expect(reading).toHaveLength(row.reading?.length ?? 0);
    reading.forEach((note, i) => {
      expect(note).toContain(row.reading?.[i]);
    });
  });

  it("make the assumptions of the table", () => {
    expect([...new Set(result.assumptions.map(({ line }) => line))]).toEqual(ASSUMPTIONS);
    expect(result.assumptions.filter(({ line }) => line === 77)).toHaveLength(2);
  });

  it("leave unread what is no mathematics", () => {
    expect(result.unread.map(({ line }) => line)).toEqual(UNREAD);
  });

  it("have every obligation of an assumed density decided", () => {
    for (const line of [248, 260, 304, 313]) {
      for (const { evidence } of stepsOf(result, line)) {
        expect(evidence.length).toBeGreaterThan(0);
        expect(evidence.map((each) => each.result)).not.toContain("different");
      }
    }
  });

  it("have the divergence from the standard normal held by quadrature and Monte Carlo too", () => {
    const [step] = stepsOf(result, 252);
    const agreeing = step?.evidence.filter((each) => each.result === "equal").map((each) => each.oracle);
    expect(agreeing).toEqual(expect.arrayContaining(["quadrature", "monte-carlo"]));
  });

  it("name the earlier step that a repetition repeats", () => {
    const ids = new Set(result.steps.map((step) => step.id));
    for (const step of result.steps) if (step.repeats !== undefined) expect(ids).toContain(step.repeats);
  });

  /** The text with one edit on one line. */
  const edited = (line: number, before: string, after: string): string => {
    const lines = text.split("\n");
    const old = lines[line - 1] ?? "";
    const at = old.indexOf(before);
    expect(at, `line ${line} holds ${before}`).toBeGreaterThanOrEqual(0);
    lines[line - 1] = old.slice(0, at) + after + old.slice(at + before.length);
    return lines.join("\n");
  };

  it.each([
    [197, "a marginal for the conditional", "p(z|x)", "p(z)"],
    [229, "the constant with the other sign", "- C", "+ C"],
    [229, "a squared density in the numerator", "{p(z|x)}{q(x,z)}", "{p(z|x)^2}{q(x,z)}"],
    [229, "a marginal for the joint", "{q(x,z)}", "{q(z)}"],
    [243, "one sign changed", "+ KL", "- KL"],
    [243, "the other sign changed", "-\\log", "\\log"],
  ])("line %i with %s is refuted", (line, _, before, after) => {
    const steps = stepsOf(check(edited(line, before, after)), line);
    expect(steps.map((step) => step.verdict)).toContain("refuted");
    for (const step of steps) if (step.verdict === "refuted") expect(step.counterexample ?? step.message).toBeDefined();
  });
});
