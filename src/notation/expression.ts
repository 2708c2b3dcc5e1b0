import { nameLatex } from "../terms/name.js";
import { parseDecimal } from "../numbers/rational.js";
import type { Term } from "../terms/term.js";
import { readArguments } from "./arguments.js";
import { isBar } from "./calls.js";
import { CONSTRUCTS } from "./constructs.js";
import { readDerivativeFraction } from "./derivatives.js";
import { NotUnderstood } from "./failure.js";
import { Cursor, ORDINARY, type Grammar, type Place } from "./grammar.js";
import { fenceOf, headOf, type Head } from "./heads.js";
import { readFractionDifferential, startsDifferential } from "./integrals.js";
import { isSign, rowText, visible, type Fence, type Layout, type Row } from "./layout.js";
import { LIMITS } from "./limits.js";
import { letterOf } from "./names.js";
import { barFence, readBars } from "./norms.js";
import { withScripts } from "./scripts.js";
import { readIndexedSet } from "./sets.js";
import { readSymbol } from "./symbols.js";
import type { NotationContext } from "./types.js";

/**
 * The grammar of expressions. From loose to tight: sums; products (juxtaposition, `\cdot`, `/`, read from the left: `a/bc` is `(a/b)c`); prefix
 * operators with their own scope; scripts and application. Every node of a row is read or the row is refused: nothing is skipped.
 */
export function createGrammar(context: NotationContext, wide = false): Grammar {
  let work = 0;
  const grammar: Grammar = {
    context,
    wide,
    spend(span) {
      work++;
      if (work > LIMITS.work) throw new NotUnderstood(span, "the formula is too large to be read");
    },
    row: (row, place) => readRow(row, place, grammar),
    sum: (cursor) => readSum(cursor, grammar),
    product: (cursor) => cursor.deeper(() => readProduct(cursor, grammar)),
    factor: (cursor) => cursor.deeper(() => readFactor(cursor, grammar)),
    named: (cursor, head) => readSymbol(cursor, head, grammar),
    startsFactor,
  };
  return grammar;
}

function readRow(row: Row, place: Place, grammar: Grammar): Term {
  grammar.spend(row.span);
  const cursor = new Cursor(row, place);
  if (cursor.done) throw new NotUnderstood(row.span, "an expression is missing");
  const term = readSum(cursor, grammar);
  const rest = cursor.peek();
  if (rest !== undefined) throw unexpected(cursor, rest);
  return term;
}

function unexpected(cursor: Cursor, item: Layout): NotUnderstood {
  if (startsDifferential(cursor)) return new NotUnderstood(item.span, "a differential without an integral");
  const heart = item.kind === "scripts" && item.base !== null ? item.base : item;
  if (heart.kind === "unread") return new NotUnderstood(heart.span, heart.reason);
  if (isSign(item, ",")) return new NotUnderstood(item.span, "a list has no meaning here");
  if (isSign(item, "(", "[", "\\{", ")", "]", "\\}", "\\langle", "\\rangle"))
    return new NotUnderstood(item.span, "a bracket has no partner");
  if (isSign(item, "!")) return new NotUnderstood(item.span, "factorials have no meaning here");
  if (isSign(item, "\\dots")) return new NotUnderstood(item.span, "an ellipsis has no meaning here");
  return new NotUnderstood(item.span, `${shown(item)} has no meaning at this place`);
}

function shown(item: Layout): string {
  const text = rowText([item]);
  return text === "" ? "this" : text.length > 30 ? "this part" : `"${text}"`;
}

function readSum(cursor: Cursor, grammar: Grammar): Term {
  const start = cursor.position;
  const terms: Term[] = [grammar.product(cursor)];
  while (cursor.at("+", "-")) {
    const from = cursor.position;
    const negative = cursor.at("-");
    cursor.position++;
    const operand = grammar.product(cursor);
    terms.push(negative ? { kind: "negate", argument: operand, span: cursor.spanFrom(from) } : operand);
  }
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : { kind: "add", terms, span: cursor.spanFrom(start) };
}

/** Beside π, e is no letter: `2\\pi e \\sigma^2` stands in every entropy of a normal variable. */
function withEuler(factors: readonly Term[]): readonly Term[] {
  if (!factors.some((factor) => factor.kind === "constant" && factor.constant === "pi")) return factors;
  return factors.map((factor) =>
    factor.kind === "symbol" && nameLatex(factor.name) === "e" ? { kind: "constant", constant: "e", span: factor.span } : factor,
  );
}

