import { axis, concat, input, merge, reorder, reverse, scan, slice, split } from "../../tensor/index.js";
import type { Axes, Axis, Node } from "../../tensor/index.js";
import { convolvedWith, maskedKernel } from "../../layers/index.js";
import type { MaskedConvolutionOptions, Parameters } from "../../layers/index.js";
import type { ImageSize } from "../image.js";
import { conditionOf } from "../networks/condition.js";
import { FEATURES } from "./input.js";
import { diagonalCell, rowCell } from "./lstm.js";
import { nothingAlong } from "./nothing.js";
import type { Cell, Sight } from "./sight.js";
import { stepNames } from "./steps.js";
import type { Range, Reader, Run, Store } from "./steps.js";

const PLACES = ["batch", "height", "width", FEATURES];
const HERE: Range = { from: 0, to: 0 };
const BEFORE: Range = { from: -1, to: -1 };
const NO_PADDING = { top: 0, bottom: 0, left: 0, right: 0 };

/**
 * How a network looks at one pixel after another: features at pixels have height and width 1, those of rows height 1. Wherever a network looks at other places
 * it reads what was kept there. A sum has its terms in the same order as over whole images.
 */
export class StepwiseSight implements Sight {
  readonly pixels: Node;
  readonly condition: Node | null;
  readonly rows: Sight["rows"];
  /** What stores keep of each program's results. */
  readonly outputs: Readonly<Record<Program, Record<string, Node>>> = { pixel: {}, row: {} };
  readonly #image: ImageSize;
  readonly #batch: Axis;
  readonly #stores: OpenStore[] = [];
  readonly #keptOf = new Map<Node, OpenStore>();

