import {
  add,
  expm1,
  freshName,
  less,
  multiply,
  positions,
  rename,
  select,
  square,
  subtract,
  sum,
  triangularSolve,
} from "../../tensor/index.js";
import type { Axis, Node } from "../../tensor/index.js";
import { repeatOver } from "../distribution.js";
import { triangleOf } from "../distributions/multivariate-normal.js";
import type { MeanAndFactor } from "../distributions/multivariate-normal.js";

/**
 * KL(p ‖ q) of two normal distributions with covariances P Pᵀ and Q Qᵀ in nats. With M = Q⁻¹ P, lower triangular too, and z = Q⁻¹ (mean_p − mean_q) it is
 * ½ (|M|² − D) − log |det M| + ½ |z|². Each diagonal entry of M adds ½ (exp(r) − 1 − r) with r = log M_ii², as in `gaussian-kl`, each one below it its
 * square: no part is negative, and none cancels another where the distributions are almost equal.
 *
 * @throws ShapeError as `multivariateNormal`
 */
export function klMultivariateNormal(p: MeanAndFactor, q: MeanAndFactor, event: string, column: string): Node {
  const [left, right] = [triangleOf(p.choleskyFactor, event, column), triangleOf(q.choleskyFactor, event, column)];
  const inner = freshName([...left.factor.axes, ...right.factor.axes], column);
  const solve = (side: Node): Node => triangularSolve(right.factor, side, { row: event, column });
  const ratio = rename(solve(rename(left.factor, { [column]: inner })), { [column]: event });
  const distance = solve(repeatOver(subtract(p.mean, q.mean), [left.event]));
  const below = sum(belowDiagonal(ratio, left.event, inner), [event, inner]);
  const onDiagonal = sum(fromLogRatio(subtract(left.logDiagonal, right.logDiagonal)), [event]);
  return add(add(onDiagonal, multiply(below, 1 / 2)), multiply(sum(square(distance), [column]), 1 / 2));
}

/**
 * KL(N(mean, L Lᵀ) ‖ N(0, I)) in nats: `klMultivariateNormal` without a solve; for a diagonal factor `gaussian-kl-standard`.
 *
 * @throws ShapeError as `multivariateNormal`
 */
export function klMultivariateNormalStandard({ mean, choleskyFactor }: MeanAndFactor, event: string, column: string): Node {
  const own = triangleOf(choleskyFactor, event, column);
  const below = sum(belowDiagonal(own.factor, own.event, column), [event, column]);
  const onDiagonal = sum(fromLogRatio(own.logDiagonal), [event]);
  const distance = sum(square(repeatOver(mean, [own.event])), [event]);
  return add(onDiagonal, multiply(add(below, distance), 1 / 2));
}

/** ½ (exp(2r) − 1 − 2r) of r = log |M_ii|. */
function fromLogRatio(logRatio: Node): Node {
  const twice = multiply(logRatio, 2);
  return multiply(subtract(expm1(twice), twice), 1 / 2);
}

/** The squares of the entries below the diagonal, 0 elsewhere. */
function belowDiagonal(matrix: Node, row: Axis, column: string): Node {
  return select(less(positions({ name: column, size: row.size }), positions(row)), square(matrix), 0);
}
