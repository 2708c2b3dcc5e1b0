import { describe, expect, it } from "vitest";
import { decideFinite } from "../../../src/oracles/finite/decide.js";
import { FINITE_BUDGETS } from "../../../src/oracles/finite/phase.js";
import { descend, type Entries } from "../../../src/oracles/finite/descent.js";
import { claim } from "../../claims/written.js";

const start: Entries = new Map([["p", [3n, 5n, 1n]]]);
const entry = (entries: Entries, i: number): number => Number(entries.get("p")?.[i] ?? 0n);

describe("a descent", () => {
  it("ends where the slack is negative", () => {
    const slack = (entries: Entries): number => 40 - entry(entries, 1);
    const reached = descend(start, slack, 9);
    expect(slack(reached)).toBeLessThan(0);
    expect(reached.get("p")).toEqual([3n, 160n, 1n]);
  });

  it("goes nowhere where no change helps", () => {
    expect(descend(start, () => 1, 9)).toEqual(start);
  });

  it("does not enter entries at which there is no slack", () => {
    const reached = descend(
      start,
      (entries) => (entry(entries, 1) > 10 ? null : 9999 - entry(entries, 1) - entry(entries, 2)),
      9,
    );
    expect(entry(reached, 1)).toBeLessThanOrEqual(10);
    expect(entry(reached, 2)).toBe(4096);
  });

  it("takes at most one try for each move and round", () => {
    let tries = 0;
    const slack = (): number => {
      tries += 1;
      return 1 / tries;
    };
    descend(start, slack, 5);
    expect(tries).toBeLessThanOrEqual(1 + 5 * 3 * 4);
  });

  it("finds what random tables find by luck: bounds that fail only near where they are tight", () => {
    const bounds = [
      "\\log p(x) \\ge E_{q(z|x)}[\\log p(x|z)] - KL(p(z) \\| q(z|x))",
      "E_{q(z|x)}[\\log p(x|z)] - KL(p(z) \\| q(z|x)) \\le \\log p(x)",
      "H(q(z), p(z)) \\ge H(p(z))",
    ];
    for (const bound of bounds) {
      for (let seed = 0; seed < 6; seed += 1) {
        expect(decideFinite(claim(bound), `${seed}`, FINITE_BUDGETS.quick).result, `${bound}, seed ${seed}`).toBe("different");
      }
    }
  });
});
