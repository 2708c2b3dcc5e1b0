import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import type { DocumentResult } from "../../src/verdicts/result.js";
import { checkDocument } from "../../src/verdicts/check.js";
import { ASSEMBLED, DAMAGED, READABLE } from "./documents.js";
import { checkFile, expectComplaint, expectHarmless, expectSound, FULL, processorTime } from "./hostile.js";

const runs = (normal: number): { readonly numRuns: number } => ({ numRuns: FULL ? 40 * normal : normal });

/** Where a step is slow the clock ends it early: this is about what an answer looks like, not about which one it is. */
const answerTo = (text: string): DocumentResult =>
  checkDocument(text, "a.md", {
    seed: 0,
    budget: FULL ? "standard" : "quick",
    guard: { clock: processorTime, milliseconds: 1000 },
  });

describe("the checker never throws, and every place that it reports lies inside the text", () => {
  test.prop([ASSEMBLED], runs(250))("in a document of pieces", (text) => {
    expectSound(answerTo(text), text);
  });

  test.prop([READABLE], runs(40))("in a document that can be read", (text) => {
    expectSound(answerTo(text), text);
  });

  test.prop([DAMAGED], runs(60))("in a document that is damaged", (text) => {
    expectSound(answerTo(text), text);
  });

  test.prop([fc.string({ unit: "binary", maxLength: 100 }), fc.string({ unit: "binary", maxLength: 100 })], runs(100))(
    "in any text",
    (before, inside) => {
      const text = `${before}$$${inside}$$`;
      expectSound(answerTo(text), text);
    },
  );
});

describe("the program never ends with a defect", () => {
  const isWhole = (code: number): boolean => code === 0 || code === 1;

  test.prop([fc.oneof(ASSEMBLED, DAMAGED), fc.constantFrom("pretty", "markdown", "json")], runs(60))(
    "on any text",
    async (text, format) => {
      const content = new TextEncoder().encode(text);
      const ran = await checkFile(
        content,
        "--budget",
        "quick",
        "--format",
        format,
        ...(format === "pretty" ? ["--verbose"] : []),
      );
      expect(isWhole(ran.code) ? ran.err : `${ran.code}: ${ran.err}`).toBe("");
      expectHarmless(ran.out);
    },
  );

  test.prop([ASSEMBLED, fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 })], runs(60))(
    "on any bytes",
    async (text, damages) => {
      const content = new TextEncoder().encode(text);
      for (const [place, byte] of damages) if (content.length > 0) content[place % content.length] = byte;
      const ran = await checkFile(content, "--budget", "quick", "--format", "json");
      if (isWhole(ran.code)) expect(ran.err).toBe("");
      else expectComplaint(ran, /^qedmark: a\.md: is (?:UTF-16: |no text |not UTF-8 )/u);
    },
  );
});

describe("the tests themselves", () => {
  const text = "$x = x + 1$\r\n\n$y = \\foo$\n";
  const answer = answerTo(text);
  const [first, second] = answer.steps;
  if (first === undefined || second === undefined) throw new Error("two steps are expected");

  const wrong: readonly (readonly [name: string, planted: DocumentResult])[] = [
    ["a column that is one off", { ...answer, steps: [{ ...first, column: first.column + 1 }, second] }],
    ["a line behind the last", { ...answer, steps: [first, { ...second, line: 9 }] }],
    [
      "a range beyond the end",
      { ...answer, steps: [first, { ...second, range: { ...second.range, step: { start: 0, end: 99 } } }] },
    ],
    ["an empty sign", { ...answer, steps: [{ ...first, range: { ...first.range, sign: { start: 3, end: 3 } } }] }],
    ["a blame beyond the end", { ...answer, steps: [{ ...first, blame: { start: 3, end: 99, note: "" } }] }],
    ["no reason", { ...answer, steps: [first, { ...second, message: "" }] }],
    ["one name for two", { ...answer, steps: [first, { ...second, id: first.id }] }],
    ["an assumption nowhere", { ...answer, assumptions: [{ line: 1, column: 99, text: "a" }] }],
    ["an end before its start", { ...answer, unread: [{ line: 2, column: 1, endLine: 1, endColumn: 1, reason: "a" }] }],
  ];

  it("take a sound answer", () => {
    expectSound(answer, text);
  });

  it.each(wrong)("see %s", (_name, planted) => {
    expect(() => {
      expectSound(planted, text);
    }).toThrow();
  });
});
