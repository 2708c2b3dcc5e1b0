import {
  axis,
  constant,
  contract,
  equal,
  exp,
  lessEqual,
  logSoftmax,
  multiply,
  namesOf,
  negate,
  oneHot,
  positions,
  select,
  ShapeError,
  slice,
  softmax,
  square,
  subtract,
  sum,
} from "../../tensor/index.js";
import type { Axis, Node } from "../../tensor/index.js";
import { demandAxes, soleNoise, shapeOf } from "../distribution.js";
import type { Distribution, Noise, Parameter } from "../distribution.js";
import type { Family } from "../family.js";

export interface Categorical extends Distribution {
  readonly name: "categorical";
  readonly parameters: { readonly logits: Parameter };
  /** The axis of the logits along which the categories lie. */
  readonly category: string;
}

/**
 * Independent coordinates over the event axes, each a position k along the category axis with probability softmax(logits)[k]. Outcomes are the numbers of
 * the positions; they do not have the category axis.
 *
 * logProb is −∞ for an outcome with a coordinate that is no position. Mean and variance are those of the number. A sample inverts the distribution function.
 *
 * @throws ShapeError when the logits lack an event axis or the category axis, this is an event axis, or there is no category
 */
export function categorical({ logits }: { readonly logits: Node }, category: string, event: readonly string[]): Categorical {
  const axis = categoryAxis("categorical", logits, category, event);
  const shape = shapeOf("categorical", [logits], event);
  const batchAxes = shape.batchAxes.filter(({ name }) => name !== category);
  const { eventAxes } = shape;
  const noise: Noise = { law: "uniform", axes: logits.axes.filter(({ name }) => name !== category) };
  const logProbabilities = logSoftmax(logits, category);
  const probabilities = exp(logProbabilities);
  const mean = contract(probabilities, positions(axis), [category]);
  return {
    name: "categorical",
    parameters: { logits: { node: logits, domain: { kind: "real", modulus: 1e4 } } },
    category,
    support: { kind: "whole", count: axis.size },
    batchAxes,
    eventAxes,
    logProb: (x) => {
      demandAxes("categorical.logProb", "the outcome", x, eventAxes);
      const chosen = oneHot(x, axis);
      const own = sum(select(chosen, logProbabilities, 0), [category]);
      return sum(select(sum(chosen, [category]), own, -Infinity), event);
    },
    noise: [noise],
    reparameterized: false,
    sample: (...given) => categoryAt(logits, category, soleNoise("categorical", noise, given)),
    mean: () => mean,
    variance: () => contract(probabilities, square(subtract(positions(axis), mean)), [category]),
    entropy: () => negate(meanOver(logProbabilities, logProbabilities, [category, ...event])),
  };
}

/**
 * Σ p of over the axes, from log p. 0 · ∞ is 0 here: what has no probability counts nothing, also where log p is −∞, a category that is excluded.
 *
 * @throws ShapeError when neither has one of the axes
 */
export function meanOver(logProbabilities: Node, of: Node, over: readonly string[]): Node {
  const probabilities = exp(logProbabilities);
  return sum(select(equal(probabilities, 0), 0, multiply(probabilities, of)), over);
}

/** @throws ShapeError when the logits lack the axis, it is an event axis, or its size is 0 */
export function categoryAxis(family: string, logits: Node, category: string, event: readonly string[]): Axis {
  const axis = logits.axes.find(({ name }) => name === category);
  if (axis === undefined)
    throw new ShapeError(family, `the logits lack the axis "${category}"`, "name the axis of the categories");
  if (event.includes(category)) {
    throw new ShapeError(family, `"${category}" is the axis of the categories and of the event`, "name another event axis");
  }
  if (axis.size === 0) throw new ShapeError(family, `axis "${category}" has size 0`, "give at least one category");
  return axis;
}

/**
 * The category that a uniform number falls to when [0, 1) is divided among the categories in order, each as long as it is probable: the number of those
 * that end at or before it. Lengths are relative to where the last one ends, so that no rounding gives room to a category that has none.
 */
export function categoryAt(logits: Node, category: string, uniform: Node): Node {
  const size = logits.axes.find(({ name }) => name === category)?.size ?? 0;
  const upTo = { name: `${category} up to`, size };
  const isUpTo = constant(
    [{ name: category, size }, upTo],
    Array.from({ length: size * size }, (_, i) => (Math.floor(i / size) <= i % size ? 1 : 0)),
  );
  const ends = contract(softmax(logits, category), isUpTo, [category]);
  const last = sum(slice(ends, upTo.name, size - 1, size), [upTo.name]);
  return sum(lessEqual(slice(ends, upTo.name, 0, size - 1), multiply(uniform, last)), [upTo.name]);
}

export const family: Family<Categorical> = {
  build: (parameter, event) =>
    categorical({ logits: parameter("logits", { event: true }, axis("category", 3)) }, "category", namesOf(event)),
  independent: true,
};
