import type { Span } from "../terms/term.js";
import { DERIVATION_ENVIRONMENTS, type Command } from "./commands.js";
import { joinSpans, spanOf, type Layout, type Row, type Style } from "./layout.js";
import { signOf } from "./signs.js";
import type { LayoutReader } from "./token-reader.js";
import type { Token } from "./tokens.js";

/** What a command with its arguments puts on the page. */
export function readCommand(reader: LayoutReader, token: Token, command: Command): Layout[] {
  const { tokens } = reader;
  const span = token.span;
  switch (command.kind) {
    case "fraction": {
      const numerator = reader.argument(token);
      const denominator = reader.argument(token);
      return [{ kind: "fraction", numerator, denominator, span: joinSpans(span, joinSpans(numerator.span, denominator.span)) }];
    }
    case "root": {
      const degree = reader.option();
      const radicand = reader.argument(token);
      return [{ kind: "root", degree, radicand, span: joinSpans(span, radicand.span) }];
    }
    case "accent": {
      const body = reader.argument(token);
      return [{ kind: "accent", accent: command.accent, body, span: joinSpans(span, body.span) }];
    }
    case "style": {
      const body = reader.argument(token);
      return [styled(command.style, body, joinSpans(span, body.span))];
    }
    case "text": {
      const raw = tokens.raw();
      return [{ kind: "word", text: raw.text, upright: false, span: joinSpans(span, raw.span) }];
    }
    case "operatorname": {
      tokens.skip("*");
      const raw = tokens.raw();
      const text = raw.text.replace(/\\[,;:! ]|\\(?:mathrm|text|rm)\b|[{}~]/g, "").replace(/\s+/g, "");
      return [{ kind: "word", text, upright: true, span: joinSpans(span, raw.span) }];
    }
    case "overset":
    case "underset": {
      const note = reader.argument(token);
      const base = reader.argument(token);
      const over = command.kind === "overset";
      return [{ kind: "stack", base, above: over ? note : null, below: over ? null : note, span: joinSpans(span, base.span) }];
    }
    case "brace": {
      const body = reader.argument(token);
      return [{ kind: "brace", body, span: joinSpans(span, body.span) }];
    }
    case "transparent": {
      let end = span;
      for (let k = 0; k < command.skipped; k++) end = tokens.raw().span;
      const row = reader.argument(token);
      return [{ kind: "group", row, span: joinSpans(span, joinSpans(end, row.span)) }];
    }
    case "space": {
      let all = span;
      for (let k = 0; k < command.arguments; k++) {
        tokens.skip("*");
        all = joinSpans(all, tokens.raw().span);
      }
      return [{ kind: "space", wide: command.wide, span: all }];
    }
    case "note": {
      let all = span;
      let text = "";
      for (let k = 0; k < command.arguments; k++) {
        tokens.skip("*");
        const raw = tokens.raw();
        all = joinSpans(all, raw.span);
        text = raw.text;
      }
      return [{ kind: "note", text, span: all }];
    }
    case "foreign": {
      let all = joinSpans(span, reader.option()?.span ?? span);
      for (let k = 0; k < command.arguments; k++) all = joinSpans(all, reader.argument(token).span);
      return [{ kind: "unread", reason: command.reason, span: all }];
    }
    case "delimiter":
      return delimiter(reader, token, command.side);
    case "not": {
      tokens.skipSpaces();
      const next = tokens.take();
      const sign = next === null ? null : signOf(next.text);
      const all = next === null ? span : joinSpans(span, next.span);
      if (sign?.text === "=") return [{ kind: "sign", text: "\\ne", side: null, span: all }];
      if (sign?.text === "\\in") return [{ kind: "sign", text: "\\notin", side: null, span: all }];
      return [{ kind: "unread", reason: "a negated sign has no meaning here", span: all }];
    }
    case "newRow": {
      tokens.skip("*");
      const option = tokens.peek()?.text === "[" && /^[-\d.]$/.test(tokens.peek(1)?.text ?? "") ? reader.option() : null;
      return [{ kind: "newRow", span: option === null ? span : joinSpans(span, option.span) }];
    }
    case "begin":
      return environment(reader, token);
    case "end":
    case "ignored":
    case "over":
    case "switch":
      return [{ kind: "unread", reason: `${token.text} cannot stand here`, span }];
  }
}

/** `\left(`, `\Big|`: the delimiter with its size. `\left.` leaves nothing but its place. */
function delimiter(reader: LayoutReader, size: Token, side: "open" | "close" | "middle" | null): Layout[] {
  const { tokens } = reader;
  tokens.skipSpaces();
  const token = tokens.take();
  const span = token === null ? size.span : joinSpans(size.span, token.span);
  if (token?.text === ".") return [{ kind: "space", wide: false, span }];
  const text =
    token?.text === "<" ? "\\langle" : token?.text === ">" ? "\\rangle" : token === null ? undefined : signOf(token.text)?.text;
  if (text === undefined || !/^(?:[()[\]|/]|\\[{}|]|\\[lr](?:angle|floor|ceil)|\\mid)$/.test(text)) {
    return [{ kind: "unread", reason: `${size.text} lacks a delimiter`, span }];
  }
  return [{ kind: "sign", text, side, span }];
}

function environment(reader: LayoutReader, begin: Token): Layout[] {
  const { tokens } = reader;
  const name = tokens.raw();
  if (/^(?:array|alignat|alignedat)\*?$/.test(name.text)) {
    tokens.skipOption();
    tokens.raw();
  } else if (DERIVATION_ENVIRONMENTS.has(name.text)) {
    tokens.skipOption();
  }
  const beginEnd = tokens.last();
  const outermost = reader.outermost;
  const items: Layout[] = [];
  for (;;) {
    items.push(...reader.list());
    const stop = tokens.take();
    if (stop === null || stop.text === "\\end") {
      const end = stop === null ? null : tokens.raw();
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

/** A styled row; upright letters in a row make one word. */
export function styled(style: Style, body: Row, span: Span): Layout {
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
