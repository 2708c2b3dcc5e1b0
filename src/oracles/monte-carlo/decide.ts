import type { ClosedClaim } from "../../claims/closed.js";
import type { Columns } from "./columns.js";
import { quadraticTail, type Moments, type Tail } from "./concentration.js";
import { SampleStream } from "./estimate.js";
import { evaluateForm, type Form } from "./form.js";
import { PowerSums } from "./moments.js";
import { planSamples, type Contract, type Plan } from "./plan.js";
import { BLOCK, columnOf, formOf, sampleOf, type Quantity } from "./quantity.js";
import { Sampler } from "./sampler.js";
import { decideSequentially, type SequentialResult } from "./sequential.js";
import { Undecidable } from "./undecidable.js";
import { Variates } from "./variates.js";

export interface SamplingDecision {
  readonly result: "equal" | "different" | "unknown";
  /** Whether α and β rest on a theorem for the samples at hand, or only on the central limit theorem. */
  readonly certified: boolean;
  readonly n: number;
  /** Samples computed from the contract before any of them was drawn. */
  readonly planned: number;
  readonly alpha: number;
  readonly beta: number;
  readonly delta: number;
  /** The unit of `delta`: mean modulus of the samples of the larger side. */
  readonly scale: number;
  /** Left side minus right side. */
  readonly estimate: number;
  readonly halfWidth: number;
  readonly detail: string;
}

/** Work that decides the claims of ordinary derivations, in additions: about a second at most. */
export const STANDARD_WORK = 500_000_000;

const PILOT = 3 * BLOCK;
/** Rounding of a mean, in units of the scale. */
const ROUNDING = 1e-7;

/**
 * Tests whether both sides are equal, against a difference of delta · scale or more, on samples that are a function of the key alone. α is this check's own:
 * no other check changes it.
 *
 * A pilot, with a key of its own, fixes the scale and, for the central limit theorem, the number of samples; what follows is independent of it.
 * `scale`, where given, takes the place of the pilot's.
 */
export function decide(
  claim: ClosedClaim,
  contract: Contract & { readonly scale?: number },
  key: string,
  work: number = STANDARD_WORK,
): SamplingDecision {
  try {
    return sample(claim, contract, key, work);
  } catch (cause) {
    if (!(cause instanceof Undecidable)) throw cause;
    const { alpha, beta, delta } = contract;
    const nothing = { n: 0, planned: 0, scale: NaN, estimate: NaN, halfWidth: Infinity };
    return { result: "unknown", certified: false, alpha, beta, delta, ...nothing, detail: `Monte Carlo: ${cause.message}` };
  }
}

function sample(
  claim: ClosedClaim,
  contract: Contract & { readonly scale?: number },
  key: string,
  work: number,
): SamplingDecision {
  const { alpha, beta, delta } = contract;
  if (!(alpha > 0 && alpha < 1 && beta > 0 && beta < 1 && delta > 0))
    throw new Undecidable("a contract needs 0 < α < 1, 0 < β < 1 and δ > 0");
  const sampler = new Sampler();
  const { left, right, difference } = sampler.sides(claim.left, claim.right);
  const { columns } = sampler;
  const { program } = columns;
  program.keepOnly([left, right, difference].map(columnOf));
  const pilot = runPilot(columns, { left, right, difference }, `${key}/pilot`);
  const scale = contract.scale ?? (pilot.scale > 0 ? pilot.scale : 1);
  const common = { alpha, beta, delta, scale };
  if (difference.kind === "number")
    return { ...common, ...constantDifference(difference.value, delta * scale, ROUNDING * scale) };
  program.endPilot();
  program.keepOnly([difference]);
  const most = Math.floor(work / program.cost);
  const target = { alpha, beta, delta: delta * scale };
  const { tail, plan, reason } = choosePlan(difference, pilot, target, most);
  const stream = new SampleStream(program, difference, new Variates(key), pilot.moments.mean);
  const outcome = decideSequentially(tail, plan, target.delta, ROUNDING * scale, most, (n) => stream.to(n));
  return {
    ...common,
    result: outcome.result,
    certified: tail.kind !== "clt",
    n: outcome.moments.n,
    planned: plan.planned,
    estimate: outcome.moments.mean,
    halfWidth: outcome.halfWidth,
    detail: explain(outcome, plan, contract, scale, reason, most),
  };
}

