import { describe, expect, it } from "vitest";
import type { StepResult } from "../../src/verdicts/result.js";
import { check, documentsIn, textOf } from "./documents.js";

const text = ({ line, left, relation, right, message }: StepResult): string => `line ${line}: ${left} ${relation} ${right}: ${message ?? ""}`;

/** What is true is never refuted: one false alarm, and nobody believes the next true one. */
describe.each(["tests/accepted", "derivations"])("%s", (folder) => {
  const paths = documentsIn(folder);

  it("holds documents", () => {
    expect(paths.length).toBeGreaterThan(5);
  });

  it.each(paths)("%s: no step is refuted, and every equation is read", (path) => {
    const { steps, unread } = check(path, textOf(path));
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.filter((step) => step.verdict === "refuted").map(text)).toEqual([]);
    expect(unread).toEqual([]);
  });
});

describe("derivations", () => {
  it.each(documentsIn("derivations"))("%s: every step is decided or assumed", (path) => {
    const { steps } = check(path, textOf(path));
    expect(steps.filter((step) => step.verdict === "undecided" || step.verdict === "not-understood").map(text)).toEqual([]);
  });
});
