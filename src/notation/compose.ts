import type { Span } from "../terms/term.js";
import { NotUnderstood } from "./failure.js";
import { isSign, joinSpans, spanOf, type Layout } from "./layout.js";
import { LIMITS } from "./limits.js";
import { italicWord } from "./words.js";

/**
 * Puts together what TeX leaves as single characters: numerals, words in italics, `||`, `:=`, `…`, and matching brackets.
 * Brackets are matched over the whole row, across alignment marks; one without a partner stays a sign, which no notation accepts.
 */
export function compose(items: readonly Layout[]): Layout[] {
  return matchBrackets(mergeSigns(openGroups(items)));
}

/** Braces without scripts are invisible: `{a+b}c` is `a + bc` on the page, and is read so. */
function openGroups(items: readonly Layout[]): Layout[] {
  const opened: Layout[] = [];
  for (const item of items) {
    const only = item.kind === "group" ? item.row.items[0] : undefined;
    const punctuation = item.kind === "group" && item.row.items.length === 1 && isSign(only, ",", ".", ";", ":");
    if (item.kind === "group" && !punctuation) opened.push(...widened(item.row.items, item.span));
    else opened.push(item);
  }
  return opened;
}

/** The items of a group; the first and the last take its braces into their ranges, so that what is cut out of the source stays balanced. */
function widened(items: readonly Layout[], span: Span): Layout[] {
  return items.map((item, k) => {
    const start = k === 0 ? span.start : item.span.start;
    const end = k === items.length - 1 ? span.end : item.span.end;
    return { ...item, span: { start, end } };
  });
}

interface Part {
  readonly text: string;
  readonly item: Layout;
}

/** The sign of a node; with `scripted`, also of one that carries scripts. */
function signText(item: Layout | undefined, scripted: boolean): string | null {
  if (item?.kind === "sign" && item.side === null) return item.text;
  if (scripted && item?.kind === "scripts" && item.base?.kind === "sign" && item.base.side === null) return item.base.text;
  return null;
}

/** Replaces the base of the run's last node, which alone may carry scripts, by the merged node. */
function merged(run: readonly Layout[], node: (span: Layout["span"]) => Layout): Layout {
  const first = run[0];
  const last = run[run.length - 1];
  if (first === undefined || last === undefined) throw new RangeError("an empty run cannot be merged");
  if (last.kind !== "scripts" || last.base === null) return node(joinSpans(first.span, last.span));
  const base = node(joinSpans(first.span, last.base.span));
  return { ...last, base, span: joinSpans(first.span, last.span) };
}

function mergeSigns(items: readonly Layout[]): Layout[] {
  const output: Layout[] = [];
  for (let k = 0; k < items.length;) {
    const count = mergeAt(items, k, output);
    if (count === 0) {
      const item = items[k];
      if (item !== undefined) output.push(item);
    }
    k += Math.max(1, count);
  }
  return output;
}

/** Pushes the merged node and returns how many nodes it took; 0 when there is nothing to merge. */
function mergeAt(items: readonly Layout[], at: number, output: Layout[]): number {
  const side = sidedBar(items[at]);
  if (side !== null && items[at]?.kind === "sign" && side === sidedBar(items[at + 1])) {
    output.push(merged(items.slice(at, at + 2), (span) => ({ kind: "sign", text: "\\|", side, span })));
    return 2;
  }
  const text = signText(items[at], true);
  if (text === null) return 0;
  if (/^[0-9.]$/.test(text)) return mergeNumeral(items, at, output);
  if (/^[A-Za-z]$/.test(text)) return mergeWord(items, at, output);
  const next = signText(items[at + 1], true);
  const plain = signText(items[at], false) !== null;
  if (!plain || next === null) return 0;
  const pair = (merge: string): number => {
    output.push(merged(items.slice(at, at + 2), (span) => ({ kind: "sign", text: merge, side: null, span })));
    return 2;
  };
  if (text === ":" && next === "=") return pair(":=");
  if (text === "=" && next === ":") return pair("=:");
  if (text === "\\arg" && (next === "\\min" || next === "\\max")) return pair(next === "\\min" ? "\\argmin" : "\\argmax");
  if ((text === "|" && next === "|") || (text === "\\mid" && next === "\\mid")) return adjacent(items, at) ? pair("\\|") : 0;
  return 0;
}

/** The side of `\left|`, `\middle|` or `\right|`, with scripts or not; null for everything else. */
function sidedBar(item: Layout | undefined): "open" | "close" | "middle" | null {
  const sign = item?.kind === "scripts" ? item.base : item;
  return sign?.kind === "sign" && (sign.text === "|" || sign.text === "\\mid") ? sign.side : null;
}

/** No white space between the two nodes; after a command, its own delimiting space does not count. */
function adjacent(items: readonly Layout[], at: number): boolean {
  const a = items[at];
  const b = items[at + 1];
  if (a === undefined || b === undefined) return false;
  const slack = a.span.end - a.span.start > 1 ? 1 : 0;
  return b.span.start <= a.span.end + slack;
}

