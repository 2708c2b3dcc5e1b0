import { findAxis, freshName } from "../graph/axes.js";
import { contract } from "../graph/contract.js";
import { add, multiply, subtract } from "../graph/elementwise.js";
import { oneHot } from "../graph/gather.js";
import { lowerTriangle, triangularSolve } from "../graph/linear-algebra.js";
import { rename } from "../graph/moves.js";
import { positions } from "../graph/sources.js";
import type { Rule } from "./rule.js";

/**
 * The symmetric part of l⁻ᵀ Φ(lᵀ dl) l⁻¹, where Φ keeps what is below the diagonal, halves the diagonal and drops the rest. From I. Murray,
 * "Differentiation of the Cholesky decomposition", arXiv:1602.07527, equations 9 and 10.
 */
export const cholesky: Rule<"cholesky"> = (l, gradient) => {
  const { row, column } = l;
  const inner = freshName(l.axes, "inner");
  const product = contract(rename(l, { [column]: inner }), gradient, [row]);
  const onDiagonal = oneHot(
    positions({ name: inner, size: findAxis("cholesky", l.axes, column).size }),
    findAxis("cholesky", l.axes, column),
  );
  const phi = multiply(product, subtract(lowerTriangle(product, inner, column), multiply(0.5, onDiagonal)));
  const left = triangularSolve(rename(l, { [column]: inner }), phi, { row, column: inner, transposed: true });
  const both = triangularSolve(rename(l, { [row]: inner }), left, { row: inner, column, transposed: true });
  const whole = rename(both, { [inner]: column });
  return [multiply(0.5, add(whole, rename(whole, { [row]: column, [column]: row })))];
};
