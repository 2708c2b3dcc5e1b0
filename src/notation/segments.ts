import type { Span } from "../terms/term.js";
import { isBlank, isSign, joinSpans, spanOf, type Fence, type Layout } from "./layout.js";
import { isProse, isRemark, operative } from "./prose.js";
import { isConnective, relationOf } from "./relations.js";

/** A stretch of the equation that is one statement, or several between commas; `aside` where it stands in a remark. */
export type Segment =
  | { readonly kind: "piece"; readonly items: readonly Layout[]; readonly aside: boolean }
  | { readonly kind: "comment"; readonly span: Span };

/**
 * Cuts an equation into pieces: at line ends, at columns that begin something new, at `\quad`, text, semicolons, full stops and connectives.
 *
 * A line that begins with a relation or an operator goes on with the line before; so does one after a line that ends with such a sign.
 */
export function segment(items: readonly Layout[]): Segment[] {
  const cutter = new Cutter(items);
  return cutter.run();
}

class Cutter {
  private readonly segments: Segment[] = [];
  private current: Layout[] = [];
  private at = 0;
  /** Whether what is read belongs to a remark that goes to the end of the line. */
  private aside = false;

  constructor(private readonly items: readonly Layout[]) {}

  run(): Segment[] {
    for (; this.at < this.items.length; this.at++) {
      const item = this.items[this.at];
      if (item !== undefined) this.step(item);
    }
    this.flush();
    return this.segments;
  }

  private step(item: Layout): void {
    if (item.kind === "note") {
      this.remark(item.span);
    } else if (item.kind === "newRow") {
      if (this.aside) this.endAside();
      else if (this.goesOn()) this.current.push(item);
      else this.flush();
    } else if (item.kind === "align") {
      this.column(item);
    } else if (item.kind === "space") {
      const next = this.next();
      const complete = !operative(this.last()) && next !== undefined && !operative(next) && !isSign(this.last(), ",");
      if (item.wide && this.last() !== undefined && complete) this.flush();
      else this.current.push(item);
      if (item.wide && isNumbering(next, this.items.slice(this.at + 1))) this.skipNumbering();
    } else if (isConnective(item)) {
      this.flush();
      this.segments.push({ kind: "comment", span: item.span });
    } else if (item.kind === "word" && isProse(item, this.last(), this.next())) {
      this.prose(item);
    } else if (item.kind === "fence" && isRemark(item, this.current[this.current.length - 1])) {
      this.bracketed(item);
    } else if (isSign(item, ";", ".")) {
      this.current.push({ kind: "space", wide: false, span: item.span });
      this.flush();
    } else if (isSign(item, "\\forall")) {
      this.quantifier();
    } else {
      this.current.push(item);
    }
  }

  private last(): Layout | undefined {
    return this.current.findLast((item) => !isBlank(item) && item.kind !== "note");
  }

  private next(): Layout | undefined {
    return this.items.slice(this.at + 1, this.at + 40).find((item) => !isBlank(item) && item.kind !== "note");
  }

  private flush(): void {
    if (this.last() !== undefined) this.segments.push({ kind: "piece", items: this.current, aside: this.aside });
    this.current = [];
  }

  private endAside(): void {
    this.flush();
    this.aside = false;
  }

  /** A remark stands beside the formula: what is before and after it belongs together. */
  private remark(span: Span): void {
    this.segments.push({ kind: "comment", span });
    if (this.last() !== undefined) this.current.push({ kind: "note", text: "", span });
  }

