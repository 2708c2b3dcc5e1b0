import { resolve } from "node:path";
import type { ImplementationDeclaration } from "../document/types.js";
import { planChosen } from "../pairing/chosen.js";
import { planDeclared } from "../pairing/declared.js";
import { openImplementation } from "../pairing/implementation/open.js";
import { ImplementationError } from "../pairing/implementation/types.js";
import { notCompared, pairWith } from "../pairing/pair.js";
import { PlanError } from "../pairing/problem.js";
import { type CheckedDocument, type PairResult, pairsResult, type PairsResult } from "../pairing/result.js";
import { Formulas } from "../verdicts/formulas.js";
import { samplingOf, summarise } from "../report/summary.js";
import type { Budget, DocumentResult } from "../verdicts/result.js";
import { EXIT, RequestError } from "./errors.js";
import { type DocumentPath, findDocuments } from "./files.js";
import { guardedOptions } from "./guard.js";
import type { Io } from "./io.js";
import type { Format } from "./options.js";
import { progressOn } from "./progress.js";
import { declaredTarget, ProjectError, splitTarget } from "./project.js";
import { readDocuments } from "./read.js";
import { lookOf } from "./terminal.js";

export interface PairRequest {
  readonly files: readonly string[];
  /** `./kl.mjs#kl` in place of what the front matter names. */
  readonly implementation: string | null;
  readonly formula: string | null;
  readonly arguments: string | null;
  /** Say how the documents' steps stand too, and fail where one is refuted. */
  readonly check: boolean;
  readonly format: Exclude<Format, "markdown">;
  readonly seed: number;
  readonly budget: Budget;
}

/** Compares the formulas of documents with code, and says where they differ. */
export async function pair(request: PairRequest, io: Io): Promise<number> {
  const { documents } = await findDocuments(request.files, io.folder);
  if (request.implementation !== null && documents.length > 1)
    throw new RequestError("--implementation: is compared with one document: name it");
  if (request.implementation === null && (request.formula !== null || request.arguments !== null))
    throw new RequestError("--formula and --arguments: belong to --implementation: name the function too");
  const sources = await readDocuments(documents, io);
  const pairs: PairResult[] = [];
  const checked: CheckedDocument[] = [];
  const results: DocumentResult[] = [];
  const progress = progressOn(io.error);
  try {
    for (const document of documents) {
      progress.at(checked.length + 1, documents.length, document.path);
      const text = sources.get(document.path) ?? "";
      // The formulas are what is asked for: how their steps stand is looked at only where it is said.
      const budget = request.check ? request.budget : "quick";
      const formulas = Formulas.of(text, document.path, guardedOptions({ ...request, budget }, io));
      results.push(formulas.checked);
      checked.push(summaryOf(document.path, formulas));
      pairs.push(...(await pairsOf(document, formulas, request, io)));
    }
  } finally {
    progress.wipe();
  }
  const sampling = samplingOf(results);
  const result = request.check ? pairsResult(pairs, checked, sampling.alpha) : pairsResult(pairs);
  if (pairs.length === 0)
    throw new RequestError(
      `${request.files.join(", ") || "."}: no document names an implementation in its front matter: name one with --implementation FILE#NAME`,
    );
  io.output.write(await render(result, request, io));
  return exitCode(result);
}

function summaryOf(path: string, { checked }: Formulas): CheckedDocument {
  const { undecided, notUnderstood, ...counts } = summarise([checked]);
  return { path, ...counts, open: undecided + notUnderstood + checked.unread.length };
}

async function pairsOf(document: DocumentPath, formulas: Formulas, request: PairRequest, io: Io): Promise<readonly PairResult[]> {
  if (request.implementation !== null) return [await chosenPair(document.path, formulas, request.implementation, request, io)];
  const results: PairResult[] = [];
  for (const declaration of formulas.frontMatter?.implementations ?? [])
    results.push(await declaredPair(document, formulas, declaration, request, io));
  return results;
}

async function declaredPair(
  document: DocumentPath,
  formulas: Formulas,
  declaration: ImplementationDeclaration,
  request: PairRequest,
  io: Io,
): Promise<PairResult> {
  const { line } = formulas.positionOf(declaration.range.start);
  const fail = (message: string, at = line): PairResult =>
    notCompared(document.path, at, declaration.formula ?? "", declaration.function, message);
  if (document.kind === "input") return fail("code that standard input names is never run: use --implementation");
  let absolute = "";
  try {
    const plan = planDeclared(formulas, declaration);
    const target = declaredTarget(declaration.function, document.real);
    absolute = target.file;
    const method = plan.method === null ? null : { name: plan.method.name };
    const implementation = await openImplementation(
      target.kind === "graph" ? { ...target, method } : target,
      undefined,
      io.environment,
    );
    try {
      return await pairWith(formulas, document.path, plan, implementation, declaration.function, request);
    } finally {
      await implementation.close();
    }
  } catch (error) {
    if (error instanceof PlanError) return fail(error.message, error.line);
    if (error instanceof ImplementationError) return fail(asNamed(error, absolute, declaration.function.replace(/#.*$/u, "")));
    if (error instanceof ProjectError) return fail(error.message);
    throw error;
  }
}

/** A message about a file, with the file as the user named it. */
function asNamed(error: Error, absolute: string, named: string): string {
  return error.message.replace(absolute, named);
}

async function chosenPair(path: string, formulas: Formulas, named: string, request: PairRequest, io: Io): Promise<PairResult> {
  const { path: file, name } = splitOrRefuse(named);
  const absolute = resolve(io.folder, file);
  const given = request.arguments === null ? null : request.arguments.split(";").map((each) => each.trim());
  try {
    const implementation = await openImplementation({ kind: "plain", file: absolute, name }, undefined, io.environment);
    try {
      const plan = planChosen(formulas, { formula: request.formula, arguments: given }, implementation.parameters);
      return await pairWith(formulas, path, plan, implementation, named, request);
    } finally {
      await implementation.close();
    }
  } catch (error) {
    if (error instanceof PlanError) return notCompared(path, error.line, request.formula ?? "", named, error.message);
    if (error instanceof ImplementationError) throw new RequestError(asNamed(error, absolute, file));
    throw error;
  }
}

function splitOrRefuse(named: string): ReturnType<typeof splitTarget> {
  try {
    return splitTarget(named);
  } catch (error) {
    throw error instanceof ProjectError ? new RequestError(error.message) : error;
  }
}

async function render(result: PairsResult, { format }: PairRequest, io: Io): Promise<string> {
  switch (format) {
    case "json":
      return (await import("../report/json.js")).jsonText(result);
    case "pretty":
      return (await import("../report/pairs.js")).renderPairs(result, lookOf(io.output, io.environment));
  }
}

function exitCode({ summary, documents }: PairsResult): number {
  const refuted = documents.some((document) => document.refuted > 0);
  return summary.hold === summary.pairs && !refuted ? EXIT.fine : EXIT.wrong;
}
