import { axesText, checkValues, equalAxes } from "../../graph/axes.js";
import type { Axes } from "../../graph/axes.js";
import type { Node } from "../../graph/node.js";
import { program } from "../../graph/program.js";
import type { Program } from "../../graph/program.js";
import { ShapeError } from "../../graph/shape-error.js";
import type { Tensor } from "../../tensor.js";
import { at, offsets } from "./offsets.js";
import { plan } from "./plan.js";

type Tensors = Readonly<Record<string, Tensor>>;

/**
 * Lays a program out for the reference engine: plain loops in float64, the arbiter of what every operation means. The function that it returns may run any
 * number of times; it changes no tensor and shares none.
 *
 * The axes of a tensor given for an input may be in any order; outputs have those of their nodes. The function throws a ShapeError when a tensor is
 * missing, one too many, has other axes than the input or other than one value for each index, and a RangeError for an index that `gather` cannot find.
 *
 * @throws RangeError when a tensor of the program has more than 2^31 − 1 values
 */
export function compile({ outputs, inputs }: Program): (tensors: Tensors) => Tensors {
  const run = plan([...outputs.values()], [...inputs.values()]);
  return (tensors) => {
    for (const name of Object.keys(tensors)) {
      if (inputs.has(name)) continue;
      throw new ShapeError(`input ${name}`, "the program has no such input", `it has ${[...inputs.keys()].join(", ") || "none"}`);
    }
    const values = run([...inputs.values()].map(({ name, axes }) => valuesFor(name, axes, tensors)));
    return Object.fromEntries(
      [...outputs].map(([name, { axes }], i) => [name, { axes, values: Float64Array.from(values[i] ?? []) }]),
    );
  };
}

/** Runs a program once: `compile(program(outputs))(inputs)`. @throws as these */
export function evaluate(outputs: Readonly<Record<string, Node>>, inputs: Tensors = {}): Tensors {
  return compile(program(outputs))(inputs);
}

/** The tensor's values in the order of the input's axes. */
function valuesFor(name: string, axes: Axes, tensors: Tensors): Float64Array {
  const found = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  if (found === undefined) throw new ShapeError(`input ${name}`, "no tensor is given", `give one over (${axesText(axes)})`);
  checkValues(`input ${name}`, found.axes, found.values.length);
  if (equalAxes(found.axes, axes)) return found.values;
  const inOrder = axes.flatMap((own) => found.axes.filter((other) => other.name === own.name));
  if (found.axes.length !== axes.length || !equalAxes(inOrder, axes)) {
    throw new ShapeError(`input ${name}`, `the tensor is over (${axesText(found.axes)})`, `give one over (${axesText(axes)})`);
  }
  return Float64Array.from(offsets(axes, found.axes), (place) => at(found.values, place));
}
