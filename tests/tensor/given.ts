import { input, program, tensor as checkedTensor } from "../../src/tensor/index.js";
import type { Node, Program, Tensor } from "../../src/tensor/index.js";

const tensors = new WeakMap<Node, Tensor>();
let count = 0;

/**
 * An input that every engine under test is given this tensor for: unlike a constant, nothing that could be computed beforehand. All values are in single
 * precision, so that every engine gets the same.
 */
export function given({ axes, values }: Tensor): Node {
  const inexact = values.find((value) => !Object.is(Math.fround(value), value));
  if (inexact !== undefined) throw new Error(`${inexact} is no number in single precision`);
  const node = input(`given ${count++}`, axes);
  tensors.set(node, checkedTensor(axes, values));
  return node;
}

/** A program of these outputs, and the tensors for its inputs: those named, and those of the nodes that `given` made. */
export function programOf(
  outputs: readonly Node[],
  named: Readonly<Record<string, Tensor>>,
): { readonly program: Program; readonly inputs: Readonly<Record<string, Tensor>> } {
  const built = program(Object.fromEntries(outputs.map((node, i) => [`output ${i}`, node])));
  const inputs = [...built.inputs].map(([name, node]): [string, Tensor] => {
    const found = tensors.get(node) ?? named[name];
    if (found === undefined) throw new Error(`nothing is given for the input ${name}`);
    return [name, found];
  });
  return { program: built, inputs: Object.fromEntries(inputs) };
}
