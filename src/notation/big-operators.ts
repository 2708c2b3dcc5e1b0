import type { IndexRange, Span, Term } from "../terms/term.js";
import { subRow } from "./arguments.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, VARIABLE, type Construct, type Grammar } from "./grammar.js";
import { isBlank, isSign, splitItems, type Layout, type Row } from "./layout.js";

interface Index {
  readonly index: Term;
  readonly range: IndexRange;
}

/**
 * `\sum_{i=1}^n`, `\prod_k`, `\sum_{z \in Z}`, `\sum_{i,j}`. The body is the product to the right, up to the next `+` or `-`:
 * `\sum_k a_k + b` is `(\sum_k a_k) + b`.
 */
export const sumOrProduct: Construct = (cursor, head, grammar) => {
  const kind = head.key === "\\prod" ? "product" : "sum";
  const start = cursor.position;
  cursor.position++;
  if (head.sub === null) throw new NotUnderstood(head.layout.span, `a ${kind} without its index`);
  const indices = readIndices(head.sub, head.sup, grammar);
  const body = grammar.product(cursor);
  const span = cursor.spanFrom(start);
  return indices.reduceRight((inner, { index, range }): Term => ({ kind, index, range, body: inner, span }), body);
};

/** One or more indices: `i=1`, `i`, `z \in Z`, `i,j=1`, `1 \le i \le n`. */
function readIndices(sub: Row, sup: Row | null, grammar: Grammar): Index[] {
  const items = sub.items.filter((item) => !isBlank(item));
  if (items.length === 0) throw new NotUnderstood(sub.span, "the index is missing");
  const upper = sup === null ? null : grammar.row(sup, ORDINARY);
  const between = splitItems(items, (item) => isSign(item, "\\le"));
  const [low, middle, high] = between;
  if (between.length === 3 && low !== undefined && middle !== undefined && high !== undefined && upper === null) {
    const lower = grammar.row(subRow(low, sub.span), ORDINARY);
    const range: IndexRange = { kind: "interval", lower, upper: grammar.row(subRow(high, sub.span), ORDINARY) };
    return readNames(middle, sub.span, grammar).map((index) => ({ index, range }));
  }
  const equals = splitItems(items, (item) => isSign(item, "="));
  const [names, from] = equals;
  if (equals.length === 2 && names !== undefined && from !== undefined) {
    if (upper === null) throw new NotUnderstood(sub.span, "the upper bound is missing");
    const range: IndexRange = { kind: "interval", lower: grammar.row(subRow(from, sub.span), ORDINARY), upper };
    return readNames(names, sub.span, grammar).map((index) => ({ index, range }));
  }
  const members = splitItems(items, (item) => isSign(item, "\\in"));
  const [variables, set] = members;
  if (members.length === 2 && variables !== undefined && set !== undefined) {
    if (upper !== null) throw new NotUnderstood(sub.span, "a set and an upper bound exclude each other");
    const range: IndexRange = { kind: "support", set: grammar.row(subRow(set, sub.span), VARIABLE) };
    return readNames(variables, sub.span, grammar).map((index) => ({ index, range }));
  }
  return readNames(items, sub.span, grammar).map((index) => ({
    index,
    range: upper === null ? { kind: "support", set: null } : { kind: "interval", lower: ONE_TERM, upper },
  }));
}

const ONE_TERM: Term = { kind: "number", value: { numerator: 1n, denominator: 1n } };

function readNames(items: readonly Layout[], place: Span, grammar: Grammar): Term[] {
  return splitItems(items, (item) => isSign(item, ",")).map((part) => {
    const term = grammar.row(subRow(part, place), VARIABLE);
    if (!isVariableTerm(term)) throw new NotUnderstood(place, "this index is no variable");
    return term;
  });
}

export function isVariableTerm(term: Term): boolean {
  return term.kind === "symbol" || term.kind === "component" || term.kind === "range";
}
