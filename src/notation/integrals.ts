import type { Span, Term } from "../terms/term.js";
import { closeEllipsis, subRow } from "./arguments.js";
import { isVariableTerm } from "./big-operators.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, VARIABLE, type Construct, type Cursor, type Grammar } from "./grammar.js";
import { fenceOf, headOf, isNaming, type Head } from "./heads.js";
import { isSign, visible, type Layout, type Row } from "./layout.js";

const SIGNS: ReadonlyMap<string, number> = new Map([
  ["\\int", 1],
  ["\\iint", 2],
  ["\\iiint", 3],
]);

/**
 * `\int f\,dz`, `\iint f\,dz\,dx`, `\int_a^b`, `\int_{\mathbf z}`, `\int dz\, f`.
 *
 * The body ends at its differential, sums included. Of differentials side by side the first belongs to the innermost open sign:
 * `\int p(x) \int p(z|x)\,dz\,dx`. An integral without a differential is not understood, and neither is a differential without one.
 */
export const integral: Construct = (cursor, head, grammar) => {
  const count = head.key === null ? undefined : SIGNS.get(head.key);
  if (count === undefined) throw new NotUnderstood(head.layout.span, "this integral has no meaning here");
  const start = cursor.position;
  cursor.position++;
  if (startsDifferential(cursor)) {
    const variables = readDifferentials(cursor, Number.POSITIVE_INFINITY, grammar);
    check(variables, count, head.layout.span);
    const body = grammar.product(cursor);
    return node(head, variables, body, cursor.spanFrom(start), grammar);
  }
  cursor.openIntegrals += count;
  const barStops = cursor.barStops;
  const pending = cursor.pending.length;
  const body = grammar.sum(cursor);
  cursor.barStops = barStops;
  const variables = cursor.pending.splice(pending);
  if (startsDifferential(cursor)) {
    // Every sign that is still open further out needs its differentials as well.
    const outer = cursor.openIntegrals - count;
    variables.push(...readDifferentials(cursor, Math.max(count, countDifferentials(cursor) - outer), grammar));
  }
  cursor.openIntegrals -= count;
  if (variables.length === 0) throw new NotUnderstood(head.layout.span, "an integral without its differential");
  check(variables, count, head.layout.span);
  return node(head, variables, body, cursor.spanFrom(start), grammar);
};

function check(variables: readonly Term[], signs: number, place: Span): void {
  if (signs > 1 && variables.length !== signs) {
    throw new NotUnderstood(
      place,
      `${signs} integral signs and ${variables.length} differential${variables.length === 1 ? "" : "s"}`,
    );
  }
}

function node(head: Head, variables: readonly Term[], body: Term, span: Span, grammar: Grammar): Term {
  const integralOf = (lower: Term | null, upper: Term | null, domain: Term | null): Term => ({
    kind: "integral",
    variables,
    lower,
    upper,
    domain,
    body,
    span,
  });
  if (head.sub === null) {
    if (head.sup !== null) throw new NotUnderstood(head.sup.span, "an integral with an upper bound only");
    return integralOf(null, null, null);
  }
  if (head.sup === null) {
    const domain = grammar.row(head.sub, VARIABLE);
    return integralOf(null, null, domain);
  }
  if (variables.length > 1) throw new NotUnderstood(head.layout.span, "bounds belong to a single variable");
  return integralOf(grammar.row(head.sub, ORDINARY), grammar.row(head.sup, ORDINARY), null);
}

/** How many nodes the `d` at this offset takes: `d`, `\mathrm{d}`; 0 where there is none. */
function differentialAt(cursor: Cursor, ahead: number): boolean {
  const sign = cursor.peek(ahead);
  const variable = cursor.peek(ahead + 1);
  if (sign === undefined || variable === undefined || !isNaming(variable)) return false;
  if (variable.kind === "word" && variable.text.length > 1) return false;
  const upright = sign.kind === "word" && sign.text === "d";
  if (!upright && !isSign(sign, "d")) return false;
  // `d\,p(z)`: a factor d before a call; `dP(x)` is refused where it is read.
  return upright || fenceOf(cursor.peek(ahead + 2))?.fence.open !== "(" || cursor.openIntegrals > 0;
}

/** True where a differential begins: a `d` and a variable. */
export function startsDifferential(cursor: Cursor): boolean {
  return differentialAt(cursor, 0);
}

function countDifferentials(cursor: Cursor): number {
  let count = 0;
  while (differentialAt(cursor, 2 * count)) count++;
  return count;
}

/** `dx\,dz`, `dx_1 \cdots dx_n`: at most so many, an ellipsis with its ends counting as one. */
function readDifferentials(cursor: Cursor, most: number, grammar: Grammar): Term[] {
  const variables: Term[] = [];
  while (variables.length < most && startsDifferential(cursor)) {
    variables.push(readDifferential(cursor, grammar));
    const ellipsis = cursor.peek();
    if (ellipsis !== undefined && isSign(ellipsis, "\\dots") && differentialAt(cursor, 1)) {
      cursor.position++;
      const last = readDifferential(cursor, grammar);
      variables.push(closeEllipsis(variables, last, ellipsis.span));
    }
  }
  return variables;
}

function readDifferential(cursor: Cursor, grammar: Grammar): Term {
  cursor.next("a differential");
  const variable = cursor.next("a variable");
  const after = cursor.peek();
  if (after?.kind === "fence" && after.open === "(" && touches(variable, after)) {
    throw new NotUnderstood(variable.span, "an integral against a measure has no meaning here");
  }
  const term = grammar.row(subRow([variable], variable.span), VARIABLE);
  if (!isVariableTerm(term)) throw new NotUnderstood(variable.span, "this differential has no variable");
  return term;
}

function touches(a: Layout, b: Layout): boolean {
  return b.span.start <= a.span.end;
}

/**
 * `\int \frac{dz}{z}`, `\int \frac{f\,dz}{g}`: a numerator that ends with the differential of an open integral. Returns the numerator without it and
 * leaves the variable in `cursor.pending`; null when the numerator has none.
 */
export function readFractionDifferential(cursor: Cursor, numerator: Row, grammar: Grammar): Term | null {
  if (cursor.openIntegrals === 0) return null;
  const items = visible(numerator);
  if (items.some((item) => SIGNS.has(headOf(item)?.key ?? ""))) return null;
  const sign = items[items.length - 2];
  const variable = items[items.length - 1];
  const isD = isSign(sign, "d") || (sign?.kind === "word" && sign.text === "d");
  if (!isD || variable === undefined || !isNaming(variable)) return null;
  const term = grammar.row(subRow([variable], numerator.span), VARIABLE);
  if (!isVariableTerm(term)) return null;
  cursor.pending.push(term);
  const rest = items.slice(0, -2);
  return rest.length === 0
    ? { kind: "number", value: { numerator: 1n, denominator: 1n }, span: numerator.span }
    : grammar.row(subRow(rest, numerator.span), ORDINARY);
}
