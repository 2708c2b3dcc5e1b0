import { isProse } from "./looks.js";
import { lineEnd, nextLineStart } from "./lines.js";
import type { Block, BlockList, CodeBlock, Heading, Structure } from "./structure.js";

/** Longest part of a line that is looked at to tell prose from mathematics. */
const MAX_LINE = 2000;

interface Search {
  readonly from: number;
  readonly at: number;
}

/**
 * A text with its structure, for scanners that go through it from left to right. Answers are remembered, so that many questions about one stretch cost
 * what one does: this keeps the scan linear on text that opens everything and closes nothing.
 */
export class Source {
  readonly #searches = new Map<string, Search>();
  readonly #blocks: BlockList;
  readonly #headings: readonly Heading[];
  readonly #fences: readonly CodeBlock[];
  #block: Block = { start: 0, end: 0, quotes: 0 };
  #line = { start: 0, end: -1 };
  /** Lines from `from` up to the one at `to` are no prose; that one is, if `found`. */
  #prose = { from: 0, to: -1, found: false };
  #table = { block: -1, start: -1 };
  #ticks: { block: number; last: ReadonlyMap<number, number> } = { block: -1, last: new Map() };

  constructor(
    readonly text: string,
    structure: Structure,
  ) {
    this.#blocks = structure.blocks;
    this.#headings = structure.headings.filter((heading) => heading.atx);
    this.#fences = structure.code.filter((block) => block.kind === "fenced");
  }

  /** Where `needle` next stands at or behind `from`, -1 if nowhere. */
  find(needle: string, from: number): number {
    const known = this.#searches.get(needle);
    if (known !== undefined && from >= known.from && (known.at === -1 || known.at >= from)) return known.at;
    const at = this.text.indexOf(needle, from);
    this.#searches.set(needle, { from, at });
    return at;
  }

  blockAt(offset: number): Block {
    if (offset < this.#block.start || offset >= this.#block.end) this.#block = this.#blocks.at(offset);
    return this.#block;
  }

  /** Where the characters of the line that holds `offset` are over. */
  lineEnd(offset: number): number {
    if (offset < this.#line.start || offset > this.#line.end) this.#line = { start: offset, end: lineEnd(this.text, offset) };
    return this.#line.end;
  }

  /** How far an inline construct that begins at `offset` may reach: to the end of its block, in a table to that of its row. */
  inlineEnd(offset: number): number {
    const { end } = this.blockAt(offset);
    return this.isInTable(offset) ? Math.min(end, this.lineEnd(offset)) : end;
  }

  isInTable(offset: number): boolean {
    const block = this.blockAt(offset);
    if (this.#table.block !== block.start) this.#table = { block: block.start, start: tableStart(this.text, block) };
    return this.#table.start !== -1 && offset >= this.#table.start;
  }

  /**
   * The end of the code span whose opening run of `length` backticks begins at `offset`, -1 if no run of that length closes it in its block.
   */
  codeSpanEnd(offset: number, length: number): number {
    const end = this.inlineEnd(offset);
    const block = this.blockAt(offset);
    if (this.#ticks.block !== block.start) this.#ticks = { block: block.start, last: lastRuns(this.text, block) };
    if ((this.#ticks.last.get(length) ?? -1) <= offset) return -1;
    const runs = /`+/g;
    runs.lastIndex = offset + length;
    for (let run = runs.exec(this.text); run !== null && run.index < end; run = runs.exec(this.text)) {
      if (run[0].length === length) return run.index + length;
    }
    return -1;
  }

  /**
   * The first place in (`start`, `end`) that no formula contains: a heading, a code fence, or a line of prose behind the line of `start`. -1 if there is
   * none, so that the stretch may be one formula.
   */
  barrier(start: number, end: number): number {
    const from = nextLineStart(this.text, this.lineEnd(start));
    const first = Math.min(firstFrom(this.#headings, start + 1), firstFrom(this.#fences, start + 1), this.#proseLine(from, end));
    return first < end ? first : -1;
  }

  /** Where the first line of prose in [`from`, `end`) begins, Infinity if there is none; `from` begins a line, and the last line may be cut by `end`. */
  #proseLine(from: number, end: number): number {
    const known = this.#prose;
    const continues = from >= known.from && from <= known.to;
    if (continues && known.found) return known.to < end ? known.to : Infinity;
    let start = continues ? known.to : from;
    while (start < end) {
      const stop = lineEnd(this.text, start);
      const found = isProse(this.text.slice(start, Math.min(stop, end, start + MAX_LINE)));
      if (stop > end) return found ? start : Infinity;
      this.#prose = { from: continues ? known.from : from, to: start, found };
      if (found) return start;
      start = nextLineStart(this.text, stop);
    }
    return Infinity;
  }
}

/** Where the first of ascending landmarks at or behind `from` begins, Infinity if there is none. */
function firstFrom(landmarks: readonly { readonly start: number }[], from: number): number {
  let low = 0;
  let high = landmarks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((landmarks[middle]?.start ?? Infinity) < from) low = middle + 1;
    else high = middle;
  }
  return landmarks[low]?.start ?? Infinity;
}

const delimiterRow = /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** Where the header of a GFM table in the block begins, -1 if it holds no table. */
function tableStart(text: string, block: Block): number {
  let before = -1;
  for (let start = block.start; start < block.end;) {
    const end = lineEnd(text, start);
    const code = text.charCodeAt(skipMargin(text, start, end));
    if (before !== -1 && (code === BAR || code === COLON || code === DASH)) {
      const line = text.slice(start, end);
      if (line.includes("|") && delimiterRow.test(line) && text.slice(before, start).includes("|")) return before;
    }
    before = start;
    start = nextLineStart(text, end);
  }
  return -1;
}

const BAR = 124;
const COLON = 58;
const DASH = 45;

function skipMargin(text: string, from: number, end: number): number {
  let offset = from;
  while (offset < end && " \t>".includes(text.charAt(offset))) offset += 1;
  return offset;
}

/** Where the last run of each number of backticks in the block begins. */
function lastRuns(text: string, block: Block): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  const runs = /`+/g;
  runs.lastIndex = block.start;
  for (let run = runs.exec(text); run !== null && run.index < block.end; run = runs.exec(text))
    last.set(run[0].length, run.index);
  return last;
}
