import { hasAxis, namesOf, withoutAxes } from "../graph/axes.js";
import { contract } from "../graph/contract.js";
import { multiply, negate } from "../graph/elementwise.js";
import { lowerTriangle, triangularSolve as solve } from "../graph/linear-algebra.js";
import type { Rule } from "./rule.js";

/** From l x = b: db = l⁻ᵀ dx, and dl = −db xᵀ on and below the diagonal; transposed with rows and columns exchanged, as the names have it. */
export const triangularSolve: Rule<"triangularSolve"> = (node, gradient) => {
  const { row, column, transposed } = node;
  const [l] = node.operands;
  const ofRight = solve(l, gradient, { row, column, transposed: !transposed });
  const sides = namesOf(withoutAxes(node.axes, [row, column])).filter((name) => !hasAxis(l.axes, name));
  return [negate(multiply(contract(ofRight, node, sides), lowerTriangle(l, row, column))), ofRight];
};