  constructor(image: ImageSize, classes: number, batchSize: number) {
    this.#image = image;
    this.#batch = axis("batch", batchSize);
    this.pixels = input(stepNames.pixels, this.#axes(1, 1, image.channels));
    this.condition = conditionOf("a step", classes === 0 ? null : input(stepNames.labels, [this.#batch]), classes);
    this.#keptOf.set(this.pixels, this.#open(image.channels, { from: "values" }));
    this.rows = {
      completed: (x) => {
        const kept = this.#kept(x, "pixel");
        const row = this.#readRows(kept, HERE);
        this.#keptOf.set(row, kept);
        return row;
      },
      convolved: (parameters, x, to, options) => this.#convolvedRow(parameters, x, to, options),
      fromTheRight: (parameters, gates, cell) => this.#fromTheRight(parameters, gates, cell),
      above: (x) => this.#readPlace(this.#kept(x, "row"), -1, 0),
    };
  }

  get stores(): readonly Store[] {
    return this.#stores.map(({ features, source, readers }) => {
      if (source === null) throw new Error("a store that nothing is kept in");
      return { features, source, readers };
    });
  }

  convolved(parameters: Parameters, x: Node, to: Axis, options: MaskedConvolutionOptions): Node {
    const { above, aside } = reachOf(options);
    const own = maskedKernel(parameters, featuresOf(x), to, options);
    if (above === 0 && aside === 0) return convolvedWith(own, x, FEATURES, to, NO_PADDING);
    const rowsAbove = Array.from({ length: above }, (_, i) => ({ row: i - above, columns: { from: -aside, to: aside } }));
    const runs = [...rowsAbove, { row: 0, columns: { from: -aside, to: -1 } }];
    const seen = concat([this.#readPlaces(this.#kept(x, "pixel"), runs), x], "width");
    const places = above * (2 * aside + 1) + aside + 1;
    return convolvedWith({ ...own, kernel: inOneRow(own.kernel, places) }, seen, FEATURES, to, NO_PADDING);
  }

  #convolvedRow(parameters: Parameters, x: Node, to: Axis, options: MaskedConvolutionOptions): Node {
    const { above, aside } = reachOf(options);
    const own = maskedKernel(parameters, featuresOf(x), to, options);
    const seen = above === 0 ? x : concat([this.#readRows(this.#kept(x, "row"), { from: -above, to: -1 }), x], "height");
    const padding = { ...NO_PADDING, left: aside, right: aside };
    return convolvedWith({ ...own, kernel: slice(own.kernel, "height", 0, above + 1) }, seen, FEATURES, to, padding);
  }

  downRows(parameters: Parameters, gates: Node, cell: Cell): Node {
    const [hidden, content] = [this.#open(cell.features), this.#open(cell.features)];
    const above = {
      hidden: (columns: number): Node => this.#readPlace(hidden, -1, columns),
      content: this.#readPlace(content, -1, 0),
    };
    const next = rowCell(parameters, gates, above, cell);
    this.#keep(hidden, "pixel", next.hidden);
    this.#keep(content, "pixel", next.content);
    return next.hidden;
  }

  fromTheLeft(parameters: Parameters, gates: Node, cell: Cell): Node {
    const [hidden, content] = [this.#open(cell.features), this.#open(cell.features)];
    const before = {
      left: this.#readPlace(hidden, 0, -1),
      above: this.#readPlace(hidden, -1, 0),
      content: this.#readPlace(content, 0, -1),
    };
    const next = diagonalCell(parameters, gates, before, cell);
    this.#keep(hidden, "pixel", next.hidden);
    this.#keep(content, "pixel", next.content);
    return next.hidden;
  }

  #fromTheRight(parameters: Parameters, gates: Node, cell: Cell): Node {
    const kept = this.#open(cell.features);
    const nothing = nothingAlong(gates, "width", cell);
    const { outputs } = scan({
      axis: "width",
      initial: [nothing, nothing],
      sequences: [reverse(gates, "width"), reverse(this.#readRows(kept, BEFORE), "width")],
      body: ([left, content], [own, above]) => {
        const next = diagonalCell(parameters, own, { left, above, content }, cell);
        return { states: [next.hidden, next.content], outputs: [next.hidden] };
      },
    });
    const hidden = reverse(outputs[0], "width");
    this.#keep(kept, "row", hidden);
    this.#keptOf.set(hidden, kept);
    return hidden;
  }

  #axes(height: number, width: number, features: number): Axes {
    return [this.#batch, axis("height", height), axis("width", width), axis(FEATURES, features)];
  }

  #open(features: number, source: Store["source"] | null = null): OpenStore {
    const store = { name: `kept ${this.#stores.length}`, features, source, readers: [] };
    this.#stores.push(store);
    return store;
  }

  #keep(store: OpenStore, from: Program, x: Node): void {
    store.source = { from, output: store.name };
    this.outputs[from][store.name] = reorder(x, PLACES);
  }

  /** Where a result of the program is kept. */
  #kept(x: Node, from: Program): OpenStore {
    const before = this.#keptOf.get(x);
    if (before !== undefined) return before;
    const store = this.#open(featuresOf(x));
    this.#keep(store, from, x);
    this.#keptOf.set(x, store);
    return store;
  }

  #readPlace(store: OpenStore, row: number, column: number): Node {
    return this.#readPlaces(store, [{ row, columns: { from: column, to: column } }]);
  }

  #readPlaces(store: OpenStore, runs: readonly Run[]): Node {
    const name = nextReader(store);
    store.readers.push({ program: "pixel", input: name, runs });
    const places = runs.reduce((sum, { columns }) => sum + lengthOf(columns), 0);
    return input(name, this.#axes(1, places, store.features));
  }

  #readRows(store: OpenStore, rows: Range): Node {
    const name = nextReader(store);
    store.readers.push({ program: "row", input: name, rows });
    return input(name, this.#axes(lengthOf(rows), this.#image.width, store.features));
  }
}

type Program = Reader["program"];

interface OpenStore {
  readonly name: string;
  readonly features: number;
  /** Null until what it keeps is computed. */
  source: Store["source"] | null;
  readonly readers: Reader[];
}

/** How far a kernel reaches from its centre, up and to the sides. */
function reachOf({ size }: MaskedConvolutionOptions): { readonly above: number; readonly aside: number } {
  return { above: (size.height - 1) / 2, aside: (size.width - 1) / 2 };
}

/** The first places of a kernel, row by row, as a kernel of one row. The others its mask makes 0. */
function inOneRow(kernel: Node, places: number): Node {
  const row = slice(merge(kernel, ["height", "width"], "place"), "place", 0, places);
  return split(row, "place", [axis("height", 1), axis("width", places)]);
}

const nextReader = ({ name, readers }: OpenStore): string => `${name} to ${readers.length}`;
const lengthOf = ({ from, to }: Range): number => to - from + 1;
const featuresOf = (x: Node): number => x.axes.find(({ name }) => name === FEATURES)?.size ?? 0;
