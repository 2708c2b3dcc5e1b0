import type { MacroDefinition } from "./types.js";

/** What begins at a place where a macro may be defined. Offsets are into the text that was given. */
export type Definition =
  | { readonly kind: "macro"; readonly end: number; readonly macro: MacroDefinition; readonly keepsEarlier: boolean }
  | { readonly kind: "unread"; readonly end: number; readonly reason: string };

const prefixes = /(?:\\(?:global|long|outer|protected)\s*){0,4}/y;
const command =
  /\\(newcommand|renewcommand|providecommand|DeclareMathOperator|DeclarePairedDelimiter|DeclareRobustCommand|newenvironment|renewenvironment|g?def|[ex]def|let)(?![A-Za-z])(\*?)/y;
const bracedName = /\s*(?:\{\s*(\\(?:[A-Za-z@]+|[^A-Za-z\s]))\s*\}|(\\(?:[A-Za-z@]+|[^A-Za-z\s])))/y;
const argumentCount = /\s*\[\s*([0-9])\s*\]/y;
const optionalArgument = /\s*\[/y;
const plainParameters = /\s*((?:#[1-9]\s*)*)/y;
const letTarget = /\s*=?\s*(\\(?:[A-Za-z@]+|[^A-Za-z\s])|[^\s\\{}$])/y;

/** A quick test: whether the text may hold a definition at all. */
export const mayDefine = /\\(?:(?:re)?new|providec|Declare|[gex]?def(?![A-Za-z])|let(?![A-Za-z]))/;

/** The definition that begins at `at`, null if none does. Nothing at or behind `end` belongs to it. */
export function readDefinition(text: string, at: number, end: number): Definition | null {
  const start = matchAt(prefixes, text, at, end)?.end ?? at;
  const head = matchAt(command, text, start, end);
  if (head === null) return null;
  const kind = head.groups[1] ?? "";
  const starred = head.groups[2] === "*";
  const fail = (reason: string): Definition => ({ kind: "unread", end: restOfLine(text, head.end, end), reason });
  const endless = (name: string): Definition => ({ kind: "unread", end, reason: `the body of \`${name}\` does not end` });
  if (kind.endsWith("environment")) return fail(`\`\\${kind}\` is not supported; write the environment's body where it is used`);
  const named = matchAt(bracedName, text, head.end, end);
  const name = named?.groups[1] ?? named?.groups[2];
  if (named === null || name === undefined) return fail(`\`\\${kind}\` without the name of a command`);
  const make = (parameters: number, body: string, last: number): Definition => ({
    kind: "macro",
    end: last,
    macro: { at, name, parameters, body },
    keepsEarlier: kind === "providecommand",
  });

  switch (kind) {
    case "let": {
      const target = matchAt(letTarget, text, named.end, end);
      const body = target?.groups[1];
      return target === null || body === undefined
        ? fail("`\\let` without the command that it copies")
        : make(0, body, target.end);
    }
    case "DeclarePairedDelimiter":
      return fail("`\\DeclarePairedDelimiter` is not supported; use `\\newcommand` with one argument");
    case "DeclareMathOperator": {
      const body = readGroup(text, named.end, end);
      return body === null ? endless(name) : make(0, `\\operatorname${starred ? "*" : ""}{${body.content}}`, body.end);
    }
    case "def":
    case "gdef":
    case "edef":
    case "xdef": {
      const parameters = matchAt(plainParameters, text, named.end, end);
      const count = parameters?.groups[1]?.replace(/[^#]/g, "").length ?? 0;
      const ordered =
        (parameters?.groups[1] ?? "").replace(/\s/g, "") === Array.from({ length: count }, (_, i) => `#${i + 1}`).join("");
      const after = parameters?.end ?? named.end;
      const body = readGroup(text, after, end);
      if (body !== null && ordered) return make(count, body.content, body.end);
      const delimited = !ordered || !/\s*\{/y.test(text.slice(after, after + 80));
      return delimited ? fail(`\`${name}\` takes delimited arguments, which are not supported`) : endless(name);
    }
    default: {
      const count = matchAt(argumentCount, text, named.end, end);
      const after = count?.end ?? named.end;
      if (matchAt(optionalArgument, text, after, end) !== null)
        return fail(`\`${name}\` takes an optional argument, which is not supported`);
      const body = readGroup(text, after, end);
      if (body === null) return endless(name);
      return make(Number(count?.groups[1] ?? 0), body.content, body.end);
    }
  }
}

interface Match {
  readonly end: number;
  readonly groups: RegExpExecArray;
}

function matchAt(pattern: RegExp, text: string, at: number, end: number): Match | null {
  pattern.lastIndex = at;
  const groups = pattern.exec(text);
  return groups === null || pattern.lastIndex > end ? null : { end: at + groups[0].length, groups };
}

/** The group `{…}` with balanced braces that begins at or, behind white space, after `from`. */
function readGroup(text: string, from: number, end: number): { readonly content: string; readonly end: number } | null {
  let start = from;
  while (start < end && /\s/.test(text.charAt(start))) start += 1;
  if (text.charAt(start) !== "{") return null;
  const tokens = /\\[\s\S]|[{}]/g;
  tokens.lastIndex = start;
  let depth = 0;
  for (let token = tokens.exec(text); token !== null && token.index < end; token = tokens.exec(text)) {
    if (token[0] === "{") depth += 1;
    else if (token[0] === "}") depth -= 1;
    if (depth === 0) return { content: text.slice(start + 1, token.index), end: token.index + 1 };
  }
  return null;
}

function restOfLine(text: string, from: number, end: number): number {
  const lineEnd = /[\r\n]/g;
  lineEnd.lastIndex = from;
  return Math.min(end, lineEnd.exec(text)?.index ?? end);
}
