import { describe, expect, it } from "vitest";
import { datasetOf } from "../../../src/data/memory.js";
import { keyedRandom } from "../../../src/numbers/random.js";
import { epochOrder } from "../../../src/data/order.js";
import type { LatentVariableModel, Loss, OfSettings } from "../../../src/models/index.js";
import { referenceEngine } from "../../../src/tensor/engines/reference/executable.js";
import { multiply } from "../../../src/tensor/index.js";
import { Trainer } from "../../../src/training/trainer.js";
import type { Complaint } from "../../probability/checks.js";
import { range, total } from "../../probability/matrices.js";
import type { Matrix } from "../../probability/matrices.js";
import { settingsOf } from "../../training/world.js";
import { describeSlowMutant } from "../../training/expectation-maximization/mutant.js";
import { expectedLoss, loss } from "./expected-loss.js";
import {
  applied,
  IMAGE_SIZE,
  LATENTS,
  linearModel,
  linearSettings,
  linearVae,
  logEvidence,
  PIXELS,
  WORLD,
} from "./linear-gaussian.js";
import type { World } from "./linear-gaussian.js";

// Training the linear variational autoencoder with the project's own steps ends at the maximum of the likelihood, which is known: that of probabilistic
// principal components (Tipping, Bishop: Probabilistic principal component analysis, 1999), whose posteriors a linear encoder with one covariance can have
// (Lucas, Tucker, Grosse, Norouzi: Don't blame the ELBO!, 2019).

const COUNT = 200;
const normalFrom = (random: ReturnType<typeof keyedRandom>): number =>
  Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

/** Draws of the world, as grey levels around the middle. */
const levels = ((): Uint8Array => {
  const random = keyedRandom("principal components");
  const rows = range(COUNT).map(() => {
    const z = range(LATENTS).map(() => normalFrom(random));
    return applied(WORLD.weight, z).map((own) => own + Math.exp(WORLD.logVar / 2) * normalFrom(random));
  });
  return Uint8Array.from(rows.flat(), (own) => Math.min(255, Math.max(0, Math.round(128 + 25 * own))));
})();
const DATA: Matrix = range(COUNT).map((i) => [...levels.subarray(i * PIXELS, (i + 1) * PIXELS)].map((level) => level / 255));

/** Of a symmetric matrix, by the rotations of Jacobi. */
function eigenvaluesOf(m: Matrix): number[] {
  const a = m.map((row) => [...row]);
  const at = (i: number, j: number): number => a[i]?.[j] ?? NaN;
  for (let sweep = 0; sweep < 30; sweep++) {
    for (const p of range(a.length)) {
      for (const q of range(p)) {
        const angle = Math.atan2(2 * at(p, q), at(q, q) - at(p, p)) / 2;
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (const row of a) {
          const [x = NaN, y = NaN] = [row[p], row[q]];
          [row[p], row[q]] = [c * x - s * y, s * x + c * y];
        }
        const [x = [], y = []] = [a[p], a[q]];
        [a[p], a[q]] = [x.map((own, k) => c * own - s * (y[k] ?? NaN)), x.map((own, k) => s * own + c * (y[k] ?? NaN))];
      }
    }
  }
  return a.map((row, i) => row[i] ?? NaN).sort((x, y) => y - x);
}

/** The greatest mean of log p(x) that any W, b and σ² give: the eigenvalues that W leaves out are replaced by their mean. */
const OPTIMUM = ((): number => {
  const mean = range(PIXELS).map((d) => total(DATA.map((x) => x[d] ?? NaN)) / COUNT);
  const covariance = mean.map((a, i) =>
    mean.map((b, j) => total(DATA.map((x) => ((x[i] ?? NaN) - a) * ((x[j] ?? NaN) - b))) / COUNT),
  );
  const eigenvalues = eigenvaluesOf(covariance);
  const rest = eigenvalues.slice(LATENTS);
  const noise = total(rest) / rest.length;
  const logDeterminant = total(eigenvalues.slice(0, LATENTS).map(Math.log)) + rest.length * Math.log(noise);
  return -(logDeterminant + PIXELS * (1 + Math.log(2 * Math.PI))) / 2;
})();
/** How many epochs are trained, and how far from the optimum, in nats an image, that may end. */
const [EPOCHS, SHORT] = process.env.QEDMARK_FULL === "1" ? [4000, 0.003] : [500, 0.02];

