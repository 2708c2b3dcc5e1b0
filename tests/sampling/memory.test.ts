import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PixelReader, RowReader, Store } from "../../src/models/index.js";
import { StoreMemory } from "../../src/sampling/memory.js";
import type { Allocate } from "../../src/sampling/memory.js";
import type { Complaint } from "../probability/checks.js";
import { neverCleared, neverMoved } from "./slips.js";

interface Case {
  readonly batch: number;
  readonly width: number;
  readonly height: number;
  readonly features: number;
  readonly pixel: PixelReader;
  readonly row: RowReader;
}

const range = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.nat({ max: 2 })).map(([from, more]) => ({ from, to: from + more }));
const run = fc.record({ row: fc.integer({ min: -3, max: 0 }), columns: range });
const cases: fc.Arbitrary<Case> = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  width: fc.integer({ min: 1, max: 4 }),
  height: fc.constant(5),
  features: fc.integer({ min: 1, max: 2 }),
  pixel: fc.array(run, { minLength: 1, maxLength: 3 }).map((runs) => ({ program: "pixel", input: "places", runs }) as const),
  row: fc
    .tuple(fc.nat({ max: 2 }), fc.nat({ max: 2 }))
    .map(([up, more]) => ({ program: "row", input: "rows", rows: { from: -up - more, to: -up } }) as const),
});

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
const span = ({ from, to }: { readonly from: number; readonly to: number }): readonly number[] =>
  numbers(to - from + 1).map((i) => from + i);

/** A number for each image, place and feature, none of them 0. */
const valueAt = (image: number, row: number, column: number, feature: number): number =>
  1 + feature + 10 * (column + 10 * (row + 10 * image));

/** What is read at each pixel and after each row is what was written there, and 0 beyond the image and where nothing was written yet. */
function keepsWhatIsWritten({ batch, width, height, features, pixel, row }: Case, allocate: Allocate): Complaint {
  const store: Store = { features, source: { from: "values" }, readers: [pixel, row] };
  const memory = new StoreMemory(store, batch, { channels: 1, height, width }, allocate);
  const known = (now: readonly [row: number, column: number], image: number, y: number, x: number): readonly number[] => {
    const isKnown = x >= 0 && x < width && y >= 0 && (y < now[0] || (y === now[0] && x < now[1]));
    return numbers(features).map((feature) => (isKnown ? valueAt(image, y, x, feature) : 0));
  };
  const differs = (what: string, found: ArrayLike<number>, right: readonly number[]): Complaint =>
    right.every((value, i) => value === found[i]) ? null : `${what}: ${Array.from(found).join()} is not ${right.join()}`;
  const complaints: Complaint[] = [];
  for (const round of [0, 1]) {
    memory.clear();
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const right = numbers(batch).flatMap((image) =>
          pixel.runs.flatMap((own) => span(own.columns).flatMap((column) => known([y, x], image, y + own.row, x + column))),
        );
        const into = new Float64Array(right.length);
        memory.readPlaces(pixel, x, into);
        complaints.push(differs(`round ${round}, the places of row ${y}, column ${x}`, into, right));
        memory.write(
          Float64Array.from(numbers(batch * features), (i) => valueAt(Math.floor(i / features), y, x, i % features)),
          x,
        );
      }
      const right = numbers(batch).flatMap((image) =>
        span(row.rows).flatMap((up) => numbers(width).flatMap((x) => known([y, width], image, y + up, x))),
      );
      const into = new Float64Array(right.length);
      memory.readRows(row, into);
      complaints.push(differs(`round ${round}, the rows up to row ${y}`, into, right));
      memory.advance();
    }
  }
  return complaints.find((complaint) => complaint !== null) ?? null;
}

const tried = (allocate: Allocate) =>
  fc.check(
    fc.property(cases, (own) => keepsWhatIsWritten(own, allocate) === null),
    { numRuns: 200 },
  );

/** A row that begins has what the one before it left. */
class Stale extends Float64Array {
  override fill(value: number, start?: number): this {
    return start === undefined ? super.fill(value) : this;
  }
}

/** All rows move up one number too far. */
class Misplaced extends Float64Array {
  override copyWithin(target: number, start: number, end?: number): this {
    return super.copyWithin(target, start + 1, end);
  }
}

const mistakes: readonly (readonly [string, Allocate])[] = [
  ["what the row before left where a new one begins", (size) => new Stale(size)],
  ["what the last images left", neverCleared.allocate],
  ["rows that move up too far", (size) => new Misplaced(size)],
  ["rows that never move up", neverMoved.allocate],
];

describe("what a store keeps of the rows so far", () => {
  it("is read where it was written", () => {
    const { failed, counterexample } = tried((size) => new Float64Array(size));
    expect(failed, JSON.stringify(counterexample)).toBe(false);
  });

  it.each(mistakes)("is not: %s", (_, allocate) => {
    expect(tried(allocate).failed).toBe(true);
  });
});
