import type { Attributes, ElementType, Graph, Initializer, Operation, ValueInfo } from "./format.js";

interface Emission {
  readonly attributes?: Attributes;
  /** ONNX's own unless given. */
  readonly domain?: string;
}

/** What a model and the bodies in it share: names, constants, and where each name is known. */
interface Shared {
  /** How many bodies deep the operation stands that gives a name its value; 0 in the model itself. */
  readonly depths: Map<string, number>;
  /** Names of the results by what computes them: the same operation on the same operands is there once. */
  readonly known: Map<string, string>;
  readonly initializers: Initializer[];
}

/** Constants of more bytes are not compared with others. */
const LARGEST_SHARED = 1024;

/**
 * Collects the operations of a model or of a body in it. An operation stands as far out as its operands allow, so what does not change from position to
 * position of a loop is computed once.
 */
export class GraphBuilder {
  readonly #shared: Shared;
  readonly #chain: readonly GraphBuilder[];
  readonly #operations: Operation[] = [];

  /** @param taken names that the caller has given away */
  constructor(
    taken: Iterable<string>,
    shared: Shared = { depths: new Map(), known: new Map(), initializers: [] },
    outer: readonly GraphBuilder[] = [],
  ) {
    this.#shared = shared;
    this.#chain = [...outer, this];
    for (const name of taken) shared.depths.set(name, 0);
  }

  /** A builder for a body whose operations may use every value of this one. */
  body(): GraphBuilder {
    return new GraphBuilder([], this.#shared, this.#chain);
  }

  /** A name that is not taken, for a value that this graph is given. */
  parameter(hint: string): string {
    return this.#fresh(hint, this.#depth);
  }

  /** The result of an operation that has one. */
  emit(operator: string, inputs: readonly string[], emission: Emission = {}): string {
    const { attributes = {}, domain = "" } = emission;
    const key = JSON.stringify([operator, domain, inputs, attributes]);
    const before = this.#shared.known.get(key);
    if (before !== undefined) return before;
    const depth = Math.max(0, ...inputs.map((name) => this.#shared.depths.get(name) ?? 0));
    const output = this.#fresh(operator, depth);
    const place = this.#chain[depth] ?? this;
    place.#operations.push({ operator, domain, inputs, outputs: [output], attributes });
    this.#shared.known.set(key, output);
    return output;
  }

  /** The results of an operation that stands here, whatever its operands. */
  emitHere(operator: string, inputs: readonly string[], count: number, attributes: Attributes): readonly string[] {
    const outputs = Array.from({ length: count }, () => this.#fresh(operator, this.#depth));
    this.#operations.push({ operator, domain: "", inputs, outputs, attributes });
    return outputs;
  }

  /** Gives a value the name that the graph's caller knows it by. */
  name(value: string, name: string): void {
    this.#operations.push({ operator: "Identity", domain: "", inputs: [value], outputs: [name], attributes: {} });
  }

  scalar(value: number): string {
    return this.floats([], [value]);
  }

  floats(dimensions: readonly number[], values: ArrayLike<number>): string {
    const view = new DataView(new ArrayBuffer(4 * values.length));
    for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i] ?? NaN, true);
    return this.#constant("float", dimensions, new Uint8Array(view.buffer));
  }

  integers(values: readonly number[]): string {
    const view = new DataView(new ArrayBuffer(8 * values.length));
    for (const [i, value] of values.entries()) view.setBigInt64(8 * i, BigInt(value), true);
    return this.#constant("int64", [values.length], new Uint8Array(view.buffer));
  }

  /** The graph that gives these outputs, without what they do not need. */
  finish(name: string, inputs: readonly ValueInfo[], outputs: Graph["outputs"]): Graph {
    const needed = new Set(outputs.map((output) => output.name));
    const kept: Operation[] = [];
    for (const operation of this.#operations.toReversed()) {
      if (!operation.outputs.some((output) => needed.has(output))) continue;
      for (const used of usedBy(operation)) needed.add(used);
      kept.push(operation);
    }
    const initializers = this.#depth === 0 ? this.#shared.initializers.filter((own) => needed.has(own.name)) : [];
    return { name, operations: outputsLast(kept.toReversed(), outputs), initializers, inputs, outputs };
  }

  get #depth(): number {
    return this.#chain.length - 1;
  }

  #constant(type: ElementType, dimensions: readonly number[], bytes: Uint8Array): string {
    const key = bytes.length > LARGEST_SHARED ? null : JSON.stringify([type, dimensions, [...bytes]]);
    const before = key === null ? undefined : this.#shared.known.get(key);
    if (before !== undefined) return before;
    const name = this.#fresh("constant", 0);
    this.#shared.initializers.push({ name, type, dimensions, bytes });
    if (key !== null) this.#shared.known.set(key, name);
    return name;
  }

  #fresh(hint: string, depth: number): string {
    const { depths } = this.#shared;
    for (let i = depths.size; ; i++) {
      const name = `${hint}_${i}`;
      if (depths.has(name)) continue;
      depths.set(name, depth);
      return name;
    }
  }
}

/**
 * The operations with those that give nothing but outputs last, in the order of the outputs. onnxruntime begins with the last of these, and computes one after
 * another with all that it is made of: in a training step, whose last parameters have the first gradients, each gradient when what it is made of has just been
 * computed.
 */
function outputsLast(operations: readonly Operation[], outputs: Graph["outputs"]): readonly Operation[] {
  const makers = new Map(operations.flatMap((own) => own.outputs.map((name) => [name, own])));
  const uses = new Map<string, number>();
  for (const used of operations.flatMap(usedBy)) uses.set(used, (uses.get(used) ?? 0) + 1);
  const last = new Set<Operation>();
  for (const { name } of outputs) {
    const named = makers.get(name);
    if (named === undefined || uses.has(name)) continue;
    const [value = ""] = named.operator === "Identity" ? named.inputs : [];
    const maker = makers.get(value);
    if (maker?.outputs.length === 1 && uses.get(value) === 1) last.add(maker);
    last.add(named);
  }
  return [...operations.filter((own) => !last.has(own)), ...last];
}

/** The names that an operation reads, those that its bodies take from outside among them. */
function usedBy({ inputs, attributes }: Operation): readonly string[] {
  const inBodies = Object.values(attributes).flatMap((attribute) =>
    "graph" in attribute
      ? [...attribute.graph.operations.flatMap(usedBy), ...attribute.graph.outputs.map((output) => output.name)]
      : [],
  );
  return [...inputs, ...inBodies];
}
