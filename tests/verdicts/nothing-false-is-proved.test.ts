import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { applyEdit, mutantsOf } from "../../src/mutation/mutants.js";
import { proveClaim } from "../../src/oracles/symbolic/prove.js";
import { STANDARD_WORK } from "../../src/oracles/symbolic/search/index.js";
import { checkDocument, inspectDocument, newMemory } from "../../src/verdicts/check.js";
import { claimKey, type Decision } from "../../src/verdicts/decide.js";
import type { CheckOptions } from "../../src/verdicts/result.js";
const full = process.env.QEDMARK_FULL === "1";

/** What a search may spend; the full run gives each as much as a check does. */
const work = full ? STANDARD_WORK : 200;

/** Everything that a person may claim a step to follow by. */
const hints = ["conditioning", "forms", "averages", "tangents", "linearity"] as const;

const options: CheckOptions = { seed: 20261123, budget: "quick" };

function documents(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);
}

/** The decisions of a text by which a step is refuted. */
function refutedIn(text: string, memory = newMemory()): readonly Decision[] {
  return inspectDocument(text, "x.md", options, memory).steps.flatMap(({ resolution }) =>
    resolution?.kind === "decided" && resolution.decision.outcome === "refuted" ? [resolution.decision] : [],
  );
}

describe("the search for proofs, asked about what is refuted,", () => {
  test.each(documents("tests/refuted"))("proves nothing in %s", (path) => {
    const refuted = refutedIn(readFileSync(path, "utf8"));
    expect(refuted.length).toBeGreaterThan(0);
    for (const { claim } of refuted) for (const named of [[], hints]) expect(proveClaim(claim, named, work)).toBeNull();
  });

  test("proves no refuted mutant of a derivation", { timeout: full ? 3_600_000 : 60_000 }, () => {
    const every = full ? 1 : 797;
    const seen = new Set<string>();
    let count = 0;
    for (const path of documents("derivations")) {
      const text = readFileSync(path, "utf8");
      const memory = newMemory();
      checkDocument(text, path, options, memory);
      for (const mutant of mutantsOf(text)) {
        count += 1;
        if (count % every !== 0) continue;
        for (const { claim } of refutedIn(applyEdit(text, mutant.edit), { decisions: new Map(memory.decisions) })) {
          const key = claimKey(claim);
          if (seen.has(key)) continue;
          seen.add(key);
          const proof = proveClaim(claim, [], work);
          expect(
            proof === null
              ? null
              : `${path}: ${text.slice(mutant.edit.start - 20, mutant.edit.start)}[${mutant.edit.replacement}]`,
          ).toBeNull();
        }
      }
    }
    expect(seen.size).toBeGreaterThan(full ? 3000 : 4);
  });
});
