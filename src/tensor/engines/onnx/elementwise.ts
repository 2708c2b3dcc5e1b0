import type { Kind, Node, NodeOf } from "../../graph/node.js";
import { fusedMultiple, fusedSum } from "./fusion.js";
import * as functions from "./functions.js";
import { gated } from "./gates.js";
import type { Context, Lowering } from "./lowering.js";
import { meet } from "./meet.js";
import { asBool, asFloat, float, number } from "./value.js";
import type { Scope, Value } from "./value.js";

type UnaryKind = { [K in Kind]: NodeOf<K> extends { readonly operands: readonly [Node] } ? K : never }[Kind];

/** A function of one number that ONNX has, or that a few operations compute. */
function unary<K extends UnaryKind>(f: string | ((scope: Scope, x: string) => string)): Lowering<K> {
  return ({ operands: [x] }, context) => {
    const value = asFloat(context, context.valueOf(x));
    return typeof f === "string" ? meet(context, f, value.axes, [value]) : float(f(context, value.name), value.axes);
  };
}

export const negate = unary<"negate">("Neg");
export const exp = unary<"exp">("Exp");
export const log = unary<"log">("Log");
export const sqrt = unary<"sqrt">("Sqrt");
export const abs = unary<"abs">("Abs");
export const tanh = unary<"tanh">("Tanh");
export const sigmoid = unary<"sigmoid">("Sigmoid");
export const erf = unary<"erf">("Erf");
export const relu = unary<"relu">("Relu");
export const sign = unary<"sign">("Sign");
export const log1p = unary<"log1p">(functions.log1p);
export const expm1 = unary<"expm1">(functions.expm1);
export const softplus = unary<"softplus">(functions.softplus);

export const clamp: Lowering<"clamp"> = ({ low, high, operands: [x] }, context) => {
  const { name, axes } = asFloat(context, context.valueOf(x));
  const { graph } = context;
  return float(graph.emit("Clip", [name, graph.scalar(low), graph.scalar(high)]), axes);
};

function floats(operands: readonly Node[], context: Context): readonly Value[] {
  return operands.map((operand) => asFloat(context, context.valueOf(operand)));
}

function arithmetic<K extends "subtract" | "divide">(operator: string): Lowering<K> {
  return (node, context) => meet(context, operator, node.axes, floats(node.operands, context));
}

export const divide = arithmetic<"divide">("Div");

export const add: Lowering<"add"> = (node, context) =>
  fusedSum(node, context) ?? meet(context, "Add", node.axes, floats(node.operands, context));

/** Of a truth subtracted from 1 nothing is computed but its opposite. */
export const subtract: Lowering<"subtract"> = (node, context) => {
  const [a, b] = node.operands;
  const right = context.valueOf(b);
  if (right.type === "bool" && a.kind === "constant" && a.values.every((value) => value === 1)) {
    return { ...right, name: context.graph.emit("Not", [right.name]) };
  }
  return meet(context, "Sub", node.axes, floats(node.operands, context));
};

/** Of two truths the product is whether both hold. */
export const multiply: Lowering<"multiply"> = (node, context) => {
  const fused = fusedMultiple(node, context);
  if (fused !== null) return fused;
  const operands = node.operands.map(context.valueOf);
  if (operands.every(({ type }) => type === "bool")) return meet(context, "And", node.axes, operands, { type: "bool" });
  return meet(
    context,
    "Mul",
    node.axes,
    operands.map((operand) => asFloat(context, operand)),
  );
};

export const maximum: Lowering<"maximum"> = (node, context) => meet(context, "Max", node.axes, floats(node.operands, context));

function comparison<K extends "less" | "lessEqual" | "equal">(operator: string): Lowering<K> {
  return (node, context) => meet(context, operator, node.axes, floats(node.operands, context), { type: "bool" });
}

export const less = comparison<"less">("Less");
export const lessEqual = comparison<"lessEqual">("LessOrEqual");
export const equal = comparison<"equal">("Equal");

export const select: Lowering<"select"> = (node, context) => {
  const [condition, a, b] = node.operands;
  return (
    gated(node, context) ??
    meet(context, "Where", node.axes, [asBool(context, context.valueOf(condition)), ...floats([a, b], context)])
  );
};

export const constant: Lowering<"constant"> = ({ axes, values }, context) => {
  const [first = NaN] = values;
  if (values.every((value) => Object.is(value, first))) return number(context, first);
  return float(
    context.graph.floats(
      axes.map(({ size }) => size),
      values,
    ),
    axes,
  );
};
