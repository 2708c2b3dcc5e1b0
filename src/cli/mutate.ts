import type { Judgement } from "../mutation/outcome.js";
import type { JudgedDocument, MutationResult } from "../mutation/result.js";
import type { Budget } from "../verdicts/result.js";
import { EXIT, RequestError } from "./errors.js";
import { findDocuments } from "./files.js";
import { guardedOptions } from "./guard.js";
import type { Io } from "./io.js";
import type { Format } from "./options.js";
import { progressOn } from "./progress.js";
import { readDocuments } from "./read.js";
import { lookOf } from "./terminal.js";

export interface MutateRequest {
  readonly files: readonly string[];
  readonly format: Exclude<Format, "markdown">;
  readonly seed: number;
  readonly budget: Budget;
}

/** Steps that may be checked again for the mutants of one document, some minutes of work: every mutant checks the whole document. */
const MOST_CHECKS = 1_000_000;

/** Corrupts documents one edit at a time, in memory, and says which slips would have gone unseen. */
export async function mutate(request: MutateRequest, io: Io): Promise<number> {
  const { documents } = await findDocuments(request.files, io.folder);
  const sources = await readDocuments(documents, io);
  const { mutationResult } = await import("../mutation/result.js");
  const judged: JudgedDocument[] = [];
  for (const [path, text] of sources) judged.push(await judgeAll(path, text, request, io));
  const result = mutationResult(judged);
  io.output.write(await render(result, request, io));
  return result.summary.survivors > 0 ? EXIT.wrong : EXIT.fine;
}

async function judgeAll(path: string, text: string, request: MutateRequest, io: Io): Promise<JudgedDocument> {
  const { MutationRun } = await import("../mutation/judge.js");
  const run = new MutationRun(text, path, guardedOptions(request, io));
  const steps = run.baseline.steps.length;
  if (run.mutants.length * steps > MOST_CHECKS)
    throw new RequestError(`${path}: too long to corrupt (${run.mutants.length} edits of ${steps} steps): split the document`);
  const progress = progressOn(io.error);
  const judgements: Judgement[] = [];
  try {
    for (const mutant of run.mutants) {
      progress.at(judgements.length + 1, run.mutants.length, `${path}:${mutant.line}`);
      judgements.push(run.judge(mutant));
    }
  } finally {
    progress.wipe();
  }
  return { path, leftOut: run.leftOut, judgements };
}

async function render(result: MutationResult, { format }: MutateRequest, io: Io): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../report/json.js")).jsonText(result);
    case "pretty":
      return (await import("./mutate-pretty.js")).renderMutations(result, lookOf(io.output, io.environment));
  }
}
