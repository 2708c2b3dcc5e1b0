import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import {
  bernoulli,
  categorical,
  discretizedLogistic,
  gaussianMixture,
  klBernoulli,
  klCategorical,
  klNormal,
  klNormalStandard,
  multivariateNormal,
  normal,
} from "../../src/probability/index.js";
import { differs, first } from "./checks.js";
import type { Complaint } from "./checks.js";
import { describeMutant } from "./mutant.js";

// Gradients where parameters are at the ends of their domains: right to almost all digits, not only finite.

type Numbers = Readonly<Record<string, number | readonly number[]>>;
type Build = (nodes: Readonly<Record<string, Node>>) => Node;

const K = t.axis("k", 3);

/** The gradients by each of these numbers or vectors along the axis k are what the formula says, to a relative error or, where allowed, an absolute one. */
function agree(build: Build, given: Numbers, slopes: Numbers, error = 1e-13, absolute = Number.MIN_VALUE): Complaint {
  const names = Object.keys(given);
  const axesOf = (name: string) => (typeof given[name] === "number" ? [] : [K]);
  const inputs = Object.fromEntries(names.map((name) => [name, t.input(name, axesOf(name))]));
  const found = t.gradients(
    build(inputs),
    names.map((name) => inputs[name] ?? t.scalar(NaN)),
  );
  const tensors = Object.fromEntries(names.map((name) => [name, t.tensor(axesOf(name), [given[name] ?? NaN].flat())]));
  return first(
    names.flatMap((name, i) => {
      const node = t.add(found[i] ?? t.scalar(NaN), t.multiply(0, build(inputs)));
      const own = [...(t.evaluate({ node }, tensors).node?.values ?? [])];
      return [slopes[name] ?? []].flat().map((right, k) => {
        return differs(`the gradient by ${name}`, own[k] ?? NaN, right, error * Math.abs(right) + absolute);
      });
    }),
  );
}

const node = (nodes: Readonly<Record<string, Node>>, name: string): Node => nodes[name] ?? t.scalar(NaN);
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const SPREADS = [-140, -138, -60, 0, 60, 138, 140];
const PLACES = [-1e4, 0, 1e4];
const pairs = <A, B>(left: readonly A[], right: readonly B[]) => left.flatMap((a) => right.map((b) => [a, b] as const));

describe("normal distributions", () => {
  it.each(pairs(SPREADS, PLACES))("have the slopes of their density: logVar %d, mean %d", (logVar, mean) => {
    for (const x of [-1e4, 0.5, 1e4]) {
      const build: Build = (nodes) =>
        normal({ mean: node(nodes, "mean"), logVar: node(nodes, "logVar") }, []).logProb(node(nodes, "x"));
      const precise = (x - mean) / Math.exp(logVar);
      const slopes = { x: -precise, mean: precise, logVar: ((x - mean) * precise - 1) / 2 };
      expect(agree(build, { x, mean, logVar }, slopes)).toBeNull();
      const vector: Build = (nodes) => {
        const [row, column] = [t.axis("row", 1), t.axis("column", 1)];
        const over = (own: Node, ...axes: readonly t.Axis[]): Node => axes.reduce(t.expand, own);
        const choleskyFactor = over(t.exp(t.multiply(node(nodes, "logVar"), 0.5)), row, column);
        const gauss = multivariateNormal({ mean: over(node(nodes, "mean"), row), choleskyFactor }, "row", "column");
        return gauss.logProb(over(node(nodes, "x"), row));
      };
      expect(agree(vector, { x, mean, logVar }, slopes)).toBeNull();
    }
  });

  it.each(pairs(SPREADS, SPREADS))("have the slopes of their divergences: logVar %d and %d", (a, b) => {
    const given = { "p.mean": 1e4, "p.logVar": a, "q.mean": -1e4, "q.logVar": b };
    const of = (nodes: Readonly<Record<string, Node>>, own: string) => ({
      mean: node(nodes, `${own}.mean`),
      logVar: node(nodes, `${own}.logVar`),
    });
    const precise = 2e4 / Math.exp(b);
    const ofRatio = Math.expm1(a - b) / 2;
    expect(
      agree((nodes) => klNormal(of(nodes, "p"), of(nodes, "q"), []), given, {
        "p.mean": precise,
        "p.logVar": ofRatio,
        "q.mean": -precise,
        "q.logVar": -ofRatio - (2e4 * precise) / 2,
      }),
    ).toBeNull();
    const standard: Build = (nodes) => klNormalStandard(of(nodes, "p"), []);
    expect(agree(standard, { "p.mean": 1e4, "p.logVar": a }, { "p.mean": 1e4, "p.logVar": Math.expm1(a) / 2 })).toBeNull();
  });

  it("leave draws at their mean where this has no room for the noise, with the slopes all the same", () => {
    const build: Build = (nodes) =>
      normal({ mean: node(nodes, "mean"), logVar: node(nodes, "logVar") }, []).sample(node(nodes, "noise"));
    const at = { mean: 1e4, logVar: -140, noise: 1.5 };
    expect(t.evaluate({ x: build({ mean: t.scalar(1e4), logVar: t.scalar(-140), noise: t.scalar(1.5) }) }).x?.values[0]).toBe(
      1e4,
    );
    expect(agree(build, at, { mean: 1, logVar: 0.75 * Math.exp(-70), noise: Math.exp(-70) })).toBeNull();
  });
});

