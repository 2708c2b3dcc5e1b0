import { describe, expect, it } from "vitest";
import type { RelationName } from "../../../src/terms/term.js";
import * as exact from "../../../src/numbers/exact.js";
import { decideFinite, type FiniteAnswer } from "../../../src/oracles/finite/decide.js";
import { FINITE_BUDGETS } from "../../../src/oracles/finite/phase.js";
import { describeModel } from "../../../src/oracles/finite/describe.js";
import { claim, domains } from "../../claims/written.js";
import { bestIn } from "./brute-force.js";
import { isNothing, minus } from "./log-linear.js";
import { readModel } from "./reported-model.js";

const decide = (latex: string, key = "planted"): FiniteAnswer => decideFinite(claim(latex), key, FINITE_BUDGETS.standard);

/** One wrong identity for each way to go wrong, and beside it what was meant. */
const IDENTITIES: readonly (readonly [slip: string, meant: string, written: string])[] = [
  [
    "a sign",
    "KL(q(z|x) \\| p(z)) = E_{q(z|x)}[\\log q(z|x)] - E_{q(z|x)}[\\log p(z)]",
    "KL(q(z|x) \\| p(z)) = E_{q(z|x)}[\\log q(z|x)] + E_{q(z|x)}[\\log p(z)]",
  ],
  ["the sign of the whole", "H(p(z)) = -E_{p(z)}[\\log p(z)]", "H(p(z)) = E_{p(z)}[\\log p(z)]"],
  ["a factor", "p(x, z) = p(x|z) p(z)", "p(x, z) = 2 p(x|z) p(z)"],
  ["a constant", "H(q(z), p(z)) = -E_{q(z)}[\\log p(z)]", "H(q(z), p(z)) = 1 - E_{q(z)}[\\log p(z)]"],
  ["a condition in excess", "p(x, y|z) = p(x|y, z) p(y|z)", "p(x, y|z) = p(x|y, z) p(y|x, z)"],
  ["a variable not averaged out", "p(x) = \\int \\int p(x, y, z) dy dz", "p(x) = \\int p(x, y, z) dy"],
  [
    "a sum over another index",
    "\\sum_{i=1}^n \\sum_{j=1}^n a_{i,j} = \\sum_{j=1}^n \\sum_{i=1}^n a_{i,j}",
    "\\sum_{i=1}^n \\sum_{j=1}^n a_{i,j} = \\sum_{j=1}^n \\sum_{i=1}^n a_{i,i}",
  ],
  ["a conditioning dropped", "p(x, y, z) = p(x|y, z) p(y|z) p(z)", "p(x, y, z) = p(x|y) p(y|z) p(z)"],
  ["all conditioning dropped", "p(x, z) = p(x|z) p(z)", "p(x, z) = p(x) p(z)"],
  [
    "a divergence the wrong way round",
    "\\log p(x) = E_{q(z|x)}[\\log \\frac{p(x, z)}{q(z|x)}] + KL(q(z|x) \\| p(z|x))",
    "\\log p(x) = E_{q(z|x)}[\\log \\frac{p(x, z)}{q(z|x)}] + KL(p(z|x) \\| q(z|x))",
  ],
  [
    "a logarithm lost",
    "KL(q(z) \\| p(z)) = E_{q(z)}[\\log q(z) - \\log p(z)]",
    "KL(q(z) \\| p(z)) = E_{q(z)}[\\log q(z) - p(z)]",
  ],
  ["p for q", "H(q(z), p(z)) = -E_{q(z)}[\\log p(z)]", "H(q(z), p(z)) = -E_{p(z)}[\\log p(z)]"],
  ["the prior for the posterior", "p(z|x) = \\frac{p(x|z) p(z)}{p(x)}", "p(z) = \\frac{p(x|z) p(z)}{p(x)}"],
  ["a quotient upside down", "p(z|x) = \\frac{p(x|z) p(z)}{p(x)}", "p(z|x) = \\frac{p(x|z) p(x)}{p(z)}"],
  ["the wrong integration variable", "\\int p(x|z) dx = 1", "\\int p(x|z) dz = 1"],
  ["a weight forgotten", "p(x) = \\int p(x|z) p(z) dz", "p(x) = \\int p(x|z) dz"],
  [
    "an expectation pulled into a logarithm",
    "E_{p(x)}[\\log q(x)] = \\int p(x) \\log q(x) dx",
    "E_{p(x)}[\\log q(x)] = \\log E_{p(x)}[q(x)]",
  ],
  ["an expectation pulled into a square", "E_{p(x)}[x^2] = \\int p(x) x^2 dx", "E_{p(x)}[x^2] = E_{p(x)}[x]^2"],
  ["a product of logarithms", "\\log(p(x) p(z)) = \\log p(x) + \\log p(z)", "\\log(p(x) p(z)) = (\\log p(x)) (\\log p(z))"],
  ["the mean under another law", "E_{p(x, z)}[x z] = E_{p(x)}[x E_{p(z|x)}[z]]", "E_{p(x, z)}[x z] = E_{p(x)}[x E_{p(z)}[z]]"],
  ["an index", "\\sum_{i=1}^n a_i b_i = \\sum_{j=1}^n a_j b_j", "\\sum_{i=1}^n a_i b_i = \\sum_{i=1}^n a_i b_1"],
  ["a bound off by one", "\\sum_{i=1}^n a_i = a_1 + \\sum_{i=2}^n a_i", "\\sum_{i=1}^n a_i = a_1 + \\sum_{i=3}^n a_i"],
  [
    "a sum of products",
    "\\sum_{i=1}^n \\sum_{j=1}^n a_i b_j = \\sum_{i=1}^n a_i \\sum_{j=1}^n b_j",
    "\\sum_{i=1}^n a_i b_i = \\sum_{i=1}^n a_i \\sum_{j=1}^n b_j",
  ],
  ["an entropy too many", "H(p(x, z)) = H(p(x)) + E_{p(x)}[H(p(z|x))]", "H(p(x, z)) = H(p(x)) + H(p(z))"],
  ["a summand dropped", "H(q(z), p(z)) = H(q(z)) + KL(q(z) \\| p(z))", "H(q(z), p(z)) = KL(q(z) \\| p(z))"],
];

