import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { checkDomain, klDivergence, multivariateNormal, normal, standardNormal } from "../../src/probability/index.js";
import type { Distribution, MultivariateNormal } from "../../src/probability/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { covarianceOf, determinant, entry, inverse, minus, quadratic, range, total, traceOf } from "./matrices.js";
import type { Matrix } from "./matrices.js";

const values = (node: Node): number[] => [...(t.evaluate({ node }).node?.values ?? [])];
const value = (node: Node): number => values(node)[0] ?? NaN;
const event = (size: number) => t.axis("event", size);
const column = (size: number) => t.axis("column", size);
const vector = (entries: readonly number[]): Node => t.constant([event(entries.length)], entries);
const matrix = (rows: Matrix): Node => t.constant([event(rows.length), column(rows.length)], rows.flat());
const withFactor = (mean: readonly number[], rows: Matrix): MultivariateNormal =>
  multivariateNormal({ mean: vector(mean), choleskyFactor: matrix(rows) }, "event", "column");
const withCovariance = (mean: readonly number[], rows: Matrix): MultivariateNormal =>
  multivariateNormal({ mean: vector(mean), covariance: matrix(rows) }, "event", "column");

interface Normal {
  readonly mean: readonly number[];
  readonly factor: Matrix;
}
/** Lower triangular, one of the diagonal entries negative; the larger one has a smaller one within. */
const drawn = (size: number, key: string): Normal => {
  const random = keyedRandom("multivariate normal", size, key);
  const one = (): number => 2 * random.uniform() - 1;
  return {
    mean: range(size).map(one),
    factor: range(size).map((i) => range(size).map((j) => (j < i ? one() : j > i ? 0 : (i === 1 ? -1 : 1) * Math.exp(one())))),
  };
};
const logDensity = (x: readonly number[], { mean, factor }: Normal): number => {
  const covariance = covarianceOf(factor);
  const distance = quadratic(inverse(covariance), minus(x, mean));
  return -(distance + Math.log(determinant(covariance)) + x.length * Math.log(2 * Math.PI)) / 2;
};
const divergence = (p: Normal, q: Normal): number => {
  const [left, right] = [covarianceOf(p.factor), covarianceOf(q.factor)];
  const logRatio = Math.log(determinant(right) / determinant(left));
  const distance = quadratic(inverse(right), minus(p.mean, q.mean));
  return (traceOf(inverse(right), left) + distance - p.mean.length + logRatio) / 2;
};
const near = (found: number, right: number): void => {
  expect(Math.abs(found - right)).toBeLessThan(1e-11 * (1 + Math.abs(right)));
};

describe.each([1, 2, 3])("a normal vector of %d coordinates", (size) => {
  it.each(["first", "second", "third"])("has the density, moments and divergences of its matrices: %s", (key) => {
    const [p, q] = [drawn(size, `${key} p`), drawn(size, `${key} q`)];
    const covariance = covarianceOf(p.factor);
    const x = range(size).map((i) => Math.cos(3 * i + 1));
    const other = withFactor(q.mean, q.factor);
    for (const own of [withFactor(p.mean, p.factor), withCovariance(p.mean, covariance)]) {
      near(value(own.logProb(vector(x))), logDensity(x, p));
      for (const [i, variance] of values(own.variance()).entries()) near(variance, entry(covariance, i, i));
      const halfLog = Math.log(determinant(covariance)) / 2;
      near(value(own.entropy?.() ?? t.scalar(NaN)), halfLog + (size / 2) * (Math.log(2 * Math.PI) + 1));
      near(value(klDivergence(own, other)), divergence(p, q));
      const unit = { mean: x.map(() => 0), factor: range(size).map((i) => range(size).map((j) => (i === j ? 1 : 0))) };
      near(value(klDivergence(own, standardNormal([event(size)]))), divergence(p, unit));
    }
  });
});

