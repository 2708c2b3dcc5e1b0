import { adaptive, type Estimate, type Panel } from "./adaptive.js";
import { gaussianThrough } from "./gaussian-factors.js";
import { gaussHermite } from "./gauss-hermite.js";
import { featuresOf, type Feature } from "./features.js";
import type { Axis } from "./program.js";
import type { Runner } from "./runner.js";
import { Undecidable } from "./undecidable.js";

const LOG_ROOT_TWO_PI = Math.log(2 * Math.PI) / 2;
/** A feature narrower than this, in standard deviations, could hide between the nodes of Gauss–Hermite rules. */
const NARROW = 0.5;
/** Beyond this, in standard deviations, a Gauss–Hermite rule has no weight that counts. */
const FAR = 12;
const HERMITE_ORDERS = [8, 16, 32, 64];
const HERMITE_GOAL = 1e-10;
/** Largest relative change of the integral of the modulus: around a pole it keeps growing, though the values of an odd integrand cancel. */
const MODULUS_GOAL = 0.1;
/** Where rounding is measured, in standard deviations. */
const TYPICAL = [-1.6, 1.6];
const MOST_FEATURES = 64;

interface Gaussian {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * The integral along one axis, for the values that the outer slots have.
 *
 * Where the axis carries a normal law, or its body Gaussian factors, Gauss–Hermite rules of rising order are tried first: two that agree decide,
 * provided that nothing along the axis is narrow. Otherwise panels are laid around every feature and refined where needed.
 *
 * @throws Undecidable when the integral has no finite value or does not settle
 */
export function integrateAxis(axis: Axis, runner: Runner): Estimate {
  const features = axis.landmarks.flatMap((landmark) => featuresOf(landmark, axis.slot, runner.at));
  runner.spend(searchWork(axis));
  const { range } = axis;
  if (range.kind === "interval") {
    const lower = range.lower.value(runner.at);
    const upper = range.upper.value(runner.at);
    if (Number.isNaN(lower) || Number.isNaN(upper)) throw new Undecidable("a bound of an integral is undefined");
    if (lower === upper) return { value: 0, error: 0 };
    const forward = overPanels(axis, runner, features, Math.min(lower, upper), Math.max(lower, upper));
    return lower < upper ? forward : { value: -forward.value, error: forward.error };
  }
  const gaussian = range.kind === "normal" ? lawOf(range, runner) : gaussianOf(axis, runner);
  if (gaussian === null) return overPanels(axis, runner, features, -Infinity, Infinity);
  if (features.every((feature) => isHarmless(feature, gaussian))) {
    const estimate = hermite(axis, runner, gaussian);
    if (estimate !== null) return estimate;
  }
  return overPanels(axis, runner, features, -Infinity, Infinity, gaussian);
}

/** Whether Gauss–Hermite rules see what the feature does to the integrand: it is broad, or a point where they have no weight. */
function isHarmless({ centre, width }: Feature, { mean, deviation }: Gaussian): boolean {
  if (width > 0) return width >= NARROW * deviation;
  return centre === null || Math.abs(centre - mean) > FAR * deviation;
}

/** Work of looking for features and for the place of the Gaussian factors. */
function searchWork({ landmarks, exponents, slots }: Axis): number {
  const forFeatures = landmarks.reduce((work, { argument }) => work + 5 * argument.size, 0);
  return exponents.reduce((work, { size }) => work + 2 * (slots.length + 1) ** 2 * size, forFeatures);
}

function lawOf(range: Extract<Axis["range"], { kind: "normal" }>, runner: Runner): Gaussian {
  const mean = range.mean.value(runner.at);
  const variance = range.variance.value(runner.at);
  if (!Number.isFinite(mean) || !(variance > 0 && variance < Infinity))
    throw new Undecidable("a normal law whose variance is not positive");
  return { mean, deviation: Math.sqrt(variance) };
}

/** Location and scale along the axis of the Gaussian factors, integrals within included; null where together they have no maximum. */
function gaussianOf(axis: Axis, { at, located }: Runner): Gaussian | null {
  const { slots, exponents } = axis;
  const logs = exponents.map((exponent) => (x: readonly number[]): number => {
    slots.forEach((slot, index) => (at[slot] = x[index] ?? NaN));
    return exponent.value(at);
  });
  const near = located.get(axis) ?? null;
  const found = gaussianThrough(logs, slots.length, near);
  if (found === null) return null;
  located.set(axis, found);
  const [mean] = found.means;
  const [deviation] = found.deviations;
  return mean === undefined || deviation === undefined ? null : { mean, deviation };
}

/** The integrand at x = mean + deviation · place(u), times exp(logWeight(u)). */
function along(
  axis: Axis,
  runner: Runner,
  { mean, deviation }: Gaussian,
  logWeight: (u: number) => number,
  place = (u: number): number => u,
): Panel["f"] {
  let weight = 0;
  return {
    value: (u) => {
      runner.at[axis.slot] = mean + deviation * place(u);
      weight = logWeight(u);
      return runner.run(axis.body, weight);
    },
    error: () => runner.error,
    roundoff: () => runner.roundoff(axis.body, weight),
  };
}

/** Null when no two orders agree, or the integrand is undefined at a node. */
function hermite(axis: Axis, runner: Runner, gaussian: Gaussian): Estimate | null {
  const isLaw = axis.range.kind === "normal";
  const f = along(axis, runner, gaussian, (t) => (isLaw ? 0 : Math.log(gaussian.deviation) + LOG_ROOT_TWO_PI + (t * t) / 2));
  let before: { readonly value: number; readonly size: number } | null = null;
  const roundoff = Math.max(...TYPICAL.map((t) => (f.value(t), f.roundoff())));
  for (const order of HERMITE_ORDERS) {
    const { nodes, weights } = gaussHermite(order);
    let value = 0;
    let size = 0;
    let noise = roundoff;
    for (const [index, node] of nodes.entries()) {
      const weight = weights[index] ?? 0;
      const sample = f.value(node);
      value += weight * sample;
      size += weight * Math.abs(sample);
      noise += weight * f.error();
    }
    if (before !== null && Math.abs(size - before.size) <= MODULUS_GOAL * size) {
      const difference = Math.abs(value - before.value);
      if (difference <= Math.max(HERMITE_GOAL * size, noise)) {
        return { value, error: 10 * difference + noise + 8 * Number.EPSILON * size };
      }
    }
    before = { value, size };
  }
  return null;
}

/** Distances from a feature's centre, in its widths, at which panels end. */
const AROUND = [0, 1.5, 4, 8, 16];
/** Ends of panels where nothing is known of the integrand: a factor of four apart. */
const WIDE = Array.from({ length: 15 }, (_, index) => 4 ** (index - 6));

function overPanels(
  axis: Axis,
  runner: Runner,
  features: readonly Feature[],
  low: number,
  high: number,
  gaussian: Gaussian | null = null,
): Estimate {
  const { mean, deviation } = gaussian ?? { mean: 0, deviation: 1 };
  const isLaw = axis.range.kind === "normal";
  const density = (t: number): number => (isLaw ? -LOG_ROOT_TWO_PI - (t * t) / 2 : Math.log(deviation));
  const ends = [
    ...[low, high].filter(Number.isFinite),
    ...[...features.slice(0, MOST_FEATURES), ...(gaussian === null ? [] : [{ centre: mean, width: deviation }])].flatMap(
      endsAround,
    ),
    ...(gaussian === null && low === -Infinity ? WIDE.map((x) => -x) : []),
    ...(gaussian === null && high === Infinity ? WIDE : []),
  ];
  const bounds = distinct(ends.filter((x) => x >= low && x <= high).map((x) => (x - mean) / deviation));
  const [first] = bounds;
  const last = bounds.at(-1);
  if (first === undefined || last === undefined) throw new Undecidable("an integral without a finite point");
  const inner = along(axis, runner, { mean, deviation }, density);
  const panels: Panel[] = bounds.slice(1).map((end, index) => ({ f: inner, low: bounds[index] ?? end, high: end }));
  const tail = (from: number, direction: 1 | -1): Panel => {
    const reach = Math.max(1, Math.abs(from)) * direction;
    const place = (u: number): number => from + (reach * u) / (1 - u);
    const weight = (u: number): number => density(place(u)) + Math.log(Math.abs(reach)) - 2 * Math.log1p(-u);
    return { f: along(axis, runner, { mean, deviation }, weight, place), low: 0, high: 1 };
  };
  if (low === -Infinity) panels.push(tail(first, -1));
  if (high === Infinity) panels.push(tail(last, 1));
  return adaptive(panels);
}

function endsAround({ centre, width }: Feature): number[] {
  if (centre === null) return [];
  return width === 0 ? [centre] : AROUND.flatMap((distance) => [centre - distance * width, centre + distance * width]);
}

/** Ascending; ends that rounding could confuse are one. */
function distinct(ends: readonly number[]): number[] {
  const sorted = [...ends].sort((a, b) => a - b);
  return sorted.filter((end, index) => {
    const before = sorted[index - 1];
    return before === undefined || end - before > 1e-13 * Math.max(Math.abs(end), Math.abs(before));
  });
}
