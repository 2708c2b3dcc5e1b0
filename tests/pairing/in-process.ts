import type { Argument, Data, NamedTensor, Outcome } from "../../src/pairing/implementation/types.js";
import type { Callable } from "../../src/pairing/examine.js";
import { axis, evaluate, gradients, input, type Node, sum, type Tensor, tensor } from "../../src/tensor/index.js";

type Built = Node | number | string | boolean | readonly Built[] | { readonly [key: string]: Built };

function toNumbers(value: unknown): Data {
  if (typeof value === "number") return value;
  if (Array.isArray(value)) return value.map(toNumbers);
  throw new Error(`not numbers: ${String(value)}`);
}

function plainValue(argument: Argument): unknown {
  switch (argument.kind) {
    case "data":
    case "literal":
      return argument.value;
    case "list":
      return argument.items.map(plainValue);
    case "record":
      return Object.fromEntries(argument.entries.map(([key, value]) => [key, plainValue(value)]));
    case "tensor":
      return [...argument.tensor.values];
  }
}

/** A function of numbers, called in this process: what it does wrong is not the subject of the test. */
export function plain(f: (...args: never[]) => unknown): Callable {
  return {
    kind: "plain",
    call: (args) => {
      const value: unknown = Reflect.apply(f, undefined, args.map(plainValue));
      return Promise.resolve({ kind: "value", value: toNumbers(value), printed: null });
    },
  };
}

/** A function from graph to graph, evaluated by the reference engine in this process. */
export function graph(f: (...args: never[]) => unknown, method: string | null = null): Callable {
  return { kind: "graph", call: (args, own) => Promise.resolve(callGraph(f, args, method, own)) };
}

function callGraph(
  f: (...args: never[]) => unknown,
  args: readonly Argument[],
  method: string | null,
  own: readonly Argument[],
): Outcome {
  const inputs = new Map<string, { readonly node: Node; readonly value: Tensor }>();
  const build = (argument: Argument): Built => {
    switch (argument.kind) {
      case "data":
        throw new Error("plain numbers for a graph");
      case "literal":
        return argument.value;
      case "list":
        return argument.items.map(build);
      case "record":
        return Object.fromEntries(argument.entries.map(([key, value]) => [key, build(value)]));
      case "tensor": {
        const axes = argument.tensor.axes.map(([name, size]) => axis(name, size));
        const node = input(argument.name, axes);
        inputs.set(argument.name, { node, value: tensor(axes, argument.tensor.values) });
        return node;
      }
    }
  };
  const made: unknown = Reflect.apply(f, undefined, args.map(build));
  const result = method === null ? made : callMethod(made, method, own.map(build));
  const node = asNode(result);
  const nodes = [...inputs.values()].map((each) => each.node);
  const slopes = gradients(
    sum(
      node,
      node.axes.map(({ name }) => name),
    ),
    nodes,
  );
  const outputs: Record<string, Node> = { value: node };
  slopes.forEach((slope, i) => (outputs[`slope ${i}`] = slope));
  const feeds = Object.fromEntries([...inputs].map(([name, { value }]) => [name, value]));
  const used = Object.fromEntries(Object.entries(feeds));
  const values = evaluate(outputs, used);
  const named = (key: string): NamedTensor => {
    const found = values[key];
    if (found === undefined) throw new Error(`no ${key}`);
    return { axes: found.axes.map(({ name, size }) => [name, size] as const), values: [...found.values] };
  };
  const names = [...inputs.keys()];
  return {
    kind: "tensor",
    value: named("value"),
    gradients: new Map(names.map((name, i) => [name, named(`slope ${i}`)])),
    printed: null,
  };
}

function callMethod(made: unknown, name: string, args: readonly Built[]): unknown {
  const method: unknown = typeof made === "object" && made !== null ? Reflect.get(made, name) : undefined;
  if (typeof method !== "function") throw new Error(`no method ${name}`);
  return Reflect.apply(method, made, [...args]);
}

function asNode(value: unknown): Node {
  if (isNode(value)) return value;
  throw new Error("no node");
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "operands" in value && "axes" in value;
}
