import { isMap, isScalar, parseDocument } from "yaml";
import type { ParsedNode } from "yaml";
import { readImplementations } from "./implementations.js";
import { lineEnd, nextLineStart } from "./lines.js";
import { readSymbols } from "./symbols.js";
import type { Placing } from "./symbols.js";
import { describe, isNothing, rangeOf, textOf } from "./yaml-nodes.js";
import type { FrontMatter, ImplementationDeclaration, SourceRange, SymbolDeclaration, Unread } from "./types.js";

/** Longest front matter that is parsed: the parser takes time with the square of the number of keys. */
const MAX_LENGTH = 16_000;
/** Deepest nesting that is parsed. */
const MAX_DEPTH = 64;

/** Front matter, if the text begins with it, and where the document behind it begins. */
export interface Beginning {
  readonly frontMatter: FrontMatter | null;
  readonly end: number;
}

/**
 * Reads the YAML between two lines `---` at the very beginning. It is data: one without aliases, without tags, and never turned into objects. Keys that
 * are not ours belong to someone else, and are left alone.
 */
export function readFrontMatter(text: string): Beginning {
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  const fence = text.slice(start, start + 3);
  if ((fence !== "---" && fence !== "+++") || !isFence(text, start, fence)) return { frontMatter: null, end: start };
  const from = nextLineStart(text, start);
  const last = closingFence(text, from, fence);
  if (last === null) return { frontMatter: null, end: start };
  if (fence === "---" && !hasKey(text, from, last)) return { frontMatter: null, end: start };
  const end = nextLineStart(text, last);
  if (fence === "+++") return { frontMatter: null, end };
  const range = { start, end: lineEnd(text, last) };
  return { frontMatter: parseYaml(text.slice(from, last), from, range), end };
}

function isFence(text: string, at: number, fence: string): boolean {
  return text.startsWith(fence, at) && text.slice(at + fence.length, lineEnd(text, at)).trim() === "";
}

function closingFence(text: string, from: number, fence: string): number | null {
  for (let start = from; start < text.length; start = nextLineStart(text, start)) if (isFence(text, start, fence)) return start;
  return null;
}

const entry = /^["']?[^\s"'`$#[\]{}|>-][^:]*:(?:\s|$)/;

/** Whether the first line that is neither blank nor a comment has a key, or there is no such line: a rule across a slide is no front matter. */
function hasKey(text: string, from: number, end: number): boolean {
  for (let start = from; start < end; start = nextLineStart(text, start)) {
    const line = text.slice(start, Math.min(lineEnd(text, start), start + MAX_LENGTH));
    if (line.trim() !== "" && !line.startsWith("#")) return entry.test(line);
  }
  return true;
}

interface Fields {
  label: string | null;
  title: string | null;
  result: string | null;
  symbols: readonly SymbolDeclaration[];
  implementations: readonly ImplementationDeclaration[];
}

function parseYaml(yaml: string, offset: number, range: SourceRange): FrontMatter {
  const problems: Unread[] = [];
  const fields: Fields = { label: null, title: null, result: null, symbols: [], implementations: [] };
  const locate = ({ start, end }: SourceRange): SourceRange => ({
    start: start + offset,
    end: start + offset + yaml.slice(start, end).trimEnd().length,
  });
  const complain = (place: SourceRange, reason: string): void => {
    problems.push({ range: locate(place), reason });
  };
  const whole = { start: 0, end: yaml.length };
  if (yaml.length > MAX_LENGTH) complain(whole, `front matter of more than ${MAX_LENGTH} characters is not read`);
  else if (isTooDeep(yaml)) complain(whole, `front matter nested deeper than ${MAX_DEPTH} is not read`);
  else readFields(yaml.replace(/\r(?!\n)/g, "\n"), fields, { locate, complain });
  return { range, ...fields, problems };
}

/** YAML knows no lone CR as a line end: `yaml` has none, and is as long as what stands in the document. */
function readFields(yaml: string, fields: Fields, place: Placing): void {
  const document = parseDocument(yaml, { schema: "core", prettyErrors: false });
  for (const { pos, message } of document.errors)
    place.complain({ start: pos[0], end: Math.max(pos[0], pos[1]) }, `front matter: ${message}`);
  const { contents } = document;
  if (!isMap<ParsedNode, ParsedNode | null>(contents)) return;
  for (const { key, value } of contents.items) {
    const name = isScalar(key) ? key.value : null;
    switch (name) {
      case "label":
      case "title":
      case "result": {
        const text = textOf(value);
        if (text !== null) fields[name] = text;
        else if (!isNothing(value)) place.complain(rangeOf(value), `\`${name}\` is ${describe(value)}, not text`);
        break;
      }
      case "symbols":
        fields.symbols = readSymbols(value, place);
        break;
      case "implementation":
        fields.implementations = readImplementations(value, place);
        break;
      default:
        break;
    }
  }
}

/** Whether brackets, or the `-` and `?` that begin a line, nest deeper than is parsed. Text in quotes counts too: nobody quotes so many. */
function isTooDeep(yaml: string): boolean {
  let depth = 0;
  for (const [mark] of yaml.matchAll(/[[\]{}]/g)) {
    depth += mark === "[" || mark === "{" ? 1 : -1;
    if (depth > MAX_DEPTH) return true;
  }
  return new RegExp(`(?:[-?:][ \\t]+){${MAX_DEPTH}}`).test(yaml) || new RegExp(`^[ ]{${4 * MAX_DEPTH}}`, "m").test(yaml);
}
