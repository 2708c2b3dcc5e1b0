import { exactly, indent, lineWidth, padEnd, type Line, type Span, type Tone } from "./styled.js";
import { cellsOf, displayWidth } from "./width.js";

/**
 * `line` broken at spaces into lines of at most `columns`; a word that is wider than a whole line is broken within. Lines after the
 * first begin `hanging` columns to the right, which count.
 */
export function wrap(line: Line, columns: number, hanging = 0): readonly Line[] {
  const lines: Span[][] = [];
  let current: Span[] = [];
  let used = 0;
  let spaced = false;
  const margin = (): number => (lines.length === 0 ? 0 : hanging);
  const breakLine = (): void => {
    lines.push(current);
    current = hanging > 0 ? [exactly(" ".repeat(hanging))] : [];
    used = 0;
    spaced = false;
  };
  const put = (text: string, tone: Tone, width: number): void => {
    if (spaced) {
      current.push({ text: " ", tone: current.at(-1)?.tone === tone ? tone : "plain" });
      used += 1;
      spaced = false;
    }
    current.push({ text, tone });
    used += width;
  };
  for (const word of wordsOf(line)) {
    if (word === " ") {
      spaced = used > 0;
      continue;
    }
    const width = word.reduce((sum, span) => sum + displayWidth(span.text), 0);
    if (used > 0 && margin() + used + (spaced ? 1 : 0) + width > columns) breakLine();
    for (const span of word) {
      const wide = displayWidth(span.text);
      if (margin() + used + wide <= columns) put(span.text, span.tone, wide);
      else
        for (const cell of cellsOf(span.text)) {
          if (used > 0 && margin() + used + cell.width > columns) breakLine();
          put(cell.text, span.tone, cell.width);
        }
    }
  }
  if (used > 0 || lines.length === 0) lines.push(current);
  return lines;
}

/** The words of a line, each with its tones (a word may change its tone within), and a `" "` for every run of spaces. */
function* wordsOf(line: Line): Generator<Line | " "> {
  let word: Span[] = [];
  for (const span of line)
    for (const piece of span.text.match(/ +|[^ ]+/gu) ?? []) {
      if (!piece.startsWith(" ")) {
        word.push({ text: piece, tone: span.tone });
        continue;
      }
      if (word.length > 0) yield word;
      word = [];
      yield " ";
    }
  if (word.length > 0) yield word;
}

/** `body` wrapped beside a label: only the first line carries the label. A label wider than its columns pushes the body to the right. */
export function labelled(label: Span, labelColumns: number, body: Line, columns: number): readonly Line[] {
  const left = Math.max(labelColumns, lineWidth([label]) + 2);
  return wrap(body, Math.max(columns - left, 8)).map((line, index) =>
    index === 0 ? [...padEnd([label], left), ...line] : indent(line, left),
  );
}

/** The items one after another, `gap` columns apart, in lines of at most `columns`; no item is broken. */
export function flow(items: readonly Line[], gap: number, columns: number): readonly Line[] {
  const lines: Line[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && lineWidth(last) + gap + lineWidth(item) <= columns)
      lines[lines.length - 1] = [...last, exactly(" ".repeat(gap)), ...item];
    else lines.push(item);
  }
  return lines;
}
