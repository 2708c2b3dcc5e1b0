import { describe, expect, it } from "vitest";
import { checkDisplays, declaring, lastOf } from "./checking.js";

const DISCRETE = declaring({ x: "{ sort: variable, domain: discrete }", z: "{ sort: variable, domain: discrete }" });

/** Truths about probabilities that fail for densities. */
const COUNTING: readonly string[] = [
  "H(p(z)) \\ge 0",
  "\\log p(x) \\le 0",
  "p(x) \\le 1",
  "p(x, z) \\le p(x)",
  "E_{p(x)}[\\log p(x|z)] \\le 0",
  "-\\log p(x|z) \\ge 0",
  "H(p(x, z)) \\ge H(p(x))",
];

describe("a truth about counting measure only", () => {
  it.each(COUNTING)("%s is accepted for nobody's densities", (latex) => {
    expect(["refuted", "undecided", "assumed"]).toContain(lastOf("p(x, z) = p(x|z) p(z)", latex).verdict);
    expect(lastOf("\\int p(x, z) \\, dx \\, dz = 1", latex).verdict).not.toMatch(/exact|supported|proved/u);
  });

  it.each(COUNTING)("%s is supported where the front matter declares its variables discrete", (latex) => {
    const [step] = checkDisplays([latex], DISCRETE).steps;
    expect(["supported", "assumed"]).toContain(step?.verdict);
  });

  it("is refuted with a base weight that shows why", () => {
    const step = lastOf("\\int p(z) dz = 1", "H(p(z)) \\ge 0");
    expect(step.verdict).toBe("refuted");
    expect(step.counterexample?.model.join("; ")).toContain("base weights");
    expect(step.counterexample?.leftValue).toBeLessThan(0);
  });

  it("is said to be one where nothing tells densities from probabilities", () => {
    const step = lastOf("\\log p(x) \\le 0");
    expect(step.verdict).toBe("undecided");
    expect(step.message).toContain("declare the domain");
  });

  it.each(["I(x; z) \\ge 0", "KL(q(z) \\| p(z)) \\ge 0", "H(p(x, z)) \\le H(p(x)) + H(p(z))"])(
    "%s is none: it is supported as it stands",
    (latex) => {
      expect(lastOf("p(x, z) = p(x|z) p(z)", latex).verdict).toBe("supported");
    },
  );
});
