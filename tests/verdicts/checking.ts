import { type CheckMemory, checkDocument, newMemory } from "../../src/verdicts/check.js";
import type { DocumentResult, StepResult, Verdict } from "../../src/verdicts/result.js";

/** Decisions are kept between the documents of one test file: that this changes no result has a test of its own. */
const shared = newMemory();

/** What is said of a document, each paragraph of which is one display. */
export function checkDisplays(displays: readonly string[], frontMatter = "", memory: CheckMemory = shared): DocumentResult {
  return check(`${frontMatter}${displays.map((latex) => `$$\n${latex}\n$$\n`).join("\n")}`, memory);
}

export function check(text: string, memory: CheckMemory = shared): DocumentResult {
  return checkDocument(text, "notes.md", { seed: 0, budget: "standard" }, memory);
}

/** The steps of a document that consists of these displays. */
export function stepsOf(...displays: readonly string[]): readonly StepResult[] {
  return checkDisplays(displays).steps;
}

/** The last step of a document that consists of these displays. */
export function lastOf(...displays: readonly string[]): StepResult {
  const step = stepsOf(...displays).at(-1);
  if (step === undefined) throw new Error(`no step in ${displays.join(" ")}`);
  return step;
}

export function verdictsOf(...displays: readonly string[]): readonly Verdict[] {
  return stepsOf(...displays).map((step) => step.verdict);
}

/** Front matter that declares symbols: `{ x: "{ sort: variable, domain: discrete }" }`. */
export function declaring(symbols: Readonly<Record<string, string>>): string {
  return `---\nsymbols:\n${Object.entries(symbols)
    .map(([symbol, declaration]) => `  ${symbol}: ${declaration}\n`)
    .join("")}---\n\n`;
}
