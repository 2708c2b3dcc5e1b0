import { describe, expect, it } from "vitest";
import * as t from "../../../src/tensor/index.js";
import type { Node } from "../../../src/tensor/index.js";
import { Build } from "../../../src/models/index.js";
import { likelihood } from "../../../src/models/likelihood.js";
import { LATENT } from "../../../src/models/networks/code.js";
import { mlp } from "../../../src/models/networks/mlp.js";
import {
  categorical,
  elbo,
  importanceWeightedBound,
  klCategorical,
  logWeight,
  sampledElbo,
} from "../../../src/probability/index.js";
import type { Categorical } from "../../../src/probability/index.js";
import { differs, first } from "../../probability/checks.js";
import type { Complaint } from "../../probability/checks.js";
import { range, total } from "../../probability/matrices.js";
import { describeMutant } from "../../probability/mutant.js";
import { decoderSizes, IMAGE_AXES, IMAGES, logLikelihood, logSumExp, NETWORK, PIXELS, someValues } from "./small-decoder.js";

// A variational autoencoder with three codes: all can be summed over, and all sixteen images too. Nothing here is estimated.

const CODES = 3;
const LATENT_AXIS = t.axis(LATENT, CODES);
const BATCH = t.axis("batch", IMAGES.length);
const VALUES = someValues(decoderSizes(CODES), "enumerable");
const PRIOR_LOGITS = [0.3, -0.5, 0.9];
const logPrior = PRIOR_LOGITS.map((own) => own - logSumExp(PRIOR_LOGITS));
const oneHot = (z: number): number[] => range(CODES).map((k) => (k === z ? 1 : 0));

// In plain numbers, of each image: log p(x, z), log p(x), log p(z|x); and log q(z|x) of an encoder that is not the posterior.
const logJoint = IMAGES.map((x) => range(CODES).map((z) => (logPrior[z] ?? NaN) + logLikelihood(VALUES, x, oneHot(z))));
const logEvidence = logJoint.map(logSumExp);
const logPosterior = logJoint.map((row, i) => row.map((own) => own - (logEvidence[i] ?? NaN)));
const logRough = IMAGES.map((x, i) => {
  const logits = range(CODES).map((z) => Math.sin(1 + i * 1.7 + z * (2 + total([...x]))));
  return logits.map((own) => own - logSumExp(logits));
});
const kl = (p: readonly number[], q: readonly number[]): number =>
  total(p.map((own, z) => Math.exp(own) * (own - (q[z] ?? NaN))));

/** What is made of the graph: p(z), p(x|z) as the model's networks give it, and a q(z|x). */
interface Parts {
  readonly logLikelihood: (z: Node) => Node;
  readonly posterior: Categorical;
  readonly prior: Categorical;
}
const images = t.constant([BATCH, ...IMAGE_AXES], IMAGES.flat());

function partsOf(logQ: readonly (readonly number[])[]): Parts {
  const build = new Build();
  const network = mlp(IMAGE_AXES, NETWORK);
  return {
    logLikelihood: (z) => {
      const output = network.decode(build, t.oneHot(z, LATENT_AXIS), null);
      return likelihood(build.parameters, { kind: "bernoulli" }, output).distribution.logProb(images);
    },
    posterior: categorical({ logits: t.constant([BATCH, LATENT_AXIS], logQ.flat()) }, LATENT, []),
    prior: categorical({ logits: t.constant([LATENT_AXIS], PRIOR_LOGITS) }, LATENT, []),
  };
}

const numbers = (node: Node): number[] => {
  const graph = t.program({ node });
  const inputs = [...graph.inputs.values()].map(({ name, axes }) => [name, t.tensor(axes, (VALUES[name] ?? []).flat())] as const);
  return [...(t.compile(graph)(Object.fromEntries(inputs)).node?.values ?? [])];
};
const everyCode = t.positions(t.axis("code", CODES));

/** log p(x) of every image. */
type Evidence = (parts: Parts) => Node;
const evidence: Evidence = ({ logLikelihood: own, prior }) =>
  t.logSumExp(t.add(own(everyCode), prior.logProb(everyCode)), ["code"]);

