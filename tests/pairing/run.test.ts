import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { planChosen } from "../../src/pairing/chosen.js";
import { planDeclared } from "../../src/pairing/declared.js";
import type { Callable } from "../../src/pairing/examine.js";
import type { PairPlan } from "../../src/pairing/plan.js";
import { type Outcome, runPair } from "../../src/pairing/run.js";
import { add, expm1, mean, multiply, type Node, square, subtract, sum } from "../../src/tensor/index.js";
import type { Outcome as ImplementationOutcome } from "../../src/pairing/implementation/types.js";
import { Formulas } from "../../src/verdicts/formulas.js";
import { graph, plain } from "./in-process.js";

function formulasOf(name: string): Formulas {
  const path = `derivations/${name}.md`;
  return Formulas.of(readFileSync(path, "utf8"), path, { seed: 0, budget: "quick" });
}

const klDocument = formulasOf("gaussian-kl-standard");
const crossEntropy = formulasOf("bernoulli-cross-entropy");

async function compare(plan: PairPlan, callable: Callable): Promise<Outcome> {
  return await runPair(plan, callable, { seed: 0, budget: "quick", key: "test" });
}

const said = ({ verdict, message = "" }: Outcome): string => `${verdict}: ${message}`;

const kl = (mu: readonly number[], sigma: readonly number[]): number =>
  mu.reduce((total, m, k) => {
    const variance = (sigma[k] ?? NaN) ** 2;
    return total + (m * m + variance - Math.log(variance) - 1) / 2;
  }, 0);

type Vector = readonly number[];

