import * as t from "../../../src/tensor/index.js";
import type { Node } from "../../../src/tensor/index.js";
import { Build } from "../../../src/models/index.js";
import type { Examples } from "../../../src/models/index.js";
import type { Vae } from "../../../src/models/vae.js";
import { range } from "../../probability/matrices.js";
import type { Matrix } from "../../probability/matrices.js";
import { formThrough, probesOf } from "../../probability/statistics.js";
import { IMAGE_AXES, LATENTS } from "./linear-gaussian.js";

/** −bound of each example. */
export type Loss = (model: Vae, build: Build, examples: Examples) => Node;

export const loss: Loss = (model, build, examples) =>
  Object.values(model.loss(build, examples))
    .map(({ value, weight }) => t.multiply(value, weight))
    .reduce((a, b) => t.add(a, b));

/** The mean over the noise of the loss of each example: of a linear model, whose loss is a quadratic polynomial of the noise, from a few values of it. */
export function expectedLoss(
  own: Loss,
  model: Vae,
  parameters: Readonly<Record<string, ArrayLike<number>>>,
  data: Matrix,
): readonly number[] {
  const probes = probesOf(LATENTS);
  const batch = t.axis("batch", data.length * probes.length);
  const images = t.input("images", [batch, ...IMAGE_AXES]);
  const graph = t.program({ result: own(model, new Build(), { images, labels: null }) });
  const given: Readonly<Record<string, ArrayLike<number>>> = {
    ...parameters,
    images: data.flatMap((x) => probes.flatMap(() => x)),
    noise: data.flatMap(() => probes.flat()),
  };
  const inputs = [...graph.inputs.values()].map(({ name, axes }) => [name, t.tensor(axes, given[name] ?? [])] as const);
  const values = [...(t.compile(graph)(Object.fromEntries(inputs)).result?.values ?? [])];
  return data.map((_, i) => {
    const form = formThrough(LATENTS, values.slice(i * probes.length, (i + 1) * probes.length));
    return form.constant + range(LATENTS).reduce((sum, k) => sum + (form.quadratic[k]?.[k] ?? NaN), 0);
  });
}
