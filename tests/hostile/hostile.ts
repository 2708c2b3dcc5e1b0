import { expect } from "vitest";
import type { Checker } from "../../src/cli/checker.js";
import type { DocumentResult, StepResult } from "../../src/verdicts/result.js";
import { checkDocument } from "../../src/verdicts/check.js";
import { runIn, withFolder, type Ran } from "../cli/world.js";

/** Whether the long tests run: those of 50 MB, and those of many random documents. */
export const FULL = process.env.QEDMARK_FULL === "1";

/** Processor time of this process in milliseconds. */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The checker with the guard that the program gives it: five seconds of processor time a step. */
export const guarded: Checker = (text, path, options) =>
  checkDocument(text, path, { ...options, guard: { clock: processorTime, milliseconds: 5_000 } });

/** Runs the real checker on a file with this content. */
export async function checkFile(content: string | Uint8Array, ...flags: readonly string[]): Promise<Ran> {
  return await withFolder({ "a.md": content }, (folder) => runIn(folder, ["check", "a.md", ...flags], { checker: guarded }));
}

/** What the checker says of a text, with all that holds of every answer asserted. */
export function answerTo(text: string): DocumentResult {
  const answer = guarded(text, "a.md", { seed: 0, budget: "standard" });
  expectSound(answer, text);
  expect(timedOut(answer)).toEqual([]);
  return answer;
}

/** The steps that only the clock ended: the budgets, which count work, should have. */
export function timedOut({ steps }: DocumentResult): readonly StepResult[] {
  return steps.filter(({ message }) => message?.includes("timed out") === true);
}

/** What holds of the answer to any text: every place lies inside it, every step shows where it stands, whatever is open has a reason. */
export function expectSound({ steps, assumptions, unread }: DocumentResult, text: string): void {
  const places = new Places(text);
  const wrong: string[] = [];
  for (const step of steps) {
    const { sign, step: whole } = step.range;
    const inside = 0 <= whole.start && whole.start <= sign.start && sign.start < sign.end && whole.end <= text.length;
    if (!inside) wrong.push(`range of step ${step.id}`);
    if (places.offset(step.line, step.column) !== sign.start) wrong.push(`place of step ${step.id}`);
    const { blame } = step;
    if (blame !== undefined && !(0 <= blame.start && blame.start <= blame.end && blame.end <= text.length))
      wrong.push(`blame of step ${step.id}`);
    const open = step.verdict === "undecided" || step.verdict === "not-understood";
    if (open && (step.message ?? "") === "") wrong.push(`no reason for step ${step.id}`);
    if (step.verdict === "not-understood" && step.counterexample !== undefined) wrong.push(`counterexample of step ${step.id}`);
  }
  if (new Set(steps.map(({ id }) => id)).size !== steps.length) wrong.push("two steps of one name");
  for (const { line, column, text: said } of assumptions)
    if (places.offset(line, column) === null || said === "") wrong.push(`place of an assumption: ${line}:${column}`);
  for (const { line, column, endLine, endColumn, reason } of unread) {
    const [start, end] = [places.offset(line, column), places.offset(endLine, endColumn)];
    if (start === null || end === null || start > end || reason === "")
      wrong.push(`place of what was not read: ${line}:${column}`);
  }
  expect(wrong).toEqual([]);
}

/** Lines and columns as an editor counts them, found without the code under test. */
class Places {
  readonly #lines: readonly { readonly start: number; readonly length: number }[];

  constructor(text: string) {
    let start = 0;
    this.#lines = text.split(/(?<=\r\n|\n|\r(?!\n))/u).map((line) => {
      const at = { start, length: line.length };
      start += line.length;
      return at;
    });
  }

  /** The offset of a place; null when there is no such place. */
  offset(line: number, column: number): number | null {
    const found = this.#lines[line - 1];
    if (found === undefined) return line === this.#lines.length + 1 && column === 1 ? this.#end() : null;
    return column >= 1 && column <= found.length + 1 ? found.start + column - 1 : null;
  }

  #end(): number {
    const last = this.#lines.at(-1);
    return last === undefined ? 0 : last.start + last.length;
  }
}

/** One clear answer to what cannot be done: nothing on standard output, one line without a stack trace, exit code 2. */
export function expectComplaint({ code, out, err }: Ran, said: string | RegExp): void {
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toMatch(/^qedmark: [^\n]*\n$/u);
  if (typeof said === "string") expect(err).toBe(`qedmark: ${said}\n`);
  else expect(err).toMatch(said);
  expectHarmless(err);
}

/** Nothing that steers a terminal or turns the reading direction. */
export function expectHarmless(output: string): void {
  expect(output.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu) ?? []).toEqual([]);
}
