import { describe, expect, it } from "vitest";
import { namesOf } from "../../src/tensor/index.js";
import { Build, codedOf } from "../../src/models/index.js";
import { differs, first } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { all, bounded, size } from "./subjects.js";
import { examplesOf, losses, subjectOf, tensorsFor, valuesOf } from "./world.js";
import type { Subject } from "./world.js";

const BATCH = 3;
const names = ["auto-encoder of dense layers", "auto-encoder of convolutions"] as const;

/** The loss is −log p(x|z) at the code of x, and nothing else. */
function isReconstruction(subject: Subject): Complaint {
  const { model } = subject;
  const tensors = tensorsFor(subject, BATCH);
  const [build, examples] = [new Build(), examplesOf(subject, BATCH)];
  const decoded = model.decode(build, model.encode(build, examples), examples.labels);
  const expected = valuesOf(decoded.distribution.logProb(examples.images), tensors);
  return first(
    losses(subject, BATCH, tensors).map((loss, i) =>
      differs(`the loss of example ${i}`, loss, -(expected[i] ?? NaN), 1e-12 * Math.abs(loss)),
    ),
  );
}

describe.each(names)("an %s", (name) => {
  const subject = subjectOf(all[name], size);

  it("draws no noise", () => {
    const build = new Build();
    subject.model.loss(build, examplesOf(subject, BATCH));
    expect(build.noises.size).toBe(0);
  });

  it("has the reconstruction of an image from its code for its loss", () => {
    expect(isReconstruction(subject)).toBeNull();
    expect(Object.keys(subject.model.loss(new Build(), examplesOf(subject, BATCH)))).toEqual(["reconstruction"]);
  });

  it("bounds no log p(x)", () => {
    expect(codedOf(all[name], size).latentVariable).toBeNull();
  });

  it("has one code for each image", () => {
    const codes = subject.model.encode(new Build(), examplesOf(subject, BATCH));
    expect(namesOf(codes.axes).toSorted()).toEqual(["batch", "latent"]);
  });
});

it("a VAE is no auto-encoder: it draws noise, and its loss is another one", () => {
  const subject = subjectOf(bounded["VAE of dense layers"], size);
  const build = new Build();
  subject.model.loss(build, examplesOf(subject, BATCH));
  expect([...build.noises.values()].map(({ law }) => law)).toEqual(["standard normal"]);
  expect(isReconstruction(subject)).not.toBeNull();
});