interface Pilot {
  readonly moments: Moments;
  readonly scale: number;
  /** The difference's polynomial, where it has one and the samples follow it. */
  readonly form: Form | null;
}

interface Sides {
  readonly left: Quantity;
  readonly right: Quantity;
  readonly difference: Quantity;
}

function runPilot(columns: Columns, { left, right, difference }: Sides, key: string): Pilot {
  const variates = new Variates(key);
  const sums = new PowerSums(0);
  const sizes = { left: 0, right: 0 };
  let followed = true;
  const form = formOf(difference);
  for (let first = 0; first < PILOT; first += BLOCK) {
    columns.program.run(variates, first, BLOCK);
    for (let i = 0; i < BLOCK; i++) {
      sizes.left += Math.abs(sampleOf(columnOf(left), i));
      sizes.right += Math.abs(sampleOf(columnOf(right), i));
    }
    if (difference.kind === "column") sums.add(difference, BLOCK);
    if (form !== null) followed &&= follows(columns, form, difference, Math.max(sizes.left, sizes.right) / (first + BLOCK));
  }
  const scale = Math.max(sizes.left, sizes.right) / PILOT;
  if (!Number.isFinite(scale)) throw new Undecidable("the integrand is not finite at every sample");
  return { moments: sums.moments(), scale, form: followed ? form : null };
}

/** The polynomial, found from the term's structure, against some of the samples themselves. */
function follows(columns: Columns, form: Form, difference: Quantity, scale: number): boolean {
  for (let i = 0; i < 64; i++) {
    const value = evaluateForm(form, columns.variatesOf(form, i));
    if (!(Math.abs(value - sampleOf(columnOf(difference), i)) <= 1e-7 * (scale + Math.abs(value)))) return false;
  }
  return true;
}

/** A bound that holds for certain, where it can decide within the samples allowed; otherwise the central limit theorem. */
function choosePlan(
  difference: Extract<Quantity, { kind: "column" }>,
  { form, moments }: Pilot,
  target: Contract,
  most: number,
): { readonly tail: Tail; readonly plan: Plan; readonly reason: string } {
  if (form !== null) {
    const tail = quadraticTail(form);
    return { tail, plan: planSamples(tail, target, moments), reason: "sub-gamma tail of a quadratic form of normal variates" };
  }
  const width = difference.interval.high - difference.interval.low;
  if (Number.isFinite(width)) {
    const tail: Tail = { kind: "bounded", width };
    const plan = planSamples(tail, target, moments);
    if (plan.planned <= most) return { tail, plan, reason: `samples bounded, width ${text(width)}` };
  }
  const tail: Tail = { kind: "clt" };
  return {
    tail,
    plan: planSamples(tail, target, { ...moments, variance: PRUDENCE * moments.variance }),
    reason: "CLT, not certified",
  };
}

/** By how much a pilot's variance is raised for the plan that rests on it. */
const PRUDENCE = 1.2;

function constantDifference(
  value: number,
  target: number,
  slack: number,
): Pick<SamplingDecision, "result" | "certified" | "n" | "planned" | "estimate" | "halfWidth" | "detail"> {
  const result = Math.abs(value) > slack ? "different" : slack < target ? "equal" : "unknown";
  const detail = `Monte Carlo: left − right = ${text(value)}, the same at each of ${PILOT} samples and by the structure of both sides`;
  return { result, certified: true, n: PILOT, planned: PILOT, estimate: value, halfWidth: slack, detail };
}

function explain(
  { result, moments, halfWidth }: SequentialResult,
  { planned }: Plan,
  { alpha, beta, delta }: Contract,
  scale: number,
  reason: string,
  most: number,
): string {
  const size = `n = ${moments.n} of ${planned} planned for α = ${text(alpha)}, β = ${text(beta)}, δ = ${text(delta)} of ${text(scale)}`;
  const found = `left − right = ${text(moments.mean)} ± ${text(halfWidth)}`;
  const limit =
    result === "unknown"
      ? planned > most
        ? `; at most ${most} samples are allowed`
        : "; the samples vary too much to tell"
      : "";
  return `Monte Carlo: ${found}, ${size}, the mean size of the larger side (${reason}${limit})`;
}

function text(value: number): string {
  const size = Math.abs(value);
  return size === 0 || (size >= 1e-3 && size < 1e4) ? String(Number(value.toPrecision(3))) : value.toExponential(2);
}