  /** Text ends a statement, or stands beside one side of it: `a \text{ (Jensen)} \le b`. In the middle of a formula it is not understood. */
  private prose(item: Extract<Layout, { kind: "word" }>): void {
    const next = this.next();
    const last = this.last();
    if (operative(last) && next !== undefined && !startsLine(this.items, this.at)) {
      this.current.push({ kind: "unread", reason: "text in the middle of a formula", span: item.span });
    } else if (last !== undefined && next !== undefined && relationOf(next) !== null) {
      this.remark(item.span);
    } else {
      this.flush();
      this.segments.push({ kind: "comment", span: item.span });
      if (/^\s*[)\]]/u.test(item.text)) this.aside = false;
      else if (opensAside(item.text) && this.segments.some(({ kind }) => kind === "piece")) this.aside = true;
    }
  }

  /** Brackets that hold a remark. A relation in it is a statement beside the formula. */
  private bracketed(fence: Fence): void {
    const { items } = fence.row;
    if (!items.some(states)) {
      this.remark(fence.span);
      return;
    }
    const inner = spanOf(items, fence.span);
    this.remark({ start: fence.span.start, end: inner.start });
    this.asides(items);
    this.segments.push({ kind: "comment", span: { start: inner.end, end: fence.span.end } });
  }

  /** What a remark states: the pieces of it that hold a relation. */
  private asides(items: readonly Layout[]): void {
    for (const segment of new Cutter(items).run()) {
      if (segment.kind === "comment") this.segments.push(segment);
      else if (segment.items.some(states)) this.segments.push({ ...segment, aside: true });
      else this.segments.push({ kind: "comment", span: spanOf(segment.items, { start: 0, end: 0 }) });
    }
  }

  /** After a line end: does the next line go on with this one? */
  private goesOn(): boolean {
    const last = this.last();
    const next = this.next();
    if (last === undefined || next === undefined) return false;
    if (operative(last)) return true;
    if (relationOf(next) !== null || isSign(next, "+", "\\cdot", "\\times", "/")) return true;
    if (!isSign(next, "-")) return false;
    const rest = this.items.slice(this.at + 1);
    const end = rest.findIndex((item) => item.kind === "newRow");
    const line = end < 0 ? rest : rest.slice(0, end);
    const indented =
      line.findIndex((item) => item.kind === "align") < line.indexOf(next) && line.some((item) => item.kind === "align");
    return indented || !line.some((item) => relationOf(item) !== null);
  }

  private column(item: Layout): void {
    const last = this.last();
    const next = this.next();
    const complete = this.current.some((node) => relationOf(node) !== null) && !operative(last);
    if (last === undefined || next === undefined || operative(next) || !complete) {
      this.current.push(item);
      return;
    }
    const rest = this.items.slice(this.at + 1);
    const end = rest.findIndex((node) => node.kind === "align" || node.kind === "newRow");
    const cell = (end < 0 ? rest : rest.slice(0, end)).filter((node) => !isBlank(node));
    const remark =
      cell.some((node, k) => isProse(node, cell[k - 1], cell[k + 1]) || node.kind === "note") ||
      cell.every((node) => node.kind === "fence");
    if (cell.length > 0 && remark) {
      if (cell.some(states)) this.asides(cell);
      else this.segments.push({ kind: "comment", span: spanOf(cell, item.span) });
      this.current.push({ kind: "note", text: "", span: spanOf(cell, item.span) });
      this.at += end < 0 ? rest.length : end;
    } else if (cell.length === 0) {
      this.current.push(item);
    } else {
      this.flush();
    }
  }

  /** `\forall x \in X:` says for which values the formula beside it stands. */
  private quantifier(): void {
    const start = this.at;
    const stops = (item: Layout): boolean =>
      isSign(item, ",", ":", ";", ".") || item.kind === "newRow" || (item.kind === "space" && item.wide);
    let end = start + 1;
    while (end < this.items.length && !stops(this.items[end] ?? { kind: "newRow", span: { start: 0, end: 0 } })) end++;
    const stop = this.items[end];
    const taken = isSign(stop, ",", ":") ? end + 1 : end;
    const first = this.items[start];
    const last = this.items[taken - 1];
    if (first === undefined || last === undefined) return;
    this.flush();
    this.segments.push({ kind: "comment", span: joinSpans(first.span, last.span) });
    this.at = taken - 1;
  }

  private skipNumbering(): void {
    const index = this.items.findIndex((item, k) => k > this.at && item.kind === "fence");
    const fence = this.items[index];
    if (fence === undefined) return;
    this.flush();
    this.segments.push({ kind: "comment", span: fence.span });
    this.at = index;
  }
}

/** Text that begins a remark on what stands before it: an open bracket, a reason or a condition. */
function opensAside(text: string): boolean {
  return /[([][^)\]]*$/u.test(text) || /^\W*(?:since|because|as|using|where|for|if|when|by|with|recall|note)\b/iu.test(text);
}

/** A sign that relates two sides, other than what a variable ranges over. */
function states(item: Layout): boolean {
  const relation = relationOf(item);
  return relation !== null && relation !== "other" && !isSign(item, "\\in");
}

/** `\quad (1)` at the end of a line: the number of the equation. */
function isNumbering(next: Layout | undefined, rest: readonly Layout[]): boolean {
  if (next?.kind !== "fence" || next.open !== "(") return false;
  const inside = next.row.items.filter((item) => !isBlank(item));
  const after = rest.slice(rest.indexOf(next) + 1).find((item) => item.kind !== "space" && item.kind !== "align");
  const plain = inside.length === 1 && (inside[0]?.kind === "numeral" || isSign(inside[0], "*", "\\star"));
  return plain && (after === undefined || after.kind === "newRow");
}

function startsLine(items: readonly Layout[], at: number): boolean {
  const before = items.slice(0, at).findLast((item) => item.kind !== "space" && item.kind !== "align");
  return before === undefined || before.kind === "newRow";
}
