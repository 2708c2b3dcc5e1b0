import { oneSidedRadius, type Moments, type Tail } from "./concentration.js";
import { GRAIN } from "./variates.js";

/** What a statistical check promises. */
export interface Contract {
  /** Largest probability of "different" where the sides are equal. */
  readonly alpha: number;
  /** Largest probability of "equal" where the sides differ by `delta` or more. */
  readonly beta: number;
  /** Smallest difference to be seen, in units of the scale. */
  readonly delta: number;
}

/** A number of samples at which the test may stop, and the shares of α and β that are spent there. */
export interface Look {
  readonly n: number;
  readonly alpha: number;
  readonly beta: number;
}

export interface Plan {
  /** Samples after which the test decides at the latest. */
  readonly planned: number;
  /** Ascending; the shares add up to at most the contract's α and β. */
  readonly looks: readonly Look[];
}

/** Fewest samples at a look. The central limit theorem needs enough to show how skewed they are. */
const FEWEST: Readonly<Record<Tail["kind"], number>> = { "sub-gamma": 256, bounded: 256, clt: 4096 };
const MOST = 2 ** 46;
/** The planned look spends this share, those before it half of what the next one spends. */
const FINAL_SHARE = 1 / 2;
/** A look after the planned one spends what is left: it is needed only where the plan rested on an estimate. */
const OVERTIME = 2;

/**
 * The number of samples is the smallest at which the two radii, α's and β's, together are no longer than the difference: then the mean is either too far
 * from 0 for equal sides or too close for different ones.
 *
 * Each look spends its own share of α and β (Lan and DeMets: Discrete sequential boundaries for clinical trials, Biometrika 1983), and by the union bound
 * the intervals of all looks hold at once: they are a confidence sequence on the looks, whatever the rule that stops the test.
 *
 * `guess` are moments to plan with where the tail needs them.
 */
export function planSamples(tail: Tail, { alpha, beta, delta }: Contract, guess: Moments): Plan {
  const reach = (n: number): number =>
    oneSidedRadius(tail, { ...guess, n }, (FINAL_SHARE * alpha) / 2) + oneSidedRadius(tail, { ...guess, n }, FINAL_SHARE * beta);
  const fewest = FEWEST[tail.kind];
  let high = fewest;
  while (reach(high) > delta && high < MOST) high *= 2;
  let low = high / 2;
  while (high > fewest && high - low > Math.max(2, high / 1024)) {
    const middle = (low + high) / 2;
    if (reach(middle) > delta) low = middle;
    else high = middle;
  }
  const planned = wholeGrains(high);
  return { planned, looks: looksTo(planned, fewest, alpha, beta) };
}

function looksTo(planned: number, fewest: number, alpha: number, beta: number): Look[] {
  const looks: Look[] = [];
  let share = FINAL_SHARE;
  for (let n = planned; n >= fewest; n = wholeGrains(n / 2)) {
    looks.unshift({ n, alpha: share * alpha, beta: share * beta });
    share /= 2;
  }
  return [...looks, { n: OVERTIME * planned, alpha: share * alpha, beta: share * beta }];
}

/** Samples are drawn by the grain. */
function wholeGrains(n: number): number {
  return GRAIN * Math.ceil(n / GRAIN);
}
