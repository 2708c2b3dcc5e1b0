import type { AutoregressiveModel, PixelReader, PixelSteps, Reader, RowReader, Store } from "../../src/models/index.js";
import { stepNames } from "../../src/models/index.js";
import type { Prepared, Runner } from "../../src/sampling/stepper.js";
import { program, reorder } from "../../src/tensor/index.js";
import { inDouble } from "./world.js";

// Slips that a sampler can make: in what a model says of its stores, or in how its programs are run.

type OfSteps = (steps: PixelSteps) => PixelSteps;
type Run = PixelReader["runs"][number];

/** The model with a slip in how it is run over one pixel after another. */
export function withSteps(model: AutoregressiveModel, slip: OfSteps): AutoregressiveModel {
  return { ...model, steps: (parameters, batch) => slip(model.steps(parameters, batch)) };
}

const stores =
  (change: (store: Store) => Store): OfSteps =>
  (steps) => ({ ...steps, stores: steps.stores.map(change) });
const readers = (change: (reader: Reader) => Reader): OfSteps =>
  stores((store) => ({ ...store, readers: store.readers.map(change) }));

/** The places, of those that are meant, so many rows and columns away. */
export const moved = (which: (run: Run) => boolean, rows: number, columns: number): OfSteps =>
  readers((reader) => {
    if (reader.program === "row") return reader;
    const runs = reader.runs.map((run) => {
      const { from, to } = run.columns;
      return which(run) ? { row: run.row + rows, columns: { from: from + columns, to: to + columns } } : run;
    });
    return { ...reader, runs };
  });

/** The same of whole rows. */
export const movedRows = (which: (rows: RowReader["rows"]) => boolean, by: number): OfSteps =>
  readers((reader) => {
    if (reader.program === "pixel" || !which(reader.rows)) return reader;
    return { ...reader, rows: { from: reader.rows.from + by, to: reader.rows.to + by } };
  });

/** The first two stores that keep as many numbers of one program each keep what the other should. */
export const exchanged: OfSteps = (steps) => {
  const isSame = (a: Store, b: Store): boolean => a !== b && a.source.from === b.source.from && a.features === b.features;
  const [one, other] = steps.stores.flatMap((a) => steps.stores.filter((b) => isSame(a, b)).map((b) => [a, b] as const))[0] ?? [];
  if (one === undefined || other === undefined) throw new Error("no two stores alike");
  const sources = new Map([
    [one, other.source],
    [other, one.source],
  ]);
  return stores((store) => ({ ...store, source: sources.get(store) ?? store.source }))(steps);
};

/** Of a pixel's values those are kept that the model saw when it looked last, which is before the last one is known. */
export const keptTooEarly: OfSteps = (steps) => {
  const pixels = steps.pixel.inputs.get(stepNames.pixels);
  if (pixels === undefined) throw new Error("no pixels");
  const seen = reorder(pixels, ["batch", "height", "width", "features"]);
  const early = stores((store) =>
    store.source.from === "values" ? { ...store, source: { from: "pixel", output: "seen" } } : store,
  );
  return early({ ...steps, pixel: program({ ...Object.fromEntries(steps.pixel.outputs), seen }) });
};

const prepared = (change: (own: Prepared) => Prepared): Runner => ({
  ...inDouble,
  prepare: async (own) => change(await inDouble.prepare(own)),
});
const isOfPixels = ({ outputs }: Prepared): boolean => stepNames.logits in outputs;

/** Something is done before each run of a program that is meant, or after it. */
const around = (which: (own: Prepared) => boolean, before: (own: Prepared) => void, after: (own: Prepared) => void): Runner =>
  prepared((own) => {
    const run = async (): Promise<void> => {
      before(own);
      await own.run();
      after(own);
    };
    return which(own) ? { ...own, run } : own;
  });
const nothing = (): void => undefined;

/** Rows are never computed. */
export const withoutRows: Runner = prepared((own) => (isOfPixels(own) ? own : { ...own, run: () => Promise.resolve() }));

/** What is read from the stores is that of the first image for all. */
export const firstForAll = (images: number): Runner =>
  around(
    () => true,
    ({ inputs }) => {
      for (const [name, values] of Object.entries(inputs)) {
        if (name !== stepNames.pixels && name !== stepNames.labels)
          for (let i = 1; i < images; i++) values.copyWithin((i * values.length) / images, 0, values.length / images);
      }
    },
    nothing,
  );

/** The model looks at a pixel once for all its colours. */
export const onceFor = (colours: number): Runner =>
  prepared((own) => {
    let looks = 0;
    const run = async (): Promise<void> => {
      if (looks++ % colours === 0) await own.run();
    };
    return isOfPixels(own) ? { ...own, run } : own;
  });

/** Blue is drawn where red is said. */
export const oppositeColours = (images: number, colours: number): Runner =>
  around(isOfPixels, nothing, ({ outputs: { logits } }) => {
    const right = logits?.slice() ?? new Float64Array();
    const [image, colour] = [right.length / images, right.length / images / colours];
    for (let i = 0; i < right.length; i++) {
      const [own, level] = [Math.floor((i % image) / colour), i % colour];
      logits?.fill(right[i - (i % image) + (colours - 1 - own) * colour + level] ?? NaN, i, i + 1);
    }
  });

/** The colours before one are hidden from it. */
export const hiddenColours: Runner = around(isOfPixels, ({ inputs }) => inputs[stepNames.pixels]?.fill(0), nothing);

/** Only what is computed at a pixel depends on the class. */
export const rowsOfFirstClass: Runner = around(
  (own) => !isOfPixels(own),
  ({ inputs }) => inputs[stepNames.labels]?.fill(0),
  nothing,
);

/** Each image has the class that its neighbour should have. */
export const oppositeLabels: Runner = around(
  () => true,
  ({ inputs: { labels } }) => labels?.reverse(),
  ({ inputs: { labels } }) => labels?.reverse(),
);

/** What is computed is kept in single precision. */
export const inSingle: Runner = { ...inDouble, allocate: (size) => new Float32Array(size) };

class NeverCleared extends Float64Array {
  override fill(value: number, start?: number, end?: number): this {
    return start === undefined ? this : super.fill(value, start, end);
  }
}

class NeverMoved extends Float64Array {
  override copyWithin(): this {
    return this;
  }
}

/** New images begin with what the last ones left. */
export const neverCleared: Runner = { ...inDouble, allocate: (size) => new NeverCleared(size) };
/** The row under way stays where it is when it is done. */
export const neverMoved: Runner = { ...inDouble, allocate: (size) => new NeverMoved(size) };
