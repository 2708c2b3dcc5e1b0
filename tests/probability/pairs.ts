import { axis } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import type { Distribution } from "../../src/probability/index.js";
import type { Case, Parameter } from "./cases.js";
import { differs, estimate, first } from "./checks.js";
import type { Complaint, Suspects } from "./checks.js";
import { expectationsOnGrid } from "./grid.js";
import { at, noiseFor } from "./point.js";
import type { Point } from "./point.js";

/** As p, with the parameters of both. */
export interface Pair extends Distribution {
  readonly p: Distribution;
  readonly q: Distribution;
}

/** Two distributions over one event as a case, so that the checks of one serve both. */
export function pairOf(p: Case, q: Case): Case<Pair> {
  const prefixed =
    (prefix: string, parameter: Parameter): Parameter =>
    (name, ...rest) =>
      parameter(prefix + name, ...rest);
  const parametersOf = (prefix: string, { parameters }: Distribution) =>
    Object.entries(parameters).map(([name, own]) => [prefix + name, own] as const);
  const { bumps, frame } = p;
  return {
    build: (parameter, event) => {
      const [left, right] = [p.build(prefixed("p.", parameter), event), q.build(prefixed("q.", parameter), event)];
      return {
        ...left,
        parameters: Object.fromEntries([...parametersOf("p.", left), ...parametersOf("q.", right)]),
        p: left,
        q: right,
      };
    },
    independent: p.independent && q.independent,
    ...(bumps === undefined ? {} : { bumps: (valuesOf) => bumps((name) => valuesOf(`p.${name}`)) }),
    ...(frame === undefined ? {} : { frame: (valuesOf) => frame((name) => valuesOf(`p.${name}`)) }),
  };
}

/** A way to compute KL(p ‖ q). */
export type Divergence = (p: Distribution, q: Distribution) => Node;

const SAMPLES = 5000;

/** The divergence is the mean of log p − log q over all outcomes of p, and over samples of it. For one event axis and no batch. */
export function matchesMean(point: Point<Pair>, kl: Divergence, key: string, suspects: (right: number) => Suspects): Complaint {
  const { p, q } = point.distribution;
  const found = at(point, kl(p, q)).values[0] ?? NaN;
  const [right = NaN] = expectationsOnGrid(
    point,
    (x) => [p.logProb(x), q.logProb(x)],
    ([a = NaN, b = NaN]) => [a - b],
  );
  const exact = differs("the divergence", found, right, 1e-7 * (1 + Math.abs(right)), suspects(right));
  if (exact !== null) return exact;
  const x = p.sample(...noiseFor(p, key, axis("sample", SAMPLES)));
  const [left, other] = [at(point, p.logProb(x)).values, at(point, q.logProb(x)).values];
  const sampled = estimate([...left].map((logProb, i) => logProb - (other[i] ?? NaN)));
  return differs("the divergence", found, sampled.mean, sampled.error + 1e-12);
}

/** No divergence is negative, and that of p from itself is 0. */
export function isDivergence(point: Point<Pair>, kl: Divergence): Complaint {
  const { p, q } = point.distribution;
  const values = [...at(point, kl(p, q)).values];
  const negative = values.find((value) => !(value >= 0));
  return first([
    negative === undefined ? null : `a divergence is negative: ${negative}: its sign is wrong`,
    ...[p, q]
      .flatMap((own) => (own.name === p.name ? [...at(point, kl(own, own)).values] : []))
      .map((value) => differs("the divergence of a distribution from itself", value, 0, 0)),
  ]);
}
