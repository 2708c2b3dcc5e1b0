import { namesOf } from "../../src/tensor/index.js";
import { analyticElbo } from "../../src/probability/index.js";
import { Build } from "../../src/models/index.js";
import { differs, first } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { examplesOf, lossOf, noiseOf, valueOf, valuesOf } from "./world.js";
import type { BoundedSubject, Tensors } from "./world.js";

/** What a loss with β has beyond one with β = 1. */
export interface Expected {
  readonly beta: number;
}

/** The loss of each example is −E log p(x|z) + β KL at z drawn with the noise of the loss, so that −loss is the evidence lower bound for β = 1. */
export function isNegativeBound(subject: BoundedSubject, batch: number, tensors: Tensors, { beta }: Expected): Complaint {
  const { model } = subject;
  const [build, examples] = [new Build(), examplesOf(subject, batch)];
  const own = lossOf(subject, new Build(), examples);
  if (namesOf(own.axes).join() !== "batch")
    return `the loss has the axes (${namesOf(own.axes).join()}): summed over the wrong axes`;
  const posterior = model.posterior(build, examples);
  const z = posterior.sample(...noiseOf(subject, batch));
  const logLikelihood = model.decode(build, z, examples.labels).distribution.logProb(examples.images);
  const found = valuesOf(own, tensors);
  const bound = valuesOf(analyticElbo(logLikelihood, posterior, model.prior), tensors);
  const likelihood = valuesOf(logLikelihood, tensors);
  return first(
    found.map((loss, i) => {
      const [elbo = NaN, log = NaN] = [bound[i], likelihood[i]];
      const kl = log - elbo;
      const pixels = valueOf(examples.images, tensors).values.length / batch;
      const latents = model.code.reduce((product, { size }) => product * size, 1);
      return differs(`the loss of example ${i}`, loss, beta * kl - log, 1e-11 * (1 + Math.abs(loss)), {
        "β is ignored": -elbo,
        "the divergence is averaged over latent dimensions": (beta * kl) / latents - log,
        "the reconstruction is averaged over pixels": beta * kl - log / pixels,
        "the divergence is divided by batch · pixels": (beta * kl) / (batch * pixels) - log,
        "the sign of the divergence is turned": -beta * kl - log,
      });
    }),
  );
}
