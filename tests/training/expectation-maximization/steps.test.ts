import { describe, expect, it } from "vitest";
import { referenceEngine } from "../../../src/tensor/engines/reference/executable.js";
import { pointsOf, shapeOf } from "../../../src/training/expectation-maximization/index.js";
import type { MixtureParameters } from "../../../src/training/expectation-maximization/index.js";
import { prepareExpectation } from "../../../src/training/expectation-maximization/expectation.js";
import { maximization } from "../../../src/training/expectation-maximization/maximization.js";
import { differs, first } from "../../probability/checks.js";
import type { Complaint } from "../../probability/checks.js";
import { describeSlowMutant } from "./mutant.js";
import { bruteLogLikelihood, bruteResponsibilities, bruteStep, logJoints, range, rowOf, total } from "./brute.js";
import { somePoints } from "./cases.js";

// One iteration at a time, beside the same in plain numbers: right, and with the mistakes that people make.

const FLOOR = 1e-3;

/** The parameters after one iteration. */
type Step = (parameters: MixtureParameters, values: Float32Array) => Promise<MixtureParameters>;

const step: Step = async (parameters, values) => {
  const shape = shapeOf(parameters);
  const centre = new Float32Array(shape.dimensions).fill(0.5);
  const points = pointsOf("points", values, shape.dimensions);
  const expectation = await prepareExpectation(referenceEngine(), points, shape, centre, 16);
  return maximization(await expectation.statistics(parameters), parameters, shape, centre, FLOOR);
};

type Answers = (parameters: MixtureParameters, values: Float32Array) => number[][];
const stepWith =
  (answers: Answers, floor: number, change: (own: MixtureParameters) => MixtureParameters = (own) => own): Step =>
  async (parameters, values) =>
    Promise.resolve(change(bruteStep(values, shapeOf(parameters).dimensions, answers(parameters, values), floor)));

const inSinglePrecision: Answers = (parameters, values) => {
  const { dimensions } = shapeOf(parameters);
  return range(values.length / dimensions).map((i) => {
    const densities = logJoints(parameters, rowOf(values, dimensions, i)).map((own) => Math.fround(Math.exp(own)));
    return densities.map((own) => own / total(densities));
  });
};

/** Two clusters, of which the second is one point again and again, and a point far from both. */
const TIGHT = Float32Array.from([...somePoints(30, 2, "tight"), ...range(20).flatMap(() => [40, -36]), -60, 60]);
const START: MixtureParameters = {
  covariance: "diagonal",
  logits: new Float32Array(3),
  mean: Float32Array.of(0, 0, 1, -1, 40.5, -36.5),
  logVar: Float32Array.of(0, 1, 1, 0, 0, 0),
};

/** Five iterations from the start; the likelihood never falls and stays finite. */
async function checkClimb(own: Step): Promise<Complaint> {
  let parameters = START;
  let before = bruteLogLikelihood(parameters, TIGHT);
  for (const i of range(5)) {
    parameters = await own(parameters, TIGHT);
    const now = bruteLogLikelihood(parameters, TIGHT);
    if (!Number.isFinite(now))
      return `iteration ${i + 1}: the log-likelihood is ${now}: a sum of densities is 0, or a covariance singular`;
    if (now < before - 1e-5) return `iteration ${i + 1}: the log-likelihood fell from ${before} to ${now}`;
    before = now;
  }
  return null;
}

/** Iterations agree with those in plain numbers. */
async function checkStep(own: Step): Promise<Complaint> {
  const right = bruteStep(TIGHT, 2, bruteResponsibilities(START, TIGHT), FLOOR);
  const found = await own(START, TIGHT);
  if (right.covariance !== "diagonal" || found.covariance !== "diagonal") return "the covariance is full";
  return first(
    (["logits", "mean", "logVar"] as const).flatMap((name) =>
      [...right[name]].map((value, i) => differs(`${name} ${i}`, found[name][i] ?? NaN, value, 2e-5 * (1 + Math.abs(value)))),
    ),
  );
}

describe("an iteration", () => {
  it("is that of plain numbers, with a step that is not none", async () => {
    expect(await checkStep(step)).toBeNull();
    expect(await checkStep(stepWith(bruteResponsibilities, FLOOR))).toBeNull();
    expect(await checkStep(async (own) => Promise.resolve(own))).toContain("logits 0 is");
  });
});

describeSlowMutant<Step>({
  bug: 28,
  mistake: "no log-sum-exp: densities are summed in single precision",
  right: step,
  wrong: stepWith(inSinglePrecision, FLOOR),
  check: checkClimb,
  message: "a sum of densities is 0, or a covariance singular",
});
describeSlowMutant<Step>({
  bug: 28,
  mistake: "a singular covariance: no floor under the variance of a tight cluster",
  right: step,
  wrong: stepWith(bruteResponsibilities, 0),
  check: checkClimb,
  message: "a sum of densities is 0, or a covariance singular",
});
describeSlowMutant<Step>({
  bug: 28,
  mistake: "variances about 0, not about the mean",
  right: step,
  wrong: stepWith(bruteResponsibilities, FLOOR, (own) => {
    if (own.covariance === "full") return own;
    return { ...own, logVar: own.logVar.map((logVar, i) => Math.log(Math.exp(logVar) + (own.mean[i] ?? NaN) ** 2)) };
  }),
  check: checkStep,
  message: "logVar 0 is",
});
describeSlowMutant<Step>({
  bug: 28,
  mistake: "the weights of other components",
  right: step,
  wrong: stepWith(bruteResponsibilities, FLOOR, (own) => ({ ...own, logits: own.logits.toReversed() })),
  check: checkClimb,
  message: "the log-likelihood fell",
});
describeSlowMutant<Step>({
  bug: 24,
  mistake: "answers that add up to 1 over the points, not over the components",
  right: step,
  wrong: stepWith((parameters, values) => {
    const answers = bruteResponsibilities(parameters, values);
    const sums = range(3).map((k) => total(answers.map((own) => own[k] ?? NaN)));
    return answers.map((own) => own.map((answer, k) => answer / (sums[k] ?? NaN)));
  }, FLOOR),
  check: checkStep,
  message: "logits 0 is",
});
describeSlowMutant<Step>({
  bug: 6,
  mistake: "logVar taken for log σ",
  right: step,
  wrong: stepWith(bruteResponsibilities, FLOOR, (own) =>
    own.covariance === "full" ? own : { ...own, logVar: own.logVar.map((logVar) => logVar / 2) },
  ),
  check: checkStep,
  message: "logVar 0 is",
});