const checkEvidence = (own: Evidence): Complaint => {
  const found = numbers(own(partsOf(logRough)));
  if (found.length !== IMAGES.length)
    return `there are ${found.length} numbers for ${IMAGES.length} images: summed over the wrong axis`;
  const mass = total(found.map(Math.exp));
  return (
    differs("the sum of p(x) over all images", mass, 1, 1e-12) ??
    first(found.map((value, i) => differs(`log p(x) of image ${i}`, value, logEvidence[i] ?? NaN, 1e-12)))
  );
};

/** The bound of every image. */
type Bound = (parts: Parts) => Node;
const bound: Bound = ({ logLikelihood: own, posterior, prior }) => {
  const answers = t.rename(t.softmax(posterior.parameters.logits.node, LATENT), { [LATENT]: "code" });
  const reconstruction = t.contract(answers, own(everyCode), ["code"]);
  return elbo(
    reconstruction,
    klCategorical({ logits: posterior.parameters.logits.node }, { logits: prior.parameters.logits.node }, LATENT, []),
  );
};

const checkBound = (own: Bound): Complaint =>
  first(
    [logPosterior, logRough].flatMap((logQ) =>
      numbers(own(partsOf(logQ))).map((found, i) => {
        const [q, posterior, log] = [logQ[i] ?? [], logPosterior[i] ?? [], logEvidence[i] ?? NaN];
        const right = log - kl(q, posterior);
        const divergence = kl(q, logPrior);
        return differs(`the bound of image ${i}`, found, right, 1e-12, {
          "the sign of the divergence is turned": right + 2 * divergence,
          "the divergence is averaged over the codes": right + divergence * (1 - 1 / CODES),
          "the reconstruction is averaged over pixels": (right + divergence) / PIXELS - divergence,
          "the most probable code stands for all":
            log + (posterior[q.indexOf(Math.max(...q))] ?? NaN) - (logPrior[q.indexOf(Math.max(...q))] ?? NaN) - divergence,
        });
      }),
    ),
  );

type Weighted = typeof importanceWeightedBound;

/** The mean of the bound of k weights over all draws of k codes, of every image. */
function meanBound(own: Weighted, logQ: readonly (readonly number[])[], k: number): readonly number[] {
  const parts = partsOf(logQ);
  const weights = logWeight(parts.logLikelihood(everyCode), everyCode, parts.posterior, parts.prior);
  const logWeights = numbers(t.reorder(weights, ["batch", "code"]));
  const draws = range(CODES ** k).map((draw) => range(k).map((place) => Math.floor(draw / CODES ** place) % CODES));
  const sample = t.axis("sample", k);
  return IMAGES.map((_, i) => {
    const node = t.constant(
      [t.axis("draw", draws.length), sample],
      draws.flatMap((codes) => codes.map((z) => logWeights[i * CODES + z] ?? NaN)),
    );
    const bounds = numbers(own(node, "sample"));
    return total(draws.map((codes, draw) => Math.exp(total(codes.map((z) => logQ[i]?.[z] ?? NaN))) * (bounds[draw] ?? NaN)));
  });
}

/** One weight is the evidence lower bound; more are nearer to log p(x), and never beyond it; with the posterior all are log p(x). */
function checkWeighted(own: Weighted): Complaint {
  const byCount = [1, 2, 3, 4, 5].map((k) => meanBound(own, logRough, k));
  const exact = [1, 3].map((k) => meanBound(own, logPosterior, k));
  return first(
    IMAGES.flatMap((_, i) => {
      const log = logEvidence[i] ?? NaN;
      const bounds = byCount.map((all) => all[i] ?? NaN);
      return [
        ...exact.map((all, j) => differs(`the bound of ${2 * j + 1} weights p(x)`, all[i] ?? NaN, log, 1e-12)),
        differs("the bound of one weight", bounds[0] ?? NaN, log - kl(logRough[i] ?? [], logPosterior[i] ?? []), 1e-12),
        ...bounds.map((value, j) => (value < log ? null : `the bound of ${j + 1} weights exceeds log p(x) by ${value - log}`)),
        ...bounds
          .slice(1)
          .map((value, j) =>
            value > (bounds[j] ?? NaN) ? null : `the bound of ${j + 2} weights is no better than that of ${j + 1}`,
          ),
      ];
    }),
  );
}

