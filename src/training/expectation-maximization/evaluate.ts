import { axis, input, namesOf, program, reorder, softmax } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import type { Engine } from "../../tensor/engines/engine.js";
import { COMPONENT, mixtureDensity } from "../../models/mixture/density.js";
import type { MixtureDensity } from "../../models/mixture/density.js";
import { MixtureError } from "./mixture-error.js";
import { COORDINATE, arraysOf, parameterNodes, shapeOf } from "./parameters.js";
import type { MixtureParameters } from "./parameters.js";
import { runsOf } from "./points.js";
import type { Points } from "./points.js";

/** Values at most of the largest tensor of a batch: over its points, the components and the coordinates. */
const MOST_VALUES = 2 ** 22;

/**
 * The mean of log p(x) over the points, in nats. This is `gaussianMixture` itself, which says what the density is, not the faster form of it that fits.
 *
 * @throws MixtureError when the parameters are of points with another number of coordinates
 */
export async function averageLogLikelihood(engine: Engine, points: Points, parameters: MixtureParameters): Promise<number> {
  let total = 0;
  await evaluatePoints(
    engine,
    points,
    parameters,
    ({ density }, x) => density.logProb(x),
    (values) => {
      for (const value of values) total += value;
    },
  );
  return total / points.count;
}

/** p(c|x) of every point, point by point: which component answers for it. @throws MixtureError as `averageLogLikelihood` */
export async function responsibilities(engine: Engine, points: Points, parameters: MixtureParameters): Promise<Float32Array> {
  const { components } = shapeOf(parameters);
  const all = new Float32Array(points.count * components);
  let at = 0;
  const posterior = ({ posterior }: MixtureDensity, x: Node): Node => softmax(posterior(x).parameters.logits.node, COMPONENT);
  await evaluatePoints(engine, points, parameters, posterior, (values) => {
    all.set(values, at);
    at += values.length;
  });
  return all;
}

async function evaluatePoints(
  engine: Engine,
  points: Points,
  parameters: MixtureParameters,
  of: (density: MixtureDensity, x: Node) => Node,
  each: (values: Float32Array) => void,
): Promise<void> {
  const shape = shapeOf(parameters);
  if (shape.dimensions !== points.dimensions) {
    throw new MixtureError(
      `${points.name}: points of ${points.dimensions} coordinates, and a mixture of ${shape.dimensions}: give those it was fitted to`,
    );
  }
  const size = Math.max(1, Math.min(points.count, Math.floor(MOST_VALUES / (shape.components * shape.dimensions))));
  const x = input("points", [axis("batch", size), axis(COORDINATE, points.dimensions)]);
  const found = of(mixtureDensity(parameterNodes(shape), [COORDINATE]), x);
  const result = reorder(found, ["batch", ...namesOf(found.axes).filter((name) => name !== "batch")]);
  const { inputs, outputs, run, close } = await engine.prepare(program({ result }));
  try {
    for (const [name, own] of Object.entries(arraysOf(parameters))) inputs[name]?.set(own);
    const [given, values] = [inputs.points ?? new Float32Array(), outputs.result ?? new Float32Array()];
    for (const numbers of runsOf(points.count, size)) {
      await points.read(numbers, given);
      await run();
      each(values.subarray(0, (numbers.length * values.length) / size));
    }
  } finally {
    await close();
  }
}
