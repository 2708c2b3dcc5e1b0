import type { Span } from "../terms/term.js";

/** A horizontal list of layout nodes, as TeX sees it: the contents of a group, of an argument, of a pair of brackets. */
export interface Row {
  readonly items: readonly Layout[];
  /** Where the row stands, its braces included; also the place to point at when it is empty. */
  readonly span: Span;
}

export type Style = "bold" | "italic" | "roman" | "calligraphic" | "script" | "fraktur" | "blackboard";

/**
 * What stands on the page, before any meaning: symbols with their scripts, fractions, matched brackets. A closed union.
 *
 * Sign texts are canonical (`\leq` and `≤` are `\le`); weight and spacing survive only where a notation needs them.
 */
export type Layout = { readonly span: Span } & (
  | SignLayout
  | { readonly kind: "numeral"; readonly text: string }
  /** `\text{…}`, `\mathrm{data}`, `\operatorname{tr}`; `upright` is false for running text. */
  | { readonly kind: "word"; readonly text: string; readonly upright: boolean }
  | { readonly kind: "group"; readonly row: Row }
  | { readonly kind: "scripts"; readonly base: Layout | null; readonly sub: Row | null; readonly sup: Row | null }
  | { readonly kind: "fraction"; readonly numerator: Row; readonly denominator: Row }
  | { readonly kind: "root"; readonly degree: Row | null; readonly radicand: Row }
  | { readonly kind: "accent"; readonly accent: string; readonly body: Row }
  | { readonly kind: "styled"; readonly style: Style; readonly body: Row }
  /** `\overset`, `\underset`, `\stackrel`. */
  | { readonly kind: "stack"; readonly base: Row; readonly above: Row | null; readonly below: Row | null }
  /** `\underbrace`, `\overbrace`. */
  | { readonly kind: "brace"; readonly body: Row }
  | FenceLayout
  /** `&`, `\\`: only between cells. */
  | { readonly kind: "align" }
  | { readonly kind: "newRow" }
  | { readonly kind: "space"; readonly wide: boolean }
  /** `\label{…}`, `\tag{…}`, `\nonumber`: about the equation, no part of it. */
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "unread"; readonly reason: string }
);

export interface SignLayout {
  readonly kind: "sign";
  readonly text: string;
  /** Which side of a pair a delimiter stands on, where the source says so (`\left`, `\bigr`, `\lvert`). */
  readonly side: "open" | "close" | "middle" | null;
}

export interface FenceLayout {
  readonly kind: "fence";
  readonly open: string;
  readonly close: string;
  readonly row: Row;
}

export type Scripts = Extract<Layout, { kind: "scripts" }>;
export type Fence = Extract<Layout, { kind: "fence" }>;

export function joinSpans(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** The range of several nodes; `place` where there are none. */
export function spanOf(items: readonly Layout[], place: Span): Span {
  const first = items[0];
  const last = items[items.length - 1];
  return first === undefined || last === undefined ? place : joinSpans(first.span, last.span);
}

export function isSign(item: Layout | undefined, ...texts: readonly string[]): boolean {
  return item?.kind === "sign" && texts.includes(item.text);
}

/** White space and alignment: nodes that no expression is built from. */
export function isBlank(item: Layout): boolean {
  return item.kind === "space" || item.kind === "align" || item.kind === "newRow";
}

/** The nodes that belong to a formula: no blanks, no notes. */
export function formulaItems(items: readonly Layout[]): Layout[] {
  return items.filter((item) => !isBlank(item) && item.kind !== "note");
}

/** The row without blanks, groups of a single item opened. */
export function visible(row: Row): readonly Layout[] {
  const items = row.items.filter((item) => !isBlank(item));
  const only = items[0];
  return items.length === 1 && only?.kind === "group" ? visible(only.row) : items;
}

/** Splits a list at the nodes that `separates` picks; the separators are left out. */
export function splitItems(items: readonly Layout[], separates: (item: Layout) => boolean): Layout[][] {
  const parts: Layout[][] = [[]];
  for (const item of items) {
    if (separates(item)) parts.push([]);
    else parts[parts.length - 1]?.push(item);
  }
  return parts;
}

/** Canonical LaTeX of a row, without weights and spaces: what labels and marks are called. */
export function rowText(items: readonly Layout[]): string {
  let text = "";
  for (const item of items) {
    const piece = itemText(item);
    text += /\\[A-Za-z]+$/.test(text) && /^[A-Za-z]/.test(piece) ? ` ${piece}` : piece;
  }
  return text;
}

function itemText(item: Layout): string {
  switch (item.kind) {
    case "sign":
    case "numeral":
      return item.text;
    case "word":
      return item.text.length === 1 ? item.text : `\\text{${item.text}}`;
    case "group":
      return rowText(item.row.items);
    case "scripts": {
      const base = item.base === null ? "{}" : itemText(item.base);
      const sub = item.sub === null ? "" : `_{${rowText(item.sub.items)}}`;
      const sup = item.sup === null ? "" : `^{${rowText(item.sup.items)}}`;
      return base + sub + sup;
    }
    case "fraction":
      return `\\frac{${rowText(item.numerator.items)}}{${rowText(item.denominator.items)}}`;
    case "root":
      return `\\sqrt${item.degree === null ? "" : `[${rowText(item.degree.items)}]`}{${rowText(item.radicand.items)}}`;
    case "accent":
      return `${item.accent}{${rowText(item.body.items)}}`;
    case "styled":
      return STYLE_COMMAND[item.style] === null
        ? rowText(item.body.items)
        : `${STYLE_COMMAND[item.style]}{${rowText(item.body.items)}}`;
    case "stack":
      return rowText(item.base.items);
    case "brace":
      return rowText(item.body.items);
    case "fence":
      return item.open + rowText(item.row.items) + item.close;
    case "align":
    case "newRow":
    case "space":
    case "note":
    case "unread":
      return "";
  }
}

/** The command of a style that makes another letter; null for styles that are only weight or slant. */
export const STYLE_COMMAND: Readonly<Record<Style, string | null>> = {
  bold: null,
  italic: null,
  roman: null,
  calligraphic: "\\mathcal",
  script: "\\mathscr",
  fraktur: "\\mathfrak",
  blackboard: "\\mathbb",
};