describe("a function of a user", () => {
  const plan = planChosen(klDocument, { formula: null, arguments: null }, ["mu", "sigma"]);

  it("holds where it computes the formula", async () => {
    const outcome = await compare(plan, plain(kl));
    expect(outcome).toMatchObject({ verdict: "holds", skipped: 0, sampled: [] });
    expect(outcome.inputs).toBeGreaterThan(60);
    expect(outcome.ulps).toBeLessThan(4);
  });

  // Mistakes that people made, each with what is said of it.
  const slips: readonly (readonly [string, (mu: Vector, sigma: Vector) => number, string | RegExp])[] = [
    [
      "the KL averaged over latent dimensions",
      (mu, s) => kl(mu, s) / mu.length,
      /averages over the components where the formula sums/u,
    ],
    ["the sign of the KL", (mu, s) => -kl(mu, s), /opposite sign/u],
    ["the ½ left out", (mu, s) => 2 * kl(mu, s), /twice the value/u],
    ["log σ for log σ²", (mu, s) => kl(mu, s) + s.reduce((t, x) => t + Math.log(x) / 2, 0), /larger by ½ log \\sigma\(x\)/u],
    ["the 1 left out", (mu, s) => kl(mu, s) + mu.length / 2, /larger by ½ for every component/u],
    [
      "σ taken for log σ²",
      (mu, s) =>
        kl(
          mu,
          s.map((x) => Math.exp(x / 2)),
        ),
      /\\sigma\(x\) is taken for the logarithm of a variance/u,
    ],
    ["σ taken for σ²", (mu, s) => kl(mu, s.map(Math.sqrt)), /\\sigma\(x\) is taken for a variance/u],
    ["parameters in another order", (sigma, mu) => kl(mu, sigma), /\\mu\(x\) and \\sigma\(x\) are exchanged/u],
  ];
  it.each(slips)("%s is named", async (_, slip, hint) => {
    const outcome = await compare(plan, plain(slip));
    expect(outcome.verdict).toBe("contradicts");
    expect(outcome.hint).toMatch(hint);
    expect(outcome.lines?.filter(({ agrees }) => !agrees).map(({ line }) => line)).toContain(73);
  });

  it("is contradicted at the smallest size and the plainest numbers that show it", async () => {
    const { example } = await compare(
      plan,
      plain((mu: Vector, sigma: Vector) => kl(mu, sigma) * (mu.length > 1 ? 1.5 : 1)),
    );
    expect(example).toMatchObject({
      input: [
        ["d", "2"],
        ["\\mu_{1}(x)", "1"],
        ["\\sigma_{1}(x)", "1"],
        ["\\mu_{2}(x)", "1"],
        ["\\sigma_{2}(x)", "1"],
      ],
      given: [
        ["mu", "[1, 1]"],
        ["sigma", "[1, 1]"],
      ],
      formula: "1",
      code: "1.5",
    });
  });

  it("is off by one part in 10¹⁰: seen", async () => {
    const off = await compare(
      plan,
      plain((mu: Vector, sigma: Vector) => kl(mu, sigma) * (1 + 1e-10)),
    );
    expect(said(off)).toBe("unstable: the code computes the formula, and loses digits");
  });

  it("is wrong only where a branch is taken: seen", async () => {
    const rare = (mu: Vector, sigma: Vector): number => kl(mu, sigma) + (sigma.some((x) => x > 1e20) ? 1e70 : 0);
    expect(await compare(plan, plain(rare))).toMatchObject({ verdict: "unstable" });
  });

  it("needs no components", async () => {
    const fails = (mu: Vector, sigma: Vector): number => (mu.length === 0 ? NaN : kl(mu, sigma));
    expect(await compare(plan, plain(fails))).toMatchObject({
      verdict: "holds",
      notes: ["at d = 0 the code gives NaN, the formula 0"],
    });
  });

  it("gives back one number", async () => {
    expect(
      await compare(
        plan,
        plain((mu: Vector) => mu),
      ),
    ).toMatchObject({
      verdict: "failed",
      message: "it returns an array of 1 numbers, not one number",
    });
    expect(
      await compare(
        plan,
        plain(() => NaN),
      ),
    ).toMatchObject({ verdict: "contradicts", message: "the code returns NaN" });
  });

  it("is measured by the line that has a value", async () => {
    // The first line has none where e^(−a) is lost beside 1; the last one has.
    const line = "-b \\log \\frac{1}{1 + e^{-a}} - (1 - b) \\log\\left(1 - \\frac{1}{1 + e^{-a}}\\right)";
    const loss = planChosen(crossEntropy, { formula: line, arguments: null }, ["a", "b"]);
    const outcome = await compare(
      loss,
      plain((a: number, b: number) => Math.log(1 + Math.exp(a)) - a * b),
    );
    expect(said(outcome)).toMatch(/^unstable: .*overflows/u);
  });

  it("may overflow only where the formula does", async () => {
    const loss = planChosen(crossEntropy, { formula: "\\log(1 + e^{a}) - a b", arguments: null }, ["a", "b"]);
    const naive = (a: number, b: number): number => Math.log(1 + Math.exp(a)) - a * b;
    const stable = (a: number, b: number): number => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a))) - a * b;
    expect(said(await compare(loss, plain(naive)))).toMatch(new RegExp(`^unstable: .*overflows`, "u"));
    expect((await compare(loss, plain(stable))).verdict).toBe("holds");
  });
});

