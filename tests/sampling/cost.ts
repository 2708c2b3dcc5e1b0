import { elements, inOrder } from "../../src/tensor/index.js";
import type { Axes, Node, Program } from "../../src/tensor/index.js";
import { Sampler } from "../../src/sampling/sampler.js";
import type { Runner } from "../../src/sampling/stepper.js";
import { ownParameters } from "./world.js";
import type { Subject } from "./world.js";

// What drawing costs, counted and not timed: sums and products of what is computed, and numbers that are copied.

const sizeOf = (axes: Axes, name: string): number => axes.find((own) => own.name === name)?.size ?? 1;
const isOfImages = ({ axes }: Node): boolean => axes.some(({ name }) => name === "batch");

/** Numbers that are computed of images, each as often as something is added up for it. What is computed of what was learned alone is left out. */
export function costOf({ outputs }: Program): number {
  return costOfAll([...outputs.values()]);
}

function costOfAll(roots: readonly Node[], given: ReadonlySet<Node> = new Set()): number {
  const loops = new Set<unknown>();
  let cost = 0;
  for (const node of inOrder(roots, given)) {
    if (given.has(node) || !isOfImages(node)) continue;
    if (node.kind === "scan") {
      const { loop } = node;
      if (!loops.has(loop)) cost += loop.length * costOfAll([...loop.next, ...loop.outputs], new Set(loop.captured));
      loops.add(loop);
    } else cost += elements(node.axes) * summands(node);
  }
  return cost;
}

function summands(node: Node): number {
  switch (node.kind) {
    case "contract":
      return node.over.reduce((product, name) => product * sizeOf(node.operands[0].axes, name), 1);
    case "conv2d":
      return elements(node.operands[1].axes) / sizeOf(node.operands[1].axes, node.convolution.channels.out);
    default:
      return 1;
  }
}

/** What drawing one image costs. Nothing is computed: the runner counts, and every logit is 0. */
export async function costOfDrawing({ model, image }: Subject): Promise<number> {
  let cost = 0;
  class Counted extends Float64Array {
    override set(values: ArrayLike<number>, offset?: number): void {
      cost += values.length;
      super.set(values, offset);
    }
    override fill(value: number, start = 0, end = this.length): this {
      cost += end - start;
      return super.fill(value, start, end);
    }
    override copyWithin(target: number, start: number, end = this.length): this {
      cost += end - start;
      return super.copyWithin(target, start, end);
    }
  }
  const room = (nodes: ReadonlyMap<string, Node>): Record<string, Float64Array> =>
    Object.fromEntries([...nodes].map(([name, { axes }]) => [name, new Counted(elements(axes))]));
  const counting: Runner = {
    allocate: (size) => new Counted(size),
    prepare: (program) => {
      const each = costOf(program);
      const run = (): Promise<void> => {
        cost += each;
        return Promise.resolve();
      };
      return Promise.resolve({
        inputs: room(program.inputs),
        outputs: room(program.outputs),
        run,
        close: () => Promise.resolve(),
      });
    },
  };
  const sampler = await Sampler.open(counting, model, ownParameters(), image, 1);
  await sampler.draw(1, { seed: 0 });
  return cost;
}
