import { axis, subtract } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import type { Distribution } from "../../src/probability/index.js";
import { allowanceOf, divergenceKey, RUN } from "./allowances.js";
import type { Case, Parameter } from "./cases.js";
import { differs, first } from "./checks.js";
import type { Complaint, Suspects } from "./checks.js";
import { onGrid, valuesAt } from "./grid.js";
import { at, noiseFor } from "./point.js";
import type { Point } from "./point.js";
import { probedOutcomes, quantityOf } from "./samples.js";
import { agrees, samplesFor } from "./statistics.js";
import type { Sharing } from "./statistics.js";

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
    ...(frame === undefined ? {} : { frame: (valuesOf, event) => frame((name) => valuesOf(`p.${name}`), event) }),
  };
}

/** A way to compute KL(p ‖ q). */
export type Divergence = (p: Distribution, q: Distribution) => Node;

const SHARING: Sharing = { quantities: 1, deviations: 0.2 };

/** The divergence is the mean of log p − log q over all outcomes of p, and over samples of it. For one event axis and no batch. */
export function matchesMean(point: Point<Pair>, kl: Divergence, key: string, suspects: (right: number) => Suspects): Complaint {
  const { found, right, comparison } = divergenceStatistics(point, kl, key);
  const exact = differs("the divergence", found, right, 1e-7 * (1 + Math.abs(right)), suspects(right));
  return exact ?? agrees(comparison, SHARING);
}

/** What `matchesMean` compares samples with; an error of δ planted there shows, whichever sign it has. */
export function seesError(point: Point<Pair>, kl: Divergence, key: string): boolean {
  const { comparison } = divergenceStatistics(point, kl, key);
  return agrees(comparison, SHARING, 1) !== null && agrees(comparison, SHARING, -1) !== null;
}

function divergenceStatistics(point: Point<Pair>, kl: Divergence, key: string) {
  const { p, q } = point.distribution;
  allowanceOf(divergenceKey(p.name, q.name, p.eventAxes[0]?.size ?? NaN, key));
  const found = at(point, kl(p, q)).values[0] ?? NaN;
  const logRatio = (x: Node): Node => subtract(p.logProb(x), q.logProb(x));
  const [summary] = onGrid(
    point,
    (x) => [q.logProb(x)],
    ([a = NaN, b = NaN]) => [a - b],
  );
  if (summary === undefined) throw new Error("nothing was summed");
  const atProbes = valuesAt(point, probedOutcomes(point), (x) => [logRatio(x)]).map(([value = NaN]) => value);
  const quantity = quantityOf(point, "the mean of log p − log q over samples", { ...summary, mean: found }, atProbes);
  const drawn = axis("sample", samplesFor([quantity], SHARING));
  const x = p.sample(...noiseFor(p, `${p.name} ${q.name} ${key} ${RUN}`, drawn));
  return { found, right: summary.mean, comparison: { ...quantity, samples: at(point, logRatio(x)).values } };
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
