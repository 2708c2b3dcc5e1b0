import { reportUnclosed, takeDisplay } from "./delimited.js";
import type { Findings } from "./findings.js";
import { hasCommand, hasTexSign, isWords } from "./looks.js";
import { readDefinition } from "./macros.js";
import type { Source } from "./source.js";

/** Environments that are mathematics by themselves, outside all dollars. */
const environments =
  "align|aligned|alignat|alignedat|flalign|gather|gathered|equation|eqnarray|multline|multlined|split|displaymath|math|dmath|array|cases|[pbBvV]?matrix|IEEEeqnarray";
const begin = new RegExp(`\\\\begin\\{((?:${environments})\\*?)\\}`, "y");
const end = new RegExp(`\\\\end\\{((?:${environments})\\*?)\\}`, "y");
const beginOrEnd = new RegExp(`\\\\(begin|end)\\{((?:${environments})\\*?)\\}`, "g");
/** What follows `\begin{alignat}`, `\begin{array}`: no part of the body. */
const environmentArgument = /\s*\{[^{}]*\}/y;
const withArgument = /^(?:alignat|alignedat|array|IEEEeqnarray)\*?$/;

/** Where the matching `\end{…}` of each `\begin{…}` in a text stands. */
export class Environments {
  #ends: ReadonlyMap<number, number> | null = null;

  constructor(private readonly text: string) {}

  /** The offset of the `\end{…}` that belongs to the `\begin{…}` at `at`, null if there is none. */
  endOf(at: number): number | null {
    this.#ends ??= matchEnvironments(this.text);
    return this.#ends.get(at) ?? null;
  }
}

function matchEnvironments(text: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  const open = new Map<string, number[]>();
  for (const match of text.matchAll(beginOrEnd)) {
    const name = match[2] ?? "";
    const stack = open.get(name) ?? [];
    open.set(name, stack);
    if (match[1] === "begin") stack.push(match.index);
    else {
      const start = stack.pop();
      if (start !== undefined) ends.set(start, match.index);
    }
  }
  return ends;
}

/** Reads what begins with the backslash at `at`; returns where the scan goes on. */
export function readBackslash(source: Source, findings: Findings, environmentsOf: Environments, at: number): number {
  const { text } = source;
  switch (text.charAt(at + 1)) {
    case "[":
      return readBracketed(source, findings, at, bracketPair);
    case "(":
      return readBracketed(source, findings, at, parenthesisPair);
    case "\\": {
      const third = text.charAt(at + 2);
      if (third === "[") return readBracketed(source, findings, at, doubledBracketPair);
      if (third === "(") return readBracketed(source, findings, at, doubledParenthesisPair);
      return at + 2;
    }
    default:
      return readEnvironment(source, findings, environmentsOf, at) ?? readMacro(source, findings, at) ?? at + 2;
  }
}

function readMacro(source: Source, findings: Findings, at: number): number | null {
  const definition = readDefinition(source.text, at, source.blockAt(at).end);
  if (definition === null) return null;
  findings.define(at, definition);
  return definition.end;
}

function readEnvironment(source: Source, findings: Findings, environmentsOf: Environments, at: number): number | null {
  const { text } = source;
  end.lastIndex = at;
  const stray = end.exec(text);
  if (stray !== null) {
    findings.report(at, at + stray[0].length, `\`${stray[0]}\` without its \`\\begin\``);
    return at + stray[0].length;
  }
  begin.lastIndex = at;
  const opening = begin.exec(text);
  if (opening === null) return null;
  const environment = opening[1] ?? "";
  const close = environmentsOf.endOf(at);
  if (close === null) return reportUnclosed(source, findings, at, text.length, opening[0]);
  let start = begin.lastIndex;
  if (withArgument.test(environment)) {
    environmentArgument.lastIndex = start;
    if (environmentArgument.test(text)) start = environmentArgument.lastIndex;
  }
  return takeDisplay(source, findings, {
    outer: { start: at, end: close + `\\end{${environment}}`.length },
    inner: { start: Math.min(start, close), end: close },
    environment,
    display: environment !== "math",
    opening: opening[0],
  });
}

/** How much behind an opening mark without a closing one is looked at to tell whether mathematics was meant. */
const MAX_BEGINNING = 200;

// ---- \[ … \] and \( … \)

interface Pair {
  readonly open: string;
  readonly close: string;
  readonly display: boolean;
}

const bracketPair: Pair = { open: "\\[", close: "\\]", display: true };
const parenthesisPair: Pair = { open: "\\(", close: "\\)", display: false };
/** Where Markdown takes one backslash away, its users write two. */
const doubledBracketPair: Pair = { open: "\\\\[", close: "\\\\]", display: true };
const doubledParenthesisPair: Pair = { open: "\\\\(", close: "\\\\)", display: false };

function readBracketed(source: Source, findings: Findings, at: number, pair: Pair): number {
  const { text } = source;
  const start = at + pair.open.length;
  const limit = pair.display ? text.length : source.inlineEnd(at);
  const close = closingMark(source, start, limit, pair);
  const lineEnd = source.lineEnd(at);
  if (close === -1) {
    if (pair.open.length === 3) return start;
    const last = pair.display ? source.blockAt(at).end : Math.min(limit, lineEnd);
    const beginning = text.slice(start, Math.min(last, start + MAX_BEGINNING));
    return (pair.display ? hasTexSign : hasCommand)(beginning) ? reportUnclosed(source, findings, at, last, pair.open) : start;
  }
  const outer = { start: at, end: close + pair.close.length };
  const inner = { start, end: close };
  if (close <= lineEnd && isEscapedBracket(text.slice(start, close), pair)) return outer.end;
  if (pair.display) return takeDisplay(source, findings, { outer, inner, environment: null, display: true, opening: pair.open });
  findings.add(source, outer, inner, null, false);
  return outer.end;
}

/** The offset of the closing mark, -1 if there is none before `limit` or another opening one comes first. */
function closingMark(source: Source, start: number, limit: number, pair: Pair): number {
  const first = source.find(pair.close, start);
  if (first === -1 || first >= limit) return -1;
  if (pair.open.length === 3) return first;
  const marks = /\\[\s\S]/g;
  marks.lastIndex = start;
  for (let mark = marks.exec(source.text); mark !== null && mark.index < limit; mark = marks.exec(source.text)) {
    if (mark[0] === pair.close) return mark.index;
    if (mark[0] === pair.open) return -1;
  }
  return -1;
}

/** Whether the backslashes only keep Markdown from reading a bracket: `\[1\]`, `\(see below\)`. */
function isEscapedBracket(content: string, pair: Pair): boolean {
  return (pair.display && /^[\s\d,;.–-]*$/.test(content)) || isWords(content);
}
