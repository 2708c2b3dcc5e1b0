import { describe, expect, it } from "vitest";
import { add, exp, log, multiply, negate, square, sum } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { eachAlone } from "../models/each-alone.js";
import { bounded, size } from "../models/subjects.js";
import { boundedSubjectOf, losses, tensorsFor } from "../models/world.js";
import { boundsEvidence, divergenceFromPrior, divergenceIsMean, momentsOfCodes } from "./checks.js";
import { linear, optimal, suboptimal } from "./linear.js";
import { describeMistakes, divergence, posteriorOf, reconstruction, right, shipped } from "./shipped.js";
import type { Mistake, Pieces } from "./shipped.js";

// Mistakes that people shipped in how variational auto-encoders draw codes, weigh the divergence and sum over examples.

const BATCH = 3;
const dense = boundedSubjectOf(bounded["VAE of dense layers"], size);
const convolutional = boundedSubjectOf(bounded["VAE of convolutions"], size);

type Check = Mistake["check"];
const moments: Check = (subject) => momentsOfCodes(subject, BATCH, tensorsFor(subject, BATCH));
const isMean: Check = (subject) => divergenceIsMean(subject, BATCH, tensorsFor(subject, BATCH));
const fromPrior: Check = (subject) => divergenceFromPrior(subject, BATCH, tensorsFor(subject, BATCH));
const evidence: Check = (subject) => boundsEvidence(subject, { optimal, suboptimal });
const alone: Check = (subject) => eachAlone(subject, BATCH, tensorsFor(subject, BATCH));

const batchOf = (node: Node): number => node.axes.find(({ name }) => name === "batch")?.size ?? NaN;

const drawn = (draw: (mean: Node, logVar: Node, noise: Node) => Node): Partial<Pieces> => ({
  draw: (q, noise) => {
    const { mean: centre, logVar } = posteriorOf(q);
    return draw(centre, logVar, noise);
  },
});
const withoutHalf = drawn((centre, logVar, noise) => add(centre, multiply(exp(logVar), noise)));
const smallNoise: Partial<Pieces> = { draw: (q, noise) => q.sample(multiply(noise, 0.01)) };
const logVarForSigma = drawn((centre, logVar, noise) => add(centre, multiply(logVar, noise)));
const overLatents = divergence((value) => multiply(value, 1 / 2));
const turned = divergence(negate);
const forLogSigma: Partial<Pieces> = {
  divergence: ({ mean: centre, logVar }) => right.divergence({ mean: centre, logVar: multiply(logVar, 2) }),
};
const forSigma: Partial<Pieces> = {
  divergence: ({ mean: centre, logVar }) => right.divergence({ mean: centre, logVar: log(square(logVar)) }),
};
describeMistakes([
  {
    bug: 1,
    mistake: "σ = exp(log σ²) in the reparameterization",
    of: dense,
    pieces: withoutHalf,
    check: moments,
    message: "the ½ is missing",
  },
  {
    bug: 1,
    mistake: "σ = exp(log σ²), seen by a model whose log p(x) is known",
    of: linear,
    pieces: withoutHalf,
    check: evidence,
    message: "the bound at the true posterior",
  },
  {
    bug: 2,
    mistake: "noise with the standard deviation 0.01",
    of: convolutional,
    pieces: smallNoise,
    check: moments,
    message: "the noise has the standard deviation 0.01",
  },
  {
    bug: 2,
    mistake: "small noise, seen by a bound that exceeds log p(x)",
    of: linear,
    pieces: smallNoise,
    check: evidence,
    message: "the bound at the true posterior",
  },
  {
    bug: 3,
    mistake: "the divergence averaged over latent dimensions",
    of: dense,
    pieces: overLatents,
    check: isMean,
    message: "averaged over latent dimensions",
  },
  {
    bug: 3,
    mistake: "the divergence averaged, seen by a bound that exceeds log p(x)",
    of: linear,
    pieces: overLatents,
    check: evidence,
    message: "the bound at the true posterior",
  },
  {
    bug: 5,
    mistake: "the divergence divided by batch · pixels",
    of: dense,
    pieces: divergence((value) => multiply(value, 1 / (batchOf(value) * 40))),
    check: isMean,
    message: "divided by batch · pixels",
  },
  {
    bug: 5,
    mistake: "the divergence divided by the size of the batch, which the last batch of an epoch has not",
    of: dense,
    pieces: divergence((value) => multiply(value, 1 / batchOf(value))),
    check: alone,
    message: "the loss of example 0",
  },
  {
    bug: 6,
    mistake: "log σ² taken for log σ in the divergence",
    of: dense,
    pieces: forLogSigma,
    check: isMean,
    message: "log σ² is taken for log σ",
  },
  {
    bug: 6,
    mistake: "log σ² taken for σ in the divergence",
    of: dense,
    pieces: forSigma,
    check: isMean,
    message: "log σ² is taken for σ",
  },
  {
    bug: 6,
    mistake: "log σ² taken for σ in the reparameterization",
    of: dense,
    pieces: logVarForSigma,
    check: moments,
    message: "log σ² is taken for σ",
  },
  {
    bug: 8,
    mistake: "the sign of the divergence",
    of: dense,
    pieces: turned,
    check: isMean,
    message: "its sign is turned",
  },
  {
    bug: 8,
    mistake: "the sign of the divergence, seen by its being below 0",
    of: convolutional,
    pieces: turned,
    check: fromPrior,
    message: "below 0",
  },
  {
    bug: 9,
    mistake: "a sum over all axes, the batch among them",
    of: dense,
    pieces: {
      reconstruction: (p, images) => sum(p.nll(images), ["batch"]),
      divergence: (parameters) => sum(right.divergence(parameters), ["batch"]),
    },
    check: alone,
    message: "summed over the wrong axes",
  },
  {
    bug: 9,
    mistake: "a sum over the batch in one term, which repeats it for every example",
    of: dense,
    pieces: reconstruction((value) => sum(value, ["batch"])),
    check: alone,
    message: "the loss of example 0",
  },
]);

describe("the models without a mistake", () => {
  it.each([
    ["dense", dense],
    ["convolutional", convolutional],
    ["linear", linear],
  ])("that are written by hand have the loss of the library: %s", (_, subject) => {
    const tensors = tensorsFor(subject, BATCH);
    expect(losses(shipped(subject), BATCH, tensors)).toEqual(losses(subject, BATCH, tensors));
    expect(losses(shipped(subject, smallNoise), BATCH, tensors)).not.toEqual(losses(subject, BATCH, tensors));
  });

  it.each([
    ["dense", dense],
    ["convolutional", convolutional],
    ["conditional", boundedSubjectOf(bounded["conditional VAE of convolutions"], size)],
    ["of a learned variance", boundedSubjectOf(bounded["VAE with a learned variance"], size)],
  ])("pass the checks of codes, divergences and batches: %s", (_, subject) => {
    for (const check of [moments, isMean, fromPrior, alone]) expect(check(subject)).toBeNull();
  });
});
