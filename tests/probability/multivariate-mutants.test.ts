import * as t from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { multivariateNormal } from "../../src/probability/index.js";
import type { MultivariateNormal } from "../../src/probability/index.js";
import { cases } from "./cases.js";
import type { Case } from "./cases.js";
import { differs, summed } from "./checks.js";
import type { Complaint } from "./checks.js";
import { range } from "./matrices.js";
import { describeMutant } from "./mutant.js";
import { pointOf } from "./point.js";
import { sampled } from "./samples.js";

/** The parts that wrong variants are built of. */
interface Parts {
  readonly mean: Node;
  readonly factor: Node;
  readonly diagonal: Node;
  /** |L⁻¹ (x − mean)|². */
  readonly distance: (x: Node) => Node;
  /** (D/2) log 2π. */
  readonly constant: number;
}

function partsOf({ parameters, eventAxes, column }: MultivariateNormal): Parts {
  const [mean, factor] = [parameters.mean.node, parameters.choleskyFactor.node];
  const [event = t.axis("event", 0)] = eventAxes;
  const onDiagonal = t.oneHot(t.positions(event), t.axis(column, event.size));
  const solved = (x: Node): Node => t.triangularSolve(factor, t.subtract(x, mean), { row: event.name, column });
  return {
    mean,
    factor,
    diagonal: t.sum(t.multiply(factor, onDiagonal), [column]),
    distance: (x) => t.sum(t.square(solved(x)), [column]),
    constant: (event.size / 2) * Math.log(2 * Math.PI),
  };
}
/** Densities by some log |L|. */
const withLogDeterminant =
  (of: (diagonal: Node, event: string) => Node) =>
  (right: MultivariateNormal): MultivariateNormal => {
    const { diagonal, distance, constant } = partsOf(right);
    const normalizer = t.add(of(diagonal, right.eventAxes[0]?.name ?? ""), constant);
    return { ...right, logProb: (x) => t.negate(t.add(normalizer, t.multiply(distance(x), 1 / 2))) };
  };
/** Samples by some other factor. */
const drawnBy =
  (of: (factor: Node, column: string) => Node) =>
  (right: MultivariateNormal): MultivariateNormal => {
    const { mean, factor } = partsOf(right);
    const { column } = right;
    const sample = (noise: Node = t.scalar(NaN)): Node =>
      t.add(mean, t.contract(of(factor, column), t.rename(noise, { event: column }), [column]));
    return { ...right, sample };
  };

type Family = (right: MultivariateNormal) => MultivariateNormal;
const unchanged: Family = (right) => right;
const caseOf = (family: Family): Case<MultivariateNormal> => ({
  ...cases.multivariateNormal,
  build: (...given) => family(cases.multivariateNormal.build(...given)),
});
const pointIn = (family: Family) => pointOf(caseOf(family), [], [t.axis("event", 2)], "moderate", "mutants");

/** At the centre of twelve coordinates so close together that the determinant of their covariance is no float64. */
const tight = (family: Family): Complaint => {
  const scale = 1e-30;
  const [event, column] = [t.axis("event", 12), t.axis("column", 12)];
  const rows = range(12).map((i) => range(12).map((j) => (i === j ? scale : j < i ? scale / 3 : 0)));
  const choleskyFactor = t.constant([event, column], rows.flat());
  const own = family(multivariateNormal({ mean: t.fill([event], 1e-25), choleskyFactor }, "event", "column"));
  const found = t.evaluate({ found: own.logProb(own.mean()) }).found?.values[0] ?? NaN;
  const right = -12 * (Math.log(scale) + Math.log(2 * Math.PI) / 2);
  return differs("the density at the centre of a tight cluster", found, right, 1e-10, {
    "the logarithm is of a determinant that rounds to 0": Infinity,
  });
};

const mutants: readonly {
  readonly bug: number;
  readonly mistake: string;
  readonly wrong: Family;
  readonly check: (family: Family) => Complaint;
  readonly message: string;
}[] = [
  {
    bug: 28,
    mistake: "a tight cluster by the logarithm of a determinant",
    wrong: withLogDeterminant((diagonal, event) => {
      const entries = range(12).map((i) => t.sum(t.slice(diagonal, event, i, i + 1), [event]));
      return t.log(entries.reduce((before, own) => t.multiply(before, own)));
    }),
    check: tight,
    message: "the logarithm is of a determinant that rounds to 0",
  },
  {
    bug: 28,
    mistake: "a tight cluster whose deviations are rounded to 0",
    wrong: withLogDeterminant((diagonal, event) => t.sum(t.log(t.subtract(t.add(diagonal, 1), 1)), [event])),
    check: tight,
    message: "the logarithm is of a determinant that rounds to 0",
  },
  {
    bug: 6,
    mistake: "the determinant of the covariance for its root",
    wrong: withLogDeterminant((diagonal, event) => t.multiply(t.sum(t.log(diagonal), [event]), 2)),
    check: (family) => {
      const point = pointIn(family);
      const { diagonal } = partsOf(point.distribution);
      const [a = NaN, b = NaN] = t.evaluate({ diagonal }, { choleskyFactor: factorOf(point.values) }).diagonal?.values ?? [];
      return summed(point, { "the determinant of the covariance is taken for its root": 1 / (a * b) });
    },
    message: "the determinant of the covariance is taken for its root",
  },
  {
    bug: 14,
    mistake: "samples that leave the correlations out",
    wrong: drawnBy((factor, column) => t.multiply(factor, t.oneHot(t.positions(t.axis("event", 2)), t.axis(column, 2)))),
    check: (family) => sampled(pointIn(family), "mutants"),
    message: "the variance of the samples is",
  },
  {
    bug: 6,
    mistake: "samples by the transposed factor",
    wrong: drawnBy((factor, column) => t.rename(factor, { event: column, [column]: "event" })),
    check: (family) => sampled(pointIn(family), "mutants"),
    message: "the variance of the samples is",
  },
  {
    bug: 10,
    mistake: "samples whose correlations have the wrong sign",
    wrong: drawnBy((factor, column) => {
      const isBelow = t.less(t.positions(t.axis(column, 2)), t.positions(t.axis("event", 2)));
      return t.select(isBelow, t.negate(factor), factor);
    }),
    check: (family) => sampled(pointIn(family), "mutants"),
    message: "the mean of −log p over samples is",
  },
];

function factorOf(values: Readonly<Record<string, t.Tensor>>): t.Tensor {
  return values.choleskyFactor ?? t.tensor([], [NaN]);
}

for (const mutant of mutants) describeMutant<Family>({ ...mutant, right: unchanged });