function readProduct(cursor: Cursor, grammar: Grammar): Term {
  const start = cursor.position;
  if (cursor.at("+") && isSign(cursor.peek(1), "\\infty")) cursor.position++;
  if (cursor.at("-")) {
    cursor.position++;
    const argument = grammar.product(cursor);
    return { kind: "negate", argument, span: cursor.spanFrom(start) };
  }
  let factors: Term[] = [grammar.factor(cursor)];
  const combine = (): Term => {
    const [only] = factors;
    return factors.length === 1 && only !== undefined
      ? only
      : { kind: "multiply", factors: withEuler(factors), span: cursor.spanFrom(start) };
  };
  for (;;) {
    const item = cursor.peek();
    if (item === undefined) break;
    if (isSign(item, "\\cdot", "\\times", "\\odot")) {
      cursor.position++;
      factors.push(readSigned(cursor, grammar));
    } else if (isSign(item, "*")) {
      cursor.position++;
      const operand = readSigned(cursor, grammar);
      if ([factors[factors.length - 1], operand].some((factor) => factor?.kind === "density" || factor?.kind === "apply")) {
        throw new NotUnderstood(item.span, "* between functions may be a convolution");
      }
      factors.push(operand);
    } else if (isSign(item, "/")) {
      const numerator = combine();
      cursor.position++;
      const denominator = readSigned(cursor, grammar);
      factors = [{ kind: "divide", numerator, denominator, span: cursor.spanFrom(start) }];
    } else if (startsFactor(cursor)) {
      if (cursor.items[cursor.position - 1]?.kind === "numeral" && headNumeral(item)) {
        throw new NotUnderstood(item.span, "two numbers side by side");
      }
      factors.push(grammar.factor(cursor));
    } else {
      break;
    }
  }
  return combine();
}

function headNumeral(item: Layout): boolean {
  return item.kind === "numeral" || (item.kind === "scripts" && item.base?.kind === "numeral");
}

/** An operand of an explicit sign, which may be negative. */
function readSigned(cursor: Cursor, grammar: Grammar): Term {
  if (!cursor.at("-")) return grammar.factor(cursor);
  const start = cursor.position;
  cursor.position++;
  const argument = grammar.factor(cursor);
  return { kind: "negate", argument, span: cursor.spanFrom(start) };
}

function startsFactor(cursor: Cursor): boolean {
  const item = cursor.peek();
  if (item === undefined || startsDifferential(cursor)) return false;
  switch (item.kind) {
    case "sign":
    case "word":
    case "styled":
    case "accent":
    case "stack":
    case "group":
    case "scripts": {
      const base = item.kind === "scripts" && item.base !== null ? item.base : item;
      if (base.kind === "sign" && isDelimiterBar(base)) return item.kind === "sign" && !cursor.barStops;
      const head = headOf(item);
      if (head === null)
        return fenceOf(item) !== null || (item.kind === "scripts" && item.base !== null && item.base.kind !== "sign");
      return (
        head.base.kind !== "sign" || letterOf(head) !== null || CONSTRUCTS.has(head.base.text) || head.base.text === "\\infty"
      );
    }
    case "numeral":
    case "fraction":
    case "root":
    case "brace":
    case "fence":
      return true;
    case "align":
    case "newRow":
    case "space":
    case "note":
    case "unread":
      return false;
  }
}

function isDelimiterBar(item: Layout): boolean {
  return isBar(item) || isSign(item, "\\|");
}

function readFactor(cursor: Cursor, grammar: Grammar): Term {
  const start = cursor.position;
  const item = cursor.next("a factor");
  grammar.spend(item.span);
  cursor.position = start;
  if (startsDifferential(cursor)) throw unexpected(cursor, item);
  if (isDelimiterBar(item)) return readBars(cursor, grammar);
  const fenced = fenceOf(item);
  if (fenced !== null) {
    cursor.position++;
    const bars = barFence(fenced.fence, fenced.sub, fenced.sup, item.span, grammar);
    if (bars !== null) return bars;
    const indexed = readIndexedSet(fenced.fence, fenced.sub, fenced.sup, item.span, grammar);
    if (indexed !== null) return indexed;
    const inner = readFence(fenced.fence, cursor.place, grammar);
    return withScripts(inner, fenced.sub, fenced.sup, item.span, grammar);
  }
  const head = headOf(item);
  if (head?.key !== undefined && head.key !== null) {
    for (const key of head.bold ? [`\\mathbf{${head.key}}`, head.key] : [head.key]) {
      const term = CONSTRUCTS.get(key)?.(cursor, head, grammar) ?? null;
      if (term !== null) return term;
    }
  }
  if (head !== null) return readHead(cursor, head, grammar);
  return readScriptedGroup(cursor, item, grammar);
}

