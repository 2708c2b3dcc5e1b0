import { expect } from "vitest";
import { compile, inOrder, program } from "../../../src/tensor/index.js";
import type { Kind, Node, Program, Tensor } from "../../../src/tensor/index.js";

/** The largest difference of the outputs of two programs, relative to the largest value of the output (absolute below 1). */
export function disagreement(before: Program, after: Program, inputs: Readonly<Record<string, Tensor>>): number {
  const [expected, found] = [compile(before)(inputs), compile(after)(inputs)];
  let worst = Object.keys(expected).join() === Object.keys(found).join() ? 0 : Infinity;
  for (const [name, { axes, values }] of Object.entries(expected)) {
    const other = found[name];
    if (other === undefined) return Infinity;
    expect(other.axes).toEqual(axes);
    const scale = Math.max(1, ...values.filter(Number.isFinite).map(Math.abs));
    for (const [i, value] of values.entries()) {
      const own = other.values[i] ?? NaN;
      if (own === value || (Number.isNaN(own) && Number.isNaN(value))) continue;
      const error = Math.abs(own - value) / scale;
      worst = Math.max(worst, Number.isFinite(error) ? error : Infinity);
    }
  }
  return worst;
}

/** How many nodes of a kind a program has, outside of the bodies of scans; of all kinds unless one is named. */
export function count(own: Program, kind?: Kind): number {
  return inOrder([...own.outputs.values()]).filter((node) => kind === undefined || node.kind === kind).length;
}

/** The one output of what a pass makes of a program with this output. */
export function after(pass: (program: Program) => Program, node: Node): Node {
  const result = pass(program({ node })).outputs.get("node");
  if (result === undefined) throw new Error("no output");
  return result;
}
