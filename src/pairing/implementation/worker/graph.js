// @ts-check
import { pathToFileURL } from "node:url";
import { decodeArguments } from "./decode.js";
import { Failure } from "./failures.js";
import { functionOf, importModule } from "./load.js";
import { decodeNumber, encodeNumber } from "./values.js";

/**
 * @typedef {{ kind: "graph", file: string, name: string, module: string, library: string, transformer: string,
 *   method: { name: string } | null }} GraphRequest
 * @typedef {import("../../../tensor/index.js").Node} Node
 * @typedef {import("../../../tensor/index.js").Tensor} Tensor
 * @typedef {[string, number][]} Axes
 */

/** @param {unknown} value @returns {value is Node} */
const isNode = (value) =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  "operands" in value &&
  "axes" in value &&
  Array.isArray(value.axes);

/** @param {Tensor | undefined} tensor */
function encodeTensor(tensor) {
  if (tensor === undefined) throw new Failure("not numbers", "the tensor library gave back no such output");
  return { axes: tensor.axes.map(({ name, size }) => [name, size]), values: Array.from(tensor.values, encodeNumber) };
}

/** A function that builds graph from graph: called with inputs, its result evaluated by the reference engine with the gradients of its sum. @param {GraphRequest} request @param {number} limit */
export async function loadGraph(request, limit) {
  /** @type {typeof import("../../../tensor/index.js")} */
  const library = await import(pathToFileURL(request.library).href);
  const namespace = await importModule(request.module, request.transformer);
  const { implementation, text } = functionOf(namespace, request.name);
  /** @type {Map<string, ReturnType<typeof compile>>} */
  const compiled = new Map();

  /** @param {unknown[]} args @param {unknown[]} methodArgs @param {Map<string, Node>} inputs */
  const build = (args, methodArgs, inputs) => {
    /** @param {string} name @param {Axes} axes */
    const input = (name, axes) => {
      const known =
        inputs.get(name) ??
        library.input(
          name,
          axes.map(([axis, size]) => library.axis(axis, size)),
        );
      inputs.set(name, known);
      return known;
    };
    const [own, its] = [args, methodArgs].map((list) => decodeArguments(list, input));
    const made = implementation(...(own ?? []));
    if (request.method === null) return made;
    const method = made === null || typeof made !== "object" ? undefined : Reflect.get(made, request.method.name);
    if (typeof method !== "function")
      throw new Failure("not numbers", `gave back something without a method ${request.method.name}`);
    return Reflect.apply(method, made, its ?? []);
  };

  /** @param {unknown[]} args @param {unknown[]} methodArgs */
  const compile = (args, methodArgs) => {
    /** @type {Map<string, Node>} */
    const inputs = new Map();
    const node = build(args, methodArgs, inputs);
    if (!isNode(node)) throw new Failure("not numbers", "gave back no node of a graph");
    const size = library.elements(node.axes);
    if (size > limit) throw new Failure("too large", `gave back ${size} numbers, more than ${limit}`);
    const total = node.axes.length === 0 ? node : library.sum(node, library.namesOf(node.axes));
    const gradients = library.gradients(total, [...inputs.values()]);
    const outputs = { value: node, ...Object.fromEntries(gradients.map((gradient, i) => [`gradient ${i}`, gradient])) };
    const program = library.program(outputs);
    return { run: library.compile(program), names: [...inputs.keys()], reads: program.inputs };
  };

  return {
    source: { file: request.file, lineOf: null },
    text,
    /** @param {unknown[]} args @param {unknown[]} methodArgs */
    call: async (args, methodArgs) => {
      /** @type {Map<string, Tensor>} */
      const tensors = new Map();
      /** @type {(name: string, axes: Axes, values: unknown[]) => void} */
      const collect = (name, axes, values) => {
        tensors.set(
          name,
          library.tensor(
            axes.map(([axis, size]) => library.axis(axis, size)),
            values.map(decodeNumber),
          ),
        );
      };
      for (const list of [args, methodArgs]) decodeArguments(list, collect);
      const key = shapeKey([args, methodArgs]);
      const { run, names, reads } = compiled.get(key) ?? compile(args, methodArgs);
      compiled.set(key, { run, names, reads });
      const { value, ...gradients } = run(Object.fromEntries([...tensors].filter(([name]) => reads.has(name))));
      return {
        kind: "tensor",
        value: encodeTensor(value),
        gradients: names.map((name, i) => [name, encodeTensor(gradients[`gradient ${i}`])]),
      };
    },
  };
}

/** The arguments without the values of their tensors: what a graph is made of. @param {unknown[]} args */
const shapeKey = (args) =>
  JSON.stringify(args, (_, value) => (Array.isArray(value) && value[0] === "tensor" ? value.slice(0, 3) : value));
