import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { oneSidedRadius, quadraticTail, type Moments, type Tail } from "../../../src/oracles/monte-carlo/concentration.js";
import {
  addForms,
  constantForm,
  evaluateForm,
  isConstant,
  multiplyForms,
  scaleForm,
  variableForm,
} from "../../../src/oracles/monte-carlo/form.js";
import { PowerSums } from "../../../src/oracles/monte-carlo/moments.js";
import { planSamples } from "../../../src/oracles/monte-carlo/plan.js";
import { decideSequentially } from "../../../src/oracles/monte-carlo/sequential.js";
import { precisionRoot } from "../../../src/oracles/monte-carlo/precision.js";
import { binomialProbabilities } from "./binomial.js";

const real = fc.double({ min: -8, max: 8, noNaN: true });
const moments = (n: number, variance: number): Moments => ({ n, mean: 0, variance, skewness: 0, excessKurtosis: 0 });

describe("forms", () => {
  const linear = fc
    .array(real, { minLength: 4, maxLength: 4 })
    .map(([a = 0, b = 0, c = 0, shift = 0]) =>
      addForms([
        constantForm(shift),
        scaleForm(variableForm(0), a),
        scaleForm(variableForm(1), b),
        scaleForm(variableForm(2), c),
      ]),
    );

  test("sums and products are those of the values", () => {
    fc.assert(
      fc.property(linear, linear, linear, fc.array(real, { minLength: 3, maxLength: 3 }), (f, g, h, at) => {
        const product = multiplyForms(f, g);
        if (product === null) throw new Error("the product of two linear forms is quadratic");
        const value = evaluateForm(addForms([product, h]), at);
        const truth = evaluateForm(f, at) * evaluateForm(g, at) + evaluateForm(h, at);
        expect(Math.abs(value - truth)).toBeLessThan(1e-9 * 8 ** 5);
      }),
      { seed: 2 },
    );
  });

  test("cubes are refused, and what cancels is gone", () => {
    const x = variableForm(0);
    const square = multiplyForms(x, x);
    if (square === null) throw new Error("a square is quadratic");
    expect(multiplyForms(square, x)).toBeNull();
    const third = scaleForm(square, 1 / 3);
    const gone = addForms([third, third, third, scaleForm(square, -1), constantForm(2)]);
    expect(isConstant(gone)).toBe(true);
    expect(gone.constant).toBe(2);
    expect(isConstant(addForms([third, scaleForm(square, -1 / 3 - 1e-12)]))).toBe(false);
  });
});

test("a precision matrix is inverted and split", () => {
  const root = precisionRoot([
    [4, 1, 0],
    [1, 3, -1],
    [0, -1, 2],
  ]);
  if (root === null) throw new Error("the matrix is positive definite");
  const { covariance, factor, logDeterminant } = root;
  const entry = (matrix: readonly (readonly number[])[], i: number, j: number): number => matrix[i]?.[j] ?? NaN;
  const matrix = [
    [4, 1, 0],
    [1, 3, -1],
    [0, -1, 2],
  ];
  for (const i of [0, 1, 2]) {
    for (const j of [0, 1, 2]) {
      expect([0, 1, 2].reduce((sum, k) => sum + entry(matrix, i, k) * entry(covariance, k, j), 0)).toBeCloseTo(
        i === j ? 1 : 0,
        12,
      );
      expect([0, 1, 2].reduce((sum, k) => sum + entry(factor, i, k) * entry(factor, j, k), 0)).toBeCloseTo(
        entry(covariance, i, j),
        12,
      );
    }
  }
  expect(logDeterminant).toBeCloseTo(-Math.log(18) / 2, 12);
  expect(
    precisionRoot([
      [1, 2],
      [2, 1],
    ]),
  ).toBeNull();
});

