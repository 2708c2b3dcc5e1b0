import { bytesPerImage } from "../data/dataset.js";
import { isAutoregressive } from "../models/index.js";
import type { CodedSettings, ImageSize } from "../models/index.js";
import type { Result } from "../runs/page/page.js";
import type { BoundEvaluation, Evaluation } from "../training/evaluation.js";
import type { RunSettings } from "../training/settings.js";
import { preparationOf } from "../training/showing.js";

/** Numbers of one evaluation, and what all of them are means over. */
export interface Results {
  readonly ground: string;
  readonly rows: readonly Result[];
}

/** What an evaluation says, each number with what it is. */
export function resultsOf(evaluation: Evaluation, settings: RunSettings, image: ImageSize, split: string): Results {
  const { model } = settings;
  return {
    ground: `means over the ${split} split, ${evaluation.examples} images, ${preparationOf(settings)}`,
    rows: isAutoregressive(model)
      ? exactRows(evaluation.total, image)
      : codedRows(evaluation, model, isGreyBernoulli(settings), image),
  };
}

/** Of a model that knows log p(x). */
function exactRows(total: number, image: ImageSize): readonly Result[] {
  const dimensions = bytesPerImage(image);
  return [
    { name: "NLL", value: nats(total), definition: "−log p(x), exact: the sum of −log p of each value given those before it" },
    { name: "bits per dimension", value: bits(total, image), definition: `the NLL over ${dimensions} log 2` },
  ];
}

function codedRows({ terms, total }: Evaluation, model: CodedSettings, isGrey: boolean, image: ImageSize): readonly Result[] {
  const rows = [...terms].map(([name, value]) => ({ name, value: nats(value), definition: definitionOf(name, isGrey) }));
  return model.kind === "auto-encoder" ? rows : [...boundRows(total, model, isGrey, image), ...rows];
}

function boundRows(total: number, model: CodedSettings, isGrey: boolean, image: ImageSize): readonly Result[] {
  const drawn = "one code drawn from q(z|x) an image, never its mean";
  if (isGrey) {
    return [
      { name: "loss", value: nats(total), definition: `cross-entropy and KL, ${drawn}: of grey levels no bound on a likelihood` },
    ];
  }
  if (model.likelihood.kind === "gaussian") {
    const of = "a density of grey levels k/255 that are not dequantized, which has no upper bound";
    return [{ name: "ELBO", value: nats(-total), definition: `evidence lower bound on log p(x), ${drawn}: ${of}` }];
  }
  return [
    { name: "ELBO", value: nats(-total), definition: `evidence lower bound on log p(x), ${drawn}` },
    { name: "bits per dimension", value: bits(total, image), definition: `minus the ELBO over ${bytesPerImage(image)} log 2` },
  ];
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
  return !isAutoregressive(model) && data.binarization === "none" && model.likelihood.kind === "bernoulli";
}

const nats = (value: number): string => `${value.toFixed(3)} nats`;
const bits = (total: number, image: ImageSize): string => (total / (bytesPerImage(image) * Math.LN2)).toFixed(4);

/** What the numbers are means over, then one line a number: name, value, definition. */
export function resultsText({ ground, rows }: Results): string {
  const names = Math.max(...rows.map(({ name }) => name.length));
  const values = Math.max(...rows.map(({ value }) => value.length));
  const lines = rows.map(({ name, value, definition }) => `${name.padEnd(names)}  ${value.padStart(values)}  ${definition}`);
  return [ground, ...lines, ""].join("\n");
}
