import type { Findings } from "./findings.js";

/** Lines that Markdown would take for structure of its own: list items, underlines, headings, quotes, fences, tags, definitions. */
const structureLine =
  /[\r\n][ \t>]*(?:[-+*][ \t\r\n]|\d{1,9}[.)][ \t\r\n]|#{1,6}[ \t\r\n]|=+[ \t]*[\r\n]|-+[ \t]*[\r\n]|[-_*]{3}|```|~~~|[<>[])/;

/**
 * The text with the lines of displays made inert, null where none needs it. `+ b` at the beginning of a line is a list item to Markdown, unless it is known
 * to be mathematics, and that is only known when the mathematics has been found; so documents with such lines are read a second time, masked. Offsets, line
 * ends and the margins of lines stay as they are, and so do fences of mathematics, which are structure already.
 */
export function maskDisplays(text: string, { equations }: Findings): string | null {
  const pieces: string[] = [];
  let copied = 0;
  for (const { outer, latex, display } of equations) {
    if (!display || "`~".includes(text.charAt(outer.start)) || !structureLine.test(latex)) continue;
    pieces.push(text.slice(copied, outer.start), masked(text.slice(outer.start, outer.end)));
    copied = outer.end;
  }
  if (pieces.length === 0) return null;
  pieces.push(text.slice(copied));
  return pieces.join("");
}

function masked(formula: string): string {
  return formula.replace(
    /(^|\r\n|\n|\r)([ \t>]*)([^\r\n]*)/g,
    (_, lineEnd: string, margin: string, rest: string) => lineEnd + margin + "x".repeat(rest.length),
  );
}
