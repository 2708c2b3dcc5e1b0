import { RequestError } from "./errors.js";

/** What a user writes to name a step. */
export type StepName =
  | { readonly kind: "place"; readonly path: string; readonly line: number; readonly column: number | null }
  | { readonly kind: "path-and-id"; readonly path: string; readonly id: string }
  | { readonly kind: "id"; readonly id: string };

/** Reads `FILE:LINE`, `FILE:LINE:COLUMN`, `FILE#ID` or `ID`. */
export function parseStepName(text: string): StepName {
  const place = /^(.+?):(\d{1,9})(?::(\d{1,9}))?$/su.exec(text);
  const [, path, line, column] = place ?? [];
  if (path !== undefined && line !== undefined)
    return { kind: "place", path, line: Number(line), column: column === undefined ? null : Number(column) };
  const [, file, id] = /^(.+)#([^#/\\]+)$/su.exec(text) ?? [];
  if (file !== undefined && id !== undefined) return { kind: "path-and-id", path: file, id };
  if (/^[\w-]+$/u.test(text)) return { kind: "id", id: text };
  throw new RequestError(`explain ${text}: names no step: write FILE:LINE, FILE:LINE:COLUMN, FILE#ID or ID`);
}