function mergeNumeral(items: readonly Layout[], at: number, output: Layout[]): number {
  const dots = [0, 1, 2].every((k) => signText(items[at + k], false) === ".");
  if (dots) {
    output.push(merged(items.slice(at, at + 3), (span) => ({ kind: "sign", text: "\\dots", side: null, span })));
    return 3;
  }
  let text = "";
  let count = 0;
  for (let open = true; open; count++) {
    const item = items[at + count];
    const digit = signText(item, true);
    if (digit === null || !(/^[0-9]$/.test(digit) || (digit === "." && !text.includes(".") && item?.kind === "sign"))) break;
    if (digit === "." && !/^[0-9]$/.test(signText(items[at + count + 1], true) ?? "")) break;
    text += digit;
    open = item?.kind === "sign";
  }
  if (text === "") return 0;
  output.push(merged(items.slice(at, at + count), (span) => ({ kind: "numeral", text, span })));
  return count;
}

function mergeWord(items: readonly Layout[], at: number, output: Layout[]): number {
  if (/^[A-Za-z]$/.test(signText(items[at - 1], false) ?? "") && adjacent(items, at - 1)) return 0;
  const run: Part[] = [];
  for (let k = at; ; k++) {
    const item = items[k];
    const text = signText(item, true);
    if (item === undefined || text === null || !/^[A-Za-z]$/.test(text)) break;
    if (k > at && !adjacent(items, k - 1)) break;
    run.push({ text, item });
    if (item.kind === "scripts") break;
  }
  const word = run.map((part) => part.text).join("");
  const nodes = run.map((part) => part.item);
  const called = opensBrackets(items[at + nodes.length]);
  const found = italicWord(word, called);
  if (found === null) return 0;
  output.push(
    merged(nodes, (span) => {
      switch (found.kind) {
        case "sign":
          return { kind: "sign", text: found.text, side: null, span };
        case "word":
          return { kind: "word", text: word, upright: true, span };
        case "undecided":
          return { kind: "unread", reason: `${word} before brackets may be a name or a product`, span };
      }
    }),
  );
  return nodes.length;
}

function opensBrackets(item: Layout | undefined): boolean {
  return item?.kind === "sign" && (item.text === "(" || item.text === "[");
}

const OPENERS = new Set(["(", "[", "\\{", "\\langle", "\\lfloor", "\\lceil"]);
const CLOSERS: ReadonlyMap<string, string> = new Map([
  [")", "("],
  ["]", "["],
  ["\\}", "\\{"],
  ["\\rangle", "\\langle"],
  ["\\rfloor", "\\lfloor"],
  ["\\rceil", "\\lceil"],
  ["|", "|"],
  ["\\|", "\\|"],
]);

interface Open {
  readonly sign: Extract<Layout, { kind: "sign" }>;
  readonly items: Layout[];
}

function matchBrackets(items: readonly Layout[]): Layout[] {
  const bottom: Layout[] = [];
  const stack: Open[] = [];
  const current = (): Layout[] => stack[stack.length - 1]?.items ?? bottom;
  const abandon = (): void => {
    const open = stack.pop();
    if (open !== undefined) current().push(open.sign, ...open.items);
  };
  for (const item of items) {
    const sign = item.kind === "scripts" ? item.base : item;
    if (sign?.kind !== "sign") {
      current().push(item);
      continue;
    }
    if (item.kind === "sign" && (item.side === "open" || (item.side === null && OPENERS.has(item.text)))) {
      stack.push({ sign: item, items: [] });
      continue;
    }
    const partner =
      sign.side === "close" || (sign.side === null && sign.text !== "|" && sign.text !== "\\|")
        ? CLOSERS.get(sign.text)
        : undefined;
    if (partner === undefined) {
      current().push(item);
      continue;
    }
    const mixes = (open: Open): boolean =>
      (open.sign.side === "open" && sign.side === "close") || (/^[([]$/.test(open.sign.text) && /^[)\]]$/.test(sign.text));
    const exact = stack.findLastIndex((open) => open.sign.text === partner);
    const top = stack[stack.length - 1];
    const depth = exact >= 0 ? exact : top !== undefined && mixes(top) ? stack.length - 1 : -1;
    if (depth < 0) {
      current().push(item);
      continue;
    }
    while (stack.length - 1 > depth) abandon();
    const open = stack.pop();
    if (open === undefined) continue;
    const span = joinSpans(open.sign.span, sign.span);
    if (stack.length > LIMITS.nesting) throw new NotUnderstood(span, `nested deeper than ${LIMITS.nesting} levels`);
    const inner = { start: open.sign.span.end, end: sign.span.start };
    const row = { items: open.items, span: spanOf(open.items, inner.start <= inner.end ? inner : span) };
    const fence: Layout = { kind: "fence", open: open.sign.text, close: sign.text, row, span };
    current().push(item.kind === "scripts" ? { ...item, base: fence, span: joinSpans(span, item.span) } : fence);
  }
  while (stack.length > 0) abandon();
  return bottom;
}