/** The model, or one with a mistake in its loss. */
type Own = OfSettings;

async function checkTraining(own: Own): Promise<Complaint> {
  const batchSize = 50;
  const steps = (EPOCHS * COUNT) / batchSize;
  const data = datasetOf({
    name: "components",
    split: "train",
    shape: IMAGE_SIZE,
    images: levels,
    labels: new Uint8Array(),
    classes: 0,
  });
  const optimizer = { kind: "adam", learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 } as const;
  const settings = settingsOf({ model: linearSettings, data: { binarization: "none" }, training: { batchSize, optimizer } });
  const trainer = await Trainer.open(referenceEngine(), own, IMAGE_SIZE, settings);
  for (const step of range(steps)) {
    const epoch = Math.floor((step * batchSize) / COUNT);
    const from = (step * batchSize) % COUNT;
    await trainer.step(data, epochOrder(COUNT, 0, epoch).subarray(from, from + batchSize), step + 1, epoch, steps);
  }
  const { parameters } = trainer;
  const bound = -total(expectedLoss(loss, linearVae(), parameters, DATA)) / COUNT;
  const evidence = total(DATA.map((x) => logEvidence(worldOf(parameters), x))) / COUNT;
  if (!(bound <= evidence && evidence <= OPTIMUM + 1e-9))
    return `the bound is ${bound}, log p(x) ${evidence}, and at most ${OPTIMUM} is possible`;
  return bound >= OPTIMUM - SHORT ? null : `training ends at a bound of ${bound}, ${OPTIMUM - bound} nats short of the optimum`;
}

/** The decoder that was learned. */
function worldOf(parameters: Readonly<Record<string, Float32Array>>): World {
  const weight = parameters["decoder.output.weight"] ?? [];
  return {
    weight: range(PIXELS).map((i) => range(LATENTS).map((j) => weight[j * PIXELS + i] ?? NaN)),
    bias: [...(parameters["decoder.output.bias"] ?? [])],
    logVar: parameters.logVar?.[0] ?? NaN,
  };
}

const withLoss = (change: (own: Loss) => Loss): Own => {
  const { latentVariable, ...rest } = linearModel;
  if (latentVariable === null) throw new Error("the model bounds nothing");
  const model: LatentVariableModel = {
    ...latentVariable,
    loss: (build, examples) => change(latentVariable.loss(build, examples)),
  };
  return { ...rest, model, latentVariable: model };
};
const withDivergence = (factor: number): Own =>
  withLoss(({ kl, ...others }) => (kl === undefined ? others : { ...others, kl: { ...kl, value: multiply(kl.value, factor) } }));

describe("the optimum", () => {
  it("is above what the world that drew the data gives", () => {
    const scale = 25 / 255;
    const drawn: World = {
      weight: WORLD.weight.map((row) => row.map((own) => own * scale)),
      bias: range(PIXELS).map(() => 128 / 255),
      logVar: WORLD.logVar + 2 * Math.log(scale),
    };
    const found = total(DATA.map((x) => logEvidence(drawn, x))) / COUNT;
    expect(found).toBeLessThan(OPTIMUM);
    expect(found).toBeGreaterThan(OPTIMUM - 0.1);
  });
});

describeSlowMutant<Own>({
  bug: 3,
  mistake: "the divergence averaged over latent dimensions, seen by training",
  right: linearModel,
  wrong: withDivergence(1 / LATENTS),
  check: checkTraining,
  message: "nats short of the optimum",
});
