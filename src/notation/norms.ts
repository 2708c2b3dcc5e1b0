import type { Span, Term } from "../terms/term.js";
import { headName } from "../terms/traverse.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, VARIABLE, type Construct, type Cursor, type Grammar } from "./grammar.js";
import { fenceOf, headOf } from "./heads.js";
import { isBlank, isSign, visible, type Fence, type Layout, type Row } from "./layout.js";
import { isMatrix, raise, withScripts } from "./scripts.js";

interface Bars {
  readonly sign: string;
  readonly items: readonly Layout[];
  readonly inner: Term;
  readonly sub: Row | null;
  readonly sup: Row | null;
  /** From bar to bar, and with the scripts on the closing one. */
  readonly core: Span;
  readonly span: Span;
}

/** Bars whose sides are known (`\left\|…\right\|`, `\lvert…\rvert`); null for other brackets. */
export function barFence(fence: Fence, sub: Row | null, sup: Row | null, span: Span, grammar: Grammar): Term | null {
  const sign = fence.open;
  if ((sign !== "|" && sign !== "\\|") || fence.close !== sign) return null;
  const inner = grammar.row(fence.row, ORDINARY);
  return between({ sign, items: fence.row.items, inner, sub, sup, core: fence.span, span }, grammar);
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
  const [sub, sup] = [scripts?.sub ?? null, scripts?.sup ?? null];
  return between(
    { sign: open.text, items, inner, sub, sup, core: cursor.spanBelow(start), span: cursor.spanFrom(start) },
    grammar,
  );
}

function between({ sign, items, inner, sub, sup, core, span }: Bars, grammar: Grammar): Term {
  if (sign === "\\|") {
    const order = sub === null || isTwo(visible(sub)) ? null : grammar.row(sub, VARIABLE);
    const end = sub === null || (sup !== null && sup.span.start < sub.span.start) ? core.end : sub.span.end;
    const norm: Term = { kind: "norm", argument: inner, order, span: { start: core.start, end } };
    return sup === null ? norm : raise(norm, sup, span, grammar);
  }
  if (sub !== null) throw new NotUnderstood(sub.span, "a subscript on an absolute value has no meaning here");
  const size = sizeOf(inner, items);
  if (size === "unclear")
    throw new NotUnderstood(span, "bars around a capital letter may be a size, a determinant or an absolute value");
  const absolute: Term = { kind: "elementary", name: "abs", argument: inner, span: core };
  const term: Term = size === "determinant" ? { kind: "determinant", argument: inner, span: core } : absolute;
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

const MATRIX_FUNCTIONS: ReadonlyMap<string, "determinant" | "trace" | "diagonal"> = new Map([
  ["\\det", "determinant"],
  ["\\text{det}", "determinant"],
  ["\\text{tr}", "trace"],
  ["\\text{Tr}", "trace"],
  ["\\text{trace}", "trace"],
  ["\\text{diag}", "diagonal"],
  ["\\text{Diag}", "diagonal"],
]);

export const MATRIX_FUNCTION_KEYS: readonly string[] = [...MATRIX_FUNCTIONS.keys()];

/** `\det A`, `\det(A)`, `\operatorname{tr}(AB)`, `\text{diag}(\sigma^2)`. */
export const matrixFunction: Construct = (cursor, head, grammar) => {
  if (head.sub !== null || head.sup !== null)
    throw new NotUnderstood(head.layout.span, "a script on this operator has no meaning here");
  const kind = MATRIX_FUNCTIONS.get(head.key ?? "") ?? "trace";
  const start = cursor.position;
  cursor.position++;
  const call = fenceOf(cursor.peek());
  if (call !== null && /^(?:\(|\[|\\\{)$/.test(call.fence.open)) {
    cursor.position++;
    const span = cursor.spanBelow(start);
    const term: Term = { kind, argument: grammar.row(call.fence.row, ORDINARY), span };
    return withScripts(term, call.sub, call.sup, cursor.spanFrom(start), grammar);
  }
  if (kind !== "determinant" && cursor.done) return null;
  const argument = grammar.factor(cursor);
  return { kind, argument, span: cursor.spanFrom(start) };
};
