import { negated, withAt } from "../build.js";
import type { TermOperator } from "../operator.js";
import { standsWhole } from "../places.js";

export const flipSign: TermOperator = {
  kind: "term",
  name: "flip-sign",
  description: "turn the sign of one summand around",
  example: { before: "a + b", after: "a - b" },
  edits: ({ node, role }) =>
    node.kind === "add" && (role === "value" || role === "exponent")
      ? node.terms.map((term, i) => ({ kind: "add", terms: withAt(node.terms, i, negated(term)) }))
      : [],
};

export const dropMinus: TermOperator = {
  kind: "term",
  name: "drop-minus",
  description: "leave out a leading minus",
  example: { before: "-\\log a", after: "\\log(a)" },
  edits: ({ node, role, around }) =>
    node.kind === "negate" && (role === "value" || role === "exponent") && around?.node.kind !== "add" ? [node.argument] : [],
};

/** Not of the argument of a logarithm or a root: nobody writes that, and it would be no number. */
export const addMinus: TermOperator = {
  kind: "term",
  name: "add-minus",
  description: "put a minus in front",
  example: { before: "\\exp(a)", after: "\\exp(-a)" },
  edits: (place) => {
    const { node, around } = place;
    const parent = around?.node;
    if (!standsWhole(place) || node.kind === "add" || node.kind === "negate" || parent?.kind === "add") return [];
    if (parent?.kind === "lawDensity" || (parent?.kind === "elementary" && parent.name !== "exp") || parent?.kind === "norm")
      return [];
    return node.kind === "number" && node.value.numerator === 0n ? [] : [negated(node)];
  },
};
