import { describe, expect, it } from "vitest";
import * as t from "../../../src/tensor/index.js";
import type { Node } from "../../../src/tensor/index.js";
import { Build } from "../../../src/models/index.js";
import { klDivergence, normal } from "../../../src/probability/index.js";
import type { Normal } from "../../../src/probability/index.js";
import type { Vae } from "../../../src/models/vae.js";
import { differs, first } from "../../probability/checks.js";
import type { Complaint, Suspects } from "../../probability/checks.js";
import { range, traceOf } from "../../probability/matrices.js";
import { describeMutant } from "../../probability/mutant.js";
import { probesOf } from "../../probability/statistics.js";
import { expectedLoss, loss } from "./expected-loss.js";
import type { Loss } from "./expected-loss.js";
import {
  applied,
  DATA,
  encoded,
  exactEncoder,
  gram,
  IMAGE_AXES,
  klOf,
  LATENTS,
  linearVae,
  logDensity,
  logEvidence,
  parametersOf,
  PIXELS,
  posteriorOf,
  someEncoder,
  transposed,
  WORLD,
} from "./linear-gaussian.js";
import type { Encoder, World } from "./linear-gaussian.js";

// The linear variational autoencoder beside the closed forms of its world. Its loss is a quadratic polynomial of the noise, so a few values of it tell its
// mean: nothing here is estimated.

interface Setting {
  readonly world: World;
  readonly encoder: Encoder;
  readonly beta: number;
}

const expected = (own: Loss, { world, encoder, beta }: Setting): readonly number[] =>
  expectedLoss(own, linearVae(beta), parametersOf(world, encoder), DATA);

/** The two parts of −bound in closed form, and what they would be with a mistake in them. */
function closed(
  { world, encoder, beta }: Setting,
  x: readonly number[],
): { readonly right: number; readonly suspects: Suspects } {
  const q = encoded(encoder, x);
  const kl = klOf(q, {
    mean: range(LATENTS).map(() => 0),
    covariance: range(LATENTS).map((i) => range(LATENTS).map((j) => (i === j ? 1 : 0))),
  });
  const decoded = applied(world.weight, q.mean).map((own, i) => own + (world.bias[i] ?? NaN));
  const noise = {
    mean: decoded,
    covariance: range(PIXELS).map((i) => range(PIXELS).map((j) => (i === j ? Math.exp(world.logVar) : 0))),
  };
  const atMean = -logDensity(x, noise);
  /** −E log p(x|z) where the codes have these variances. */
  const reconstruction = (variance: (own: number) => number): number => {
    const spread = q.covariance.map((row, i) => row.map((own, j) => (i === j ? variance(own) : 0)));
    return atMean + traceOf(gram(transposed(world.weight)), spread) / (2 * Math.exp(world.logVar));
  };
  const right = reconstruction((own) => own);
  return {
    right: right + beta * kl,
    suspects: {
      "σ is exp(logVar): the ½ is missing": reconstruction((own) => own ** 2) + beta * kl,
      "the noise has standard deviation 0.01": reconstruction((own) => own * 1e-4) + beta * kl,
      "the divergence is averaged over latent dimensions": right + (beta * kl) / LATENTS,
      "the reconstruction is averaged over pixels": right / PIXELS + beta * kl,
      "the divergence is divided by batch · pixels": right + (beta * kl) / (DATA.length * probesOf(LATENTS).length * PIXELS),
      "logVar is taken for σ": reconstruction((own) => Math.log(own) ** 2) + beta * kl,
      "z is the posterior's mean, not a sample": atMean + beta * kl,
      "the sign of the divergence is turned": right - beta * kl,
      "the constant of the normal density is there once more in each dimension":
        right + beta * kl + ((PIXELS - 1) * PIXELS * Math.log(2 * Math.PI)) / 2,
      "β is ignored": right + kl,
    },
  };
}

const settings: readonly Setting[] = [
  { world: WORLD, encoder: exactEncoder(WORLD), beta: 1 },
  { world: WORLD, encoder: someEncoder("first"), beta: 1 },
  { world: WORLD, encoder: someEncoder("second"), beta: 2.5 },
];

const check = (own: Loss): Complaint =>
  first(
    settings.flatMap((setting) =>
      expected(own, setting).map((found, i) => {
        const { right, suspects } = closed(setting, DATA[i] ?? []);
        return differs(`the mean loss of example ${i}`, found, right, 1e-9 * (1 + Math.abs(right)), suspects);
      }),
    ),
  );

