import type { RelationName, Term } from "../terms/term.js";
import { subRow } from "./arguments.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, VARIABLE, type Construct, type Grammar } from "./grammar.js";
import { fenceOf } from "./heads.js";
import type { Fence, Row } from "./layout.js";
import { relationOf } from "./relations.js";
import { withScripts } from "./scripts.js";

/** `\mathbb{1}[z = k]`, `\mathbf{1}_{x > 0}`, `\mathbb{I}(a \ne b)`. */
export const indicator: Construct = (cursor, head, grammar) => {
  const start = cursor.position;
  const sure = head.key === "\\mathbb{1}" || (head.key === "1" && head.bold);
  if (!sure && !isConditionAhead(fenceOf(cursor.peek(1))?.fence)) return null;
  if (head.sup !== null) throw new NotUnderstood(head.sup.span, "a superscript on an indicator has no meaning here");
  const call = fenceOf(cursor.peek(1));
  const row = head.sub ?? (call !== null && /^(?:\(|\[|\\\{)$/.test(call.fence.open) ? call.fence.row : null);
  if (row === null || (head.sub !== null && call !== null)) {
    throw new NotUnderstood(head.layout.span, "an indicator needs its condition");
  }
  const read = readCondition(row, grammar);
  if (read === null) {
    throw new NotUnderstood(row.span, "an indicator needs one relation");
  }
  cursor.position += head.sub === null ? 2 : 1;
  const span = cursor.spanBelow(start);
  const term: Term = { kind: "indicator", ...read, span };
  return head.sub === null && call !== null ? withScripts(term, call.sub, call.sup, cursor.spanFrom(start), grammar) : term;
};

/** `1\{x = y\}`, `I(a \ne b)`: a sign that may be a number or a letter is an indicator only before brackets with a relation in them. */
function isConditionAhead(fence: Fence | undefined): boolean {
  return fence?.row.items.some((item) => relationOf(item) !== null) === true;
}

function readCondition(row: Row, grammar: Grammar): { left: Term; relation: RelationName; right: Term } | null {
  const at = row.items.findIndex((item) => relationOf(item) !== null);
  const sign = row.items[at];
  const relation = sign === undefined ? null : relationOf(sign);
  if (relation === null || relation === "other" || row.items.slice(at + 1).some((item) => relationOf(item) !== null)) return null;
  return {
    left: grammar.row(subRow(row.items.slice(0, at), row.span), ORDINARY),
    relation,
    right: grammar.row(subRow(row.items.slice(at + 1), row.span), ORDINARY),
  };
}

/** `\delta(x - a)` */
export const delta: Construct = (cursor, head, grammar) => {
  const call = fenceOf(cursor.peek(1));
  if (call?.fence.open !== "(" || head.sub !== null || head.sup !== null) return null;
  const start = cursor.position;
  cursor.position += 2;
  const span = cursor.spanBelow(start);
  const single = call.fence.row.items.length === 1;
  const term: Term = { kind: "delta", argument: grammar.row(call.fence.row, single ? VARIABLE : ORDINARY), span };
  return withScripts(term, call.sub, call.sup, cursor.spanFrom(start), grammar);
};
