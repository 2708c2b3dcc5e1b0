import { axesText, hasAxis, namesOf } from "../graph/axes.js";
import type { Axes } from "../graph/axes.js";
import { add, equal, multiply, select, subtract } from "../graph/elementwise.js";
import { expand, reorder } from "../graph/moves.js";
import type { Kind, Node, NodeOf } from "../graph/node.js";
import { inOrder } from "../graph/order.js";
import { sum } from "../graph/reductions.js";
import { ShapeError } from "../graph/shape-error.js";
import { fill, scalar } from "../graph/sources.js";
import type { Keep } from "./rule.js";
import { rules } from "./rules.js";
import type { DifferentiableKind } from "./rules.js";

/**
 * The gradients of a scalar with respect to nodes, each with its node's axes: graphs themselves, so they can be differentiated again. 0 for what the
 * scalar does not depend on. They are finite where the function is and every derivative on the way is; behind a select, a clamp or a maximum also where a
 * derivative is infinite on a branch that was not taken.
 *
 * @throws ShapeError unless `output` is a scalar
 */
export function gradients(output: Node, wrt: readonly Node[]): readonly Node[] {
  if (output.axes.length > 0) {
    throw new ShapeError("gradients", `the output is no scalar: it has (${axesText(output.axes)})`, "sum over these axes first");
  }
  return pullBack([{ node: output, gradient: scalar(1) }], wrt);
}

/** A node, and the gradient of some scalar with respect to it. */
interface Seed {
  readonly node: Node;
  readonly gradient: Node;
}

/** Kinds that pass no gradient to an operand at some places. */
const gating: ReadonlySet<Kind> = new Set<Kind>(["select", "clamp", "relu", "maximum", "max"]);

/** Reverse accumulation: a node is visited when all that uses it has contributed to its gradient. */
function pullBack(seeds: readonly Seed[], wrt: readonly Node[]): readonly Node[] {
  const order = inOrder(seeds.map(({ node }) => node));
  const dependent = new Set(wrt);
  for (const node of order) if (node.operands.some((operand) => dependent.has(operand))) dependent.add(node);
  const collected = new Map<Node, Node>();
  const collect = (node: Node, contribution: Node): void => {
    const fitted = fit(contribution, node.axes);
    const before = collected.get(node);
    collected.set(node, before === undefined ? fitted : add(before, fitted));
  };
  for (const { node, gradient } of seeds) collect(node, gradient);
  const gated = new Set<Node>();
  for (const node of order.toReversed()) {
    const gradient = collected.get(node);
    if (gradient === undefined || !dependent.has(node) || node.kind === "input" || node.kind === "constant") continue;
    const behindGate = gated.has(node);
    const contributions = contributionsOf(node, gradient, behindGate ? keepZeros(gradient) : (x) => x);
    for (const [i, operand] of node.operands.entries()) {
      if (behindGate || gating.has(node.kind)) gated.add(operand);
      const contribution = contributions[i];
      if (dependent.has(operand) && contribution !== undefined && contribution !== null) collect(operand, contribution);
    }
  }
  return wrt.map((node) => collected.get(node) ?? fill(node.axes, 0));
}

function contributionsOf<K extends DifferentiableKind>(node: NodeOf<K>, gradient: Node, keep: Keep): readonly (Node | null)[] {
  return rules[node.kind](node, gradient, keep);
}

/** 0 for NaN where the gradient is 0. Elsewhere the contribution itself, so that second derivatives are those of the contribution. */
function keepZeros(gradient: Node): Keep {
  return (contribution) => {
    const isNumber = equal(contribution, contribution);
    return select(multiply(equal(gradient, 0), subtract(1, isNumber)), 0, contribution);
  };
}

/** Summed over the axes that an operand lacks, repeated along those that it has more, and in its order. */
function fit(contribution: Node, axes: Axes): Node {
  const extra = namesOf(contribution.axes).filter((name) => !hasAxis(axes, name));
  const missing = axes.filter(({ name }) => !hasAxis(contribution.axes, name));
  const repeated = missing.reduce(expand, sum(contribution, extra));
  return reorder(repeated, namesOf(axes));
}
