import { equalTerms } from "../../terms/traverse.js";
import { withAt } from "../build.js";
import type { TermOperator } from "../operator.js";

export const dropExpectation: TermOperator = {
  kind: "term",
  name: "drop-expectation",
  description: "leave out an expectation",
  example: { before: "\\mathbb{E}_{x \\sim p(x)}[f(x)]", after: "f(x)" },
  edits: ({ node }) => (node.kind === "expectation" ? [node.body] : []),
};

export const dropIntegral: TermOperator = {
  kind: "term",
  name: "drop-integral",
  description: "leave out an integral",
  example: { before: "\\int p(x)\\,dx", after: "p(x)" },
  edits: ({ node }) => (node.kind === "integral" ? [node.body] : []),
};

export const dropSum: TermOperator = {
  kind: "term",
  name: "drop-sum",
  description: "leave out the sign of a sum or product",
  example: { before: "\\sum_{i=1}^{n} a_i", after: "a_i" },
  edits: ({ node }) => (node.kind === "sum" || node.kind === "product" ? [node.body] : []),
};

export const exchangeSumAndProduct: TermOperator = {
  kind: "term",
  name: "exchange-sum-and-product",
  description: "write a sum for a product or a product for a sum",
  example: { before: "\\sum_{i=1}^{n} a_i", after: "\\prod_{i=1}^{n} a_i" },
  edits: ({ node }) =>
    node.kind === "sum" || node.kind === "product" ? [{ ...node, kind: node.kind === "sum" ? "product" : "sum" }] : [],
};

export const changeDifferential: TermOperator = {
  kind: "term",
  name: "change-differential",
  description: "integrate over another of the document's variables",
  example: { before: "\\int p(x,z)\\,dz", after: "\\int p(x,z)\\,dx" },
  edits: ({ node }, letters) => {
    if (node.kind !== "integral") return [];
    return node.variables.flatMap((_, i) =>
      letters.variables
        .filter((variable) => !node.variables.some((bound) => equalTerms(bound, variable)))
        .map((variable) => ({ ...node, variables: withAt(node.variables, i, variable) })),
    );
  },
};
