import { BINARIZATIONS } from "../data/binarization.js";
import { bytesPerImage } from "../data/dataset.js";
import type { ImageSize } from "../models/index.js";
import type { Result } from "../runs/page/page.js";
import type { BoundEvaluation, Evaluation } from "../training/evaluation.js";
import type { RunSettings } from "../training/settings.js";

/** Numbers of one evaluation, and what all of them are means over. */
export interface Results {
  readonly ground: string;
  readonly rows: readonly Result[];
}

/** What an evaluation says, each number with what it is. */
export function resultsOf(
  { terms, total, examples }: Evaluation,
  settings: RunSettings,
  image: ImageSize,
  split: string,
): Results {
  const isGrey = isGreyBernoulli(settings);
  const rows = [...terms].map(([name, value]) => ({ name, value: nats(value), definition: definitionOf(name, isGrey) }));
  return {
    ground: `means over the ${split} split, ${examples} images, ${BINARIZATIONS[settings.data.binarization]}`,
    rows: settings.model.kind === "auto-encoder" ? rows : [...boundRows(total, settings, image), ...rows],
  };
}

function boundRows(total: number, settings: RunSettings, image: ImageSize): readonly Result[] {
  const drawn = "one code drawn from q(z|x) an image, never its mean";
  if (isGreyBernoulli(settings)) {
    return [
      { name: "loss", value: nats(total), definition: `cross-entropy and KL, ${drawn}: of grey levels no bound on a likelihood` },
    ];
  }
  if (settings.model.likelihood.kind === "gaussian") {
    const of = "a density of grey levels k/255 that are not dequantized, which has no upper bound";
    return [{ name: "ELBO", value: nats(-total), definition: `evidence lower bound on log p(x), ${drawn}: ${of}` }];
  }
  const elbo = { name: "ELBO", value: nats(-total), definition: `evidence lower bound on log p(x), ${drawn}` };
  const dimensions = bytesPerImage(image);
  const bits = total / (dimensions * Math.LN2);
  return [elbo, { name: "bits per dimension", value: bits.toFixed(4), definition: `minus the ELBO over ${dimensions} log 2` }];
}

function definitionOf(term: string, isGrey: boolean): string {
  switch (term) {
    case "reconstruction":
      return isGrey ? "cross-entropy of the grey levels" : "−log p(x|z)";
    case "kl":
      return "KL(q(z|x) ‖ p(z)), in closed form";
    default:
      return `the term ${term} of the loss`;
  }
}

export function boundResult({ bound, samples, standardError }: BoundEvaluation, settings: RunSettings): Result {
  const what = `log of the mean of ${samples} importance weights`;
  const of = isGreyBernoulli(settings) ? "of grey levels no likelihood" : "in expectation at most log p(x)";
  return {
    name: `importance-weighted bound, k = ${samples}`,
    value: nats(bound),
    definition: `${what}: ${of}; standard error over images ${standardError.toFixed(3)}`,
  };
}

/** Whether the Bernoulli likelihood meets levels between 0 and 1, of which it is none. */
function isGreyBernoulli({ data, model }: RunSettings): boolean {
  return data.binarization === "none" && model.likelihood.kind === "bernoulli";
}

const nats = (value: number): string => `${value.toFixed(3)} nats`;

/** What the numbers are means over, then one line a number: name, value, definition. */
export function resultsText({ ground, rows }: Results): string {
  const names = Math.max(...rows.map(({ name }) => name.length));
  const values = Math.max(...rows.map(({ value }) => value.length));
  const lines = rows.map(({ name, value, definition }) => `${name.padEnd(names)}  ${value.padStart(values)}  ${definition}`);
  return [ground, ...lines, ""].join("\n");
}
