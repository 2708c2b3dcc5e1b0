import { axis, namesOf } from "../../src/tensor/index.js";
import type { Tensor } from "../../src/tensor/index.js";
import { allowanceOf, RUN, samplesKey } from "./allowances.js";
import { first } from "./checks.js";
import type { Complaint, Suspects } from "./checks.js";
import { frameOf, movedTo, onGrid, valuesAt } from "./grid.js";
import type { Summary } from "./grid.js";
import { range } from "./matrices.js";
import { at, noiseFor } from "./point.js";
import type { Point } from "./point.js";
import { agrees, formThrough, probesOf, quadraticQuantity, samplesFor } from "./statistics.js";
import type { Comparison, Quantity, Sharing } from "./statistics.js";

/** What a check compares, and how it shares its allowance. */
export interface Statistics {
  readonly comparisons: readonly Comparison[];
  readonly sharing: Sharing;
}

/** What is known of a number by exact summation over all outcomes, or by its being a quadratic function of normal noise. */
export function quantityOf(point: Point, what: string, summary: Summary, atProbes: readonly number[], own?: Suspects): Quantity {
  const frame = frameOf(point);
  const suspects = own === undefined ? {} : { suspects: own };
  const { mean, variance, low, high } = summary;
  if (frame !== undefined) {
    return { ...quadraticQuantity(what, formThrough(frame.rows.length, atProbes)), mean, ...suspects };
  }
  if (point.distribution.support.kind === "whole") {
    return { what, mean, variance, range: { low, high }, tail: { kind: "bounded", width: high - low }, ...suspects };
  }
  return { what, mean, variance, tail: { kind: "clt" }, ...suspects };
}

/** Outcomes at the probes of the noise, where outcomes are linear in it. */
export function probedOutcomes(point: Point): readonly (readonly number[])[] {
  const frame = frameOf(point);
  return frame === undefined ? [] : probesOf(frame.rows.length).map((probe) => movedTo(frame, probe));
}

/** Samples have the declared mean and variance, and the mean of −log p over them is the entropy. For one event axis and no batch. */
export function sampled(point: Point, key: string, suspects?: (variance: number) => Suspects): Complaint {
  const { comparisons, sharing } = sampleStatistics(point, key, suspects);
  return first(comparisons.map((comparison) => agrees(comparison, sharing)));
}

/** `count` samples, or as many as are needed. */
export function sampleStatistics(
  point: Point,
  key: string,
  suspects?: (variance: number) => Suspects,
  count?: number,
): Statistics {
  const { distribution } = point;
  const coordinates = range(distribution.eventAxes[0]?.size ?? 0);
  const centres = at(point, distribution.mean()).values;
  const squared = (value: number, i: number): number => (value - (centres[i] ?? NaN)) ** 2;
  const numbers = ([logProb = NaN]: readonly number[], outcome: readonly number[]): number[] => [
    ...outcome.map(squared),
    ...outcome,
    -logProb,
  ];
  const whats = [
    ...coordinates.map(() => "the variance of the samples"),
    ...coordinates.map(() => "the mean of the samples"),
    "the mean of −log p over samples",
  ];
  const summaries = onGrid(point, () => [], numbers);
  const probed = probedOutcomes(point);
  const atProbes = valuesAt(point, probed, (all) => [distribution.logProb(all)]).map((own, i) => numbers(own, probed[i] ?? []));
  const quantities = whats.map((what, j) => {
    const summary = summaries[j] ?? { mean: NaN, variance: NaN, low: NaN, high: NaN };
    const own = j < coordinates.length ? suspects?.(summary.mean) : undefined;
    return quantityOf(
      point,
      what,
      summary,
      atProbes.map((row) => row[j] ?? NaN),
      own,
    );
  });
  const sharing: Sharing = { quantities: quantities.length };
  if (quantities.every(({ tail }) => tail.kind !== "clt")) allowanceOf(samplesKey(distribution.name, key));
  const drawn = axis("sample", count ?? samplesFor(quantities, sharing));
  const x = distribution.sample(...noiseFor(distribution, `${distribution.name} ${key} ${RUN}`, drawn));
  const columns = columnsOf(at(point, x), coordinates.length);
  const logProbs = at(point, distribution.logProb(x)).values;
  const rows = Array.from(logProbs, (logProb, i) =>
    numbers(
      [logProb],
      columns.map((column) => column[i] ?? NaN),
    ),
  );
  return { sharing, comparisons: quantities.map((own, j) => ({ ...own, samples: rows.map((row) => row[j] ?? NaN) })) };
}

/** The columns of samples over an axis of samples in front and one of coordinates. */
function columnsOf({ axes, values }: Tensor, dimensions: number): number[][] {
  const inFront = namesOf(axes)[0] === "sample";
  const count = axes.find(({ name }) => name === "sample")?.size ?? 0;
  return range(dimensions).map((d) => range(count).map((i) => values[inFront ? i * dimensions + d : d * count + i] ?? NaN));
}