describe("the linear variational autoencoder", () => {
  it("has the loss that its world says", () => {
    expect(check(loss)).toBeNull();
  });

  it("bounds log p(x) from below with any encoder, by the divergence from the posterior", () => {
    for (const key of range(20)) {
      const encoder = someEncoder(`bound ${key}`);
      for (const [i, found] of expected(loss, { world: WORLD, encoder, beta: 1 }).entries()) {
        const x = DATA[i] ?? [];
        const gap = klOf(encoded(encoder, x), posteriorOf(WORLD, x));
        expect(gap).toBeGreaterThan(0);
        expect(Math.abs(logEvidence(WORLD, x) + found - gap)).toBeLessThan(1e-9 * (1 + Math.abs(found)));
      }
    }
  });

  it("reaches log p(x) with the encoder that is the posterior", () => {
    for (const [i, found] of expected(loss, { world: WORLD, encoder: exactEncoder(WORLD), beta: 1 }).entries()) {
      expect(Math.abs(logEvidence(WORLD, DATA[i] ?? []) + found)).toBeLessThan(1e-9);
    }
  });
});

/** A loss made of parts, one of which may be wrong. */
interface Parts {
  readonly draw: (q: Normal, noise: Node) => Node;
  readonly nll: (p: Normal, images: Node) => Node;
  readonly divergence: (q: Normal, model: Vae, images: Node) => Node;
}
const PARTS: Parts = {
  draw: (q, noise) => q.sample(noise),
  nll: (p, images) => t.negate(p.logProb(images)),
  divergence: (q, { prior }) => klDivergence(q, prior),
};
const parts =
  (own: Partial<Parts>, beta?: number): Loss =>
  (model, build, examples) => {
    const { draw, nll, divergence } = { ...PARTS, ...own };
    const q = model.posterior(build, examples);
    const [noise = t.scalar(NaN)] = q.noise.map((declared) => build.noise("noise", declared));
    const { parameters } = model.decode(build, draw(q, noise), null).distribution;
    const [mean, logVar] = [parameters.mean?.node ?? noise, parameters.logVar?.node ?? noise];
    const p = normal({ mean, logVar }, t.namesOf(IMAGE_AXES));
    const kl = divergence(q, model, examples.images);
    // The model's own loss holds its β.
    const weight = beta ?? model.loss(new Build(), examples).kl?.weight ?? NaN;
    return t.add(nll(p, examples.images), t.multiply(kl, weight));
  };
const drawnWith = (scale: (logVar: Node) => Node): Partial<Parts> => ({
  draw: (q, noise) => t.add(q.mean(), t.multiply(scale(q.parameters.logVar.node), noise)),
});

it("a loss of the same parts is the loss", () => {
  expect(check(parts({}))).toBeNull();
});

const mistakes: readonly (readonly [bug: number, mistake: string, wrong: Loss, message: string])[] = [
  [1, "σ = exp(logVar) in the reparameterization", parts(drawnWith(t.exp)), "σ is exp(logVar): the ½ is missing"],
  [
    2,
    "noise drawn with standard deviation 0.01",
    parts({ draw: (q, noise) => q.sample(t.multiply(noise, 0.01)) }),
    "the noise has standard deviation 0.01",
  ],
  [
    3,
    "the divergence averaged over latent dimensions",
    parts({ divergence: (q, { prior }) => t.divide(klDivergence(q, prior), LATENTS) }),
    "the divergence is averaged over latent dimensions",
  ],
  [
    4,
    "the reconstruction averaged over pixels",
    parts({ nll: (p, images) => t.divide(t.negate(p.logProb(images)), PIXELS) }),
    "the reconstruction is averaged over pixels",
  ],
  [
    5,
    "the divergence divided by batch · pixels",
    parts({ divergence: (q, { prior }, images) => t.divide(klDivergence(q, prior), t.elements(images.axes)) }),
    "the divergence is divided by batch · pixels",
  ],
  [6, "logVar taken for σ", parts(drawnWith((logVar) => logVar)), "logVar is taken for σ"],
  [7, "the bound evaluated at z = μ", parts({ draw: (q) => q.mean() }), "z is the posterior's mean, not a sample"],
  [
    8,
    "the sign of the divergence",
    parts({ divergence: (q, { prior }) => t.negate(klDivergence(q, prior)) }),
    "the sign of the divergence is turned",
  ],
  [
    13,
    "the constant of the normal density once more in each dimension",
    parts({
      nll: (p, images) => t.add(t.negate(p.logProb(images)), ((PIXELS - 1) * PIXELS * Math.log(2 * Math.PI)) / 2),
    }),
    "the constant of the normal density is there once more in each dimension",
  ],
  [14, "β accepted and ignored", parts({}, 1), "β is ignored"],
];
for (const [bug, mistake, wrong, message] of mistakes) describeMutant<Loss>({ bug, mistake, right: loss, wrong, check, message });
