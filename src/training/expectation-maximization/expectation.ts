import { axis, contract, exp, input, logSumExp, multiply, program, rename, square, subtract, sum } from "../../tensor/index.js";
import type { Node, Program } from "../../tensor/index.js";
import type { Engine, Executable } from "../../tensor/engines/engine.js";
import { COLUMN, COMPONENT } from "../../models/mixture/density.js";
import { coefficientsOf, contractedLogJoint } from "./coefficients.js";
import { arraysOf, COORDINATE } from "./parameters.js";
import type { MixtureParameters, MixtureShape } from "./parameters.js";
import { runsOf } from "./points.js";
import type { Points } from "./points.js";
import { roundingOf } from "./rounding.js";
import type { Statistics, Sums } from "./statistics.js";

/** One pass over the points. What is held in memory depends on the batch and the mixture, not on the number of points. */
export interface Expectation {
  /** @throws EngineError as the engine does */
  readonly statistics: (parameters: MixtureParameters) => Promise<Statistics>;
  readonly close: () => Promise<void>;
}

const BATCH = "batch";

function expectationProgram(shape: MixtureShape, batchSize: number): Program {
  const batch = axis(BATCH, batchSize);
  const coordinate = axis(COORDINATE, shape.dimensions);
  const y = subtract(input("points", [batch, coordinate]), input("centre", [coordinate]));
  const logJoint = contractedLogJoint(y, shape);
  const logProb = logSumExp(logJoint, [COMPONENT]);
  const responsibilities = multiply(exp(subtract(logJoint, logProb)), input("present", [batch]));
  return program({
    logProb,
    count: sum(responsibilities, [BATCH]),
    first: contract(responsibilities, y, [BATCH]),
    second: secondMoments(shape, responsibilities, y),
  });
}

function secondMoments({ covariance }: MixtureShape, responsibilities: Node, y: Node): Node {
  switch (covariance) {
    case "diagonal":
      return contract(responsibilities, square(y), [BATCH]);
    case "full":
      return contract(multiply(responsibilities, y), rename(y, { [COORDINATE]: COLUMN }), [BATCH]);
  }
}

/** Prepares the passes: the centre is near the points, so that little is lost when their distances from it are squared. */
export async function prepareExpectation(
  engine: Engine,
  points: Points,
  shape: MixtureShape,
  centre: Float32Array,
  batchSize: number,
): Promise<Expectation> {
  const executable = await engine.prepare(expectationProgram(shape, batchSize));
  executable.inputs.centre?.set(centre);
  return {
    statistics: async (parameters) => {
      const coefficients = coefficientsOf(parameters, shape, centre);
      for (const [name, own] of Object.entries(arraysOf(coefficients))) executable.inputs[name]?.set(own);
      const sums = await accumulate(executable, points, shape, batchSize);
      return { ...sums, rounding: roundingOf(sums, coefficients) };
    },
    close: executable.close,
  };
}

async function accumulate(
  { inputs, outputs, run }: Executable,
  points: Points,
  { covariance, components, dimensions }: MixtureShape,
  batchSize: number,
): Promise<Sums> {
  const [given, present] = [inputs.points ?? new Float32Array(), inputs.present ?? new Float32Array()];
  const count = new Float64Array(components);
  const first = new Float64Array(components * dimensions);
  const second = new Float64Array(components * dimensions * (covariance === "full" ? dimensions : 1));
  let logLikelihood = 0;
  for (const numbers of runsOf(points.count, batchSize)) {
    await points.read(numbers, given);
    present.fill(1, 0, numbers.length).fill(0, numbers.length);
    await run();
    for (const own of outputs.logProb?.subarray(0, numbers.length) ?? []) logLikelihood += own;
    increase(count, outputs.count);
    increase(first, outputs.first);
    increase(second, outputs.second);
  }
  return { points: points.count, logLikelihood, count, first, second };
}

function increase(sums: Float64Array, by: Float32Array | undefined): void {
  by?.forEach((value, i) => {
    sums[i] = (sums[i] ?? NaN) + value;
  });
}
