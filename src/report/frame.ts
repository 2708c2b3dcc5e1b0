import type { Glyphs } from "./glyphs.js";
import type { SourceLines } from "./lines.js";
import { EMPTY, exactly, indent, lineWidth, type Line, type Span, type Tone } from "./styled.js";
import { cellsOf, displayWidth, type Cell } from "./width.js";
import { wrap } from "./wrap.js";

/** A part of the source to underline. Offsets are into the document. */
export interface Mark {
  readonly start: number;
  readonly end: number;
  /** One narrow character, drawn under every column of the part. */
  readonly line: string;
  readonly tone: Tone;
  readonly label?: string;
}

export interface FrameOptions {
  readonly glyphs: Glyphs;
  /** Columns that the frame may take, gutter included. */
  readonly columns: number;
  /** Offsets whose lines stand in the frame too, when they are few. */
  readonly around: { readonly start: number; readonly end: number };
}

/** Lines of one mark or of the surroundings that are shown; a longer part shows its beginning. */
const MOST_LINES = 4;

/**
 * The source lines that hold the marks, numbered, each followed by a line that underlines them. An underline stands under exactly the
 * columns of its part, whatever the widths of the characters; a line too long for the frame shows what stands nearest to its marks.
 * Where marks overlap, the first one is drawn.
 */
export function codeFrame(lines: SourceLines, marks: readonly Mark[], options: FrameOptions): readonly Line[] {
  const { glyphs } = options;
  const shown = shownLines(lines, marks, options.around);
  const digits = String((shown.at(-1) ?? 0) + 1).length;
  const room = Math.max(12, options.columns - digits - 3);
  const gutter = (number: string): Line => [exactly(`${number.padStart(digits)} ${glyphs.wall} `, "faint")];
  const frame: Line[] = [];
  let previous: number | null = null;
  for (const index of shown) {
    if (previous !== null && index > previous + 1) frame.push([exactly(glyphs.linesLeftOut.padStart(digits), "faint")]);
    previous = index;
    const here = marksOn(lines, index, marks);
    const pieces = crop(lines.textOf(index), here, room, glyphs.leftOut);
    frame.push([...gutter(String(index + 1)), ...pieces.map(({ text, tone }) => exactly(text, tone))]);
    const underline = underlineOf(pieces, here);
    if (underline.length > 0)
      frame.push(...withLabels(underline, here, lines, index, room).map((line) => [...gutter(""), ...line]));
  }
  return frame;
}

function shownLines(lines: SourceLines, marks: readonly Mark[], around: FrameOptions["around"]): readonly number[] {
  const shown = new Set<number>();
  const add = (start: number, end: number): void => {
    const first = lines.indexAt(start);
    const last = lines.indexAt(Math.max(start, end - 1));
    for (let index = first; index <= last && index < first + MOST_LINES; index++) shown.add(index);
  };
  for (const mark of marks) add(mark.start, mark.end);
  if (lines.indexAt(around.end) - lines.indexAt(around.start) < MOST_LINES) add(around.start, around.end);
  return [...shown].sort((a, b) => a - b);
}

/** A mark's part of one line: offsets are into the line, blanks at its ends left out. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly mark: Mark;
}

function marksOn(lines: SourceLines, index: number, marks: readonly Mark[]): readonly Stretch[] {
  const text = lines.textOf(index);
  const offset = lines.startOf(index);
  return marks.flatMap((mark) => {
    const inLine = lines.indexAt(mark.start) <= index && index <= lines.indexAt(Math.max(mark.start, mark.end - 1));
    if (!inLine) return [];
    let start = Math.min(Math.max(mark.start - offset, 0), text.length);
    let end = Math.min(Math.max(mark.end - offset, start), text.length);
    while (start < end && isBlank(text, start)) start++;
    while (end > start && isBlank(text, end - 1)) end--;
    return start < end || lines.indexAt(mark.start) === index ? [{ start, end, mark }] : [];
  });
}

const isBlank = (text: string, at: number): boolean => /\s/u.test(text.charAt(at));

/** A shown character, or the sign for characters left out, which then begins where these begin. */
interface Piece extends Cell {
  readonly tone: Tone;
}

function crop(text: string, stretches: readonly Stretch[], room: number, leftOut: string): readonly Piece[] {
  const anchors = stretches.length > 0 ? stretches : [{ start: text.search(/\S|$/u), end: text.search(/\S|$/u) }];
  const cells = cellsNear(text, anchors, room);
  if (stretches.some(({ start }) => start >= text.length))
    cells.push({ text: " ", width: 1, start: text.length, end: text.length + 1 });
  const whole = keep(cells, anchors, Infinity, leftOut, text.length);
  if (widthOf(whole) <= room) return whole;
  // The widest reach that fits: what is kept grows with the reach.
  let fits = 0;
  let tooWide = 2 * room;
  while (tooWide - fits > 1) {
    const reach = (fits + tooWide) >> 1;
    if (widthOf(keep(cells, anchors, reach, leftOut, text.length)) <= room) fits = reach;
    else tooWide = reach;
  }
  return keep(cells, anchors, fits, leftOut, text.length);
}

const widthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, piece) => sum + piece.width, 0);

/** The characters of a line that may come to be shown: of a very long line only those near the anchors. */
function cellsNear(text: string, anchors: readonly { readonly start: number; readonly end: number }[], room: number): Cell[] {
  const near = 8 * room;
  const slices: { from: number; to: number }[] = [];
  for (const anchor of [...anchors].sort((a, b) => a.start - b.start)) {
    const from = atCharacter(text, anchor.start - near);
    const to = atCharacter(text, Math.min(anchor.end, anchor.start + near) + near);
    const last = slices.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else slices.push({ from, to });
  }
  return slices.flatMap(({ from, to }) =>
    cellsOf(text.slice(from, to)).map((cell) => ({ ...cell, start: cell.start + from, end: cell.end + from })),
  );
}

/** The offset nearest below `at` that does not stand within a surrogate pair. */
function atCharacter(text: string, at: number): number {
  const offset = Math.min(Math.max(at, 0), text.length);
  const splits = /[\udc00-\udfff]/.test(text.charAt(offset)) && /[\ud800-\udbff]/.test(text.charAt(offset - 1));
  return splits ? offset - 1 : offset;
}

/** The cells within `reach` of an anchor; inside an anchor its beginning counts, at a quarter of the distance. */
function keep(
  cells: readonly Cell[],
  anchors: readonly { readonly start: number; readonly end: number }[],
  reach: number,
  leftOut: string,
  length: number,
): readonly Piece[] {
  const mark = displayWidth(leftOut);
  const pieces: Piece[] = [];
  let gap: Cell[] = [];
  let position = 0;
  const closeGap = (until: number): void => {
    const width = gap.reduce((sum, cell) => sum + cell.width, 0);
    const begin = gap[0]?.start ?? position;
    if (until > position && (width > mark || gap.at(-1)?.end !== until || begin !== position))
      pieces.push({ text: leftOut, width: mark, start: position, end: until, tone: "faint" });
    else for (const cell of gap) pieces.push({ ...cell, tone: "plain" });
    gap = [];
  };
  for (const cell of cells) {
    if (anchors.some((anchor) => distance(cell, anchor) <= reach)) {
      closeGap(cell.start);
      pieces.push({ ...cell, tone: "plain" });
      position = cell.end;
    } else gap.push(cell);
  }
  closeGap(Math.max(length, position));
  return pieces;
}

function distance(cell: Cell, anchor: { readonly start: number; readonly end: number }): number {
  if (cell.start >= anchor.end) return cell.start - anchor.end;
  if (cell.end <= anchor.start) return anchor.start - cell.end;
  return Math.floor(Math.max(0, cell.start - anchor.start) / 4);
}

/** One tone per column: what is drawn under the pieces. Empty when no mark stands on the line. */
function underlineOf(pieces: readonly Piece[], stretches: readonly Stretch[]): Line {
  if (stretches.length === 0) return EMPTY;
  const spans: Span[] = pieces.map((piece) => {
    const stretch = stretches.find(({ start, end }) => piece.start < Math.max(end, start + 1) && piece.end > start);
    const covers = stretch !== undefined && (piece.tone === "plain" || piece.end <= stretch.end);
    return covers ? exactly(stretch.mark.line.repeat(piece.width), stretch.mark.tone) : exactly(" ".repeat(piece.width));
  });
  while (spans.at(-1)?.text.trim() === "") spans.pop();
  return spans;
}

/** The underline with the labels of the marks that end on this line: beside it if there is room, else below its end. */
function withLabels(
  underline: Line,
  stretches: readonly Stretch[],
  lines: SourceLines,
  index: number,
  room: number,
): readonly Line[] {
  const labels = stretches.flatMap(({ mark }) =>
    mark.label !== undefined && lines.indexAt(Math.max(mark.start, mark.end - 1)) === index
      ? [exactly(mark.label, mark.tone)]
      : [],
  );
  const rows: Line[] = [underline];
  for (const label of labels) {
    const used = lineWidth(rows.at(-1) ?? EMPTY);
    if (rows.length === 1 && used + 2 + lineWidth([label]) <= room) rows[0] = [...underline, exactly("  "), label];
    else {
      const wrapped = wrap([label], room);
      const widest = Math.max(...wrapped.map(lineWidth));
      rows.push(...wrapped.map((line) => indent(line, Math.max(0, Math.min(lineWidth(underline), room) - widest))));
    }
  }
  return rows;
}