/** Numerals, fractions, roots and names. */
function readHead(cursor: Cursor, head: Head, grammar: Grammar): Term {
  const { base, layout } = head;
  const scripted = (term: Term): Term => withScripts(term, head.sub, head.sup, layout.span, grammar);
  switch (base.kind) {
    case "numeral": {
      cursor.position++;
      if (head.sub !== null) throw new NotUnderstood(head.sub.span, "a number has no subscript");
      return scripted({ kind: "number", value: parseDecimal(base.text), span: base.span });
    }
    case "fraction": {
      const derivative = readDerivativeFraction(cursor, head, base, grammar);
      if (derivative !== null) return derivative;
      cursor.position++;
      const numerator =
        readFractionDifferential(cursor, base.numerator, grammar) ?? grammar.row(base.numerator, inner(cursor.place));
      const denominator = grammar.row(base.denominator, inner(cursor.place));
      return scripted({ kind: "divide", numerator, denominator, span: base.span });
    }
    case "root": {
      cursor.position++;
      const radicand = grammar.row(base.radicand, inner(cursor.place));
      if (base.degree === null) return scripted({ kind: "elementary", name: "sqrt", argument: radicand, span: base.span });
      const one: Term = { kind: "number", value: parseDecimal("1"), span: base.span };
      const exponent: Term = { kind: "divide", numerator: one, denominator: grammar.row(base.degree, ORDINARY), span: base.span };
      return scripted({ kind: "power", base: radicand, exponent, span: base.span });
    }
    case "brace": {
      cursor.position++;
      const label = rowText([...(head.sub?.items ?? []), ...(head.sup?.items ?? [])]);
      return { kind: "labelled", body: grammar.row(base.body, inner(cursor.place)), label, span: layout.span };
    }
    case "sign":
      if (base.text === "\\infty") {
        cursor.position++;
        return scripted({ kind: "constant", constant: "infinity", span: base.span });
      }
      if (letterOf(head) === null) throw unexpected(cursor, layout);
      return grammar.named(cursor, head);
    case "word":
    case "styled":
    case "accent":
      return grammar.named(cursor, head);
    default:
      throw unexpected(cursor, layout);
  }
}

function inner(place: Place): Place {
  return { variable: false, law: place.law };
}

/** `{x_i}_j`: braces with scripts hold one factor; `{a+b}^2` would be read as `a+b^2` on the page. */
function readScriptedGroup(cursor: Cursor, item: Layout, grammar: Grammar): Term {
  if (item.kind !== "scripts" || item.base?.kind !== "group") throw unexpected(cursor, item);
  const items = visible(item.base.row);
  const row: Row = { items, span: item.base.row.span };
  const content = new Cursor(row, cursor.place);
  const term = content.done ? null : grammar.factor(content);
  if (term === null || !content.done)
    throw new NotUnderstood(item.span, "braces are invisible: a script on several factors needs parentheses");
  cursor.position++;
  return withScripts(term, item.sub, item.sup, item.span, grammar);
}

/** Brackets that only group, tuples and sets. */
function readFence(fence: Fence, place: Place, grammar: Grammar): Term {
  const list = fence.row.items.some((item) => isSign(item, ","));
  const pair = fence.open + fence.close;
  if (pair === "()" || pair === "[]") {
    if (!list) return grammar.row(fence.row, inner(place));
    const commas = fence.row.items.filter((item) => isSign(item, ",")).length;
    const vector = commas > 1 || fence.row.items.some((item) => isSign(item, "\\dots"));
    if (pair === "[]" && !vector)
      throw new NotUnderstood(fence.span, "two numbers in square brackets may be an interval or a vector");
    return { kind: "tuple", items: readArguments(fence.row, { ...place, variable: false }, grammar), span: fence.span };
  }
  if (pair === "\\{\\}") {
    if (list) return { kind: "set", items: readArguments(fence.row, { ...place, variable: false }, grammar), span: fence.span };
    const term = grammar.row(fence.row, inner(place));
    const single =
      term.kind === "symbol" ||
      term.kind === "component" ||
      term.kind === "number" ||
      term.kind === "tuple" ||
      term.kind === "range";
    return single ? { kind: "set", items: [term], span: fence.span } : term;
  }
  throw new NotUnderstood(fence.span, "these brackets have no meaning here");
}
