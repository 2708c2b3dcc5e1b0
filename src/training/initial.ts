import { keyedRandom } from "../numbers/random.js";
import type { KeyedRandom } from "../numbers/random.js";
import type { Initial, Parameter } from "../layers/index.js";

/**
 * Draws the values that parameters have before the first step. What a parameter gets follows from the seed and its name alone, not from the parameters that
 * stand beside it.
 */
export function drawInitial(
  parameters: ReadonlyMap<string, Parameter>,
  seed: number,
  into: (name: string) => Float32Array,
): void {
  for (const [name, { initial }] of parameters) {
    const random = keyedRandom("initial", seed, name);
    const values = into(name);
    for (let i = 0; i < values.length; i++) values[i] = draw(initial, random);
  }
}

function draw(initial: Initial, random: KeyedRandom): number {
  switch (initial.law) {
    case "constant":
      return initial.value;
    case "uniform":
      return initial.bound * (2 * random.uniform() - 1);
  }
}
