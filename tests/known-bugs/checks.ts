import { axis, constant, elements, gradients, input, namesOf, sum, tensor } from "../../src/tensor/index.js";
import type { Axes, Tensor } from "../../src/tensor/index.js";
import { Build, imageAxes } from "../../src/models/index.js";
import type { Examples } from "../../src/models/index.js";
import { differs, first } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { examplesOf, lossOf, termOf, valueOf, valuesOf } from "../models/world.js";
import type { BoundedSubject, Subject, Tensors } from "../models/world.js";
import { imagesOf, logEvidence, rows } from "./linear.js";

// Checks of whole models. Each returns null, or a complaint that names the mistake.

const mean = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0) / numbers.length;

/**
 * All signs along the latent axis, the same for every example: two places, −1 and 1, with weight ½ each have the first three moments of a standard normal
 * number, so that the mean over all signs is exact for what is quadratic in the noise.
 */
function signs(axes: Axes): readonly Tensor[] {
  const latents = axes.find(({ name }) => name === "latent")?.size ?? 0;
  const order = [...axes.filter(({ name }) => name !== "latent"), axis("latent", latents)];
  return Array.from({ length: 2 ** latents }, (_, bits) =>
    tensor(
      order,
      Array.from({ length: elements(order) }, (_unused, i) => ((bits >> (i % latents)) & 1 ? 1 : -1)),
    ),
  );
}

interface Encoded {
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  /** Codes over batch and latent, one for each combination of signs. */
  readonly codes: readonly (readonly number[])[];
}

/** The moments of q(z|x) as the encoder gives them, and codes as the model draws them. */
function encoded(subject: BoundedSubject, examples: Examples, tensors: Tensors): Encoded {
  const q = subject.model.posterior(new Build(), examples);
  const [noise] = q.noise;
  if (noise === undefined || q.noise.length > 1) throw new Error("a posterior of one noise is expected");
  const z = q.sample(input("noise", noise.axes));
  return {
    mean: valuesOf(q.mean(), tensors),
    variance: valuesOf(q.variance(), tensors),
    codes: signs(noise.axes).map((own) => valuesOf(z, { ...tensors, noise: own })),
  };
}

/** The codes that a model draws have the mean and variance that its posterior has. */
export function momentsOfCodes(subject: BoundedSubject, batch: number, tensors: Tensors): Complaint {
  const { mean: means, variance, codes } = encoded(subject, examplesOf(subject, batch), tensors);
  return first(
    means.flatMap((centre, i) => {
      const own = codes.map((z) => z[i] ?? NaN);
      const spread = mean(own.map((z) => (z - mean(own)) ** 2));
      const right = variance[i] ?? NaN;
      const logVar = Math.log(right);
      return [
        differs("the mean of the codes", mean(own), centre, 1e-12),
        differs("the variance of the codes", spread, right, 1e-12 * right, {
          "σ is exp(log σ²): the ½ is missing": right ** 2,
          "the noise has the standard deviation 0.01": 1e-4 * right,
          "there is no noise: the code is the mean": 0,
          "log σ² is taken for σ": logVar ** 2,
        }),
      ];
    }),
  );
}

