import { describe, expect, it } from "vitest";
import { check, checkDisplays, declaring, lastOf, stepsOf, verdictsOf } from "./checking.js";

const NORMAL = "\\frac{1}{\\sqrt{2\\pi\\sigma^2}} \\exp\\left(-\\frac{(x-\\mu)^2}{2\\sigma^2}\\right)";

describe("a form of a density", () => {
  it.each([
    ["the normal law", `p(x) = ${NORMAL}`],
    ["the normal law by its name", "p(x) = \\mathcal{N}(x; \\mu, \\sigma^2)"],
    ["a mixture", "p(x) = \\sum_{k=1}^K \\pi_k \\mathcal{N}(x; \\mu_k, \\sigma_k^2)"],
    [
      "several dimensions, component by component",
      "p(x|z) = \\prod_{k=1}^d \\frac{1}{\\sqrt{2\\pi}} \\exp\\left(-\\frac12 (x_k - \\mu_k(z))^2\\right)",
    ],
    ["several dimensions, with a norm", "p(x|z) = \\frac{1}{(2\\pi)^{d/2}} \\exp\\left(-\\frac12 \\|x - \\mu(z)\\|^2\\right)"],
    [
      "a covariance matrix",
      "p(x) = \\frac{1}{\\sqrt{(2\\pi)^{D} |\\Sigma|}} \\exp\\left(-\\frac12 (x - \\mu)^T \\Sigma^{-1} (x - \\mu)\\right)",
    ],
    ["two outcomes", "p(x) = \\theta^x (1 - \\theta)^{1-x}"],
  ])("%s is assumed with its obligation met", (_name, latex) => {
    const step = lastOf(latex);
    expect(step.verdict, step.message).toBe("assumed");
    expect(step.evidence.map(({ result }) => result)).toEqual(["equal"]);
  });

  it.each([
    ["σ for σ²", NORMAL.replace("\\sigma^2}}", "\\sigma}}")],
    ["no half", NORMAL.replace("{2\\sigma^2}\\right", "{\\sigma^2}\\right")],
    ["no factor", "\\exp\\left(-\\frac{(x-\\mu)^2}{2\\sigma^2}\\right)"],
    ["no root", NORMAL.replace("\\sqrt{2\\pi\\sigma^2}", "2\\pi\\sigma^2")],
    ["a divergent integral", NORMAL.replace("(-", "(")],
    ["twice a mixture", "2 \\sum_{k=1}^K \\pi_k \\mathcal{N}(x; \\mu_k, \\sigma_k^2)"],
    ["a negative variance", "\\mathcal{N}(x; \\mu, -\\sigma^2)"],
    [
      "a root for a power",
      "\\frac{1}{\\sqrt{2\\pi}} \\exp\\left(-\\frac12 \\|x - \\mu\\|^2\\right) \\cdot \\frac{1}{(2\\pi)^{d/2}}",
    ],
  ])("with %s is no density", (_name, form) => {
    const step = lastOf(`p(x) = ${form}`);
    expect(step.verdict, step.message).toBe("refuted");
    expect(step.message).toContain("no density");
  });

  it("says what its integral is instead", () => {
    const step = lastOf(`p(x) = ${NORMAL.replace("\\sigma^2}}", "\\sigma}}")}`);
    expect(step.counterexample?.leftValue).toBeCloseTo(Math.SQRT2, 6);
    expect(step.counterexample?.rightValue).toBe(1);
  });

  it("notes the weights of a mixture, and that two outcomes are meant", () => {
    const notes = (latex: string): string =>
      checkDisplays([latex])
        .assumptions.map(({ text }) => text)
        .join("; ");
    expect(notes("p(x) = \\sum_{k=1}^K \\pi_k \\mathcal{N}(x; \\mu_k, \\sigma_k^2)")).toContain(
      "the weights \\pi are positive and sum to 1",
    );
    expect(notes("p(x) = \\theta^x (1 - \\theta)^{1-x}")).toContain("takes the values 0 and 1");
  });

  it("is in force after it, and not before", () => {
    expect(lastOf("p(x) = \\mathcal{N}(x; \\mu, \\sigma^2)", "E_{p(x)}[x] = \\mu").verdict).toBe("exact");
    expect(lastOf("p(x) = \\mathcal{N}(x; \\mu, \\sigma^2)", "E_{p(x)}[x] = \\sigma").verdict).toBe("refuted");
    expect(stepsOf("E_{p(x)}[x] = \\mu", "p(x) = \\mathcal{N}(x; \\mu, \\sigma^2)")[0]?.verdict).toBe("undecided");
  });

  it("said by a tilde is of the density that was written last", () => {
    expect(lastOf("p(x, z) = p(x|z) p(z)", "z \\sim \\mathcal{N}(0, 1)", "E_{p(z)}[z^2] = 1").verdict).toBe("exact");
    expect(lastOf("p(x, z) = p(x|z) p(z)", "z \\sim \\mathcal{N}(0, 1)", "E_{p(z)}[z^2] = 2").verdict).toBe("refuted");
  });

  it("on a discrete variable is a sum, where the front matter says so", () => {
    const declared = declaring({ x: "{ sort: variable, domain: binary }" });
    expect(checkDisplays(["p(x) = \\theta^x (1 - \\theta)^{1-x}"], declared).steps[0]?.verdict).toBe("assumed");
    expect(checkDisplays(["p(x) = 2 \\theta^x (1 - \\theta)^{1-x}"], declared).steps[0]?.verdict).toBe("refuted");
  });
});

