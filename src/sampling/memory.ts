import type { ImageSize, PixelReader, Reader, RowReader, Store } from "../models/index.js";

/** Numbers in single or double precision. */
export type Values = Float32Array | Float64Array;

/** Values by the names of a program's inputs or outputs. */
export type Named = Readonly<Record<string, Values>>;

/** Makes room for so many numbers, all 0. */
export type Allocate = (size: number) => Values;

/**
 * What a store keeps, for a batch of images: of the rows as far up as anybody looks, the row that is under way last. Around it are as many columns of zeros as a
 * look goes beyond the image.
 */
export class StoreMemory {
  readonly #store: Store;
  readonly #batch: number;
  readonly #width: number;
  readonly #rows: number;
  readonly #left: number;
  readonly #values: Values;
  /** From an image to the next, and from a row to the next. */
  readonly #strides: { readonly image: number; readonly row: number };

  constructor(store: Store, batch: number, { width }: ImageSize, allocate: Allocate) {
    const runs = store.readers.flatMap((reader) => (reader.program === "pixel" ? reader.runs : []));
    this.#store = store;
    this.#batch = batch;
    this.#width = width;
    this.#rows = 1 - Math.min(0, ...store.readers.map(firstRow));
    this.#left = -Math.min(0, ...runs.map(({ columns }) => columns.from));
    const right = Math.max(0, ...runs.map(({ columns }) => columns.to));
    const row = (this.#left + width + right) * store.features;
    this.#strides = { row, image: row * this.#rows };
    this.#values = allocate(this.#strides.image * batch);
  }

  /** What the store has for this reader at a column. */
  readPlaces({ runs }: PixelReader, column: number, into: Values): void {
    let at = 0;
    for (let image = 0; image < this.#batch; image++) {
      for (const { row, columns } of runs) at = this.#copy(image, row, column + columns.from, column + columns.to + 1, into, at);
    }
  }

  /** The same of a reader of rows. */
  readRows({ rows }: RowReader, into: Values): void {
    let at = 0;
    for (let image = 0; image < this.#batch; image++) {
      for (let row = rows.from; row <= rows.to; row++) at = this.#copy(image, row, 0, this.#width, into, at);
    }
  }

  /** Copies places of a row, up to a column, to a place of the target; gives the place after it. */
  #copy(image: number, row: number, from: number, to: number, into: Values, at: number): number {
    const start = this.#place(image, row, from);
    const length = (to - from) * this.#store.features;
    into.set(this.#values.subarray(start, start + length), at);
    return at + length;
  }

  /** Keeps values of every image, at a column of the row under way and those after it. */
  write(values: Values, column: number): void {
    const length = values.length / this.#batch;
    for (let image = 0; image < this.#batch; image++) {
      this.#values.set(values.subarray(image * length, (image + 1) * length), this.#place(image, 0, column));
    }
  }

  /** The row under way is done: the next one begins. */
  advance(): void {
    const { image: size, row } = this.#strides;
    for (let start = 0; start < this.#values.length; start += size) {
      this.#values.copyWithin(start, start + row, start + size);
      this.#values.fill(0, start + size - row, start + size);
    }
  }

  /** Forgets everything: new images begin. */
  clear(): void {
    this.#values.fill(0);
  }

  #place(image: number, row: number, column: number): number {
    const { image: size, row: rowSize } = this.#strides;
    return image * size + (this.#rows - 1 + row) * rowSize + (this.#left + column) * this.#store.features;
  }
}

/** The topmost row that it looks at, from 0 on. */
function firstRow(reader: Reader): number {
  return reader.program === "row" ? reader.rows.from : Math.min(...reader.runs.map(({ row }) => row));
}
