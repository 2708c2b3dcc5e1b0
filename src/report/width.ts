import stringWidth from "string-width";
import { visible } from "./visible.js";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Terminal columns that `text` takes: two for wide characters and emoji, none for combining marks. */
export function displayWidth(text: string): number {
  return stringWidth(text, { countAnsiEscapeCodes: true });
}

/** What a reader takes for one character, as it is shown. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  /** Offsets of the character in the text it comes from. */
  readonly start: number;
  readonly end: number;
}

/** Columns between tab stops, counted from the beginning of the text. */
const TAB = 4;

/** UTF-16 units of one character that are shown: emoji families stay below, towers of combining marks are cut. */
const CHARACTER = 40;

/**
 * The characters of one line in order, hazards made visible and tabs opened into spaces: the widths add up to the column where each
 * character stands. A mark that stands alone, without a character to sit on, is given a space to sit on.
 */
export function cellsOf(text: string): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    let shown: string;
    if (segment === "\t") shown = " ".repeat(TAB - (column % TAB));
    else {
      const picture = visible(segment.slice(0, CHARACTER));
      shown = displayWidth(picture) === 0 ? ` ${picture}` : picture;
    }
    const width = displayWidth(shown);
    cells.push({ text: shown, width, start: index, end: index + segment.length });
    column += width;
  }
  return cells;
}

/** `text` if it fits into `columns`, else its beginning and a mark that something was left out. */
export function cropEnd(text: string, columns: number, mark: string): string {
  // Of a long text only as much is measured as may be shown.
  const head = text.slice(0, columns * 8 + 2 * CHARACTER);
  if (head.length === text.length && displayWidth(text) <= columns) return text;
  const room = columns - displayWidth(mark);
  let shown = "";
  let used = 0;
  for (const cell of cellsOf(head)) {
    if (used + cell.width > room) break;
    shown += cell.text;
    used += cell.width;
  }
  return shown.trimEnd() + mark;
}