describe("tails", () => {
  test("the moment generating function of a quadratic form stays below its bound", () => {
    const parameters = fc.tuple(real, real, real, real, fc.double({ min: -0.999, max: 0.999, noNaN: true }));
    fc.assert(
      fc.property(parameters, ([l1, l2, b1, b2, place]) => {
        const tail = quadraticTail({
          constant: 5,
          linear: [b1, b2],
          quadratic: [
            [l1, 0],
            [0, l2],
          ],
        });
        if (tail.kind !== "sub-gamma") throw new Error("a quadratic form is sub-gamma");
        const s = tail.scale === 0 ? place : place / tail.scale;
        const part = (l: number, b: number): number =>
          -Math.log1p(-2 * s * l) / 2 - s * l + (s * s * b * b) / (2 * (1 - 2 * s * l));
        const bound = (s * s * tail.variance) / (2 * (1 - tail.scale * Math.abs(s)));
        expect(part(l1, b1) + part(l2, b2)).toBeLessThanOrEqual(bound * (1 + 1e-9) + 1e-9);
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  test("radii are those of the theorems", () => {
    const x = Math.log(1000);
    expect(oneSidedRadius({ kind: "sub-gamma", variance: 3, scale: 2 }, moments(500, 9), 1e-3)).toBeCloseTo(
      Math.sqrt((6 * x) / 500) + (2 * x) / 500,
      12,
    );
    const bounded: Tail = { kind: "bounded", width: 5 };
    const half = Math.log(2000);
    expect(oneSidedRadius(bounded, moments(500, 6), 1e-3)).toBeCloseTo(5 * Math.sqrt(half / 1000), 12);
    const bernstein = Math.log(4000);
    expect(oneSidedRadius(bounded, moments(5000, 0.01), 1e-3)).toBeCloseTo(
      Math.sqrt((0.02 * bernstein) / 5000) + (35 * bernstein) / (3 * 4999),
      12,
    );
  });

  test("the radius of bounded samples covers coin tosses, exactly counted", () => {
    const tail: Tail = { kind: "bounded", width: 1 };
    for (const p of [0.5, 0.1, 0.01]) {
      for (const n of [300, 2000]) {
        for (const level of [0.1, 1e-3, 1e-6]) {
          const missed = binomialProbabilities(n, p).reduce((sum, probability, heads) => {
            const mean = heads / n;
            const variance = (mean * (1 - mean) * n) / (n - 1);
            return mean - oneSidedRadius(tail, moments(n, variance), level) > p ? sum + probability : sum;
          }, 0);
          expect(missed).toBeLessThanOrEqual(level);
        }
      }
    }
  });

  test("the central limit theorem gives nothing where its corrections are large", () => {
    const tail: Tail = { kind: "clt" };
    expect(oneSidedRadius(tail, moments(10_000, 4), 0.025)).toBeCloseTo(1.959964 * 0.02, 6);
    const skewed = { ...moments(10_000, 4), skewness: 3 };
    expect(oneSidedRadius(tail, skewed, 0.025)).toBeGreaterThan(1.96 * 0.02);
    expect(oneSidedRadius(tail, { ...skewed, skewness: 100 }, 0.025)).toBe(Infinity);
    expect(oneSidedRadius(tail, { ...skewed, excessKurtosis: 1e5 }, 0.025)).toBe(Infinity);
  });
});

describe("plans", () => {
  const tails: Tail[] = [{ kind: "sub-gamma", variance: 3, scale: 2 }, { kind: "bounded", width: 2 }, { kind: "clt" }];
  test.each(tails)("$kind: the smallest number of samples that decides, and shares that add up", (tail) => {
    for (const contract of [
      { alpha: 1e-7, beta: 1e-3, delta: 0.05 },
      { alpha: 0.1, beta: 0.2, delta: 0.5 },
      { alpha: 1e-3, beta: 1e-3, delta: 0.01 },
    ]) {
      const guess = moments(4096, 1);
      const { planned, looks } = planSamples(tail, contract, guess);
      const reach = (n: number): number =>
        oneSidedRadius(tail, { ...guess, n }, contract.alpha / 4) + oneSidedRadius(tail, { ...guess, n }, contract.beta / 2);
      expect(reach(planned)).toBeLessThanOrEqual(contract.delta);
      const fewest = tail.kind === "clt" ? 4096 : 256;
      if (planned > fewest + 6) expect(reach(planned * 0.998 - 8)).toBeGreaterThan(contract.delta);
      expect(looks.reduce((sum, look) => sum + look.alpha, 0)).toBeLessThanOrEqual(contract.alpha * (1 + 1e-12));
      expect(looks.reduce((sum, look) => sum + look.beta, 0)).toBeLessThanOrEqual(contract.beta * (1 + 1e-12));
      expect(looks.map((look) => look.n)).toEqual([...looks.map((look) => look.n)].sort((a, b) => a - b));
      expect(looks.every((look) => look.n % 6 === 0 && look.n >= fewest)).toBe(true);
      expect(looks.filter((look) => look.n === planned)).toHaveLength(1);
    }
  });

  test("four times the samples for half the difference", () => {
    const contract = { alpha: 1e-6, beta: 1e-3 };
    const at = (delta: number): number =>
      planSamples({ kind: "bounded", width: 1 }, { ...contract, delta }, moments(4096, 1)).planned;
    expect(at(0.005) / at(0.01)).toBeCloseTo(4, 1);
  });
});

describe("one look", () => {
  const tail: Tail = { kind: "sub-gamma", variance: 2, scale: 1 };
  const [alpha, beta, n, difference, slack] = [1e-3, 1e-2, 600, 1, 1e-3];
  const radius = (level: number): number => Math.sqrt((4 * Math.log(1 / level)) / n) + Math.log(1 / level) / n;
  const look = (mean: number, most = n) =>
    decideSequentially(tail, { planned: n, looks: [{ n, alpha, beta }] }, difference, slack, most, () => ({
      ...moments(n, 2),
      mean,
    }));

  test("half of α lies on either side, β on one", () => {
    const far = slack + radius(alpha / 2);
    const near = difference - slack - radius(beta);
    expect(near).toBeGreaterThan(far);
    for (const sign of [1, -1]) {
      expect(look(sign * far * 1.0001).result).toBe("different");
      expect(look(sign * far * 0.9999)).toMatchObject({ result: "equal", halfWidth: far });
    }
    const close = decideSequentially(tail, { planned: n, looks: [{ n, alpha, beta }] }, far, slack, n, () => moments(n, 2));
    expect(close.result).toBe("equal");
    const tight = decideSequentially(
      tail,
      { planned: n, looks: [{ n, alpha, beta }] },
      slack + radius(beta) * 0.9999,
      slack,
      n,
      () => moments(n, 2),
    );
    expect(tight.result).toBe("unknown");
  });

  test("beyond the samples allowed there is no look", () => {
    expect(look(100, n - 1)).toMatchObject({ result: "unknown", halfWidth: Infinity, moments: { n: 0 } });
  });
});

test("running moments are those of the samples", () => {
  const values = Float64Array.from({ length: 1001 }, (_, i) => Math.sin(i) ** 3 + 100);
  const sums = new PowerSums(99.5);
  sums.add({ buffer: values.slice(0, 400), scale: 1, shift: 0 }, 400);
  sums.add({ buffer: values.slice(400).map((x) => (x - 7) / 2), scale: 2, shift: 7 }, 601);
  const mean = values.reduce((sum, x) => sum + x, 0) / 1001;
  const central = (power: number): number => values.reduce((sum, x) => sum + (x - mean) ** power, 0) / 1001;
  const found = sums.moments();
  expect(found.n).toBe(1001);
  expect(found.mean).toBeCloseTo(mean, 12);
  expect(found.variance).toBeCloseTo((central(2) * 1001) / 1000, 12);
  expect(found.skewness).toBeCloseTo(central(3) / central(2) ** 1.5, 9);
  expect(found.excessKurtosis).toBeCloseTo(central(4) / central(2) ** 2 - 3, 9);
});
