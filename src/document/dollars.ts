import { reportUnclosed, takeDisplay } from "./delimited.js";
import type { Findings } from "./findings.js";
import { hasCommand, hasTexSign, plainWords } from "./looks.js";
import type { Source } from "./source.js";

/** Most dollars inside `\text{…}` in one inline formula. */
const MAX_NESTED = 8;
/** How much behind a dollar without a partner is looked at to tell whether mathematics was meant. */
const MAX_BEGINNING = 200;

/** Reads what begins with the dollar at `at`; returns where the scan goes on. */
export function readDollars(source: Source, findings: Findings, at: number): number {
  const run = dollarRun(source.text, at);
  if (run > 2) return at + run;
  if (run === 2) return readDisplay(source, findings, at);
  return readBackticked(source, findings, at) ?? readInline(source, findings, at);
}

function dollarRun(text: string, at: number): number {
  let end = at;
  while (text.charAt(end) === "$") end += 1;
  return end - at;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charAt(at - 1 - backslashes) === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}

// ---- $$ … $$

function readDisplay(source: Source, findings: Findings, at: number): number {
  const { text } = source;
  let close = source.find("$$", at + 2);
  while (close !== -1 && isEscaped(text, close)) close = source.find("$$", close + 1);
  if (close === -1) return reportUnclosed(source, findings, at, text.length, "$$");
  const single = singleDollar(text, at + 2, close);
  if (single !== -1 && single <= source.lineEnd(at)) {
    findings.report(at, single + 1, "`$$` opens this and `$` closes it");
    return single + 1;
  }
  const isOneLine = close <= source.lineEnd(at);
  if (single !== -1 || (isOneLine && isSentence(text.slice(at + 2, close))))
    return reportUnclosed(source, findings, at, close, "$$");
  return takeDisplay(source, findings, {
    outer: { start: at, end: close + 2 },
    inner: { start: at + 2, end: close },
    environment: null,
    display: !isOneLine || !standsInSentence(text, at, close + 2),
    opening: "$$",
  });
}

function isSentence(content: string): boolean {
  return !hasTexSign(content) && plainWords(content) >= 3;
}

/** Whether words stand on both sides: some dialects of Markdown write inline formulas with two dollars. */
function standsInSentence(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 60), start);
  const after = text.slice(end, end + 60);
  return /\p{L}[^\S\r\n]*[\p{P}]*[^\S\r\n]*$/u.test(before) && /^[^\S\r\n]*[\p{P}]*[^\S\r\n]*\p{L}/u.test(after);
}

/** The first dollar between `start` and `end` that stands in no braces, -1 if there is none. Those in `\text{…}` come in pairs of their own. */
function singleDollar(text: string, start: number, end: number): number {
  const tokens = /\\[\s\S]|[{}$]/g;
  tokens.lastIndex = start;
  let depth = 0;
  for (let token = tokens.exec(text); token !== null && token.index < end; token = tokens.exec(text)) {
    if (token[0] === "{") depth += 1;
    else if (token[0] === "}") depth -= 1;
    else if (token[0] === "$" && depth <= 0) return token.index;
  }
  return -1;
}

// ---- $`…`$

function readBackticked(source: Source, findings: Findings, at: number): number | null {
  const { text } = source;
  if (text.charAt(at + 1) !== "`" || text.charAt(at + 2) === "`") return null;
  const close = source.find("`$", at + 2);
  if (close === -1 || close >= source.inlineEnd(at)) return null;
  findings.add(source, { start: at, end: close + 2 }, { start: at + 2, end: close }, null, false);
  return close + 2;
}

// ---- $ … $

function readInline(source: Source, findings: Findings, at: number): number {
  const { text } = source;
  const limit = source.inlineEnd(at);
  const { close, stop } = closingDollar(text, at, limit);
  if (close !== null) {
    const content = text.slice(at + 1, close);
    if (isMathematics(text, at, close, content)) {
      const isCut = source.isInTable(at) && cutsCells(content);
      if (isCut) findings.report(at, close + 1, "a border between table cells cuts this formula");
      else findings.add(source, { start: at, end: close + 1 }, { start: at + 1, end: close }, null, false);
      return close + 1;
    }
  }
  return reportLone(source, findings, at, Math.min(stop, source.lineEnd(at)));
}

/**
 * A dollar without a partner is prose, unless the TeX behind it up to `end`, or before it, shows that half of a formula is missing. Returns where the
 * scan goes on.
 */
