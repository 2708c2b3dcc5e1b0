import { axis, elements, gradients, input, logSoftmax, mean, program } from "../tensor/index.js";
import type { Engine } from "../tensor/engines/engine.js";
import { epochOrder } from "../data/order.js";
import { dense, Parameters } from "../layers/index.js";
import { categoricalNll } from "../probability/index.js";
import { Arena } from "./arena.js";
import type { Codes } from "./coding.js";
import { drawInitial } from "./initial.js";
import { loadKernels } from "./kernels/kernels.js";
import { optimizer } from "./optimizers/optimizer.js";
import { learningRateFactor } from "./optimizers/schedule.js";

/** How well a linear classifier tells classes from codes alone. */
export interface ProbeResult {
  /** The part of the test codes that get their class. */
  readonly accuracy: number;
  /** Mean cross-entropy of the test codes in nats. */
  readonly crossEntropy: number;
}

/** Codes a step at most. */
const BATCH = 500;
const EPOCHS = 20;

/**
 * A linear probe (Alain, Bengio: Understanding intermediate layers using linear classifier probes, 2017): softmax regression on codes of the training split,
 * standardized by its means and variances, with Adam; measured on those of the test split.
 */
export async function linearProbe(
  engine: Engine,
  train: Codes,
  test: Codes,
  classes: number,
  seed: number,
): Promise<ProbeResult> {
  const count = train.labels.length;
  const size = Math.min(BATCH, count);
  const [batch, feature, category] = [axis("batch", size), axis("feature", train.dimensions), axis("class", classes)];
  const parameters = new Parameters();
  const x = input("codes", [batch, feature]);
  const labels = input("labels", [batch]);
  const logits = dense(parameters, x, [feature.name], category);
  const losses = categoricalNll(labels, { logits }, category.name, []);
  const loss = mean(losses, [batch.name]);
  const declared = [...parameters.declared];
  const slopes = gradients(
    loss,
    declared.map(([, { node }]) => node),
  );
  const sizes = new Map(declared.map(([name, { axes }]) => [name, elements(axes)]));
  const arena = new Arena(
    { parameters: sizes, gradients: sizes, firstMoments: sizes, secondMoments: sizes, velocity: new Map<string, number>() },
    {},
  );
  drawInitial(parameters.declared, seed, (name) => arena.tensor("parameters", name));
  const own = Object.fromEntries(arena.tensors("parameters"));
  const step = await engine.prepare(
    program(Object.fromEntries(declared.map(([name], i) => [`gradient ${name}`, slopes[i] ?? loss]))),
    {
      inputs: own,
      outputs: Object.fromEntries([...arena.tensors("gradients")].map(([name, array]) => [`gradient ${name}`, array])),
    },
  );
  const measure = await engine.prepare(program({ losses, scores: logSoftmax(logits, category.name) }), { inputs: own });
  const update = optimizer(
    { kind: "adam", learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 },
    await loadKernels(arena.memory),
    arena,
  );

  const scale = standardization(train);
  const stepsPerEpoch = Math.floor(count / size);
  const total = EPOCHS * stepsPerEpoch;
  for (let taken = 0; taken < total; taken++) {
    const order = epochOrder(count, seed, Math.floor(taken / stepsPerEpoch));
    const from = (taken % stepsPerEpoch) * size;
    fill(step.inputs, train, order.subarray(from, from + size), scale);
    await step.run();
    update({ step: taken, learningRateFactor: learningRateFactor({ kind: "cosine" }, 0, taken, total), gradientScale: 1 });
  }

  let [right, crossEntropy] = [0, 0];
  const tested = test.labels.length;
  for (let from = 0; from < tested; from += size) {
    const rows = Math.min(size, tested - from);
    const indices = Uint32Array.from({ length: rows }, (_, i) => from + i);
    fill(measure.inputs, test, indices, scale);
    await measure.run();
    for (let row = 0; row < rows; row++) {
      const scores = measure.outputs.scores?.subarray(row * classes, (row + 1) * classes) ?? new Float32Array();
      if (scores.indexOf(Math.max(...scores)) === test.labels[from + row]) right += 1;
      crossEntropy += measure.outputs.losses?.[row] ?? NaN;
    }
  }
  await step.close();
  await measure.close();
  return { accuracy: right / tested, crossEntropy: crossEntropy / tested };
}

interface Standardization {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

function standardization({ dimensions, values, labels }: Codes): Standardization {
  const means = new Float64Array(dimensions);
  const squares = new Float64Array(dimensions);
  const count = labels.length;
  for (const [i, value] of values.entries()) {
    const dimension = i % dimensions;
    means[dimension] = (means[dimension] ?? 0) + value / count;
    squares[dimension] = (squares[dimension] ?? 0) + value ** 2 / count;
  }
  // A dimension that does not vary says nothing: it stays as it is.
  return { means, deviations: squares.map((square, i) => Math.sqrt(Math.max(0, square - (means[i] ?? 0) ** 2)) || 1) };
}

function fill(
  inputs: Readonly<Record<string, Float32Array>>,
  { dimensions, values, labels }: Codes,
  indices: Uint32Array,
  { means, deviations }: Standardization,
): void {
  for (const [row, index] of indices.entries()) {
    for (let i = 0; i < dimensions; i++) {
      const value = ((values[index * dimensions + i] ?? NaN) - (means[i] ?? 0)) / (deviations[i] ?? 1);
      if (inputs.codes !== undefined) inputs.codes[row * dimensions + i] = value;
    }
    if (inputs.labels !== undefined) inputs.labels[row] = labels[index] ?? 0;
  }
}
