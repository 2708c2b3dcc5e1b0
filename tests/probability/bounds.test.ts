import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import {
  analyticElbo,
  elbo,
  importanceWeightedBound,
  logWeight,
  normal,
  sampledElbo,
  standardNormal,
} from "../../src/probability/index.js";
import type { Normal } from "../../src/probability/index.js";
import { allowanceOf, RUN } from "./allowances.js";
import { differs, first } from "./checks.js";
import type { Complaint } from "./checks.js";
import { describeMutant } from "./mutant.js";
import { noiseFor } from "./point.js";
import { agrees, formThrough, probesOf, quadraticQuantity, samplesFor } from "./statistics.js";
import type { Comparison, Sharing } from "./statistics.js";

// A linear Gaussian model with everything in closed form: z ~ N(0, 1), x | z ~ N(z, s²). So x ~ N(0, 1 + s²), and z | x ~ N(x / (1 + s²), s² / (1 + s²)).

const LATENT = t.axis("latent", 1);
const BATCH = t.axis("batch", 2);
const NOISE_VARIANCE = 0.25;
const data = [0.3, -1.7];
const x = t.constant([BATCH], data);
const prior = standardNormal([LATENT]);
const logNormal = (value: number, variance: number): number =>
  -(Math.log(2 * Math.PI * variance) + (value * value) / variance) / 2;
const logEvidence = data.map((value) => logNormal(value, 1 + NOISE_VARIANCE));

const encoder = (mean: (x: number) => number, variance: number): Normal =>
  normal({ mean: t.constant([BATCH, LATENT], data.map(mean)), logVar: t.scalar(Math.log(variance)) }, ["latent"]);
const exact = encoder((value) => value / (1 + NOISE_VARIANCE), NOISE_VARIANCE / (1 + NOISE_VARIANCE));
const rough = encoder((value) => value / 2 + 0.1, 0.4);

/** log p(x|z): the observed coordinate is the latent one. */
const logLikelihood = (z: Node): Node => {
  const observed = t.sum(z, ["latent"]);
  return normal({ mean: observed, logVar: t.scalar(Math.log(NOISE_VARIANCE)) }, []).logProb(x);
};
const values = (node: Node): number[] => [...(t.evaluate({ node }).node?.values ?? [])];

/** Log-weights over runs, samples and the batch. */
function logWeights(posterior: Normal, samples: number, runs: number, key: string): Node {
  const z = posterior.sample(...noiseFor(posterior, key, t.axis("run", runs), t.axis("sample", samples)));
  return logWeight(logLikelihood(z), z, posterior, prior);
}

/** The bound in closed form: the mean of log p(x|z) under N(m, v) is log N(x; m, s²) − v / (2 s²). */
const closedElbo = data.map((value) => {
  const [m, v] = [value / 2 + 0.1, 0.4];
  return logNormal(value - m, NOISE_VARIANCE) - v / (2 * NOISE_VARIANCE) - (m * m + v - Math.log(v) - 1) / 2;
});
const expectedLogLikelihood = t.constant(
  [BATCH],
  data.map((value) => logNormal(value - value / 2 - 0.1, NOISE_VARIANCE) - 0.4 / (2 * NOISE_VARIANCE)),
);

type Elbo = typeof elbo;
const checkAnalytic = (own: Elbo): Complaint => {
  const found = values(own(expectedLogLikelihood, t.constant([BATCH], klOf)));
  return first(
    found.map((value, i) =>
      differs("the bound", value, closedElbo[i] ?? NaN, 1e-12, {
        "the sign of the divergence is wrong": (closedElbo[i] ?? NaN) + 2 * (klOf[i] ?? NaN),
        "the sign of the bound is wrong": -(closedElbo[i] ?? NaN),
      }),
    ),
  );
};
const klOf = data.map((value) => ((value / 2 + 0.1) ** 2 + 0.4 - Math.log(0.4) - 1) / 2);

