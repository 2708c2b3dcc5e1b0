import { describe, expect, it } from "vitest";
import { add, exp, log, multiply, negate, sigmoid, softplus, square, subtract, sum } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { IMAGE } from "../../src/models/index.js";
import type { Likelihood } from "../../src/models/index.js";
import { describeMutant } from "../probability/mutant.js";
import { eachAlone } from "../models/each-alone.js";
import { bounded, size } from "../models/subjects.js";
import { boundedSubjectOf, losses, tensorsFor } from "../models/world.js";
import type { BoundedSubject } from "../models/world.js";
import {
  boundsEvidence,
  divergenceFromPrior,
  divergenceIsMean,
  finiteAtExtremes,
  momentsOfCodes,
  normalized,
  outcomesOnly,
} from "./checks.js";
import { linear, optimal, suboptimal } from "./linear.js";
import { posteriorOf, right, shipped } from "./shipped.js";
import type { Pieces } from "./shipped.js";

// Variational auto-encoders with mistakes that people shipped, and the checks of whole models that see them.

const BATCH = 3;
const dense = boundedSubjectOf(bounded["VAE of dense layers"], size);
const convolutional = boundedSubjectOf(bounded["VAE of convolutions"], size);
const fourPixels = boundedSubjectOf(bounded["VAE of dense layers"], { channels: 1, height: 2, width: 2 });
const twoValues = boundedSubjectOf(
  { ...bounded["VAE with a fixed variance"], likelihood: { kind: "gaussian", logVar: 0 } },
  { channels: 1, height: 1, width: 2 },
);

type Check = (subject: BoundedSubject) => string | null;
const moments: Check = (subject) => momentsOfCodes(subject, BATCH, tensorsFor(subject, BATCH));
const divergence: Check = (subject) => divergenceIsMean(subject, BATCH, tensorsFor(subject, BATCH));
const fromPrior: Check = (subject) => divergenceFromPrior(subject, BATCH, tensorsFor(subject, BATCH));
const evidence: Check = (subject) => boundsEvidence(subject, { optimal, suboptimal });
const outcomes: Check = (subject) => normalized(subject, tensorsFor(subject, 1), "outcomes");
const densities: Check = (subject) => normalized(subject, tensorsFor(subject, 1), "densities");
const alone: Check = (subject) => eachAlone(subject, BATCH, tensorsFor(subject, BATCH));
const extremes: Check = (subject) => finiteAtExtremes(subject, BATCH, tensorsFor(subject, BATCH));
const support: Check = (subject) => outcomesOnly(subject, tensorsFor(subject, 1));

/** A mistake in one piece, a check of the whole that sees it, and part of what this says. */
interface Shipped {
  readonly bug: number;
  readonly mistake: string;
  readonly of: BoundedSubject;
  readonly pieces: Partial<Pieces>;
  readonly check: Check;
  readonly message: string;
}

/** What a piece makes, changed. */
const reconstruction = (change: (value: Node, p: Likelihood) => Node): Partial<Pieces> => ({
  reconstruction: (p, images) => change(p.nll(images), p),
});
const kl = (change: (value: Node) => Node): Partial<Pieces> => ({
  divergence: (parameters) => change(right.divergence(parameters)),
});
const logitsOf = ({ distribution }: Likelihood): Node => {
  const { logits } = distribution.parameters;
  if (logits === undefined) throw new Error("no logits");
  return logits.node;
};
const pixelsOf = (p: Likelihood): number => p.distribution.eventAxes.reduce((product, own) => product * own.size, 1);
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
const overLatents = kl((value) => multiply(value, 1 / 2));
const overPixels = reconstruction((value, p) => multiply(value, 1 / pixelsOf(p)));
const turned = kl(negate);
const forLogSigma: Partial<Pieces> = {
  divergence: ({ mean: centre, logVar }) => right.divergence({ mean: centre, logVar: multiply(logVar, 2) }),
};
const forSigma: Partial<Pieces> = {
  divergence: ({ mean: centre, logVar }) => right.divergence({ mean: centre, logVar: log(square(logVar)) }),
};
const constantAgain = reconstruction((value, p) => add(value, ((pixelsOf(p) - 1) * pixelsOf(p) * Math.log(2 * Math.PI)) / 2));

