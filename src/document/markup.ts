import type { Source } from "./source.js";

/** Elements whose content is shown as it is or not at all: no mathematics is set in them. */
const rawElements = new Set(["script", "style", "pre", "textarea", "code", "noscript", "template"]);
/** Liquid blocks whose content is shown as it is or not at all. */
const rawLiquid = new Set(["highlight", "comment", "code"]);
/** Longest tag, link destination or URL. */
const MAX_MARKUP = 4000;

const tagName = /<(\/?)([A-Za-z][A-Za-z0-9-]*)/y;
const attribute = /\s+(?:[A-Za-z_:@][A-Za-z0-9_.:@-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)/y;
const tagEnd = /\s*\/?>/y;
const autolink = /<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@$\\]+@[^\s<>$\\]+)>/y;
const destination = /\]\([ \t]*(?:<[^<>\r\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/y;
const url = /(?:https?:\/\/|www\.)[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]*/y;
const liquidTag = /\{%-?\s*(\w*)[^%]*%\}/y;
const liquidOutput = /\{\{[^{}\r\n]*\}\}/y;

function endOf(pattern: RegExp, source: Source, at: number): number {
  const window = source.text.slice(at, Math.min(source.inlineEnd(at), at + MAX_MARKUP));
  pattern.lastIndex = 0;
  return pattern.test(window) ? at + pattern.lastIndex : -1;
}

/** The end of the code span or lone run of backticks at `at`. */
export function backticksEnd(source: Source, at: number): number {
  let end = at;
  while (source.text.charAt(end) === "`") end += 1;
  const close = source.codeSpanEnd(at, end - at);
  return close === -1 ? end : close;
}

/** The end of the tag, comment, autolink or raw element at a `<`, `at + 1` if there is none. */
export function angleEnd(source: Source, at: number): number {
  const { text } = source;
  if (text.startsWith("<!--", at)) return closing(source, "-->", at + 4, at);
  if (text.startsWith("<?", at)) return closing(source, "?>", at + 2, at);
  if (text.startsWith("<![CDATA[", at)) return closing(source, "]]>", at + 9, at);
  const link = endOf(autolink, source, at);
  if (link !== -1) return link;
  tagName.lastIndex = at;
  const name = tagName.exec(text);
  if (name === null) return at + 1;
  const end = endOfTag(source, at, name[0].length);
  if (end === -1) return at + 1;
  const element = name[2] ?? "";
  if (name[1] === "/" || text.charAt(end - 2) === "/" || !rawElements.has(element.toLowerCase())) return end;
  const closes = [element, element.toLowerCase(), element.toUpperCase()]
    .map((form) => source.find(`</${form}`, end))
    .filter((offset) => offset !== -1);
  return closes.length === 0 ? end : Math.min(...closes);
}

function closing(source: Source, mark: string, from: number, at: number): number {
  const found = source.find(mark, from);
  return found === -1 ? at + 1 : found + mark.length;
}

function endOfTag(source: Source, at: number, nameLength: number): number {
  const window = source.text.slice(at, Math.min(source.blockAt(at).end, at + MAX_MARKUP));
  let end = nameLength;
  for (;;) {
    attribute.lastIndex = end;
    if (!attribute.test(window)) break;
    end = attribute.lastIndex;
  }
  tagEnd.lastIndex = end;
  return tagEnd.test(window) ? at + tagEnd.lastIndex : -1;
}

/** The end of the destination of the link whose text ends with the `]` at `at`, `at + 1` if none stands there. */
export function destinationEnd(source: Source, at: number): number {
  const end = endOf(destination, source, at);
  return end === -1 ? at + 1 : end;
}

/** The end of the bare address at `at`. */
export function urlEnd(source: Source, at: number): number {
  const end = endOf(url, source, at);
  return end === -1 ? at + 1 : end;
}

/** What stands at a `{`: Liquid tells the layout of a site in it. The arguments of other tags are text that the site shows, and are read as such. */
export type Liquid =
  | { readonly kind: "none" }
  | { readonly kind: "skip"; readonly end: number }
  /** `{% math %}`: the mathematics begins at `start`, and the closing tag is [`close`, `end`), null if it is missing. */
  | { readonly kind: "math"; readonly start: number; readonly closing: { readonly start: number; readonly end: number } | null };

export function readLiquid(source: Source, at: number): Liquid {
  const output = endOf(liquidOutput, source, at);
  if (output !== -1) return { kind: "skip", end: output };
  const end = endOf(liquidTag, source, at);
  if (end === -1) return { kind: "none" };
  liquidTag.lastIndex = 0;
  const name = liquidTag.exec(source.text.slice(at, end))?.[1] ?? "";
  const isMath = name === "math" || name === "katex";
  if (!isMath && !rawLiquid.has(name)) return { kind: "none" };
  const close = closingTag(source, name, end);
  if (isMath) return { kind: "math", start: end, closing: close };
  return { kind: "skip", end: close?.end ?? end };
}

function closingTag(source: Source, name: string, from: number): { readonly start: number; readonly end: number } | null {
  const at = source.find(`end${name}`, from);
  if (at === -1) return null;
  const before = /\{%-?\s*$/.exec(source.text.slice(Math.max(from, at - 10), at));
  const after = /^\s*-?%\}/.exec(source.text.slice(at + name.length + 3, at + name.length + 13));
  if (before === null || after === null) return null;
  return { start: at - before[0].length, end: at + name.length + 3 + after[0].length };
}
