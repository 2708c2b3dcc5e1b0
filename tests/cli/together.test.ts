import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkDocument } from "../../src/verdicts/check.js";
import { runIn, withFolder } from "./world.js";

const FILES = Object.fromEntries(
  readdirSync("derivations")
    .filter((name) => name.endsWith(".md"))
    .sort()
    .slice(0, 4)
    .map((name) => [name, readFileSync(`derivations/${name}`, "utf8")]),
);
const NAMES = Object.keys(FILES);

/** The documents of a run by their paths, as JSON. */
function documentsOf(out: string): Map<unknown, string> {
  const result: unknown = JSON.parse(out);
  if (typeof result !== "object" || result === null || !("documents" in result) || !Array.isArray(result.documents))
    throw new Error("no documents");
  return new Map(result.documents.map((document: { readonly path: unknown }) => [document.path, JSON.stringify(document)]));
}

describe("documents that are checked together", () => {
  it("have the results that each has alone: in any order, in any shards, whatever stands beside them", async () => {
    await withFolder({ ...FILES, "other.md": "$$p(x) = 2 p(x)$$\n" }, async (folder) => {
      const run = async (...files: readonly string[]): Promise<Map<unknown, string>> =>
        documentsOf(
          (await runIn(folder, ["check", ...files, "--format", "json", "--budget", "quick"], { checker: checkDocument })).out,
        );
      const alone = new Map<unknown, string>();
      for (const name of NAMES) for (const [path, document] of await run(name)) alone.set(path, document);
      expect([...alone.keys()]).toEqual(NAMES);
      const shards = [NAMES, [...NAMES].reverse(), NAMES.slice(0, 2), NAMES.slice(2), ["other.md", ...NAMES]];
      for (const shard of shards)
        for (const [path, document] of await run(...shard)) if (path !== "other.md") expect(document).toBe(alone.get(path));
    });
  });
});
