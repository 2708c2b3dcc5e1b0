import type { NodeOf } from "../../graph/node.js";
import { fusedProduct } from "./contract.js";
import { convolutionWithBias } from "./convolution.js";
import type { Context } from "./lowering.js";
import type { Value } from "./value.js";

/** A sum of a product or convolution that nothing else uses and its bias, in one operation; null where the sum is no such. */
export function fusedSum({ operands: [a, b] }: NodeOf<"add">, context: Context): Value | null {
  for (const [product, other] of [[a, b] as const, [b, a] as const]) {
    if (!context.usedOnce(product)) continue;
    const bias = context.valueOf(other);
    if (product.kind === "contract") return fusedProduct(product, context, { bias });
    if (product.kind === "conv2d" || product.kind === "conv2dTranspose") return convolutionWithBias(product, context, bias);
  }
  return null;
}

/** A product of matrices that nothing else uses times a number, in one operation; null where it is no such. */
export function fusedMultiple({ operands: [a, b] }: NodeOf<"multiply">, context: Context): Value | null {
  for (const [product, number] of [[a, b] as const, [b, a] as const]) {
    if (product.kind !== "contract" || !context.usedOnce(product)) continue;
    const [factor] = number.kind === "constant" && number.axes.length === 0 ? number.values : [];
    if (factor !== undefined) return fusedProduct(product, context, { factor });
  }
  return null;
}
