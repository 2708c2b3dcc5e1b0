import type { Axes, Axis, Node, Tensor } from "../tensor/index.js";
import type { Distribution } from "./distribution.js";

/** Makes the node of a parameter by its name: over the batch, the event if it may have it, and axes of its own behind these. */
export type MakeParameter = (name: string, over: { readonly event: boolean }, ...own: readonly Axis[]) => Node;

/** The values of a parameter by its name. */
export type ValuesOf = (name: string) => Tensor;

/** Part of a density on the real line: where it is, and how wide. */
export interface Bump {
  readonly centre: number;
  readonly width: number;
}

/** The map from standard normal numbers t to the outcomes origin + rows · t; rows are triangular. */
export interface Frame {
  readonly origin: readonly number[];
  readonly rows: readonly (readonly number[])[];
}

/** What is said of a family beside its distributions: enough to build one of any size, and to hold it to the contract of all families. */
export interface Family<D extends Distribution = Distribution> {
  /** A distribution over one event axis. Axes of a parameter that are not of the event, such as components, have a small size of the family's choice. */
  readonly build: (parameter: MakeParameter, event: Axes) => D;
  /** Whether the coordinates of an outcome are independent, so that logProb and entropy add up over them. */
  readonly independent: boolean;
  /**
   * For densities that have no frame: what the densities of all coordinates are made of. Within 9 widths of some bump lies all that counts, and between
   * neighbours of the places that are whole numbers of widths from a bump's centre the density is smooth.
   */
  readonly bumps?: (valuesOf: ValuesOf) => readonly Bump[];
  /** For normal distributions: what takes standard normal numbers to outcomes. */
  readonly frame?: (valuesOf: ValuesOf, event: Axes) => Frame;
}

/** The frame of independent coordinates. */
export function diagonalFrame(origin: readonly number[], widths: readonly number[]): Frame {
  return { origin, rows: widths.map((width, i) => widths.map((_, j) => (i === j ? width : 0))) };
}
