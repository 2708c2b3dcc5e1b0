import type { Term } from "../terms/term.js";
import { readArguments, subRow } from "./arguments.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, VARIABLE, type Construct, type Cursor, type Grammar } from "./grammar.js";
import type { Head } from "./heads.js";
import { isSign, visible, type Layout } from "./layout.js";

type Fraction = Extract<Layout, { kind: "fraction" }>;

/** `\nabla_\theta f`, `\nabla f`: of one factor; a second one needs parentheses. */
export const gradient: Construct = (cursor, head, grammar) => {
  if (head.sup !== null) throw new NotUnderstood(head.sup.span, "a power of a derivative has no meaning here");
  const start = cursor.position;
  cursor.position++;
  const by = head.sub === null ? [] : readArguments(head.sub, VARIABLE, grammar);
  return { kind: "derivative", style: "gradient", by, body: operand(cursor, grammar), span: cursor.spanFrom(start) };
};

function operand(cursor: Cursor, grammar: Grammar): Term {
  const body = grammar.factor(cursor);
  if (grammar.startsFactor(cursor) || cursor.at("/")) {
    throw new NotUnderstood(cursor.endSpan(), "where the operand of the derivative ends is not clear: it needs parentheses");
  }
  return body;
}

/** `\frac{d}{dx} f`, `\frac{\partial f}{\partial x}`; null for an ordinary fraction. */
export function readDerivativeFraction(cursor: Cursor, head: Head, fraction: Fraction, grammar: Grammar): Term | null {
  const above = visible(fraction.numerator);
  const below = visible(fraction.denominator);
  const [sign, variable] = below;
  if (below.length !== 2 || sign === undefined || variable === undefined) return null;
  const partial = isSign(sign, "\\partial");
  if (!partial && !isD(sign)) return null;
  const first = above[0];
  if (first === undefined || !(partial ? isSign(first, "\\partial") : isD(first))) return null;
  if (head.sub !== null || head.sup !== null)
    throw new NotUnderstood(head.layout.span, "a script on a derivative has no meaning here");
  const start = cursor.position;
  cursor.position++;
  const by = [grammar.row(subRow([variable], fraction.denominator.span), VARIABLE)];
  const rest = above.slice(1);
  const body = rest.length > 0 ? grammar.row(subRow(rest, fraction.numerator.span), ORDINARY) : operand(cursor, grammar);
  return { kind: "derivative", style: partial ? "partial" : "total", by, body, span: cursor.spanFrom(start) };
}

function isD(item: Layout): boolean {
  return isSign(item, "d") || (item.kind === "word" && item.text === "d");
}
