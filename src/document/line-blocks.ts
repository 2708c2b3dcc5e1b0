import { lineEnd, nextLineStart } from "./lines.js";
import { BlockList } from "./structure.js";
import type { CodeBlock, Heading, Structure } from "./structure.js";

/** Most headings and code blocks that are kept; what stands behind them is one block. */
const MAX_LANDMARKS = 100_000;

const fenceLine = /^(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$/;
const tildeLine = /^(~{3,})[ \t]*(\S*)/;
const headingLine = /^(#{1,6})(?:[ \t]+|$)(.*)$/;
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

/**
 * The blocks of the text from `from` on, line by line, in time that grows with the length of the text whatever stands in it. It knows fences, headings
 * with `#`, blank lines, block quotes and list items; underlined headings, indented code and lazy lines it takes for paragraphs.
 */
export function readLineBlocks(text: string, from: number): Structure {
  const headings: Heading[] = [];
  const code: CodeBlock[] = [];
  const blocks = new BlockList(text.length);
  let fence: OpenFence | null = null;
  let quotesBefore = 0;
  let afterBlank = true;

  for (let start = from; start < text.length && headings.length + code.length < MAX_LANDMARKS;) {
    const end = lineEnd(text, start);
    const next = nextLineStart(text, end);
    let content = skipBlanks(text, start, end);
    let quotes = 0;
    while (text.charAt(content) === ">" && content < end) {
      quotes += 1;
      content = skipBlanks(text, content + 1, end);
    }
    if (fence !== null && quotes < fence.quotes) {
      code.push(fencedBlock(fence, start, start, false));
      fence = null;
      afterBlank = true;
    }
    if (fence !== null) {
      const run = runLength(text, content, fence.character);
      if (run >= fence.length && skipBlanks(text, content + run, end) === end) {
        code.push(fencedBlock(fence, start, end, true));
        blocks.begin(next, 0);
        afterBlank = true;
        fence = null;
      }
    } else if (content === end) {
      if (!afterBlank) blocks.begin(start, 0);
      afterBlank = true;
    } else {
      const item = markerCharacters.has(text.charAt(content)) ? itemMarker.exec(text.slice(content, end)) : null;
      if (item !== null) content += item[0].length;
      if (afterBlank || item !== null || quotes > quotesBefore) blocks.begin(start, quotes);
      afterBlank = false;
      quotesBefore = quotes;
      const first = text.charAt(content);
      if (first === "#") {
        const heading = headingLine.exec(text.slice(content, end));
        if (heading !== null) {
          const title = (heading[2] ?? "").replace(closingHashes, "").trim();
          blocks.begin(start, quotes);
          blocks.begin(next, 0);
          afterBlank = true;
          headings.push({ start: content, level: heading[1]?.length ?? 1, title, atx: true });
        }
      } else if (first === "`" || first === "~") {
        const line = text.slice(content, end);
        const opening = (first === "~" ? tildeLine : fenceLine).exec(line);
        if (opening !== null) {
          blocks.begin(start, quotes);
          fence = {
            start: content,
            content: next,
            character: first,
            length: opening[1]?.length ?? 3,
            language: opening[2] ?? "",
            quotes,
          };
        }
      }
    }
    start = next;
  }
  if (fence !== null) code.push(fencedBlock(fence, text.length, text.length, false));
  return { headings, code, blocks };
}

const markerCharacters = new Set(["-", "+", "*", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);

function fencedBlock(fence: OpenFence, contentEnd: number, end: number, closed: boolean): CodeBlock {
  const content = { start: Math.min(fence.content, contentEnd), end: contentEnd };
  return { kind: "fenced", start: fence.start, end, content, language: fence.language, closed };
}

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
