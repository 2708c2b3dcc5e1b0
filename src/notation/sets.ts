import type { Span, Term } from "../terms/term.js";
import { equalTerms } from "../terms/traverse.js";
import { readArguments, subRow } from "./arguments.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, VARIABLE, type Grammar } from "./grammar.js";
import { isSign, splitItems, type Fence, type Row } from "./layout.js";

/**
 * `\{w_i, \mu_i, \Sigma_i\}_{i=1}^k`: the set of all those components, each letter as a range. Null when the brackets carry no index range.
 *
 * @throws NotUnderstood for members that are no components under the index
 */
export function readIndexedSet(fence: Fence, sub: Row | null, sup: Row | null, span: Span, grammar: Grammar): Term | null {
  if (fence.open !== "\\{" || fence.close !== "\\}" || sub === null || sup === null) return null;
  const [name, lower, ...more] = splitItems(sub.items, (item) => isSign(item, "="));
  if (name === undefined || lower === undefined || more.length > 0) return null;
  const index = grammar.row(subRow(name, sub.span), VARIABLE);
  const from = grammar.row(subRow(lower, sub.span), ORDINARY);
  const to = grammar.row(sup, ORDINARY);
  const items = readArguments(fence.row, ORDINARY, grammar).map((member): Term => {
    const only = member.kind === "component" && member.indices.length === 1 ? member.indices[0] : undefined;
    if (member.kind !== "component" || only === undefined || !equalTerms(only, index)) {
      throw new NotUnderstood(fence.span, "the members of this set are not counted by its index");
    }
    return { kind: "range", of: member.of, from, to, span: member.span };
  });
  return { kind: "set", items, span };
}