describe("a wrong identity", () => {
  it.each(IDENTITIES)("%s: %s is exact, %s is not", (_slip, meant, written) => {
    expect(decide(meant)).toMatchObject({ result: "equal", exactly: true });
    const answer = decide(written);
    if (answer.result !== "different" || answer.instance === null) throw new Error(`not refuted exactly: ${written}`);
    const { instance } = answer;
    const { left, right } = claim(written);
    const { tables, points } = readModel(describeModel(instance));
    const values = [bestIn(tables, left, points), bestIn(tables, right, points)] as const;
    expect(values[0].double).toBeCloseTo(exact.toNumber(instance.left), 9);
    expect(values[1].double).toBeCloseTo(exact.toNumber(instance.right), 9);
    if (values[0].exact !== null && values[1].exact !== null)
      expect(isNothing(minus(values[0].exact, values[1].exact))).toBe(false);
    else expect(Math.abs(values[0].double - values[1].double)).toBeGreaterThan(1e-6);
  });

  it.each(IDENTITIES)("%s is found whatever the seed", (_slip, meant, written) => {
    for (let seed = 0; seed < 3; seed += 1) {
      expect(decideFinite(claim(meant), `${seed}`, FINITE_BUDGETS.quick).result).toBe("equal");
      expect(decideFinite(claim(written), `${seed}`, FINITE_BUDGETS.quick).result).toBe("different");
    }
  });

  it.each(IDENTITIES)("%s fits on a blackboard: supports of at most two points, %s", (_slip, _meant, written) => {
    const answer = decide(written);
    if (answer.result !== "different") throw new Error("not refuted");
    const { supports } = readModel(describeModel(answer.instance ?? answer.doubles)).tables;
    for (const { values } of supports.values()) expect(values.length).toBeLessThanOrEqual(2);
  });
});