describe("a variational autoencoder with three codes", () => {
  it("gives all images together the probability 1, and each that of its formula", () => {
    expect(checkEvidence(evidence)).toBeNull();
    expect(total(logEvidence.map(Math.exp))).toBeCloseTo(1, 12);
  });

  it("would be seen to take the mean of the logarithms for the logarithm of the mean", () => {
    const wrong: Evidence = ({ logLikelihood: own, prior }) =>
      t.contract(t.exp(prior.logProb(everyCode)), own(everyCode), ["code"]);
    expect(checkEvidence(wrong)).toContain("the sum of p(x) over all images is");
  });

  it("is bounded by log p(x) minus the divergence from the posterior", () => {
    expect(checkBound(bound)).toBeNull();
    expect(logRough.every((q, i) => kl(q, logPosterior[i] ?? []) > 1e-3)).toBe(true);
  });

  it("is bounded the better the more weights there are", () => {
    expect(checkWeighted(importanceWeightedBound)).toBeNull();
  });
});

describeMutant<Evidence>({
  bug: 24,
  mistake: "the codes summed over the wrong axis",
  right: evidence,
  wrong: ({ logLikelihood: own, prior }) => t.logSumExp(t.add(own(everyCode), prior.logProb(everyCode)), ["batch"]),
  check: checkEvidence,
  message: "summed over the wrong axis",
});
describeMutant<Evidence>({
  bug: 27,
  mistake: "a prior without the log-softmax",
  right: evidence,
  wrong: ({ logLikelihood: own, prior }) =>
    t.logSumExp(t.add(own(everyCode), t.rename(prior.parameters.logits.node, { [LATENT]: "code" })), ["code"]),
  check: checkEvidence,
  message: "the sum of p(x) over all images",
});
const withParts = (change: (parts: Parts) => Partial<Parts>, divergence: (own: Node) => Node = (own) => own): Bound => {
  return (given) => {
    const parts = { ...given, ...change(given) };
    const { posterior, prior } = given;
    const answers = t.rename(t.softmax(parts.posterior.parameters.logits.node, LATENT), { [LATENT]: "code" });
    const both = [posterior, prior].map(({ parameters }) => ({ logits: parameters.logits.node }));
    const [q = { logits: answers }, p = q] = both;
    return t.subtract(t.contract(answers, parts.logLikelihood(everyCode), ["code"]), divergence(klCategorical(q, p, LATENT, [])));
  };
};
const mistakes: readonly (readonly [bug: number, mistake: string, wrong: Bound, message: string])[] = [
  [8, "the sign of the divergence", withParts(() => ({}), t.negate), "the sign of the divergence is turned"],
  [
    3,
    "the divergence averaged over the codes",
    withParts(
      () => ({}),
      (own) => t.divide(own, CODES),
    ),
    "the divergence is averaged over the codes",
  ],
  [
    4,
    "the reconstruction averaged over pixels",
    withParts(({ logLikelihood: own }) => ({ logLikelihood: (z) => t.divide(own(z), PIXELS) })),
    "the reconstruction is averaged over pixels",
  ],
  [
    7,
    "the bound evaluated at the most probable code",
    withParts(({ posterior }) => ({
      posterior: categorical({ logits: t.multiply(posterior.parameters.logits.node, 1e4) }, LATENT, []),
    })),
    "the most probable code stands for all",
  ],
];
for (const [bug, mistake, wrong, message] of mistakes)
  describeMutant<Bound>({ bug, mistake, right: bound, wrong, check: checkBound, message });

const weighted: readonly (readonly [mistake: string, wrong: Weighted, message: string])[] = [
  ["no − log k", (own, samples) => t.logSumExp(own, [samples]), "the bound of 3 weights p(x) is"],
  [
    "the sign of the weights",
    (own, samples) => importanceWeightedBound(t.negate(own), samples),
    "the bound of 1 weights p(x) is",
  ],
  ["the mean of the logarithms", sampledElbo, "the bound of 2 weights is no better than that of 1"],
];
for (const [mistake, wrong, message] of weighted) {
  describeMutant<Weighted>({ bug: 12, mistake, right: importanceWeightedBound, wrong, check: checkWeighted, message });
}
