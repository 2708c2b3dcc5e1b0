import { describe, expect, it } from "vitest";
import type { CodedSettings } from "../../src/models/index.js";
import type { Complaint } from "../probability/checks.js";
import { describeMutant } from "../probability/mutant.js";
import { bounded, size } from "./subjects.js";
import { losses, subjectOf, tensorsFor } from "./world.js";
import type { Subject } from "./world.js";

const BATCH = 3;
const vae = bounded["VAE of dense layers"];
const convolutional = bounded["VAE of convolutions"];
const conditional = bounded["conditional VAE of dense layers"];
const variance = bounded["VAE with a fixed variance"];

/** Two settings that differ in one option. */
const pairs: Readonly<Record<string, readonly [CodedSettings, CodedSettings]>> = {
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

type Make = (settings: CodedSettings) => Subject;
const made: Make = (settings) => subjectOf(settings, size);

/** The option changes the loss of every example. */
function acts(option: string, make: Make): Complaint {
  const [one = vae, other = vae] = pairs[option] ?? [];
  return differ(lossOf(make(one)), lossOf(make(other))) ? null : `${option} is accepted and ignored`;
}

/** What a model does that takes an option and goes on with its usual value. */
const ignored: Readonly<Record<string, (settings: CodedSettings) => CodedSettings>> = {
  β: (own) => (own.kind === "auto-encoder" ? own : { ...own, beta: 1 }),
  "that there are classes": (own) => ({ ...vae, ...own, kind: "vae" }),
  activation: (own) => ({ ...own, network: vae.network }),
  variance: (own) => ({ ...own, likelihood: { kind: "gaussian", logVar: 0 } }),
  "whether the variance is learned": (own) => ({ ...own, likelihood: { kind: "gaussian", logVar: -2 } }),
  "whether codes are drawn": (own) => ({ ...vae, ...own, kind: "auto-encoder" }),
};

describe("an option that is accepted acts:", () => {
  it.each(Object.keys(pairs))("%s", (option) => {
    expect(acts(option, made)).toBeNull();
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

for (const [option, change] of Object.entries(ignored)) {
  describeMutant<Make>({
    bug: 14,
    mistake: `${option}, accepted and ignored`,
    right: made,
    wrong: (settings) => made(change(settings)),
    check: (make) => acts(option, make),
    message: `${option} is accepted and ignored`,
  });
}
