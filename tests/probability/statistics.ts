import { quadraticTail } from "../../src/oracles/monte-carlo/concentration.js";
import type { Moments, Tail } from "../../src/oracles/monte-carlo/concentration.js";
import { evaluateForm } from "../../src/oracles/monte-carlo/form.js";
import type { Form } from "../../src/oracles/monte-carlo/form.js";
import { PowerSums } from "../../src/oracles/monte-carlo/moments.js";
import { upperNormalQuantile } from "../../src/oracles/monte-carlo/normal-quantile.js";
import { planSamples } from "../../src/oracles/monte-carlo/plan.js";
import type { Plan } from "../../src/oracles/monte-carlo/plan.js";
import { decideSequentially } from "../../src/oracles/monte-carlo/sequential.js";
import { ALPHA, BETA } from "./allowances.js";
import { complaint } from "./checks.js";
import type { Complaint, Suspects } from "./checks.js";
import { range } from "./matrices.js";

/** What is known, before anything is drawn, of a number that is sampled if the code is right. */
export interface Quantity {
  readonly what: string;
  readonly mean: number;
  readonly variance: number;
  /** All of its values, where they are bounded. */
  readonly range?: { readonly low: number; readonly high: number };
  readonly tail: Tail;
  readonly suspects?: Suspects;
}

export interface Comparison extends Quantity {
  readonly samples: ArrayLike<number>;
}

interface Settled {
  /** The smallest error to be seen. */
  readonly delta: number;
  /** What rounding and quadrature may add to the mean. */
  readonly slack: number;
  readonly plan: Plan;
}

/** More than this is no unit test. */
const MOST = 60_000;

/**
 * δ is a tenth of the standard deviation, or a hundredth of the range where that is more: where rare values are far out, no fewer samples show less. α is
 * divided among all quantities of a check.
 */
function settle(
  { what, mean, variance, range, tail }: Quantity,
  { quantities, deviations = 0.1, alpha = ALPHA }: Sharing,
): Settled {
  const deviation = Math.sqrt(variance);
  const slack = 1e-8 * Math.abs(mean) + 1e-7 * deviation;
  const width = range === undefined ? 0 : range.high - range.low;
  const delta = Math.max(deviations * deviation, width / 100, 4 * slack, 1e-9);
  const guess: Moments = { n: 0, mean: 0, variance, skewness: 0, excessKurtosis: 0 };
  const plan = planSamples(tail, { alpha: alpha / quantities, beta: BETA, delta: delta - 2 * slack }, guess);
  if (plan.planned > MOST) throw new Error(`${what} needs ${plan.planned} samples`);
  return { delta, slack, plan };
}

export interface Sharing {
  /** Among which the check divides its α. */
  readonly quantities: number;
  /** δ in standard deviations; 0.1 unless given. */
  readonly deviations?: number;
  /** Of the check; its allowance unless given. */
  readonly alpha?: number;
}

/** How many samples all quantities of a check need. */
export function samplesFor(quantities: readonly Quantity[], sharing: Sharing): number {
  return Math.max(...quantities.map((own) => settle(own, sharing).plan.planned));
}

/**
 * The samples' mean is the one that they should have. If it is, the complaint has the probability α at most: certified where the tail is, else by the
 * central limit theorem at the exact variance. `planted` errors are added to the mean that they should have, in units of δ.
 */
export function agrees(comparison: Comparison, sharing: Sharing, planted: -1 | 0 | 1 = 0): Complaint {
  const { what, tail, variance, range, suspects } = comparison;
  const { delta, slack, plan } = settle(comparison, sharing);
  const right = comparison.mean + planted * delta;
  const samples = Float64Array.from(comparison.samples);
  if (!samples.every(Number.isFinite)) return `${what}: a sample is not finite`;
  const to = (n: number): Moments => {
    const sums = new PowerSums(0);
    sums.add({ buffer: samples, scale: 1, shift: -right }, n);
    return sums.moments();
  };
  const different = (n: number): Complaint => {
    const { mean, variance: spread } = to(n);
    const found = right + mean;
    return complaint(what, found, right, 6 * Math.sqrt(spread / n) + 1e-9 * (1 + Math.abs(found)), suspects);
  };
  if (tail.kind === "clt") {
    const { n, mean } = to(samples.length);
    const reach = upperNormalQuantile((sharing.alpha ?? ALPHA) / sharing.quantities / 2) * Math.sqrt(variance / n);
    return Math.abs(mean) > slack + reach ? `${different(n) ?? what} (CLT, not certified)` : null;
  }
  if (range !== undefined && samples.some((x) => x < range.low - slack || x > range.high + slack))
    return different(samples.length);
  const { result, moments } = decideSequentially(tail, plan, delta - slack, slack, plan.planned, to);
  return result === "different" ? different(moments.n) : null;
}

/** A quadratic polynomial of independent standard normal numbers: its mean, variance and tail are those of its coefficients. */
export function quadraticQuantity(what: string, form: Form, suspects: Suspects = {}): Quantity {
  const tail = quadraticTail(form);
  const variance = tail.kind === "sub-gamma" ? tail.variance : NaN;
  const trace = form.quadratic.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  return { what, mean: form.constant + trace, variance, tail, suspects };
}

/** Where a quadratic polynomial of so many numbers has to be known: 0, the unit vectors, their negatives and sums, and a further place that tells others. */
export function probesOf(dimensions: number): readonly (readonly number[])[] {
  const unit = (i: number): number[] => range(dimensions).map((k) => (k === i ? 1 : 0));
  const plus = (a: readonly number[], b: readonly number[]): number[] => a.map((x, k) => x + (b[k] ?? NaN));
  return [
    range(dimensions).map(() => 0),
    ...range(dimensions).flatMap((i) => [unit(i), unit(i).map((x) => -x)]),
    ...range(dimensions).flatMap((i) => range(i).map((j) => plus(unit(i), unit(j)))),
    range(dimensions).map((i) => 1.5 + i),
  ];
}

/** The polynomial with these values at the probes. @throws Error when there is none */
export function formThrough(dimensions: number, values: readonly number[]): Form {
  const at = (k: number): number => values[k] ?? NaN;
  const constant = at(0);
  const [up, down] = [0, 1].map((side) => range(dimensions).map((i) => at(1 + 2 * i + side) - constant));
  const diagonal = range(dimensions).map((i) => ((up?.[i] ?? NaN) + (down?.[i] ?? NaN)) / 2);
  const pairs = range(dimensions).flatMap((i) => range(i).map((j) => ({ i, j })));
  const sums = new Map(
    pairs.map(({ i, j }, k) => [`${i} ${j}`, (at(1 + 2 * dimensions + k) - constant - (up?.[i] ?? NaN) - (up?.[j] ?? NaN)) / 2]),
  );
  const form: Form = {
    constant,
    linear: range(dimensions).map((i) => ((up?.[i] ?? NaN) - (down?.[i] ?? NaN)) / 2),
    quadratic: range(dimensions).map((i) =>
      range(dimensions).map((j) => (i === j ? (diagonal[i] ?? NaN) : (sums.get(i > j ? `${i} ${j}` : `${j} ${i}`) ?? NaN))),
    ),
  };
  const last = values.at(-1) ?? NaN;
  const scale = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const there = evaluateForm(form, probesOf(dimensions).at(-1) ?? []);
  if (!(Math.abs(there - last) <= 1e-9 * scale)) throw new Error(`no quadratic polynomial of the noise: ${last}, not ${there}`);
  return form;
}
