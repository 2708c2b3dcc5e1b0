import { describe, expect, it } from "vitest";
import { resultsOf } from "../../src/cli/results.js";
import { tensor } from "../../src/tensor/index.js";
import type { RunSettings } from "../../src/training/settings.js";
import { differs } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { describeMutant } from "../probability/mutant.js";
import { boundedSubjectOf, tensorsFor } from "../models/world.js";
import { settingsOf, SMALL_VAE } from "../training/world.js";
import { evaluated, greyImages } from "./evaluation.js";

// Mistakes that people shipped in how results are reported.

const image = { channels: 1, height: 3, width: 2 };
const PIXELS = 6;
type Bits = (nats: number) => Promise<number>;

/** With all weights 0 every pixel is 1 with probability ½ whatever the code, and the code says nothing: one bit for each dimension. */
async function isOneBit(bits: Bits): Promise<Complaint> {
  const subject = boundedSubjectOf(SMALL_VAE, image);
  const zeros = Object.fromEntries(
    Object.entries(tensorsFor(subject, 1))
      .filter(([name]) => name !== "images" && name !== "noise")
      .map(([name, { axes, values }]) => [
        name,
        tensor(
          axes,
          values.map(() => 0),
        ),
      ]),
  );
  const { total } = await evaluated(subject, zeros, greyImages(subject, 20));
  return differs("bits per dimension of the uniform model", await bits(total), 1, 1e-4, {
    "the base of the logarithm is e": Math.LN2,
    "it is of the whole image, not of a dimension": PIXELS,
  });
}

const reported: Bits = async (total) => {
  const settings = settingsOf({ model: SMALL_VAE, data: { binarization: "fixed" } });
  const evaluation = { examples: 20, terms: new Map([["reconstruction", total]]), total };
  const row = resultsOf(evaluation, settings, image, "test").rows.find(({ name }) => name === "bits per dimension");
  return Promise.resolve(Number(row?.value));
};

describeMutant<Bits>({
  bug: 26,
  mistake: "nats for bits",
  right: reported,
  wrong: async (total) => Promise.resolve(total / PIXELS),
  check: isOneBit,
  message: "the base of the logarithm is e",
});
describeMutant<Bits>({
  bug: 26,
  mistake: "bits of the image",
  right: reported,
  wrong: async (total) => Promise.resolve(total / Math.LN2),
  check: isOneBit,
  message: "it is of the whole image, not of a dimension",
});

describe("bug 11: the cross-entropy of grey levels reported as a likelihood", () => {
  const evaluation = { examples: 20, terms: new Map([["reconstruction", 4]]), total: 4 };
  const named = (settings: RunSettings): readonly string[] =>
    resultsOf(evaluation, settings, image, "test").rows.map(({ name }) => name);

  it("has neither an evidence lower bound nor bits per dimension", () => {
    expect(named(settingsOf({ model: SMALL_VAE, data: { binarization: "none" } }))).toEqual(["loss", "reconstruction"]);
    expect(named(settingsOf({ model: SMALL_VAE, data: { binarization: "fixed" } }))).toEqual([
      "ELBO",
      "bits per dimension",
      "reconstruction",
    ]);
  });
});
