import type { Argument, Data, NamedTensor } from "./types.js";

/** JSON has no NaN, no infinities and loses the sign of zero: these go as text. */
type NumberCode = number | string;

const encodeNumber = (value: number): NumberCode =>
  Object.is(value, -0) ? "-0" : Number.isFinite(value) ? value : String(value);

const special: ReadonlyMap<unknown, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

const decodeNumber = (code: unknown): number | null => (typeof code === "number" ? code : (special.get(code) ?? null));

const encodeData = (data: Data): unknown => (typeof data === "number" ? encodeNumber(data) : data.map(encodeData));

/** The values of a tensor as nested arrays, the first axis outermost. */
export function nested({ axes, values }: NamedTensor): Data {
  const build = (depth: number, from: number, count: number): Data => {
    const [, size] = axes[depth] ?? [];
    if (size === undefined) return values[from] ?? NaN;
    const step = count / size;
    return Array.from({ length: size }, (_, i) => build(depth + 1, from + i * step, step));
  };
  return build(0, 0, values.length);
}

/** @param named whether tensors keep their names and axes, as inputs of a graph, or become arrays */
export function encodeArgument(argument: Argument, named: boolean): unknown {
  switch (argument.kind) {
    case "data":
      return ["data", encodeData(argument.value)];
    case "literal":
      // A number among the literals is told from one that is data by its type: Python gets an integer where it is one.
      return typeof argument.value === "number" && typeof encodeNumber(argument.value) === "string"
        ? ["data", encodeNumber(argument.value)]
        : ["literal", argument.value];
    case "tensor":
      return named
        ? ["tensor", argument.name, argument.tensor.axes, argument.tensor.values.map(encodeNumber)]
        : ["data", encodeData(nested(argument.tensor))];
    case "list":
      return ["list", argument.items.map((item) => encodeArgument(item, named))];
    case "record":
      return ["record", argument.entries.map(([key, value]) => [key, encodeArgument(value, named)])];
  }
}

/** Null where the reply is none of ours. The worker bounds how deep arrays are nested. */
export function decodeData(code: unknown, depth = 0): Data | null {
  if (!Array.isArray(code)) return decodeNumber(code);
  if (depth > 64) return null;
  const items: Data[] = [];
  for (const item of code) {
    const value = decodeData(item, depth + 1);
    if (value === null) return null;
    items.push(value);
  }
  return items;
}

export function decodeTensor(code: unknown): NamedTensor | null {
  const fields = fieldsOf(code);
  const [axes, values] = [fields.get("axes"), fields.get("values")];
  if (!Array.isArray(axes) || !Array.isArray(values)) return null;
  const named = axes.flatMap((axis): [string, number][] => {
    const [name, size] = itemsOf(axis);
    return typeof name === "string" && typeof size === "number" ? [[name, size]] : [];
  });
  const numbers = values.map(decodeNumber).filter((value) => value !== null);
  const count = named.reduce((product, [, size]) => product * size, 1);
  return named.length === axes.length && numbers.length === count ? { axes: named, values: numbers } : null;
}

export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

/** The sizes of nested arrays from the outside in; null when they are ragged. */
export function shapeOf(data: Data): readonly number[] | null {
  if (typeof data === "number") return [];
  const [first, ...others] = data.map(shapeOf);
  if (first === undefined) return [0];
  if (first === null || others.some((other) => other?.length !== first.length || other.some((size, i) => size !== first[i]))) {
    return null;
  }
  return [data.length, ...first];
}
