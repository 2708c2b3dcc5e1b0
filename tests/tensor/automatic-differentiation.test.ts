import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { sizesOf } from "../../src/tensor/engines/tfjs/layout.js";
import { plan } from "../../src/tensor/engines/tfjs/plan.js";
import { Build } from "../../src/models/index.js";
import * as t from "../../src/tensor/index.js";
import { bounded } from "../models/subjects.js";
import { examplesOf, lossOf, subjectOf, tensorsFor } from "../models/world.js";
import { weighted } from "./finite-differences.js";
import { cases, kinds, pointOf } from "./gradient-cases.js";
import { plantError } from "./planted-rule.js";

/** What single precision may leave between the two, relatively to the largest value of a gradient. */
const BOUND = 2 ** -15;

/** What the library compares by has no gradient in it: it is 0 where there is one. */
const FLAT = ["Less", "LessEqual", "Equal", "NotEqual", "Greater", "GreaterEqual"];

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend("cpu");
  for (const kernelName of FLAT) {
    const gradFunc = (_: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]) =>
      Object.fromEntries(["a", "b"].map((name, i) => [name, () => tf.zerosLike(saved[i] ?? 0)]));
    tf.registerGradient({ kernelName, inputsToSave: ["a", "b"], gradFunc });
  }
});
afterAll(() => {
  for (const kernelName of FLAT) tf.unregisterGradient(kernelName);
});

/** The gradients of a scalar at a point as TensorFlow.js finds them: it differentiates its own operations and knows nothing of ours. */
function libraryGradients(output: t.Node, inputs: readonly t.Node[], point: readonly t.Tensor[]): readonly (readonly number[])[] {
  const run = plan(tf, [output], inputs);
  const f = (...given: tf.Tensor[]): tf.Tensor => {
    const [value = tf.scalar(NaN)] = run(given);
    // It refuses to differentiate with respect to what the result is not made of.
    return given.reduce<tf.Tensor>((total, own) => tf.add(total, tf.sum(tf.mul(own, 0))), value);
  };
  return tf.tidy(() => {
    const given = point.map(({ axes, values }) => tf.tensor(Float32Array.from(values), sizesOf(axes)));
    return tf
      .grads(f)(given)
      .map((own) => [...own.dataSync()]);
  });
}

/** The largest difference between our gradients and those, each relatively to the largest value of the gradient. */
function disagreement(output: t.Node, inputs: readonly t.Node[], point: readonly t.Tensor[]): number {
  const single = point.map(({ axes, values }) => t.tensor(axes, values.map(Math.fround)));
  const named = (nodes: readonly t.Node[]) => Object.fromEntries(nodes.map((node, i) => [`g${i}`, node]));
  const tensors = inputs.flatMap((node, i) => (node.kind === "input" ? [[node.name, single[i]] as const] : []));
  const whole = t.program(named(t.gradients(output, inputs)));
  const given = tensors.flatMap(([name, own]) => (own !== undefined && whole.inputs.has(name) ? [[name, own] as const] : []));
  const ours = Object.values(t.compile(whole)(Object.fromEntries(given)));
  const theirs = libraryGradients(output, inputs, single);
  const errors = ours.flatMap(({ values }, i) => {
    const scale = Math.max(...values.map(Math.abs)) || 1;
    return [...values].map((value, k) => Math.abs(value - (theirs[i]?.[k] ?? NaN)) / scale);
  });
  return Math.max(...errors);
}

const sizes = [
  { a: 2, b: 3, c: 2 },
  { a: 3, b: 1, c: 1 },
];
const places = [3, -7, 12, -14, 5, 1, -3, 8, -11, -17, 2, 17, -1, 9, -5, 14, -9, 6, 0, -19, 19];

describe("TensorFlow.js differentiates", () => {
  it.each(kinds)("%s as we do", (kind) => {
    const own = cases[kind];
    for (const size of sizes) {
      const point = pointOf(own, size, places);
      const inputs = point.map(({ axes }, i) => t.input(`x${i}`, axes));
      expect(disagreement(weighted(own.build(...inputs)), inputs, point)).toBeLessThan(BOUND);
    }
  });

  it.each(["VAE of dense layers", "VAE of convolutions", "VAE with a learned variance"] as const)(
    "the loss of a %s as we do",
    (name) => {
      const subject = subjectOf(bounded[name], { channels: 1, height: 5, width: 4 });
      const loss = weighted(lossOf(subject, new Build(), examplesOf(subject, 3)));
      const tensors = tensorsFor(subject, 3);
      const learned = [...t.program({ loss }).inputs.values()];
      const point = learned.map(({ name: input, axes }) => tensors[input] ?? t.tensor(axes, []));
      expect(disagreement(loss, learned, point)).toBeLessThan(BOUND);
    },
  );

  describe("otherwise", () => {
    let restore = (): void => undefined;
    afterEach(() => {
      restore();
    });

    it.each(kinds)("than we do with an error of a thousandth in the gradient of %s", (kind) => {
      const own = cases[kind];
      const point = pointOf(own, { a: 2, b: 2, c: 2 }, places);
      const inputs = point.map(({ axes }, i) => t.input(`x${i}`, axes));
      restore = plantError(kind, 0);
      expect(disagreement(weighted(own.build(...inputs)), inputs, point)).toBeGreaterThan(4 * BOUND);
    });
  });
});
