import { describe, expect, it } from "vitest";
import { openEngine, tryEngines } from "../../../src/tensor/engines/choose.js";
import { referenceEngine } from "../../../src/tensor/engines/reference/executable.js";
import {
  averageLogLikelihood,
  fitGaussianMixture,
  pointsOf,
  responsibilities,
  sampleMixture,
} from "../../../src/training/expectation-maximization/index.js";
import { bruteLogLikelihood, bruteResponsibilities, range } from "./brute.js";
import { SETTINGS, someMixture, somePoints } from "./cases.js";

// On the engine that is taken where none is named; `npm run test:full` on all that load here.

const options = { threads: 1 };
const engines =
  process.env.QEDMARK_FULL === "1"
    ? (await tryEngines(options)).flatMap(({ engine }) => (engine === null ? [] : [engine]))
    : [(await openEngine(null, options)).engine];
const cases = engines.flatMap((engine) =>
  (["diagonal", "full"] as const).map((covariance) => ({ name: engine.name, engine, covariance })),
);

describe.each(cases)("on $name, a mixture with $covariance covariances", ({ engine, covariance }) => {
  const shape = { covariance, components: 3, dimensions: 4 };
  const values = somePoints(100, 4, "engines");
  const points = pointsOf("points", values, 4);
  const settings = { ...SETTINGS, covariance, components: 3, iterations: 5, tolerance: 0, batchSize: 32 };

  it("is fitted as on the reference, iteration by iteration", async () => {
    const found = await fitGaussianMixture(engine, points, settings);
    const right = await fitGaussianMixture(referenceEngine(), points, settings);
    expect(found.history).toHaveLength(right.history.length);
    for (const [i, own] of found.history.entries()) expect(Math.abs(own - (right.history[i] ?? NaN))).toBeLessThan(1e-4);
    expect(Math.abs((found.history.at(-1) ?? NaN) - bruteLogLikelihood(found.parameters, values))).toBeLessThan(1e-4);
  });

  it("is evaluated by its formula", async () => {
    const parameters = someMixture(shape, "engines");
    const right = bruteLogLikelihood(parameters, values);
    expect(Math.abs((await averageLogLikelihood(engine, points, parameters)) - right)).toBeLessThan(1e-5 * (1 + Math.abs(right)));
    const answers = await responsibilities(engine, points, parameters);
    for (const [i, own] of bruteResponsibilities(parameters, values).flat().entries()) {
      expect(Math.abs((answers[i] ?? NaN) - own)).toBeLessThan(1e-4);
    }
  });

  it("draws the samples of the reference", async () => {
    const parameters = someMixture(shape, "engines");
    const [found, right] = [
      await sampleMixture(engine, parameters, 50, 3),
      await sampleMixture(referenceEngine(), parameters, 50, 3),
    ];
    for (const i of range(right.length)) expect(Math.abs((found[i] ?? NaN) - (right[i] ?? NaN))).toBeLessThan(1e-4);
  });
});

it("samples are all different, also where they are drawn in several runs", async () => {
  const [wide, count] = [2 ** 16, 70];
  const parameters = {
    covariance: "diagonal",
    logits: new Float32Array(1),
    mean: new Float32Array(wide),
    logVar: new Float32Array(wide),
  } as const;
  const { engine } = await openEngine(null, options);
  const samples = await sampleMixture(engine, parameters, count, 1);
  const starts = range(count).map((i) => samples.subarray(i * wide, i * wide + 3).join());
  expect(new Set(starts).size).toBe(count);
});