/** The evaluation of a bound from one sample each, by how z is drawn. */
type Draw = (posterior: Normal, key: string) => Node;
/** log p(x|z) p(z) / q(z|x) is a quadratic polynomial of the noise that z is made of. */
const SHARING: Sharing = { quantities: data.length };
const quantities = data.map((_, i) => {
  const z = rough.sample(
    t.constant(
      [t.axis("probe", 4), BATCH, LATENT],
      probesOf(1)
        .flat()
        .flatMap((own) => [own, own]),
    ),
  );
  const weights = values(t.reorder(logWeight(logLikelihood(z), z, rough, prior), ["batch", "probe"]));
  const quantity = quadraticQuantity("the sampled bound", formThrough(1, weights.slice(4 * i, 4 * i + 4)));
  return { ...quantity, mean: closedElbo[i] ?? NaN };
});
const RUNS = samplesFor(quantities, SHARING);
const runs = t.axis("run", RUNS);
const draw: Draw = (posterior, key) => posterior.sample(...noiseFor(posterior, `${key} ${RUN}`, runs));
const atMean: Draw = (posterior) => t.add(posterior.mean(), t.fill([runs], 0));
const halfMissing: Draw = (posterior, key) => {
  const [epsilon = t.scalar(NaN)] = noiseFor(posterior, `${key} ${RUN}`, runs);
  return t.add(posterior.mean(), t.multiply(posterior.variance(), epsilon));
};
const columns = (node: Node): number[][] => {
  const all = values(t.reorder(node, ["batch", "run"]));
  return data.map((_, i) => all.slice(i * RUNS, (i + 1) * RUNS));
};
const sampledBounds = (own: Draw): readonly Comparison[] => {
  allowanceOf("the sampled bound");
  const z = own(rough, "sampled");
  const weights = columns(logWeight(logLikelihood(z), z, rough, prior));
  const reconstruction = columns(logLikelihood(atMean(rough, "")));
  return quantities.map((quantity, i) => {
    const likelihood = logNormal(0, 0.4);
    const [atCentre] = reconstruction[i] ?? [];
    const m = (data[i] ?? NaN) / 2 + 0.1;
    const suspects = { "z is the posterior's mean, not a sample": (atCentre ?? NaN) + logNormal(m, 1) - likelihood };
    return { ...quantity, suspects, samples: weights[i] ?? [] };
  });
};
const checkSampled = (own: Draw): Complaint => first(sampledBounds(own).map((comparison) => agrees(comparison, SHARING)));

type Bound = typeof importanceWeightedBound;
/** With the model's own posterior every weight is p(x), whatever the sample; with one sample the bound is that of one sample. */
const checkWeighted = (own: Bound): Complaint => {
  const right = [1, 5, 64].flatMap((k) => {
    const weights = logWeights(exact, k, 3, "exact");
    const found = values(t.reorder(own(weights, "sample"), ["batch", "run"]));
    return found.map((value, i) => {
      const evidence = logEvidence[Math.floor(i / 3)] ?? NaN;
      return differs(`the bound of ${k} weights p(x)`, value, evidence, 1e-12 * k, {
        "− log k is missing": evidence + Math.log(k),
        "log of the mean is taken for the mean of the log": evidence - Math.log(k),
        "the sign of the weights is wrong": -evidence,
      });
    });
  });
  const one = logWeights(rough, 1, 100, "one");
  const elbos = values(sampledElbo(one, "sample"));
  const single = values(own(one, "sample")).map((value, i) => differs("the bound of one sample", value, elbos[i] ?? NaN, 1e-12));
  return first([...right, ...single]);
};
/** By Jensen's inequality the bound of all samples exceeds the mean of those of their parts, draw by draw. */
const checkGrowth = (own: Bound): Complaint => {
  const weights = logWeights(rough, 16, 500, "growth");
  const parts = t.split(weights, "sample", [t.axis("part", 4), t.axis("within", 4)]);
  const inOrder = (node: Node): number[] => values(t.reorder(node, ["batch", "run"]));
  const whole = inOrder(own(weights, "sample"));
  const ofParts = inOrder(t.mean(own(parts, "within"), ["part"]));
  return first(
    whole.map((value, i) =>
      value > (ofParts[i] ?? NaN) + 1e-12 ? null : "the bound does not grow with k: it is the mean of the logarithms",
    ),
  );
};
const REPEATS = 500;
/**
 * The bounds of independent runs exceed log p(x) by log (1/α) or more in sum with probability α at most: the mean of exp(bound − log p(x)) is 1, that of
 * the product over the runs too, and Markov's inequality is all that is needed. Certified, though the weights are not bounded.
 */
const checkBelow = (own: Bound, planted = 0): Complaint => {
  const alpha = allowanceOf("the importance-weighted bound") / data.length;
  const bounds = values(t.reorder(own(logWeights(rough, 16, REPEATS, `below ${RUN}`), "sample"), ["batch", "run"]));
  return first(
    logEvidence.map((evidence, i) => {
      const runs = bounds.slice(i * REPEATS, (i + 1) * REPEATS);
      const excess = runs.reduce((sum, bound) => sum + bound + planted - evidence, 0);
      return excess < Math.log(1 / alpha) ? null : `the bound exceeds log p(x): − log k is missing`;
    }),
  );
};

