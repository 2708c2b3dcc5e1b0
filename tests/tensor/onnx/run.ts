import type { Engine } from "../../../src/tensor/engines/engine.js";
import { compile, program, tensor } from "../../../src/tensor/index.js";
import type { Node, Tensor } from "../../../src/tensor/index.js";

export type Tensors = Readonly<Record<string, Tensor>>;

/** The outputs of one run of an engine. Inputs are given in the order of the axes of their nodes. */
export async function runOn(engine: Engine, outputs: Readonly<Record<string, Node>>, given: Tensors = {}): Promise<Tensors> {
  const own = program(outputs);
  const executable = await engine.prepare(own);
  for (const name of own.inputs.keys()) executable.inputs[name]?.set(given[name]?.values ?? []);
  try {
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
  const single = Object.entries(given).map(([name, { axes, values }]) => [name, tensor(axes, values.map(Math.fround))] as const);
  return compile(program(outputs))(Object.fromEntries(single));
}

/** The largest difference of two tensors' values, relative to the size of the expected one (absolute below 1); ∞ where one alone is finite or a number. */
export function difference(actual: Tensor, expected: Tensor): number {
  let worst = 0;
  for (const [i, value] of expected.values.entries()) {
    const found = actual.values[i] ?? NaN;
    if (Object.is(found, value) || found === value) continue;
    const error = Math.abs(found - value) / Math.max(1, Math.abs(value));
    worst = Math.max(worst, Number.isNaN(error) ? Infinity : error);
  }
  return actual.values.length === expected.values.length ? worst : Infinity;
}
