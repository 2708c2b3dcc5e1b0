import { describe, expect, test } from "vitest";
import type { Term } from "../../../src/terms/term.js";
import { decide } from "../../../src/oracles/quadrature/decide.js";
import * as T from "../closed-terms.js";

const z = T.symbol("z");
const x = T.symbol("x");

/** True claims; each has twins whose right side is off by a planted amount. */
const TRUE: [string, Term, Term][] = [
  [
    "KL to the standard normal",
    T.integral(["z"], T.multiply(T.bell(z, 0.75, 0.5), T.log(T.divide(T.bell(z, 0.75, 0.5), T.bell(z, 0, 1))))),
    T.divide(T.subtract(T.add(T.power(0.75, 2), 0.5), T.add(1, T.log(0.5))), 2),
  ],
  [
    "small variance",
    T.expectation([T.under("z", 0.5, 2 ** -20)], T.negate(T.log(T.normal(z, 0.5, 2 ** -20)))),
    T.divide(T.add(1, T.log(T.multiply(2, T.PI, 2 ** -20))), 2),
  ],
  ["marginal", T.integral(["z"], T.multiply(T.normal(z, 0, 1), T.normal(0.5, z, 3))), T.normal(0.5, 0, 4)],
  [
    "bound with a marginal inside a logarithm",
    T.expectation([T.under("x", 0, 4)], T.log(T.integral(["z"], T.multiply(T.normal(z, 0, 1), T.normal(x, z, 3))))),
    T.expectation([T.under("x", 0, 4)], T.log(T.normal(x, 0, 4))),
  ],
  ["nothing on both sides", T.integral(["z"], T.multiply(T.normal(z, 0, 1), z)), T.term(0)],
];

describe("true claims and their twins", () => {
  test.each(TRUE)("%s", (_, left, right) => {
    const held = decide({ left, right });
    expect(held.result).toBe("equal");
    for (const planted of [1, 1e-3, 1e-6]) {
      const twin = decide({ left, right: T.add(right, planted) });
      expect(twin.result).toBe("different");
      expect(twin.right - twin.left).toBeCloseTo(planted, 9);
      expect(twin.detail).toContain("more than 100 times the error");
    }
  });

  test("what hides behind the error is neither", () => {
    const cancelling = T.multiply(2 ** 40, T.subtract(T.exp(2 ** -36), 1));
    expect(decide({ left: cancelling, right: T.term(16 + 2 ** -8) })).toMatchObject({ result: "unknown" });
    expect(decide({ left: cancelling, right: T.term(17) })).toMatchObject({ result: "different" });
  });
});

test("a side without a value leaves the claim undecided and says why", () => {
  const decision = decide({ left: T.integral(["z"], z), right: T.term(1) });
  expect(decision.result).toBe("unknown");
  expect(decision.detail).toMatch(/^left side: .*diverge/);
  expect(decision.right).toBe(1);
  expect(decision.left).toBeNaN();
});

test("the same claim gives the same answer, whatever came before", () => {
  const [, left, right] = TRUE[3] ?? ["", T.term(0), T.term(1)];
  const first = decide({ left, right });
  for (const [, l, r] of TRUE) decide({ left: l, right: r });
  expect(decide({ left, right })).toEqual(first);
});

test("a number that is 0 in doubles only is not known", () => {
  const tiny = T.exp(T.negate(T.exp(10)));
  expect(decide({ left: tiny, right: T.term(0) }).result).toBe("unknown");
  expect(decide({ left: T.subtract(1, 1), right: T.term(0) }).result).toBe("equal");
});