type BinaryLoss = (x: Node, logits: Node) => Node;
const bernoulliSlopes = (own: BinaryLoss): Complaint =>
  first(
    pairs([0, 1], [-1e4, -40, 0, 40, 1e4]).map(([x, logits]) =>
      agree(
        (nodes) => own(t.scalar(x), node(nodes, "logits")),
        { logits },
        { logits: x === 1 ? sigmoid(-logits) : -sigmoid(logits) },
      ),
    ),
  );
describeMutant<BinaryLoss>({
  bug: 15,
  mistake: "a Bernoulli likelihood by probabilities, seen by its slopes",
  right: (x, logits) => bernoulli({ logits }, []).logProb(x),
  wrong: (x, logits) =>
    t.log(t.add(t.multiply(x, t.sigmoid(logits)), t.multiply(t.subtract(1, x), t.subtract(1, t.sigmoid(logits))))),
  check: bernoulliSlopes,
  message: "the gradient by logits is NaN",
});

describe("categorical distributions", () => {
  const sets = [
    [1e4, -1e4, 0],
    [1e4, 1e4 - 1, 1e4 - 30],
    [-1e4, -1e4, -1e4],
    [0, -1e4, 40],
  ];
  const softmaxOf = (logits: readonly number[]): number[] => {
    const weights = logits.map((own) => Math.exp(own - Math.max(...logits)));
    return weights.map((own) => own / weights.reduce((sum, weight) => sum + weight, 0));
  };
  // Slopes are differences of probabilities, with the rounding error of these: what is left of 1 − p has no digits where p rounds to 1.
  const ROUNDING = 2e-16;

  it.each(sets)("have the slopes of their log-probability: logits %d, %d, %d", (...logits) => {
    const softmax = softmaxOf(logits);
    for (const x of [0, 1, 2]) {
      const build: Build = (nodes) => categorical({ logits: node(nodes, "logits") }, "k", []).logProb(t.scalar(x));
      const others = softmax.reduce((sum, own, k) => (k === x ? sum : sum + own), 0);
      const slopes = softmax.map((own, k) => (k === x ? others : -own));
      expect(agree(build, { logits }, { logits: slopes }, 1e-14, ROUNDING)).toBeNull();
    }
  });

  it.each(pairs(sets, sets))("have the slopes of their divergence: logits %j and %j", (a, b) => {
    const build: Build = (nodes) => klCategorical({ logits: node(nodes, "p") }, { logits: node(nodes, "q") }, "k", []);
    const [p, q] = [softmaxOf(a), softmaxOf(b)];
    const logOf = (logits: readonly number[], own: number): number => {
      const largest = Math.max(...logits);
      return own - largest - Math.log(logits.reduce((sum, other) => sum + Math.exp(other - largest), 0));
    };
    const ratios = a.map((own, k) => logOf(a, own) - logOf(b, b[k] ?? NaN));
    const mean = ratios.reduce((sum, ratio, k) => sum + (p[k] ?? NaN) * ratio, 0);
    const slopes = { p: p.map((own, k) => own * ((ratios[k] ?? NaN) - mean)), q: q.map((own, k) => own - (p[k] ?? NaN)) };
    expect(agree(build, { p: a, q: b }, slopes, 1e-13, 2e4 * ROUNDING)).toBeNull();
  });
});

