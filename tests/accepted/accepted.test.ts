import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readDocument } from "../../src/document/read.js";
import { checkDocument } from "../../src/verdicts/check.js";
import type { DocumentResult, StepResult, Verdict } from "../../src/verdicts/result.js";

/** Every step in these folders is true: what is refuted there is a false alarm. */
const root = fileURLToPath(new URL("../..", import.meta.url));
const documentsIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const check = (text: string, path: string): DocumentResult => checkDocument(text, path, { seed: 0, budget: "standard" });

const accepted = documentsIn("tests/accepted");
const derivations = documentsIn("derivations");
const results = new Map([...accepted, ...derivations].map((path) => [path, check(read(path), path)]));
const stepsOf = (paths: readonly string[]): readonly StepResult[] => paths.flatMap((path) => results.get(path)?.steps ?? []);

/** Steps with one of these verdicts, as a reader would look for them. */
const listed = (path: string, verdicts: readonly Verdict[]): readonly string[] =>
  stepsOf([path])
    .filter((step) => verdicts.includes(step.verdict))
    .map((step) => `${path}:${step.line}:${step.column}: ${step.verdict}: ${step.left} ${step.relation} ${step.right}`);

const written = (step: StepResult): string => `${step.left} ${step.relation} ${step.right}`.replace(/\s+/gu, "");

describe.each([...accepted, ...derivations])("%s", (path) => {
  test("no true step is refuted", () => {
    expect(listed(path, ["refuted"])).toEqual([]);
  });

  test("no oracle contradicts another", () => {
    const contradicted = stepsOf([path]).filter((step) => {
      const said = step.evidence.filter(({ oracle }) => oracle !== "static").map(({ result }) => result);
      return said.includes("equal") && said.includes("different");
    });
    expect(contradicted.map(({ line }) => line)).toEqual([]);
  });
});

describe("the neighbours of the derivations", () => {
  test("are many, and nearly all of them are decided", () => {
    const steps = stepsOf(accepted);
    const open = accepted.flatMap((path) => listed(path, ["undecided", "not-understood"]));
    expect(steps.length).toBeGreaterThanOrEqual(250);
    expect(open.length / steps.length, open.join("\n")).toBeLessThan(0.03);
  });
});

describe.each(derivations)("%s", (path) => {
  test("every step is understood and decided, and all mathematics read", () => {
    expect(listed(path, ["undecided", "not-understood"])).toEqual([]);
    expect(results.get(path)?.unread).toEqual([]);
  });

  test("shows what its front matter promises", () => {
    const text = read(path);
    const result = readDocument(text).frontMatter?.result ?? "";
    const shown = stepsOf([path]);
    const again = check(`${text}\n$$\n${result}\n$$\n`, path).steps.slice(shown.length);
    expect(again.length).toBeGreaterThan(0);
    for (const step of again) expect(["exact", "supported", "assumed"], result).toContain(step.verdict);
    const isShown = (step: StepResult): boolean =>
      step.repeats !== undefined || shown.some((other) => written(other) === written(step));
    expect(again.some(isShown), result).toBe(true);
  });

  test("has a label that is its file's name, and steps of its own", () => {
    expect(readDocument(read(path)).frontMatter?.label).toBe(path.replace(/^derivations\/|\.md$/gu, ""));
    expect(stepsOf([path]).filter(({ verdict }) => verdict !== "assumed").length).toBeGreaterThanOrEqual(3);
  });
});
