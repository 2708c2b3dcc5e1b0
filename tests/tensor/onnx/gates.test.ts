import { expect, it } from "vitest";
import { onnxModel } from "../../../src/tensor/engines/onnx/model.js";
import { simplify } from "../../../src/tensor/passes/index.js";
import * as t from "../../../src/tensor/index.js";
import { describeRuntimes } from "./engines.js";
import { largestDifference, runOn, runOnReference } from "./run.js";

const above = [-200, -1, -1e-30, 0, 2 ** -126, 1e-30, 0.5, 3e38];
const [n, m] = [t.axis("n", above.length), t.axis("m", 3)];
const x = t.input("x", [n]);
const weights = t.input("weights", [n, m]);
const given = {
  x: t.tensor([n], above),
  weights: t.tensor(
    [n, m],
    above.flatMap((_, i) => [0.3 + i / 8, 0.9 - i / 8, 0.1 + i / 16]),
  ),
};

const gradientOf = (loss: t.Node): t.Node => {
  const [gradient] = t.gradients(t.sum(loss, t.namesOf(loss.axes)), [x]);
  return gradient;
};
const rectified = t.relu(x);
const gate = (chosen: t.Node): t.Node => t.select(t.greater(rectified, 0), chosen, 0);
const layer = (own: t.Node): t.Node => t.contract(own, weights, ["n"]);
/** Over n and m, with the sign of x. */
const wide = t.contract(x, weights, []);
const narrow = (own: t.Node): t.Node => t.contract(own, weights, ["m"]);
const loop = (sequence: t.Node, step: (state: t.Node, slice: t.Node) => t.Node): t.Node =>
  t.scan({
    axis: "time",
    initial: [wide],
    sequences: [t.expand(sequence, t.axis("time", 1))],
    body: ([state], [slice]) => ({ states: [step(state, slice)], outputs: [] }),
  }).states[0];

const layers: Readonly<Record<string, t.Node>> = {
  "a layer": gradientOf(t.sigmoid(layer(rectified))),
  "two layers, a mean and a number": t.divide(
    gradientOf(t.mean(t.add(t.sigmoid(layer(rectified)), t.tanh(layer(rectified))), ["m"])),
    3,
  ),
  "a layer around another": gradientOf(t.sigmoid(layer(t.add(rectified, t.relu(t.contract(layer(rectified), weights, ["m"])))))),
  numbers: gate(t.constant([n], above)),
};

/** What is chosen where max(x, 0) is above 0 is not finite somewhere else. */
const singular: Readonly<Record<string, t.Node>> = {
  "a root": gradientOf(t.sqrt(rectified)),
  "a logarithm": gradientOf(t.log(rectified)),
  "logarithms of products": gradientOf(t.log(t.contract(rectified, weights, []))),
  "a logarithm below 0": gate(narrow(t.log(wide))),
  "a logarithm of what is added to 1": gate(narrow(t.log1p(wide))),
  "a root below 0": gate(narrow(t.sqrt(wide))),
  "a quotient": gate(narrow(t.divide(1, wide))),
  "a quotient by what is 0 in single precision": gate(t.divide(narrow(wide), 1e-60)),
  "a product at one place": gate(t.contract(t.exp(t.negate(x)), weights, [])),
  "an exponential": gate(t.exp(t.negate(x))),
  "infinite numbers": gate(t.fill([n], Infinity)),
  "numbers that are infinite in single precision": gate(t.fill([n], 1e60)),
  "a loop": gate(narrow(loop(x, (state) => t.divide(1, state)))),
  "what a loop reads": narrow(loop(t.divide(1, wide), (_, slice) => t.expand(gate(narrow(slice)), m))),
};

/** The values where x is 0 or less, which comes first. */
function shutOf(found: t.Tensor | undefined): ReadonlySet<number> {
  const values = [...(found?.values ?? [])];
  return new Set(values.slice(0, (values.length / above.length) * above.filter((own) => own <= 0).length));
}

describeRuntimes((engine) => {
  it("opens and shuts the gates of rectified units as the reference does", async () => {
    const [found, expected] = [await runOn(engine, layers, given), runOnReference(layers, given)];
    for (const name of Object.keys(layers)) expect(largestDifference(found[name], expected[name]), name).toBeLessThan(2 ** -20);
  });

  it("makes 0 of what is not finite where a gate is shut", async () => {
    const [found, expected] = [await runOn(engine, singular, given), runOnReference(singular, given)];
    for (const name of Object.keys(singular)) {
      expect(shutOf(found[name]), name).toEqual(shutOf(expected[name]));
      expect(shutOf(expected[name]), name).toEqual(new Set([0]));
    }
  });
});

it("multiplies with the gates of layers, and chooses elsewhere", () => {
  const operators = (node: t.Node): readonly string[] => {
    const model = Buffer.from(onnxModel(simplify(t.program({ node })))).toString("latin1");
    return ["HardSigmoid", "Where"].filter((operator) => model.includes(operator));
  };
  for (const [name, node] of Object.entries(layers)) expect(operators(node), name).toEqual(["HardSigmoid"]);
  for (const [name, node] of Object.entries(singular)) expect(operators(node), name).toEqual(["Where"]);
});