const all: readonly Shipped[] = [
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
    check: divergence,
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
    bug: 4,
    mistake: "the reconstruction averaged over pixels, the divergence summed",
    of: fourPixels,
    pieces: overPixels,
    check: outcomes,
    message: "the sum of the probabilities of all images",
  },
  {
    bug: 4,
    mistake: "the reconstruction averaged, seen by a model whose log p(x) is known",
    of: linear,
    pieces: overPixels,
    check: evidence,
    message: "the bound at the true posterior",
  },
  {
    bug: 5,
    mistake: "the divergence divided by batch · pixels",
    of: dense,
    pieces: kl((value) => multiply(value, 1 / (batchOf(value) * 40))),
    check: divergence,
    message: "divided by batch · pixels",
  },
  {
    bug: 5,
    mistake: "the divergence divided by the size of the batch, which the last batch of an epoch has not",
    of: dense,
    pieces: kl((value) => multiply(value, 1 / batchOf(value))),
    check: alone,
    message: "the loss of example 0",
  },
  {
    bug: 6,
    mistake: "log σ² taken for log σ in the divergence",
    of: dense,
    pieces: forLogSigma,
    check: divergence,
    message: "log σ² is taken for log σ",
  },
  {
    bug: 6,
    mistake: "log σ² taken for σ in the divergence",
    of: dense,
    pieces: forSigma,
    check: divergence,
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
    check: divergence,
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
  {
    bug: 10,
    mistake: "target and input of the cross-entropy swapped",
    of: fourPixels,
    pieces: {
      reconstruction: (p, images) => sum(subtract(softplus(images), multiply(images, logitsOf(p))), IMAGE),
    },
    check: outcomes,
    message: "the sum of the probabilities of all images",
  },
  {
    bug: 13,
    mistake: "the constant of the normal density times D in each dimension",
    of: twoValues,
    pieces: constantAgain,
    check: densities,
    message: "the constant (D/2) log 2π is there D times",
  },
  {
    bug: 13,
    mistake: "the normal density without its constant",
    of: twoValues,
    pieces: reconstruction((value, p) => subtract(value, (pixelsOf(p) * Math.log(2 * Math.PI)) / 2)),
    check: densities,
    message: "the constant (D/2) log 2π is missing",
  },
  {
    bug: 15,
    mistake: "log σ and log(1 − σ)",
    of: dense,
    pieces: {
      reconstruction: (p, images) => {
        const [one, zero] = [sigmoid(logitsOf(p)), subtract(1, sigmoid(logitsOf(p)))];
        return negate(sum(add(multiply(images, log(one)), multiply(subtract(1, images), log(zero))), IMAGE));
      },
    },
    check: extremes,
    message: "log 0 or an overflow of exp",
  },
  {
    bug: 15,
    mistake: "log(1 + exp) written out",
    of: dense,
    pieces: {
      reconstruction: (p, images) => sum(subtract(log(add(1, exp(logitsOf(p)))), multiply(images, logitsOf(p))), IMAGE),
    },
    check: extremes,
    message: "log 0 or an overflow of exp",
  },
];

for (const { bug, mistake, of, pieces, check, message } of all) {
  describeMutant<BoundedSubject>({ bug, mistake, right: of, wrong: shipped(of, pieces), check, message });
}

describeMutant<BoundedSubject>({
  bug: 11,
  mistake: "a Bernoulli likelihood of what is neither 0 nor 1",
  right: fourPixels,
  wrong: {
    ...fourPixels,
    model: {
      ...fourPixels.model,
      decode: (...given) => {
        const p = fourPixels.model.decode(...given);
        return { ...p, distribution: { ...p.distribution, logProb: (x) => negate(p.nll(x)) } };
      },
    },
  },
  check: support,
  message: "a value outside of the support has probability: 0.5",
});

describe("the models without a mistake", () => {
  it.each([
    ["dense", dense],
    ["convolutional", convolutional],
    ["linear", linear],
    ["two values", twoValues],
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
    for (const check of [moments, divergence, fromPrior, alone]) expect(check(subject)).toBeNull();
  });
});