describe("a normal vector with a diagonal factor", () => {
  const logVar = [0.4, -1.3, 2];
  const own = withFactor(
    [1, -2, 0.5],
    logVar.map((_, i) => logVar.map((entry, j) => (i === j ? Math.exp(entry / 2) : 0))),
  );
  const diagonal = normal({ mean: vector([1, -2, 0.5]), logVar: vector(logVar) }, ["event"]);
  const prior = standardNormal([event(3)]);
  const noise = vector([0.3, -1.1, 2]);

  it.each<readonly [string, (d: Distribution) => Node]>([
    ["logProb", (d) => d.logProb(vector([0.1, 0.2, 0.3]))],
    ["a sample", (d) => d.sample(noise)],
    ["the mean", (d) => d.mean()],
    ["the variance", (d) => d.variance()],
    ["the entropy", (d) => d.entropy?.() ?? t.scalar(NaN)],
    ["the divergence from the prior", (d) => klDivergence(d, prior)],
  ])("agrees with independent coordinates: %s", (_, of) => {
    const right = values(of(diagonal));
    const found = values(of(own));
    expect(found).toHaveLength(right.length);
    for (const [i, value] of right.entries()) near(found[i] ?? NaN, value);
  });
});

describe("the factor of a normal vector", () => {
  const own = withFactor(
    [1, 2],
    [
      [2, NaN],
      [0.5, 3],
    ],
  );

  it("is not read above its diagonal, and has no gradient there", () => {
    const factor = t.input("factor", [event(2), column(2)]);
    const gauss = multivariateNormal({ mean: vector([1, 2]), choleskyFactor: factor }, "event", "column");
    const results = [gauss.logProb(vector([0, 0])), gauss.entropy?.() ?? t.scalar(NaN), klDivergence(gauss, own)];
    const [slope] = t.gradients(
      results.reduce((before, node) => t.add(before, node)),
      [factor],
    );
    const at = (above: number) => t.evaluate({ slope }, { factor: t.tensor(factor.axes, [1, above, 2, 3]) }).slope?.values;
    expect(at(NaN)).toEqual(at(7));
    expect(at(7)?.[1]).toBe(0);
    for (const node of [own.logProb(vector([0, 0])), own.variance(), own.sample(vector([1, 1]))]) {
      expect(values(node).every(Number.isFinite)).toBe(true);
    }
  });

  it("leaves no density where it is singular", () => {
    const singular = withFactor(
      [0, 0],
      [
        [1, 0],
        [2, 0],
      ],
    );
    for (const x of [
      [1, 2],
      [1, 3],
    ]) {
      expect(value(singular.logProb(vector(x)))).toBeNaN();
    }
    expect(value(singular.entropy?.() ?? t.scalar(NaN))).toBe(-Infinity);
    expect(values(singular.sample(vector([1, 5])))).toEqual([1, 2]);
    expect(values(singular.variance())).toEqual([1, 4]);
  });

  it("is NaN where the covariance is not positive definite", () => {
    for (const rows of [
      [
        [1, 2],
        [2, 4],
      ],
      [
        [1, 0],
        [0, -1],
      ],
    ]) {
      const gauss = withCovariance([0, 1], rows);
      const nodes = [
        gauss.logProb(vector([0, 0])),
        gauss.variance(),
        gauss.entropy?.() ?? t.scalar(0),
        gauss.sample(vector([1, 1])),
      ];
      for (const node of nodes) expect(values(node).every(Number.isNaN)).toBe(true);
      expect(values(gauss.mean())).toEqual([0, 1]);
    }
  });

  it("is checked against its domain when it comes from outside", () => {
    const { domain } = own.parameters.choleskyFactor;
    const check = (rows: Matrix) => (): void => {
      checkDomain("factor", t.tensor([event(2), column(2)], rows.flat()), domain);
    };
    const complaint = (where: string) =>
      new RangeError(`factor: ${where} is not an entry of a lower triangular matrix with positive diagonal`);
    expect(
      check([
        [1, 0],
        [-2, 3],
      ]),
    ).not.toThrow();
    expect(
      check([
        [1, 0.5],
        [-2, 3],
      ]),
    ).toThrow(complaint("0.5 at event 0, column 1"));
    expect(
      check([
        [1, 0],
        [-2, 0],
      ]),
    ).toThrow(complaint("0 at event 1, column 1"));
    expect(
      check([
        [-1, 0],
        [-2, 3],
      ]),
    ).toThrow(complaint("-1 at event 0, column 0"));
    expect(
      check([
        [1, 0],
        [Infinity, 3],
      ]),
    ).toThrow(complaint("Infinity at event 1, column 0"));
  });

  it("has the event axis and one of its own, as long", () => {
    const refuses = (axes: readonly t.Axis[], found: string): void => {
      const build = () => multivariateNormal({ mean: vector([0, 0]), choleskyFactor: t.fill(axes, 1) }, "event", "column");
      const complaint = new t.ShapeError(
        "multivariateNormal",
        `the matrix has (${found})`,
        'give "event" and "column", two axes of one size',
      );
      expect(build).toThrow(complaint);
    };
    refuses([event(2)], "event 2");
    refuses([column(2)], "column 2");
    refuses([event(2), column(3)], "event 2, column 3");
    const square = matrix([[1]]);
    expect(() => multivariateNormal({ mean: vector([0]), choleskyFactor: square }, "event", "event")).toThrow(t.ShapeError);
    expect(() => multivariateNormal({ mean: square, choleskyFactor: square }, "event", "column")).toThrow(
      new t.ShapeError("multivariateNormal", 'the mean has the axis "column" of the columns', "rename one of the two"),
    );
    const renamed = multivariateNormal(
      { mean: vector([0]), choleskyFactor: t.rename(square, { column: "other" }) },
      "event",
      "other",
    );
    expect(() => klDivergence(withFactor([0], [[1]]), renamed)).toThrow(
      new t.ShapeError(
        "KL(multivariateNormal ‖ multivariateNormal)",
        'the columns lie along "column" and "other"',
        "rename one axis",
      ),
    );
  });
});

