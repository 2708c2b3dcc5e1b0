import { compile, constant, gradients, input, multiply, program, sum, tensor } from "../../src/tensor/index.js";
import type { Node, NodeOf, Tensor } from "../../src/tensor/index.js";

/** A function of some tensors, given as the graph that it builds. */
export type Build = (...inputs: readonly Node[]) => Node;

/** A power of two, so that shifts are exact. */
const STEP = 2 ** -9;

/** Σ weight · value over all places, the weights all different, so that what a gradient owes to each place shows. */
export function weighted(node: Node): Node {
  const size = node.axes.reduce((product, axis) => product * axis.size, 1);
  const weights = Array.from({ length: size }, (_, i) => 1 + Math.sin(i + 1) / 2);
  const product = multiply(node, constant(node.axes, weights));
  return sum(
    product,
    node.axes.map(({ name }) => name),
  );
}

/**
 * The largest error of `gradients` at a point, against central differences extrapolated to order 4 (Richardson's method), relative to 1 + the size of the
 * difference; NaN if one is. The method's own error is STEP^4 / 480 times the fifth derivative, and 2^-53 / STEP times the value: below 10^-10 for values
 * and derivatives up to 100.
 */
export function gradientError(build: Build, point: readonly Tensor[]): number {
  const inputs = point.map(({ axes }, i) => input(`x${i}`, axes));
  const given = Object.fromEntries(point.map((own, i) => [`x${i}`, own]));
  return slopeError(weighted(build(...inputs)), inputs, given);
}

/** As `gradientError`, of a scalar with respect to some of the inputs that it is made of; the point has them all. */
export function slopeError(output: Node, inputs: readonly NodeOf<"input">[], point: Readonly<Record<string, Tensor>>): number {
  const slopes = gradients(output, inputs).map((node, i) => [`g${i}`, node] as const);
  const found = compile(program({ output, ...Object.fromEntries(slopes) }))(point);
  const runForward = compile(program({ output }));
  let worst = 0;
  for (const [i, { name, axes }] of inputs.entries()) {
    const values = point[name]?.values ?? Float64Array.of(NaN);
    for (const [place, middle] of values.entries()) {
      const valueAt = (x: number): number =>
        runForward({ ...point, [name]: tensor(axes, values.with(place, x)) }).output?.values[0] ?? NaN;
      const slope = (step: number): number => (valueAt(middle + step) - valueAt(middle - step)) / (2 * step);
      const difference = (4 * slope(STEP / 2) - slope(STEP)) / 3;
      const error = Math.abs((found[`g${i}`]?.values[place] ?? NaN) - difference) / (1 + Math.abs(difference));
      worst = error <= worst ? worst : error;
      if (Number.isNaN(worst)) return NaN;
    }
  }
  return worst;
}
