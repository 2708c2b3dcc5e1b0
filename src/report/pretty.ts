import type { CheckResult, DocumentResult, StepResult, Summary, Verdict } from "../verdicts/result.js";
import { ASCII, UNICODE } from "./glyphs.js";
import { SourceLines } from "./lines.js";
import { paint } from "./paint.js";
import { linesById, repetitionText, type LinesById } from "./repetition.js";
import {
  proseColumns,
  reasonOf,
  refutationLines,
  relationText,
  shownPath,
  verdictSign,
  verdictWord,
  type Drawing,
} from "./step.js";
import { EMPTY, exactly, indent, lineWidth, padEnd, prose, type Line } from "./styled.js";
import { closingSentence, countVerdicts, samplingSentence } from "./summary.js";
import { VERDICT_TONES, VERDICT_WORDS, VERDICTS } from "./verdicts.js";
import { cropEnd, displayWidth } from "./width.js";
import { flow, labelled, wrap } from "./wrap.js";

export interface PrettyOptions {
  readonly colour: boolean;
  readonly width: number;
  readonly verbose: boolean;
  readonly unicode: boolean;
}

/** Columns that any terminal has; below that, lines are longer than the terminal. */
const NARROWEST = 40;
const WIDEST = 400;

/** Lines of one reason; the rest is there with `--verbose`. */
const REASON_LINES = 2;

/** The report for a terminal. `sources` holds each document's text by its path: code frames are cut from it. */
export function renderPretty(result: CheckResult, sources: ReadonlyMap<string, string>, options: PrettyOptions): string {
  const drawing: Drawing = {
    glyphs: options.unicode ? UNICODE : ASCII,
    columns: Math.min(Math.max(options.width, NARROWEST), WIDEST),
  };
  const documents = result.documents.flatMap((document) =>
    documentLines(document, sources.get(document.path) ?? null, drawing, options.verbose),
  );
  const gap = documents.at(-1)?.length === 0 ? [] : [EMPTY];
  return paint([...documents, ...gap, ...summaryLines(result, drawing, options)], options.colour);
}

function documentLines(document: DocumentResult, text: string | null, drawing: Drawing, verbose: boolean): readonly Line[] {
  const lines = text === null ? null : new SourceLines(text);
  const blocks = [
    ...document.steps
      .filter(({ verdict }) => verdict === "refuted")
      .map((step) => refutationLines(document, step, lines, drawing)),
    block(
      "Not decided",
      document.steps.filter(isOpen).flatMap((step) => openLines(step, drawing, verbose)),
    ),
    block(
      "Not read",
      document.unread.flatMap((unread) => noteLines(unread, unread.reason, drawing)),
    ),
    block("Read leniently", readingLines(document, drawing)),
    block("Equal up to a constant", constantLines(document, drawing)),
    ...(verbose ? verboseBlocks(document, drawing) : []),
  ];
  const body = blocks.flat();
  return [...headerLines(document, drawing), ...(body.length === 0 ? [] : [EMPTY, ...body])];
}

/** A titled block, ended by an empty line; nothing at all when it is empty. */
const block = (title: string, lines: readonly Line[]): readonly Line[] =>
  lines.length === 0 ? [] : [[exactly(title, "strong")], ...lines.map((line) => indent(line, 2)), EMPTY];

const isOpen = ({ verdict }: StepResult): boolean => verdict === "undecided" || verdict === "not-understood";

const isSettled = (step: StepResult): boolean => !isOpen(step) && step.verdict !== "refuted";

const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function verboseBlocks(document: DocumentResult, drawing: Drawing): readonly (readonly Line[])[] {
  const assumptions = document.assumptions.flatMap((assumption) => noteLines(assumption, assumption.text, drawing));
  const lines = linesById(document);
  const settled = document.steps.filter(isSettled).flatMap((step) => settledLines(step, lines, drawing));
  return [block("Assumptions", assumptions), block("Other steps", settled)];
}

/** `✗ notes.md ───── 12 steps, 3 assumptions`: the sign tells the worst that the document holds. */
function headerLines(document: DocumentResult, { glyphs, columns }: Drawing): readonly Line[] {
  const { steps, assumptions, unread, path } = document;
  const worst = worstOf(document);
  const sign = worst === null ? exactly(glyphs.between, "faint") : exactly(glyphs.verdict[worst], VERDICT_TONES[worst]);
  const counts = [countOf(steps.length, "step")];
  if (assumptions.length > 0) counts.push(countOf(assumptions.length, "assumption"));
  if (unread.length > 0) counts.push(`${countOf(unread.length, "piece")} not read`);
  const head: Line = [sign, exactly(" "), exactly(shownPath(path), "strong")];
  const said = counts.join(", ");
  const ruled = proseColumns(columns) - lineWidth(head) - said.length - 2;
  if (ruled > 0) return [[...head, exactly(` ${glyphs.rule.repeat(ruled)} ${said}`, "faint")]];
  return [head, ...wrap([exactly(said, "faint")], columns - 2).map((line) => indent(line, 2))];
}

