import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Engine } from "../../../src/tensor/engines/engine.js";
import { referenceEngine } from "../../../src/tensor/engines/reference/executable.js";
import { fitGaussianMixture, MixtureError, pointsOf } from "../../../src/training/expectation-maximization/index.js";
import type {
  MixtureParameters,
  MixtureProgress,
  MixtureSettings,
  Points,
} from "../../../src/training/expectation-maximization/index.js";
import { bruteLogLikelihood, range, rowOf, total } from "./brute.js";
import { SETTINGS, somePoints } from "./cases.js";

const engine = referenceEngine();

/** A fit, and what it reported. */
async function fitted(values: Float32Array, dimensions: number, settings: Partial<MixtureSettings> = {}, on: Engine = engine) {
  const reported: MixtureProgress[] = [];
  const result = await fitGaussianMixture(
    on,
    pointsOf("points", values, dimensions),
    { ...SETTINGS, ...settings },
    async (own) => {
      reported.push(own);
      return Promise.resolve();
    },
  );
  return { ...result, reported };
}

const column = (values: Float32Array, dimensions: number, d: number): number[] =>
  range(values.length / dimensions).map((i) => values[i * dimensions + d] ?? NaN);
const meanOf = (numbers: readonly number[]): number => total(numbers) / numbers.length;
const covarianceOf = (a: readonly number[], b: readonly number[]): number =>
  meanOf(a.map((own, i) => (own - meanOf(a)) * ((b[i] ?? NaN) - meanOf(b))));
/** L Lᵀ of the factor of component k. */
const covarianceAt = (parameters: MixtureParameters, dimensions: number, k: number): number[][] => {
  if (parameters.covariance === "diagonal") throw new Error("the covariance is diagonal");
  const { choleskyFactor } = parameters;
  const rows = range(dimensions).map((i) => rowOf(choleskyFactor, dimensions, k * dimensions + i));
  return rows.map((a) => rows.map((b) => total(a.map((own, i) => own * (b[i] ?? NaN)))));
};

describe("one component", () => {
  const dimensions = 3;
  const values = somePoints(50, dimensions, "one");
  // The third coordinate follows the first.
  for (const i of range(50)) values[3 * i + 2] = 0.5 * (values[3 * i] ?? NaN) + 0.1 * (values[3 * i + 2] ?? NaN) + 7;
  const columns = range(dimensions).map((d) => column(values, dimensions, d));

  it("has the mean and variance of the points", async () => {
    const { parameters, history, converged } = await fitted(values, dimensions, { components: 1 });
    if (parameters.covariance !== "diagonal") throw new Error("the covariance is full");
    expect(converged).toBe(true);
    expect(history.length).toBeLessThanOrEqual(3);
    expect([...parameters.logits]).toEqual([0]);
    for (const [d, own] of columns.entries()) {
      expect(Math.abs((parameters.mean[d] ?? NaN) - meanOf(own))).toBeLessThan(1e-6 * (1 + Math.abs(meanOf(own))));
      expect(Math.abs(Math.exp(parameters.logVar[d] ?? NaN) / covarianceOf(own, own) - 1)).toBeLessThan(1e-5);
    }
  });

  it("has the covariance of the points where it is full", async () => {
    const { parameters } = await fitted(values, dimensions, { components: 1, covariance: "full" });
    const found = covarianceAt(parameters, dimensions, 0);
    for (const [i, a] of columns.entries()) {
      for (const [j, b] of columns.entries()) {
        expect(Math.abs((found[i]?.[j] ?? NaN) - covarianceOf(a, b))).toBeLessThan(2e-5);
      }
    }
  });
});

