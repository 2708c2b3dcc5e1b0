import { encodeCheckpoint } from "../runs/checkpoint.js";
import { isOfMixture } from "../training/configuration.js";
import { sectionEvaluated } from "../training/trainer.js";
import type { FinishedRun } from "./finished-run.js";

/** The files of a run that holds nothing but what is evaluated: it can be measured, sampled and exported, not trained on. */
export function evaluatedRun({ configuration, checkpoint }: FinishedRun): Readonly<Record<string, Uint8Array>> {
  const section = isOfMixture(configuration) ? "" : `${sectionEvaluated(configuration.settings.training)}/`;
  const tensors = new Map([...checkpoint.tensors].filter(([name]) => name.startsWith(section)));
  const file = `step-${String(checkpoint.step).padStart(9, "0")}.best.safetensors`;
  return {
    "config.json": new TextEncoder().encode(`${JSON.stringify(configuration, null, 2)}\n`),
    "metrics.jsonl": new Uint8Array(),
    [`checkpoints/${file}`]: encodeCheckpoint({ ...checkpoint, metricsBytes: 0, state: null, tensors }),
  };
}
