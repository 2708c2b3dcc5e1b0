import { KNOWN_DATA } from "../data/known.js";
import { filesOfRun } from "../runs/run-folder.js";
import { isOfMixture } from "../training/configuration.js";
import type { AnyConfiguration } from "../training/configuration.js";
import { sectionEvaluated } from "../training/trainer.js";
import type { FinishedRun } from "./finished-run.js";

/** The files of a run that holds nothing but what is evaluated: it can be measured, sampled and exported, not trained on. */
export function evaluatedRun({ configuration, checkpoint }: FinishedRun): Readonly<Record<string, Uint8Array>> {
  const section = isOfMixture(configuration) ? "" : `${sectionEvaluated(configuration.settings.training)}/`;
  const tensors = new Map([...checkpoint.tensors].filter(([name]) => name.startsWith(section)));
  return filesOfRun({ ...withoutPath(configuration) }, { ...checkpoint, state: null, tensors });
}

/** With the data's name where it has a path, which leads nowhere elsewhere. */
function withoutPath(own: AnyConfiguration): AnyConfiguration {
  const path = own.settings.data.source;
  const source = KNOWN_DATA.has(path.toLowerCase()) ? path : own.data.name;
  return isOfMixture(own)
    ? { ...own, settings: { ...own.settings, data: { ...own.settings.data, source } } }
    : { ...own, settings: { ...own.settings, data: { ...own.settings.data, source } } };
}
