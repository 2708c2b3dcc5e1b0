import { z } from "zod";
import type { Checkpoint, StoredTensor } from "../../runs/checkpoint.js";
import { RunError } from "../../runs/problem.js";
import { elements } from "../../tensor/index.js";
import { arraysOf, parameterNodes, shapeOf } from "../expectation-maximization/parameters.js";
import type { MixtureParameters, MixtureShape } from "../expectation-maximization/parameters.js";
import type { MixtureProgress } from "../expectation-maximization/index.js";

/** Where a fit is. */
export interface FitState {
  readonly progress: MixtureProgress;
  /** The highest validation log-likelihood so far, in nats an image; null without validation. */
  readonly best: number | null;
}

/** Of a fit with this seed. The step is the number of maximizations. */
export function checkpointOf({ progress, best }: FitState, seed: number): Checkpoint {
  const { parameters, history } = progress;
  const nodes = parameterNodes(shapeOf(parameters));
  const arrays = arraysOf(parameters);
  const tensors = new Map<string, StoredTensor>(
    Object.entries(nodes).flatMap(([name, node]) =>
      typeof node === "string" ? [] : [[name, { axes: node.axes, values: arrays[name] ?? new Float32Array() }] as const],
    ),
  );
  const step = history.length - 1;
  return { step, epoch: step, position: 0, seed, tensors, state: { history: [...history], best } };
}

const kept = z.strictObject({ history: z.array(z.number()).min(1), best: z.number().nullable() });

/** @throws RunError when the checkpoint is of another fit than one of such a mixture with this seed */
export function readFit(checkpoint: Checkpoint, shape: MixtureShape, seed: number): FitState {
  const parsed = kept.safeParse(checkpoint.state);
  if (!parsed.success || parsed.data.history.length !== checkpoint.step + 1)
    throw new RunError("the checkpoint holds no state of this training: train anew with --out");
  if (checkpoint.seed !== seed) {
    throw new RunError(
      `the checkpoint is of a training with the seed ${checkpoint.seed}, not ${seed} as config.json says: restore config.json`,
    );
  }
  const { history, best } = parsed.data;
  return { progress: { parameters: storedMixture(checkpoint.tensors, shape), history }, best };
}

/** The parameters of a checkpoint. @throws RunError when one is missing or of another size, or has a value that is no number */
export function storedMixture(tensors: ReadonlyMap<string, StoredTensor>, shape: MixtureShape): MixtureParameters {
  const nodes = parameterNodes(shape);
  const shared = { logits: stored(tensors, "logits", nodes.logits), mean: stored(tensors, "mean", nodes.mean) };
  switch (nodes.covariance) {
    case "diagonal":
      return { covariance: nodes.covariance, ...shared, logVar: stored(tensors, "logVar", nodes.logVar) };
    case "full":
      return {
        covariance: nodes.covariance,
        ...shared,
        choleskyFactor: stored(tensors, "choleskyFactor", nodes.choleskyFactor),
      };
  }
}

function stored(tensors: ReadonlyMap<string, StoredTensor>, name: string, { axes }: Pick<StoredTensor, "axes">): Float32Array {
  const [found, size] = [tensors.get(name), elements(axes)];
  if (found?.values.length === size && found.values.every(Number.isFinite)) return found.values;
  const count = found === undefined ? "is missing" : `has ${found.values.length} values, not ${size} finite ones`;
  throw new RunError(`the checkpoint is of another model than config.json says: ${name} ${count}: restore config.json`);
}
