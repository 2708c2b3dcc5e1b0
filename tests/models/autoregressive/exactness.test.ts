import { describe, expect, it } from "vitest";
import type { AutoregressiveModel, ImageSize } from "../../../src/models/index.js";
import { maskA, maskB } from "../../../src/probability/index.js";
import { axis, tensor } from "../../../src/tensor/index.js";
import { everyImage, examplesOf, models, observations, oneLayer, small, valueWith } from "./subjects.js";

const grey = (height: number, width: number): ImageSize => ({ channels: 1, height, width });
const sizes: readonly (readonly [keyof typeof observations, ImageSize])[] = [
  ["bits", grey(2, 2)],
  ["bits", grey(3, 3)],
  ["three levels", grey(2, 2)],
  ["rounded logistic variables", grey(2, 2)],
  ["bits", { channels: 3, height: 1, width: 2 }],
  ["three levels", { channels: 3, height: 1, width: 2 }],
  ["rounded logistic variables", { channels: 3, height: 1, width: 2 }],
];

/** Σ p(x) over every image there is. */
function totalOf(model: AutoregressiveModel, image: ImageSize, classes = 0, label = 0): number {
  const images = everyImage(image, model.levels);
  const [{ size: count } = axis("batch", 0)] = images.axes;
  const labels = tensor([axis("batch", count)], new Float64Array(count).fill(label));
  const given = classes === 0 ? { images } : { images, labels };
  const { values } = valueWith((build) => model.logProb(build, examplesOf(count, image, classes)), given);
  return values.reduce((total, value) => total + Math.exp(value), 0);
}

const cases = Object.keys(models).flatMap((name) => sizes.map(([observed, image]) => [name, observed, image] as const));

describe("the probabilities of all images sum to 1", () => {
  it.each(cases)("%s, %s, %o", (name, observed, image) => {
    const model = models[name]?.({ ...small, observation: observations[observed] }, image);
    if (model === undefined) throw new Error(name);
    expect(Math.abs(totalOf(model, image) - 1)).toBeLessThan(1e-9);
  });

  it.each(Object.entries(models))("%s, given each class", (_, make) => {
    const model = make({ ...small, classes: 2, observation: observations.bits }, grey(2, 2));
    const totals = [0, 1].map((label) => totalOf(model, grey(2, 2), 2, label));
    for (const total of totals) expect(Math.abs(total - 1)).toBeLessThan(1e-9);
  });

  it("and do not where a pixel sees itself", () => {
    const summed = (mask: typeof maskA): number => {
      const network = oneLayer({ height: 3, width: 3 }, mask, grey(2, 2));
      return totalOf(network, grey(2, 2));
    };
    expect(Math.abs(summed(maskA) - 1)).toBeLessThan(1e-9);
    expect(Math.abs(summed(maskB) - 1)).toBeGreaterThan(0.01);
  });
});