/** Inequalities that hold for all densities, each with one that does not. */
const INEQUALITIES: readonly (readonly [name: string, holds: string, fails: string])[] = [
  ["Gibbs", "KL(q(z) \\| p(z)) \\ge 0", "KL(q(z) \\| p(z)) \\le 0"],
  ["strict Gibbs", "KL(q(z) \\| p(z)) \\ge 0", "KL(q(z) \\| p(z)) > 0"],
  ["Jensen", "\\log E_{p(x)}[q(x)] \\ge E_{p(x)}[\\log q(x)]", "\\log E_{p(x)}[q(x)] \\le E_{p(x)}[\\log q(x)]"],
  ["conditioning", "E_{p(x)}[H(p(z|x))] \\le H(p(z))", "E_{p(x)}[H(p(z|x))] \\ge H(p(z))"],
  ["a single condition", "E_{p(x)}[H(p(z|x))] \\le H(p(z))", "H(p(z|x)) \\le H(p(z))"],
  [
    "the evidence bound",
    "E_{q(z|x)}[\\log p(x|z)] - KL(q(z|x) \\| p(z)) \\le \\log p(x)",
    "E_{q(z|x)}[\\log p(x|z)] - KL(p(z) \\| q(z|x)) \\le \\log p(x)",
  ],
  ["cross entropy", "H(q(z), p(z)) \\ge H(q(z))", "H(q(z), p(z)) \\ge H(p(z))"],
  ["marginals diverge less", "KL(q(x, z) \\| p(x, z)) \\ge KL(q(x) \\| p(x))", "KL(q(x, z) \\| p(x, z)) \\le KL(q(x) \\| p(x))"],
  ["both divergences", "KL(q(z) \\| p(z)) + KL(p(z) \\| q(z)) \\ge 0", "KL(q(z) \\| p(z)) \\ge KL(p(z) \\| q(z))"],
  ["squares", "E_{p(x)}[x^2] \\ge E_{p(x)}[x]^2", "E_{p(x)}[x^2] \\le E_{p(x)}[x]^2"],
  ["the logarithm", "\\log p(x) \\le p(x) - 1", "\\log p(x) \\le p(x) - 2"],
];

const BREAKS: Partial<Record<RelationName, (left: number, right: number) => boolean>> = {
  lessEqual: (left, right) => left > right,
  greaterEqual: (left, right) => left < right,
  greater: (left, right) => left <= right,
};

describe("an inequality", () => {
  it.each(INEQUALITIES)("%s: %s has support, %s is refuted", (_name, holds, fails) => {
    expect(decide(holds)).toMatchObject({ result: "equal", exactly: false });
    const answer = decide(fails);
    if (answer.result !== "different" || answer.instance === null) throw new Error(`not refuted exactly: ${fails}`);
    const { left, right, relation } = claim(fails);
    const { tables, points } = readModel(describeModel(answer.instance));
    const [a, b] = [bestIn(tables, left, points).double, bestIn(tables, right, points).double];
    expect(BREAKS[relation]?.(a, b), `${a} ${relation} ${b}`).toBe(true);
  });
});

/** What holds for probabilities and not for densities. */
const COUNTING: readonly string[] = [
  "H(p(z)) \\ge 0",
  "\\log p(x) \\le 0",
  "p(x) \\le 1",
  "p(x|z) \\le 1",
  "H(p(x, z)) \\ge H(p(x))",
  "E_{p(x)}[p(x)] \\le 1",
  "p(x, z) \\le p(x)",
];

describe("a truth about counting measure only", () => {
  it.each(COUNTING)("%s is refuted for densities, and supported where the variables are discrete", (latex) => {
    expect(decide(latex).result).toBe("different");
    const discrete = claim(latex, domains({ x: "discrete", z: "discrete" }));
    expect(decideFinite(discrete, "planted", FINITE_BUDGETS.standard).result).toBe("equal");
  });

  it("is not what a sum over the variable says", () => {
    expect(decide("\\sum_z p(z|x) = 1")).toMatchObject({ result: "equal", exactly: true });
    expect(decide("\\sum_z p(z) \\log p(z) \\le 0").result).toBe("equal");
    expect(decide("\\int p(z) \\log p(z) dz \\le 0").result).toBe("different");
  });
});

describe("relations up to a constant", () => {
  const inVariables = (latex: string, targets: readonly string[]): FiniteAnswer =>
    decideFinite({ ...claim(latex), targets }, "planted", FINITE_BUDGETS.standard);

  it("proportional: the ratio is constant in the targets, for every value of the rest", () => {
    expect(inVariables("p(z|x) \\propto p(x|z) p(z)", ["z"])).toMatchObject({ result: "equal", exactly: true });
    expect(inVariables("p(z|x) \\propto p(x|z)", ["z"]).result).toBe("different");
    expect(inVariables("p(z|x) \\propto p(x|z) p(z)", ["z", "x"]).result).toBe("different");
    expect(inVariables("p(z|x) \\propto p(z|x)^2", ["z"]).result).toBe("different");
  });

  it("similar: the difference is constant", () => {
    expect(decide("\\log p(z|x) + a \\sim \\log p(z|x)")).toMatchObject({ result: "equal", exactly: true });
    expect(decide("\\log p(x, z) \\sim \\log p(x|z)").result).toBe("different");
  });
});
