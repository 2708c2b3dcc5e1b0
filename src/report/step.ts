import type { DocumentResult, StepResult } from "../verdicts/result.js";
import { codeFrame, type Mark } from "./frame.js";
import { counterexampleLines } from "./counterexample.js";
import type { Glyphs } from "./glyphs.js";
import type { SourceLines } from "./lines.js";
import { EMPTY, exactly, indent, prose, type Line, type Span } from "./styled.js";
import { VERDICT_TONES, VERDICT_WORDS } from "./verdicts.js";
import { labelled, wrap } from "./wrap.js";

/** How a report for people is drawn. */
export interface Drawing {
  readonly glyphs: Glyphs;
  readonly columns: number;
}

/** Running text is easier to read in lines that are not too long; source lines may take the whole width. */
export const proseColumns = (columns: number): number => Math.min(columns, 100);

/** Standard input has no name of its own. */
export const shownPath = (path: string): string => (path === "-" ? "(standard input)" : path);

export const verdictSign = (step: StepResult, { glyphs }: Drawing): Span =>
  exactly(glyphs.verdict[step.verdict], VERDICT_TONES[step.verdict]);

export const verdictWord = (step: StepResult): Span => exactly(VERDICT_WORDS[step.verdict], VERDICT_TONES[step.verdict]);

/** `✗ refuted  notes.md:3:7`: the place in the form that terminals and editors make a link of. */
export function placeLine(path: string, step: StepResult, drawing: Drawing): Line {
  return [
    verdictSign(step, drawing),
    exactly(" "),
    verdictWord(step),
    exactly("  "),
    exactly(shownPath(path), "strong"),
    exactly(`:${step.line}:${step.column}`),
  ];
}

export const relationText = (step: StepResult): string => `${step.left} ${step.relation} ${step.right}`;

/** The step in its source: the sign, and what differs if that is known. */
export function stepFrame(step: StepResult, lines: SourceLines, drawing: Drawing): readonly Line[] {
  const tone = VERDICT_TONES[step.verdict];
  const { blame } = step;
  const marks: Mark[] = [{ ...step.range.sign, line: "^", tone }];
  if (blame !== undefined) marks.push({ start: blame.start, end: blame.end, line: "~", tone, label: blame.note });
  return codeFrame(lines, marks, { glyphs: drawing.glyphs, columns: drawing.columns, around: step.range.step });
}

/** What makes a step wrong, in the order in which a reader asks: where, why, show me, what now. */
export function refutationLines(
  document: DocumentResult,
  step: StepResult,
  source: SourceLines | null,
  drawing: Drawing,
): readonly Line[] {
  const columns = proseColumns(drawing.columns) - 2;
  const { counterexample, message, hint, replay } = step;
  const lines: Line[] = [placeLine(document.path, step, drawing), EMPTY];
  if (source !== null)
    lines.push(...stepFrame(step, source, { ...drawing, columns: drawing.columns - 2 }).map((line) => indent(line, 2)), EMPTY);
  const body: Line[] = [];
  if (message !== undefined) body.push(...wrap([prose(message)], columns), EMPTY);
  if (counterexample !== undefined) {
    body.push([exactly("Counterexample", "faint")]);
    body.push(...counterexampleLines(counterexample, drawing.glyphs, columns - 2).map((line) => indent(line, 2)), EMPTY);
  }
  if (hint !== undefined) body.push(...labelled(exactly("Hint", "given"), 8, [prose(hint)], columns));
  if (replay !== undefined) body.push(commandLine(replay));
  return [...lines, ...body.map((line) => indent(line, 2)), ...(hint === undefined && replay === undefined ? [] : [EMPTY])];
}

/** A command is never broken into lines: it is there to be copied. */
export const commandLine = (command: string): Line => [exactly("Replay  ", "faint"), exactly(command)];

/** Why a step has no verdict of its own weight: the message, or what the oracles say they lack. */
export function reasonOf(step: StepResult): string {
  if (step.message !== undefined) return step.message;
  const lacks = step.evidence.filter(({ result }) => result === "unknown").map(({ oracle, detail }) => `${oracle}: ${detail}`);
  return lacks.length > 0 ? lacks.join("; ") : "No oracle could decide it.";
}
