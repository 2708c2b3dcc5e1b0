import * as tensor from "../tensor/index.js";
import type { Axes, Node } from "../tensor/index.js";
import { BINARY, REDUCTIONS, UNARY } from "./targets/graph-format.js";

/** JSON that is no graph, or sizes that do not fit it. */
export class GraphError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "GraphError";
  }
}

export interface ReadGraph {
  readonly inputs: ReadonlyMap<string, Node>;
  readonly value: Node;
}

type Fields = Readonly<Record<string, unknown>>;

/** Nodes that are read; formulas have a few dozen. */
const MOST_NODES = 100_000;

/**
 * The tensor graph that JSON describes, for axes of these sizes. With a batch, every input has its axes too, before its own.
 *
 * @throws GraphError for JSON that is no graph of this format, or sizes that are missing or do not fit
 */
export function readGraph(json: unknown, sizes: Readonly<Record<string, number>>, batch: Axes = []): ReadGraph {
  try {
    return new Reader(sizes, batch).read(json);
  } catch (error) {
    if (error instanceof tensor.ShapeError) throw new GraphError(error.message);
    throw error;
  }
}

class Reader {
  private readonly inputs = new Map<string, Node>();
  private readonly nodes: Node[] = [];

  constructor(
    private readonly sizes: Readonly<Record<string, number>>,
    private readonly batch: Axes,
  ) {}

  read(json: unknown): ReadGraph {
    const file = record(json, "the graph");
    if (file.format !== "qedmark graph" || file.version !== 1) throw new GraphError("this is no qedmark graph of version 1");
    for (const item of list(file.inputs, "inputs")) {
      const { name, axes } = record(item, "an input");
      const own = list(axes, "the axes of an input").map((axis) =>
        tensor.axis(text(axis, "an axis"), this.sizeOf(text(axis, "an axis"))),
      );
      const label = text(name, "the name of an input");
      if (this.inputs.has(label)) throw new GraphError(`two inputs are named ${label}`);
      this.inputs.set(label, tensor.input(label, [...this.batch, ...own]));
    }
    const nodes = list(file.nodes, "nodes");
    if (nodes.length > MOST_NODES) throw new GraphError(`more than ${MOST_NODES} nodes`);
    nodes.forEach((item, i) => this.nodes.push(this.node(record(item, `node ${i}`), i)));
    return { inputs: this.inputs, value: this.operand(record(file.outputs, "outputs").value, "the output") };
  }

  private node(fields: Fields, position: number): Node {
    const where = `node ${position}`;
    const kind = text(fields.kind, `the kind of ${where}`);
    const operands = (count: number): readonly Node[] => {
      const found = list(fields.of, `the operands of ${where}`);
      if (found.length !== count) throw new GraphError(`${where}: ${kind} has ${count} operands, not ${found.length}`);
      return found.map((operand) => this.operand(operand, where));
    };
    const name = (field: "axis" | "to" | "over" | "name"): string => text(fields[field], `${field} of ${where}`);
    switch (kind) {
      case "input": {
        const found = this.inputs.get(name("name"));
        if (found === undefined) throw new GraphError(`${where}: there is no input ${name("name")}`);
        return found;
      }
      case "number": {
        if (typeof fields.value !== "number") throw new GraphError(`${where}: its value is no number`);
        return tensor.scalar(fields.value);
      }
      case "size":
        return tensor.scalar(this.sizeOf(name("axis")));
      case "positions":
        return tensor.add(tensor.positions(tensor.axis(name("axis"), this.sizeOf(name("axis")))), 1);
      case "rename":
        return one(operands(1), (x) => tensor.rename(x, { [name("axis")]: name("to") }));
      case "slice":
        return one(operands(1), (x) =>
          tensor.slice(x, name("axis"), this.bound(fields.start, where), this.bound(fields.end, where)),
        );
      case "select": {
        const [condition, yes, no] = operands(3);
        if (condition === undefined || yes === undefined || no === undefined)
          throw new GraphError(`${where}: an operand is missing`);
        return tensor.select(condition, yes, no);
      }
      default:
        break;
    }
    const unary = UNARY.find((own) => own === kind);
    if (unary !== undefined) return one(operands(1), (x) => tensor[unary](x));
    const reduction = REDUCTIONS.find((own) => own === kind);
    if (reduction !== undefined) return one(operands(1), (x) => tensor[reduction](x, [name("over")]));
    const binary = BINARY.find((own) => own === kind);
    if (binary === undefined) throw new GraphError(`${where}: there is no operation ${JSON.stringify(kind)}`);
    const [a, b] = operands(2);
    if (a === undefined || b === undefined) throw new GraphError(`${where}: an operand is missing`);
    return tensor[binary](a, b);
  }

  /** An earlier node. */
  private operand(position: unknown, where: string): Node {
    const found = typeof position === "number" ? this.nodes[position] : undefined;
    if (found === undefined) throw new GraphError(`${where}: ${JSON.stringify(position)} is no node before it`);
    return found;
  }

  private sizeOf(axis: string): number {
    const size = Object.hasOwn(this.sizes, axis.replace(/′+$/, "")) ? this.sizes[axis.replace(/′+$/, "")] : undefined;
    if (size === undefined) throw new GraphError(`the size of axis ${axis} is not given`);
    return size;
  }

  private bound(value: unknown, where: string): number {
    const { axis, offset } = record(value, `a bound of ${where}`);
    if (typeof offset !== "number") throw new GraphError(`${where}: a bound has no offset`);
    return offset + (axis === null ? 0 : this.sizeOf(text(axis, `a bound of ${where}`)));
  }
}

function one(operands: readonly Node[], build: (x: Node) => Node): Node {
  const [x] = operands;
  if (x === undefined) throw new GraphError("an operand is missing");
  return build(x);
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function record(value: unknown, what: string): Fields {
  if (isRecord(value)) return value;
  throw new GraphError(`${what} is no object`);
}

function list(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new GraphError(`${what}: is no list`);
}

function text(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw new GraphError(`${what} is no text`);
}
