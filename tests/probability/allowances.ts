import { axis, fill } from "../../src/tensor/index.js";
import { families } from "../../src/probability/index.js";
import type { Family, FamilyName } from "../../src/probability/index.js";

// The false alarms that statistical tests of this folder are allowed. Each check has its own probability of one, whatever else runs with it.

/** Of one certified check: all that it looks at together. */
export const ALPHA = 5e-9;
/** The probability with which one comparison at most misses an error of its δ, planted or not. */
export const BETA = 1e-9;

export const KEYS = ["first", "second", "third"] as const;
const REGIONS = ["moderate", "extreme"] as const;

/** Families whose samples are bounded, or quadratic in their normal noise. Of others (a mixture of normals) no bound is known here: "CLT, not certified". */
const certified: readonly string[] = Object.entries<Family>(families).flatMap(([name, { build, frame }]) => {
  const event = [axis("event", 1)];
  const { support } = build((_, over, ...own) => fill([...(over.event ? event : []), ...own], 0), event);
  return frame !== undefined || support.kind === "whole" ? [name] : [];
});
const PAIRS: readonly (readonly [FamilyName, FamilyName])[] = [
  ["normal", "normal"],
  ["normal", "standardNormal"],
  ["multivariateNormal", "multivariateNormal"],
  ["multivariateNormal", "standardNormal"],
  ["bernoulli", "bernoulli"],
  ["categorical", "categorical"],
];

export const samplesKey = (family: string, which: string): string => `samples of ${family}: ${which}`;
export const divergenceKey = (p: string, q: string, size: number, which: string): string =>
  `mean of log p − log q of ${p} and ${q}, ${size} dimensions: ${which}`;

/** Every certified check, by its key. */
export const certifiedChecks: readonly string[] = [
  ...certified.flatMap((family) => REGIONS.flatMap((region) => KEYS.map((key) => samplesKey(family, `${region} ${key}`)))),
  ...["normal", "multivariateNormal"].map((family) => samplesKey(family, "mutants")),
  ...PAIRS.flatMap(([p, q]) => KEYS.flatMap((key) => [0, 1, 2].map((size) => divergenceKey(p, q, size, key)))),
  divergenceKey("normal", "standardNormal", 2, "mutants"),
  "the sampled bound",
  "the importance-weighted bound",
];

const known = new Set(certifiedChecks);

/** @throws Error unless the check is listed: what is not listed is not in the sum */
export function allowanceOf(key: string): number {
  if (!known.has(key)) throw new Error(`the statistical check "${key}" has no allowance: list it in certifiedChecks`);
  return ALPHA;
}

/** Part of the keys of random numbers: `npm run test:full` draws new ones each time. */
export const RUN = process.env.QEDMARK_FULL === "1" ? (process.env.QEDMARK_SEED ?? "") : "fixed";