/** What a reader has to look at first; null when there are no steps to look at. */
function worstOf({ steps, unread }: DocumentResult): Verdict | null {
  if (steps.some(({ verdict }) => verdict === "refuted")) return "refuted";
  if (unread.length > 0 || steps.some(isOpen)) return "undecided";
  if (steps.some(({ verdict }) => verdict === "supported")) return "supported";
  return steps.length === 0 ? null : "exact";
}

const placeOf = ({ line, column }: { readonly line: number; readonly column: number }): string => `${line}:${column}`;

/** Columns of the verdict's word in each list of steps. */
const OPEN_WORD = displayWidth(VERDICT_WORDS["not-understood"]);
const SETTLED_WORD = displayWidth(VERDICT_WORDS.supported);

function stepLine(step: StepResult, drawing: Drawing): Line {
  const head: Line = [
    verdictSign(step, drawing),
    exactly(" "),
    exactly(placeOf(step).padEnd(8)),
    exactly(" "),
    ...padEnd([verdictWord(step)], isOpen(step) ? OPEN_WORD : SETTLED_WORD),
    exactly("  "),
  ];
  const room = proseColumns(drawing.columns) - 2 - lineWidth(head);
  return [...head, exactly(cropEnd(prose(relationText(step)).text, Math.max(room, 8), drawing.glyphs.leftOut), "faint")];
}

function openLines(step: StepResult, drawing: Drawing, verbose: boolean): readonly Line[] {
  const reason = wrap([prose(reasonOf(step))], proseColumns(drawing.columns) - 6);
  const cut = verbose || reason.length <= REASON_LINES;
  const shown = cut
    ? reason
    : [...reason.slice(0, REASON_LINES - 1), [...(reason[REASON_LINES - 1] ?? EMPTY), exactly(` ${drawing.glyphs.leftOut}`)]];
  return [stepLine(step, drawing), ...shown.map((line) => indent(line, 4))];
}

function settledLines(step: StepResult, lines: LinesById, drawing: Drawing): readonly Line[] {
  const repetition = repetitionText(step, lines);
  return [stepLine(step, drawing), ...(repetition === null ? [] : [indent([exactly(repetition, "faint")], 4)])];
}

/** A place and what is said of it. */
function noteLines(place: { readonly line: number; readonly column: number }, text: string, drawing: Drawing): readonly Line[] {
  return labelled(exactly(placeOf(place), "faint"), 10, [prose(text)], proseColumns(drawing.columns) - 2);
}

function readingLines(document: DocumentResult, drawing: Drawing): readonly Line[] {
  return document.steps.flatMap((step) => step.reading.flatMap((reading) => noteLines(step, reading, drawing)));
}

function constantLines(document: DocumentResult, drawing: Drawing): readonly Line[] {
  return document.steps.flatMap((step) => (step.upTo === undefined ? [] : noteLines(step, step.upTo, drawing)));
}

function summaryLines(result: CheckResult, drawing: Drawing, { colour, verbose }: PrettyOptions): readonly Line[] {
  const counts = countVerdicts(result.documents);
  const present = VERDICTS.filter((verdict) => counts[verdict] > 0);
  const tally = present.map((verdict): Line => [
    exactly(`${drawing.glyphs.verdict[verdict]} ${counts[verdict]} ${VERDICT_WORDS[verdict]}`, VERDICT_TONES[verdict]),
  ]);
  const sentence = wrap([exactly(closingSentence(result.summary), "strong")], proseColumns(drawing.columns));
  if (present.length === 0) return sentence;
  return [
    ...(colour ? [barLine(result.summary, counts, drawing)] : []),
    ...flow(tally, 3, proseColumns(drawing.columns)),
    ...sentence,
    ...(verbose ? samplingLines(result, drawing) : [[exactly("--verbose lists every step and every assumption.", "faint")]]),
  ];
}

function samplingLines({ sampling }: CheckResult, { columns }: Drawing): readonly Line[] {
  const sentence = samplingSentence(sampling);
  return sentence === null ? [] : wrap([exactly(sentence, "faint")], proseColumns(columns));
}

const BAR = 40;

/** One stroke per share of the steps; whatever occurs has at least one. Told apart by colour only, so drawn only in colour. */
function barLine(summary: Summary, counts: Readonly<Record<Verdict, number>>, { glyphs }: Drawing): Line {
  return VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) =>
    exactly(glyphs.bar.repeat(Math.max(1, Math.round((BAR * counts[verdict]) / summary.steps))), VERDICT_TONES[verdict]),
  );
}
