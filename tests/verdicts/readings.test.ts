import { describe, expect, it } from "vitest";
import { lastOf, stepsOf } from "./checking.js";

interface Row {
  /** What the document writes before. */
  readonly context?: readonly string[];
  readonly written: string;
  /** How the note begins that says which liberty was taken. */
  readonly note: string;
  /** The same with a slip that no reading may mend. */
  readonly misses: readonly string[];
}

const READINGS: Readonly<Record<string, Row>> = {
  "a slip of case": {
    context: ["p(x, z) = p(x|z) p(z)"],
    written: "KL(q(Z|X) \\| p(z)) = E_{q(z|x)}[\\log q(z|x) - \\log p(z)]",
    note: "q(Z|X) is q(z|x)",
    misses: [
      "KL(q(Z|X) \\| p(z)) = E_{q(z|x)}[\\log p(z) - \\log q(z|x)]",
      "KL(p(z) \\| q(Z|X)) = E_{q(z|x)}[\\log q(z|x) - \\log p(z)]",
      "KL(q(Z|X) \\| p(z)) = 2 E_{q(z|x)}[\\log q(z|x) - \\log p(z)]",
      "KL(q(X|Z) \\| p(z)) = E_{q(z|x)}[\\log q(z|x) - \\log p(z)]",
    ],
  },
  "p_θ is p": {
    written: "p_\\theta(x, z) = p(x|z) p_\\theta(z)",
    note: "p_{\\theta} is p",
    misses: ["p_\\theta(x, z) = p(z|x) p_\\theta(z)", "p_\\theta(x, z) = 2 p(x|z) p_\\theta(z)", "p_\\theta(x, z) = p(x|z) q(z)"],
  },
  "a label that repeats the variables": {
    context: ["p_{XY}(x, y) = p_{Y|X}(y|x) p_{XY}(x)"],
    written: "p_{XY}(x, y) = p_{Y|X}(y|x) p_X(x)",
    note: "p_{",
    misses: ["p_{XY}(x, y) = p_{Y|X}(y|x) p_Y(y)", "p_{XY}(x, y) = p_{Y|X}(x|y) p_X(x)"],
  },
  "a function that also stands bare": {
    context: ["p(x|z) = \\mathcal{N}(x; \\mu(z), \\sigma^2(z))"],
    written: "-\\log p(x|z) = \\frac12 \\log(2 \\pi \\sigma^2) + \\frac{(x - \\mu(z))^2}{2 \\sigma^2(z)}",
    note: "\\sigma(z) is the constant \\sigma",
    misses: [
      "-\\log p(x|z) = \\frac12 \\log(2 \\pi \\sigma^2) - \\frac{(x - \\mu(z))^2}{2 \\sigma^2(z)}",
      "-\\log p(x|z) = \\frac12 \\log(2 \\pi \\sigma^2) + \\frac{(x - \\mu(z))^2}{\\sigma^2(z)}",
      "-\\log p(x|z) = \\frac12 \\log(2 \\pi \\sigma) + \\frac{(x - \\mu(z))^2}{2 \\sigma^2(z)}",
    ],
  },
  "Euler's number": {
    written: "\\log(e \\cdot a^2) = 1 + 2 \\log a",
    note: "e is Euler's number",
    misses: ["\\log(e \\cdot a^2) = 2 + 2 \\log a", "\\log(e \\cdot a^2) = 1 - 2 \\log a"],
  },
  "the k-th value": {
    context: ["p(x, z) = p(x|z) p(z)"],
    written: "p(x) = \\sum_{k=1}^K p(x|z_k) p(z_k)",
    note: "z_k is the k-th value of z",
    misses: [
      "p(x) = \\sum_{k=1}^K p(z_k|x) p(z_k)",
      "p(x) = 2 \\sum_{k=1}^K p(x|z_k) p(z_k)",
      "p(x) = \\sum_{k=1}^K p(x|z_k) p(z_1)",
      "p(x) = \\sum_{k=1}^K p(x|z_k)",
    ],
  },
};

describe.each(Object.entries(READINGS))("%s", (_name, { context = [], written, note, misses }) => {
  it("is read so, and the report says it", () => {
    const step = lastOf(...context, written);
    expect(step.verdict, step.message).toBe("exact");
    expect(step.reading.length).toBeGreaterThan(0);
    for (const each of step.reading) expect(each).toContain(note);
  });

  it.each(misses)("mends no mathematics: %s", (miss) => {
    const step = lastOf(...context, miss);
    expect(step.verdict, step.reading.join()).toBe("refuted");
    expect(step.reading).toEqual([]);
  });
});

describe("a reading", () => {
  it("is not taken where the step holds as it is written", () => {
    for (const step of stepsOf("p(Z|X) p(X) = p(X, Z)", "p_\\theta(x, z) = p_\\theta(x|z) p_\\theta(z)", "e^{a + b} = e^a e^b")) {
      expect(step.verdict).toBe("exact");
      expect(step.reading).toEqual([]);
    }
  });

  it("does not make two families one that differ in more than a parameter", () => {
    expect(lastOf("p_{data}(x) = p_\\theta(x)").verdict).not.toBe("exact");
    expect(lastOf("KL(p_{data}(x) \\| p_\\theta(x)) = 0").verdict).not.toBe("exact");
    expect(lastOf("KL(q(x) \\| p(x)) = 0").verdict).not.toBe("exact");
  });

  it.each([
    "KL(p_\\theta(x) \\| p(x)) = 0",
    "KL(p_\\theta(x) \\| p_\\phi(x)) = 0",
    "-E_{p(x)}[\\log p_\\theta(x)] = H(p(x))",
    "E_{p(x)}[f(x)] = E_{p_\\theta(x)}[f(x)]",
  ])("does not make a model and its target one that a step sets side by side: %s", (latex) => {
    expect(lastOf(latex).verdict).not.toMatch(/exact|supported|assumed/u);
  });

  it("does not make a change of variables hold without its determinant", () => {
    expect(lastOf("p_X(x) = p_Z(f(x))").verdict).not.toMatch(/exact|supported|assumed/u);
  });

  it("does not make capitals and letters one where both stand beside each other", () => {
    expect(lastOf("p(X, x) = p(X) p(x)").verdict).not.toBe("exact");
  });
});
