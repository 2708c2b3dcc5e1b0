import { axis, compile, constant, input, program, rename, reorder, triangularSolve } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { COLUMN, COMPONENT } from "../../models/mixture/density.js";
import { contractedDiagonal, contractedFull } from "../../models/mixture/contracted.js";
import { COORDINATE } from "./parameters.js";
import type { MixtureParameters, MixtureShape } from "./parameters.js";

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** log p(c) + log p(x|c) over the batch and the components, of points y = x − centre: a graph whose further inputs `coefficientsOf` gives. */
export function contractedLogJoint(y: Node, { covariance, components, dimensions }: MixtureShape): Node {
  const component = axis(COMPONENT, components);
  const [coordinate, column] = [axis(COORDINATE, dimensions), axis(COLUMN, dimensions)];
  const offset = input("constant", [component]);
  switch (covariance) {
    case "diagonal": {
      const [quadratic, linear] = [input("quadratic", [component, coordinate]), input("linear", [component, coordinate])];
      return contractedDiagonal(y, { quadratic, linear, constant: offset }, COORDINATE);
    }
    case "full": {
      const whitening = input("whitening", [component, column, coordinate]);
      return contractedFull(y, { whitening, shift: input("shift", [component, column]), constant: offset }, COORDINATE);
    }
  }
}

/** The values of the inputs, by their names. */
export type Coefficients =
  | {
      readonly covariance: "diagonal";
      readonly quadratic: Float32Array;
      readonly linear: Float32Array;
      readonly constant: Float32Array;
    }
  | {
      readonly covariance: "full";
      readonly whitening: Float32Array;
      readonly shift: Float32Array;
      readonly constant: Float32Array;
    };

/**
 * They are rounded to single precision before the constant is computed from them: so the graph evaluates the density of a mixture
 * whose parameters differ from the given ones in the last digits, not something that does not integrate to 1.
 */
export function coefficientsOf(parameters: MixtureParameters, shape: MixtureShape, centre: Float32Array): Coefficients {
  switch (parameters.covariance) {
    case "diagonal":
      return diagonalCoefficients(parameters, shape, centre);
    case "full":
      return fullCoefficients(parameters, shape, centre);
  }
}

type Diagonal = Extract<MixtureParameters, { covariance: "diagonal" }>;
type Full = Extract<MixtureParameters, { covariance: "full" }>;

function diagonalCoefficients(
  { covariance, logits, mean, logVar }: Diagonal,
  { dimensions }: MixtureShape,
  centre: Float32Array,
): Coefficients {
  const quadratic = logVar.map((own) => -Math.exp(-own) / 2);
  const linear = mean.map((own, i) => -2 * (quadratic[i] ?? NaN) * (own - (centre[i % dimensions] ?? NaN)));
  const offset = logWeightsOf(logits).map((logWeight, k) => {
    let twice = 0;
    for (let i = k * dimensions; i < (k + 1) * dimensions; i++) {
      const precision = -2 * (quadratic[i] ?? NaN);
      twice += Math.log(precision) - LOG_TWO_PI - (linear[i] ?? NaN) ** 2 / precision;
    }
    return logWeight + twice / 2;
  });
  return { covariance, quadratic, linear, constant: Float32Array.from(offset) };
}

function fullCoefficients(
  { covariance, logits, mean, choleskyFactor }: Full,
  shape: MixtureShape,
  centre: Float32Array,
): Coefficients {
  const { dimensions } = shape;
  const whitening = inversesOf(choleskyFactor, shape);
  const shift = new Float32Array(mean.length);
  const offset = logWeightsOf(logits).map((logWeight, k) => {
    let logDeterminant = 0;
    for (let column = 0; column < dimensions; column++) {
      const row = k * dimensions + column;
      let shifted = 0;
      for (let d = 0; d < dimensions; d++) {
        shifted += (whitening[row * dimensions + d] ?? NaN) * ((mean[k * dimensions + d] ?? NaN) - (centre[d] ?? NaN));
      }
      shift[row] = shifted;
      logDeterminant += Math.log(Math.abs(whitening[row * dimensions + column] ?? NaN));
    }
    return logWeight + logDeterminant - (dimensions / 2) * LOG_TWO_PI;
  });
  return { covariance, whitening, shift, constant: Float32Array.from(offset) };
}

/** log softmax, in double precision. */
function logWeightsOf(logits: Float32Array): Float64Array {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const logTotal = most + Math.log(logits.reduce((sum, own) => sum + Math.exp(own - most), 0));
  return Float64Array.from(logits, (own) => own - logTotal);
}

/** The inverses of lower triangular matrices, component by component. */
function inversesOf(factors: Float32Array, { components, dimensions }: MixtureShape): Float32Array {
  const component = axis(COMPONENT, components);
  const [row, column, right] = [axis(COORDINATE, dimensions), axis(COLUMN, dimensions), axis("right side", dimensions)];
  const identity = Array.from({ length: dimensions ** 2 }, (_, i) => (i % (dimensions + 1) === 0 ? 1 : 0));
  const solved = triangularSolve(constant([component, row, column], factors), constant([row, right], identity), {
    row: COORDINATE,
    column: COLUMN,
  });
  const inverses = reorder(rename(solved, { "right side": COORDINATE }), [COMPONENT, COLUMN, COORDINATE]);
  return Float32Array.from(compile(program({ inverses }))({}).inverses?.values ?? []);
}
