import { addRational, equalRational, ONE } from "../numbers/rational.js";
import type { Span, Term } from "../terms/term.js";
import { equalTerms } from "../terms/traverse.js";
import { NotUnderstood } from "./failure.js";
import { type Grammar, type Place, VARIABLE } from "./grammar.js";
import { isBlank, isSign, joinSpans, spanOf, splitItems, type Layout, type Row } from "./layout.js";

/** One row cut out of another. */
export function subRow(items: readonly Layout[], place: Span): Row {
  return { items, span: spanOf(items, place) };
}

/**
 * A list between commas: variables, expressions, events `X = x`, and ellipses, which stand for the components between their neighbours.
 *
 * @throws NotUnderstood at an empty argument, and at an ellipsis whose ends do not say what lies between
 */
export function readArguments(row: Row, place: Place, grammar: Grammar): Term[] {
  const items = row.items.filter((item) => !isBlank(item));
  if (items.length === 0) return [];
  const parts = splitItems(items, (item) => isSign(item, ",")).map((part) => subRow(part, row.span));
  if (parts.some((part) => part.items.length === 0)) throw new NotUnderstood(row.span, "an argument is missing");
  return readList(parts, place, grammar);
}

/** The same for parts that are already apart. */
export function readList(parts: readonly Row[], place: Place, grammar: Grammar): Term[] {
  const terms: Term[] = [];
  for (let k = 0; k < parts.length; k++) {
    const part = parts[k];
    if (part === undefined) continue;
    if (!isEllipsis(part)) {
      terms.push(readArgument(part, place, grammar));
      continue;
    }
    const after = parts[k + 1];
    if (after === undefined || isEllipsis(after)) throw new NotUnderstood(part.span, "an ellipsis needs an end");
    terms.push(closeEllipsis(terms, readArgument(after, place, grammar), part.span));
    k++;
  }
  return terms;
}

function isEllipsis(row: Row): boolean {
  return row.items.length === 1 && isSign(row.items[0], "\\dots");
}

/** An expression, or an event `X = x` where variables stand. */
function readArgument(row: Row, place: Place, grammar: Grammar): Term {
  const sides = place.variable ? splitItems(row.items, (item) => isSign(item, "=")) : [row.items];
  const [variable, value] = sides;
  if (sides.length !== 2 || variable === undefined || value === undefined) return grammar.row(row, place);
  const left = grammar.row(subRow(variable, row.span), VARIABLE);
  if (left.kind !== "symbol" && left.kind !== "component" && left.kind !== "range") {
    throw new NotUnderstood(row.span, "an event needs a variable on its left");
  }
  return { kind: "event", variable: left, value: grammar.row(subRow(value, row.span), VARIABLE), span: row.span };
}

/** `x_1, x_2, \dots, x_n`: takes the beginning off `before` and returns the range. */
export function closeEllipsis(before: Term[], last: Term, place: Span): Term {
  const fail = (): NotUnderstood => new NotUnderstood(place, "an ellipsis needs the same letter with an index on both sides");
  const end = indexOf(last);
  const previous = before.pop();
  const second = previous === undefined ? null : indexOf(previous);
  if (end === null || previous === undefined || second === null || !equalTerms(second.of, end.of)) throw fail();
  let first = second;
  let start = previous;
  const earlier = before[before.length - 1];
  const candidate = earlier === undefined ? null : indexOf(earlier);
  if (
    earlier !== undefined &&
    candidate !== null &&
    equalTerms(candidate.of, second.of) &&
    follows(candidate.index, second.index)
  ) {
    before.pop();
    first = candidate;
    start = earlier;
  }
  const descending = end.index.kind === "number" && first.index.kind !== "number";
  const [from, to] = descending ? [end.index, first.index] : [first.index, end.index];
  const span = start.span === undefined || last.span === undefined ? place : joinSpans(start.span, last.span);
  return { kind: "range", of: end.of, from, to, span };
}

function indexOf(term: Term): { of: Term; index: Term } | null {
  const index = term.kind === "component" && term.indices.length === 1 ? term.indices[0] : undefined;
  return term.kind === "component" && index !== undefined ? { of: term.of, index } : null;
}

function follows(a: Term, b: Term): boolean {
  return a.kind === "number" && b.kind === "number" && equalRational(addRational(a.value, ONE), b.value);
}
