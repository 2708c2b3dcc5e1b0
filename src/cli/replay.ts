import type { CheckOptions, DocumentResult } from "../verdicts/result.js";
import { shellWord } from "./shell.js";

/** The command that shows a step again, ready for a shell. Text from standard input has to be given once more. */
export function replayCommand(path: string, id: string, { seed, budget }: CheckOptions): string {
  const name = path === "-" ? `${shellWord(id)} -` : shellWord(`${path.startsWith("-") ? "./" : ""}${path}#${id}`);
  return `qedmark explain ${name} --seed ${seed}${budget === "standard" ? "" : ` --budget ${budget}`}`;
}

/** The document's result in which every refutation carries the command that reproduces it. */
export function withReplay(document: DocumentResult, options: CheckOptions): DocumentResult {
  const steps = document.steps.map((step) =>
    step.verdict === "refuted" && step.replay === undefined
      ? { ...step, replay: replayCommand(document.path, step.id, options) }
      : step,
  );
  return { ...document, steps };
}
