import { add, contract, multiply, square, subtract, sum } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import { COLUMN } from "./density.js";

// log p(c) + log p(x|c) of many points and components by products of matrices: what `MixtureDensity.posterior` has as logits, without a tensor over
// points, components and coordinates.

/** A quadratic polynomial of y for each component: Σ quadratic · y² + Σ linear · y + constant, over the coordinates. */
export interface QuadraticNodes {
  readonly quadratic: Node;
  readonly linear: Node;
  readonly constant: Node;
}

/** With precision τ: quadratic −τ/2, linear τ · mean, constant log p(c) + ½ Σ (log τ − log 2π − τ mean²): `normal-density`, multiplied out. */
export function contractedDiagonal(y: Node, { quadratic, linear, constant }: QuadraticNodes, coordinate: string): Node {
  return add(add(contract(square(y), quadratic, [coordinate]), contract(y, linear, [coordinate])), constant);
}

/** −½ |whitening · y − shift|² + constant for each component; the whitening also has the axis `COLUMN`, along which the shift lies. */
export interface WhiteningNodes {
  readonly whitening: Node;
  readonly shift: Node;
  readonly constant: Node;
}

/** With the covariance's factor L: whitening L⁻¹, shift L⁻¹ mean, constant log p(c) − Σ log |L_ii| − (D/2) log 2π. */
export function contractedFull(y: Node, { whitening, shift, constant }: WhiteningNodes, coordinate: string): Node {
  const z = subtract(contract(y, whitening, [coordinate]), shift);
  return add(multiply(sum(square(z), [COLUMN]), -1 / 2), constant);
}
