import type { Distribution, Span, Term } from "../terms/term.js";
import { subRow } from "./arguments.js";
import { readDistribution } from "./distributions.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, type Construct, type Grammar } from "./grammar.js";
import { fenceOf, type Head } from "./heads.js";
import { isSign, rowText, splitItems, type Row } from "./layout.js";
import { withScripts } from "./scripts.js";

/** `KL(p \| q)`, `D_{KL}(p(x) || q(x))`, `D(p \| q)`, `D_{JS}(p, q)`, with any brackets. */
export const divergence: Construct = (cursor, head, grammar) => {
  const call = fenceOf(cursor.peek(1));
  if (call === null || !/^(?:\(|\[|\\\{)$/.test(call.fence.open)) return null;
  const items = call.fence.row.items;
  const doubled = items.some((item) => isSign(item, "\\|"));
  const measure = measureOf(head, doubled);
  if (measure === null) return null;
  const start = cursor.position;
  cursor.position += 2;
  if (head.sup !== null) throw new NotUnderstood(head.sup.span, "a superscript on a divergence has no meaning here");
  const bars = items.filter((item) => isSign(item, "|")).length;
  const separator = doubled
    ? "\\|"
    : items.some((item) => isSign(item, ";"))
      ? ";"
      : bars === 1 && items.every((item) => !isSign(item, ","))
        ? "|"
        : ",";
  const parts = splitItems(items, (item) => isSign(item, separator));
  const [first, second] = parts;
  if (parts.length !== 2 || first === undefined || second === undefined) {
    throw new NotUnderstood(call.fence.span, "a divergence stands between two distributions");
  }
  const span = cursor.spanBelow(start);
  const left = readDistribution(subRow(first, call.fence.row.span), grammar);
  const right = subRow(second, call.fence.row.span);
  const term = againstProduct(measure, left, right, span, grammar) ?? {
    kind: "divergence",
    measure,
    left,
    right: readDistribution(right, grammar),
    span,
  };
  return withScripts(term, call.sub, call.sup, cursor.spanFrom(start), grammar);
};

/**
 * `KL(p(x,z) \| p(x) p(z))`: a product of densities is none of the distributions that have a name, so the divergence is written out as the
 * expectation that it stands for.
 */
function againstProduct(measure: "KL" | "JS", left: Distribution, right: Row, span: Span, grammar: Grammar): Term | null {
  if (measure !== "KL" || left.kind !== "family" || left.targets.length === 0) return null;
  const calls = right.items.filter((item) => fenceOf(item) !== null).length;
  if (calls < 2) return null;
  const product = grammar.row(right, ORDINARY);
  if (product.kind !== "multiply" || !product.factors.every((factor) => factor.kind === "density")) return null;
  const density: Term = { kind: "density", distribution: left };
  const body: Term = { kind: "elementary", name: "log", argument: { kind: "divide", numerator: density, denominator: product } };
  return { kind: "expectation", binders: [{ variables: left.targets, distribution: left }], given: [], body, span };
}

/** `KL` stands alone or under a D; a bare D is a divergence only between two distributions, else a discriminator or a dimension. */
function measureOf(head: Head, doubled: boolean): "KL" | "JS" | null {
  const letter =
    head.key === "D" || head.key === "d" || head.key === "\\mathbb{D}" || head.key === "\\mathcal{D}" || head.key === "\\text{D}";
  if (!letter) {
    if (head.sub !== null) throw new NotUnderstood(head.sub.span, "a subscript on a divergence has no meaning here");
    return head.key === "\\text{JS}" || head.key === "\\text{JSD}" || head.key === "\\mathbb{JS}" ? "JS" : "KL";
  }
  if (head.sub === null) return doubled && head.key !== "d" ? "KL" : null;
  const label = rowText(head.sub.items).replace(/^\\text\{(.*)\}$/, "$1");
  if (label === "KL" || label === "\\mathbb{KL}") return "KL";
  if (label === "JS" || label === "JSD") return "JS";
  if (doubled) throw new NotUnderstood(head.sub.span, "this divergence is not known here");
  return null;
}
