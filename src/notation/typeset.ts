import type { Span } from "../kernel/term.js";
import { commandOf, DERIVATION_ENVIRONMENTS, type Command } from "./commands.js";
import { compose } from "./compose.js";
import { NotUnderstood } from "./failure.js";
import { joinSpans, spanOf, type Layout, type Row, type Style } from "./layout.js";
import { LIMITS } from "./limits.js";
import { BLACKBOARD, signOf } from "./signs.js";
import type { Token } from "./tokens.js";

/**
 * Reads tokens into layout: TeX's rules for arguments, scripts, groups and environments, nothing else.
 *
 * An unknown command or a missing argument becomes an `unread` node at its place, so that one slip costs one side and not the equation.
 *
 * @throws NotUnderstood when groups nest beyond the limit
 */
export function typeset(tokens: readonly Token[], length: number): Row {
  const reader = new Typesetter(tokens, { start: 0, end: length });
  const items: Layout[] = [];
  while (!reader.finished) {
    items.push(...reader.list());
    const stray = reader.skip();
    if (stray !== null) items.push({ kind: "unread", reason: `"${stray.text}" closes nothing`, span: stray.span });
  }
  const span = { start: 0, end: length };
  return { items: compose(items), span };
}

class Typesetter {
  private position = 0;
  private depth = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly whole: Span,
  ) {}

  get finished(): boolean {
    return this.position >= this.tokens.length;
  }

  skip(): Token | null {
    return this.tokens[this.position++] ?? null;
  }

  /** Nodes up to a `}`, `]` (where asked for), `\end` or the end, which is left standing. */
  list(bracketEnds = false): Layout[] {
    const items: Layout[] = [];
    for (let token = this.peek(); token !== undefined; token = this.peek()) {
      if (token.text === "}" || token.text === "\\end" || (bracketEnds && token.text === "]")) break;
      const command = commandOf(token.text);
      if (token.text === " " || command?.kind === "ignored") {
        this.position++;
      } else if (command?.kind === "over") {
        this.position++;
        const rest = this.list(bracketEnds);
        const numerator = this.row(items.splice(0), token.span);
        const denominator = this.row(rest, token.span);
        items.push({ kind: "fraction", numerator, denominator, span: joinSpans(numerator.span, denominator.span) });
      } else if (command?.kind === "switch") {
        this.position++;
        const body = this.row(this.list(bracketEnds), token.span);
        items.push(styled(command.style, body, joinSpans(token.span, body.span)));
      } else {
        items.push(...this.scripted());
      }
    }
    return items;
  }

  private peek(): Token | undefined {
    return this.tokens[this.position];
  }

  private skipSpaces(): void {
    while (this.peek()?.text === " ") this.position++;
  }

  private row(items: readonly Layout[], place: Span): Row {
    return { items: compose(items), span: spanOf(items, place) };
  }

  /** An atom with the scripts that follow it. */
  private scripted(): Layout[] {
    const first = this.peek();
    if (first === undefined) return [];
    const script = (text: string | undefined): boolean => text === "^" || text === "_" || text === "'" || text === "′";
    const atoms = script(first.text) ? [] : this.atom();
    const base = atoms.pop() ?? null;
    if (base !== null && (base.kind === "note" || base.kind === "align" || base.kind === "newRow")) return [...atoms, base];
    let sub: Row | null = null;
    const sup: Layout[] = [];
    let hasSup = false;
    let span = base?.span ?? first.span;
    for (;;) {
      const before = this.position;
      while (this.peek()?.text === " " || commandOf(this.peek()?.text ?? "")?.kind === "ignored") this.position++;
      const token = this.peek();
      if (token === undefined || !script(token.text)) {
        this.position = before;
        break;
      }
      this.position++;
      span = joinSpans(span, token.span);
      if (token.text === "'" || token.text === "′") {
        sup.push({ kind: "sign", text: "\\prime", side: null, span: token.span });
        hasSup = true;
        continue;
      }
      const row = this.argument(token);
      span = joinSpans(span, row.span);
      if (token.text === "_") {
        if (sub !== null) return [...atoms, { kind: "unread", reason: "two subscripts on one symbol", span }];
        sub = row;
      } else {
        if (hasSup && sup.some((item) => !(item.kind === "sign" && item.text === "\\prime"))) {
          return [...atoms, { kind: "unread", reason: "two superscripts on one symbol", span }];
        }
        sup.push(...row.items);
        hasSup = true;
      }
    }
    if (sub === null && !hasSup) return base === null ? atoms : [...atoms, base];
    const supRow = hasSup ? { items: sup, span: spanOf(sup, span) } : null;
    return [...atoms, { kind: "scripts", base, sub, sup: supRow, span }];
  }

  /** A braced group or a single atom. */
  private argument(of: Token): Row {
    this.skipSpaces();
    const token = this.peek();
    if (token === undefined || token.text === "}" || token.text === "&" || token.text === "\\\\" || token.text === "\\end") {
      return { items: [{ kind: "unread", reason: `${of.text} lacks an argument`, span: of.span }], span: of.span };
    }
    if (token.text === "{") {
      const group = this.group();
      return group.row;
    }
    const items = this.atom();
    return this.row(items, token.span);
  }

  /** `{…}`; the row's span holds the braces. */
  private group(): { row: Row; closed: boolean } {
    const open = this.skip();
    const place = open?.span ?? this.whole;
    this.deepen(place);
    const items = this.list();
    if (this.peek()?.text === "\\end") items.push(...this.strayEnd());
    this.depth--;
    const close = this.peek();
    if (close?.text === "}") {
      this.position++;
      return { row: { items: compose(items), span: joinSpans(place, close.span) }, closed: true };
    }
    const span = joinSpans(place, this.tokens[this.position - 1]?.span ?? place);
    items.push({ kind: "unread", reason: "a brace is not closed", span });
    return { row: { items: compose(items), span }, closed: false };
  }

  private strayEnd(): Layout[] {
    const items: Layout[] = [];
    while (this.peek()?.text === "\\end") {
      const token = this.skip();
      if (token !== null) items.push({ kind: "unread", reason: "\\end without its \\begin", span: token.span });
      items.push(...this.list());
    }
    return items;
  }

  private deepen(place: Span): void {
    this.depth++;
    if (this.depth > LIMITS.nesting) throw new NotUnderstood(place, `nested deeper than ${LIMITS.nesting} levels`);
  }

  /** Everything but its scripts. More than one node only for an environment whose rows belong to the derivation. */
  private atom(): Layout[] {
    const token = this.peek();
    if (token === undefined) return [];
    if (token.text === "{") {
      const { row } = this.group();
      return [{ kind: "group", row, span: row.span }];
    }
    this.position++;
    const { text, span } = token;
    if (text === "&") return [{ kind: "align", span }];
    if (text === "~") return [{ kind: "space", wide: false, span }];
    const command = commandOf(text);
    if (command !== undefined) {
      this.deepen(span);
      const items = this.command(token, command);
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
    while (this.peek()?.text === "{") end = this.rawArgument().span;
    return [{ kind: "unread", reason: `unknown command ${text}`, span: joinSpans(span, end) }];
  }

  private command(token: Token, command: Command): Layout[] {
    const span = token.span;
    switch (command.kind) {
      case "fraction": {
        const numerator = this.argument(token);
        const denominator = this.argument(token);
        return [{ kind: "fraction", numerator, denominator, span: joinSpans(span, joinSpans(numerator.span, denominator.span)) }];
      }
      case "root": {
        const degree = this.option();
        const radicand = this.argument(token);
        return [{ kind: "root", degree, radicand, span: joinSpans(span, radicand.span) }];
      }
      case "accent": {
        const body = this.argument(token);
        return [{ kind: "accent", accent: command.accent, body, span: joinSpans(span, body.span) }];
      }
      case "style": {
        const body = this.argument(token);
        return [styled(command.style, body, joinSpans(span, body.span))];
      }
      case "text": {
        const raw = this.rawArgument();
        return [{ kind: "word", text: raw.text, upright: false, span: joinSpans(span, raw.span) }];
      }
      case "operatorname": {
        if (this.peek()?.text === "*") this.position++;
        const raw = this.rawArgument();
        const text = raw.text.replace(/\\[,;:! ]|\\(?:mathrm|text|rm)\b|[{}~]/g, "").replace(/\s+/g, "");
        return [{ kind: "word", text, upright: true, span: joinSpans(span, raw.span) }];
      }
      case "overset":
      case "underset": {
        const note = this.argument(token);
        const base = this.argument(token);
        const over = command.kind === "overset";
        return [{ kind: "stack", base, above: over ? note : null, below: over ? null : note, span: joinSpans(span, base.span) }];
      }
      case "brace": {
        const body = this.argument(token);
        return [{ kind: "brace", body, span: joinSpans(span, body.span) }];
      }
      case "transparent": {
        let end = span;
        for (let k = 0; k < command.skipped; k++) end = this.rawArgument().span;
        const row = this.argument(token);
        return [{ kind: "group", row, span: joinSpans(span, joinSpans(end, row.span)) }];
      }
      case "space": {
        let all = span;
        for (let k = 0; k < command.arguments; k++) {
          if (this.peek()?.text === "*") this.position++;
          all = joinSpans(all, this.rawArgument().span);
        }
        return [{ kind: "space", wide: command.wide, span: all }];
      }
      case "note": {
        let all = span;
        let text = "";
        for (let k = 0; k < command.arguments; k++) {
          if (this.peek()?.text === "*") this.position++;
          const raw = this.rawArgument();
          all = joinSpans(all, raw.span);
          text = raw.text;
        }
        return [{ kind: "note", text, span: all }];
      }
      case "foreign": {
        let all = span;
        for (let k = 0; k < command.arguments; k++) all = joinSpans(all, this.argument(token).span);
        return [{ kind: "unread", reason: command.reason, span: all }];
      }
      case "delimiter":
        return this.delimiter(token, command.side);
      case "not": {
        this.skipSpaces();
        const next = this.skip();
        const sign = next === null ? null : signOf(next.text);
        const all = next === null ? span : joinSpans(span, next.span);
        if (sign?.text === "=") return [{ kind: "sign", text: "\\ne", side: null, span: all }];
        if (sign?.text === "\\in") return [{ kind: "sign", text: "\\notin", side: null, span: all }];
        return [{ kind: "unread", reason: "a negated sign has no meaning here", span: all }];
      }
      case "newRow": {
        if (this.peek()?.text === "*") this.position++;
        const option =
          this.peek()?.text === "[" && /^[-\d.]$/.test(this.tokens[this.position + 1]?.text ?? "") ? this.option() : null;
        return [{ kind: "newRow", span: option === null ? span : joinSpans(span, option.span) }];
      }
      case "begin":
        return this.environment(token);
      case "end":
      case "ignored":
      case "over":
      case "switch":
        return [{ kind: "unread", reason: `${token.text} cannot stand here`, span }];
    }
  }

  /** `[…]` */
  private option(): Row | null {
    this.skipSpaces();
    const open = this.peek();
    if (open?.text !== "[") return null;
    this.position++;
    const items = this.list(true);
    const close = this.peek();
    if (close?.text === "]") this.position++;
    else items.push({ kind: "unread", reason: "a bracket is not closed", span: open.span });
    return { items: compose(items), span: joinSpans(open.span, close?.span ?? open.span) };
  }

  /** An argument as text. */
  private rawArgument(): { text: string; span: Span } {
    this.skipSpaces();
    const first = this.skip();
    if (first === null) return { text: "", span: { start: this.whole.end, end: this.whole.end } };
    if (first.text !== "{") return { text: first.text, span: first.span };
    let text = "";
    let span = first.span;
    for (let depth = 1; depth > 0;) {
      const token = this.skip();
      if (token === null) break;
      depth += token.text === "{" ? 1 : token.text === "}" ? -1 : 0;
      if (depth > 0) text += token.text;
      span = joinSpans(span, token.span);
    }
    return { text: text.trim(), span };
  }

  /** `\left(`, `\Big|`: the delimiter with its size. `\left.` leaves nothing but its place. */
  private delimiter(size: Token, side: "open" | "close" | "middle" | null): Layout[] {
    this.skipSpaces();
    const token = this.skip();
    const span = token === null ? size.span : joinSpans(size.span, token.span);
    if (token?.text === ".") return [{ kind: "space", wide: false, span }];
    const text =
      token?.text === "<" ? "\\langle" : token?.text === ">" ? "\\rangle" : token === null ? undefined : signOf(token.text)?.text;
    if (text === undefined || !/^(?:[()[\]|/]|\\[{}|]|\\[lr](?:angle|floor|ceil)|\\mid)$/.test(text)) {
      return [{ kind: "unread", reason: `${size.text} lacks a delimiter`, span }];
    }
    return [{ kind: "sign", text, side, span }];
  }

  private environment(begin: Token): Layout[] {
    const name = this.rawArgument();
    if (/^(?:array|alignat|alignedat)\*?$/.test(name.text)) {
      this.rawOption();
      this.rawArgument();
    } else if (DERIVATION_ENVIRONMENTS.has(name.text)) {
      this.rawOption();
    }
    const beginEnd = this.tokens[this.position - 1]?.span ?? begin.span;
    const outermost = this.depth === 1;
    const items: Layout[] = [];
    for (;;) {
      items.push(...this.list());
      const stop = this.skip();
      if (stop === null || stop.text === "\\end") {
        const end = stop === null ? null : this.rawArgument();
        const span = joinSpans(begin.span, end?.span ?? spanOf(items, begin.span));
        if (stop === null || end?.text !== name.text)
          return [{ kind: "unread", reason: `\\begin{${name.text}} is not closed`, span }];
        if (outermost && DERIVATION_ENVIRONMENTS.has(name.text)) {
          const opening: Layout = { kind: "space", wide: false, span: joinSpans(begin.span, beginEnd) };
          const closing: Layout = { kind: "space", wide: false, span: joinSpans(stop.span, end.span) };
          return [opening, ...items, closing];
        }
        return [{ kind: "unread", reason: `the environment ${name.text} has no meaning here`, span }];
      }
      items.push({ kind: "unread", reason: `"${stop.text}" closes nothing`, span: stop.span });
    }
  }

  private rawOption(): void {
    if (this.peek()?.text !== "[") return;
    while (!this.finished && this.skip()?.text !== "]");
  }
}

/** A styled row; upright letters in a row make one word. */
function styled(style: Style, body: Row, span: Span): Layout {
  if (style === "roman" && body.items.length > 0) {
    let text = "";
    for (const item of body.items) {
      if (item.kind === "word") text += item.text;
      else if ((item.kind === "sign" && /^[A-Za-z\-]$/.test(item.text)) || item.kind === "numeral") text += item.text;
      else return { kind: "styled", style, body, span };
    }
    if (/[A-Za-z]/.test(text)) return { kind: "word", text, upright: true, span };
  }
  return { kind: "styled", style, body, span };
}