describe("a section", () => {
  const document = (...parts: readonly (readonly string[])[]): string =>
    [
      "# Notes",
      ...parts.flatMap(([title = "", ...displays]) => [`## ${title}`, ...displays.map((latex) => `$$\n${latex}\n$$`)]),
    ].join("\n\n");
  const verdicts = (...parts: readonly (readonly string[])[]): readonly string[] =>
    check(document(...parts)).steps.map((step) => `${step.verdict}${step.repeats === undefined ? "" : " again"}`);
  const ONE = "p(x) = \\mathcal{N}(x; 0, 1)";
  const FOUR = "p(x) = \\mathcal{N}(x; 0, 4)";

  it("may give a density another form", () => {
    expect(verdicts(["A", ONE, "E_{p(x)}[x^2] = 1"], ["B", FOUR, "E_{p(x)}[x^2] = 4"])).toEqual([
      "assumed",
      "exact",
      "assumed",
      "exact",
    ]);
  });

  it("does not know what was shown under another form", () => {
    expect(verdicts(["A", ONE, "E_{p(x)}[x^2] = 1"], ["B", FOUR, "E_{p(x)}[x^2] = 1"])).toEqual([
      "assumed",
      "exact",
      "assumed",
      "refuted",
    ]);
  });

  it("assumes again what another one assumed", () => {
    expect(verdicts(["A", ONE], ["B", FOUR], ["C", ONE, "E_{p(x)}[x^2] = 1", ONE])).toEqual([
      "assumed",
      "assumed",
      "assumed",
      "exact",
      "assumed again",
    ]);
  });

  it("knows what was shown for all densities", () => {
    expect(
      verdicts(
        ["A", "\\log p(x, z) = \\log p(x|z) + \\log p(z)"],
        ["B", "p(z) = \\mathcal{N}(z; 0, 1)", "\\log p(x, z) = \\log p(x|z) + \\log p(z)"],
      ),
    ).toEqual(["exact", "assumed", "exact again"]);
  });

  it("cannot give its own density a second form", () => {
    expect(verdicts(["A", ONE, FOUR])).toEqual(["assumed", "refuted"]);
  });
});

describe("a repetition", () => {
  it("says which step it repeats, and has its verdict", () => {
    const [first, second, third] = stepsOf("p(x, z) = p(x|z) p(z)", "\\log p(x) = \\log p(x)", "p(x|z) p(z) = p(x, z)");
    expect(second?.repeats).toBeUndefined();
    expect(third?.repeats).toBe(first?.id);
    expect(third?.verdict).toBe("exact");
  });

  it("may join the ends of a chain", () => {
    const steps = stepsOf("a = p(x, z) = p(x|z) p(z) = p(z|x) p(x)", "a = p(z|x) p(x)");
    expect(steps.at(-1)?.repeats).toBe(steps[2]?.id);
  });

  it("is none across a step that does not hold", () => {
    const steps = stepsOf("p(x, z) = p(x|z) p(z) = p(x) p(z) = p(z) p(x)", "p(x, z) = p(z) p(x)");
    expect(steps.map((step) => step.verdict)).toEqual(["exact", "refuted", "exact", "refuted"]);
    expect(steps.at(-1)?.repeats).toBeUndefined();
  });

  it("is none with one sign changed", () => {
    const bound = (sign: string): string => `J(x) = E_{q(z|x)}[\\log p(x|z)] ${sign} KL(q(z|x) \\| p(z))`;
    const [, second] = stepsOf(bound("-"), bound("+"));
    expect(second?.verdict).toBe("refuted");
    expect(second?.repeats).toBeUndefined();
  });
});