describe("Bernoulli distributions", () => {
  const logits = [-1e4, -40, 0, 40, 1e4];

  it.each(pairs(logits, logits))("have the slopes of their divergence: logits %d and %d", (a, b) => {
    const build: Build = (nodes) => klBernoulli({ logits: node(nodes, "p") }, { logits: node(nodes, "q") }, []);
    const slopes = { p: (a - b) * sigmoid(a) * sigmoid(-a), q: sigmoid(b) - sigmoid(a) };
    expect(agree(build, { p: a, q: b }, slopes, 1e-13, 2e-16)).toBeNull();
  });
});

type MixtureDensity = (logits: Node, mean: Node, logVar: Node) => Node;
/** A component's share of the density at 0, times the slope of its own. */
const mixtureSlopes = (own: MixtureDensity): Complaint => {
  const [logits, mean, logVar] = [
    [1, 2, 3],
    [1e4, -1e4, 1e4],
    [0, 0, 1e-9],
  ];
  const components = mean.map((centre, k) => ({ centre, precision: Math.exp(-(logVar[k] ?? NaN)), logit: logits[k] ?? NaN }));
  const logWeights = components.map(
    ({ centre, precision, logit }) => logit + Math.log(precision) / 2 - (centre * centre * precision) / 2,
  );
  const weights = logWeights.map((own) => Math.exp(own - Math.max(...logWeights)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const slopes = components.map(({ centre, precision }, k) => (-(weights[k] ?? NaN) / total) * centre * precision);
  return agree(
    (nodes) => own(t.constant([K], logits), node(nodes, "mean"), t.constant([K], logVar)),
    { mean },
    { mean: slopes },
    // The exponents are near 5·10⁷, where float64 has steps of 7·10⁻⁹.
    3e-8,
  );
};
describeMutant<MixtureDensity>({
  bug: 28,
  mistake: "a mixture without log-sum-exp, seen by its slopes",
  right: (logits, mean, logVar) => gaussianMixture({ logits, mean, logVar }, "k", []).logProb(t.scalar(0)),
  wrong: (logits, mean, logVar) => {
    const densities = t.exp(normal({ mean, logVar }, []).logProb(t.scalar(0)));
    return t.log(t.contract(t.softmax(logits, "k"), densities, ["k"]));
  },
  check: mixtureSlopes,
  message: "the gradient by mean is NaN",
});

describe("discretized logistic distributions", () => {
  it.each(pairs([-140, -3, 0, 3, 140], [-1e4, 2.25, 1e4]))(
    "have the slopes of their mass: logScale %d, mean %d",
    (logScale, mean) => {
      const scale = Math.exp(logScale);
      const build: Build = (nodes) =>
        discretizedLogistic({ mean: node(nodes, "mean"), logScale: node(nodes, "logScale") }, 6, []).logProb(t.scalar(2));
      const [a, b] = [(1.5 - mean) / scale, (2.5 - mean) / scale];
      const inside = logScale > 30 ? 1 : logScale < -6 ? 0 : 1 / scale / Math.expm1(1 / scale);
      const slopes = {
        mean: (sigmoid(a) - sigmoid(-b)) / scale,
        logScale: -b * sigmoid(-b) + a * sigmoid(a) - inside,
      };
      const found = agree(build, { mean, logScale }, slopes, 1e-11);
      expect(found).toBeNull();
    },
  );
});
