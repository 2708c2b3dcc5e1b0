import type { Axis } from "../graph/axes.js";

/** Whether `gather` finds a value there. */
export function isIndex(value: number, { size }: Axis): boolean {
  return Number.isInteger(value) && value >= 0 && value < size;
}

/** What an engine that checks indices says of one that is none. */
export function noIndexText(value: number, { name, size }: Axis): string {
  return `gather: ${value} is no index of axis "${name}" of size ${size}; give whole numbers from 0 to ${size - 1}`;
}
