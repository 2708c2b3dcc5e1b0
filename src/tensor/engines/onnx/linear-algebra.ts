import { findAxis, hasAxis, withoutAxes } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import type { Lowering } from "./lowering.js";
import { meet } from "./meet.js";
import { padded, sliced } from "./moves.js";
import { asFloat, float, materialized, number } from "./value.js";
import type { Scope, Value } from "./value.js";

const renamed = (value: Value, from: string, to: string): Value => ({
  ...value,
  axes: value.axes.map(({ name, size }) => ({ name: name === from ? to : name, size })),
});

function apply(scope: Scope, operator: string, axes: Axes, ...operands: readonly Value[]): Value {
  return meet(scope, operator, axes, operands);
}

/** The value at one position of an axis that it has. */
function at(scope: Scope, value: Value, axis: string, position: number): Value {
  const part = sliced(scope, value, axis, position, position + 1);
  const place = part.axes.findIndex(({ name }) => name === axis);
  return float(scope.graph.emit("Squeeze", [part.name, scope.graph.integers([place])]), withoutAxes(part.axes, [axis]));
}

/** Column by column: each is divided by the root of what is left of its diagonal, and its products are taken from what is left of the later columns. */
export const cholesky: Lowering<"cholesky"> = ({ axes, row, column, operands: [x] }, context) => {
  const { graph } = context;
  const { size } = findAxis("cholesky", axes, row);
  const given = asFloat(context, context.valueOf(x));
  const batch = withoutAxes(given.axes, [row, column]);
  const order = [...batch, findAxis("cholesky", axes, row), findAxis("cholesky", axes, column)];
  const matrix = float(materialized(context, given, order), order);
  const exchanged = renamed(renamed(renamed(matrix, row, "exchanged"), column, row), "exchanged", column);
  let rest = apply(context, "Mul", order, apply(context, "Add", order, matrix, exchanged), number(context, 0.5));
  const columns: Value[] = [];
  let positive: Value | null = null;
  for (let j = 0; j < size; j++) {
    const below = at(context, rest, column, 0);
    const pivot = at(context, below, row, 0);
    const isPositive = meet(context, "Greater", batch, [pivot, number(context, 0)], { type: "bool" });
    positive = positive === null ? isPositive : meet(context, "And", batch, [positive, isPositive], { type: "bool" });
    const own = apply(context, "Div", below.axes, below, float(graph.emit("Sqrt", [pivot.name]), pivot.axes));
    columns.push(padded(context, own, new Map([[row, { before: j, after: 0 }]])));
    if (j === size - 1) break;
    const later = sliced(context, own, row, 1, size - j);
    const left = sliced(context, sliced(context, rest, row, 1, size - j), column, 1, size - j);
    rest = apply(context, "Sub", left.axes, left, apply(context, "Mul", left.axes, later, renamed(later, row, column)));
  }
  const lower = stacked(context, columns, column, order);
  return positive === null ? lower : meet(context, "Where", lower.axes, [positive, lower, number(context, NaN)]);
};

/** Values one after another along a new axis, which comes last. */
function stacked({ graph }: Scope, values: readonly Value[], axis: string, axes: Axes): Value {
  const [first] = values;
  if (first === undefined) return float(graph.scalar(0), []);
  const places = graph.integers([first.axes.length]);
  const parts = values.map(({ name }) => graph.emit("Unsqueeze", [name, places]));
  const own = [...first.axes, findAxis("stacked", axes, axis)];
  return float(graph.emit("Concat", parts, { attributes: { axis: { int: first.axes.length } } }), own);
}

/** Unknown by unknown: each, once known, is taken from the equations that are left. */
export const triangularSolve: Lowering<"triangularSolve"> = ({ axes, row, column, transposed, operands: [l, b] }, context) => {
  const [equations, unknowns] = transposed ? [column, row] : [row, column];
  const unknown = findAxis("triangularSolve", l.axes, unknowns);
  const matrix = whole(context, asFloat(context, context.valueOf(l)), l.axes, [row, column]);
  const right = whole(context, asFloat(context, context.valueOf(b)), b.axes, [equations]);
  const sides = axes.filter(({ name }) => name !== unknowns && (hasAxis(matrix.axes, name) || hasAxis(right.axes, name)));
  const equationAxes = [...sides, findAxis("triangularSolve", l.axes, equations)];
  let rest = float(materialized(context, right, equationAxes), equationAxes);
  const solved: Value[] = [];
  for (let step = 0; step < unknown.size; step++) {
    const i = transposed ? unknown.size - 1 - step : step;
    const first = transposed ? 0 : i;
    const count = unknown.size - step;
    const coefficients = at(context, matrix, unknowns, i);
    const x = apply(context, "Div", sides, at(context, rest, equations, i - first), at(context, coefficients, equations, i));
    solved.push(x);
    if (count === 1) break;
    const [from, to] = transposed ? [0, count - 1] : [1, count];
    const left = sliced(context, rest, equations, from, to);
    const products = apply(context, "Mul", left.axes, x, sliced(context, coefficients, equations, first + from, first + to));
    rest = apply(context, "Sub", left.axes, left, products);
  }
  const inOrder = (transposed ? solved.toReversed() : solved).map((x) => float(materialized(context, x, sides), sides));
  return stacked(context, inOrder, unknowns, [unknown]);
};

/** The value with these axes, among others that it has. */
function whole(scope: Scope, value: Value, axes: Axes, names: readonly string[]): Value {
  const own = axes.filter(({ name }) => names.includes(name) || hasAxis(value.axes, name));
  return float(materialized(scope, value, own), own);
}