/** Points as they should not be: tight clusters, duplicates, constant coordinates, values far from 0. */
const awkward = fc
  .record({
    dimensions: fc.integer({ min: 1, max: 3 }),
    clusters: fc.array(
      fc.record({
        count: fc.integer({ min: 1, max: 20 }),
        centre: fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 }),
        width: fc.constantFrom(0, 1e-4, 0.1, 1, 5),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    flat: fc.boolean(),
    offset: fc.constantFrom(0, 100),
    components: fc.integer({ min: 1, max: 5 }),
    covariance: fc.constantFrom("diagonal" as const, "full" as const),
    seed: fc.nat(1000),
  })
  .map(({ dimensions, clusters, flat, offset, components, covariance, seed }) => {
    const rows = clusters.flatMap(({ count, centre, width }, c) => {
      const noise = somePoints(count, dimensions, `${seed} ${c}`, width);
      return range(count).map((i) =>
        range(dimensions).map((d) =>
          flat && d === 0 ? offset : offset + (centre[d] ?? NaN) + (noise[i * dimensions + d] ?? NaN),
        ),
      );
    });
    const most = Math.min(components, rows.length);
    return { values: Float32Array.from(rows.flat()), dimensions, settings: { components: most, covariance, seed } };
  });

describe("the log-likelihood", () => {
  it("never falls, is that of the parameters, and no variance is below the floor", async () => {
    await fc.assert(
      fc.asyncProperty(awkward, async ({ values, dimensions, settings }) => {
        const varianceFloor = 0.05;
        const { reported, history } = await fitted(values, dimensions, { ...settings, varianceFloor, iterations: 8 });
        const found = reported.map(({ parameters }) => bruteLogLikelihood(parameters, values));
        const scale = Math.max(...values.map(Math.abs)) ** 2 / varianceFloor;
        for (const [i, own] of found.entries()) {
          expect(Math.abs(own - (history[i] ?? NaN))).toBeLessThan(1e-6 * (1 + scale));
          if (i > 0) expect(own).toBeGreaterThan((found[i - 1] ?? NaN) - 1e-5);
        }
        for (const { parameters } of reported)
          expect(leastVariance(parameters, dimensions)).toBeGreaterThan(varianceFloor * (1 - 1e-5));
      }),
      { numRuns: process.env.QEDMARK_FULL === "1" ? 1000 : 15 },
    );
  });
});

describe("the first parameters", () => {
  it.each(["diagonal", "full"] as const)("have equal weights and the variances of all points: %s", async (covariance) => {
    const values = somePoints(40, 2, "first");
    const { parameters } = await fitted(values, 2, { covariance, iterations: 0 });
    expect([...parameters.logits]).toEqual([...new Float32Array(2).fill(-Math.log(2))]);
    for (const k of range(2)) {
      for (const d of range(2)) {
        const own = column(values, 2, d);
        const variance =
          parameters.covariance === "diagonal"
            ? Math.exp(parameters.logVar[2 * k + d] ?? NaN)
            : (covarianceAt(parameters, 2, k)[d]?.[d] ?? NaN);
        expect(Math.abs(variance / covarianceOf(own, own) - 1)).toBeLessThan(1e-6);
      }
    }
  });
});

describe("a fit", () => {
  const values = somePoints(90, 2, "fit");
  const three = { components: 3, iterations: 6, tolerance: 0 };

  it("is the same every time, whatever is fitted beside it, and another with another seed", async () => {
    const all = await Promise.all([fitted(values, 2, three), fitted(values, 2, three), fitted(values, 2, { ...three, seed: 1 })]);
    const [a, b, other] = all.map(({ parameters, history }) => ({ parameters, history }));
    expect(a).toEqual(b);
    expect(other).not.toEqual(a);
  });

  it("that stops and goes on is the one that did not stop", async () => {
    const whole = await fitted(values, 2, three);
    const points = pointsOf("points", values, 2);
    for (const [iterations, from] of whole.reported.entries()) {
      const stopped = await fitted(values, 2, { ...three, iterations });
      expect(stopped.reported).toEqual(whole.reported.slice(0, iterations + 1));
      const { parameters, history, converged } = await fitGaussianMixture(
        engine,
        points,
        { ...SETTINGS, ...three },
        undefined,
        from,
      );
      expect({ parameters, history, converged }).toEqual({
        parameters: whole.parameters,
        history: whole.history,
        converged: whole.converged,
      });
    }
  });

  it("does not depend on how many points are in memory at once, but for rounding", async () => {
    const whole = await fitted(values, 2, { ...three, batchSize: 90 });
    for (const batchSize of [1, 7, 64, 1000]) {
      const { history } = await fitted(values, 2, { ...three, batchSize });
      for (const [i, own] of history.entries()) expect(Math.abs(own - (whole.history[i] ?? NaN))).toBeLessThan(1e-5);
    }
  });

  it("asks for no more points at once than a batch, and each time for all", async () => {
    const points = pointsOf("points", values, 2);
    const runs: number[][] = [];
    const watched: Points = {
      ...points,
      read: async (indices, into) => {
        runs.push([...indices]);
        await points.read(indices, into);
      },
    };
    await fitGaussianMixture(engine, watched, { ...SETTINGS, components: 1, batchSize: 25, iterations: 0 });
    expect(runs.slice(-4)).toEqual([
      range(25),
      range(25).map((i) => 25 + i),
      range(25).map((i) => 50 + i),
      range(15).map((i) => 75 + i),
    ]);
  });

  it("stops when an iteration gains less than the tolerance", async () => {
    const { history, converged } = await fitted(values, 2, { components: 3, tolerance: 0.01, iterations: 100 });
    const gains = history.slice(1).map((own, i) => own - (history[i] ?? NaN));
    expect(converged).toBe(true);
    expect(gains.map((own) => own < 0.01)).toEqual(gains.map((_, i) => i === gains.length - 1));
    expect((await fitted(values, 2, { ...three, iterations: 2 })).converged).toBe(false);
  });

  it.each(["diagonal", "full"] as const)("leaves a component where it is that no point is left for: %s", async (covariance) => {
    const shared = { logits: new Float32Array(2), mean: Float32Array.of(0, 0, 400, 400) };
    const parameters: MixtureParameters =
      covariance === "diagonal"
        ? { covariance, ...shared, logVar: new Float32Array(4) }
        : { covariance, ...shared, choleskyFactor: Float32Array.of(1, 0, 0, 1, 2, 0, 1, 2) };
    const points = pointsOf("points", values, 2);
    const found = await fitGaussianMixture(engine, points, { ...SETTINGS, covariance, iterations: 3 }, undefined, {
      parameters,
      history: [],
    });
    expect([...found.parameters.mean.subarray(2)]).toEqual([400, 400]);
    expect(found.parameters.logits[1]).toBeCloseTo(Math.log(1e-30), 4);
    if (found.parameters.covariance === "full") {
      expect([...found.parameters.choleskyFactor.subarray(4)]).toEqual([2, 0, 1, 2]);
    } else {
      expect([...found.parameters.logVar.subarray(2)]).toEqual([0, 0]);
    }
    const alone = await fitted(values, 2, { covariance, components: 1 });
    expect(found.history.at(-1)).toBeCloseTo(alone.history.at(-1) ?? NaN, 6);
  });

  it("has components in one place where points coincide", async () => {
    const few = Float32Array.of(0, 0, 1, 1);
    const { parameters } = await fitted(few, 1, { components: 4, varianceFloor: 1e-3 });
    expect(total([...parameters.logits].map(Math.exp))).toBeCloseTo(1, 6);
    expect(new Set([...parameters.mean].map(Math.round))).toEqual(new Set([0, 1]));
  });

  it("takes a constant coordinate for what it is", async () => {
    const flat = Float32Array.from(range(40), (i) => (i % 2 === 0 ? 5 : Math.sin(i)));
    const { parameters } = await fitted(flat, 2, { components: 1, varianceFloor: 0.01 });
    if (parameters.covariance !== "diagonal") throw new Error("the covariance is full");
    expect(parameters.mean[0]).toBe(5);
    expect(parameters.logVar[0]).toBeCloseTo(Math.log(0.01), 6);
  });
});

/** The engine, with what it computes changed from the run of this number on. */
function disturbed(from: number, change: (logProb: Float32Array) => void): Engine {
  let runs = 0;
  return {
    name: "disturbed",
    prepare: async (program, memory) => {
      const executable = await engine.prepare(program, memory);
      return {
        ...executable,
        run: async () => {
          await executable.run();
          if (runs >= from && executable.outputs.logProb !== undefined) change(executable.outputs.logProb);
          runs += 1;
        },
      };
    },
  };
}

describe("what allows no fit", () => {
  const values = somePoints(20, 2, "refused");
  const points = pointsOf("points", values, 2);
  const refused = (
    settings: Partial<MixtureSettings>,
    own: Points = points,
    on: Engine = engine,
    from: MixtureProgress | null = null,
  ) => expect(fitGaussianMixture(on, own, { ...SETTINGS, ...settings }, undefined, from)).rejects;

  it("is too few points, or none", async () => {
    await refused({ components: 21 }).toThrow(
      new MixtureError("points: 20 points are too few for 21 components: ask for at most 20"),
    );
    await refused({}, pointsOf("points", new Float32Array(), 2)).toThrow(new MixtureError("points: there are no points"));
  });

  it("is no number of components", async () => {
    await refused({ components: 0 }).toThrow(new MixtureError("0 components: give a whole number from 1"));
    await refused({ components: 1.5 }).toThrow(new MixtureError("1.5 components: give a whole number from 1"));
  });

  it("is full covariances of many coordinates", async () => {
    await refused({ covariance: "full" }, pointsOf("points", new Float32Array(650), 65)).toThrow(
      new MixtureError("full covariances of 65 coordinates: at most 64 are supported; use diagonal ones"),
    );
  });

  it("is a variance floor that single precision does not see", async () => {
    for (const varianceFloor of [0, -1, NaN, Infinity, 1e-9]) {
      await refused({ varianceFloor }).toThrow(
        /^points: a variance floor of .* drowns in rounding, .*: give at least [0-9.e-]+$/,
      );
    }
  });

  it("is a coordinate that is no number", async () => {
    for (const value of [NaN, Infinity]) {
      const broken = Float32Array.from(values);
      broken[7] = value;
      await refused({}, pointsOf("points", broken, 2)).toThrow(
        new MixtureError(`points: coordinate 1 of point 3 is ${value}: leave it out`),
      );
    }
  });

  it("is a likelihood that falls by more than rounding", async () => {
    const lower = (logProb: Float32Array) => {
      logProb.forEach((own, i) => (logProb[i] = own - 100));
    };
    await refused({}, points, disturbed(2, lower)).toThrow(
      /^iteration 2: the log-likelihood fell from -\d\S+ to -\d\S+ nats a point, and rounding explains \d\S+: /,
    );
    const message = await fitted(values, 2, {}, disturbed(2, lower)).then(
      () => "",
      (error: unknown) => String(error),
    );
    expect(Number(/rounding explains (\S+):/.exec(message)?.[1])).toBeLessThan(1e-5);
    const slightly = disturbed(2, (logProb) => {
      logProb.forEach((own, i) => (logProb[i] = own - 1e-7));
    });
    expect((await fitted(values, 2, {}, slightly)).history.length).toBeGreaterThan(3);
  });

  it("is a likelihood that is no number", async () => {
    await refused(
      {},
      points,
      disturbed(1, (logProb) => logProb.fill(NaN)),
    ).toThrow(/^the log-likelihood is NaN: /);
  });

  it("is a fit to go on with that was of other points, or of another kind", async () => {
    const { parameters, history } = await fitted(values, 2);
    const other = pointsOf("points", somePoints(20, 2, "others"), 2);
    await refused({}, other, engine, { parameters, history }).toThrow(
      /nats a point, here it is .*: it was fitted to other points/,
    );
    await refused({ components: 3 }, points, engine, { parameters, history }).toThrow(
      new MixtureError(
        "the fit to go on with has 2 components with diagonal covariances of 2 coordinates, not 3 components with diagonal covariances of 2 coordinates: " +
          "start a new one",
      ),
    );
    const cut = { ...parameters, mean: parameters.mean.subarray(1) };
    await refused({}, points, engine, { parameters: cut, history }).toThrow(/do not fit each other/);
  });
});

/** The least eigenvalue of all covariances: by power iteration on what is left of their traces. */
function leastVariance(parameters: MixtureParameters, dimensions: number): number {
  if (parameters.covariance === "diagonal") return Math.exp(Math.min(...parameters.logVar));
  return Math.min(
    ...range(parameters.logits.length).map((k) => {
      const matrix = covarianceAt(parameters, dimensions, k);
      const trace = total(matrix.map((row, i) => row[i] ?? NaN));
      let direction = range(dimensions).map((i) => 1 + i / 7);
      let least = NaN;
      for (let turn = 0; turn < 500; turn++) {
        const turned = matrix.map(
          (row, i) => trace * (direction[i] ?? NaN) - total(row.map((own, j) => own * (direction[j] ?? NaN))),
        );
        const length = Math.hypot(...turned);
        if (length === 0) return trace;
        direction = turned.map((own) => own / length);
        least = trace - length;
      }
      return least;
    }),
  );
}
