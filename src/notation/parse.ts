import type { Span } from "../terms/term.js";
import { commandOf } from "./commands.js";
import { createGrammar } from "./expression.js";
import { NotUnderstood } from "./failure.js";
import { isBlank, type Row } from "./layout.js";
import { LIMITS } from "./limits.js";
import { expandMacros } from "./macros.js";
import { segment } from "./segments.js";
import { readStatements } from "./statements.js";
import { tokenize, type Tokens } from "./tokens.js";
import { typeset } from "./typeset.js";
import type { NotationContext, ParsedEquation, Statement, UnreadMath } from "./types.js";

/**
 * Reads one equation. Total: it throws on no input, and every character is inside a statement, a comment or an `unread` entry, or is white space or
 * punctuation between statements.
 *
 * @param environment the environment whose body this is: its rows and columns stand in `latex` as they are, so the name changes nothing
 */
export function parseEquation(latex: string, environment: string | null, context: NotationContext): ParsedEquation {
  const whole: Span = { start: 0, end: latex.length };
  if (environment !== null && /^(?:cases|[pbvBV]?matrix|tikzpicture|verbatim)\*?$/.test(environment)) {
    return { statements: [], unread: [{ span: whole, reason: `the environment ${environment} has no meaning here` }] };
  }
  try {
    const { row, tokens } = layoutOf(latex, context.macros);
    const { statements, unread, brackets } = readStatements(segment(row.items), latex, createGrammar(context));
    const comments = tokens.comments.map((span): Statement => ({
      kind: "comment",
      span,
      text: latex.slice(span.start, span.end),
    }));
    const all = [...statements, ...comments].sort((a, b) => a.span.start - b.span.start);
    const accounted = [...all, ...unread, ...row.items.filter(isBlank)].map((part) => part.span);
    return { statements: all, unread: [...unread, ...uncovered(tokens, [...accounted, ...brackets])] };
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    return { statements: [], unread: [{ span: whole, reason: error.reason }] };
  }
}

/** @throws NotUnderstood over the limits */
export function layoutOf(latex: string, macros: NotationContext["macros"]): { row: Row; tokens: Tokens } {
  if (latex.length > LIMITS.length)
    throw new NotUnderstood({ start: 0, end: latex.length }, `longer than ${LIMITS.length} characters`);
  const tokens = tokenize(latex);
  return { row: typeset(expandMacros(tokens.tokens, macros), latex.length), tokens };
}

/** What means nothing by itself between statements: white space, punctuation, alignment, and commands that only say how things look. */
function isInsignificant(text: string): boolean {
  const command = commandOf(text);
  const silent =
    command?.kind === "ignored" || command?.kind === "newRow" || (command?.kind === "space" && command.arguments === 0);
  return silent || /^[ &,.;{}]$/.test(text);
}

/** What no statement, comment or `unread` entry accounts for: nothing may be read past. */
function uncovered({ tokens }: Tokens, accounted: readonly Span[]): UnreadMath[] {
  const spans = [...accounted].sort((a, b) => a.start - b.start);
  const found: UnreadMath[] = [];
  let next = 0;
  let covered = 0;
  for (const { text, span } of tokens) {
    for (let part = spans[next]; part !== undefined && part.start <= span.start; part = spans[++next])
      covered = Math.max(covered, part.end);
    if (span.end > covered && !isInsignificant(text)) found.push({ span, reason: `${text} belongs to no statement` });
  }
  return found;
}
