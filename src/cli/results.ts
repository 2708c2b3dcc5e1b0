import { BINARIZATIONS } from "../data/binarization.js";
import type { ImageSize } from "../models/index.js";
import type { Result } from "../runs/page/page.js";
import type { BoundEvaluation, Evaluation } from "../training/evaluation.js";
import type { RunSettings } from "../training/settings.js";

/** What an evaluation says, each number with what it is. */
export function resultsOf(
  { terms, total, examples }: Evaluation,
  settings: RunSettings,
  image: ImageSize,
  split: string,
): readonly Result[] {
  const bounds = settings.model.kind !== "auto-encoder";
  const ground = `${split} split, ${examples} images, ${BINARIZATIONS[settings.data.binarization]}`;
  const nats = (value: number): string => `${value.toFixed(3)} nats`;
  const rows = [...terms].map(([name, value]) => ({
    name,
    value: nats(value),
    definition: `${DEFINITIONS[name] ?? name}; mean over the ${ground}`,
  }));
  if (!bounds) return rows;
  const isLikelihood = settings.data.binarization !== "none" || settings.model.likelihood.kind === "gaussian";
  const dimensions = image.channels * image.height * image.width;
  const elbo = {
    name: isLikelihood ? "ELBO" : "minus the loss",
    value: nats(-total),
    definition: isLikelihood
      ? `evidence lower bound, one code drawn from q(z|x) an image; mean over the ${ground}`
      : `minus cross-entropy minus KL, one code drawn from q(z|x) an image: of grey levels no bound on a likelihood; mean over the ${ground}`,
  };
  const bits = {
    name: "bits per dimension",
    value: (total / (dimensions * Math.LN2)).toFixed(4),
    definition: `minus the ELBO over ${dimensions} log 2`,
  };
  return isLikelihood && settings.model.likelihood.kind === "bernoulli" ? [elbo, ...rows, bits] : [elbo, ...rows];
}

const DEFINITIONS: Readonly<Record<string, string>> = {
  reconstruction: "−log p(x|z), one code an image",
  kl: "KL(q(z|x) ‖ p(z)), in closed form",
};

export function boundResult(
  { bound, samples, examples, standardError }: BoundEvaluation,
  settings: RunSettings,
  split: string,
): Result {
  return {
    name: `importance-weighted bound, k = ${samples}`,
    value: `${bound.toFixed(3)} nats`,
    definition:
      `log of the mean of ${samples} importance weights: in expectation at most log p(x); mean over the ${split} split, ${examples} images, ` +
      `${BINARIZATIONS[settings.data.binarization]}; standard error over images ${standardError.toFixed(3)}`,
  };
}

/** One line a number: name, value, definition. */
export function evaluationText(results: readonly Result[]): string {
  const names = Math.max(...results.map(({ name }) => name.length));
  const values = Math.max(...results.map(({ value }) => value.length));
  return results
    .map(({ name, value, definition }) => `${name.padEnd(names)}  ${value.padStart(values)}  ${definition}\n`)
    .join("");
}
