import type { Span } from "../terms/term.js";
import { isBlank, STYLE_COMMAND, visible, type Fence, type Layout, type Row, type Scripts } from "./layout.js";
import { isLetter } from "./signs.js";

/** A node taken apart: what it is at heart, and the scripts, limits and accents around it. */
export interface Head {
  readonly layout: Layout;
  readonly base: Layout;
  /** What the constructs are filed under: `\sum`, `\log`, `E`, `\mathbb{E}`, `\text{KL}`; null for what names nothing. */
  readonly key: string | null;
  readonly sub: Row | null;
  readonly sup: Row | null;
  /** Where the letter stands without its scripts, and with its subscript alone. */
  readonly letter: Span;
  readonly indexed: Span;
  /** Drawn bold; no part of a name, but `\mathbf{I}` and `\mathbf{1}` mean something. */
  readonly bold: boolean;
}

/** Opens groups of one node, `\mathop{…}`, `\underset{…}{…}` and scripts; null for fences, fractions and whatever names nothing. */
export function headOf(layout: Layout): Head | null {
  let base: Layout = layout;
  let sub: Row | null = null;
  let sup: Row | null = null;
  let letter: Span | null = null;
  let indexed: Span | null = null;
  for (;;) {
    if (base.kind === "group") {
      const items: readonly Layout[] = visible(base.row);
      const only = items[0];
      if (only === undefined || items.length > 1) return null;
      base = only;
    } else if (base.kind === "scripts") {
      if (base.base === null || (base.sub !== null && sub !== null) || (base.sup !== null && sup !== null)) return null;
      sub ??= base.sub;
      sup ??= base.sup;
      letter = base.base.span;
      indexed ??= indexedSpan(base, base.base.span);
      base = base.base;
    } else if (base.kind === "stack") {
      if ((base.below !== null && sub !== null) || (base.above !== null && sup !== null)) return null;
      sub ??= base.below;
      sup ??= base.above;
      base = { kind: "group", row: base.base, span: base.span };
    } else {
      break;
    }
  }
  if (base.kind === "styled") {
    const inner: readonly Layout[] = visible(base.body);
    const only = inner[0];
    if (inner.length === 1 && only !== undefined && STYLE_COMMAND[base.style] === null) {
      const deeper = headOf(only);
      if (deeper === null || (deeper.sub !== null && sub !== null) || (deeper.sup !== null && sup !== null)) return null;
      const spans = { letter: letter ?? layout.span, indexed: indexed ?? layout.span };
      return {
        ...deeper,
        ...spans,
        layout,
        sub: sub ?? deeper.sub,
        sup: sup ?? deeper.sup,
        bold: base.style === "bold" || deeper.bold,
      };
    }
  }
  return {
    layout,
    base,
    key: keyOf(base),
    sub,
    sup,
    letter: letter ?? layout.span,
    indexed: indexed ?? layout.span,
    bold: false,
  };
}

function indexedSpan(scripts: Scripts, base: Span): Span {
  if (scripts.sup === null) return scripts.span;
  if (scripts.sub === null) return base;
  return scripts.sub.span.end <= scripts.sup.span.start ? { start: scripts.span.start, end: scripts.sub.span.end } : scripts.span;
}

function keyOf(base: Layout): string | null {
  switch (base.kind) {
    case "sign":
    case "numeral":
      return base.text;
    case "word":
      return `\\text{${base.text.replace(/\s+/g, " ")}}`;
    case "styled": {
      const command = STYLE_COMMAND[base.style];
      const texts = base.body.items.filter((item) => !isBlank(item)).map(textOf);
      return command === null || texts.length === 0 || texts.includes(null) ? null : `${command}{${texts.join("")}}`;
    }
    default:
      return null;
  }
}

function textOf(item: Layout): string | null {
  return item.kind === "sign" || item.kind === "numeral" || item.kind === "word" ? item.text : null;
}

/** True for a letter or word that can name something: `x`, `\mathbf{x}_i`, `\tilde{p}`, `\mathcal{L}`, `\text{data}`. */
export function isNaming(layout: Layout): boolean {
  const head = headOf(layout);
  if (head === null) return false;
  if (head.base.kind === "sign") return isLetter(head.base.text);
  return head.base.kind === "accent" || head.base.kind === "word" || (head.base.kind === "styled" && head.key !== null);
}

/** Brackets with the scripts that hang on their right side. */
export function fenceOf(layout: Layout | undefined): { fence: Fence; sub: Row | null; sup: Row | null } | null {
  if (layout?.kind === "fence") return { fence: layout, sub: null, sup: null };
  if (layout?.kind !== "scripts" || layout.base?.kind !== "fence") return null;
  return { fence: layout.base, sub: layout.sub, sup: layout.sup };
}
