import { resolve } from "node:path";
import type { Budget, CheckResult, DocumentResult } from "../verdicts/result.js";
import type { CheckerSource } from "./checker.js";
import { complain, EXIT, RequestError } from "./errors.js";
import { findDocuments } from "./files.js";
import { guardedOptions } from "./guard.js";
import type { Io } from "./io.js";
import type { Format } from "./options.js";
import { outputTarget, writeOutput, type Target } from "./output.js";
import { progressOn } from "./progress.js";
import { readDocuments } from "./read.js";
import { withReplay } from "./replay.js";
import { FILE_LOOK, lookOf } from "./terminal.js";

export interface CheckRequest {
  readonly files: readonly string[];
  readonly format: Format;
  readonly out: string | null;
  readonly seed: number;
  readonly budget: Budget;
  readonly strict: boolean;
  readonly verbose: boolean;
  readonly watch: boolean;
}

export async function check(request: CheckRequest, io: Io, source: CheckerSource): Promise<number> {
  if (request.watch) return await checkAndWatch(request, io, source);
  return await report(await gather(request, io), request, io, source);
}

/** Checks again whenever the text of a document changes, a document comes or one goes. */
async function checkAndWatch(request: CheckRequest, io: Io, source: CheckerSource): Promise<number> {
  if (request.files.includes("-")) throw new RequestError("--watch: standard input cannot be watched: name files or folders");
  const { folders } = await findDocuments(request.files, io.folder);
  const own = request.out === null ? null : resolve(io.folder, request.out);
  let last: { readonly sources: ReadonlyMap<string, string>; readonly code: number } | null = null;
  const { watchFolders } = await import("./watch.js");
  return await watchFolders(
    async (draw) => {
      const before = last;
      // A complaint that is shown meanwhile is followed by a report, even if the texts are what they were.
      last = null;
      const gathered = await gather(request, io);
      const drawn = before === null || !areSame(before.sources, gathered.sources);
      const code = drawn ? await report(gathered, request, io, source, draw) : before.code;
      last = { sources: gathered.sources, code };
      return { code, folders: gathered.folders, drawn };
    },
    { folders, own },
    io,
  );
}

function areSame(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): boolean {
  return left.size === right.size && [...left].every(([path, text]) => right.get(path) === text);
}

/** What a request comes to, before anything is checked. */
interface Gathered {
  readonly sources: ReadonlyMap<string, string>;
  readonly folders: readonly string[];
  readonly target: Target;
}

async function gather(request: CheckRequest, io: Io): Promise<Gathered> {
  const { documents, folders } = await findDocuments(request.files, io.folder);
  const target = await outputTarget(request.out, documents, io.folder);
  return { sources: await readDocuments(documents, io), folders, target };
}

/** Checks, writes the report and gives the exit code. `draw` is called when the report is ready, before it is written. */
async function report(
  { sources, target }: Gathered,
  request: CheckRequest,
  io: Io,
  source: CheckerSource,
  draw?: () => void,
): Promise<number> {
  const { checkResult, contradictions } = await import("../report/summary.js");
  const result = checkResult(await checkAll(sources, request, io, source));
  const text = await render(result, sources, target, request, io);
  draw?.();
  await writeOutput(target, text, io);
  const defects = contradictions(result);
  for (const { path, step } of defects)
    complain(
      io,
      `${path}:${step.line}:${step.column}: two oracles contradict each other: this is a defect of qedmark, please report it together with the document`,
    );
  return defects.length > 0 ? EXIT.defect : exitCode(result, request.strict);
}

async function checkAll(
  sources: ReadonlyMap<string, string>,
  request: CheckRequest,
  io: Io,
  source: CheckerSource,
): Promise<readonly DocumentResult[]> {
  const checkDocument = await source();
  const options = guardedOptions(request, io);
  const progress = progressOn(io.error);
  const results: DocumentResult[] = [];
  try {
    for (const [path, text] of sources) {
      progress.at(results.length + 1, sources.size, path);
      results.push(withReplay(checkDocument(text, path, options), options));
    }
  } finally {
    progress.wipe();
  }
  return results;
}

async function render(
  result: CheckResult,
  sources: ReadonlyMap<string, string>,
  target: Target,
  request: CheckRequest,
  io: Io,
): Promise<string> {
  switch (request.format) {
    case "pretty": {
      const { renderPretty } = await import("../report/pretty.js");
      const look = target.kind === "output" ? lookOf(io.output, io.environment) : FILE_LOOK;
      return renderPretty(result, sources, { ...look, verbose: request.verbose });
    }
    case "json":
      return (await import("../report/json.js")).renderJson(result);
    case "markdown":
      return (await import("../report/markdown.js")).renderMarkdown(result, sources);
  }
}

/** Strictly, whatever was not decided is wrong too, mathematics that could not be read included. */
function exitCode({ documents, summary }: CheckResult, strict: boolean): number {
  const open = summary.undecided + summary.notUnderstood + documents.reduce((sum, { unread }) => sum + unread.length, 0);
  return summary.refuted > 0 || (strict && open > 0) ? EXIT.wrong : EXIT.fine;
}