/** The divergence is the mean of log q(z|x) − log p(z), which is quadratic in the noise: the mean over all signs is exact. */
export function divergenceIsMean(subject: BoundedSubject, batch: number, tensors: Tensors): Complaint {
  const examples = examplesOf(subject, batch);
  const q = subject.model.posterior(new Build(), examples);
  const { prior, code } = subject.model;
  const ratios = signs([axis("batch", batch), ...code]).map((noise) => {
    const centre = valueOf(q.mean(), tensors);
    const spread = valuesOf(q.variance(), tensors);
    const signOf = valuesOf(constant(noise.axes, noise.values), {});
    const z = constant(
      centre.axes,
      centre.values.map((own, i) => own + Math.sqrt(spread[i] ?? NaN) * (signOf[i] ?? NaN)),
    );
    const [logQ, logP] = [valuesOf(q.logProb(z), tensors), valuesOf(prior.logProb(z), tensors)];
    return logQ.map((log, i) => log - (logP[i] ?? NaN));
  });
  const latents = elements(code);
  const pixels = elements(imageAxes(subject.size));
  const [means, variances] = [valuesOf(q.mean(), tensors), valuesOf(q.variance(), tensors)];
  /** Σ ½ (μ² + v − w − 1) over the latent dimensions of example i, with v and w made of log σ². */
  const formula = (i: number, v: (logVar: number) => number, w: (logVar: number) => number): number =>
    means.slice(i * latents, (i + 1) * latents).reduce((total, centre, k) => {
      const logVar = Math.log(variances[i * latents + k] ?? NaN);
      return total + (centre ** 2 + v(logVar) - w(logVar) - 1) / 2;
    }, 0);
  return first(
    valuesOf(termOf(subject, "kl", batch), tensors).map((kl, i) => {
      const exact = mean(ratios.map((own) => own[i] ?? NaN));
      return differs(`the divergence of example ${i}`, kl, exact, 1e-11 * (1 + exact), {
        "its sign is turned": -exact,
        "averaged over latent dimensions": exact / latents,
        "divided by batch · pixels": exact / (batch * pixels),
        "averaged over the batch": exact / batch,
        "log σ² is taken for log σ": formula(
          i,
          (own) => Math.exp(2 * own),
          (own) => 2 * own,
        ),
        "log σ² is taken for σ": formula(
          i,
          (own) => own ** 2,
          (own) => Math.log(own ** 2),
        ),
      });
    }),
  );
}

/** The divergence of the prior from itself is 0, and none is below. */
export function divergenceFromPrior(subject: BoundedSubject, batch: number, tensors: Tensors): Complaint {
  const zeros = Object.fromEntries(
    Object.entries(tensors).map(([name, { axes, values }]) => [
      name,
      /^(mean|logVar)\./.test(name)
        ? tensor(
            axes,
            values.map(() => 0),
          )
        : tensor(axes, values),
    ]),
  );
  const kl = termOf(subject, "kl", batch);
  const least = Math.min(...valuesOf(kl, tensors));
  const own = Math.max(...valuesOf(kl, zeros).map(Math.abs));
  if (least < 0) return `the divergence is ${least}, below 0: its sign is turned`;
  return own === 0 ? null : `the divergence of the prior from itself is ${own}, not 0`;
}

/** Every image of a few black and white values. */
function everyImage(pixels: number): readonly (readonly number[])[] {
  return Array.from({ length: 2 ** pixels }, (_, bits) => Array.from({ length: pixels }, (_unused, i) => (bits >> i) & 1));
}

/** Pairs of values on a grid so fine and wide that the sum over it is the integral of a normal density of unit scale. */
function grid(step: number): readonly (readonly number[])[] {
  const places = Array.from({ length: Math.round(16 / step) + 1 }, (_, i) => -8 + i * step);
  return places.flatMap((a) => places.map((b) => [a, b]));
}

/** exp(−reconstruction) at one code is a distribution over images: it sums to 1 over all 2 × 2 images, or integrates to 1 over all of two values. */
export function normalized(subject: Subject, tensors: Tensors, kind: "outcomes" | "densities"): Complaint {
  const pixels = elements(imageAxes(subject.size));
  const step = 0.25;
  const images = kind === "outcomes" ? everyImage(pixels) : grid(step);
  const axes = [axis("batch", images.length), ...imageAxes(subject.size)];
  // Without weights the encoder gives every image the same posterior, and the noise is the same: all have one code.
  const oneCode = Object.fromEntries(
    Object.entries(tensors).flatMap(([name, own]) => {
      if (name === "images") return [[name, tensor(axes, images.flat())]];
      if (own.axes.some((found) => found.name === "batch")) {
        const wider = own.axes.map((found) => (found.name === "batch" ? axis("batch", images.length) : found));
        return [[name, tensor(wider, new Float64Array(elements(wider)).fill(0.7))]];
      }
      return [
        [
          name,
          /^(mean|logVar)\.weight$/.test(name)
            ? tensor(
                own.axes,
                own.values.map(() => 0),
              )
            : own,
        ],
      ];
    }),
  );
  const masses = valuesOf(termOf(subject, "reconstruction", images.length), oneCode).map((nll) => Math.exp(-nll));
  const total = masses.reduce((a, b) => a + b, 0) * (kind === "outcomes" ? 1 : step ** pixels);
  const constant2 = (pixels / 2) * Math.log(2 * Math.PI);
  return differs("the sum of the probabilities of all images", total, 1, 1e-9, {
    "the constant (D/2) log 2π is missing": Math.exp(constant2),
    "the constant (D/2) log 2π is there D times": Math.exp(-constant2 * (pixels - 1)),
  });
}

