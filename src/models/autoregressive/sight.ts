import type { Axis, Node } from "../../tensor/index.js";
import type { MaskedConvolutionOptions, Parameters } from "../../layers/index.js";

/**
 * How a network looks at an image. It is written once for all: over whole images, as in training (`wholeSight`), and pixel after pixel, as in sampling, where
 * what was computed at earlier pixels is kept (`StepwiseSight`).
 *
 * What it computes at a pixel, over the axis `FEATURES`, sees what comes before the pixel and nothing else. Beside that there are features of rows, which see a
 * row to its end: they are for the rows below it alone.
 */
export interface Sight {
  /** The values of the pixels themselves, from −1 to 1, one number a colour. */
  readonly pixels: Node;
  /** One number for each class, over batch and its axis; null for a network that sees none. */
  readonly condition: Node | null;
  /** A masked convolution of features at pixels; `mask` sees nothing to the right in a pixel's own row. */
  readonly convolved: Convolved;
  /** A layer of memory that runs down the rows: hidden states, from what each pixel adds to the gates of its cell. */
  readonly downRows: Memory;
  /** The same, along the diagonals from the upper left. */
  readonly fromTheLeft: Memory;
  readonly rows: {
    /** Features at pixels, or the pixels themselves, as those of rows that are complete. */
    readonly completed: (x: Node) => Node;
    /** A masked convolution of features of rows: `mask` may see a row to its end. */
    readonly convolved: Convolved;
    /** A layer of memory that runs along the diagonals from the upper right. */
    readonly fromTheRight: Memory;
    /** What features of rows say to the pixels of the row below. */
    readonly above: (x: Node) => Node;
  };
}

type Convolved = (parameters: Parameters, x: Node, to: Axis, options: MaskedConvolutionOptions) => Node;

/** @param gates numbers of the gates before anything is remembered, as `lstm` has them */
type Memory = (parameters: Parameters, gates: Node, cell: Cell) => Node;

/** The sizes of a cell of memory. */
export interface Cell {
  readonly features: number;
  readonly colours: number;
}

/** A network that says of each pixel, given those before it, all numbers of its values' distributions, along one axis. */
export type PixelNetwork = (sight: Sight, parameters: Parameters) => Node;
