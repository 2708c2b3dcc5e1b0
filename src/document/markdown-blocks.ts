import { parse, postprocess, preprocess } from "micromark";
import { BlockList } from "./structure.js";
import type { CodeBlock, Heading, Structure } from "./structure.js";
import { lineStartBefore, nextLineStart } from "./lines.js";

/**
 * Inline constructs are left to the scanner of the mathematics: whether a dollar, a backtick or a `<` comes first decides what each of them means, so
 * one pass has to see all of them. Only CommonMark's blocks are read here.
 */
const blocksOnly = {
  disable: {
    null: [
      "attention",
      "autolink",
      "characterEscape",
      "characterReference",
      "codeText",
      "hardBreakEscape",
      "htmlText",
      "labelEnd",
      "labelStartImage",
      "labelStartLink",
    ],
  },
};

/** Longest text that is given to micromark. */
const MAX_LENGTH = 200_000;
/** Most lines: it takes time with the square of the number of lines of one paragraph. */
const MAX_LINES = 6000;
/** Widest margin of `>` and list markers before a line's own text, so that few containers nest: it holds every line against every open one. */
const MAX_MARGIN = 60;
/** Most places where one container, fence or underlined heading ends and another begins: it takes time with the square of their number. */
const MAX_BREAKS = 800;

const margin = /^(?:[ \t]|>|[+*-](?=[ \t])|\d{1,9}[.)](?=[ \t]))*/;
const landmark = /^[ \t>]*(?:`{3}|~{3}|(?:=+|-+)[ \t]*$)/;

/** Whether micromark reads the text in a short time. Counts alone decide, so the answer is the same everywhere. */
export function isWithinMarkdownLimits(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.length > MAX_LINES) return false;
  let breaks = 0;
  let before = "";
  for (const line of lines) {
    const markers = (margin.exec(line)?.[0] ?? "").trim();
    if (markers.length > MAX_MARGIN) return false;
    const marker = markers.charAt(0);
    if ((marker !== "" && marker !== before) || landmark.test(line)) breaks += 1;
    before = marker;
  }
  return breaks <= MAX_BREAKS;
}

interface OpenFence {
  content: number;
  language: string;
  closing: number | null;
}

/** CommonMark's blocks of the text from `from` on, as micromark reads them. */
export function readMarkdownBlocks(text: string, from: number): Structure {
  const headings: Heading[] = [];
  const code: CodeBlock[] = [];
  const blocks = new BlockList(text.length);
  const source = text.slice(from).replace(/^\uFEFF/, " ");
  let quotes = 0;
  let fence: OpenFence | null = null;
  let title = "";
  let level = 0;

  for (const [edge, token] of postprocess(
    parse({ extensions: [blocksOnly] })
      .document()
      .write(preprocess()(source, undefined, true)),
  )) {
    const start = token.start.offset + from;
    const end = token.end.offset + from;
    const entering = edge === "enter";
    switch (token.type) {
      case "blockQuote":
        quotes += entering ? 1 : -1;
        break;
      case "paragraph":
      case "definition":
      case "htmlFlow":
      case "thematicBreak":
        blocks.begin(entering ? start : end, entering ? quotes : 0);
        break;
      case "atxHeadingSequence":
        if (entering && level === 0) level = end - start;
        break;
      case "setextHeadingLineSequence":
        level = text.charAt(start) === "=" ? 1 : 2;
        break;
      case "atxHeadingText":
      case "setextHeadingText":
        title = text.slice(start, end);
        break;
      case "atxHeading":
      case "setextHeading":
        blocks.begin(entering ? start : end, entering ? quotes : 0);
        if (entering) {
          level = 0;
          title = "";
        } else headings.push({ start, level, title: title.trim(), atx: token.type === "atxHeading" });
        break;
      case "codeFencedFence":
        if (!entering) break;
        if (fence === null) fence = { content: nextLineStart(text, end), language: "", closing: null };
        else fence.closing = start;
        break;
      case "codeFencedFenceInfo":
        if (fence !== null) fence.language = text.slice(start, end);
        break;
      case "codeFenced":
        blocks.begin(entering ? start : end, entering ? quotes : 0);
        if (entering) fence = null;
        else if (fence !== null) {
          const { content, language, closing } = fence;
          const last = closing === null ? end : Math.max(content, lineStartBefore(text, closing));
          code.push({
            kind: "fenced",
            start,
            end,
            content: { start: Math.min(content, last), end: last },
            language,
            closed: closing !== null,
          });
        }
        break;
      case "codeIndented":
        blocks.begin(entering ? start : end, entering ? quotes : 0);
        if (!entering) code.push({ kind: "indented", start, end, content: { start, end }, language: "", closed: true });
        break;
      default:
        break;
    }
  }
  return { headings, code, blocks };
}
