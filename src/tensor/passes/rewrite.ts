import { hasAxis, namesOf } from "../graph/axes.js";
import type { Axes } from "../graph/axes.js";
import { expand, reorder } from "../graph/moves.js";
import type { Loop, Node, NodeOf } from "../graph/node.js";
import { inOrder } from "../graph/order.js";
import type { Program } from "../graph/program.js";
import { loopOf, resultOf } from "../graph/scan.js";

/** Gives a node of the same value, or the node itself. Its axes may be in another order, and may lack those along which the value repeats. */
export type Rule = (node: Node) => Node;

/**
 * The program with a rule applied to every node, operands before what uses them, the bodies of scans included. Inputs stay, also those that are no longer
 * used. A program in which the rule changes nothing is returned as it is.
 */
export function rewrite(program: Program, rule: Rule): Program {
  const rewriting = new Rewriting(rule);
  const before = [...program.outputs];
  const after = rewriting.all(before.map(([, node]) => node));
  if (after.every((node, i) => node === before[i]?.[1])) return program;
  return { inputs: program.inputs, outputs: new Map(before.map(([name, node], i) => [name, after[i] ?? node])) };
}

class Rewriting {
  readonly #rule: Rule;
  readonly #results = new Map<Node, Node>();
  readonly #loops = new Map<Loop, { readonly loop: Loop; readonly operands: readonly Node[] }>();

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  all(nodes: readonly Node[]): readonly Node[] {
    for (const node of inOrder(nodes, new Set(this.#results.keys()))) {
      if (this.#results.has(node)) continue;
      this.#results.set(node, fitted(this.#rule(this.#withOperands(node)), node.axes));
    }
    return nodes.map((node) => this.#of(node));
  }

  #of(node: Node): Node {
    return this.#results.get(node) ?? node;
  }

  /** The node with its operands' results as operands. */
  #withOperands(node: Node): Node {
    if (node.kind === "scan") {
      const { loop, operands } = this.#loop(node.loop, node.operands);
      return loop === node.loop ? node : resultOf(loop, operands, node.result);
    }
    return withOperands(node, (operand) => this.#of(operand));
  }

  #loop(loop: Loop, operands: readonly Node[]): { readonly loop: Loop; readonly operands: readonly Node[] } {
    const known = this.#loops.get(loop);
    if (known !== undefined) return known;
    const { states, slices, next, outputs } = loop;
    for (const parameter of [...states, ...slices]) this.#results.set(parameter, parameter);
    const body = this.all([...next, ...outputs]);
    const given = operands.map((operand) => this.#of(operand));
    const unchanged =
      [...next, ...outputs].every((node, i) => node === body[i]) && operands.every((node, i) => node === given[i]);
    const result = unchanged
      ? { loop, operands }
      : loopOf(
          { ...loop, next: body.slice(0, next.length), outputs: body.slice(next.length) },
          given.slice(0, states.length),
          given.slice(states.length, states.length + slices.length),
        );
    this.#loops.set(loop, result);
    return result;
  }
}

/** The node with other operands, which have the axes of its own; the node itself where all are the same. */
export function withOperands(node: Exclude<Node, NodeOf<"scan">>, of: (operand: Node) => Node): Node {
  if (node.operands.every((operand) => of(operand) === operand)) return node;
  switch (node.kind) {
    case "input":
    case "constant":
    case "parameter":
      return node;
    case "concat":
      return { ...node, operands: node.operands.map(of) };
    case "select": {
      const [condition, a, b] = node.operands;
      return { ...node, operands: [of(condition), of(a), of(b)] };
    }
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
    case "maximum":
    case "less":
    case "lessEqual":
    case "equal":
    case "contract":
    case "gather":
    case "conv2d":
    case "conv2dTranspose":
    case "conv2dKernel":
    case "triangularSolve": {
      const [a, b] = node.operands;
      return { ...node, operands: [of(a), of(b)] };
    }
    case "negate":
    case "exp":
    case "log":
    case "log1p":
    case "expm1":
    case "sqrt":
    case "abs":
    case "sign":
    case "tanh":
    case "sigmoid":
    case "softplus":
    case "erf":
    case "relu":
    case "clamp":
    case "sum":
    case "max":
    case "logSumExp":
    case "logSoftmax":
    case "reshape":
    case "reorder":
    case "expand":
    case "slice":
    case "pad":
    case "reverse":
    case "cholesky":
      return { ...node, operands: [of(node.operands[0])] };
  }
}

/** The node over these axes, in their order: repeated along those that it lacks. */
export function fitted(node: Node, axes: Axes): Node {
  const missing = axes.filter(({ name }) => !hasAxis(node.axes, name));
  return reorder(missing.reduce(expand, node), namesOf(axes));
}
