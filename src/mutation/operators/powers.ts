import { rational } from "../../numbers/rational.js";
import { number } from "../build.js";
import type { TermOperator } from "../operator.js";

/** Not at a bound: a sum over another number of components says nothing wrong by itself. */
export const dropExponent: TermOperator = {
  kind: "term",
  name: "drop-exponent",
  description: "leave out an exponent",
  example: { before: "\\sigma^2", after: "\\sigma" },
  edits: ({ node, role }) => (node.kind === "power" && role !== "bound" ? [node.base] : []),
};

export const raiseExponent: TermOperator = {
  kind: "term",
  name: "raise-exponent",
  description: "write the next exponent",
  example: { before: "\\sigma^2", after: "\\sigma^3" },
  edits: ({ node, role }) =>
    role === "exponent" && node.kind === "number" && node.value.denominator === 1n
      ? [number(rational(node.value.numerator + 1n))]
      : [],
};

export const square: TermOperator = {
  kind: "term",
  name: "square",
  description: "square a letter, a density, a function's value or a norm",
  example: { before: "a + p(x)", after: "a + p(x)^2" },
  edits: ({ node, role, around }) => {
    if (role !== "value" || (around?.node.kind === "power" && around.node.base === node)) return [];
    switch (node.kind) {
      case "symbol":
      case "component":
      case "apply":
      case "density":
      case "lawDensity":
      case "norm":
        return [{ kind: "power", base: node, exponent: number(2) }];
      default:
        return [];
    }
  },
};
