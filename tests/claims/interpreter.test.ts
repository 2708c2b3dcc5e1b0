import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EvaluationError } from "../../src/claims/algebra.js";
import { inferShapes } from "../../src/claims/dimensions.js";
import { DESCRIPTIONS } from "../../src/claims/descriptions.js";
import { rolesOf } from "../../src/claims/roles.js";
import { plainName } from "../../src/terms/name.js";
import { rational } from "../../src/numbers/rational.js";
import type { Term } from "../../src/terms/term.js";
import { DOUBLES } from "../../src/oracles/finite/algebras.js";
import { FiniteInterpreter } from "../../src/oracles/finite/interpreter.js";
import { generalStyle, modelOf, subjectOf } from "../../src/oracles/finite/models.js";
import { claim, term } from "./written.js";

const WORK = 10_000;

/** An interpreter of one model of everything that stands in the terms. */
function interpreterOf(latex: string, key = "interpreter", work = WORK): FiniteInterpreter<number> {
  return new FiniteInterpreter(DOUBLES, modelOf(subjectOf(claim(`${latex} = 0`)), key, generalStyle(1, "signed"), 1), work);
}

const value = (latex: string): number => interpreterOf(latex).number(claim(`${latex} = 0`).left);

function failure(run: () => unknown): EvaluationError {
  try {
    run();
  } catch (error) {
    if (error instanceof EvaluationError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("numbers", () => {
  it.each([
    ["\\sum_{i=1}^4 i^2", 30],
    ["\\prod_{i=1}^5 i", 120],
    ["\\sum_{i=3}^{2} i", 0],
    ["\\prod_{i=3}^{2} i", 1],
    ["\\sum_{i=1}^3 \\sum_{j=1}^i j", 10],
    ["\\sum_{i=-2}^{2} i^2", 10],
    ["\\sum_{i=1}^{2^3} 1", 8],
    ["2^{-1} + \\frac{3}{4} - 1", 0.25],
    ["\\sqrt{16} + \\log e^2 - |{-3}|", 3],
    ["\\exp(0) + \\sin 0 + \\cos 0 + \\tanh 0", 2],
    ["\\mathbb 1[2 < 3] + \\mathbb 1[3 \\le 2]", 1],
    ["(-2)^3", -8],
  ])("%s is %d", (latex, expected) => {
    expect(value(latex)).toBeCloseTo(expected, 12);
  });
});

describe("vectors", () => {
  const agree = (left: string, right: string): void => {
    const both = claim(`${left} = ${right}`);
    const interpreter = new FiniteInterpreter(DOUBLES, modelOf(subjectOf(both), "vectors", generalStyle(1, "signed"), 1), WORK);
    expect(interpreter.number(both.left)).toBeCloseTo(interpreter.number(both.right), 9);
  };

  it.each([
    ["\\|x\\|^2", "x^T x"],
    ["\\|x - y\\|^2", "\\sum_{k=1}^d (x_k - y_k)^2"],
    ["\\|x\\|_1 \\|y\\|^2", "\\|y\\|^2 \\sum_{k=1}^d |x_k|"],
    ["\\sum_{k=1}^d x_k y_k", "x^T y"],
    ["\\|x\\| \\|y\\|^2", "\\sqrt{x^T x} \\|y\\|^2"],
  ])("%s is %s", (left, right) => {
    agree(left, right);
  });
});

describe("what has no value", () => {
  it.each([
    ["\\frac{1}{0}", "domain"],
    ["\\log 0", "domain"],
    ["\\log(-1)", "domain"],
    ["\\sqrt{-1}", "domain"],
    ["0^{-1}", "domain"],
    ["\\sum_{i=1}^{10^9} i", "limit"],
    ["\\sum_{i=1}^{9^{999}} i", "limit"],
    ["\\sum_{i=1}^{3/2} i", "unsupported"],
    ["\\sum_{i=1}^{99999} \\sum_{j=1}^{99999} i", "limit"],
  ])("%s is refused: %s", (latex, kind) => {
    expect(failure(() => value(latex)).kind).toBe(kind);
  });

  it("counts its work, whatever the model", () => {
    const spent = (work: number): boolean => {
      const interpreter = interpreterOf("\\sum_{i=1}^{50} i", "work", work);
      try {
        interpreter.number(term("\\sum_{i=1}^{50} i"));
        return true;
      } catch (error) {
        expect(error).toBeInstanceOf(EvaluationError);
        return false;
      }
    };
    expect(spent(51)).toBe(true);
    expect(spent(50)).toBe(false);
  });

  it("has a description for every kind of node", () => {
    for (const text of Object.values(DESCRIPTIONS)) expect(text).toMatch(/^an? /u);
  });

  it("never throws anything but an EvaluationError, on terms put together at random", () => {
    const leaf: fc.Arbitrary<Term> = fc.oneof(
      fc.integer({ min: -3, max: 3 }).map((n): Term => ({ kind: "number", value: rational(n) })),
      fc.constantFrom("x", "a", "n").map((name): Term => ({ kind: "symbol", name: plainName(name) })),
      fc.constantFrom<Term>({ kind: "constant", constant: "infinity" }, { kind: "constant", constant: "identity" }),
    );
    const { tree } = fc.letrec<{ tree: Term }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.tuple(tie("tree"), tie("tree")).map(([a, b]): Term => ({ kind: "add", terms: [a, b] })),
        fc.tuple(tie("tree"), tie("tree")).map(([a, b]): Term => ({ kind: "power", base: a, exponent: b })),
        fc.tuple(tie("tree"), tie("tree")).map(([a, b]): Term => ({ kind: "divide", numerator: a, denominator: b })),
        fc.tuple(tie("tree"), tie("tree")).map(([a, b]): Term => ({ kind: "component", of: a, indices: [b], place: "sub" })),
        fc.tuple(tie("tree"), tie("tree")).map(([a, b]): Term => ({ kind: "apply", function: a, arguments: [b] })),
        fc.tuple(tie("tree"), tie("tree"), tie("tree")).map(([index, upper, body]): Term => ({
          kind: "sum",
          index,
          range: { kind: "interval", lower: { kind: "number", value: rational(1) }, upper },
          body,
        })),
        fc.array(tie("tree"), { minLength: 1, maxLength: 3 }).map((items): Term => ({ kind: "tuple", items })),
        tie("tree").map((argument): Term => ({ kind: "transpose", argument })),
        tie("tree").map((argument): Term => ({ kind: "determinant", argument })),
        tie("tree").map((argument): Term => ({ kind: "norm", argument, order: null })),
        tie("tree").map((argument): Term => ({ kind: "delta", argument })),
        fc.tuple(tie("tree"), tie("tree")).map(([variable, body]): Term => ({
          kind: "integral",
          variables: [variable],
          lower: null,
          upper: null,
          domain: null,
          body,
        })),
        fc.array(tie("tree"), { minLength: 1, maxLength: 2 }).map((factors): Term => ({ kind: "multiply", factors })),
      ),
    }));
    fc.assert(
      fc.property(tree, (random) => {
        const zero: Term = { kind: "number", value: rational(0) };
        const subject = subjectOf({ ...claim("p(x) = 0"), left: random, right: zero });
        try {
          const model = modelOf(subject, "random", generalStyle(1, "signed"), 1);
          new FiniteInterpreter(DOUBLES, model, WORK).number(random);
        } catch (error) {
          expect(error, String(error)).toBeInstanceOf(EvaluationError);
        }
        expect(rolesOf([random])).toBeDefined();
        expect(inferShapes([random])).toBeInstanceOf(Map);
      }),
      { numRuns: 400, seed: 5 },
    );
  });
});

