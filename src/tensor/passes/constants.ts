import { elements } from "../graph/axes.js";
import type { Kind, Node } from "../graph/node.js";
import type { Program } from "../graph/program.js";
import { constant, scalar } from "../graph/sources.js";
import { evaluate } from "../engines/reference/engine.js";
import { rewrite, withOperands } from "./rewrite.js";
import { uniformValue } from "./uniform.js";

/** A larger constant is left to the engine, unless it is a part of one: it would be memory in the place of work. */
const LARGEST = 4096;

/** Kinds whose value at a place is made of their operands' values at that place. */
const elementwise: ReadonlySet<Kind> = new Set<Kind>([
  "negate",
  "exp",
  "log",
  "log1p",
  "expm1",
  "sqrt",
  "abs",
  "sign",
  "tanh",
  "sigmoid",
  "softplus",
  "erf",
  "relu",
  "clamp",
  "add",
  "subtract",
  "multiply",
  "divide",
  "maximum",
  "less",
  "lessEqual",
  "equal",
  "select",
]);

/**
 * The program in which what is made of constants alone is a constant, as the reference engine computes it, up to a size. What is one number everywhere is
 * that number.
 */
export function foldConstants(program: Program): Program {
  return rewrite(program, (node) => {
    if (node.operands.length === 0 || node.kind === "scan" || elements(node.axes) === 0) return node;
    const number = uniformValue(node);
    if (number !== null) return node.kind === "expand" ? node : scalar(number);
    if (elementwise.has(node.kind) && node.operands.every((operand) => uniformValue(operand) !== null)) {
      const ofNumbers = withOperands(node, (operand) => scalar(uniformValue(operand) ?? NaN));
      return computed({ ...ofNumbers, axes: [] });
    }
    if (elements(node.axes) > LARGEST && node.kind !== "slice") return node;
    if (!node.operands.every((operand) => operand.kind === "constant")) return node;
    return computed(node);
  });
}

function computed(node: Node): Node {
  const { value } = evaluate({ value: node });
  return value === undefined ? node : constant(value.axes, value.values);
}
