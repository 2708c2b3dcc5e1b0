/** Mutants that no test kills, with the reason: a mutant that survives and is not among these fails the full run until it is looked at. */
export interface KnownSurvivors {
  readonly why: string;
  /** As `Mutant.key` has them. */
  readonly edits: readonly string[];
}

export const KNOWN_SURVIVORS: readonly KnownSurvivors[] = [
  {
    why: "No code comes there: what stands behind `??` is for the type checker alone, because an index that is always in the list may for it be beyond.",
    edits: [
      "src/tensor/graph/scan.ts carriedOn.found: aligned.axes[i]?.size ?? 0 → aligned.axes[i]?.size",
      "src/tensor/graph/scan.ts carriedOn.found: aligned.axes[i]?.size ?? 0 → aligned.axes[i]?.size ?? 1",
      "src/tensor/graph/scan.ts carriedOn.found: aligned.axes[i]?.size ?? 0 → aligned.axes[i]?.size ?? -1",
      "src/tensor/gradients/loop.ts loopContributions.nextSums: add(gradient, sums[i] ?? 0) → add(gradient, sums[i] ?? 1)",
      "src/tensor/gradients/loop.ts loopContributions.nextSums: add(gradient, sums[i] ?? 0) → add(gradient, sums[i] ?? -1)",
      "src/probability/bounds.ts importanceWeightedBound.count: logWeights.axes.find(({ name }) => name === samples)?.size ?? 0 → logWeights.axes.find(({ name }) => name === samples)?.size ?? 1",
      "src/probability/bounds.ts importanceWeightedBound.count: logWeights.axes.find(({ name }) => name === samples)?.size ?? 0 → logWeights.axes.find(({ name }) => name === samples)?.size ?? -1",
      "src/probability/distribution.ts soleNoise: fill(declared.axes, 0) → fill([], 0)",
      "src/probability/distribution.ts soleNoise: fill(declared.axes, 0) → fill(declared.axes.slice(1), 0)",
      "src/probability/distribution.ts soleNoise: fill(declared.axes, 0) → fill(declared.axes, 1)",
      "src/probability/distribution.ts soleNoise: fill(declared.axes, 0) → fill(declared.axes, -1)",
      "src/probability/receptive-field.ts stepsOf: 0 → 1",
      "src/probability/receptive-field.ts stepsOf: 0 → -1",
      "src/probability/receptive-field.ts stepsOf: 0 → 1 (2)",
      "src/probability/receptive-field.ts stepsOf: 0 → -1 (2)",
      "src/probability/distributions/categorical.ts categoryAt.size: logits.axes.find(({ name }) => name === category)?.size ?? 0 → logits.axes.find(({ name }) => name === category)?.size ?? 1",
      "src/probability/distributions/categorical.ts categoryAt.size: logits.axes.find(({ name }) => name === category)?.size ?? 0 → logits.axes.find(({ name }) => name === category)?.size ?? -1",
    ],
  },
  {
    why: "A distance is squared: its sign does not matter.",
    edits: [
      "src/probability/losses.ts mse: subtract(x, prediction) → subtract(prediction, x)",
      "src/probability/distributions/categorical.ts categorical.variance: subtract(positions(axis), mean) → subtract(mean, positions(axis))",
      "src/probability/distributions/discretized-logistic.ts discretizedLogistic.variance: subtract(positions(outcome), expected) → subtract(expected, positions(outcome))",
      "src/probability/distributions/mixture.ts mixture.variance: subtract(component.mean(), mean) → subtract(mean, component.mean())",
      "src/probability/distributions/multivariate-normal.ts multivariateNormal.logProb.standardized: subtract(x, mean) → subtract(mean, x)",
      "src/probability/distributions/normal.ts normal.logProb.standardized: subtract(x, mean) → subtract(mean, x)",
      "src/probability/divergences/multivariate-normal.ts klMultivariateNormal.distance: subtract(p.mean, q.mean) → subtract(q.mean, p.mean)",
      "src/probability/divergences/normal.ts klNormal.distance: subtract(p.mean, q.mean) → subtract(q.mean, p.mean)",
    ],
  },
  {
    why: "A number that is divided by −1 is multiplied by it.",
    edits: ["src/probability/losses.ts nllFromMse.precision: multiply(logVar, -1) → divide(logVar, -1)"],
  },
  {
    why: "The node is built for its axes alone: its values are never asked for.",
    edits: [
      "src/probability/distribution.ts shapeOf: (x, y) => add(x, y) → (x, y) => subtract(x, y)",
      "src/probability/distribution.ts shapeOf: (x, y) => add(x, y) → (x, y) => multiply(x, y)",
    ],
  },
  {
    why: "What is not 0 is true for a select, whether 1, 2 or −1, a sum, a mean or a maximum.",
    edits: [
      "src/tensor/gradients/gates.ts keepZeros: subtract(1, isNumber) → subtract(isNumber, 1)",
      "src/probability/distributions/bernoulli.ts bernoulli.logProb.possible: add(equal(x, 0), equal(x, 1)) → subtract(equal(x, 0), equal(x, 1))",
      "src/probability/distributions/categorical.ts categorical.logProb: sum(chosen, [category]) → mean(chosen, [category])",
      "src/probability/distributions/categorical.ts categorical.logProb: sum(chosen, [category]) → max(chosen, [category])",
    ],
  },
  {
    why: "A number is at most itself exactly if it is equal to itself: only NaN is neither.",
    edits: [
      "src/tensor/gradients/gates.ts keepZeros.isNumber: equal(contribution, contribution) → lessEqual(contribution, contribution)",
    ],
  },
  {
    why: "A probability is never below 0, and an outcome below 0 is −∞ by the select around it.",
    edits: [
      "src/probability/distributions/categorical.ts meanOver: equal(probabilities, 0) → lessEqual(probabilities, 0)",
      "src/probability/distributions/discretized-logistic.ts discretizedLogistic.logMass.isFirst: equal(x, 0) → lessEqual(x, 0)",
    ],
  },
  {
    why: "Only the ratio to where the last category ends matters, and the axis summed over has size 1.",
    edits: [
      "src/probability/distributions/categorical.ts categoryAt.isUpTo: Math.floor(i / size) <= i % size ? 1 : 0 → Math.floor(i / size) <= i % size ? 2 : 0",
      "src/probability/distributions/categorical.ts categoryAt.last: sum(slice(ends, upTo.name, size - 1, size), [upTo.name]) → mean(slice(ends, upTo.name, size - 1, size), [upTo.name])",
      "src/probability/distributions/categorical.ts categoryAt.last: sum(slice(ends, upTo.name, size - 1, size), [upTo.name]) → max(slice(ends, upTo.name, size - 1, size), [upTo.name])",
    ],
  },
  {
    why: "Where the last category ends is never at or below the noise, which is below 1: counting it or not is the same.",
    edits: [
      "src/probability/distributions/categorical.ts categoryAt: slice(ends, upTo.name, 0, size - 1) → ends",
      "src/probability/distributions/categorical.ts categoryAt: slice(ends, upTo.name, 0, size - 1) → slice(ends, upTo.name, 0, size)",
      "src/probability/distributions/categorical.ts categoryAt: slice(ends, upTo.name, 0, size - 1) → slice(ends, upTo.name, 0, size - 0)",
    ],
  },
  {
    why: "A comparison in the guard that remains refuses the same numbers: 0 is even, and nothing divides by 0 without a rest; the sign of a divisor does not change whether there is one.",
    edits: [
      "src/probability/masks.ts mask: !Number.isSafeInteger(size) || size < 1 → !Number.isSafeInteger(size) || size < 0",
      "src/probability/masks.ts mask: !Number.isSafeInteger(size) || size < 1 || size % 2 === 0 → !Number.isSafeInteger(size) || size < 1 || size % -2 === 0",
      "src/probability/masks.ts mask: !Number.isSafeInteger(colours) || colours < 1 → !Number.isSafeInteger(colours) || colours < 0",
    ],
  },
  {
    why: "Beyond the last row there are no values, so nothing is let through there.",
    edits: ["src/probability/receptive-field.ts stepsOf: row < height → row <= height"],
  },
  {
    why: "Tensors meet by the names of their axes: what is repeated first is only repeated earlier.",
    edits: [
      "src/probability/distributions/mixture.ts mixture.sample.chosen: repeatOver(logits, batchAxes) → logits",
      "src/probability/distributions/mixture.ts mixture.sample.chosen: repeatOver(logits, batchAxes) → repeatOver(logits, [])",
      "src/probability/distributions/mixture.ts mixture.sample.chosen: repeatOver(logits, batchAxes) → repeatOver(logits, batchAxes.slice(1))",
    ],
  },
  {
    why: "The parameters of p are in the divergence, so it has p's batch axes already.",
    edits: [
      "src/probability/divergences/registry.ts DivergenceRegistry.klDivergence: [...p.batchAxes, ...q.batchAxes] → [...q.batchAxes]",
    ],
  },
  {
    why: "The same checks of p and q in another order; the messages do not say which of the two it is.",
    edits: [
      'src/probability/divergences/categorical.ts klCategorical.axes: categoryAxes("klCategorical", p, q, categories, over) → categoryAxes("klCategorical", q, p, categories, over)',
      'src/probability/divergences/categorical.ts crossEntropyCategorical.axes: categoryAxes("crossEntropyCategorical", p, q, categories, over) → categoryAxes("crossEntropyCategorical", q, p, categories, over)',
    ],
  },
  {
    why: "The sizes stand for those that the next lines put there.",
    edits: [
      "src/tensor/graph/convolution.ts conv2dKernel.axes: 0 → 1",
      "src/tensor/graph/convolution.ts conv2dKernel.axes: 0 → -1",
      "src/tensor/graph/convolution.ts conv2dKernel.axes: 0 → 1 (2)",
      "src/tensor/graph/convolution.ts conv2dKernel.axes: 0 → -1 (2)",
    ],
  },
  {
    why: "At this moment the stack has one entry: its first is its last.",
    edits: ["src/tensor/graph/order.ts inOrder.top: open.at(-1) → open.at(-0)"],
  },
  {
    why: "Several axes of which there is one, merged and split again, are that axis.",
    edits: ["src/tensor/graph/reductions.ts logSoftmax: others.length === 0 → others.length === -1"],
  },
  {
    why: "The gradient is summed over every axis that its operand lacks in the end (`fit` in pull-back.ts); doing so here only keeps the graph small.",
    edits: [
      "src/tensor/gradients/contract.ts lackedBy: namesOf(other.axes) → namesOf([])",
      "src/tensor/gradients/contract.ts lackedBy: namesOf(other.axes) → namesOf(other.axes.slice(1))",
      "src/tensor/gradients/contract.ts lackedBy: !hasAxis(one.axes, name) → false",
      "src/tensor/gradients/contract.ts lackedBy: hasAxis(one.axes, name) → one.axes",
      "src/tensor/gradients/contract.ts lackedBy: hasAxis(one.axes, name) → name",
      "src/tensor/gradients/gather.ts gather.places: namesOf(indices.axes) → namesOf([])",
      "src/tensor/gradients/gather.ts gather.places: namesOf(indices.axes) → namesOf(indices.axes.slice(1))",
      "src/tensor/gradients/gather.ts gather.places: !hasAxis(table.axes, name) → false",
      "src/tensor/gradients/gather.ts gather.places: hasAxis(table.axes, name) → table.axes",
      "src/tensor/gradients/gather.ts gather.places: hasAxis(table.axes, name) → name",
      "src/tensor/gradients/gather.ts gather: contract(chosen, gradient, places) → contract(chosen, gradient, [])",
      "src/tensor/gradients/gather.ts gather: contract(chosen, gradient, places) → contract(chosen, gradient, places.slice(1))",
      "src/tensor/gradients/triangular-solve.ts triangularSolve.sides: withoutAxes(node.axes, [row, column]) → node.axes",
      "src/tensor/gradients/triangular-solve.ts triangularSolve.sides: withoutAxes(node.axes, [row, column]) → withoutAxes([], [row, column])",
      "src/tensor/gradients/triangular-solve.ts triangularSolve.sides: withoutAxes(node.axes, [row, column]) → withoutAxes(node.axes.slice(1), [row, column])",
      "src/tensor/gradients/triangular-solve.ts triangularSolve.sides: withoutAxes(node.axes, [row, column]) → withoutAxes(node.axes, [column])",
      "src/tensor/gradients/triangular-solve.ts triangularSolve.sides: withoutAxes(node.axes, [row, column]) → withoutAxes(node.axes, [row])",
      "src/tensor/gradients/triangular-solve.ts triangularSolve.sides: !hasAxis(l.axes, name) → false",
      "src/tensor/gradients/triangular-solve.ts triangularSolve.sides: hasAxis(l.axes, name) → l.axes",
      "src/tensor/gradients/triangular-solve.ts triangularSolve.sides: hasAxis(l.axes, name) → name",
      "src/tensor/gradients/triangular-solve.ts triangularSolve.sides: hasAxis(l.axes, name) → hasAxis(l.axes.slice(1), name)",
      "src/tensor/gradients/triangular-solve.ts triangularSolve: contract(ofRight, node, sides) → contract(ofRight, node, [])",
      "src/tensor/gradients/triangular-solve.ts triangularSolve: contract(ofRight, node, sides) → contract(ofRight, node, sides.slice(1))",
    ],
  },
  {
    why: "A list that ends early ends in nulls, which say that there is no gradient.",
    edits: [
      "src/tensor/gradients/gather.ts gather: [contract(chosen, gradient, places), null] → [contract(chosen, gradient, places)]",
    ],
  },
  {
    why: "More nodes count as what lies behind a gate or depends on a parameter, and more is computed than is asked for: the gradients asked for are the same.",
    edits: [
      "src/tensor/gradients/gates.ts bodyOf: [...states, ...slices, ...captured] → [...slices, ...captured]",
      "src/tensor/gradients/gates.ts bodyOf: [...states, ...slices, ...captured] → [...states, ...captured]",
      "src/tensor/gradients/gates.ts bodyOf: [...states, ...slices, ...captured] → [...states, ...slices]",
      "src/tensor/gradients/loop.ts loopContributions.wanted: captured.filter(isWanted) → captured",
      "src/tensor/gradients/loop.ts loopContributions.result: index < 0 ? null : resultOf(back.loop, back.operands, { of, index }) → false ? null : resultOf(back.loop, back.operands, { of, index })",
      "src/tensor/gradients/loop.ts loopContributions.result: index < 0 ? null : resultOf(back.loop, back.operands, { of, index }) → index < -1 ? null : resultOf(back.loop, back.operands, { of, index })",
      'src/tensor/gradients/loop.ts loopContributions: isWanted(node) ? result("state", states.length + wanted.indexOf(node)) : null → node ? result("state", states.length + wanted.indexOf(node)) : null',
      'src/tensor/gradients/loop.ts loopContributions: isWanted(node) ? result("state", states.length + wanted.indexOf(node)) : null → true ? result("state", states.length + wanted.indexOf(node)) : null',
      "src/tensor/gradients/pull-back.ts pullBack: within.leaves.has(node) || !dependsOn(node, dependent) → within.leaves.has(node)",
      "src/tensor/gradients/pull-back.ts pullBack: dependsOn(node, dependent) → node (2)",
      "src/tensor/gradients/pull-back.ts pullBack: dependsOn(node, dependent) → dependent (2)",
      "src/tensor/gradients/pull-back.ts pullBack: contribution !== null && dependent.has(operand) → (contribution !== null)",
      "src/tensor/gradients/pull-back.ts pullBack: dependent.has(operand) → operand",
      "src/tensor/gradients/pull-back.ts dependsOn: dependent.has(operand) → operand",
      "src/tensor/gradients/pull-back.ts dependsOn: dependent.has(operand) → true",
      "src/tensor/gradients/pull-back.ts ofLoop: node !== results[0] || received.length === 0 → (node !== results[0])",
      "src/tensor/gradients/pull-back.ts ofLoop: received.length === 0 → received.length === -1",
      "src/tensor/gradients/pull-back.ts ofLoop.leaves: [...loop.states, ...loop.slices, ...loop.captured] → [...loop.slices, ...loop.captured]",
      "src/tensor/gradients/pull-back.ts ofLoop.leaves: [...loop.states, ...loop.slices, ...loop.captured] → [...loop.states, ...loop.captured]",
      "src/tensor/gradients/pull-back.ts ofLoop.leaves: [...loop.states, ...loop.slices, ...loop.captured] → [...loop.slices, ...loop.slices, ...loop.captured]",
      "src/tensor/gradients/pull-back.ts ofLoop.leaves: [...loop.states, ...loop.slices, ...loop.captured] → [...loop.states, ...loop.states, ...loop.captured]",
    ],
  },
  {
    why: "The states of a loop are no sequences of its: what is kept for them too is never read.",
    edits: [
      'src/tensor/gradients/loop.ts loopContributions.along: received .filter(({ result }) => result.of !== "state") → received',
      'src/tensor/gradients/loop.ts loopContributions.along: result.of !== "state" → true',
    ],
  },
  {
    why: "The first axis of what a loop gives at its positions is the loop's own, which is left out here anyway.",
    edits: [
      "src/tensor/gradients/loop.ts loopContributions.along: withoutAxes(gradient.axes, [axis]) → withoutAxes(gradient.axes.slice(1), [axis])",
    ],
  },
  {
    why: "The axes are for a sum of nothing, and there is always something to add.",
    edits: [
      'src/tensor/gradients/loop.ts loopContributions.ofStates: total([gradient, ...receivedHere("before", i)], gradient.axes) → total([gradient, ...receivedHere("before", i)], [])',
      'src/tensor/gradients/loop.ts loopContributions.ofStates: total([gradient, ...receivedHere("before", i)], gradient.axes) → total([gradient, ...receivedHere("before", i)], gradient.axes.slice(1))',
    ],
  },
];
