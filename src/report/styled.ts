import { displayWidth } from "./width.js";
import { oneLine, visible } from "./visible.js";

/** What a piece of text is to the reader; the terminal's colours follow from it. */
export type Tone = "plain" | "strong" | "faint" | "good" | "bad" | "doubt" | "given";

export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** One line of output. Its spans hold visible characters only, so that their widths add up. */
export type Line = readonly Span[];

export const EMPTY: Line = [];

/** A span that keeps its spaces: for source lines and alignment. */
export function exactly(text: string, tone: Tone = "plain"): Span {
  return { text: visible(text), tone };
}

/** A span for running text: white space is one space. Outer spaces are kept, one each. */
export function prose(text: string, tone: Tone = "plain"): Span {
  const inner = oneLine(text);
  const before = /^\s/u.test(text) ? " " : "";
  const after = inner !== "" && /\s$/u.test(text) ? " " : "";
  return { text: before + inner + after, tone };
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, span) => sum + displayWidth(span.text), 0);
}

/** `line` moved right by `columns`. */
export function indent(line: Line, columns: number): Line {
  return line.length === 0 || columns === 0 ? line : [exactly(" ".repeat(columns)), ...line];
}

/** `line` filled with spaces to `columns`; a longer line is left as it is. */
export function padEnd(line: Line, columns: number): Line {
  const missing = columns - lineWidth(line);
  return missing > 0 ? [...line, exactly(" ".repeat(missing))] : line;
}
