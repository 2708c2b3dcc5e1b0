import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { Build, imageAxes } from "../../src/models/index.js";
import type { Loss } from "../../src/models/index.js";
import { gaussianMixtureModel, responsibilityLine } from "../../src/models/gaussian-mixture.js";
import type { GaussianMixtureModel } from "../../src/models/gaussian-mixture.js";
import { referenceEngine } from "../../src/tensor/engines/reference/executable.js";
import { fitGaussianMixture, pointsOf } from "../../src/training/expectation-maximization/index.js";
import type { MixtureParameters } from "../../src/training/expectation-maximization/index.js";
import { arraysOf } from "../../src/training/expectation-maximization/parameters.js";
import { differs, first } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { describeMutant } from "../probability/mutant.js";
import { bruteLogLikelihood, bruteResponsibilities, range, rowOf } from "../training/expectation-maximization/brute.js";
import { SETTINGS, someMixture, somePoints } from "../training/expectation-maximization/cases.js";

const [COUNT, PIXELS, COMPONENTS] = [12, 4, 3];
const IMAGE = imageAxes({ channels: 1, height: 2, width: 2 });
const BATCH = t.axis("batch", COUNT);
const model = gaussianMixtureModel({ image: IMAGE, components: COMPONENTS });
const parameters = someMixture({ covariance: "diagonal", components: COMPONENTS, dimensions: PIXELS }, "model");
const images = somePoints(COUNT, PIXELS, "model");
const examples = { images: t.constant([BATCH, ...IMAGE], images), labels: null };

/** The values of a node at the parameters. */
function valuesOf(node: Node, at: MixtureParameters = parameters): number[] {
  const graph = t.program({ node });
  const arrays = arraysOf(at);
  const inputs = [...graph.inputs.values()].map(({ name, axes }) => [name, t.tensor(axes, arrays[name] ?? [])] as const);
  return [...(t.compile(graph)(Object.fromEntries(inputs)).node?.values ?? [])];
}
const right = range(COUNT).map((i) => -bruteLogLikelihood(parameters, images.subarray(i * PIXELS, (i + 1) * PIXELS)));
const totalOf = (loss: Loss): Node =>
  Object.values(loss)
    .map(({ value, weight }) => t.multiply(value, weight))
    .reduce((a, b) => t.add(a, b));

/** The loss of every image. */
type Own = (model: GaussianMixtureModel, build: Build) => Node;
const own: Own = (given, build) => totalOf(given.loss(build, examples));
const check = (loss: Own): Complaint =>
  first(valuesOf(loss(model, new Build())).map((found, i) => differs(`the loss of image ${i}`, found, right[i] ?? NaN, 1e-9)));

