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
      : quadratureNodes(point.own.bumps?.((name) => valueAt(point, name)) ?? []);
  let nodes: QuadratureNode[] = [{ outcome: [], weight: 1 }];
  for (let i = 0; i < (eventAxes[0]?.size ?? 0); i++) {
    nodes = nodes.flatMap(({ outcome, weight }) =>
      line.map((node) => ({ outcome: [...outcome, node.x], weight: weight * node.weight })),
    );
  }
  const frame = point.own.frame?.((name) => valueAt(point, name));
  if (frame !== undefined) nodes = nodes.map((node) => moved(frame, node));
  return { outcomes: nodes.map(({ outcome }) => outcome), weights: nodes.map(({ weight }) => weight) };
}

interface QuadratureNode {
  readonly outcome: readonly number[];
  readonly weight: number;
}

/** Where the frame takes a node, whatever frame it is: the weight grows as volumes do. */
function moved({ origin, rows }: Frame, { outcome, weight }: QuadratureNode): QuadratureNode {
  return {
    outcome: rows.map((row, i) => row.reduce((sum, entry, j) => sum + entry * (outcome[j] ?? NaN), origin[i] ?? NaN)),
    weight: rows.reduce((product, row, i) => product * Math.abs(row[i] ?? NaN), weight),
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

/** Means of what f makes of some functions of an outcome, given as nodes over outcomes, and of the outcome. What has no probability counts nothing. */
export function expectationsOnGrid(
  point: Point,
  nodesOf: (outcomes: Node) => readonly Node[],
  f: (values: readonly number[], outcome: readonly number[]) => readonly number[],
): readonly number[] {
  const { outcomes, weights } = gridOf(point);
  const all = constant([axis("outcome", outcomes.length), ...point.distribution.eventAxes], outcomes.flat());
  const logProbs = at(point, point.distribution.logProb(all)).values;
  const columns = nodesOf(all).map((node) => at(point, node).values);
  const totals: number[] = [];
  for (const [i, outcome] of outcomes.entries()) {
    const mass = (weights[i] ?? NaN) * Math.exp(logProbs[i] ?? NaN);
    if (mass === 0) continue;
    const own = f(
      columns.map((column) => column[i] ?? NaN),
      outcome,
    );
    for (const [j, value] of own.entries()) totals[j] = (totals[j] ?? 0) + mass * value;
  }
  return totals;
}
