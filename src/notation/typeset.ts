import type { Span } from "../terms/term.js";
import { commandOf } from "./commands.js";
import { compose } from "./compose.js";
import { NotUnderstood } from "./failure.js";
import { isSign, joinSpans, spanOf, type Layout, type Row } from "./layout.js";
import { LIMITS } from "./limits.js";
import { BLACKBOARD, signOf } from "./signs.js";
import { TokenReader, type LayoutReader } from "./token-reader.js";
import type { Token } from "./tokens.js";
import { readCommand, styled } from "./typeset-commands.js";

/**
 * Reads tokens into layout: TeX's rules for arguments, scripts, groups and environments, nothing else.
 *
 * An unknown command or a missing argument becomes an `unread` node at its place, so that one slip costs one side and not the equation.
 *
 * @throws NotUnderstood when groups nest beyond the limit
 */
export function typeset(tokens: readonly Token[], length: number): Row {
  const reader = new Typesetter(tokens);
  const items: Layout[] = [];
  while (!reader.tokens.finished) {
    items.push(...reader.list());
    const stray = reader.tokens.take();
    if (stray !== null) items.push({ kind: "unread", reason: `"${stray.text}" closes nothing`, span: stray.span });
  }
  return { items: compose(items), span: { start: 0, end: length } };
}

const SCRIPTS = new Set(["^", "_", "'", "′"]);

class Typesetter implements LayoutReader {
  readonly tokens: TokenReader;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = new TokenReader(tokens);
  }

  get outermost(): boolean {
    // The command that asks is itself one level.
    return this.depth === 1;
  }

  list(bracketEnds = false): Layout[] {
    const { tokens } = this;
    const items: Layout[] = [];
    for (let token = tokens.peek(); token !== undefined; token = tokens.peek()) {
      if (token.text === "}" || token.text === "\\end" || (bracketEnds && token.text === "]")) break;
      const command = commandOf(token.text);
      if (token.text === " " || command?.kind === "ignored") {
        tokens.take();
      } else if (command?.kind === "over") {
        tokens.take();
        const numerator = row(items.splice(0), token.span);
        const denominator = row(this.list(bracketEnds), token.span);
        items.push({ kind: "fraction", numerator, denominator, span: joinSpans(numerator.span, denominator.span) });
      } else if (command?.kind === "switch") {
        tokens.take();
        const body = row(this.list(bracketEnds), token.span);
        items.push(styled(command.style, body, joinSpans(token.span, body.span)));
      } else {
        items.push(...this.scripted(token));
      }
    }
    return items;
  }

  argument(of: Token): Row {
    this.tokens.skipSpaces();
    const token = this.tokens.peek();
    if (token === undefined || ["}", "&", "\\\\", "\\end"].includes(token.text)) {
      return { items: [{ kind: "unread", reason: `${of.text} lacks an argument`, span: of.span }], span: of.span };
    }
    return token.text === "{" ? this.group(token) : row(this.atom(token), token.span);
  }

  option(): Row | null {
    const { tokens } = this;
    tokens.skipSpaces();
    const open = tokens.peek();
    if (open === undefined || !tokens.skip("[")) return null;
    const items = this.list(true);
    if (!tokens.skip("]")) items.push({ kind: "unread", reason: "a bracket is not closed", span: open.span });
    return { items: compose(items), span: joinSpans(open.span, tokens.last()) };
  }

  /** An atom with the scripts that follow it. */
  private scripted(first: Token): Layout[] {
    const atoms = SCRIPTS.has(first.text) ? [] : this.atom(first);
    const base = atoms.pop() ?? null;
    if (base !== null && (base.kind === "note" || base.kind === "align" || base.kind === "newRow")) return [...atoms, base];
    let sub: Row | null = null;
    const sup: Layout[] = [];
    let span = base?.span ?? first.span;
    for (let token = this.script(); token !== null; token = this.script()) {
      span = joinSpans(span, token.span);
      if (token.text === "'" || token.text === "′") {
        sup.push({ kind: "sign", text: "\\prime", side: null, span: token.span });
        continue;
      }
      const argument = this.argument(token);
      span = joinSpans(span, argument.span);
      const taken = token.text === "_" ? sub !== null : sup.some((item) => !isSign(item, "\\prime"));
      if (taken) {
        const reason = token.text === "_" ? "two subscripts on one symbol" : "two superscripts on one symbol";
        return [...atoms, { kind: "unread", reason, span }];
      }
      if (token.text === "_") sub = argument;
      else sup.push(...(argument.items.length > 0 ? argument.items : emptyScript(argument.span)));
    }
    if (sub === null && sup.length === 0) return base === null ? atoms : [...atoms, base];
    return [
      ...atoms,
      { kind: "scripts", base, sub, sup: sup.length === 0 ? null : { items: sup, span: spanOf(sup, span) }, span },
    ];
  }

  /** The sign of a script, if one comes next. */
  private script(): Token | null {
    const { tokens } = this;
    const start = tokens.mark();
    for (let token = tokens.take(); token !== null; token = tokens.take()) {
      if (SCRIPTS.has(token.text)) return token;
      if (token.text !== " " && commandOf(token.text)?.kind !== "ignored") break;
    }
    tokens.reset(start);
    return null;
  }

  /** `{…}`; the row's span holds the braces. */
  private group(open: Token): Row {
    const { tokens } = this;
    tokens.take();
    this.deepen(open.span);
    const items = this.list();
    for (let end = tokens.peek(); end?.text === "\\end"; end = tokens.peek()) {
      tokens.take();
      items.push({ kind: "unread", reason: "\\end without its \\begin", span: end.span }, ...this.list());
    }
    this.depth--;
    const closed = tokens.skip("}");
    const span = joinSpans(open.span, tokens.last());
    if (!closed) items.push({ kind: "unread", reason: "a brace is not closed", span });
    return { items: compose(items), span };
  }

  private deepen(place: Span): void {
    this.depth++;
    if (this.depth > LIMITS.nesting) throw new NotUnderstood(place, `nested deeper than ${LIMITS.nesting} levels`);
  }

  /** Everything but its scripts. More than one node only for an environment whose rows belong to the derivation. */
  private atom(token: Token): Layout[] {
    if (token.text === "{") {
      const content = this.group(token);
      return [{ kind: "group", row: content, span: content.span }];
    }
    this.tokens.take();
    const { text, span } = token;
    if (text === "&") return [{ kind: "align", span }];
    const command = commandOf(text);
    if (command !== undefined) {
      this.deepen(span);
      const items = readCommand(this, token, command);
      this.depth--;
      return items;
    }
    const sign = signOf(text);
    if (sign !== null) return [{ kind: "sign", ...sign, span }];
    const letter = BLACKBOARD.get(text);
    if (letter !== undefined) {
      const body: Row = { items: [{ kind: "sign", text: letter, side: null, span }], span };
      return [{ kind: "styled", style: "blackboard", body, span }];
    }
    if (!text.startsWith("\\")) return [{ kind: "unread", reason: `the character "${text}" has no meaning in a formula`, span }];
    let end = span;
    while (this.tokens.peek()?.text === "{") end = this.tokens.raw().span;
    return [{ kind: "unread", reason: `unknown command ${text}`, span: joinSpans(span, end) }];
  }
}

function row(items: readonly Layout[], place: Span): Row {
  return { items: compose(items), span: spanOf(items, place) };
}

/** `x^{}`: a superscript with nothing in it has no meaning. */
function emptyScript(span: Span): Layout[] {
  return [{ kind: "unread", reason: "an empty superscript", span }];
}
