import { elements } from "../../graph/axes.js";
import type { Node } from "../../graph/node.js";
import type { Program } from "../../graph/program.js";
import { EngineError } from "../engine.js";
import { Blocks } from "./blocks.js";
import { encodeModel } from "./format.js";
import type { ValueInfo } from "./format.js";
import { GraphBuilder } from "./graph-builder.js";
import { lowerNodes } from "./lower.js";
import { asFloat, float, materialized } from "./value.js";

export interface ModelOptions {
  /** An axis of the inputs whose size each run of the model chooses; null, as if not given, for none. */
  readonly open?: string | null;
  /** Puts an empty sequence of tensors before the outputs. */
  readonly sequenceFirst?: boolean;
  /** How many channels are a block of the runtime's own convolution; null, as if not given, for a model that any runtime takes. */
  readonly channelsOfBlock?: number | null;
}

/**
 * A program as an ONNX model in single precision: inputs and outputs have the program's names and the axes of their nodes, in their order. Those without
 * places are left out. An output that has the name of an input is called `name (output)`.
 *
 * @throws EngineError where a node needs the size of the open axis, or an input or output has an empty name
 */
export function onnxModel({ inputs, outputs }: Program, options: ModelOptions = {}): Uint8Array {
  const { open = null, sequenceFirst = false, channelsOfBlock = null } = options;
  const given = [...inputs.values()].filter(hasPlaces);
  const wanted = [...outputs].filter(([, node]) => hasPlaces(node));
  const names = wanted.map(([name]) => outputName(name, inputs));
  if ([...names, ...given.map(({ name }) => name)].includes("")) {
    throw new EngineError("an input or output of the program has an empty name, which ONNX reads as none; name it");
  }
  const graph = new GraphBuilder([...given.map(({ name }) => name), ...names]);
  const scope = { graph, open, blocks: channelsOfBlock === null ? null : new Blocks(channelsOfBlock) };
  const values = lowerNodes(
    wanted.map(([, node]) => node),
    scope,
    new Map(given.map((node) => [node, float(node.name, node.axes)])),
  );
  for (const [i, [, node]] of wanted.entries()) {
    const [value, name] = [values[i], names[i]];
    if (value === undefined || name === undefined) continue;
    graph.name(materialized(scope, asFloat(scope, value), node.axes), name);
  }
  const info = (name: string, { axes }: Node): ValueInfo => ({
    name,
    type: "float",
    dimensions: axes.map((own) => (own.name === open ? own.name : own.size)),
  });
  const sequences = sequenceFirst ? [{ name: graph.emit("SequenceEmpty", []), sequenceOf: "float" } as const] : [];
  return encodeModel(
    graph.finish(
      "program",
      given.map((node) => info(node.name, node)),
      [...sequences, ...wanted.map(([name, node]) => info(outputName(name, inputs), node))],
    ),
  );
}

/** What an output of a program is called in its model. */
export function outputName(name: string, inputs: Program["inputs"]): string {
  return inputs.has(name) ? outputName(`${name} (output)`, inputs) : name;
}

/** Whether the model has it: an input or output with no places is not there. */
export function hasPlaces({ axes }: Node): boolean {
  return elements(axes) > 0;
}
