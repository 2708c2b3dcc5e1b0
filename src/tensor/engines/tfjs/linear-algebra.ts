import type { Tensor } from "@tensorflow/tfjs-core";
import { elements, findAxis, withoutAxes } from "../../graph/axes.js";
import type { KernelOf, Tfjs } from "./kernel.js";
import { aligned, grouped, ungrouped } from "./layout.js";

/** Column by column, each of the columns before it: (x[·, j] − Σ_{k<j} l[·, k] l[j, k]) / l[j, j], and 0 above the diagonal. */
export const cholesky: KernelOf<"cholesky"> = (tf, { axes, row, column }) => {
  const [down, right] = [findAxis("cholesky", axes, row), findAxis("cholesky", axes, column)];
  const groups = [withoutAxes(axes, [row, column]), [down], [right]];
  const { size } = down;
  const batch = elements(withoutAxes(axes, [row, column]));
  return (x) => {
    const given = grouped(tf, x, axes, groups);
    const symmetric = tf.div(tf.add(given, tf.transpose(given, [0, 2, 1])), 2);
    const columns: Tensor[] = [];
    const valid: Tensor[] = [];
    for (let j = 0; j < size; j++) {
      const rest = columns.reduce(
        (left, known) => tf.sub(left, tf.mul(known, part(tf, known, 1, j, j + 1))),
        part(tf, symmetric, 2, j, j + 1),
      );
      const pivot = part(tf, rest, 1, j, j + 1);
      const isPositive = tf.greater(pivot, 0);
      // Where it is not, the matrix becomes NaN below; the root is taken of a number that has one, so that gradients stay finite elsewhere.
      const root = tf.sqrt(tf.where(isPositive, pivot, tf.onesLike(pivot)));
      const above = j === 0 ? [] : [tf.zeros([batch, j, 1])];
      const below = j === size - 1 ? [] : [tf.div(part(tf, rest, 1, j + 1, size), root)];
      columns.push(tf.concat([...above, root, ...below], 1));
      valid.push(tf.cast(isPositive, "float32"));
    }
    const factor = tf.concat(columns, 2);
    const isDefinite = tf.greater(tf.min(tf.concat(valid, 2), 2, true), 0);
    return ungrouped(tf, tf.where(isDefinite, factor, tf.fill(factor.shape, NaN)), groups, axes);
  };
};

/** Substitution, from the first unknown on, or transposed from the last one back. */
export const triangularSolve: KernelOf<"triangularSolve"> = (tf, { axes, row, column, transposed, operands: [l, b] }) => {
  const size = findAxis("triangularSolve", l.axes, row);
  const [equations, unknowns] = transposed ? [column, row] : [row, column];
  const sides = withoutAxes(axes, [unknowns]);
  const [equation, unknown] = [
    { name: equations, size: size.size },
    { name: unknowns, size: size.size },
  ];
  return (matrix, right) => {
    const coefficients = aligned(tf, matrix, l.axes, [...sides, equation, unknown]);
    const given = aligned(tf, right, b.axes, [...sides, equation]);
    const last = sides.length;
    const solved: Tensor[] = [];
    for (let step = 0; step < size.size; step++) {
      const i = transposed ? size.size - 1 - step : step;
      const own = tf.squeeze(part(tf, coefficients, last, i, i + 1), [last]);
      const rest = solved.reduce(
        (left, known, before) => {
          const j = transposed ? size.size - 1 - before : before;
          return tf.sub(left, tf.mul(part(tf, own, last, j, j + 1), known));
        },
        part(tf, given, last, i, i + 1),
      );
      solved.push(tf.div(rest, part(tf, own, last, i, i + 1)));
    }
    const inOrder = transposed ? solved.toReversed() : solved;
    return ungrouped(tf, tf.concat(inOrder, last), [sides, [unknown]], axes);
  };
};

/** The positions start .. end − 1 along an axis. */
function part(tf: Tfjs, x: Tensor, place: number, start: number, end: number): Tensor {
  return tf.slice(
    x,
    x.shape.map((_, i) => (i === place ? start : 0)),
    x.shape.map((size, i) => (i === place ? end - start : size)),
  );
}