describe("the evidence lower bound", () => {
  it("is log p(x) minus the divergence from the model's posterior", () => {
    const kl = data.map((value, i) => {
      const [m, v] = [value / 2 + 0.1, 0.4];
      const [centre, spread] = [value / (1 + NOISE_VARIANCE), NOISE_VARIANCE / (1 + NOISE_VARIANCE)];
      const divergence = (v / spread - 1 - Math.log(v / spread) + (m - centre) ** 2 / spread) / 2;
      return (logEvidence[i] ?? NaN) - divergence;
    });
    for (const [i, value] of values(analyticElbo(expectedLogLikelihood, rough, prior)).entries()) {
      expect(value).toBeCloseTo(kl[i] ?? NaN, 12);
    }
  });

  it("is tight for the model's own posterior, sample by sample", () => {
    for (const value of values(t.subtract(logWeights(exact, 4, 5, "tight"), t.constant([BATCH], logEvidence)))) {
      expect(Math.abs(value)).toBeLessThan(1e-12);
    }
  });

  it("refuses parts over different axes, which would count one of them again and again", () => {
    const perPixel = t.fill([BATCH, t.axis("pixel", 3)], 0);
    expect(() => elbo(perPixel, x)).toThrow(
      new t.ShapeError(
        "elbo",
        "the log-likelihood has (batch 2, pixel 3), the divergence (batch 2)",
        "sum or average over what only one has",
      ),
    );
    const z = rough.mean();
    expect(() => logWeight(perPixel, z, rough, prior)).toThrow(
      /^logWeight: log p\(x\|z\) has \(batch 2, pixel 3\), log q\(z\|x\)/,
    );
  });
});

describe("the sampled bound", () => {
  it("shows an error of δ", () => {
    for (const comparison of sampledBounds(draw)) {
      for (const planted of [-1, 1] as const) expect(agrees(comparison, SHARING, planted)).toContain("the sampled bound is");
    }
  });
});

describe("the importance-weighted bound", () => {
  it("shows an excess of 0.2", () => {
    expect(checkBelow(importanceWeightedBound)).toBeNull();
    expect(checkBelow(importanceWeightedBound, 0.2)).toContain("the bound exceeds log p(x)");
  });

  it("is finite, with its gradient, for extreme weights", () => {
    const weights = t.input("weights", [t.axis("sample", 3)]);
    const bound = importanceWeightedBound(weights, "sample");
    const [gradient] = t.gradients(bound, [weights]);
    const given = { weights: t.tensor(weights.axes, [-1e4, 1e4, 1e4]) };
    const found = t.evaluate({ bound, gradient }, given);
    expect(found.bound?.values[0]).toBeCloseTo(1e4 + Math.log(2 / 3), 10);
    for (const [i, right] of [0, 0.5, 0.5].entries()) expect(found.gradient?.values[i]).toBeCloseTo(right, 12);
  });

  it("refuses no samples", () => {
    expect(() => importanceWeightedBound(t.fill([t.axis("sample", 0)], 0), "sample")).toThrow(
      new t.ShapeError("importanceWeightedBound", 'axis "sample" has size 0', "draw at least one sample"),
    );
  });
});

describeMutant<Elbo>({
  bug: 8,
  mistake: "the sign of the divergence",
  right: elbo,
  wrong: (likelihood, kl) => t.add(likelihood, kl),
  check: checkAnalytic,
  message: "the sign of the divergence is wrong",
});
describeMutant<Elbo>({
  bug: 8,
  mistake: "the loss called the bound",
  right: elbo,
  wrong: (likelihood, kl) => t.subtract(kl, likelihood),
  check: checkAnalytic,
  message: "the sign of the bound is wrong",
});
describeMutant<Draw>({
  bug: 7,
  mistake: "evaluation with z = μ",
  right: draw,
  wrong: atMean,
  check: checkSampled,
  message: "z is the posterior's mean, not a sample",
});
describeMutant<Draw>({
  bug: 1,
  mistake: "σ = exp(logVar), seen by the bound",
  right: draw,
  wrong: halfMissing,
  check: checkSampled,
  message: "the sampled bound is",
});
describeMutant<Bound>({
  bug: 12,
  mistake: "no − log k",
  right: importanceWeightedBound,
  wrong: (weights, samples) => t.logSumExp(weights, [samples]),
  check: checkWeighted,
  message: "− log k is missing",
});
describeMutant<Bound>({
  bug: 12,
  mistake: "no − log k, seen by log p(x)",
  right: importanceWeightedBound,
  wrong: (weights, samples) => t.logSumExp(weights, [samples]),
  check: checkBelow,
  message: "− log k is missing",
});
describeMutant<Bound>({
  bug: 12,
  mistake: "the sign of the weights",
  right: importanceWeightedBound,
  wrong: (weights, samples) => importanceWeightedBound(t.negate(weights), samples),
  check: checkWeighted,
  message: "the sign of the weights is wrong",
});
describeMutant<Bound>({
  bug: 12,
  mistake: "the mean of the logarithms",
  right: importanceWeightedBound,
  wrong: sampledElbo,
  check: checkGrowth,
  message: "the bound does not grow with k",
});
