import type { Term } from "../terms/term.js";
import { readArguments } from "./arguments.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, VARIABLE, type Construct } from "./grammar.js";
import { fenceOf } from "./heads.js";
import { isSign } from "./layout.js";
import { withScripts } from "./scripts.js";

type Operator = Extract<Term, { kind: "extremum" }>["operator"];

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ["\\min", "min"],
  ["\\max", "max"],
  ["\\inf", "inf"],
  ["\\sup", "sup"],
  ["\\argmin", "argmin"],
  ["\\argmax", "argmax"],
  ["\\text{argmin}", "argmin"],
  ["\\text{argmax}", "argmax"],
  ["\\text{min}", "min"],
  ["\\text{max}", "max"],
  ["\\text{arg min}", "argmin"],
  ["\\text{arg max}", "argmax"],
  ["\\text{sup}", "sup"],
  ["\\text{inf}", "inf"],
]);

/**
 * `\min_\theta f(\theta)`, `\max(a, b)`.
 *
 * Square brackets right after the operator are its whole body, and so are parentheses that nothing follows. Else it takes everything to the right, sums too, as the literature means it
 * (`\max_\phi \mathbb{E}[…] - KL(…)`), but only where it stands first: in `f - \min_x g + h` nobody can tell.
 */
export const extremum: Construct = (cursor, head, grammar) => {
  const operator = head.key === null ? undefined : OPERATORS.get(head.key);
  if (operator === undefined) return null;
  if (head.sup !== null) throw new NotUnderstood(head.sup.span, "a superscript on this operator has no meaning here");
  const start = cursor.position;
  cursor.position++;
  const over = head.sub === null ? [] : readArguments(head.sub, VARIABLE, grammar);
  const call = fenceOf(cursor.peek());
  if (call !== null && /^(?:\(|\[|\\\{)$/.test(call.fence.open)) {
    cursor.position++;
    const list = call.fence.row.items.some((item) => isSign(item, ","));
    const body: Term = list
      ? { kind: "tuple", items: readArguments(call.fence.row, ORDINARY, grammar), span: call.fence.span }
      : grammar.row(call.fence.row, ORDINARY);
    const open = call.fence.open === "(" && head.sub !== null;
    if (open && (cursor.at("+", "-") || grammar.startsFactor(cursor))) {
      throw new NotUnderstood(cursor.endSpan(), "where the scope of this operator ends is not clear");
    }
    const span = cursor.spanBelow(start);
    return withScripts({ kind: "extremum", operator, over, body, span }, call.sub, call.sup, cursor.spanFrom(start), grammar);
  }
  if (head.sub === null) throw new NotUnderstood(head.layout.span, "this operator does not say what it ranges over");
  const first = start === 0 || OPERATOR_BEFORE.has(operatorKey(cursor.items[start - 1]));
  const body = first ? grammar.sum(cursor) : grammar.product(cursor);
  if (cursor.at("+", "-")) throw new NotUnderstood(cursor.endSpan(), "where the scope of this operator ends is not clear");
  return { kind: "extremum", operator, over, body, span: cursor.spanFrom(start) };
};

function operatorKey(item: Parameters<typeof fenceOf>[0]): string {
  const base = item?.kind === "scripts" && item.base !== null ? item.base : item;
  return base?.kind === "sign" ? base.text : "";
}

/** `\min_G \max_D`: the second stands first in the scope of the first. */
const OPERATOR_BEFORE: ReadonlySet<string> = new Set(["\\min", "\\max", "\\inf", "\\sup"]);

export const EXTREMUM_KEYS: readonly string[] = [...OPERATORS.keys()];
