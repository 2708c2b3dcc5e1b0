import {
  abs,
  add,
  axesText,
  axis,
  cholesky,
  contract,
  equal,
  log,
  lowerTriangle,
  multiply,
  positions,
  rename,
  select,
  ShapeError,
  square,
  subtract,
  sum,
  triangularSolve,
} from "../../tensor/index.js";
import type { Axis, Node } from "../../tensor/index.js";
import { demandAxes, repeatOver, shapeOf, soleNoise } from "../distribution.js";
import type { Distribution, Noise, Parameter } from "../distribution.js";
import type { Family } from "../family.js";
import { LOG_TWO_PI } from "./normal.js";

/** The parameters of a normal distribution with any covariance matrix, given by a root of it. */
export interface MeanAndFactor {
  readonly mean: Node;
  /** L with covariance L Lᵀ, lower triangular: rows along the event axis, columns along an axis of their own. What stands above the diagonal is not read. */
  readonly choleskyFactor: Node;
}

export interface MeanAndCovariance {
  readonly mean: Node;
  /** Of its symmetric part; rows along the event axis, columns along an axis of their own. */
  readonly covariance: Node;
}

export interface MultivariateNormal extends Distribution {
  readonly name: "multivariateNormal";
  readonly parameters: { readonly mean: Parameter; readonly choleskyFactor: Parameter };
  /** The axis of the columns of the factor. Outcomes do not have it. */
  readonly column: string;
}

/**
 * One normal vector along the event axis, N(mean, L Lᵀ). From a covariance L is its Cholesky factor.
 *
 * With z = L⁻¹ (x − mean), by substitution, logProb is −½ |z|² − Σ log |L_ii| − (D/2) log 2π; sample: `reparameterization`, mean + L ε; entropy: the mean of
 * −log p, Σ log |L_ii| + (D/2) (log 2π + 1). For a diagonal factor these are `normal-density` and its mean.
 *
 * A covariance that is not positive definite has no such factor: every result but the mean is NaN. A factor with 0 on its diagonal has draws but no density:
 * logProb is NaN, the entropy −∞. `checkDomain` refuses such factors and those that are not lower triangular. A negative number on the diagonal is as good
 * as a positive one.
 *
 * @throws ShapeError unless the matrix has both axes, different ones of one size, and the mean not that of the columns
 */
export function multivariateNormal(
  parameters: MeanAndFactor | MeanAndCovariance,
  event: string,
  column: string,
): MultivariateNormal {
  const { mean } = parameters;
  const isFactor = "choleskyFactor" in parameters;
  const matrix = isFactor ? parameters.choleskyFactor : parameters.covariance;
  const eventAxis = checkMatrix(matrix, event, column);
  if (mean.axes.some(({ name }) => name === column)) {
    throw new ShapeError("multivariateNormal", `the mean has the axis "${column}" of the columns`, "rename one of the two");
  }
  const given = isFactor ? matrix : cholesky(matrix, event, column);
  const { factor, logDeterminant } = triangleOf(given, event, column);
  const shape = shapeOf("multivariateNormal", [mean, factor], [event]);
  const batchAxes = shape.batchAxes.filter(({ name }) => name !== column);
  const axes = [...batchAxes, eventAxis];
  const noise: Noise = { law: "standard normal", axes };
  const constant = (extra: number): number => (eventAxis.size / 2) * (LOG_TWO_PI + extra);
  return {
    name: "multivariateNormal",
    parameters: {
      mean: { node: mean, domain: { kind: "real", modulus: 1e4 } },
      choleskyFactor: { node: given, domain: { kind: "lower triangular", row: event, column, modulus: 70 } },
    },
    column,
    support: { kind: "real", modulus: 1e4 },
    batchAxes,
    eventAxes: [eventAxis],
    logProb: (x) => {
      demandAxes("multivariateNormal.logProb", "the outcome", x, [eventAxis]);
      const standardized = triangularSolve(factor, subtract(x, mean), { row: event, column });
      const distance = multiply(sum(square(standardized), [column]), -1 / 2);
      return subtract(distance, add(logDeterminant, constant(0)));
    },
    noise: [noise],
    reparameterized: true,
    sample: (...given) => {
      const epsilon = rename(soleNoise("multivariateNormal", noise, given), { [event]: column });
      return add(mean, contract(factor, epsilon, [column]));
    },
    mean: () => repeatOver(mean, axes),
    variance: () => repeatOver(sum(square(factor), [column]), axes),
    entropy: () => repeatOver(add(logDeterminant, constant(1)), batchAxes),
  };
}

/** A triangular matrix with 0 above its diagonal, the axis of its rows, the logarithm of the modulus of each diagonal entry along it, and their sum. */
export interface Triangle {
  readonly event: Axis;
  readonly factor: Node;
  readonly logDiagonal: Node;
  readonly logDeterminant: Node;
}

/** What is above the diagonal has no part in any of them, not even if it is NaN. @throws ShapeError when an axis is missing */
export function triangleOf(matrix: Node, row: string, column: string): Triangle {
  const event = checkMatrix(matrix, row, column);
  const factor = select(lowerTriangle(matrix, row, column), matrix, 0);
  const onDiagonal = equal(positions(event), positions({ name: column, size: event.size }));
  const logDiagonal = log(abs(sum(select(onDiagonal, matrix, 0), [column])));
  return { event, factor, logDiagonal, logDeterminant: sum(logDiagonal, [row]) };
}

function checkMatrix(matrix: Node, row: string, column: string): Axis {
  const [height, width] = [row, column].map((name) => matrix.axes.find((own) => own.name === name));
  if (height === undefined || width === undefined || row === column || height.size !== width.size) {
    throw new ShapeError(
      "multivariateNormal",
      `the matrix has (${axesText(matrix.axes)})`,
      `give "${row}" and "${column}", two axes of one size`,
    );
  }
  return height;
}

export const family: Family<MultivariateNormal> = {
  build: (parameter, [along = axis("event", 0)]) => {
    const mean = parameter("mean", { event: true });
    const choleskyFactor = parameter("choleskyFactor", { event: true }, axis("column", along.size));
    return multivariateNormal({ mean, choleskyFactor }, along.name, "column");
  },
  independent: false,
  // The mean, and the factor row by row.
  frame: (valuesOf) => {
    const origin = [...valuesOf("mean").values];
    const { values } = valuesOf("choleskyFactor");
    return { origin, rows: origin.map((_, i) => [...values.subarray(i * origin.length, (i + 1) * origin.length)]) };
  },
};
