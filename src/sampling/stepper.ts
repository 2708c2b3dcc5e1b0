import type { Program } from "../tensor/index.js";
import { stepNames } from "../models/index.js";
import type { ImageSize, PixelReader, PixelSteps, Reader, RowReader, Store } from "../models/index.js";
import { StoreMemory } from "./memory.js";
import type { Allocate, Named, Values } from "./memory.js";

/** A program laid out with its memory: write to the inputs, run, read the outputs. */
export interface Prepared {
  readonly inputs: Named;
  readonly outputs: Named;
  readonly run: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Something that runs programs whose inputs are all known to it or written by the caller. */
export interface Runner {
  readonly prepare: (program: Program) => Promise<Prepared>;
  /** Room for numbers of its precision. */
  readonly allocate: Allocate;
}

interface Link<Own extends Reader> {
  readonly memory: StoreMemory;
  readonly reader: Own;
  readonly into: Values;
}

interface Keeping {
  readonly memory: StoreMemory;
  readonly values: Values;
}

/** Runs a model over the pixels of a batch of images, row by row, and keeps what is looked at again. */
export class Stepper {
  /** The values of the colours at the pixel under way, from −1 to 1, over batch and colours: 0 until they are known. */
  readonly pixels: Values;
  /** After `look`: log p of each level of each colour at the pixel, up to a constant, over batch, colour and level. */
  readonly logits: Values;
  /** Of each program that sees the images' classes, where their numbers stand. */
  readonly #labels: readonly Values[];
  readonly #width: number;
  readonly #pixel: Prepared;
  readonly #row: Prepared | null;
  readonly #memories: readonly StoreMemory[];
  readonly #toPixel: readonly Link<PixelReader>[];
  readonly #toRow: readonly Link<RowReader>[];
  readonly #keepings: Readonly<Record<Store["source"]["from"], readonly Keeping[]>>;
  #column = 0;

  private constructor(pixel: Prepared, row: Prepared | null, steps: PixelSteps, batch: number, image: ImageSize, own: Allocate) {
    this.#pixel = pixel;
    this.#row = row;
    this.#width = image.width;
    this.pixels = pixel.inputs[stepNames.pixels] ?? own(batch * image.channels);
    this.#labels = [pixel, row].flatMap((own) => own?.inputs[stepNames.labels] ?? []);
    this.logits = demanded(pixel.outputs, stepNames.logits);
    const programs = { pixel, row };
    const stores = steps.stores.map((store) => ({ store, memory: new StoreMemory(store, batch, image, own) }));
    this.#memories = stores.map(({ memory }) => memory);
    const keepingsOf = (from: "pixel" | "row"): readonly Keeping[] =>
      stores.flatMap(({ store: { source }, memory }) =>
        source.from === from ? [{ memory, values: demanded(programs[from]?.outputs ?? {}, source.output) }] : [],
      );
    const readers = stores.flatMap(({ store, memory }) => store.readers.map((reader) => ({ memory, reader })));
    this.#toPixel = readers.flatMap(({ memory, reader }) =>
      reader.program === "pixel" ? linked({ memory, reader }, pixel) : [],
    );
    this.#toRow = readers.flatMap(({ memory, reader }) => (reader.program === "row" ? linked({ memory, reader }, row) : []));
    this.#keepings = {
      pixel: keepingsOf("pixel"),
      row: keepingsOf("row"),
      values: stores.flatMap(({ store, memory }) => (store.source.from === "values" ? [{ memory, values: this.pixels }] : [])),
    };
  }

  /** @throws EngineError when the model cannot be run */
  static async open(runner: Runner, steps: PixelSteps, batch: number, image: ImageSize): Promise<Stepper> {
    const pixel = await runner.prepare(steps.pixel);
    const row = steps.row === null ? null : await runner.prepare(steps.row);
    return new Stepper(pixel, row, steps, batch, image, runner.allocate);
  }

  /** Whether the model sees the images' classes. */
  get seesClasses(): boolean {
    return this.#labels.length > 0;
  }

  /** Begins new images at their first pixel. @param classes for a model that sees them, the numbers of the first images' classes: those of the others are 0 */
  begin(classes: ArrayLike<number>): void {
    for (const labels of this.#labels) {
      labels.fill(0);
      labels.set(classes);
    }
    for (const memory of this.#memories) memory.clear();
    this.#column = 0;
    this.#arrive();
  }

  /** What the model says of the pixel under way, given all that is known. */
  async look(): Promise<void> {
    await this.#pixel.run();
  }

  /** Goes on to the next pixel. All colours of this one are known, and the model has looked at it since all but the last were. */
  async advance(): Promise<void> {
    for (const { memory, values } of [...this.#keepings.pixel, ...this.#keepings.values]) memory.write(values, this.#column);
    this.#column += 1;
    if (this.#column === this.#width) await this.#endRow();
    this.#arrive();
  }

  async close(): Promise<void> {
    await this.#pixel.close();
    await this.#row?.close();
  }

  async #endRow(): Promise<void> {
    this.#column = 0;
    if (this.#row !== null) {
      for (const { memory, reader, into } of this.#toRow) memory.readRows(reader, into);
      await this.#row.run();
      for (const { memory, values } of this.#keepings.row) memory.write(values, 0);
    }
    for (const memory of this.#memories) memory.advance();
  }

  #arrive(): void {
    this.pixels.fill(0);
    for (const { memory, reader, into } of this.#toPixel) memory.readPlaces(reader, this.#column, into);
  }
}

/** A reader with the input that it fills, where its program has one. */
function linked<Own extends Reader>(own: Omit<Link<Own>, "into">, program: Prepared | null): readonly Link<Own>[] {
  const into = program?.inputs[own.reader.input];
  return into === undefined ? [] : [{ ...own, into }];
}

function demanded(values: Named, name: string): Values {
  const found = values[name];
  if (found === undefined) throw new Error(`the program has no output ${name}`);
  return found;
}
