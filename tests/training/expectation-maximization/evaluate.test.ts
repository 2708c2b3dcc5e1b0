import { describe, expect, it } from "vitest";
import { referenceEngine } from "../../../src/tensor/engines/reference/executable.js";
import {
  averageLogLikelihood,
  MixtureError,
  pointsOf,
  responsibilities,
} from "../../../src/training/expectation-maximization/index.js";
import type { MixtureParameters } from "../../../src/training/expectation-maximization/index.js";
import { coefficientsOf, contractedLogJoint } from "../../../src/training/expectation-maximization/coefficients.js";
import { prepareExpectation } from "../../../src/training/expectation-maximization/expectation.js";
import { arraysOf, shapeOf } from "../../../src/training/expectation-maximization/parameters.js";
import * as t from "../../../src/tensor/index.js";
import { differs, first } from "../../probability/checks.js";
import type { Complaint } from "../../probability/checks.js";
import { describeMutant } from "../../probability/mutant.js";
import { bruteLogLikelihood, bruteResponsibilities, logJoints, logSumExp, range, rowOf } from "./brute.js";
import { someMixture, somePoints } from "./cases.js";

const engine = referenceEngine();
const COVARIANCES = ["diagonal", "full"] as const;
const shapes = COVARIANCES.flatMap((covariance) => [
  { covariance, components: 1, dimensions: 1 },
  { covariance, components: 3, dimensions: 2 },
  { covariance, components: 5, dimensions: 7 },
]);

describe.each(shapes)("a mixture of $components components with $covariance covariances of $dimensions coordinates", (shape) => {
  const parameters = someMixture(shape, "evaluate");
  const values = somePoints(37, shape.dimensions, "evaluate");
  const points = pointsOf("points", values, shape.dimensions);
  const right = bruteLogLikelihood(parameters, values);

  it("has the log-likelihood of its formula", async () => {
    expect(Math.abs((await averageLogLikelihood(engine, points, parameters)) - right)).toBeLessThan(1e-6 * (1 + Math.abs(right)));
  });

  it("answers for every point by Bayes' rule", async () => {
    const found = await responsibilities(engine, points, parameters);
    for (const [i, expected] of bruteResponsibilities(parameters, values).entries()) {
      for (const [k, own] of rowOf(found, shape.components, i).entries()) expect(own).toBeCloseTo(expected[k] ?? NaN, 6);
    }
  });

  it("has the same log-likelihood by products of matrices, whatever the centre, and the sums are Bayes' rule's", async () => {
    for (const at of [0, 0.7, -3]) {
      const centre = new Float32Array(shape.dimensions).fill(at);
      const expectation = await prepareExpectation(engine, points, shape, centre, 10);
      const sums = await expectation.statistics(parameters);
      expect(Math.abs(sums.logLikelihood / 37 - right)).toBeLessThan(sums.rounding);
      expect(sums.rounding).toBeLessThan(2e-5 * (1 + Math.abs(right)) * (1 + at ** 2));
      const answers = bruteResponsibilities(parameters, values);
      for (const k of range(shape.components)) {
        const weighted = (of: (y: readonly number[]) => number): number =>
          answers.reduce((sum, own, i) => {
            return sum + (own[k] ?? NaN) * of(rowOf(values, shape.dimensions, i).map((value) => value - at));
          }, 0);
        expect(Math.abs((sums.count[k] ?? NaN) - weighted(() => 1))).toBeLessThan(1e-4);
        for (const d of range(shape.dimensions)) {
          const place = k * shape.dimensions + d;
          expect(Math.abs((sums.first[place] ?? NaN) - weighted((y) => y[d] ?? NaN))).toBeLessThan(1e-3);
          const diagonal = shape.covariance === "diagonal" ? place : place * shape.dimensions + d;
          expect(Math.abs((sums.second[diagonal] ?? NaN) - weighted((y) => (y[d] ?? NaN) ** 2))).toBeLessThan(1e-2);
        }
      }
    }
  });
});

