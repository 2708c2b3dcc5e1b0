import { describe, expect, it } from "vitest";
import { add, axis, input, logSumExp, max, mean, multiply, square, subtract } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { importanceWeightedBound, logWeight } from "../../src/probability/index.js";
import type { Distribution } from "../../src/probability/index.js";
import { Build, IMAGE, imageAxes, lines } from "../../src/models/index.js";
import type { LatentVariableModel } from "../../src/models/index.js";
import { differs, first } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { describeMutant } from "../probability/mutant.js";
import { noiseFor } from "../probability/point.js";
import { all } from "../models/subjects.js";
import { losses, subjectOf, tensorsFor, valuesOf } from "../models/world.js";
import type { BoundedSubject, Subject, Tensors } from "../models/world.js";
import { bounded, evaluated, greyImages, shown } from "./evaluation.js";
import { lackOfNoise, linear, logEvidence, lossVariance, optimal, suboptimal } from "./linear.js";
import { posteriorOf, right, shipped } from "./shipped.js";

// Mistakes that people shipped in how models are measured.

/** Three batches of an evaluation, the last of them not full. */
const COUNT = 1200;
const images = greyImages(linear, COUNT);
const rows = await shown(images);
const average = (f: (x: readonly number[]) => number): number => rows.reduce((total, x) => total + f(x), 0) / COUNT;
const evidence = average(logEvidence);

/** What is measured of the linear model at its true posterior is log p(x), up to what the noise of so many images does; another seed draws other noise. */
async function isBoundOf(subject: BoundedSubject): Promise<Complaint> {
  const { total } = await evaluated(subject, optimal, images);
  const other = await evaluated(subject, optimal, images, 1);
  const reach = 8 * Math.sqrt(average(lossVariance) / COUNT);
  const lack = (variance: number): number => -evidence - average((x) => lackOfNoise(x, variance));
  const suspects =
    total === other.total
      ? { "the code is the mean of q(z|x), not drawn": lack(0) }
      : { "the noise has the standard deviation 0.01": lack(1e-4) };
  return differs("minus the evidence lower bound that is measured", total, -evidence, reach, suspects);
}

describeMutant<BoundedSubject>({
  bug: 7,
  mistake: "an evaluation at z = μ that is reported as the evidence lower bound",
  right: linear,
  wrong: shipped(linear, { draw: (q, noise) => add(posteriorOf(q).mean, multiply(noise, 0)) }),
  check: isBoundOf,
  message: "the code is the mean of q(z|x), not drawn",
});
describeMutant<BoundedSubject>({
  bug: 2,
  mistake: "an evaluation with noise of the standard deviation 0.01",
  right: linear,
  wrong: shipped(linear, { draw: (q, noise) => right.draw(q, multiply(noise, 0.01)) }),
  check: isBoundOf,
  message: "the noise has the standard deviation 0.01",
});

/** A model whose loss is one number of each example. */
function measuring(subject: Subject, value: (build: Build, images: Node) => Node): Subject {
  const loss: LatentVariableModel["loss"] = (build, examples) => ({
    measured: { value: value(build, examples.images), weight: 1, annealed: false, derivation: [lines.bound] },
  });
  return { ...subject, model: { ...subject.model, loss } };
}

const WIDTH = 50;
type Noise = (noise: Node) => Node;

/** The noise that the library draws for a model has the mean square 1. */
async function isStandard(own: Noise): Promise<Complaint> {
  const measured = measuring(linear, (build, of) => {
    const batch = of.axes.filter(({ name }) => name === "batch");
    const noise = build.noise("noise", { law: "standard normal", axes: [...batch, axis("latent", WIDTH)] });
    return add(mean(square(own(noise)), ["latent"]), multiply(max(of, IMAGE), 0));
  });
  const { total } = await evaluated(measured, {}, images);
  return differs("the mean square of the noise", total, 1, 8 * Math.sqrt(2 / (COUNT * WIDTH)), {
    "the noise has the standard deviation 0.01": 1e-4,
  });
}

describeMutant<Noise>({
  bug: 2,
  mistake: "noise of the standard deviation 0.01",
  right: (noise) => noise,
  wrong: (noise) => multiply(noise, 0.01),
  check: isStandard,
  message: "the mean square of the noise",
});

type Levels = (images: Node) => Node;

/** What a model is shown of grey levels lies from 0 to 1, and reaches both. */
async function fromZeroToOne(own: Levels): Promise<Complaint> {
  const largest = await evaluated(
    measuring(linear, (_, of) => max(own(of), IMAGE)),
    {},
    images,
  );
  const exact = average((x) => Math.max(...x));
  return differs("the mean of the largest level of each image", largest.total, exact, 1e-6, {
    "levels go to 255: they are in no likelihood's support": 255 * exact,
  });
}

describeMutant<Levels>({
  bug: 11,
  mistake: "levels from 0 to 255",
  right: (levels) => levels,
  wrong: (levels) => multiply(levels, 255),
  check: fromZeroToOne,
  message: "they are in no likelihood's support",
});

const autoEncoder = subjectOf(all["auto-encoder of dense layers"], linear.size);
const autoEncoderParameters = Object.fromEntries(
  Object.entries(tensorsFor(autoEncoder, 1)).filter(([name]) => name !== "images"),
);
type Average = (subject: Subject, parameters: Tensors) => Promise<number>;

