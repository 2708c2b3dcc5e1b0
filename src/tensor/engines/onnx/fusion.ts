import { equalAxes } from "../../graph/axes.js";
import type { Node, NodeOf } from "../../graph/node.js";
import { fusedProduct } from "./contract.js";
import { convolutionWithBias } from "./convolution.js";
import type { Context } from "./lowering.js";
import { asFloat } from "./value.js";
import type { Value } from "./value.js";

/** A sum of a product or convolution that nothing else uses and its bias or other images, in one operation; null where the sum is no such. */
export function fusedSum({ operands: [a, b] }: NodeOf<"add">, context: Context): Value | null {
  for (const [product, other] of [[a, b] as const, [b, a] as const]) {
    if (!context.usedOnce(product)) continue;
    const bias = context.valueOf(other);
    const withImages = convolutionPlus(product, bias, context);
    if (withImages !== null) return withImages;
    if (product.kind === "contract") return fusedProduct(product, context, { bias });
    if (product.kind === "conv2d" || product.kind === "conv2dTranspose") return convolutionWithBias(product, context, bias);
  }
  return null;
}

/** A convolution that nothing else uses, under whatever names of its axes, plus images. */
function convolutionPlus(product: Node, images: Value, context: Context): Value | null {
  const { graph, blocks } = context;
  const convolution = context.valueOf(product);
  if (blocks === null || !equalAxes(images.axes, convolution.axes) || !isUsedOnce(product, context)) return null;
  const name = blocks.convolutionPlus(graph, convolution.name, asFloat(context, images).name);
  return name === null ? null : { ...convolution, name };
}

/** Whether the node has one use, and what it is another name of, too. */
function isUsedOnce(node: Node, context: Context): boolean {
  const { name } = context.valueOf(node);
  const same = node.operands.filter((operand) => context.valueOf(operand).name === name);
  return context.usedOnce(node) && same.every((operand) => isUsedOnce(operand, context));
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
