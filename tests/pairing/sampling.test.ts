import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planChosen } from "../../src/pairing/chosen.js";
import { samplePair } from "../../src/pairing/sampling.js";
import { Formulas } from "../../src/verdicts/formulas.js";
import { plain } from "./in-process.js";

const path = "derivations/gaussian-kl-standard.md";
const formulas = Formulas.of(readFileSync(path, "utf8"), path, { seed: 0, budget: "quick" });
const plan = planChosen(formulas, { formula: null, arguments: null }, ["mu", "sigma"]);
const contract = { alpha: 1e-9, beta: 1e-3, delta: 0.01 };

type Vector = readonly number[];
const kl = (mu: Vector, sigma: Vector): number =>
  mu.reduce((total, m, k) => {
    const variance = (sigma[k] ?? NaN) ** 2;
    return total + (m * m + variance - Math.log(variance) - 1) / 2;
  }, 0);

describe("sampling a pair", () => {
  it("agrees with the closed form, certified, and says how many samples that took", async () => {
    const sampling = await samplePair(plan, plain(kl), contract, "key");
    if (sampling.kind === "none") throw new Error("nothing was sampled");
    expect(sampling.checks).toHaveLength(2);
    for (const check of sampling.checks) {
      expect(check).toMatchObject({ result: "equal", certified: true, ...contract });
      expect(check.n).toBeGreaterThan(1000);
    }
  });

  it("sees a difference of δ", async () => {
    const right = await samplePair(plan, plain(kl), contract, "key");
    if (right.kind === "none") throw new Error("nothing was sampled");
    const off = 1.01 * contract.delta * Math.max(...right.checks.map(({ scale }) => scale));
    const twin = await samplePair(
      plan,
      plain((mu: Vector, sigma: Vector) => kl(mu, sigma) + off),
      contract,
      "key",
    );
    if (twin.kind === "none") throw new Error("nothing was sampled");
    expect(twin.checks.map(({ result, certified }) => [result, certified])).toEqual([
      ["different", true],
      ["different", true],
    ]);
  });

  it("is a function of its key", async () => {
    const again = await samplePair(plan, plain(kl), contract, "key");
    expect(again).toEqual(await samplePair(plan, plain(kl), contract, "key"));
    expect(again).not.toEqual(await samplePair(plan, plain(kl), contract, "another key"));
  });
});
