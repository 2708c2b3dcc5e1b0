import { equalAxes, findAxis, hasAxis } from "../graph/axes.js";
import { contract } from "../graph/contract.js";
import { add, multiply, negate, subtract } from "../graph/elementwise.js";
import { expand, withAxes } from "../graph/moves.js";
import type { Node, NodeOf } from "../graph/node.js";
import type { Program } from "../graph/program.js";
import { sum } from "../graph/reductions.js";
import { rewrite } from "./rewrite.js";
import { uniformValue } from "./uniform.js";

/**
 * The program with identities of arithmetic applied that hold for every value, infinite ones and NaN too, up to the rounding of a factor: neutral operands
 * dropped, signs and factors gathered, repeated operands not repeated where the other one has the axis, sums of sums made one.
 */
export function simplifyAlgebra(program: Program): Program {
  return rewrite(program, (node) => {
    switch (node.kind) {
      case "negate":
        return simplerNegation(node);
      case "add":
      case "subtract":
      case "multiply":
      case "divide":
        return withoutRepeats(node) ?? simplerArithmetic(node);
      case "sum":
        return simplerSum(node);
      case "contract":
        return simplerContraction(node);
      case "select":
        return simplerSelection(node);
      case "reshape":
        return simplerReshape(node);
      case "reorder":
        return simplerReorder(node);
      default:
        return node;
    }
  });
}

/** Factors that neither overflow nor vanish in single precision where their product with a moderate value does not. */
function isModerate(factor: number): boolean {
  return Math.abs(factor) >= 2 ** -20 && Math.abs(factor) <= 2 ** 20;
}

/** A node as a moderate number times another node; null where it is no such product. */
function scaled(node: Node): { readonly factor: number; readonly rest: Node } | null {
  if (node.kind === "negate") return { factor: -1, rest: node.operands[0] };
  if (node.kind !== "multiply") return null;
  const [a, b] = node.operands;
  for (const [number, rest] of [[a, b] as const, [b, a] as const]) {
    const factor = uniformValue(number);
    if (factor !== null && isModerate(factor) && equalAxes(rest.axes, node.axes)) return { factor, rest };
  }
  return null;
}

function times(factor: number, node: Node): Node {
  return factor === 1 ? node : factor === -1 ? negate(node) : multiply(node, factor);
}

type Arithmetic = NodeOf<"add" | "subtract" | "multiply" | "divide">;

/** The same of operands that are not repeated along axes that the other one has; null where none is. */
function withoutRepeats(node: Arithmetic): Node | null {
  const [a, b] = node.operands;
  const left = withoutRepeat(a, b);
  const right = left === a ? withoutRepeat(b, a) : b;
  return left === a && right === b ? null : { ...node, operands: [left, right] };
}

function withoutRepeat(node: Node, other: Node): Node {
  return node.kind === "expand" && hasAxis(other.axes, node.axis) ? withoutRepeat(node.operands[0], other) : node;
}

function simplerArithmetic(node: Arithmetic): Node {
  const [a, b] = node.operands;
  switch (node.kind) {
    case "add":
      return simplerAddition(node, a, b);
    case "subtract":
      return simplerSubtraction(node, a, b);
    case "multiply":
      return simplerProduct(node, a, b);
    case "divide":
      return uniformValue(b) === 1 ? a : node;
  }
}

function simplerNegation(node: NodeOf<"negate">): Node {
  const [x] = node.operands;
  if (x.kind === "subtract") return subtract(x.operands[1], x.operands[0]);
  const inner = scaled(x);
  return inner === null ? node : times(-inner.factor, inner.rest);
}

function simplerAddition(node: Node, a: Node, b: Node): Node {
  if (uniformValue(a) === 0) return b;
  if (uniformValue(b) === 0) return a;
  const [left, right] = [scaled(a), scaled(b)];
  if (left !== null && right !== null && Math.abs(left.factor) === Math.abs(right.factor)) {
    const rest = left.factor === right.factor ? add(left.rest, right.rest) : subtract(left.rest, right.rest);
    return times(left.factor, rest);
  }
  if (right?.factor === -1) return subtract(a, right.rest);
  return left?.factor === -1 ? subtract(b, left.rest) : node;
}