/** The mean over all examples counts each of them once, those of the last batch too. */
async function countsEachOnce(own: Average): Promise<Complaint> {
  const each = losses(autoEncoder, COUNT, { ...autoEncoderParameters, images: imagesTensor(0, COUNT) });
  const exact = each.reduce((total, loss) => total + loss, 0) / COUNT;
  return differs("the mean loss", await own(autoEncoder, autoEncoderParameters), exact, 1e-6 * exact, {
    "the mean over batches of their means: the last batch, which is smaller, counts as much as the others": meanOfMeans(each),
    "divided by whole batches": (exact * COUNT) / 1500,
  });
}

function imagesTensor(from: number, to: number) {
  const axes = [axis("batch", to - from), ...imageAxes(linear.size)];
  return { axes, values: Float64Array.from(rows.slice(from, to).flat()) };
}

function meanOfMeans(each: readonly number[]): number {
  const batches = [each.slice(0, 500), each.slice(500, 1000), each.slice(1000)];
  return batches.map((own) => own.reduce((a, b) => a + b, 0) / own.length).reduce((a, b) => a + b, 0) / batches.length;
}

describeMutant<Average>({
  bug: 5,
  mistake: "a mean over batches when the last one is smaller",
  right: async (subject, parameters) => (await evaluated(subject, parameters, images)).total,
  wrong: async (subject, parameters) =>
    Promise.resolve(meanOfMeans(losses(subject, COUNT, { ...parameters, images: imagesTensor(0, COUNT) }))),
  check: countsEachOnce,
  message: "the mean over batches of their means",
});

interface Bound {
  readonly bound: number;
  readonly elbo: number;
}
type Measure = (parameters: Tensors, k: number) => Promise<Bound>;
const few = greyImages(linear, 24);
const fewRows = await shown(few);
const fewEvidence = fewRows.reduce((total, x) => total + logEvidence(x), 0) / fewRows.length;

/** At the true posterior every weight is p(x), so that the bound is log p(x) for every k; elsewhere one weight gives the ELBO, and more give more. */
async function isImportanceBound(measure: Measure): Promise<Complaint> {
  const [seven, one, many] = [await measure(optimal, 7), await measure(suboptimal, 1), await measure(suboptimal, 50)];
  const gain = seven.bound - seven.elbo;
  const areEqual = Math.abs(gain) < 1e-4 || Math.abs(gain - Math.log(7)) < 1e-4;
  return first([
    areEqual ? null : "the weights at the true posterior are not all p(x): a density is missing or has the wrong sign",
    differs("the bound at the true posterior", seven.bound, fewEvidence, 1e-4, {
      "−log k is missing": fewEvidence + Math.log(7),
    }),
    differs("the bound of one weight elsewhere", one.bound, one.elbo, 1e-4),
    many.bound > many.elbo + 1e-3
      ? null
      : `the bound of 50 weights is ${many.bound}, the mean of their logarithms ${many.elbo}: it does not grow with k`,
  ]);
}

/** The bound as people write it, of weights and a way to put them together of one's own. */
function written(
  weigh: (logLikelihood: Node, z: Node, of: Distribution, model: LatentVariableModel) => Node,
  combine: (logWeights: Node) => Node,
): Measure {
  return async (parameters, k) => {
    const batch = axis("batch", fewRows.length);
    const build = new Build();
    const examples = { images: input("images", [batch, ...imageAxes(linear.size)]), labels: null };
    const q = linear.model.posterior(build, examples);
    const z = q.sample(...noiseFor(q, "written", axis("sample", k)));
    const p = linear.model.decode(build, z, null);
    const weights = weigh(p.distribution.logProb(examples.images), z, q, linear.model);
    const given = { ...parameters, images: { axes: examples.images.axes, values: Float64Array.from(fewRows.flat()) } };
    const all = (node: Node): number => valuesOf(mean(node, ["batch"]), given)[0] ?? NaN;
    return Promise.resolve({ bound: all(combine(weights)), elbo: all(mean(weights, ["sample"])) });
  };
}
const rightWeights = (
  logLikelihood: Node,
  z: Node,
  q: ReturnType<LatentVariableModel["posterior"]>,
  model: LatentVariableModel,
): Node => logWeight(logLikelihood, z, q, model.prior);
const rightBound = (weights: Node): Node => importanceWeightedBound(weights, "sample");
const measured: Measure = async (parameters, k) => bounded(linear, parameters, few, k);

describeMutant<Measure>({
  bug: 12,
  mistake: "importance weights without −log k",
  right: measured,
  wrong: written(rightWeights, (weights) => logSumExp(weights, ["sample"])),
  check: isImportanceBound,
  message: "−log k is missing",
});
describeMutant<Measure>({
  bug: 12,
  mistake: "importance weights that are multiplied by q(z|x), not divided",
  right: measured,
  wrong: written((logLikelihood, z, q, model) => add(add(logLikelihood, model.prior.logProb(z)), q.logProb(z)), rightBound),
  check: isImportanceBound,
  message: "a density is missing or has the wrong sign",
});
describeMutant<Measure>({
  bug: 12,
  mistake: "importance weights without the prior",
  right: measured,
  wrong: written((logLikelihood, z, q) => subtract(logLikelihood, q.logProb(z)), rightBound),
  check: isImportanceBound,
  message: "a density is missing or has the wrong sign",
});
describeMutant<Measure>({
  bug: 12,
  mistake: "a mean of logarithms where the logarithm of a mean is meant",
  right: measured,
  wrong: written(rightWeights, (weights) => mean(weights, ["sample"])),
  check: isImportanceBound,
  message: "it does not grow with k",
});

describe("the evaluations written by hand", () => {
  it("pass without a mistake", async () => {
    expect(await isImportanceBound(written(rightWeights, rightBound))).toBeNull();
    expect(await isBoundOf(shipped(linear))).toBeNull();
  });
});
