import type { Argument, Data, FailureOutcome, NamedTensor, Outcome } from "./implementation/types.js";
import type { Accurate } from "./accurate.js";
import { leavesOf } from "./tree.js";
import type { WrittenArgument, WrittenPair, WrittenTree } from "./written.js";

/** Formulas that a function is given, in the order of its arguments, with those of the method behind them. */
export function writtenArguments(pair: WrittenPair): readonly WrittenArgument[] {
  return [...pair.arguments, ...pair.method].flatMap(leavesOf);
}

/** The axis along which examples are stacked. */
export const EXAMPLE = "example";

/**
 * Arguments for one call. `columns[e][a]` are the values of argument a in example e; with `stacked` every tensor has the examples along an axis of its own,
 * without it there is one example.
 */
export function argumentTrees(
  trees: readonly WrittenTree[],
  first: number,
  columns: readonly (readonly (readonly number[])[])[],
  kind: "plain" | "graph",
  stacked: boolean,
): readonly Argument[] {
  let next = first;
  const convert = (tree: WrittenTree): Argument => {
    switch (tree.kind) {
      case "literal":
        return tree;
      case "list":
        return { kind: "list", items: tree.items.map(convert) };
      case "record":
        return { kind: "record", entries: tree.entries.map(([key, value]) => [key, convert(value)] as const) };
      case "leaf": {
        const index = next;
        next += 1;
        const values = columns.map((column) => column[index] ?? []);
        if (tree.leaf.count !== null) return { kind: "literal", value: tree.leaf.count };
        const { axes } = tree.leaf;
        if (kind === "plain")
          return {
            kind: "data",
            value: nested(
              axes.map(([, size]) => size),
              values[0] ?? [],
            ),
          };
        const own = stacked ? [[EXAMPLE, columns.length] as const, ...axes] : axes;
        return { kind: "tensor", name: `${index + 1} ${tree.leaf.name}`, tensor: { axes: own, values: values.flat() } };
      }
    }
  };
  return trees.map(convert);
}

function nested(sizes: readonly number[], values: readonly number[]): Data {
  const [size, ...rest] = sizes;
  if (size === undefined) return values[0] ?? NaN;
  const step = rest.reduce((product, each) => product * each, 1);
  return Array.from({ length: size }, (_, i) => nested(rest, values.slice(i * step, (i + 1) * step)));
}

/** The doubles nearest to an argument's values. */
export function doubles(values: readonly Accurate[]): readonly number[] {
  return values.map(({ value }) => value.toNumber());
}

/** What a call gave back, as numbers. */
export type Returned =
  | {
      readonly kind: "numbers";
      readonly numbers: readonly number[];
      /** With respect to argument a, in the order of `writtenArguments`. */
      readonly gradients: ReadonlyMap<number, readonly number[]> | null;
      readonly printed: string | null;
    }
  | { readonly kind: "shape"; readonly message: string; readonly printed: string | null }
  | FailureOutcome;

/** Reads an outcome where so many numbers are due: null for one number. */
export function readOutcome(outcome: Outcome, length: number | null): Returned {
  switch (outcome.kind) {
    case "failure":
      return outcome;
    case "value": {
      const { value, printed } = outcome;
      if (typeof value === "number") {
        return length === null
          ? { kind: "numbers", numbers: [value], gradients: null, printed }
          : { kind: "shape", message: `it returns one number, not ${length} of them`, printed };
      }
      const flat = value.every((entry) => typeof entry === "number") ? value : null;
      if (length !== null && flat?.length === length) return { kind: "numbers", numbers: flat, gradients: null, printed };
      const due = length === null ? "one number" : `${length} numbers`;
      return { kind: "shape", message: `it returns ${shapeText(value)}, not ${due}`, printed };
    }
    case "tensor": {
      const { value, gradients, printed } = outcome;
      if (value.axes.length !== (length === null ? 0 : 1) || value.values.length !== (length ?? 1)) {
        const due = length === null ? "no axes: one number" : `one axis of ${length}`;
        return { kind: "shape", message: `it returns a tensor over ${axesText(value)}; due are ${due}`, printed };
      }
      const byArgument = new Map([...gradients].map(([name, { values }]) => [Number.parseInt(name, 10) - 1, values] as const));
      return { kind: "numbers", numbers: value.values, gradients: byArgument, printed };
    }
  }
}

function shapeText(data: readonly Data[]): string {
  const sizes: number[] = [];
  for (let inner: Data | undefined = data; inner !== undefined && typeof inner !== "number"; inner = inner[0])
    sizes.push(inner.length);
  return `an array of ${sizes.join(" × ")} numbers`;
}

export function axesText({ axes }: NamedTensor): string {
  return axes.length === 0 ? "no axes" : axes.map(([name, size]) => `${name}: ${size}`).join(", ");
}
