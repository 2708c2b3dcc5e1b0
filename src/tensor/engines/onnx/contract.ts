import { elements, equalAxes, hasAxis, pickAxes, withoutAxes } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import type { NodeOf } from "../../graph/node.js";
import { grouped, ungrouped } from "./groups.js";
import type { Context, Lowering } from "./lowering.js";
import { meet } from "./meet.js";
import { sumOver, timesPlaces } from "./reductions.js";
import { asFloat } from "./value.js";
import type { Scope, Value } from "./value.js";

/** What a product of matrices is made of, when the sums over axes that one of its operands lacks are done. */
interface Factors {
  readonly left: Value;
  readonly right: Value;
  /** Axes of both, in the order in which the products are summed. */
  readonly summed: Axes;
  /** Axes of both that are left. */
  readonly batch: Axes;
  readonly rows: Axes;
  readonly columns: Axes;
  /** Axes that neither has and that are summed over. */
  readonly repeated: Axes;
}

export const contract: Lowering<"contract"> = (node, context) => {
  const factors = factorsOf(node, context, context.valueOf);
  const { left, right, summed, batch, repeated } = factors;
  if (summed.length === 0) return timesPlaces(context, meet(context, "Mul", node.axes, [left, right]), repeated);
  return timesPlaces(context, batch.length === 0 ? matrixProduct(context, factors) : batchProduct(context, factors), repeated);
};

/**
 * The product times a number plus a bias over the axes of its columns alone, in one operation; null where it is no product of two matrices, or the bias is no
 * such.
 */
export function fusedProduct(
  node: NodeOf<"contract">,
  context: Context,
  { factor = 1, bias = null }: { readonly factor?: number; readonly bias?: Value | null },
): Value | null {
  const factors = factorsOf(node, context, context.valueOf);
  const { summed, batch, repeated, rows, columns } = factors;
  if (summed.length === 0 || batch.length > 0 || repeated.length > 0) return null;
  if (bias === null) return matrixProduct(context, factors, factor);
  if (rows.length === 0 || bias.type !== "float" || !equalAxes(bias.axes, columns)) return null;
  return matrixProduct(context, factors, factor, grouped(context, bias, [columns]));
}

function factorsOf(
  { over, operands: [a, b] }: NodeOf<"contract">,
  scope: Scope,
  valueOf: (node: NodeOf<"contract">["operands"][0]) => Value,
): Factors {
  const [fullLeft, fullRight] = [asFloat(scope, valueOf(a)), asFloat(scope, valueOf(b))];
  const lackedBy = (value: Value): readonly string[] => over.filter((name) => !hasAxis(value.axes, name));
  const left = sumOver(scope, fullLeft, lackedBy(fullRight));
  const right = sumOver(scope, fullRight, lackedBy(fullLeft));
  const shared = left.axes.filter(({ name }) => hasAxis(right.axes, name));
  const isSummed = ({ name }: { readonly name: string }): boolean => over.includes(name);
  const larger = elements(right.axes) > elements(left.axes) ? right : left;
  const names = shared.map(({ name }) => name);
  return {
    left,
    right,
    summed: larger.axes.filter((own) => names.includes(own.name) && isSummed(own)),
    batch: shared.filter((own) => !isSummed(own)),
    rows: withoutAxes(left.axes, names),
    columns: withoutAxes(right.axes, names),
    repeated: pickAxes(
      "contract",
      a.axes,
      over.filter((name) => !hasAxis(fullLeft.axes, name) && !hasAxis(fullRight.axes, name)),
    ),
  };
}

/** A matrix as it lies in memory: exchanged where that saves a transposition. */
function matrix(scope: Scope, value: Value, rows: Axes, columns: Axes): { readonly name: string; readonly transposed: boolean } {
  const transposed = !equalAxes(value.axes, [...rows, ...columns]) && equalAxes(value.axes, [...columns, ...rows]);
  return { name: grouped(scope, value, transposed ? [columns, rows] : [rows, columns]), transposed };
}

function matrixProduct(scope: Scope, { left, right, summed, rows, columns }: Factors, factor = 1, bias?: string): Value {
  const a = matrix(scope, left, rows, summed);
  const b = matrix(scope, right, summed, columns);
  const inputs = bias === undefined ? [a.name, b.name] : [a.name, b.name, bias];
  const attributes = { alpha: { float: factor }, transA: { int: a.transposed ? 1 : 0 }, transB: { int: b.transposed ? 1 : 0 } };
  return ungrouped(scope, scope.graph.emit("Gemm", inputs, { attributes }), [rows, columns]);
}

function batchProduct(scope: Scope, { left, right, summed, batch, rows, columns }: Factors): Value {
  const a = grouped(scope, left, [batch, rows, summed]);
  const b = grouped(scope, right, [batch, summed, columns]);
  return ungrouped(scope, scope.graph.emit("MatMul", [a, b]), [batch, rows, columns]);
}
