import type { Scope } from "./value.js";

/** Functions that ONNX lacks, or that its runtimes compute slowly, of a tensor of floats. */

type Apply = (operator: string, ...inputs: readonly string[]) => string;

const applying =
  ({ graph }: Scope): Apply =>
  (operator, ...inputs) =>
    graph.emit(operator, inputs);

/** exp(x) − 1 = tanh(x/2) (exp(x) + 1): no digits cancel near 0, and −1 and ∞ are reached. */
export function expm1(scope: Scope, x: string): string {
  const { graph } = scope;
  const apply = applying(scope);
  const half = apply("Tanh", apply("Mul", x, graph.scalar(0.5)));
  return apply("Mul", half, apply("Add", apply("Exp", x), graph.scalar(1)));
}

/**
 * With u = 1 + x rounded, log(1 + x) = log u + (x − (u − 1)) / u to first order in what the rounding lost, which is below 2⁻²⁴ of u. Above 2²⁴ u is x, and
 * of ∞ it is the logarithm alone.
 */
export function log1p(scope: Scope, x: string): string {
  const { graph } = scope;
  const apply = applying(scope);
  const u = apply("Add", x, graph.scalar(1));
  const lost = apply("Div", apply("Sub", x, apply("Sub", u, graph.scalar(1))), u);
  const whole = apply("Log", u);
  const isSmall = apply("And", apply("Less", x, graph.scalar(2 ** 24)), apply("Greater", x, graph.scalar(-1)));
  return apply("Where", isSmall, apply("Add", whole, lost), whole);
}

/** max(x, 0) + log(1 + e) with e = exp(−|x|) in 0 … 1, the logarithm as in `log1p`; NaN comes through the second. */
export function softplus(scope: Scope, x: string): string {
  const { graph } = scope;
  const apply = applying(scope);
  const e = apply("Exp", apply("Neg", apply("Abs", x)));
  const u = apply("Add", e, graph.scalar(1));
  const lost = apply("Div", apply("Sub", e, apply("Sub", u, graph.scalar(1))), u);
  return apply("Add", apply("Relu", x), apply("Add", apply("Log", u), lost));
}
