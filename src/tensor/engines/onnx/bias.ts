import type { NodeOf } from "../../graph/node.js";
import { contractWithBias } from "./contract.js";
import { conv2dWithBias } from "./convolution.js";
import type { Context } from "./lowering.js";
import type { Value } from "./value.js";

/** A sum of a product or convolution that nothing else uses and its bias, in one operation; null where the sum is no such. */
export function fusedBias({ operands: [a, b] }: NodeOf<"add">, context: Context): Value | null {
  for (const [product, bias] of [[a, b] as const, [b, a] as const]) {
    if (!context.usedOnce(product)) continue;
    if (product.kind === "contract") return contractWithBias(product, context, context.valueOf, context.valueOf(bias));
    if (product.kind === "conv2d") return conv2dWithBias(product, context, context.valueOf, context.valueOf(bias));
  }
  return null;
}
