import { rational } from "../../numbers/rational.js";
import type { Term } from "../../terms/term.js";
import { equalTerms } from "../../terms/traverse.js";
import { isNumber, negated, number, sumOf } from "../build.js";
import type { TermOperator } from "../operator.js";

/** `i` for `i - 1`, `i + 1` for `i`, 3 for 2. */
function next(term: Term): Term {
  if (term.kind === "number") return number(rational(term.value.numerator + term.value.denominator, term.value.denominator));
  const previous = term.kind === "add" && term.terms.length === 2 ? term.terms[1] : undefined;
  if (term.kind === "add" && previous?.kind === "negate" && isNumber(previous.argument, 1)) return sumOf(term.terms.slice(0, 1));
  return sumOf([...(term.kind === "add" ? term.terms : [term]), number(1)]);
}

export const shiftIndex: TermOperator = {
  kind: "term",
  name: "shift-index",
  description: "take the next component",
  example: { before: "x_i", after: "x_{i+1}" },
  edits: ({ node, role, around }) => (role === "index" && around?.node.kind === "component" ? [next(node)] : []),
};

export const shiftRange: TermOperator = {
  kind: "term",
  name: "shift-range",
  description: "let a range of components begin or end one later",
  example: { before: "p(x_i|x_1, \\dots, x_{i-1})", after: "p(x_i|x_1, \\dots, x_i)" },
  edits: ({ node }) =>
    node.kind === "range"
      ? [
          { ...node, from: next(node.from) },
          { ...node, to: next(node.to) },
        ]
      : [],
};

export const shiftLowerBound: TermOperator = {
  kind: "term",
  name: "shift-lower-bound",
  description: "let a sum or product begin one later",
  example: { before: "\\sum_{i=1}^{n} a_i", after: "\\sum_{i=2}^{n} a_i" },
  edits: ({ node }) =>
    (node.kind === "sum" || node.kind === "product") && node.range.kind === "interval"
      ? [{ ...node, range: { ...node.range, lower: next(node.range.lower) } }]
      : [],
};

export const shiftUpperBound: TermOperator = {
  kind: "term",
  name: "shift-upper-bound",
  description: "let a sum or product end one earlier",
  example: { before: "\\sum_{i=1}^{n} a_i", after: "\\sum_{i=1}^{n-1} a_i" },
  edits: ({ node }) => {
    if ((node.kind !== "sum" && node.kind !== "product") || node.range.kind !== "interval") return [];
    const { upper } = node.range;
    const earlier =
      upper.kind === "number"
        ? number(rational(upper.value.numerator - upper.value.denominator, upper.value.denominator))
        : sumOf([upper, negated(number(1))]);
    return [{ ...node, range: { ...node.range, upper: earlier } }];
  },
};

export const changeCount: TermOperator = {
  kind: "term",
  name: "change-count",
  description: "write another of the document's dimensions or bounds",
  example: { before: "\\sum_{i=1}^{d} a_i + \\sum_{j=1}^{D} b_j", after: "\\sum_{i=1}^{D} a_i + \\sum_{j=1}^{D} b_j" },
  edits: ({ node, role }, letters) =>
    (role === "bound" || role === "value" || role === "exponent") && letters.counts.some((count) => equalTerms(count, node))
      ? letters.counts.filter((count) => !equalTerms(count, node))
      : [],
};
