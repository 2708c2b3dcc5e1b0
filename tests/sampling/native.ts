import { keyedRandom } from "../../src/numbers/random.js";
import { draw } from "../../src/sampling/draw.js";
import { Sampler } from "../../src/sampling/sampler.js";
import type { Runner } from "../../src/sampling/stepper.js";
import { ownParameters, sampled, wholeModel } from "./world.js";
import type { Drawing, Subject } from "./world.js";

/** Whole images that the reference engine looks at together. */
const TOGETHER = 10;

/** How far logits that images were drawn from are from those of the reference engine, as a part of the largest of these. */
export async function relativeError(subject: Subject, drawing: Drawing, runner: Runner): Promise<number> {
  const { images, logits } = await sampled(subject, drawing, runner);
  const right = wholeModel(subject, drawing.count)(images, drawing.labels ?? null).logits;
  const largest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return largest(logits.map((logit, i) => logit - (right[i] ?? NaN))) / largest(right);
}

/** A value drawn with a uniform number that is near one which would have given another. */
export interface Tie {
  readonly seed: number;
  /** Its number among those of the image, in the order in which they are drawn. */
  readonly value: number;
  readonly margin: number;
}

export interface Compared {
  /** Values that the reference engine draws otherwise, given the same values before them. */
  readonly different: readonly Tie[];
  /** Values, different or not, whose margin is within what an error of the logits within the bound can make of a probability. */
  readonly nearTies: readonly Tie[];
}

/**
 * Draws an image for each of the seeds from 0 on, and compares each value with the one that the reference engine draws.
 *
 * A probability p = F(logits) of the levels up to one changes by at most p (1 − p) · 2 e to first order, e/2, if no logit changes by more than e. So where no
 * margin is below that, the reference engine, drawing its own images, draws the same ones.
 *
 * @param bound on an error of logits, as a part of the largest
 */
export async function compared(subject: Subject, seeds: number, runner: Runner, bound: number): Promise<Compared> {
  const { model, image, parameters = ownParameters } = subject;
  const { channels, height, width } = image;
  const { levels } = model;
  const size = channels * height * width;
  const images = new Float32Array(seeds * size);
  const sampler = await Sampler.open(runner, model, parameters(), image, 1);
  try {
    for (let seed = 0; seed < seeds; seed++) images.set((await sampler.draw(1, { seed })).images, seed * size);
  } finally {
    await sampler.close();
  }
  const whole = wholeModel(subject, TOGETHER);
  const [different, nearTies]: [Tie[], Tie[]] = [[], []];
  for (let first = 0; first < seeds; first += TOGETHER) {
    const own = images.subarray(first * size, (first + TOGETHER) * size);
    const { logits } = whole(own, null);
    const most = (bound / 2) * logits.reduce((largest, logit) => Math.max(largest, Math.abs(logit)), 0);
    for (let i = 0; i < TOGETHER; i++) {
      const random = keyedRandom("sample", first + i, 0);
      for (let value = 0; value < size; value++) {
        const at = i * size + (value % channels) * height * width + Math.floor(value / channels);
        const { level, margin } = draw(logits, at * levels, levels, random.uniform(), 1);
        const tie = { seed: first + i, value, margin };
        if (level !== own[at]) different.push(tie);
        if (margin <= most) nearTies.push(tie);
      }
    }
  }
  return { different, nearTies };
}
