import { constant, multiply, pad, program } from "../../src/tensor/index.js";
import type { Node, NodeOf } from "../../src/tensor/index.js";
import { rewrite } from "../../src/tensor/passes/rewrite.js";
import type { Rule } from "../../src/tensor/passes/rewrite.js";
import type { AutoregressiveModel, ImageSize } from "../../src/models/index.js";
import type { MaskOptions } from "../../src/probability/index.js";

/** A model of images of one size. */
export interface PixelModel {
  readonly model: AutoregressiveModel;
  readonly image: ImageSize;
}

type Mask = NodeOf<"constant">;

/** The same model in which a rule changes some operations: what people ship is the right model but for one of them. Its steps are those of the right one. */
export function planted({ model, image }: PixelModel, rule: Rule): PixelModel {
  const changed = (node: Node): Node => rewrite(program({ node }), rule).outputs.get("node") ?? node;
  const own: AutoregressiveModel = {
    ...model,
    conditionals: (build, examples) => {
      const right = model.conditionals(build, examples);
      const parameters = Object.fromEntries(
        Object.entries(right.parameters).map(([name, { node, domain }]) => [name, { node: changed(node), domain }]),
      );
      return { ...right, parameters, logProb: (x) => changed(right.logProb(x)) };
    },
    logits: (build, examples) => changed(model.logits(build, examples)),
    logConditionals: (build, examples) => changed(model.logConditionals(build, examples)),
    logProb: (build, examples) => changed(model.logProb(build, examples)),
    loss: (build, examples) =>
      Object.fromEntries(
        Object.entries(model.loss(build, examples)).map(([name, term]) => [name, { ...term, value: changed(term.value) }]),
      ),
  };
  return { model: own, image };
}

/** The masks of the kernels of these names, changed. */
export const masks =
  (names: RegExp, change: (mask: Mask) => Mask): Rule =>
  (node) => {
    if (node.kind !== "multiply") return node;
    const [kernel, mask] = node.operands;
    const isMasked = kernel.kind === "input" && names.test(kernel.name) && mask.kind === "constant";
    return isMasked ? multiply(kernel, change(mask)) : node;
  };

/** Another mask of the same kernel. */
export const insteadOf =
  (make: (options: MaskOptions) => Mask, { channels: colours }: ImageSize) =>
  ({ axes }: Mask): Mask => {
    const [height, width, from, to] = axes;
    if (height === undefined || width === undefined || from === undefined || to === undefined) throw new Error("no mask");
    return make({ size: { height: height.size, width: width.size }, channels: { in: from, out: to }, colours });
  };

/** A mask whose values are changed by their place from the centre. */
export const changedAt =
  (change: (value: number, row: number, column: number) => number) =>
  ({ axes, values }: Mask): Mask => {
    const [height = 0, width = 0, from = 0, to = 0] = axes.map(({ size }) => size);
    const each = from * to;
    return constant(
      axes,
      values.map((value, i) => {
        const [row, column] = [Math.floor(i / each / width), Math.floor(i / each) % width];
        return change(value, row - (height - 1) / 2, column - (width - 1) / 2);
      }),
    );
  };

/** The mask read from its end. */
export const turned = ({ axes, values }: Mask): Mask => constant(axes, values.toReversed());

/** What is moved down by a row is moved up instead: but for the states of memories, which have no width. */
export const movedUp: Rule = (node) => {
  const isMoved = node.kind === "pad" && node.axis === "height" && node.axes.some(({ name }) => name === "width");
  return isMoved ? pad(node.operands[0], "height", node.after, node.before) : node;
};
