import { alignAxes, namesOf } from "./axes.js";
import { reorder } from "./moves.js";
import type { Node } from "./node.js";
import { ShapeError } from "./shape-error.js";
import { scalar } from "./sources.js";

/** A tensor, or a number that stands for the tensor without axes. */
export type Operand = Node | number;

export function asNode(x: Operand): Node {
  return typeof x === "number" ? scalar(x) : x;
}

type UnaryKind =
  "negate" | "exp" | "log" | "log1p" | "expm1" | "sqrt" | "abs" | "sign" | "tanh" | "sigmoid" | "softplus" | "erf" | "relu";
type BinaryKind = "add" | "subtract" | "multiply" | "divide" | "maximum" | "less" | "lessEqual" | "equal";

function unary(kind: UnaryKind, x: Node): Node {
  return { kind, operands: [x], axes: x.axes };
}

/** @throws ShapeError when an axis of both has two sizes */
function binary(kind: BinaryKind, x: Operand, y: Operand, operation: string = kind): Node {
  const [a, b] = [asNode(x), asNode(y)];
  return { kind, operands: [a, b], axes: alignAxes(operation, a.axes, b.axes) };
}

// Functions of one tensor: value by value, axes unchanged.

export const negate = (x: Node): Node => unary("negate", x);
export const exp = (x: Node): Node => unary("exp", x);
/** The natural logarithm: −∞ at 0, NaN below. */
export const log = (x: Node): Node => unary("log", x);
/** log(1 + x), accurate near 0. */
export const log1p = (x: Node): Node => unary("log1p", x);
/** exp(x) − 1, accurate near 0. */
export const expm1 = (x: Node): Node => unary("expm1", x);
/** NaN below 0. The gradient at 0 is infinite. */
export const sqrt = (x: Node): Node => unary("sqrt", x);
/** |x|. The gradient at 0 is 0. */
export const abs = (x: Node): Node => unary("abs", x);
/** −1, 0 or 1. The gradient is 0 everywhere. */
export const sign = (x: Node): Node => unary("sign", x);
export const tanh = (x: Node): Node => unary("tanh", x);
/** 1 / (1 + exp(−x)). */
export const sigmoid = (x: Node): Node => unary("sigmoid", x);
/** log(1 + exp(x)), without overflow. */
export const softplus = (x: Node): Node => unary("softplus", x);
/** 2/√π ∫₀ˣ exp(−t²) dt. */
export const erf = (x: Node): Node => unary("erf", x);
/** max(x, 0). The gradient at 0 is 0. */
export const relu = (x: Node): Node => unary("relu", x);

export const square = (x: Node): Node => multiply(x, x);
export const reciprocal = (x: Node): Node => divide(1, x);
/** log σ(x) = −softplus(−x). */
export const logSigmoid = (x: Node): Node => negate(softplus(negate(x)));

/**
 * x, or the nearer bound where x lies outside low .. high. The gradient is 1 from low to high, both included, and 0 outside.
 *
 * @throws ShapeError when low > high or one is NaN
 */
export function clamp(x: Node, low: number, high: number): Node {
  if (!(low <= high)) throw new ShapeError("clamp", `no number lies from ${low} to ${high}`, "give the lower bound first");
  return { kind: "clamp", low, high, operands: [x], axes: x.axes };
}

// Functions of two tensors, which meet by the names of their axes: the result has the left one's axes, then those that the right one adds, and each is
// repeated along the axes that it lacks. All throw a ShapeError when an axis of both has two sizes.

export const add = (a: Operand, b: Operand): Node => binary("add", a, b);
export const subtract = (a: Operand, b: Operand): Node => binary("subtract", a, b);
export const multiply = (a: Operand, b: Operand): Node => binary("multiply", a, b);
export const divide = (a: Operand, b: Operand): Node => binary("divide", a, b);
/** The larger one, NaN if either is. Where they are equal, each has half the gradient. */
export const maximum = (a: Operand, b: Operand): Node => binary("maximum", a, b);
/** The smaller one, NaN if either is. Where they are equal, each has half the gradient. */
export const minimum = (a: Operand, b: Operand): Node =>
  negate(binary("maximum", negate(asNode(a)), negate(asNode(b)), "minimum"));

/** a < b: 1 or 0, and 0 if either is NaN. Comparisons have gradient 0. */
export const less = (a: Operand, b: Operand): Node => binary("less", a, b);
/** a ≤ b: 1 or 0, and 0 if either is NaN. */
export const lessEqual = (a: Operand, b: Operand): Node => binary("lessEqual", a, b);
/** a = b: 1 or 0, and 0 if either is NaN. */
export const equal = (a: Operand, b: Operand): Node => binary("equal", a, b);
/** a > b: 1 or 0, and 0 if either is NaN. */
export const greater = (a: Operand, b: Operand): Node => turned("less", a, b, "greater");
/** a ≥ b: 1 or 0, and 0 if either is NaN. */
export const greaterEqual = (a: Operand, b: Operand): Node => turned("lessEqual", a, b, "greaterEqual");

/** The comparison with its operands exchanged, its axes in the order of the operands as given. */
function turned(kind: "less" | "lessEqual", a: Operand, b: Operand, operation: string): Node {
  const [left, right] = [asNode(a), asNode(b)];
  const axes = alignAxes(operation, left.axes, right.axes);
  return reorder(binary(kind, right, left, operation), namesOf(axes));
}

/**
 * a where the condition is not 0, else b; nothing of the branch not taken, not even NaN, reaches the value or a gradient. The three meet by the names of
 * their axes: the condition's first, then those that a adds, then b's. The condition has gradient 0.
 *
 * @throws ShapeError when an axis of two of them has two sizes
 */
export function select(condition: Node, a: Operand, b: Operand): Node {
  const [x, y] = [asNode(a), asNode(b)];
  return { kind: "select", operands: [condition, x, y], axes: alignAxes("select", condition.axes, x.axes, y.axes) };
}
