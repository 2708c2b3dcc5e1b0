import { expect, it } from "vitest";
import { Build, imageAxes, modelOf } from "../../../src/models/index.js";
import type { NetworkSettings } from "../../../src/models/index.js";
import * as t from "../../../src/tensor/index.js";
import { describeRuntimes } from "./engines.js";
import { largestDifference, runOn, runOnReference } from "./run.js";
import type { Tensors } from "./run.js";

const networks: Readonly<Record<string, NetworkSettings>> = {
  mlp: { kind: "mlp", hidden: [11, 7], activation: "relu" },
  convolutional: { kind: "convolutional", channels: [3, 9] },
};
const image = { channels: 2, height: 10, width: 9 };

/** The loss terms of a batch and the gradients of all parameters, with inputs for them. */
function step(network: NetworkSettings): { readonly outputs: Readonly<Record<string, t.Node>>; readonly given: Tensors } {
  const { model } = modelOf({ kind: "vae", network, latentDimensions: 3, likelihood: { kind: "bernoulli" }, beta: 1 }, image);
  const build = new Build();
  const images = t.input("images", [t.axis("batch", 6), ...imageAxes(image)]);
  const terms = Object.entries(model.loss(build, { images, labels: null })).map(
    ([name, { value }]) => [name, t.mean(value, ["batch"])] as const,
  );
  const loss = terms.map(([, value]) => value).reduce((a, b) => t.add(a, b));
  const parameters = [...build.parameters.declared].map(([name, { node }]) => [name, node] as const);
  const gradients = t.gradients(
    loss,
    parameters.map(([, node]) => node),
  );
  const outputs = {
    loss,
    ...Object.fromEntries(terms),
    ...Object.fromEntries(parameters.map(([name], i) => [`gradient of ${name}`, gradients[i] ?? t.scalar(NaN)])),
  };
  let drawn = 1;
  const next = (): number => (drawn = (drawn * 16807) % 2147483647) / 2147483647;
  const given = [...t.program(outputs).inputs].map(([name, { axes }]) => {
    const values = Array.from({ length: t.elements(axes) }, () => (name === "images" ? next() : 2 * next() - 1));
    return [name, t.tensor(axes, values)] as const;
  });
  return { outputs, given: Object.fromEntries(given) };
}

/** Relative to the largest value of an output: what a hundred roundings of single precision are. */
const BOUND = 100 * 2 ** -24;

describeRuntimes((engine) => {
  for (const [name, network] of Object.entries(networks)) {
    it(`computes a training step of a ${name} variational autoencoder as the reference does`, async () => {
      const { outputs, given } = step(network);
      const [found, expected] = [await runOn(engine, outputs, given), runOnReference(outputs, given)];
      for (const output of Object.keys(outputs)) {
        expect.soft(largestDifference(found[output], expected[output]), output).toBeLessThan(BOUND);
      }
    });
  }
});

it("a gradient that is off in one value by a thousandth is noticed", () => {
  const { outputs, given } = step({ kind: "mlp", hidden: [4], activation: "relu" });
  for (const [name, right] of Object.entries(runOnReference(outputs, given))) {
    const largest = Math.max(...right.values.map(Math.abs));
    const wrong = right.values.with(0, (right.values[0] ?? NaN) + largest / 1000);
    expect(largestDifference(t.tensor(right.axes, wrong), right), name).toBeGreaterThan(BOUND);
  }
});
