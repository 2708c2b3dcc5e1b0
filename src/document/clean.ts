import type { SourceRange } from "./types.js";

/**
 * The mathematics in a range without what belongs to Markdown: the `>` of block quotes, the backslash of `\|` in a table cell, and `&lt;`, `&gt;`, `&amp;`
 * for the characters they stand for. What goes away becomes spaces: every character that stays keeps its offset.
 */
export function withoutMarkup(text: string, range: SourceRange, quotes: number, inTable: boolean): string {
  let latex = text.slice(range.start, range.end);
  if (quotes > 0) latex = withoutQuoteMarkers(latex, quotes, /^[\r\n]?$/.test(text.charAt(range.start - 1)));
  if (inTable) latex = latex.replace(/\\\|/g, " |");
  return latex.replace(/&(lt|gt|amp|nbsp);/g, (entity, name: string) => (entityCharacters.get(name) ?? "").padEnd(entity.length));
}

const entityCharacters = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["nbsp", " "],
]);

/** Where the mathematics does not begin its line, its first line is left alone: the markers stand before it. */
function withoutQuoteMarkers(latex: string, quotes: number, beginsLine: boolean): string {
  return latex.replace(/(^|\r\n|\n|\r)([ \t]*>[ \t>]*)/g, (whole, lineEnd: string, margin: string) => {
    if (lineEnd === "" && !beginsLine) return whole;
    let left = quotes;
    return lineEnd + margin.replace(/>/g, (marker) => (left-- > 0 ? " " : marker));
  });
}

/** Spaces in place of a text; its line ends stay. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
