import { constant, input, program, reorder, axis } from "../tensor/index.js";
import type { Node, Program } from "../tensor/index.js";
import type { Arrays } from "../tensor/engines/engine.js";
import { Parameters } from "../layers/index.js";
import { Build, IMAGE } from "../models/index.js";
import type { AutoregressiveOfSettings, CodedOfSettings, ImageSize } from "../models/index.js";
import { examplesOf, names } from "./programs.js";

/** The axis whose size the programs leave open. */
export const OPEN = "batch";
/** Any size of that axis. */
const SOME = 2;

const known = (parameters: Arrays): Build => new Build(new Parameters((name, axes) => constant(axes, parameters[name] ?? [])));

/**
 * The encoder and the decoder with their parameters as constants. The encoder gives from images (over batch, channel, height and width) the means and
 * log-variances of q(z|x), for a plain auto-encoder the codes; the decoder from codes the means of p(x|z). Both take labels where the model sees them.
 */
export function exported(
  { model, latentVariable, classes }: CodedOfSettings,
  image: ImageSize,
  parameters: Arrays,
): { readonly encoder: Program; readonly decoder: Program } {
  const build = (): Build => known(parameters);
  const size = SOME;
  const examples = examplesOf(image, classes, size);
  const batch = axis(OPEN, size);
  const labels = classes === 0 ? null : input(names.labels, [batch]);
  const { distribution } = model.decode(build(), input(names.codes, [batch, ...model.code]), labels);
  const inOrder = (node: Node): Node => reorder(node, [OPEN, ...model.code.map(({ name }) => name)]);
  const posterior = latentVariable?.posterior(build(), examples).parameters ?? {
    codes: { node: model.encode(build(), examples) },
  };
  return {
    encoder: program(Object.fromEntries(Object.entries(posterior).map(([name, { node }]) => [name, inOrder(node)]))),
    decoder: program({ [names.images]: reorder(distribution.mean(), [OPEN, ...IMAGE]) }),
  };
}

/**
 * What a model says of images that hold the numbers of levels, with its parameters as constants: `log-prob`, log p(x) in nats, and `logits`, log p of each level of each
 * value given those before it up to a constant, over batch, channel, height, width and level. It takes labels where the model sees them.
 */
export function exportedLikelihood({ model, classes }: AutoregressiveOfSettings, image: ImageSize, parameters: Arrays): Program {
  const examples = examplesOf(image, classes, SOME);
  return program({
    "log-prob": model.logProb(known(parameters), examples),
    logits: reorder(model.logits(known(parameters), examples), [OPEN, ...IMAGE, "level"]),
  });
}