function reportLone(source: Source, findings: Findings, at: number, end: number): number {
  const { text } = source;
  const next = text.charAt(at + 1);
  if (/\S/.test(next) && hasCommand(text.slice(at, Math.min(end, at + MAX_BEGINNING)))) {
    findings.report(at, end, "`$` is opened here and not closed");
    return end;
  }
  if (/[A-Za-z0-9\\({]/.test(next)) return at + 1;
  const from = Math.max(source.blockAt(at).start, findings.end, at - MAX_BEGINNING);
  const command = text.slice(from, at).search(/\\[A-Za-z]{2,}/);
  if (command !== -1) findings.report(from + command, at + 1, "`$` closes nothing here");
  return at + 1;
}

/** The dollar that may close another, and where the search for it stopped: at that dollar, at a `$$`, or at the limit. */
interface Closing {
  readonly close: number | null;
  readonly stop: number;
}

/** Finds the dollar that may close the one at `at`: the next one, but for those inside `\text{…}`, which come in pairs of their own. */
function closingDollar(text: string, at: number, limit: number): Closing {
  const tokens = /\\(?:text\w*|[mhf]box)\s*\{|\\[\s\S]|[{}]|\$+/g;
  tokens.lastIndex = at + 1;
  let first: number | null = null;
  let nested = 0;
  let depth = 0;
  let textDepth = 0;
  for (let token = tokens.exec(text); token !== null && token.index < limit; token = tokens.exec(text)) {
    const [mark] = token;
    if (mark.startsWith("$")) {
      if (mark.length > 2 || (mark.length === 2 && !isAdjacentPair(text, token.index, limit)))
        return { close: first, stop: first ?? token.index };
      if (textDepth === 0) return { close: token.index, stop: token.index };
      first ??= token.index;
      nested += 1;
      if (nested > MAX_NESTED) break;
    } else if (mark.endsWith("{") && mark !== "\\{") {
      depth += 1;
      if (mark !== "{" && textDepth === 0) textDepth = depth;
    } else if (mark === "}") {
      if (depth === textDepth) textDepth = 0;
      depth = Math.max(0, depth - 1);
    }
  }
  return { close: first, stop: first ?? limit };
}

/** Whether the `$$` at `at` ends one inline formula and begins the next: `$a$$b$`. */
function isAdjacentPair(text: string, at: number, limit: number): boolean {
  if (/\s/.test(text.charAt(at - 1)) || /\s|^$/.test(text.charAt(at + 2))) return false;
  const next = text.indexOf("$", at + 2);
  return next !== -1 && next < limit && text.charAt(next + 1) !== "$" && next - at < 200;
}

/**
 * Whether the text between two dollars is a formula. Pandoc's rule decides where no blanks stand inside the dollars; where they do, the content has to
 * look like TeX, and neither dollar like the other end of a formula or a price.
 */
function isMathematics(text: string, open: number, close: number, content: string): boolean {
  if (content.trim() === "") return false;
  const before = text.charAt(open - 1);
  const after = text.charAt(close + 1);
  const sign = hasTexSign(content);
  if (content.includes("`") && !content.includes("\\")) return false;
  if (/<\/[A-Za-z]|<br/i.test(content)) return false;
  if (/\d/.test(after) && !(hasCommand(content) && !/^\d/.test(content))) return false;
  const tightOpen = !/^\s/.test(content);
  const tightClose = !/\s$/.test(content);
  if (tightOpen && tightClose) return !isPrice(content, before);
  if (/[A-Za-z0-9\\]/.test(tightOpen ? after : before)) return false;
  return sign && plainWords(content) < 2;
}

function isPrice(content: string, before: string): boolean {
  if (!/^\d/.test(content) || /[\\^_={}]/.test(content)) return false;
  return (
    /\s[A-Za-z]{2,}\s|\s\|\s/.test(content) ||
    /\p{Script=Han}/u.test(content) ||
    /[-–—/+,;:]$/.test(content) ||
    /[A-Za-z0-9]/.test(before)
  );
}

/** Whether a bar that separates cells stands inside: one between blanks, outside all brackets, that no other bar pairs with. */
function cutsCells(content: string): boolean {
  let depth = 0;
  let bars = 0;
  for (const [mark] of content.matchAll(/\\[\s\S]|[()[\]{}|]/g)) {
    if ("([{".includes(mark)) depth += 1;
    else if (")]}".includes(mark)) depth -= 1;
    else if (mark === "|" && depth <= 0) bars += 1;
  }
  return bars % 2 === 1 && /\s\|\s/.test(content);
}
