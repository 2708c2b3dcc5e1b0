import { describe, expect, it } from "vitest";
import * as t from "../../../src/tensor/index.js";
import type { Node } from "../../../src/tensor/index.js";
import { Build } from "../../../src/models/index.js";
import { mlp } from "../../../src/models/networks/mlp.js";
import { vae } from "../../../src/models/vae.js";
import type { Vae } from "../../../src/models/vae.js";
import { klDivergence } from "../../../src/probability/index.js";
import { differs, first } from "../../probability/checks.js";
import type { Complaint } from "../../probability/checks.js";
import { range, total } from "../../probability/matrices.js";
import { describeMutant } from "../../probability/mutant.js";
import { loss } from "./expected-loss.js";
import type { Loss } from "./expected-loss.js";
import {
  decoderSizes,
  dense,
  HIDDEN,
  IMAGE_AXES,
  IMAGES,
  logLikelihood,
  logSumExp,
  NETWORK,
  PIXELS,
  someValues,
} from "./small-decoder.js";
import type { Values } from "./small-decoder.js";

// The project's variational autoencoder with one latent number and hidden layers: no closed form, but integrals over a line, which the trapezoidal rule gives
// to the last digits for smooth functions that vanish on either side (Trefethen, Weideman: The exponentially convergent trapezoidal rule, 2014).

const VALUES: Values = someValues(
  {
    "encoder.hidden0.weight": [PIXELS, HIDDEN],
    "encoder.hidden0.bias": [1, HIDDEN],
    "mean.weight": [HIDDEN, 1],
    "mean.bias": [1, 1],
    "logVar.weight": [HIDDEN, 1],
    "logVar.bias": [1, 1],
    ...decoderSizes(1),
  },
  "grid",
);

const STEP = 0.05;
/** Places of a standard normal number, and the logarithms of what counts there. */
const NODES = range(401).map((i) => (i - 200) * STEP);
const logNormal = (z: number, mean: number, logVar: number): number =>
  -((z - mean) ** 2 * Math.exp(-logVar) + logVar + Math.log(2 * Math.PI)) / 2;
const LOG_WEIGHTS = NODES.map((z) => logNormal(z, 0, 0) + Math.log(STEP));

interface Exact {
  /** log p(x). */
  readonly evidence: number;
  /** KL(q(z|x) ‖ p(z|x)). */
  readonly gap: number;
  /** KL(q(z|x) ‖ p(z)). */
  readonly divergence: number;
  /** log p(x|z) at the mean of q(z|x). */
  readonly atMean: number;
}

const exact = IMAGES.map((x): Exact => {
  const features = dense(VALUES, "encoder.hidden0", x).map(Math.tanh);
  const [[mean = NaN], [logVar = NaN]] = [dense(VALUES, "mean", features), dense(VALUES, "logVar", features)];
  const evidence = logSumExp(NODES.map((z, i) => (LOG_WEIGHTS[i] ?? NaN) + logLikelihood(VALUES, x, [z])));
  const underQ = (of: (z: number) => number): number =>
    total(NODES.map((e, i) => Math.exp(LOG_WEIGHTS[i] ?? NaN) * of(mean + Math.exp(logVar / 2) * e)));
  return {
    evidence,
    gap: underQ((z) => logNormal(z, mean, logVar) - logNormal(z, 0, 0) - logLikelihood(VALUES, x, [z]) + evidence),
    divergence: (mean ** 2 + Math.exp(logVar) - logVar - 1) / 2,
    atMean: logLikelihood(VALUES, x, [mean]),
  };
});

const model = vae({
  network: mlp(IMAGE_AXES, NETWORK),
  latentDimensions: 1,
  likelihood: { kind: "bernoulli" },
  beta: 1,
  classes: 0,
});

