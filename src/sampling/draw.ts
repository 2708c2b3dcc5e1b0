import type { Values } from "./memory.js";

/** A level that was drawn. */
export interface Drawn {
  readonly level: number;
  /** log p of the level in nats, at temperature 1. */
  readonly logProb: number;
  /** How far the uniform number was from one that would have given another level; Infinity where none would. */
  readonly margin: number;
}

/**
 * The level that a uniform number in [0, 1) stands for: the first up to which the probabilities sum to more. At a temperature T they are proportional to
 * p^(1/T): below 1 likely levels become likelier.
 *
 * @param logits log p of the levels up to a constant: `levels` of them from `start` on
 */
export function draw(logits: Values, start: number, levels: number, uniform: number, temperature: number): Drawn {
  const most = maximum(logits, start, levels);
  const total = sumOfWeights(logits, start, levels, most, temperature);
  const wanted = uniform * total;
  let [level, below, above] = [0, 0, weight(logits[start], most, temperature)];
  // The weights have been summed in the same order, so that the sum comes to more than what is wanted at a level that has a weight.
  while (above <= wanted && level < levels - 1) {
    level += 1;
    below = above;
    above += weight(logits[start + level], most, temperature);
  }
  const upper = above < total ? above - wanted : Infinity;
  const lower = below > 0 ? wanted - below : Infinity;
  return { level, logProb: logProbOf(logits, start, levels, level), margin: Math.min(upper, lower) / total };
}

/** log p of a level in nats. */
export function logProbOf(logits: Values, start: number, levels: number, level: number): number {
  const most = maximum(logits, start, levels);
  return (logits[start + level] ?? NaN) - most - Math.log(sumOfWeights(logits, start, levels, most, 1));
}

const weight = (logit = NaN, most: number, temperature: number): number => Math.exp((logit - most) / temperature);

function maximum(logits: Values, start: number, levels: number): number {
  let most = -Infinity;
  for (let i = start; i < start + levels; i++) most = Math.max(most, logits[i] ?? NaN);
  return most;
}

function sumOfWeights(logits: Values, start: number, levels: number, most: number, temperature: number): number {
  let total = 0;
  for (let i = start; i < start + levels; i++) total += weight(logits[i], most, temperature);
  return total;
}