describe("a formula", () => {
  const planOf = (text: string, ...parameters: string[]): PairPlan =>
    planChosen(Formulas.of(text, "a.md", { seed: 0, budget: "quick" }), { formula: null, arguments: null }, parameters);
  const total = (values: Vector): number => values.reduce((sum, value) => sum + value, 0);

  it("of weights gives the function weights", async () => {
    const entropy = planOf(
      "---\nsymbols:\n  p: { sort: scalar, domain: simplex, dimension: K }\n---\n$$H = -\\sum_{k=1}^K p_k \\log p_k$$",
      "p",
    );
    expect(
      (
        await compare(
          entropy,
          plain((p: Vector) => -total(p.map((x) => x * Math.log(x)))),
        )
      ).verdict,
    ).toBe("holds");
    const base2 = (p: Vector): number => -total(p.map((x) => x * Math.log2(x)));
    const outcome = await compare(entropy, plain(base2));
    expect(outcome.verdict).toBe("contradicts");
    // Shown are the weights, not what they were drawn as.
    expect(outcome.example?.input).toEqual([
      ["K", "2"],
      ["p_{1}", "0.5"],
      ["p_{2}", "0.5"],
    ]);
  });

  it("that is a number in two dimensions is one in one", async () => {
    const cosine = planOf(
      "---\nsymbols:\n  x: { sort: scalar, domain: real, dimension: d }\n  y: { sort: scalar, domain: real, dimension: d }\n---\n$$c = \\frac{x^\\top y}{\\|x\\| \\|y\\|}$$",
      "x",
      "y",
    );
    const dot = (x: Vector, y: Vector): number => total(x.map((value, i) => value * (y[i] ?? NaN)));
    const similarity = (x: Vector, y: Vector): number => dot(x, y) / Math.hypot(...x) / Math.hypot(...y);
    expect((await compare(cosine, plain(similarity))).verdict).toBe("holds");
  });

  it("that cancels to nothing asks for nothing", async () => {
    const variance = planOf(
      "---\nsymbols:\n  x: { sort: scalar, domain: real, dimension: n }\n---\n$$v = \\frac1n \\sum_{i=1}^n \\left(x_i - \\frac1n \\sum_{j=1}^n x_j\\right)^2$$",
      "x",
    );
    const own = (x: Vector): number => {
      const centre = total(x) / x.length;
      return total(x.map((value) => (value - centre) ** 2)) / x.length;
    };
    expect((await compare(variance, plain(own))).verdict).toBe("holds");
  });
});

describe("a function from graph to graph", () => {
  const [declaration] = klDocument.frontMatter?.implementations ?? [];
  if (declaration === undefined) throw new Error("no declaration");
  const plan = planDeclared(klDocument, declaration);
  interface NormalNodes {
    readonly mean: Node;
    readonly logVar: Node;
  }
  const summands = ({ mean: m, logVar }: NormalNodes): Node => multiply(add(subtract(expm1(logVar), logVar), square(m)), 1 / 2);

  it("holds with its gradients", async () => {
    const outcome = await compare(
      plan,
      graph((p: NormalNodes, over: readonly string[]) => sum(summands(p), over)),
    );
    expect(outcome).toMatchObject({ verdict: "holds" });
    expect(outcome.gradients).toBeGreaterThan(10);
  });

  it("has the gradient of the formula, too", async () => {
    const right = graph((p: NormalNodes, over: readonly string[]) => sum(summands(p), over));
    const steeper = async (...given: Parameters<Callable["call"]>): Promise<ImplementationOutcome> => {
      const outcome = await right.call(...given);
      if (outcome.kind !== "tensor") return outcome;
      const gradients = [...outcome.gradients].map(([name, { axes, values }]) => {
        return [name, { axes, values: values.map((value) => value * 1.000001) }] as const;
      });
      return { ...outcome, gradients: new Map(gradients) };
    };
    expect(said(await compare(plan, { ...right, call: steeper }))).toMatch(
      /^contradicts: the values agree, the gradients do not: with respect to /u,
    );
  });

  it("keeps examples apart", async () => {
    const pooled = (p: NormalNodes, over: readonly string[]): Node => {
      const each = summands(p);
      const others = each.axes.map(({ name }) => name).filter((name) => !over.includes(name));
      return sum(each, [...over, ...others]);
    };
    expect(said(await compare(plan, graph(pooled)))).toMatch(
      new RegExp(`^failed: .*an axis is summed or averaged over that was not named`, "u"),
    );
    const averaged = (p: NormalNodes, over: readonly string[]): Node => {
      const each = sum(summands(p), over);
      const others = each.axes.map(({ name }) => name);
      return others.length === 0 ? each : add(mean(each, others), multiply(each, 0));
    };
    expect(await compare(plan, graph(averaged))).toMatchObject({ verdict: "contradicts" });
  });

  it("averages instead of summing: seen", async () => {
    const averaged = (p: NormalNodes, over: readonly string[]): Node => mean(summands(p), over);
    const outcome = await compare(
      plan,
      graph((p: NormalNodes, over: readonly string[]) =>
        p.mean.axes[0]?.size === 0 ? sum(summands(p), over) : averaged(p, over),
      ),
    );
    expect(outcome.hint).toMatch(/averages over the components/u);
  });
});