type Coefficients = ReturnType<typeof coefficientsOf>;
/** The values of the contracted form, as they are or with a mistake in them. */
type Prepare = (parameters: MixtureParameters, centre: Float32Array) => Coefficients;
const prepare: Prepare = (parameters, centre) => coefficientsOf(parameters, shapeOf(parameters), centre);

/** log p(c) + log p(x|c) of every point and component is the formula's. */
const checkJoint = (own: Prepare, covariance: "diagonal" | "full"): Complaint => {
  const shape = { covariance, components: 3, dimensions: 2 };
  const parameters = someMixture(shape, "coefficients");
  const values = somePoints(5, 2, "coefficients");
  const centre = Float32Array.of(0.5, -1);
  const y = t.input("y", [t.axis("batch", 5), t.axis("coordinate", 2)]);
  const graph = t.program({ joint: t.reorder(contractedLogJoint(y, shape), ["batch", "component"]) });
  const given = Object.entries({
    ...arraysOf(own(parameters, centre)),
    y: values.map((value, i) => value - (centre[i % 2] ?? NaN)),
  });
  const inputs = Object.fromEntries(given.map(([name, array]) => [name, t.tensor(graph.inputs.get(name)?.axes ?? [], array)]));
  const found = t.compile(graph)(inputs).joint?.values ?? [];
  return first(
    range(5).flatMap((i) =>
      logJoints(parameters, rowOf(values, 2, i)).map((right, k) =>
        differs(
          `log p(c) + log p(x|c) of point ${i}, component ${k}`,
          found[3 * i + k] ?? NaN,
          right,
          1e-5 * (1 + Math.abs(right)),
        ),
      ),
    ),
  );
};

type Diagonal = Extract<Coefficients, { covariance: "diagonal" }>;
const changed =
  (change: (own: Diagonal, parameters: MixtureParameters) => Partial<Diagonal>): Prepare =>
  (parameters, centre) => {
    const own = prepare(parameters, centre);
    return own.covariance === "diagonal" ? { ...own, ...change(own, parameters) } : own;
  };

it("points of another space are refused", async () => {
  const parameters = someMixture({ covariance: "diagonal", components: 2, dimensions: 3 }, "refused");
  const points = pointsOf("plane", new Float32Array(4), 2);
  const right = new MixtureError("plane: points of 2 coordinates, and a mixture of 3: give those it was fitted to");
  await expect(averageLogLikelihood(engine, points, parameters)).rejects.toThrow(right);
  await expect(responsibilities(engine, points, parameters)).rejects.toThrow(right);
});

describe("the contracted form", () => {
  it("is that of full covariances too", () => {
    expect(checkJoint(prepare, "full")).toBeNull();
  });
});

describeMutant<Prepare>({
  bug: 13,
  mistake: "the constant of the normal density once more in each dimension",
  right: prepare,
  wrong: changed(({ constant }) => ({ constant: constant.map((own) => own - Math.log(2 * Math.PI)) })),
  check: (own) => checkJoint(own, "diagonal"),
  message: "log p(c) + log p(x|c) of point 0",
});
describeMutant<Prepare>({
  bug: 27,
  mistake: "weights without the log-softmax",
  right: prepare,
  wrong: changed(({ constant }, { logits }) => ({ constant: constant.map((own) => own + logSumExp([...logits])) })),
  check: (own) => checkJoint(own, "diagonal"),
  message: "log p(c) + log p(x|c) of point 0",
});
describeMutant<Prepare>({
  bug: 1,
  mistake: "the ½ missing in the exponent",
  right: prepare,
  wrong: changed(({ quadratic }) => ({ quadratic: quadratic.map((own) => 2 * own) })),
  check: (own) => checkJoint(own, "diagonal"),
  message: "log p(c) + log p(x|c) of point 0",
});
