import type { Engine } from "../../../src/tensor/engines/engine.js";
import { compile, program, tensor } from "../../../src/tensor/index.js";
import type { Node, Tensor } from "../../../src/tensor/index.js";

export type Tensors = Readonly<Record<string, Tensor>>;

/** The outputs of one run of an engine. Inputs are given in the order of the axes of their nodes. */
export async function runOn(engine: Engine, outputs: Readonly<Record<string, Node>>, given: Tensors = {}): Promise<Tensors> {
  const own = program(outputs);
  const executable = await engine.prepare(own);
  try {
    for (const name of own.inputs.keys()) executable.inputs[name]?.set(given[name]?.values ?? []);
    await executable.run();
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { axes }]) => [name, tensor(axes, executable.outputs[name] ?? [])]),
    );
  } finally {
    await executable.close();
  }
}

/** What the reference engine makes of the same inputs, which it gets as single precision holds them. */
export function runOnReference(outputs: Readonly<Record<string, Node>>, given: Tensors = {}): Tensors {
  const own = program(outputs);
  const single = [...own.inputs.keys()].map((name) => {
    const { axes, values } = given[name] ?? tensor([], [NaN]);
    return [name, tensor(axes, values.map(Math.fround))] as const;
  });
  return compile(own)(Object.fromEntries(single));
}

/** The largest difference of two tensors' values, relative to the largest expected value; ∞ where one is not a finite number and the other is not the same. */
export function largestDifference(actual: Tensor | undefined, expected: Tensor | undefined): number {
  if (actual === undefined || expected?.values.length !== actual.values.length) return Infinity;
  let [difference, largest] = [0, 0];
  for (const [i, value] of expected.values.entries()) {
    const found = actual.values[i] ?? NaN;
    if (found === value || (Number.isNaN(found) && Number.isNaN(value))) continue;
    if (!Number.isFinite(found) || !Number.isFinite(value)) return Infinity;
    difference = Math.max(difference, Math.abs(found - value));
    largest = Math.max(largest, Math.abs(value));
  }
  for (const value of expected.values) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  return difference === 0 ? 0 : difference / largest;
}
