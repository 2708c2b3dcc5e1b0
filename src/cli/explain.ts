import { SourceLines } from "../report/lines.js";
import type { Budget, DocumentResult, StepResult } from "../verdicts/result.js";
import type { Checker, CheckerSource } from "./checker.js";
import { EXIT, RequestError } from "./errors.js";
import { findDocuments } from "./files.js";
import { guardedOptions } from "./guard.js";
import type { Io } from "./io.js";
import type { Format } from "./options.js";
import { readDocument } from "./read.js";
import { replayCommand, withReplay } from "./replay.js";
import { parseStepName, type StepName } from "./step-name.js";
import { lookOf } from "./terminal.js";

export interface ExplainRequest {
  /** `FILE:LINE[:COLUMN]`, `FILE#ID` or `ID`. */
  readonly step: string;
  /** Where an ID is looked for; the current folder when empty. */
  readonly files: readonly string[];
  readonly format: Exclude<Format, "markdown">;
  readonly seed: number;
  readonly budget: Budget;
}

/** A step with the document that it stands in. */
interface Found {
  readonly document: DocumentResult;
  readonly text: string;
  readonly step: StepResult;
}

/** Shows the steps that a name stands for: one, or all those of a line. */
export async function explain(request: ExplainRequest, io: Io, source: CheckerSource): Promise<number> {
  const name = parseStepName(request.step);
  if (name.kind !== "id" && request.files.length > 0)
    throw new RequestError(`explain ${request.step}: names its document itself: leave ${request.files.join(" ")} out`);
  const { documents } = await findDocuments(name.kind === "id" ? request.files : [name.path], io.folder);
  if (name.kind !== "id" && documents.length !== 1)
    throw new RequestError(`${name.path}: is not one document: name a Markdown file`);
  const checkDocument = await source({ derivations: true });
  const found: Found[] = [];
  for (const document of documents)
    found.push(...stepsNamed(name, document.path, await readDocument(document, io), request, io, checkDocument));
  const [first, ...others] = found;
  if (first === undefined)
    throw new RequestError(`${request.step}: no step has this id: qedmark check --format json lists the ids`);
  if (name.kind === "id" && others.length > 0)
    throw new RequestError(
      `${request.step}: more than one step has this id: name one of ${found.map(({ document, step }) => `${document.path}#${step.id}`).join(", ")}`,
    );
  io.output.write(await render(found, request, io));
  return found.some(({ step }) => step.verdict === "refuted") ? EXIT.wrong : EXIT.fine;
}

function stepsNamed(
  name: StepName,
  path: string,
  text: string,
  request: ExplainRequest,
  io: Io,
  checkDocument: Checker,
): readonly Found[] {
  const options = guardedOptions(request, io);
  const document = withReplay(checkDocument(text, path, options), options);
  const steps = name.kind === "place" ? stepsAt(document, text, name) : stepsWithId(document.steps, name.id);
  if (steps.length === 0 && name.kind === "place") throw new RequestError(noStepAt(document, name));
  return steps.map((step) => ({ document, text, step }));
}

/** The steps of an id, or of the beginning of one when no id is that. */
function stepsWithId(steps: readonly StepResult[], id: string): readonly StepResult[] {
  const exact = steps.filter((step) => step.id === id);
  return exact.length > 0 ? exact : steps.filter((step) => step.id.startsWith(id));
}

/**
 * With a column, the one step whose relation sign stands nearest to it on the line; without, all steps with their sign on the line. Where no
 * sign stands on the line, the shortest step that extends over it.
 */
function stepsAt(
  document: DocumentResult,
  text: string,
  { line, column }: StepName & { readonly kind: "place" },
): readonly StepResult[] {
  const onLine = document.steps.filter((step) => step.line === line);
  if (onLine.length > 0) {
    if (column === null) return onLine;
    const nearest = least(onLine.map((step) => Math.abs(step.column - column)));
    return onLine.filter((step) => Math.abs(step.column - column) === nearest).slice(0, 1);
  }
  const lines = new SourceLines(text);
  const over = document.steps.filter(
    ({ range: { step } }) => lines.indexAt(step.start) < line && line <= lines.indexAt(step.end) + 1,
  );
  const lengthOf = ({ range: { step } }: StepResult): number => step.end - step.start;
  const shortest = least(over.map(lengthOf));
  return over.filter((step) => lengthOf(step) === shortest).slice(0, 1);
}

/** Of any number of values: as arguments of one call they would have to fit on the stack. */
const least = (values: readonly number[]): number => values.reduce((low, value) => Math.min(low, value), Infinity);

function noStepAt(document: DocumentResult, { path, line }: StepName & { readonly kind: "place" }): string {
  const unread = document.unread.find((range) => range.line <= line && line <= range.endLine);
  if (unread !== undefined) return `${path}:${line}: the mathematics here was not read: ${unread.reason}`;
  const before = document.steps.findLast((step) => step.line < line);
  const after = document.steps.find((step) => step.line > line);
  const near = [before, after].flatMap((step) => (step === undefined ? [] : [`line ${step.line}`]));
  return `${path}:${line}: no step stands here: ${near.length === 0 ? "the document has none" : `the nearest stand on ${near.join(" and ")}`}`;
}

async function render(found: readonly Found[], request: ExplainRequest, io: Io): Promise<string> {
  if (request.format === "json") {
    const { renderStepJson } = await import("../report/json.js");
    return found.map(({ document, step }) => renderStepJson(document.path, step)).join("");
  }
  const { renderExplanation } = await import("../report/explain.js");
  const look = lookOf(io.output, io.environment);
  return found
    .map(({ document, step, text }) =>
      renderExplanation(document, step, text, { ...look, command: replayCommand(document.path, step.id, request) }),
    )
    .join("\n");
}
