import { describe, expect, it } from "vitest";
import { add, mean, multiply, namesOf } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { Build, lines } from "../../src/models/index.js";
import type { CodedSettings } from "../../src/models/index.js";
import type { Complaint } from "../probability/checks.js";
import { isNegativeBound } from "./bound.js";
import { eachAlone } from "./each-alone.js";
import { all, bounded, size } from "./subjects.js";
import { boundedSubjectOf, examplesOf, subjectOf, tensorsFor, valuesOf, withValues } from "./world.js";

const BATCH = 3;
const cases: readonly (readonly [string, CodedSettings])[] = Object.entries(all);
const boundedCases = Object.entries(bounded);

describe.each(cases)("the loss of a %s", (_, settings) => {
  const subject = subjectOf(settings, size);
  const tensors = tensorsFor(subject, BATCH);

  it("has one number for each example in each term", () => {
    for (const { value } of Object.values(subject.model.loss(new Build(), examplesOf(subject, BATCH)))) {
      expect(namesOf(value.axes)).toEqual(["batch"]);
      expect(valuesOf(value, tensors)).toHaveLength(BATCH);
    }
  });

  it("gives each example what it gives it alone", () => {
    expect(eachAlone(subject, BATCH, tensors)).toBeNull();
  });

  it("would be seen to mix examples", () => {
    const mixed = (change: (value: Node) => Node): Complaint => eachAlone(withValues(subject, change), BATCH, tensors);
    expect(mixed((value) => multiply(value, 1 / BATCH))).toBeNull();
    expect(mixed((value) => multiply(value, 1 / (value.axes[0]?.size ?? 0)))).toContain("divided by the size of the batch");
    expect(mixed((value) => add(value, mean(value, ["batch"])))).toContain("none of the usual mistakes");
    expect(mixed((value) => add(multiply(value, 0), mean(value, ["batch"])))).toContain("does not tell examples apart");
  });

  it("names the lines that its terms are", () => {
    const known: readonly unknown[] = Object.values(lines);
    const { reconstruction, kl } = subject.model.loss(new Build(), examplesOf(subject, BATCH));
    const likelihood = settings.likelihood.kind === "bernoulli" ? lines.crossEntropy : lines.normalLikelihood;
    expect(reconstruction?.derivation).toContain(likelihood);
    for (const line of [...(reconstruction?.derivation ?? []), ...(kl?.derivation ?? [])]) expect(known).toContain(line);
  });
});

describe.each(boundedCases)("the loss of a %s", (_, settings) => {
  it("is the negative of the evidence lower bound, the divergence times β", () => {
    const subject = boundedSubjectOf(settings, size);
    const tensors = tensorsFor(subject, BATCH);
    expect(isNegativeBound(subject, BATCH, tensors, settings)).toBeNull();
    const doubled = withValues(subject, (value, term) => (term === "kl" ? multiply(value, 2) : value));
    expect(isNegativeBound(doubled, BATCH, tensors, settings)).not.toBeNull();
  });
});