describe("a condition", () => {
  it.each(["\\sigma^2 = 1", "0 \\le \\alpha", "\\sum_{k=1}^K \\pi_k = 1", "p(z = k) = \\pi_k", "p(x) T(y|x) = p(y) T(x|y)"])(
    "%s is assumed",
    (latex) => {
      const { steps, assumptions } = checkDisplays([latex]);
      expect(steps[0]?.verdict).toBe("assumed");
      expect(assumptions[0]?.text).toContain("condition");
    },
  );

  it.each(["E_{p(x)}[f(x)] = 0", "E_{p(x)}[x] = \\mu", "f(x) = f(-x)"])(
    "%s is never refuted, and never accepted as a truth",
    (latex) => {
      expect(lastOf("p(x, z) = p(x|z) p(z)", latex).verdict).toMatch(/assumed|undecided/u);
    },
  );

  it("is no way to make a claim about densities hold", () => {
    expect(lastOf("p(x, z) = p(x) p(z)").verdict).toBe("refuted");
    expect(lastOf("p(x|z) q(z) = p(x) q(z)").verdict).toBe("refuted");
    expect(lastOf("p(x|z) p(z) r(y) = p(z) p(x) r(y)").verdict).toBe("refuted");
    expect(lastOf("p(x|z) = p(x)").verdict).not.toMatch(/exact|supported/u);
    expect(lastOf("KL(q(z) \\| p(z)) = 0").verdict).not.toMatch(/exact|supported|assumed/u);
  });
});

describe("a product that leaves conditions out", () => {
  it.each(["p(x, y, z) = p(x) p(y|x) p(z|y)", "p(x_{1:T}) = p(x_1) \\prod_{t=2}^T p(x_t|x_{t-1})"])(
    "%s is assumed, and what then fails is undecided",
    (latex) => {
      expect(verdictsOf(latex)).toEqual(["assumed"]);
      const claims = ["p(x, y) = p(x) p(y)", "p(x_1, x_2) = p(x_1) p(x_2)"];
      for (const claim of claims) expect(verdictsOf(latex, claim).at(-1)).toBe("undecided");
    },
  );

  it("taints its own family and no other", () => {
    const [, ours, theirs] = stepsOf("p(x, y, z) = p(x) p(y|x) p(z|y)", "p(x, z) = p(x) p(z)", "q(x, z) = q(x) q(z)");
    expect([ours?.verdict, theirs?.verdict]).toEqual(["undecided", "refuted"]);
    expect(ours?.message).toContain("factorize");
  });

  it("of only two is a claim, and so is independence", () => {
    expect(verdictsOf("p(x, z) = p(x) p(z)", "p(x, y, z) = p(x) p(y) p(z)")).toEqual(["refuted", "refuted"]);
    expect(verdictsOf("p(x_1, \\dots, x_n) = \\prod_{i=1}^n p(x_i)")).toEqual(["refuted"]);
  });

  it("with every condition in place is the chain rule", () => {
    expect(
      verdictsOf("p(x, y, z) = p(x) p(y|x) p(z|x, y)", "p(x_1, \\dots, x_n) = \\prod_{i=1}^n p(x_i|x_1, \\dots, x_{i-1})"),
    ).toEqual(["exact", "exact"]);
  });
});

describe("events", () => {
  it.each([
    "p(X = x, Y = y) = p(X = x | Y = y) p(Y = y)",
    "p(X = x) = \\sum_y p(X = x, Y = y)",
    "p(z = k | x) = \\frac{p(x | z = k) p(z = k)}{\\sum_{j=1}^K p(x | z = j) p(z = j)}",
    "p(x) = \\sum_{k=1}^K p(x|z = k) p(z = k)",
    "\\sum_{k=1}^K p(z = k|x) = 1",
    "p(y = 1 | x) = 1 - p(y = 0|x)",
    "E_{p(y)}[\\mathbb 1[y = 1]] = p(y = 1)",
  ])("%s holds", (latex) => {
    const step = lastOf(latex);
    expect(step.verdict, step.message).toBe("exact");
  });

  it.each([
    "p(X = x, Y = y) = p(X = x) p(Y = y)",
    "p(z = k | x) = \\frac{p(x | z = k)}{\\sum_{j=1}^K p(x | z = j)}",
    "p(z = k | x) = \\frac{p(x | z = k) p(z = k)}{\\sum_{j=1}^K p(x | z = j) p(z = k)}",
    "p(x) = \\sum_{k=1}^K p(x|z = k)",
    "p(z = k, x) = p(z = k) p(x)",
    "p(y = 1 | x) = p(y = 0|x)",
  ])("%s does not", (latex) => {
    expect(lastOf("p(x, y, z) = p(x, y|z) p(z)", latex).verdict).toBe("refuted");
  });
});
