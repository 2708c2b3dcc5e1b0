import { axis, elements, program, input, reorder } from "../../tensor/index.js";
import type { Engine } from "../../tensor/engines/engine.js";
import { mixtureDensity } from "../../models/mixture/density.js";
import { Arena } from "../arena.js";
import { loadKernels } from "../kernels/kernels.js";
import { BLOCK, streamOf } from "../kernels/stream.js";
import { COORDINATE, arraysOf, parameterNodes, shapeOf } from "./parameters.js";
import type { MixtureParameters } from "./parameters.js";

/** Values at most of a tensor over the batch, the components and the coordinates. */
const MOST_VALUES = 2 ** 22;

/** Points drawn from the mixture, one after another: a component by its weight, then a point of it. The seed says which. */
export async function sampleMixture(
  engine: Engine,
  parameters: MixtureParameters,
  count: number,
  seed: number,
): Promise<Float32Array> {
  const shape = shapeOf(parameters);
  const { components, dimensions } = shape;
  const batch = axis("batch", Math.max(1, Math.min(count, Math.floor(MOST_VALUES / (components * dimensions)))));
  const { density } = mixtureDensity(parameterNodes(shape), [COORDINATE]);
  const noises = density.noise.map(({ law, axes }, i) => ({ law, node: input(`noise ${i}`, [batch, ...axes]) }));
  const drawn = reorder(density.sample(...noises.map(({ node }) => node)), ["batch", COORDINATE]);
  const arena = new Arena({ inputs: new Map(noises.map(({ node }) => [node.name, elements(node.axes)])) }, {});
  const kernels = await loadKernels(arena.memory);
  const { inputs, outputs, run, close } = await engine.prepare(program({ drawn }), {
    inputs: Object.fromEntries(arena.tensors("inputs")),
  });
  try {
    for (const [name, values] of Object.entries(arraysOf(parameters))) inputs[name]?.set(values);
    const all = new Float32Array(count * dimensions);
    for (let from = 0, time = 0; from < count; from += batch.size, time++) {
      for (const { law, node } of noises) {
        const values = arena.tensor("inputs", node.name);
        const stream = streamOf("mixture samples", seed, node.name);
        const firstBlock = time * Math.ceil(values.length / BLOCK);
        if (law === "uniform") kernels.fillUniform(values, stream, firstBlock);
        else kernels.fillNormal(values, stream, firstBlock);
      }
      await run();
      const some = outputs.drawn?.subarray(0, Math.min(batch.size, count - from) * dimensions) ?? [];
      all.set(some, from * dimensions);
    }
    return all;
  } finally {
    await close();
  }
}