describe("averages", () => {
  const agree = (left: string, right: string): void => {
    for (let i = 0; i < 5; i += 1) {
      const { left: a, right: b } = claim(`${left} = ${right}`);
      const model = modelOf(subjectOf(claim(`${left} = ${right}`)), `${i}`, generalStyle(i, "signed"), i);
      const interpreter = new FiniteInterpreter(DOUBLES, model, WORK);
      for (const instance of model.layout.free) interpreter.place(instance.key, 0);
      expect(interpreter.number(a)).toBeCloseTo(interpreter.number(b), 9);
    }
  };

  it.each([
    ["\\text{Var}_{p(x)}[x]", "E_{p(x)}[x^2] - E_{p(x)}[x]^2"],
    ["\\text{Var}_{p(x)}[x]", "E_{p(x)}[(x - E_{p(x)}[x])^2]"],
    ["JS(p(x) \\| q(x))", "JS(q(x) \\| p(x))"],
    ["JS(p(x) \\| p(x))", "0"],
    ["H(p(x), p(x))", "H(p(x))"],
    ["E_{p(x)}[E_{p(z|x)}[z]]", "E_{p(z)}[z]"],
    ["\\int \\int p(x, z) x z \\, dx \\, dz", "E_{p(x, z)}[x z]"],
  ])("%s is %s", (left, right) => {
    agree(left, right);
  });
});
