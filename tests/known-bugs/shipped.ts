import { fill } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { klNormalStandard, normal } from "../../src/probability/index.js";
import type { MeanAndLogVar, Normal } from "../../src/probability/index.js";
import { lines } from "../../src/models/index.js";
import type { Build, Examples, LatentVariableModel, Likelihood } from "../../src/models/index.js";
import type { Complaint } from "../probability/checks.js";
import { describeMutant } from "../probability/mutant.js";
import type { BoundedSubject } from "../models/world.js";

/** What people write themselves when they write a variational auto-encoder. */
export interface Pieces {
  /** q(z|x) from what the encoder puts out. */
  readonly posterior: (parameters: MeanAndLogVar) => MeanAndLogVar;
  /** z = μ + σ ε. */
  readonly draw: (q: Normal, noise: Node) => Node;
  /** −log p(x|z). */
  readonly reconstruction: (p: Likelihood, images: Node) => Node;
  /** KL(q(z|x) ‖ p(z)). */
  readonly divergence: (parameters: MeanAndLogVar) => Node;
}

export const right: Pieces = {
  posterior: (parameters) => parameters,
  draw: (q, noise) => q.sample(noise),
  reconstruction: (p, images) => p.nll(images),
  divergence: (parameters) => klNormalStandard(parameters, ["latent"]),
};

/** A posterior of that mean and log σ². */
export function posteriorOf(q: Normal): MeanAndLogVar {
  return { mean: q.parameters.mean.node, logVar: q.parameters.logVar.node };
}

/** A variational auto-encoder of the networks of another, with a loss of pieces of one's own. */
export function shipped<S extends BoundedSubject>(subject: S, own: Partial<Pieces> = {}): S {
  const pieces: Pieces = { ...right, ...own };
  const { model } = subject;
  const posterior = (build: Build, examples: Examples): Normal => {
    const encoded = model.posterior(build, examples);
    const { mean, logVar } = encoded.parameters;
    if (mean === undefined || logVar === undefined) throw new Error("the posterior is not normal");
    const q = normal(pieces.posterior({ mean: mean.node, logVar: logVar.node }), ["latent"]);
    return { ...q, sample: (...noise) => pieces.draw(q, noise[0] ?? fill([], 0)) };
  };
  const loss: LatentVariableModel["loss"] = (build, examples) => {
    const q = posterior(build, examples);
    const z = q.sample(...q.noise.map((noise) => build.noise("noise", noise)));
    const p = model.decode(build, z, examples.labels);
    return {
      reconstruction: {
        value: pieces.reconstruction(p, examples.images),
        weight: 1,
        annealed: false,
        derivation: [lines.bound, p.derivation],
      },
      kl: { value: pieces.divergence(posteriorOf(q)), weight: 1, annealed: true, derivation: [lines.bound, lines.divergence] },
    };
  };
  return { ...subject, model: { ...model, posterior, loss } };
}

/** A mistake in one piece, a check of the whole that sees it, and part of what this says. */
export interface Mistake {
  readonly bug: number;
  readonly mistake: string;
  readonly of: BoundedSubject;
  readonly pieces: Partial<Pieces>;
  readonly check: (subject: BoundedSubject) => Complaint;
  readonly message: string;
}

/** The library's model passes the check, the one with the mistake does not. */
export function describeMistakes(mistakes: readonly Mistake[]): void {
  for (const { of, pieces, ...rest } of mistakes)
    describeMutant<BoundedSubject>({ ...rest, right: of, wrong: shipped(of, pieces) });
}

/** A reconstruction or divergence that is the right one, changed. */
export const reconstruction = (change: (value: Node, p: Likelihood) => Node): Partial<Pieces> => ({
  reconstruction: (p, images) => change(p.nll(images), p),
});
export const divergence = (change: (value: Node) => Node): Partial<Pieces> => ({
  divergence: (parameters) => change(right.divergence(parameters)),
});
