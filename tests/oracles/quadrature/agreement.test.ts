import fc from "fast-check";
import { expect, test } from "vitest";
import { toNumber } from "../../../src/numbers/exact.js";
import { evaluateExactly } from "../../../src/oracles/gaussian/evaluate.js";
import { integrate } from "../../../src/oracles/quadrature/integrate.js";
import { closedTerms } from "../arbitrary-terms.js";

test("stated errors cover the distance from exact values", () => {
  let compared = 0;
  fc.assert(
    fc.property(closedTerms(3), (term) => {
      const result = integrate(term, 2_000_000);
      const exact = evaluateExactly(term);
      if (result.kind !== "value" || exact.kind === "unknown") return;
      // Where exact arithmetic finds that there is no value, quadrature may not find one.
      expect(exact.kind).toBe("value");
      if (exact.kind !== "value") return;
      const truth = toNumber(exact.value);
      expect(Math.abs(result.value - truth)).toBeLessThanOrEqual(result.error + 4 * Number.EPSILON * Math.abs(truth));
      compared += 1;
    }),
    { numRuns: 400, seed: 7 },
  );
  expect(compared).toBeGreaterThan(120);
});
