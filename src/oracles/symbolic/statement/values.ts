import { difference } from "../../../kernel/algebra.js";
import { node, number, plus, times } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { need, Unsupported } from "./unsupported.js";

/** A vector by its components; a column, or its transpose, a row. */
export interface Vector {
  readonly kind: "column" | "row";
  readonly size: Term;
  readonly at: (index: Term) => Term;
}

/** What an expression stands for: the kernel knows numbers only, so that a vector is written out wherever it becomes one. */
export type Value = Term | Vector;

/** Makes an index that occurs nowhere else. */
export type FreshIndex = () => Term;

export function isVector(value: Value): value is Vector {
  return value.kind === "column" || value.kind === "row";
}

export function column(size: Term, at: (index: Term) => Term): Vector {
  return { kind: "column", size, at };
}

/** @throws Unsupported where a vector stands */
export function asNumber(value: Value): Term {
  if (isVector(value)) throw new Unsupported("a vector stands where a number is needed");
  return value;
}

/** A number changed, or every component of a vector. */
export function mapValue(value: Value, f: (entry: Term) => Term): Value {
  return isVector(value) ? { ...value, at: (index) => f(value.at(index)) } : f(value);
}

/** A component of a vector; a number acts as all components. */
export function entryOf(value: Value, index: Term): Term {
  return isVector(value) ? value.at(index) : value;
}

/** Component by component; a number acts on every component. @throws Unsupported for vectors that do not fit */
export function combine(a: Value, b: Value, f: (x: Term, y: Term) => Term): Value {
  if (!isVector(a)) return mapValue(b, (y) => f(a, y));
  if (!isVector(b)) return mapValue(a, (x) => f(x, b));
  need(a.kind === b.kind, "a row and a column do not fit");
  sameSize(a, b);
  return { ...a, at: (index) => f(a.at(index), b.at(index)) };
}

/** As mathematicians juxtapose: a row times a column is their inner product, two columns are multiplied component by component. */
export function product(a: Value, b: Value, fresh: FreshIndex): Value {
  if (!isVector(a) || !isVector(b) || a.kind === b.kind) return combine(a, b, (x, y) => times(x, y));
  need(a.kind === "row", "a column times a row is a matrix");
  sameSize(a, b);
  return sumOver(a, fresh, (index) => times(a.at(index), b.at(index)));
}

/** The sum of something over the components of a vector. */
export function sumOver({ size }: Vector, fresh: FreshIndex, at: (index: Term) => Term): Term {
  const index = fresh();
  return node("sum", [number(1), size, at(index)], "", "", [index]);
}

export function productOver({ size }: Vector, fresh: FreshIndex, at: (index: Term) => Term): Term {
  const index = fresh();
  return node("product", [number(1), size, at(index)], "", "", [index]);
}

export function transposed(value: Value): Value {
  return isVector(value) ? { ...value, kind: value.kind === "row" ? "column" : "row" } : value;
}

export function sumOf(values: readonly Value[]): Value {
  const [first, ...others] = values;
  need(first !== undefined, "a sum of nothing");
  if (values.every((value) => !isVector(value))) return plus(...values);
  return others.reduce((sum, value) => combine(sum, value, (x, y) => plus(x, y)), first);
}

/** @throws Unsupported unless two vectors have the same number of components whatever the dimensions are */
export function sameSize(a: Vector, b: Vector): void {
  need(difference(a.size, b.size) === 0n, "vectors of different dimensions");
}
