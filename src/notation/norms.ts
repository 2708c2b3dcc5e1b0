import type { Span, Term } from "../kernel/term.js";
import { headName } from "../kernel/traverse.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, VARIABLE, type Construct, type Cursor, type Grammar } from "./grammar.js";
import { fenceOf, headOf } from "./heads.js";
import { isBlank, isSign, visible, type Fence, type Layout, type Row } from "./layout.js";
import { isMatrix, raise, withScripts } from "./scripts.js";

/** Bars whose sides are known (`\left\|…\right\|`, `\lvert…\rvert`); null for other brackets. */
export function barFence(fence: Fence, sub: Row | null, sup: Row | null, span: Span, grammar: Grammar): Term | null {
  const sign = fence.open;
  if ((sign !== "|" && sign !== "\\|") || fence.close !== sign) return null;
  return between(sign, grammar.row(fence.row, ORDINARY), fence.row.items, sub, sup, span, grammar);
}

/** `|x|`, `||x - y||_2^2`: the exponent hangs on the closing bar. */
export function readBars(cursor: Cursor, grammar: Grammar): Term {
  const start = cursor.position;
  const open = cursor.next("a bar");
  if (open.kind !== "sign" || open.text === "\\mid") throw new NotUnderstood(open.span, "a bar has no meaning at this place");
  const outer = cursor.barStops;
  const integrals = cursor.openIntegrals;
  cursor.barStops = true;
  cursor.openIntegrals = 0;
  const inner = grammar.sum(cursor);
  const items = cursor.items.slice(start + 1, cursor.position);
  cursor.barStops = outer;
  cursor.openIntegrals = integrals;
  const close = cursor.peek();
  const scripts = close?.kind === "scripts" ? close : null;
  if (!isSign(scripts?.base ?? close, open.text)) throw new NotUnderstood(open.span, "a bar has no partner");
  cursor.position++;
  return between(open.text, inner, items, scripts?.sub ?? null, scripts?.sup ?? null, cursor.spanFrom(start), grammar);
}

function between(sign: string, inner: Term, items: readonly Layout[], sub: Row | null, sup: Row | null, span: Span, grammar: Grammar): Term {
  if (sign === "\\|") {
    const order = sub === null || isTwo(visible(sub)) ? null : grammar.row(sub, VARIABLE);
    const norm: Term = { kind: "norm", argument: inner, order, span };
    return sup === null ? norm : raise(norm, sup, span, grammar);
  }
  if (sub !== null) throw new NotUnderstood(sub.span, "a subscript on an absolute value has no meaning here");
  const size = sizeOf(inner, items);
  if (size === "unclear") throw new NotUnderstood(span, "bars around a capital letter may be a size, a determinant or an absolute value");
  const term: Term =
    size === "determinant" ? { kind: "determinant", argument: inner, span } : { kind: "elementary", name: "abs", argument: inner, span };
  return sup === null ? term : raise(term, sup, span, grammar);
}

/** Bars around a Greek or bold capital are a determinant; around a plain or script capital they may be the size of a set, too. */
function sizeOf(inner: Term, items: readonly Layout[]): "determinant" | "absolute" | "unclear" {
  const [only] = items.filter((item) => !isBlank(item));
  const script = inner.kind === "symbol" && inner.name.base.startsWith("\\math");
  if (script) return "unclear";
  if (!isMatrix(inner)) return "absolute";
  const greek = headName(inner)?.startsWith("\\") === true;
  return greek || (only !== undefined && headOf(only)?.bold === true) ? "determinant" : "unclear";
}

function isTwo(items: readonly Layout[]): boolean {
  const only = items[0];
  return items.length === 1 && only?.kind === "numeral" && only.text === "2";
}

/** `\det A`, `\det(A)`, `\operatorname{tr}(AB)`. */
export const determinantOrTrace: Construct = (cursor, head, grammar) => {
  if (head.sub !== null || head.sup !== null)
    throw new NotUnderstood(head.layout.span, "a script on this operator has no meaning here");
  const kind = head.key === "\\det" || head.key === "\\text{det}" ? "determinant" : "trace";
  const start = cursor.position;
  cursor.position++;
  const call = fenceOf(cursor.peek());
  if (call !== null && /^(?:\(|\[|\\\{)$/.test(call.fence.open)) {
    cursor.position++;
    const span = cursor.spanFrom(start);
    const term: Term = { kind, argument: grammar.row(call.fence.row, ORDINARY), span };
    return withScripts(term, call.sub, call.sup, span, grammar);
  }
  if (kind === "trace" && cursor.done) return null;
  const argument = grammar.factor(cursor);
  return { kind, argument, span: cursor.spanFrom(start) };
};
