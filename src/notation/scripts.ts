import type { Span, Term } from "../terms/term.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, VARIABLE, type Grammar } from "./grammar.js";
import { isBlank, isSign, splitItems, visible, type Layout, type Row } from "./layout.js";
import { isTransposeText } from "./names.js";
import { isCapital } from "./signs.js";

/** A capital letter, decorated or not, stands for a matrix. */
export function isMatrix(term: Term): boolean {
  if (term.kind === "symbol") return isCapital(term.name.base);
  if (term.kind === "component") return isMatrix(term.of);
  return term.kind === "transpose" || term.kind === "inverse" ? isMatrix(term.argument) : false;
}

/** What stands above a finished term: a transpose, an inverse of a matrix, or an exponent. */
export function raise(term: Term, sup: Row, span: Span, grammar: Grammar): Term {
  const items = visible(sup);
  if (isTransposeText(items)) return { kind: "transpose", argument: term, span };
  if (isSign(items[0], "-") && isTransposeText(items.slice(1))) {
    return { kind: "transpose", argument: { kind: "inverse", argument: term, span }, span };
  }
  if (isMinusOne(items) && isMatrix(term)) return { kind: "inverse", argument: term, span };
  if (items.some((item) => isSign(item, "\\prime", "*", "\\star", "\\dagger"))) {
    throw new NotUnderstood(sup.span, "a mark on an expression has no meaning here");
  }
  const exponent = grammar.row(sup, ORDINARY);
  if (exponent.kind === "constant" && exponent.constant === "pi") {
    throw new NotUnderstood(sup.span, "\\pi above an expression is no number");
  }
  return { kind: "power", base: term, exponent, span };
}

export function isMinusOne(items: readonly Layout[]): boolean {
  const [minus, one] = items.filter((item) => !isBlank(item));
  return items.length === 2 && isSign(minus, "-") && one?.kind === "numeral" && one.text === "1";
}

/** Scripts on brackets: `(a+b)^2`, `(Ax)_i`. */
export function withScripts(term: Term, sub: Row | null, sup: Row | null, span: Span, grammar: Grammar): Term {
  let result = term;
  if (sub !== null) {
    const parts = splitItems(visible(sub), (item) => isSign(item, ","));
    if (parts.some((part) => isSign(part[0], "-", "<") || part.some((item) => isSign(item, ":", "=", "\\sim", "\\in")))) {
      throw new NotUnderstood(sub.span, "this subscript has no meaning on an expression");
    }
    const indices = parts.map((part) => grammar.row({ items: part, span: sub.span }, VARIABLE));
    const below = sup !== null && sub.span.end <= sup.span.start ? { start: span.start, end: sub.span.end } : span;
    result = { kind: "component", of: result, indices, place: "sub", span: below };
  }
  return sup === null ? result : raise(result, sup, span, grammar);
}
