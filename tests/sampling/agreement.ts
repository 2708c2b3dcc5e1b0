import type { Runner } from "../../src/sampling/stepper.js";
import type { Complaint } from "../probability/checks.js";
import { inDouble, sampled, wholeModel } from "./world.js";
import type { Drawing, Subject } from "./world.js";

/** Every logit that a value was drawn from is, to the bit, what the model says of the whole image that was drawn. */
export async function agreesWithTheWhole(subject: Subject, drawing: Drawing, runner: Runner = inDouble): Promise<Complaint> {
  const { images, logits } = await sampled(subject, drawing, runner);
  const right = wholeModel(subject, drawing.count)(images, drawing.labels ?? null).logits;
  const wrong = logits.findIndex((logit, i) => logit !== right[i]);
  return wrong < 0 ? null : `logit ${wrong} is ${logits[wrong]}, not ${right[wrong]}`;
}
