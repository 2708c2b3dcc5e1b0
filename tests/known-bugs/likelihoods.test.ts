import { add, exp, log, multiply, negate, sigmoid, softplus, subtract, sum } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { IMAGE } from "../../src/models/index.js";
import type { Likelihood } from "../../src/models/index.js";
import { describeMutant } from "../probability/mutant.js";
import { bounded, size } from "../models/subjects.js";
import { boundedSubjectOf, tensorsFor } from "../models/world.js";
import type { BoundedSubject } from "../models/world.js";
import { boundsEvidence, finiteAtExtremes, normalized, outcomesOnly } from "./checks.js";
import { linear, optimal, suboptimal } from "./linear.js";
import { describeMistakes, reconstruction } from "./shipped.js";
import type { Mistake } from "./shipped.js";

// Mistakes that people shipped in p(x|z).

const BATCH = 3;
const dense = boundedSubjectOf(bounded["VAE of dense layers"], size);
const fourPixels = boundedSubjectOf(bounded["VAE of dense layers"], { channels: 1, height: 2, width: 2 });
const twoValues = boundedSubjectOf(
  { ...bounded["VAE with a fixed variance"], likelihood: { kind: "gaussian", logVar: 0 } },
  { channels: 1, height: 1, width: 2 },
);

type Check = Mistake["check"];
const outcomes: Check = (subject) => normalized(subject, tensorsFor(subject, 1), "outcomes");
const densities: Check = (subject) => normalized(subject, tensorsFor(subject, 1), "densities");
const evidence: Check = (subject) => boundsEvidence(subject, { optimal, suboptimal });
const extremes: Check = (subject) => finiteAtExtremes(subject, BATCH, tensorsFor(subject, BATCH));
const support: Check = (subject) => outcomesOnly(subject, tensorsFor(subject, 1));

const logitsOf = ({ distribution }: Likelihood): Node => {
  const { logits } = distribution.parameters;
  if (logits === undefined) throw new Error("no logits");
  return logits.node;
};
const pixelsOf = (p: Likelihood): number => p.distribution.eventAxes.reduce((product, own) => product * own.size, 1);
const overPixels = reconstruction((value, p) => multiply(value, 1 / pixelsOf(p)));
const constantAgain = reconstruction((value, p) => add(value, ((pixelsOf(p) - 1) * pixelsOf(p) * Math.log(2 * Math.PI)) / 2));

describeMistakes([
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
]);

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
