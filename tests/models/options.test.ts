import { describe, expect, it } from "vitest";
import type { ModelSettings } from "../../src/models/index.js";
import { bounded, size } from "./subjects.js";
import { losses, subjectOf, tensorsFor } from "./world.js";
import type { Subject } from "./world.js";

const BATCH = 3;
const vae = bounded["VAE of dense layers"];
const convolutional = bounded["VAE of convolutions"];
const conditional = bounded["conditional VAE of dense layers"];
const variance = bounded["VAE with a fixed variance"];

/** Two settings that differ in one option. */
const pairs: Readonly<Record<string, readonly [ModelSettings, ModelSettings]>> = {
  β: [vae, { ...vae, beta: 2 }],
  "β of the conditional VAE": [conditional, { ...conditional, beta: 0 }],
  "β below 1": [convolutional, { ...convolutional, beta: 0.5 }],
  "that there are classes": [vae, conditional],
  "latent dimensions": [vae, { ...vae, latentDimensions: 3 }],
  "the latent dimensions of convolutions": [convolutional, { ...convolutional, latentDimensions: 3 }],
  "the units of the first layer": [vae, { ...vae, network: { ...vae.network, hidden: [7, 5] } }],
  "the units of the last layer": [vae, { ...vae, network: { ...vae.network, hidden: [6, 4] } }],
  "the number of layers": [vae, { ...vae, network: { ...vae.network, hidden: [6, 5, 5] } }],
  activation: [vae, { ...vae, network: { ...vae.network, activation: "relu" } }],
  "channels of the first convolution": [
    convolutional,
    { ...convolutional, network: { ...convolutional.network, channels: [2, 4] } },
  ],
  "channels of the last convolution": [
    convolutional,
    { ...convolutional, network: { ...convolutional.network, channels: [3, 3] } },
  ],
  "the number of convolutions": [convolutional, { ...convolutional, network: { ...convolutional.network, channels: [3] } }],
  network: [vae, { ...vae, network: convolutional.network }],
  likelihood: [vae, variance],
  variance: [variance, { ...variance, likelihood: { kind: "gaussian", logVar: -1 } }],
  "whether the variance is learned": [variance, { ...variance, likelihood: { kind: "gaussian", logVar: "learned" } }],
  "whether codes are drawn": [vae, { ...vae, kind: "auto-encoder" }],
};

const lossOf = (subject: Subject): readonly number[] => losses(subject, BATCH, tensorsFor(subject, BATCH));

/** Whether the losses of all examples differ. */
function differ(a: readonly number[], b: readonly number[]): boolean {
  return a.length === BATCH && b.length === BATCH && a.every((loss, i) => Math.abs(loss / (b[i] ?? loss) - 1) > 1e-6);
}

describe("an option that is accepted acts:", () => {
  it.each(Object.entries(pairs))("%s", (_, [one, other]) => {
    expect(differ(lossOf(subjectOf(one, size)), lossOf(subjectOf(other, size)))).toBe(true);
  });

  it("and what does not act is seen", () => {
    const own = subjectOf(vae, size);
    expect(differ(lossOf(own), lossOf(own))).toBe(false);
    expect(differ(lossOf(own), [...lossOf(own).slice(1), NaN])).toBe(false);
  });

  it("β counts the divergence once more for each unit", () => {
    const at = (beta: number): readonly number[] => lossOf(subjectOf({ ...vae, beta }, size));
    const [none, once, thrice] = [at(0), at(1), at(3)];
    for (const [i, loss] of none.entries()) {
      const kl = (once[i] ?? NaN) - loss;
      expect(kl).toBeGreaterThan(0);
      expect((thrice[i] ?? NaN) - loss).toBeCloseTo(3 * kl, 12);
    }
  });
});