describe("the Gaussian mixture as a model with a latent variable", () => {
  it("has −log p(x) as its loss: with its own posterior the bound is tight", () => {
    expect(check(own)).toBeNull();
    const { reconstruction, kl } = model.loss(new Build(), examples);
    for (const term of [reconstruction, kl]) expect(t.namesOf(term?.value.axes ?? [])).toEqual(["batch"]);
    expect(kl === undefined ? [] : valuesOf(kl.value).map((value) => value >= 0)).toEqual(range(COUNT).map(() => true));
  });

  it("has the gradient of −log p(x)", () => {
    const build = new Build();
    const loss = t.mean(own(model, build), ["batch"]);
    const direct = t.negate(t.mean(model.density(build).density.logProb(examples.images), ["batch"]));
    const nodes = [...build.parameters.declared.values()].map(({ node }) => node);
    const [found, expected] = [loss, direct].map((node) => t.gradients(node, nodes).map((slope) => valuesOf(slope)));
    for (const [i, slopes] of (found ?? []).entries()) {
      for (const [j, slope] of slopes.entries()) expect(slope).toBeCloseTo(expected?.[i]?.[j] ?? NaN, 10);
    }
    expect(nodes).toHaveLength(3);
  });

  it("takes what expectation–maximization fits, which is where its gradient is 0", async () => {
    const many = somePoints(200, PIXELS, "stationary");
    const settings = { ...SETTINGS, components: COMPONENTS, iterations: 2000, tolerance: 1e-9 };
    const fitted = await fitGaussianMixture(referenceEngine(), pointsOf("points", many, PIXELS), settings);
    const build = new Build();
    const all = { images: t.constant([t.axis("batch", 200), ...IMAGE], many), labels: null };
    const loss = t.mean(totalOf(model.loss(build, all)), ["batch"]);
    const nodes = [...build.parameters.declared.values()].map(({ node }) => node);
    const largest = (at: MixtureParameters): number =>
      Math.max(...t.gradients(loss, nodes).flatMap((slope) => valuesOf(slope, at).map(Math.abs)));
    expect(largest(fitted.parameters)).toBeLessThan(1e-3);
    expect(largest(parameters)).toBeGreaterThan(0.1);
    expect(valuesOf(loss, fitted.parameters)[0]).toBeCloseTo(-(fitted.history.at(-1) ?? NaN), 5);
  });

  it("has the answers of the components as codes", () => {
    const codes = valuesOf(t.reorder(model.encode(new Build(), examples), ["batch", "component"]));
    for (const [i, answers] of bruteResponsibilities(parameters, images).entries()) {
      for (const [k, answer] of answers.entries()) expect(codes[i * COMPONENTS + k]).toBeCloseTo(answer, 9);
    }
  });

  it("has log p(c) + log p(x|c) as the logits of its posterior", () => {
    const { logits } = model.posterior(new Build(), examples).parameters;
    for (const [i, found] of valuesOf(t.logSumExp(logits.node, ["component"])).entries())
      expect(found).toBeCloseTo(-(right[i] ?? NaN), 9);
  });

  it("decodes a component's code to its density", () => {
    const codes = t.constant(
      [t.axis("batch", COMPONENTS), t.axis("component", COMPONENTS)],
      range(COMPONENTS).flatMap((z) => range(COMPONENTS).map((k) => (k === z ? 1 : 0))),
    );
    const { distribution, nll } = model.decode(new Build(), codes, null);
    const means = valuesOf(t.reorder(distribution.mean(), ["batch", ...t.namesOf(IMAGE)]));
    expect(means).toEqual([...parameters.mean]);
    const first = t.constant(IMAGE, rowOf(images, PIXELS, 0));
    const found = valuesOf(nll(first));
    for (const [k, value] of found.entries()) {
      const only = { ...parameters, logits: parameters.logits.map((_, other) => (other === k ? 0 : -1e4)) };
      expect(value).toBeCloseTo(-bruteLogLikelihood(only, images.subarray(0, PIXELS)), 9);
    }
  });

  it("names a line of a derivation", () => {
    const text = readFileSync(responsibilityLine.file, "utf8");
    expect(text).toContain(responsibilityLine.formula);
    expect(text).not.toContain(responsibilityLine.formula.replace("p(c|x)", "p(x|c)"));
  });
});

const changed =
  (term: "reconstruction" | "kl", change: (value: Node) => Node): Own =>
  (given, build) => {
    const loss = given.loss(build, examples);
    const found = loss[term];
    return totalOf(found === undefined ? loss : { ...loss, [term]: { ...found, value: change(found.value) } });
  };
describeMutant<Own>({
  bug: 8,
  mistake: "the sign of the divergence between answers and weights",
  right: own,
  wrong: changed("kl", t.negate),
  check,
  message: "the loss of image 0",
});
describeMutant<Own>({
  bug: 3,
  mistake: "the divergence averaged over the components",
  right: own,
  wrong: changed("kl", (value) => t.divide(value, COMPONENTS)),
  check,
  message: "the loss of image 0",
});
describeMutant<Own>({
  bug: 4,
  mistake: "the densities averaged over pixels",
  right: own,
  wrong: changed("reconstruction", (value) => t.divide(value, PIXELS)),
  check,
  message: "the loss of image 0",
});
