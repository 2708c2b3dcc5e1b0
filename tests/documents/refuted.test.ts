import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { OPERATORS } from "../../src/mutation/operators.js";
import { check, documentsIn, textOf } from "./documents.js";
import { verdictBlocks, withVerdicts } from "./verdict-blocks.js";

/**
 * Derivations with a slip in every section, and below each slip what the checker says of it. `QEDMARK_UPDATE=1 npx vitest run tests/documents` writes down
 * what it says now; read the difference before committing it.
 */
const update = process.env.QEDMARK_UPDATE === "1";

const documents = documentsIn("tests/refuted").map((path) => {
  const text = textOf(path);
  const result = check(path, text);
  return { path, text, result, blocks: verdictBlocks(text, result) };
});
const blocks = documents.flatMap((document) => document.blocks);

describe.each(documents)("$path", ({ path, text, result, blocks: own }) => {
  it("says what it says, word for word", () => {
    const now = withVerdicts(text, result);
    if (update) writeFileSync(path, now);
    else expect(now).toBe(text);
  });

  it("refutes every slip with a reason, and nothing else", () => {
    for (const { slip, steps } of own) {
      expect(steps.length).toBeGreaterThan(0);
      const refuted = steps.filter((step) => step.verdict === "refuted");
      expect(
        refuted.length > 0,
        `${slip}: ${steps.map((step) => `${step.left} ${step.relation} ${step.right} is ${step.verdict}`).join(", ")}`,
      ).toBe(slip !== "");
      for (const step of refuted) expect(step.message).toBeTruthy();
    }
  });

  it("has a block below every step", () => {
    expect(own.reduce((sum, { steps }) => sum + steps.length, 0)).toBe(result.steps.length);
    expect(result.unread).toEqual([]);
  });
});

describe("tests/refuted", () => {
  it("shows at least 80 slips", () => {
    expect(blocks.filter(({ slip }) => slip !== "").length).toBeGreaterThanOrEqual(80);
  });

  it("shows every kind of slip, and no other", () => {
    const names = OPERATORS.map(({ name }) => name);
    expect([...new Set(blocks.map(({ slip }) => slip))].filter((slip) => slip !== "").sort()).toEqual([...names].sort());
  });
});
