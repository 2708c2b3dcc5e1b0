import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { plainName } from "../../../src/terms/name.js";
import type { ElementaryName, Term } from "../../../src/terms/term.js";
import { toNumber } from "../../../src/numbers/exact.js";
import { evaluateExactly } from "../../../src/oracles/gaussian/evaluate.js";
import { floatValue } from "./float.js";
import { call, expectation, integral, n, normal, over, plus, times, to, v } from "./terms.js";

const small = fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 1, max: 4 })).map(([p, q]) => n(p, q));
const variances = fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 2 })).map(([p, q]) => n(p, q));
const densities = fc.tuple(small, variances).map(([mean, variance]) => normal(v("x"), mean, variance));

/** Bodies that the oracle must manage: polynomials in x, log densities, densities and slow exponentials. */
const bodies: fc.Arbitrary<Term> = fc.letrec<{ tree: Term; leaf: Term }>((tie) => ({
  leaf: fc.oneof(
    fc.constant(v("x")),
    small,
    densities,
    densities.map((density) => call("log", density)),
    fc.tuple(densities, densities).map(([p, q]) => call("log", over(p, q))),
    small.map((rate) => call("exp", over(times(rate, v("x")), n(4)))),
  ),
  tree: fc.oneof(
    { maxDepth: 2 },
    tie("leaf"),
    fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => plus(a, b)),
    fc.tuple(tie("tree"), tie("tree")).map(([a, b]) => times(a, b)),
    tie("tree").map((a) => to(a, 2)),
  ),
})).tree;

describe("random terms", () => {
  test.prop([bodies, small, variances])(
    "have the value of float quadrature, as expectation and as integral",
    (body, mean, variance) => {
      const asExpectation = expectation([["x", mean, variance]], body);
      const asIntegral = integral(["x"], times(normal(v("x"), mean, variance), body));
      const reference = floatValue(asExpectation);
      for (const term of [asExpectation, asIntegral]) {
        const result = evaluateExactly(term);
        expect(result.kind).toBe("value");
        if (result.kind === "value")
          expect(Math.abs(toNumber(result.value) - reference)).toBeLessThan(1e-7 * (1 + Math.abs(reference)));
      }
    },
  );

  const names: fc.Arbitrary<ElementaryName> = fc.constantFrom("log", "exp", "sqrt", "abs", "tanh");
  const anything: fc.Arbitrary<Term> = fc.letrec<{ term: Term }>((tie) => {
    const term = tie("term");
    const variable = fc.constantFrom("x", "y").map(v);
    return {
      term: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.oneof(
          fc.bigInt(-(10n ** 20n), 10n ** 20n).map((value) => n(value, 7)),
          small,
          variable,
          fc.constantFrom<Term>({ kind: "constant", constant: "pi" }, { kind: "constant", constant: "infinity" }),
        ),
        fc.array(term, { maxLength: 3 }).map((terms) => plus(...terms)),
        fc.array(term, { maxLength: 3 }).map((factors) => times(...factors)),
        fc.tuple(term, term).map(([a, b]) => over(a, b)),
        fc.tuple(term, term).map(([a, b]) => to(a, b)),
        fc.tuple(names, term).map(([name, argument]) => call(name, argument)),
        fc.tuple(term, term, term).map(([x, m, s]) => normal(x, m, s)),
        fc.tuple(fc.constantFrom("x", "y"), term).map(([x, body]) => integral([x], body)),
        fc
          .tuple(fc.constantFrom("x", "y"), term, term, term)
          .map(([x, lower, upper, body]) => integral([x], body, [lower, upper])),
        fc.tuple(fc.constantFrom("x", "y"), term, term, term).map(([x, m, s, body]) => expectation([[x, m, s]], body)),
        fc
          .tuple(term, term)
          .map(([a, b]): Term => ({ kind: "apply", function: { kind: "symbol", name: plainName("f") }, arguments: [a, b] })),
      ),
    };
  }).term;

  test.prop([anything], { numRuns: 400 })("of any form get an answer, and no value that a double would contradict", (term) => {
    const result = evaluateExactly(term, { products: 2000 });
    expect(["value", "unknown", "undefined"]).toContain(result.kind);
    if (result.kind === "value") expect(toNumber(result.value)).not.toBeNaN();
  });
});
