import type { CheckResult, DocumentResult, StepResult } from "../verdicts/result.js";
import { apart, valueText } from "./counterexample.js";
import { UNICODE } from "./glyphs.js";
import { SourceLines } from "./lines.js";
import { cellCode, codeBlock, codeSpan, escapeMarkdown, inlineMath } from "./markdown-escape.js";
import { linesById, repetitionText, type LinesById } from "./repetition.js";
import { reasonOf, shownPath, stepFrame } from "./step.js";
import { closingSentence } from "./summary.js";
import { VERDICT_WORDS } from "./verdicts.js";

/** Columns of a code frame within a page. */
const FRAME = 100;

/** The report for a pull request or a course page: what is wrong first, then every step in a table. */
export function renderMarkdown(result: CheckResult, sources: ReadonlyMap<string, string>): string {
  const parts = [`**qedmark:** ${escapeMarkdown(closingSentence(result.summary))}`];
  for (const document of result.documents) parts.push(...documentParts(document, sources.get(document.path) ?? null));
  return `${parts.join("\n\n")}\n`;
}

function documentParts(document: DocumentResult, text: string | null): readonly string[] {
  const lines = text === null ? null : new SourceLines(text);
  return [
    `## ${codeSpan(shownPath(document.path))}`,
    ...document.steps.filter(({ verdict }) => verdict === "refuted").flatMap((step) => refutationParts(step, lines)),
    ...(document.steps.length === 0 ? ["No steps: no equation here states a relation."] : [stepTable(document)]),
    ...listPart("Not read", document.unread, ({ reason }) => reason),
    ...listPart("Assumptions", document.assumptions, ({ text }) => text),
  ];
}

function listPart<Item extends { readonly line: number; readonly column: number }>(
  title: string,
  items: readonly Item[],
  text: (item: Item) => string,
): readonly string[] {
  if (items.length === 0) return [];
  return [`**${title}**`, items.map((item) => `- ${item.line}:${item.column} ${escapeMarkdown(text(item))}`).join("\n")];
}

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function stepTable(document: DocumentResult): string {
  const lines = linesById(document);
  return [
    row("", "line", "step", "verdict"),
    row("---", "---:", "---", "---"),
    ...document.steps.map((step) =>
      row(UNICODE.verdict[step.verdict], String(step.line), stepMath(step), verdictCell(step, lines)),
    ),
  ].join("\n");
}

/** The three parts one after another, so that a part which cannot be shown as mathematics does not take the others with it. */
function stepMath(step: StepResult): string {
  const whole = inlineMath(`${step.left} ${step.relation} ${step.right}`);
  return whole.startsWith("$") ? whole : [step.left, step.relation, step.right].map(inlineMath).join(" ");
}

function verdictCell(step: StepResult, lines: LinesById): string {
  const repetition = repetitionText(step, lines);
  const notes = [
    ...(step.verdict === "undecided" || step.verdict === "not-understood" ? [reasonOf(step)] : []),
    ...(repetition === null ? [] : [repetition]),
    ...step.reading.map((reading) => `read leniently: ${reading}`),
  ].map(escapeMarkdown);
  const constant = step.upTo === undefined ? [] : [`up to the constant ${inlineMath(step.upTo)}`];
  return [VERDICT_WORDS[step.verdict], ...notes, ...constant].join("; ");
}

function refutationParts(step: StepResult, source: SourceLines | null): readonly string[] {
  const { message, hint, replay, counterexample } = step;
  return [
    `### ${UNICODE.verdict.refuted} Line ${step.line}, column ${step.column}: refuted`,
    stepMath(step),
    ...(message === undefined ? [] : [escapeMarkdown(message)]),
    ...(source === null ? [] : [codeBlock(frameText(step, source))]),
    ...(counterexample === undefined ? [] : [counterexampleTable(counterexample)]),
    ...(hint === undefined ? [] : [`**Hint:** ${escapeMarkdown(hint)}`]),
    ...(replay === undefined ? [] : [`**Replay:** ${codeSpan(replay)}`]),
  ];
}

function frameText(step: StepResult, source: SourceLines): readonly string[] {
  return stepFrame(step, source, { glyphs: UNICODE, columns: FRAME }).map((line) =>
    line
      .map(({ text }) => text)
      .join("")
      .trimEnd(),
  );
}

function counterexampleTable(counterexample: NonNullable<StepResult["counterexample"]>): string {
  const [left, right] = apart(counterexample.leftValue, counterexample.rightValue);
  return [
    row("counterexample", ""),
    row("---", "---"),
    ...counterexample.model.map((fact) => row("", cellCode(fact))),
    row("left side", cellCode(valueText(counterexample.left, left, UNICODE.nearly))),
    row("right side", cellCode(valueText(counterexample.right, right, UNICODE.nearly))),
  ].join("\n");
}
