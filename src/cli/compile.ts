import { SelectionError } from "../codegen/select.js";
import type { Selector } from "../codegen/selector.js";
import type { Target } from "../codegen/generate.js";
import type { Budget } from "../verdicts/result.js";
import { complain, EXIT, RequestError } from "./errors.js";
import { findDocuments } from "./files.js";
import { guardedOptions } from "./guard.js";
import type { Io } from "./io.js";
import { outputTarget, writeOutput } from "./output.js";
import { readDocument } from "./read.js";
import { packageVersion } from "./version.js";

export interface CompileRequest {
  /** `FILE#LABEL`, `FILE:LINE` or `FILE#L12`. */
  readonly formula: string;
  readonly target: Target;
  readonly out: string | null;
  readonly seed: number;
  readonly budget: Budget;
}

/** Turns a formula of a checked document into code. */
export async function compile(request: CompileRequest, io: Io): Promise<number> {
  const { path, selector } = parseFormula(request.formula);
  const { documents } = await findDocuments([path], io.folder);
  const [document, ...others] = documents;
  if (document === undefined || others.length > 0) throw new RequestError(`${path}: is not one document: name a Markdown file`);
  const target = await outputTarget(request.out, documents, io.folder);
  const text = await readDocument(document, io);
  const { Formulas } = await import("../verdicts/formulas.js");
  const { generate } = await import("../codegen/generate.js");
  try {
    const formulas = Formulas.of(text, document.path, guardedOptions(request, io));
    await writeOutput(target, generate(formulas, selector, request.target, packageVersion()), io);
    return EXIT.fine;
  } catch (error) {
    if (!(error instanceof SelectionError)) throw error;
    if (!error.wrong) throw new RequestError(`${document.path}: ${error.message}`);
    complain(io, `${document.path}: ${error.message}`);
    return EXIT.wrong;
  }
}

/** Reads `FILE#LABEL`, `FILE:LINE` or `FILE#L12`. Labels may hold a colon: behind `.md#` stands a label, `eq:12` too. */
export function parseFormula(text: string): { readonly path: string; readonly selector: Selector } {
  const [, document, name] = /^(.+?\.(?:md|markdown))#(.+)$/isu.exec(text) ?? [];
  const [, file, line] = /^(.+?)(?::|#L)(\d{1,9})$/su.exec(text) ?? [];
  if (file !== undefined && line !== undefined && (document === undefined || file === document))
    return { path: file, selector: { kind: "line", line: Number(line) } };
  const [, path = document, label = name] = document === undefined ? (/^([^#]+)#(.+)$/su.exec(text) ?? []) : [];
  if (path !== undefined && label !== undefined) return { path, selector: { kind: "label", label } };
  throw new RequestError(`compile ${text}: names no formula: write FILE#LABEL or FILE:LINE`);
}
