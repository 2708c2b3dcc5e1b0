import { ShapeError } from "./shape-error.js";

/** A direction of a tensor. Tensors meet by the names of their axes, never by position. */
export interface Axis {
  readonly name: string;
  /** Whole, 0 or more. */
  readonly size: number;
}

/** Distinct names. The order says how values lie in memory (the last axis runs fastest) and nothing else; a scalar has no axes. */
export type Axes = readonly Axis[];

/** @throws ShapeError unless the name is not empty and the size is a whole number from 0 */
export function axis(name: string, size: number): Axis {
  checkAxes("axis", [{ name, size }]);
  return { name, size };
}

/** @throws ShapeError unless names are distinct and not empty and sizes are whole numbers from 0 */
export function checkAxes(operation: string, axes: Axes): void {
  const seen = new Set<string>();
  for (const { name, size } of axes) {
    if (name === "") throw new ShapeError(operation, "an axis has an empty name", "name every axis");
    if (seen.has(name)) {
      throw new ShapeError(operation, `axis "${name}" occurs twice in (${axesText(axes)})`, "give every axis a name of its own");
    }
    if (!Number.isSafeInteger(size) || size < 0) {
      throw new ShapeError(operation, `axis "${name}" has size ${size}`, "a size is a whole number from 0");
    }
    seen.add(name);
  }
}

/** @throws ShapeError as `checkAxes`, and unless there is one value for each index */
export function checkValues(operation: string, axes: Axes, count: number): void {
  checkAxes(operation, axes);
  const places = elements(axes);
  if (count === places) return;
  throw new ShapeError(operation, `${count} values for ${places} places (${axesText(axes)})`, "give one for each place");
}

export function namesOf(axes: Axes): readonly string[] {
  return axes.map(({ name }) => name);
}

/** The number of values of a tensor with these axes: 1 for a scalar. */
export function elements(axes: Axes): number {
  return axes.reduce((product, { size }) => product * size, 1);
}

export function hasAxis(axes: Axes, name: string): boolean {
  return axes.some((own) => own.name === name);
}

/** @throws ShapeError when there is no axis of that name */
export function findAxis(operation: string, axes: Axes, name: string): Axis {
  const found = axes.find((own) => own.name === name);
  if (found !== undefined) return found;
  throw new ShapeError(operation, `there is no axis "${name}" among (${axesText(axes)})`, "name one of these");
}

/** The axes with these names, in the order of the names. @throws ShapeError when a name is missing or given twice */
export function pickAxes(operation: string, axes: Axes, names: readonly string[]): Axes {
  const picked = names.map((name) => findAxis(operation, axes, name));
  checkAxes(operation, picked);
  return picked;
}

export function withoutAxes(axes: Axes, names: readonly string[]): Axes {
  return axes.filter(({ name }) => !names.includes(name));
}

/** The axes with one replaced, at its place, by any number of others. */
export function replaceAxis(axes: Axes, name: string, ...others: Axes): Axes {
  return axes.flatMap((own) => (own.name === name ? others : [own]));
}

export function equalAxes(a: Axes, b: Axes): boolean {
  return a.length === b.length && a.every(({ name, size }, i) => b[i]?.name === name && b[i].size === size);
}

/** The axes of the first, then those that each further one adds. @throws ShapeError when two axes of one name differ in size */
export function alignAxes(operation: string, ...operands: readonly Axes[]): Axes {
  const result = new Map<string, Axis>();
  for (const own of operands.flat()) {
    const known = result.get(own.name);
    if (known === undefined) result.set(own.name, own);
    else if (known.size !== own.size) {
      throw new ShapeError(
        operation,
        `axis "${own.name}" has size ${known.size} in one operand and ${own.size} in another`,
        "make the sizes equal or rename one of the axes",
      );
    }
  }
  return [...result.values()];
}

/** For people: `batch 32, pixels 784`. */
export function axesText(axes: Axes): string {
  return axes.length === 0 ? "no axes" : axes.map(({ name, size }) => `${name} ${size}`).join(", ");
}

/** A name that none of the axes has. */
export function freshName(axes: Axes, name: string): string {
  return hasAxis(axes, name) ? freshName(axes, `${name}′`) : name;
}
