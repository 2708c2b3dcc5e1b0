import type { Program } from "../../tensor/index.js";

/**
 * A model that is run over one pixel after another, row by row, each activation computed once: what was computed at earlier pixels, as far as it is looked at
 * again, stands in stores.
 *
 * Each pixel is done once for each colour, with the values of the colours before: then all it computed is as it stays.
 */
export interface PixelSteps {
  /** How many levels a value has. */
  readonly levels: number;
  /**
   * At one pixel: from the values of its colours that are known, the others 0, and parts of stores to `logits`, over batch, channel and level: log p of each level
   * up to a constant. Outputs that stores keep are over batch, height, width (both 1) and features.
   */
  readonly pixel: Program;
  /** Over a row whose pixels are done: from parts of stores to what other stores keep of rows, over batch, height (1), width and features. */
  readonly row: Program | null;
  readonly stores: readonly Store[];
}

/** Names of inputs and outputs of the programs. */
export const stepNames = { pixels: "pixels", labels: "labels", logits: "logits" } as const;

/** What is kept of one feature or another of the rows so far. Beyond the image, and where nothing was computed yet, it is 0. */
export interface Store {
  /** Numbers at a place. */
  readonly features: number;
  /** The values of the pixels themselves, or an output of the program at each pixel, or of that of rows. */
  readonly source: { readonly from: "values" } | { readonly from: "pixel" | "row"; readonly output: string };
  readonly readers: readonly Reader[];
}

/** An input of one of the programs that is a part of a store. */
export type Reader = PixelReader | RowReader;

/** Places before a pixel, one after another: over batch, height (1), width (the places) and features. */
export interface PixelReader {
  readonly program: "pixel";
  readonly input: string;
  readonly runs: readonly Run[];
}

/** Whole rows, from the one just done: over batch, height, width and features. */
export interface RowReader {
  readonly program: "row";
  readonly input: string;
  /** 0 and less. */
  readonly rows: Range;
}

/** Places side by side, seen from a pixel. */
export interface Run {
  /** 0 and less. */
  readonly row: number;
  readonly columns: Range;
}

/** Both ends included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}