describe("the divergence between normal vectors", () => {
  it("keeps its digits where they are almost equal", () => {
    const own = (first: number, below: number) =>
      withFactor(
        [0, 0],
        [
          [first, 0],
          [below, 1],
        ],
      );
    // Q⁻¹ P is 1 + s and 1 on the diagonal and s/2 below it: ½ ((1 + s)² − 1 − 2 log(1 + s) + s²/4) = s² (1 + 1/8) − s³/3 + …
    const s = 2 ** -20;
    const found = value(klDivergence(own(1 + s, 1 / 2 + s), own(1, 1 / 2)));
    expect(Math.abs(found / (s * s * (1 + 1 / 8) - s ** 3 / 3) - 1)).toBeLessThan(1e-9);
  });

  it("repeats one mean for all coordinates", () => {
    const one = (mean: Node) =>
      multivariateNormal(
        {
          mean,
          choleskyFactor: matrix([
            [1, 0],
            [0.5, 2],
          ]),
        },
        "event",
        "column",
      );
    for (const of of [
      (d: Distribution) => klDivergence(d, one(t.scalar(0))),
      (d: Distribution) => klDivergence(d, standardNormal([event(2)])),
    ]) {
      expect(value(of(one(t.scalar(3))))).toBe(value(of(one(vector([3, 3])))));
    }
  });
});

describe("a cluster of points on a line", () => {
  it("has no covariance, and one that a small variance in each coordinate makes definite", () => {
    const points = range(5).map((i) => [i * 1e-8, 2e-8 * i]);
    const scatter = [0, 1].map((a) => [0, 1].map((b) => total(points.map((x) => (x[a] ?? NaN) * (x[b] ?? NaN))) / 5));
    expect(value(withCovariance([0, 0], scatter).logProb(vector([0, 0])))).toBeNaN();
    const widened = scatter.map((row, i) => row.map((own, j) => own + (i === j ? 1e-20 : 0)));
    expect(value(withCovariance([0, 0], widened).logProb(vector([0, 0])))).toBeGreaterThan(30);
  });
});
