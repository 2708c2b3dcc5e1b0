import { describe, expect, it } from "vitest";
import { clamp, constant, program, subtract } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { Build } from "../../src/models/index.js";
import type { CodedSettings } from "../../src/models/index.js";
import { slopeError, weighted } from "../tensor/finite-differences.js";
import { all, bounded } from "./subjects.js";
import { examplesOf, lossOf, subjectOf, tensorsFor, valuesOf, withValues } from "./world.js";
import type { Subject } from "./world.js";

const BATCH = 2;
const cases: readonly (readonly [string, CodedSettings])[] = Object.entries(all);

/** The error of the gradient of the loss, the examples weighed differently, with respect to everything that it is made of but labels. */
function errorOf(subject: Subject): number {
  const loss = weighted(lossOf(subject, new Build(), examplesOf(subject, BATCH)));
  const inputs = [...program({ loss }).inputs.values()].filter(({ name }) => name !== "labels");
  return slopeError(loss, inputs, tensorsFor(subject, BATCH));
}

const small = (settings: CodedSettings): Subject => subjectOf(settings, { channels: 1, height: 4, width: 4 });

describe("the gradient of the loss of a", () => {
  it.each(cases)("%s agrees with finite differences", (_, settings) => {
    expect(errorOf(small(settings))).toBeLessThan(1e-8);
  });

  it("model is seen not to agree where a term stays the same and its gradient does not", () => {
    const subject = small(bounded["VAE of dense layers"]);
    const tensors = tensorsFor(subject, BATCH);
    // At the ends of its range a clamp has the gradient 1, and this one has no other place.
    const still = (value: Node): Node => clamp(subtract(value, constant(value.axes, valuesOf(value, tensors))), 0, 0);
    expect(errorOf(withValues(subject, (value, term) => (term === "kl" ? still(value) : value)))).toBeGreaterThan(0.01);
  });
});
