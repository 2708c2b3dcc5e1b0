import { keyedRandom } from "../../src/numbers/random.js";
import { draw, logProbOf } from "../../src/sampling/draw.js";
import type { Samples } from "../../src/sampling/sampler.js";
import { wholeModel } from "./world.js";
import type { Drawing, Subject } from "./world.js";

/** Draws images the long way: the whole model for each value. Also the logits of the last run, of which each value's are those that it was drawn from. */
export function naively(
  subject: Subject,
  { count, seed = 7, temperature = 1, labels = null }: Drawing,
): Pick<Samples, "images" | "logProbs"> & { readonly logits: Float64Array } {
  const { channels, height, width } = subject.image;
  const { levels } = subject.model;
  const size = channels * height * width;
  const images = new Float32Array(count * size);
  const logProbs = new Float64Array(count);
  const seen = new Float64Array(count * size * levels);
  const whole = wholeModel(subject, count);
  const streams = Array.from({ length: count }, (_, i) => keyedRandom("sample", seed, i));
  for (let place = 0; place < height * width; place++) {
    for (let colour = 0; colour < channels; colour++) {
      const { logits } = whole(images, labels);
      for (const [i, random] of streams.entries()) {
        const at = i * size + colour * height * width + place;
        const start = at * levels;
        seen.set(logits.subarray(start, start + levels), start);
        const { level } = draw(logits, start, levels, random.uniform(), temperature);
        images[at] = level;
        logProbs[i] = (logProbs[i] ?? 0) + logProbOf(logits, start, levels, level);
      }
    }
  }
  return { images, logProbs, logits: seen };
}
