import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** A JSON object's field as an object of its own; what is no object has no fields. */
function fields(value: unknown, name: string): Map<string, unknown> {
  const field: unknown =
    typeof value === "object" && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : null;
  return new Map(typeof field === "object" && field !== null ? Object.entries(field) : []);
}

/** Packages that some package of the lock file asks for, for one platform or another, and that the lock file does not hold. */
function missingPackages(lock: unknown): string[] {
  const packages = fields(lock, "packages");
  const held = new Set([...packages.keys()].map((path) => path.replace(/^.*node_modules\//, "")));
  const wanted = [...packages.values()].flatMap((entry) => [...fields(entry, "optionalDependencies").keys()]);
  return [...new Set(wanted)].filter((name) => !held.has(name)).sort();
}

describe("the lock file", () => {
  it("holds every platform's packages", () => {
    // npm leaves out the other platforms' packages when it writes a lock file beside an installed node_modules; on those platforms
    // `npm ci` then installs a bundler without its native half. Remedy: delete node_modules and the lock file, then `npm install`.
    const lock: unknown = JSON.parse(readFileSync("package-lock.json", "utf8"));
    expect(missingPackages(lock)).toEqual([]);
    expect(fields(lock, "packages").size).toBeGreaterThan(100);
  });

  it("is seen to lack one", () => {
    const packages = {
      "node_modules/tool": { optionalDependencies: { "tool-linux": "1.0.0", "tool-darwin": "1.0.0" } },
      "node_modules/tool/node_modules/tool-linux": {},
    };
    expect(missingPackages({ packages })).toEqual(["tool-darwin"]);
  });
});
