import { alignAxes, findAxis, hasAxis, replaceAxis } from "./axes.js";
import type { Axes } from "./axes.js";
import { lessEqual } from "./elementwise.js";
import type { Node } from "./node.js";
import { ShapeError } from "./shape-error.js";
import { positions } from "./sources.js";

/** @throws ShapeError unless the matrix has both axes, different ones of one size */
function checkSquare(operation: string, axes: Axes, row: string, column: string): void {
  const [height, width] = [findAxis(operation, axes, row), findAxis(operation, axes, column)];
  if (row === column) throw new ShapeError(operation, `axis "${row}" is named for rows and columns`, "name two axes");
  if (height.size !== width.size) {
    throw new ShapeError(
      operation,
      `axes "${row}" and "${column}" have sizes ${height.size} and ${width.size}`,
      "give a square matrix",
    );
  }
}

/**
 * The lower triangular l with positive diagonal for which l · lᵀ is the symmetric part (x + xᵀ) / 2 of x; above the diagonal it is 0. Axes as x; the other
 * axes are batch axes. NaN throughout where the symmetric part is not positive definite.
 *
 * @throws ShapeError unless x has both axes, different ones of one size
 */
export function cholesky(x: Node, row: string, column: string): Node {
  checkSquare("cholesky", x.axes, row, column);
  return { kind: "cholesky", row, column, operands: [x], axes: x.axes };
}

/** The axes of the rows and columns of a triangular matrix, and whether it stands transposed. */
export interface TriangularOptions {
  readonly row: string;
  readonly column: string;
  /** False unless given. */
  readonly transposed?: boolean;
}

/**
 * The x with Σ_column l[row, column] · x[column] = b[row], or transposed the x with Σ_row l[row, column] · x[row] = b[column]. What stands above the
 * diagonal of l is not read. b may have further axes: right sides, and batch axes where l has them too. The result has b's axes, the solved one
 * replaced in its place, then those that l adds.
 *
 * @throws ShapeError unless l has both axes, of one size, b has the axis of the equations and not that of the unknowns, and all sizes agree
 */
export function triangularSolve(l: Node, b: Node, { row, column, transposed = false }: TriangularOptions): Node {
  const operation = "triangularSolve";
  checkSquare(operation, l.axes, row, column);
  const [equations, unknowns] = transposed ? [column, row] : [row, column];
  const size = findAxis(operation, l.axes, unknowns);
  if (hasAxis(b.axes, unknowns)) {
    throw new ShapeError(operation, `the right side has the axis "${unknowns}" of the unknowns`, "rename it there");
  }
  findAxis(operation, b.axes, equations);
  alignAxes(operation, b.axes, l.axes);
  const others = l.axes.filter(({ name }) => name !== row && name !== column);
  const axes = alignAxes(operation, replaceAxis(b.axes, equations, size), others);
  return { kind: "triangularSolve", row, column, transposed, operands: [l, b], axes };
}

/** 1 on and below the diagonal of a matrix, 0 above. */
export function lowerTriangle(matrix: Node, row: string, column: string): Node {
  return lessEqual(
    positions(findAxis("lowerTriangle", matrix.axes, column)),
    positions(findAxis("lowerTriangle", matrix.axes, row)),
  );
}
