import { axis, constant } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import type { Bump, Frame } from "./cases.js";
import { at, valueAt } from "./point.js";
import type { Point } from "./point.js";

/** Outcomes of a distribution with one event axis, and the weight of each in a sum or integral over all outcomes. */
export interface Grid {
  readonly outcomes: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

/** All outcomes where they are finitely many; else nodes of a quadrature whose error is below 10^-8 for normal bumps. */
export function gridOf(point: Point): Grid {
  const { support, eventAxes } = point.distribution;
  const line =
    support.kind === "whole"
      ? Array.from({ length: support.count }, (_, x) => ({ x, weight: 1 }))
      : quadratureNodes(point.own.bumps?.((name) => valueAt(point, name)) ?? [{ centre: 0, width: 1 }]);
  let nodes: QuadratureNode[] = [{ outcome: [], weight: 1 }];
  for (let i = 0; i < (eventAxes[0]?.size ?? 0); i++) {
    nodes = nodes.flatMap(({ outcome, weight }) =>
      line.map((node) => ({ outcome: [...outcome, node.x], weight: weight * node.weight })),
    );
  }
  const frame = frameOf(point);
  if (frame !== undefined) nodes = nodes.map((node) => moved(frame, node));
  return { outcomes: nodes.map(({ outcome }) => outcome), weights: nodes.map(({ weight }) => weight) };
}

/** What takes standard normal numbers to outcomes, if anything linear does. */
export function frameOf(point: Point): Frame | undefined {
  return point.own.frame?.((name) => valueAt(point, name), point.event);
}

/** Where the frame takes a place. */
export function movedTo({ origin, rows }: Frame, place: readonly number[]): readonly number[] {
  return rows.map((row, i) => row.reduce((sum, entry, j) => sum + entry * (place[j] ?? NaN), origin[i] ?? NaN));
}

interface QuadratureNode {
  readonly outcome: readonly number[];
  readonly weight: number;
}

/** Where the frame takes a node, whatever frame it is: the weight grows as volumes do. */
function moved(frame: Frame, { outcome, weight }: QuadratureNode): QuadratureNode {
  return {
    outcome: movedTo(frame, outcome),
    weight: frame.rows.reduce((product, row, i) => product * Math.abs(row[i] ?? NaN), weight),
  };
}

/** Half the width that is integrated over, in widths of the bump. */
const REACH = 9;
const [NEAR, FAR] = [Math.sqrt(5 - 2 * Math.sqrt(10 / 7)) / 3, Math.sqrt(5 + 2 * Math.sqrt(10 / 7)) / 3];
const [HEAVY, LIGHT] = [(322 + 13 * Math.sqrt(70)) / 900, (322 - 13 * Math.sqrt(70)) / 900];
const GAUSS_LEGENDRE = [
  { t: 0, weight: 128 / 225 },
  { t: NEAR, weight: HEAVY },
  { t: -NEAR, weight: HEAVY },
  { t: FAR, weight: LIGHT },
  { t: -FAR, weight: LIGHT },
];

/** Five nodes between any two neighbours of the places a whole number of widths from a bump's centre. */
function quadratureNodes(bumps: readonly Bump[]): { readonly x: number; readonly weight: number }[] {
  const places = bumps.flatMap(({ centre, width }) =>
    Array.from({ length: 2 * REACH + 1 }, (_, i) => centre + (i - REACH) * width),
  );
  const ends = [...new Set(places)].sort((a, b) => a - b);
  return ends.slice(1).flatMap((high, i) => {
    const low = ends[i] ?? NaN;
    const [middle, half] = [(low + high) / 2, (high - low) / 2];
    return GAUSS_LEGENDRE.map(({ t, weight }) => ({ x: middle + half * t, weight: half * weight }));
  });
}

/** What a number that depends on an outcome comes to. */
export interface Summary {
  readonly mean: number;
  readonly variance: number;
  /** Over the outcomes that have probability. */
  readonly low: number;
  readonly high: number;
}

/**
 * Of what f makes of the logarithm of an outcome's probability, some other functions of it, given as nodes over outcomes, and the outcome itself. What has no
 * probability counts nothing.
 */
export function onGrid(
  point: Point,
  nodesOf: (outcomes: Node) => readonly Node[],
  f: (values: readonly number[], outcome: readonly number[]) => readonly number[],
): readonly Summary[] {
  const { outcomes, weights } = gridOf(point);
  const columns = valuesAt(point, outcomes, (all) => [point.distribution.logProb(all), ...nodesOf(all)]);
  const rows = columns.map((values, i) => f(values, outcomes[i] ?? []));
  const masses = columns.map(([logProb = NaN], i) => (weights[i] ?? NaN) * Math.exp(logProb));
  const possible = rows.flatMap((values, i) => (masses[i] === 0 ? [] : [{ values, mass: masses[i] ?? NaN }]));
  return (rows[0] ?? []).map((_, j) => {
    let [mean, low, high] = [0, Infinity, -Infinity];
    for (const { values, mass } of possible) {
      const value = values[j] ?? NaN;
      mean += mass * value;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
    const variance = possible.reduce((sum, { values, mass }) => sum + mass * ((values[j] ?? NaN) - mean) ** 2, 0);
    return { mean, variance, low, high };
  });
}

/** The values of functions of an outcome, given as nodes, at some outcomes of one event axis. */
export function valuesAt(
  point: Point,
  outcomes: readonly (readonly number[])[],
  nodesOf: (outcomes: Node) => readonly Node[],
): readonly (readonly number[])[] {
  const all = constant([axis("outcome", outcomes.length), ...point.distribution.eventAxes], outcomes.flat());
  const columns = nodesOf(all).map((node) => at(point, node).values);
  return outcomes.map((_, i) => columns.map((column) => column[i] ?? NaN));
}