/** The mean over the noise of the loss of every image. */
function meanLoss(own: Loss): readonly number[] {
  const batch = t.axis("batch", IMAGES.length * NODES.length);
  const build = new Build();
  const result = own(model, build, { images: t.input("images", [batch, ...IMAGE_AXES]), labels: null });
  const graph = t.program({ result });
  const given: Readonly<Record<string, readonly number[]>> = {
    ...Object.fromEntries(Object.entries(VALUES).map(([name, rows]) => [name, rows.flat()])),
    images: IMAGES.flatMap((x) => NODES.flatMap(() => x)),
    noise: IMAGES.flatMap(() => NODES),
  };
  const inputs = [...graph.inputs.values()].map(({ name, axes }) => [name, t.tensor(axes, given[name] ?? [])] as const);
  const found = t.compile(graph)(Object.fromEntries(inputs)).result?.values ?? [];
  return IMAGES.map((_, i) =>
    total(NODES.map((_unused, node) => Math.exp(LOG_WEIGHTS[node] ?? NaN) * (found[i * NODES.length + node] ?? NaN))),
  );
}

const check = (own: Loss): Complaint =>
  first(
    meanLoss(own).map((found, i) => {
      const { evidence, gap, divergence, atMean } = exact[i] ?? { evidence: NaN, gap: NaN, divergence: NaN, atMean: NaN };
      return differs(`the mean loss of image ${i}`, found, gap - evidence, 1e-9, {
        "the sign of the divergence is turned": gap - evidence - 2 * divergence,
        "z is the posterior's mean, not a sample": divergence - atMean,
        "the divergence is divided by batch · pixels":
          gap - evidence - divergence * (1 - 1 / (IMAGES.length * NODES.length * PIXELS)),
        "the reconstruction is averaged over pixels": (gap - evidence - divergence) / PIXELS + divergence,
      });
    }),
  );

describe("the variational autoencoder with one latent number", () => {
  it("gives all images together the probability 1", () => {
    expect(Math.abs(total(exact.map(({ evidence }) => Math.exp(evidence))) - 1)).toBeLessThan(1e-10);
  });

  it("has a loss that is −log p(x) plus the divergence from the posterior, which is never negative", () => {
    expect(check(loss)).toBeNull();
    for (const { gap } of exact) expect(gap).toBeGreaterThan(0);
  });
});

/** The loss of its parts, one of which is wrong. */
const parts =
  (change: {
    readonly z?: (own: ReturnType<Vae["posterior"]>, noise: Node) => Node;
    readonly kl?: (own: Node, images: Node) => Node;
    readonly nll?: (own: Node) => Node;
  }): Loss =>
  (own, build, examples) => {
    const q = own.posterior(build, examples);
    const [noise = t.scalar(NaN)] = q.noise.map((declared) => build.noise("noise", declared));
    const z = change.z?.(q, noise) ?? q.sample(noise);
    const nll = own.decode(build, z, null).nll(examples.images);
    const kl = klDivergence(q, own.prior);
    return t.add(change.nll?.(nll) ?? nll, change.kl?.(kl, examples.images) ?? kl);
  };

it("a loss of the same parts is the loss", () => {
  expect(check(parts({}))).toBeNull();
});

const mistakes: readonly (readonly [bug: number, mistake: string, wrong: Loss, message: string])[] = [
  [
    1,
    "σ = exp(logVar) in the reparameterization",
    parts({ z: (q, noise) => t.add(q.mean(), t.multiply(q.variance(), noise)) }),
    "the mean loss of image 0",
  ],
  [
    2,
    "noise drawn with standard deviation 0.01",
    parts({ z: (q, noise) => q.sample(t.multiply(noise, 0.01)) }),
    "the mean loss of image 0",
  ],
  [
    4,
    "the reconstruction averaged over pixels",
    parts({ nll: (own) => t.divide(own, PIXELS) }),
    "the reconstruction is averaged over pixels",
  ],
  [
    5,
    "the divergence divided by batch · pixels",
    parts({ kl: (own, images) => t.divide(own, t.elements(images.axes)) }),
    "the divergence is divided by batch · pixels",
  ],
  [7, "the bound evaluated at z = μ", parts({ z: (q) => q.mean() }), "z is the posterior's mean, not a sample"],
  [8, "the sign of the divergence", parts({ kl: t.negate }), "the sign of the divergence is turned"],
];
for (const [bug, mistake, wrong, message] of mistakes) describeMutant<Loss>({ bug, mistake, right: loss, wrong, check, message });
