import { namesOf } from "../../src/tensor/index.js";
import { Build } from "../../src/models/index.js";
import { differs, first } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { at, examplesOf, losses, lossOf, valuesOf } from "./world.js";
import type { Subject, Tensors } from "./world.js";

/** An example's loss does not depend on what else is in the batch. */
export function eachAlone(subject: Subject, batch: number, tensors: Tensors): Complaint {
  const loss = lossOf(subject, new Build(), examplesOf(subject, batch));
  if (namesOf(loss.axes).join() !== "batch")
    return `the loss has the axes (${namesOf(loss.axes).join()}), not one number for each example: summed over the wrong axes`;
  const together = valuesOf(loss, tensors);
  if (new Set(together).size < batch) return "the loss does not tell examples apart";
  return first(
    together.map((own, i) => {
      const [alone = NaN] = losses(subject, 1, at(tensors, "batch", i));
      return differs(`the loss of example ${i}`, own, alone, 1e-12 * Math.abs(alone), {
        "divided by the size of the batch": alone / batch,
      });
    }),
  );
}
