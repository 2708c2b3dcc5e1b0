import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../../src/oracles/monte-carlo/decide.js";
import { integrate } from "../../../src/oracles/quadrature/integrate.js";
import { closedTerms } from "../arbitrary-terms.js";
import * as T from "../closed-terms.js";

const CONTRACT = { alpha: 1e-9, beta: 1e-9, delta: 0.1 };
const WORK = 10_000_000;

test("certified answers agree with quadrature, and see what is planted", () => {
  const counts = { equal: 0, different: 0 };
  fc.assert(
    fc.property(closedTerms(3), (left) => {
      const value = integrate(left, 2_000_000);
      if (value.kind !== "value" || value.error > 1e-6 * Math.abs(value.value)) return;
      const held = decide({ left, right: T.term(value.value) }, CONTRACT, "agreement", WORK);
      if (!held.certified) return;
      expect(held.result).not.toBe("different");
      if (held.result === "equal") counts.equal += 1;
      const planted = { left, right: T.term(value.value + CONTRACT.delta * held.scale) };
      const twin = decide(planted, { ...CONTRACT, scale: held.scale }, "agreement", WORK);
      expect(twin.result).not.toBe("equal");
      if (twin.result === "different") counts.different += 1;
    }),
    { numRuns: 250, seed: 8 },
  );
  expect(counts.equal).toBeGreaterThan(60);
  expect(counts.different).toBeGreaterThan(60);
});
