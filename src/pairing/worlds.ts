import fc from "fast-check";
import type { Unknown } from "./letters.js";

/** A value for every unknown number of a pair. */
export type World = ReadonlyMap<string, number>;

export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** What each domain offers: numbers that a person can compute with first, then any ordinary ones; and what lies at its ends. */
interface Offer {
  readonly plain: readonly number[];
  readonly ordinary: fc.Arbitrary<number>;
  readonly extreme: readonly number[];
}

const thousandths = (low: number, high: number): fc.Arbitrary<number> => fc.integer({ min: low, max: high }).map((n) => n / 1000);

const OFFERS: Readonly<Record<"real" | "positive" | "unit" | "binary" | "natural", Offer>> = {
  real: {
    plain: [1, 2, -1, 3, 0.5, -2, 0],
    ordinary: thousandths(-8000, 8000),
    extreme: [0, 1e-30, -1e-16, 1e-8, -50, 745, -1e4, 1e4],
  },
  positive: {
    plain: [1, 2, 3, 0.5],
    ordinary: thousandths(50, 8000),
    extreme: [1e-30, 1e-10, 1 - 2 ** -30, 1 + 2 ** -40, 1e3, 1e10, 1e30],
  },
  unit: {
    plain: [0.5, 0.25, 0.75, 0.125],
    ordinary: thousandths(1, 999),
    extreme: [1e-30, 1e-10, 0.5 + 2 ** -30, 1 - 2 ** -20, 1 - 2 ** -53],
  },
  binary: { plain: [1, 0], ordinary: fc.constantFrom(0, 1), extreme: [0, 1] },
  natural: { plain: [1, 2, 3], ordinary: fc.integer({ min: 0, max: 20 }), extreme: [0, 1, 1000] },
};

function offerOf({ domain }: Unknown): Offer {
  switch (domain) {
    case "positive":
    case "unit":
    case "binary":
    case "natural":
      return OFFERS[domain];
    case "discrete":
      return OFFERS.natural;
    case "any":
    case "real":
      return OFFERS.real;
  }
}

/** How a world is drawn: of numbers that a person can compute with, of ordinary ones, or with some at the ends of their domains. */
export type Manner = "plain" | "ordinary" | "extreme";

/** Worlds for the unknowns, each within its bounds where there are some. Shrinks toward plain numbers. */
export function worlds(unknowns: readonly Unknown[], ranges: ReadonlyMap<string, Bounds>, manner: Manner): fc.Arbitrary<World> {
  const each = unknowns.map((unknown) => {
    const bounds = ranges.get(unknown.letter) ?? null;
    return numbers(offerOf(unknown), bounds, manner).map((value) => [unknown.key, value] as const);
  });
  const drawn = fc.tuple(...each).map((entries) => new Map(entries));
  if (manner !== "extreme") return drawn;
  return fc.oneof({ weight: 5, arbitrary: drawn }, { weight: 1, arbitrary: together(unknowns, ranges) });
}

/** All at one end of their domains: products of many small numbers, sums of many large ones. */
function together(unknowns: readonly Unknown[], ranges: ReadonlyMap<string, Bounds>): fc.Arbitrary<World> {
  return fc.nat({ max: 7 }).map(
    (place) =>
      new Map(
        unknowns.map((unknown) => {
          const ends = endsOf(offerOf(unknown), ranges.get(unknown.letter) ?? null);
          return [unknown.key, ends[place % ends.length] ?? 1] as const;
        }),
      ),
  );
}

function endsOf({ extreme }: Offer, bounds: Bounds | null): readonly number[] {
  if (bounds === null) return extreme;
  return [bounds.low, bounds.high, ...extreme.filter((value) => value >= bounds.low && value <= bounds.high)];
}

function numbers({ plain, ordinary, extreme }: Offer, bounds: Bounds | null, manner: Manner): fc.Arbitrary<number> {
  const within = (values: readonly number[]): readonly number[] =>
    bounds === null ? values : values.filter((value) => value >= bounds.low && value <= bounds.high);
  const ends = endsOf({ plain, ordinary, extreme }, bounds);
  const few = within(plain).length > 0 ? within(plain) : ends;
  const any = bounds === null ? ordinary : ordinary.map((value) => Math.min(Math.max(value, bounds.low), bounds.high));
  switch (manner) {
    case "plain":
      return fc.constantFrom(...few);
    case "ordinary":
      return fc.oneof(
        { withCrossShrink: true },
        { weight: 1, arbitrary: fc.constantFrom(...few) },
        { weight: 3, arbitrary: any },
      );
    case "extreme":
      return fc.oneof(
        { withCrossShrink: true },
        { weight: 2, arbitrary: fc.constantFrom(...few) },
        { weight: 1, arbitrary: any },
        { weight: 3, arbitrary: fc.constantFrom(...ends) },
      );
  }
}

/** Numbers that a counterexample is tried to be made of, the plainest first. */
export function plainerNumbers(unknown: Unknown, ranges: ReadonlyMap<string, Bounds>): readonly number[] {
  const bounds = ranges.get(unknown.letter);
  return offerOf(unknown).plain.filter((value) => bounds === undefined || (value >= bounds.low && value <= bounds.high));
}
