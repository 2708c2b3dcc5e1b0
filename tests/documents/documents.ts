import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkDocument } from "../../src/verdicts/check.js";
import type { DocumentResult } from "../../src/verdicts/result.js";

/** The Markdown files of a folder of the project, sorted by name. */
export function documentsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => join(folder, name));
}

export function textOf(path: string): string {
  return readFileSync(path, "utf8");
}

/** What `qedmark check` says of a document with the options that it has when none are given. */
export function check(path: string, text: string): DocumentResult {
  return checkDocument(text, path, { seed: 0, budget: "standard" });
}
