import { describe, expect, it } from "vitest";
import { met, type Measurement } from "../../bench/outcome.js";
import { benchmarkPage, outcomeTable } from "../../bench/page.js";

function measurement(relation: "at most" | "at least", bound: number, ratio: number): Measurement {
  return { kind: "measured", name: "start", ours: "90 ms", baseline: "60 ms", ratio, rounds: 5, target: { relation, bound } };
}

describe("a target", () => {
  it.each([
    ["at most", 1.5, 1.5, true],
    ["at most", 1.5, 1.51, false],
    ["at least", 1, 1, true],
    ["at least", 1, 0.99, false],
    ["at most", 1.5, Number.NaN, false],
    ["at least", 1, Number.NaN, false],
  ] as const)("%s %d, met by %d: %s", (relation, bound, ratio, expected) => {
    expect(met(measurement(relation, bound, ratio))).toBe(expected);
  });
});

describe("the table of benchmarks", () => {
  it("shows what was met, missed and not measured, each in a row of as many cells", () => {
    const skipped = { kind: "skipped", name: "Monte Carlo", reason: "no NumPy here" } as const;
    const table = outcomeTable([measurement("at most", 2, 1.5), measurement("at most", 1, 1.5), skipped]);
    expect(table.split("\n")).toEqual([
      "| what | qedmark | against | rounds | ratio | target |  |",
      "| --- | --- | --- | --- | --- | --- | --- |",
      "| start | 90 ms | 60 ms | 5 | 1.50 | at most 2 | met |",
      "| start | 90 ms | 60 ms | 5 | 1.50 | at most 1 | **missed** |",
      "| Monte Carlo | – | – | – | – | – | not measured: no NumPy here |",
    ]);
  });

  it("stands on the page with its date", () => {
    const page = benchmarkPage([measurement("at most", 2, 1.5)], "2026-01-02");
    expect(page).toContain(outcomeTable([measurement("at most", 2, 1.5)]));
    expect(page).toContain("Measured 2026-01-02 on ");
  });
});
