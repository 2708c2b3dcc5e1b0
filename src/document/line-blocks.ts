import { lineEnd, nextLineStart } from "./lines.js";
import { BlockList } from "./structure.js";
import type { CodeBlock, Heading, Structure } from "./structure.js";

/** Most headings and code blocks that are kept; what stands behind them is one block. */
const MAX_LANDMARKS = 100_000;

const fenceLine = /^(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$/;
const tildeLine = /^(~{3,})[ \t]*(\S*)/;
const headingLine = /^(#{1,6})(?:[ \t]+|$)(.*)$/;
const underline = /^(?:=+|-+)[ \t]*$/;
const closingHashes = /(?:^|[ \t])#+[ \t]*$/;
const itemMarker = /^(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$)/;

interface OpenFence {
  readonly start: number;
  readonly content: number;
  readonly character: string;
  readonly length: number;
  readonly language: string;
  readonly quotes: number;
}

/** One line: its ends, and where its own text begins behind `quotes` markers `>`. */
interface Line {
  readonly start: number;
  readonly content: number;
  readonly end: number;
  readonly next: number;
  readonly quotes: number;
}

/**
 * The blocks of the text from `from` on, line by line, in time that grows with the length of the text whatever stands in it. It knows fences, headings,
 * blank lines, block quotes and list items; indented code it takes for a paragraph.
 */
export function readLineBlocks(text: string, from: number): Structure {
  const reader = new LineReader(text);
  for (let start = from; start < text.length && !reader.isFull;) start = reader.read(start);
  return reader.finish();
}

class LineReader {
  readonly #headings: Heading[] = [];
  readonly #code: CodeBlock[] = [];
  readonly #blocks: BlockList;
  #fence: OpenFence | null = null;
  /** The line before this one, if it belongs to a paragraph. */
  #paragraph: Line | null = null;

  constructor(private readonly text: string) {
    this.#blocks = new BlockList(text.length);
  }

  get isFull(): boolean {
    return this.#headings.length + this.#code.length >= MAX_LANDMARKS;
  }

  /** Takes in the line that begins at `start`; returns where the next one begins. */
  read(start: number): number {
    const line = this.#line(start, this.#fence?.quotes ?? Infinity);
    if (this.#fence !== null && line.quotes < this.#fence.quotes) this.#endFence(this.#fence, start, start, false);
    if (this.#fence !== null) this.#readFenced(this.#fence, line);
    else if (line.content === line.end) {
      if (this.#paragraph !== null) this.#endBlock(start);
    } else this.#readText(line);
    return line.next;
  }

  finish(): Structure {
    const { length } = this.text;
    if (this.#fence !== null) this.#endFence(this.#fence, length, length, false);
    return { headings: this.#headings, code: this.#code, blocks: this.#blocks };
  }

  #line(start: number, maxQuotes: number): Line {
    const end = lineEnd(this.text, start);
    let content = skipBlanks(this.text, start, end);
    let quotes = 0;
    while (content < end && quotes < maxQuotes && this.text.charAt(content) === ">") {
      quotes += 1;
      content = skipBlanks(this.text, content + 1, end);
    }
    return { start, content, end, next: nextLineStart(this.text, end), quotes };
  }

  #readFenced(fence: OpenFence, { start, content, end, next }: Line): void {
    const run = runLength(this.text, content, fence.character);
    if (run < fence.length || skipBlanks(this.text, content + run, end) !== end) return;
    this.#endFence(fence, start, end, true);
    this.#endBlock(next);
  }

  #readText(line: Line): void {
    const { text } = this;
    const before = this.#paragraph;
    const item = markerCharacters.has(text.charAt(line.content)) ? itemMarker.exec(text.slice(line.content, line.end)) : null;
    const content = line.content + (item?.[0].length ?? 0);
    const own = { ...line, content };
    if (before === null || item !== null || line.quotes > before.quotes) this.#blocks.begin(line.start, line.quotes);
    this.#paragraph = own;
    switch (text.charAt(content)) {
      case "#":
        this.#readHeading(own);
        break;
      case "`":
      case "~":
        this.#openFence(own);
        break;
      case "=":
      case "-":
        if (before !== null && before.quotes === line.quotes && item === null) this.#readUnderline(before, own);
        break;
      default:
        break;
    }
  }

  #readHeading({ start, content, end, next, quotes }: Line): void {
    const heading = headingLine.exec(this.text.slice(content, end));
    if (heading === null) return;
    const title = (heading[2] ?? "").replace(closingHashes, "").trim();
    this.#headings.push({ start: content, level: heading[1]?.length ?? 1, title, atx: true });
    this.#blocks.begin(start, quotes);
    this.#endBlock(next);
  }

  #readUnderline(title: Line, { content, end, next }: Line): void {
    if (!underline.test(this.text.slice(content, end))) return;
    const level = this.text.charAt(content) === "=" ? 1 : 2;
    this.#headings.push({ start: title.content, level, title: this.text.slice(title.content, title.end).trim(), atx: false });
    this.#endBlock(next);
  }

  #openFence({ start, content, end, next, quotes }: Line): void {
    const character = this.text.charAt(content);
    const line = this.text.slice(content, end);
    const opening = (character === "~" ? tildeLine : fenceLine).exec(line);
    if (opening === null) return;
    this.#blocks.begin(start, quotes);
    this.#fence = {
      start: content,
      content: next,
      character,
      length: opening[1]?.length ?? 3,
      language: opening[2] ?? "",
      quotes,
    };
  }

  #endFence(fence: OpenFence, contentEnd: number, end: number, closed: boolean): void {
    const content = { start: Math.min(fence.content, contentEnd), end: contentEnd };
    this.#code.push({ kind: "fenced", start: fence.start, end, content, language: fence.language, closed });
    this.#fence = null;
    this.#paragraph = null;
  }

  /** A block is over; what follows at `offset` is none yet. */
  #endBlock(offset: number): void {
    this.#blocks.begin(offset, 0);
    this.#paragraph = null;
  }
}

const markerCharacters = new Set(["-", "+", "*", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);

function skipBlanks(text: string, from: number, end: number): number {
  let offset = from;
  while (offset < end && (text.charAt(offset) === " " || text.charAt(offset) === "\t")) offset += 1;
  return offset;
}

function runLength(text: string, from: number, character: string): number {
  let end = from;
  while (end < text.length && text.charAt(end) === character) end += 1;
  return end - from;
}