function simplerSubtraction(node: Node, a: Node, b: Node): Node {
  if (uniformValue(b) === 0) return a;
  if (uniformValue(a) === 0) return negate(b);
  const [left, right] = [scaled(a), scaled(b)];
  if (right?.factor === -1) return add(a, right.rest);
  if (left === null || right === null || Math.abs(left.factor) !== Math.abs(right.factor)) return node;
  return times(left.factor, left.factor === right.factor ? subtract(left.rest, right.rest) : add(left.rest, right.rest));
}

function simplerProduct(node: Node, a: Node, b: Node): Node {
  for (const [number, other] of [[a, b] as const, [b, a] as const]) {
    const factor = uniformValue(number);
    if (factor === null) continue;
    if (factor === 1) return other;
    if (factor === -1) return negate(other);
    const inner = scaled(other);
    if (inner !== null && isModerate(factor * inner.factor)) return times(factor * inner.factor, inner.rest);
    return node;
  }
  const [left, right] = [scaled(a), scaled(b)];
  if (left === null && right === null) return node;
  const factor = (left?.factor ?? 1) * (right?.factor ?? 1);
  return isModerate(factor) ? times(factor, multiply(left?.rest ?? a, right?.rest ?? b)) : node;
}

function simplerSum(node: NodeOf<"sum">): Node {
  const [x] = node.operands;
  const { over } = node;
  const inner = scaled(x);
  if (inner !== null) return times(inner.factor, sum(inner.rest, over));
  if (x.kind === "sum") return sum(x.operands[0], [...x.over, ...over]);
  if (x.kind === "expand" && over.includes(x.axis)) {
    const rest = sum(
      x.operands[0],
      over.filter((name) => name !== x.axis),
    );
    return multiply(rest, findAxis("sum", x.axes, x.axis).size);
  }
  return node;
}

function simplerContraction(node: NodeOf<"contract">): Node {
  const [a, b] = node.operands;
  const [left, right] = [scaled(a), scaled(b)];
  if (left !== null || right !== null) {
    const factor = (left?.factor ?? 1) * (right?.factor ?? 1);
    if (isModerate(factor)) return times(factor, contract(left?.rest ?? a, right?.rest ?? b, node.over));
  }
  for (const [repeated, other] of [[a, b] as const, [b, a] as const]) {
    if (repeated.kind !== "expand") continue;
    const {
      axis,
      operands: [x],
    } = repeated;
    if (node.over.includes(axis)) return contract(x, sum(other, [axis]), withoutName(node.over, axis));
    if (hasAxis(other.axes, axis)) return contract(x, other, node.over);
    return expand(contract(x, other, node.over), findAxis("contract", repeated.axes, axis));
  }
  return node;
}

function withoutName(names: readonly string[], name: string): readonly string[] {
  return names.filter((own) => own !== name);
}

/** A condition that is known takes its branch. */
function simplerSelection(node: NodeOf<"select">): Node {
  const asked = uniformValue(node.operands[0]);
  if (asked !== null) return asked !== 0 ? node.operands[1] : node.operands[2];
  return node;
}

/** A change of axes of a change of axes is one; factors stay outside. */
function simplerReshape(node: NodeOf<"reshape">): Node {
  const [x] = node.operands;
  if (equalAxes(x.axes, node.axes)) return x;
  if (x.kind === "reshape") return withAxes(x.operands[0], node.axes);
  const inner = scaled(x);
  return inner === null ? node : times(inner.factor, withAxes(inner.rest, node.axes));
}

/** A product of matrices has the axes of its left operand first: exchanged, its operands give it the other order. */
function simplerReorder(node: NodeOf<"reorder">): Node {
  const [x] = node.operands;
  if (equalAxes(x.axes, node.axes)) return x;
  if (x.kind === "reorder") return { ...node, operands: [x.operands[0]] };
  const inner = scaled(x);
  if (inner !== null) return times(inner.factor, { ...node, operands: [inner.rest] });
  if (x.kind !== "contract") return node;
  const exchanged = contract(x.operands[1], x.operands[0], x.over);
  return equalAxes(exchanged.axes, node.axes) ? exchanged : node;
}