/** −loss, its noise averaged over, is at most log p(x), and log p(x) itself where q(z|x) is p(z|x). For the linear model, in which it is exact. */
export function boundsEvidence(
  subject: BoundedSubject,
  parameters: { readonly optimal: Tensors; readonly suboptimal: Tensors },
): Complaint {
  const batch = 4;
  const images = imagesOf(batch);
  const loss = lossOf(subject, new Build(), examplesOf(subject, batch));
  const boundsAt = (own: Tensors): readonly number[] => {
    const all = signs([axis("batch", batch), ...subject.model.code]).map((noise) => valuesOf(loss, { ...own, images, noise }));
    return rows(images).map((_, i) => -mean(all.map((losses) => losses[i] ?? NaN)));
  };
  const evidence = rows(images).map(logEvidence);
  return first([
    ...boundsAt(parameters.optimal).map((bound, i) =>
      differs("the bound at the true posterior", bound, evidence[i] ?? NaN, 1e-11, {}),
    ),
    ...boundsAt(parameters.suboptimal).map((bound, i) =>
      bound < (evidence[i] ?? NaN) ? null : `the bound at another posterior is ${bound}, log p(x) ${evidence[i] ?? NaN}`,
    ),
  ]);
}

/** Loss and gradient stay finite where a logit is ±10⁴. */
export function finiteAtExtremes(subject: Subject, batch: number, tensors: Tensors): Complaint {
  return first(
    [-1e4, 1e4].map((logit) => {
      const build = new Build();
      const loss = sum(lossOf(subject, build, examplesOf(subject, batch)), ["batch"]);
      const own = Object.fromEntries(
        Object.entries(tensors).map(([name, { axes, values }]) => [
          name,
          tensor(axes, name === "decoder.output.bias" ? values.map(() => logit) : values),
        ]),
      );
      if (!valuesOf(loss, own).every(Number.isFinite))
        return `the loss at the logit ${logit} is not finite: log 0 or an overflow of exp`;
      const parameters = [...build.parameters.declared.values()].map(({ node }) => node);
      const slopes = gradients(loss, parameters);
      const finite = slopes.every((slope) => valuesOf(slope, own).every(Number.isFinite));
      return finite ? null : `the gradient at the logit ${logit} is not finite: log 0 or an overflow of exp`;
    }),
  );
}

/** Images with a value that is no outcome have no likelihood. For a Bernoulli likelihood. */
export function outcomesOnly(subject: Subject, tensors: Tensors): Complaint {
  const z = input("z", [axis("batch", 1), ...subject.model.code]);
  const { distribution } = subject.model.decode(new Build(), z, null);
  const axes = [axis("batch", 1), ...imageAxes(subject.size)];
  return first(
    [0, 1, 0.5, 2, 255, -1].map((level) => {
      const images = tensor(axes, new Float64Array(elements(axes)).fill(level));
      const codes = tensor(z.axes, new Float64Array(elements(z.axes)).fill(0.3));
      const log = valueOf(distribution.logProb(input("images", axes)), { ...tensors, images, z: codes });
      if (namesOf(log.axes).join() !== "batch") return "log p(x|z) is not one number for each example";
      const [logProb = NaN] = log.values;
      const isOutcome = level === 0 || level === 1;
      if (isOutcome) return Number.isFinite(logProb) && logProb < 0 ? null : `an image of ${level} has log p = ${logProb}`;
      return logProb === -Infinity ? null : `a value outside of the support has probability: ${level}`;
    }),
  );
}
