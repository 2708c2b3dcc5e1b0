import { hasAxis, namesOf } from "../graph/axes.js";
import type { Axes } from "../graph/axes.js";
import { add } from "../graph/elementwise.js";
import { expand, reorder } from "../graph/moves.js";
import type { Loop, Node, NodeOf } from "../graph/node.js";
import { inOrder } from "../graph/order.js";
import { sum } from "../graph/reductions.js";
import { fill } from "../graph/sources.js";
import { isGate, keepZeros } from "./gates.js";
import { loopContributions } from "./loop.js";
import type { Contributions, Keep, Seed } from "./rule.js";
import { rules } from "./rules.js";
import type { DifferentiableKind } from "./rules.js";

/** How the body of a scan is differentiated: up to these nodes, and as if behind a gate where the scan is. */
interface Within {
  readonly leaves: ReadonlySet<Node>;
  readonly gated: boolean;
}

const OUTSIDE: Within = { leaves: new Set(), gated: false };

/**
 * Reverse accumulation: from the gradients of a scalar with respect to some nodes, those with respect to others. A node is visited when all that uses it
 * has contributed to its gradient; a loop is one visit, at the first of its results, which every use of every result comes after.
 */
export function pullBack(seeds: readonly Seed[], wrt: readonly Node[], within: Within = OUTSIDE): readonly Node[] {
  const order = inOrder(
    seeds.map(({ node }) => node),
    within.leaves,
  );
  const dependent = new Set(wrt);
  const results = new Map<Loop, NodeOf<"scan">[]>();
  for (const node of order) {
    if (dependsOn(node, dependent)) dependent.add(node);
    if (node.kind === "scan") results.set(node.loop, [...(results.get(node.loop) ?? []), node]);
  }

  const gradients = new Map<Node, Node>();
  const contribute = (node: Node, contribution: Node): void => {
    const fitted = fit(contribution, node.axes);
    const before = gradients.get(node);
    gradients.set(node, before === undefined ? fitted : add(before, fitted));
  };
  for (const { node, gradient } of seeds) contribute(node, gradient);

  const behindGate = new Set<Node | Loop>();
  for (const node of order.toReversed()) {
    if (within.leaves.has(node) || !dependsOn(node, dependent)) continue;
    const gated = within.gated || behindGate.has(visited(node));
    const contributions =
      node.kind === "scan"
        ? ofLoop(results.get(node.loop) ?? [], node, gradients, dependent, gated)
        : ofNode(node, gradients.get(node), gated);
    if (contributions === null) continue;
    const shut = gated || isGate(node);
    for (const [i, operand] of node.operands.entries()) {
      if (shut) behindGate.add(visited(operand));
      const contribution = contributions[i] ?? null;
      if (contribution !== null && dependent.has(operand)) contribute(operand, contribution);
    }
  }
  return wrt.map((node) => gradients.get(node) ?? fill(node.axes, 0));
}

function dependsOn({ operands }: Node, dependent: ReadonlySet<Node>): boolean {
  return operands.some((operand) => dependent.has(operand));
}

/** What the node is visited as. */
function visited(node: Node): Node | Loop {
  return node.kind === "scan" ? node.loop : node;
}

function ofNode(node: Exclude<Node, NodeOf<"scan">>, gradient: Node | undefined, gated: boolean): Contributions | null {
  if (gradient === undefined || node.kind === "input" || node.kind === "constant" || node.kind === "parameter") return null;
  return applyRule(node, gradient, gated ? keepZeros(gradient) : (contribution) => contribution);
}

function applyRule<K extends DifferentiableKind>(node: NodeOf<K>, gradient: Node, keep: Keep): Contributions {
  return rules[node.kind](node, gradient, keep);
}

function ofLoop(
  results: readonly NodeOf<"scan">[],
  node: NodeOf<"scan">,
  gradients: ReadonlyMap<Node, Node>,
  dependent: ReadonlySet<Node>,
  gated: boolean,
): Contributions | null {
  const received = results.flatMap((own) => {
    const gradient = gradients.get(own);
    return gradient === undefined ? [] : [{ result: own.result, gradient }];
  });
  if (node !== results[0] || received.length === 0) return null;
  const { loop, operands } = node;
  const leaves = new Set<Node>([...loop.states, ...loop.slices, ...loop.captured]);
  return loopContributions(
    loop,
    operands,
    received,
    (operand) => dependent.has(operand),
    (seeds, wrt) => pullBack(seeds, wrt, { leaves, gated }),
  );
}

/** Summed over the axes that an operand lacks, repeated along those that it has more, and in its order. */
function fit(contribution: Node, axes: Axes): Node {
  const extra = namesOf(contribution.axes).filter((name) => !hasAxis(axes, name));
  const missing = axes.filter(({ name }) => !hasAxis(contribution.axes, name));
  const repeated = missing.reduce(expand, sum(contribution, extra));
  return reorder(repeated, namesOf(axes));
}
