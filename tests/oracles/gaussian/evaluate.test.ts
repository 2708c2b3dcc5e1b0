import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import { rational } from "../../../src/numbers/rational.js";
import type { Term } from "../../../src/terms/term.js";
import { compare, equality, text, toNumber } from "../../../src/numbers/exact.js";
import type { Exact } from "../../../src/numbers/exact.js";
import { evaluateExactly } from "../../../src/oracles/gaussian/evaluate.js";
import { floatValue } from "./float.js";
import { call, e, expectation, integral, minus, n, normal, over, pi, plus, times, to, v } from "./terms.js";

function valueOf(term: Term): Exact {
  const result = evaluateExactly(term);
  if (result.kind !== "value") throw new Error(`${result.kind}: ${result.reason}`);
  return result.value;
}

function expectSame(left: Term, right: Term): void {
  expect(equality(valueOf(left), valueOf(right)), `${text(valueOf(left))} against ${text(valueOf(right))}`).toBe("equal");
}

function expectDifferent(left: Term, right: Term): void {
  expect(equality(valueOf(left), valueOf(right))).toBe("different");
}

function expectNear(term: Term, digits = 9): void {
  const reference = floatValue(term);
  expect(Math.abs(toNumber(valueOf(term)) - reference)).toBeLessThan(10 ** -digits * (1 + Math.abs(reference)));
}

const fraction = fc.tuple(fc.integer({ min: -12, max: 12 }), fc.integer({ min: 1, max: 6 })).map(([p, q]) => n(rational(p, q)));
const positive = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 6 })).map(([p, q]) => n(rational(p, q)));
const halved = (t: Term): Term => times(n(1, 2), t);
const square = (t: Term): Term => to(t, 2);

describe("moments", () => {
  it.each([
    [2, "1"],
    [4, "3"],
    [6, "15"],
    [8, "105"],
    [7, "0"],
  ])("of order %i of the standard normal is %s", (order, expected) => {
    expect(text(valueOf(expectation([["z", n(0), n(1)]], to(v("z"), order))))).toBe(expected);
    expect(text(valueOf(integral(["z"], times(normal(v("z"), n(0), n(1)), to(v("z"), order)))))).toBe(expected);
  });

  test.prop([fraction, positive, fc.integer({ min: 0, max: 8 })])(
    "agree between expectation, integral and float quadrature",
    (mean, variance, order) => {
      const body = to(minus(v("x"), n(1, 3)), order);
      const moments = expectation([["x", mean, variance]], body);
      expectSame(moments, integral(["x"], times(normal(v("x"), mean, variance), body)));
      expectNear(moments);
    },
  );

  test.prop([fraction, positive, positive])("of correlated variables follow Isserlis", (slope, first, second) => {
    // y given x is normal about slope · x; E x²y² = E x² E y² + 2 (E xy)².
    const under = (body: Term): Term =>
      expectation(
        [
          ["x", n(0), first],
          ["y", times(slope, v("x")), second],
        ],
        body,
      );
    const [x, y] = [v("x"), v("y")];
    expectSame(
      under(times(square(x), square(y))),
      plus(times(under(square(x)), under(square(y))), times(n(2), square(under(times(x, y))))),
    );
  });
});

describe("the Gaussian integral", () => {
  it("is √π", () => {
    expect(text(valueOf(integral(["x"], call("exp", { kind: "negate", argument: square(v("x")) }))))).toBe("√π");
    expect(text(valueOf(integral(["x"], to(e, { kind: "negate", argument: square(v("x")) }))))).toBe("√π");
  });

  test.prop([positive, fraction, fraction])("completes squares", (a, b, c) => {
    const x = v("x");
    const exponent = plus(times({ kind: "negate", argument: a }, square(x)), times(b, x), c);
    const left = integral(["x"], call("exp", exponent));
    const right = times(call("sqrt", over(pi, a)), call("exp", plus(over(square(b), times(n(4), a)), c)));
    expectSame(left, right);
    expectDifferent(left, times(call("sqrt", over(pi, times(n(2), a))), call("exp", plus(over(square(b), times(n(4), a)), c))));
  });

  test.prop([positive, fraction, fraction], { numRuns: 4 })("of two variables agrees with float quadrature", (a, b, c) => {
    const [x, y] = [v("x"), v("y")];
    const exponent = plus(
      times(n(-3, 2), square(x)),
      times(n(1, 2), x, y),
      times({ kind: "negate", argument: plus(a, n(1, 2)) }, square(y)),
      over(times(b, x), n(4)),
      over(times(c, y), n(12)),
    );
    expectNear(integral(["x", "y"], times(plus(square(x), times(x, y)), call("exp", exponent))), 8);
  });

  it.each<[string, Term]>([
    ["a constant", n(1)],
    ["an odd power", v("x")],
    ["a growing exponential", call("exp", square(v("x")))],
    ["a linear exponent", call("exp", v("x"))],
    ["a density beside a constant", plus(normal(v("x"), n(0), n(1)), n(1, 100))],
  ])("diverges for %s", (_, body) => {
    expect(evaluateExactly(integral(["x"], body))).toEqual({ kind: "undefined", reason: "the integral diverges" });
  });

  it("sees that what diverges cancels", () => {
    expect(text(valueOf(integral(["x"], times(n(0), v("x")))))).toBe("0");
    const growing = times(minus(call("log", n(4)), times(n(2), call("log", n(2)))), call("exp", square(v("x"))));
    expect(text(valueOf(integral(["x"], growing)))).toBe("0");
  });

  it("is finite for an exponential under a law that decays faster, and undefined otherwise", () => {
    const tilted = (rate: Term): Term => expectation([["x", n(0), n(1)]], call("exp", times(rate, square(v("x")))));
    expect(text(valueOf(tilted(n(3, 8))))).toBe("2");
    expect(evaluateExactly(tilted(n(1, 2))).kind).toBe("undefined");
  });

  it("between bounds takes polynomials", () => {
    expect(text(valueOf(integral(["x"], square(v("x")), [n(0), n(1)])))).toBe("1/3");
    expect(text(valueOf(integral(["y"], integral(["x"], n(1), [n(0), v("y")]), [n(0), n(2)])))).toBe("2");
    expect(evaluateExactly(integral(["x"], normal(v("x"), n(0), n(1)), [n(0), n(1)])).kind).toBe("unknown");
  });
});

/** KL(N(m, s) ‖ N(0, 1)) in closed form. */
const klToStandard = (m: Term, s: Term): Term => halved(plus(square(m), s, { kind: "negate", argument: call("log", s) }, n(-1)));
const logRatio = (x: Term, m: Term, s: Term, p: Term): Term => call("log", over(normal(x, m, s), p));

describe("divergences and entropies", () => {
  test.prop([fraction, positive])("the closed form of the KL to the standard normal is its integral", (m, s) => {
    const x = v("x");
    const byExpectation = expectation([["x", m, s]], logRatio(x, m, s, normal(x, n(0), n(1))));
    const byIntegral = integral(["x"], times(normal(x, m, s), logRatio(x, m, s, normal(x, n(0), n(1)))));
    expectSame(klToStandard(m, s), byExpectation);
    expectSame(klToStandard(m, s), byIntegral);
    expect(compare(valueOf(byIntegral), valueOf(n(0)))).not.toBe("less");
  });

  test.prop([fraction, positive, fraction, positive])(
    "the KL of two normals is its integral, and planted errors are seen",
    (m, s, a, b) => {
      const x = v("x");
      const left = expectation([["x", m, s]], minus(call("log", normal(x, m, s)), call("log", normal(x, a, b))));
      const closed = (sign: 1 | -1, extra: Term): Term =>
        halved(plus(call("log", over(b, s)), over(plus(s, times(n(sign), square(minus(m, a)))), b), n(-1), extra));
      expectSame(left, closed(1, n(0)));
      expectDifferent(left, closed(1, n(rational(1, 10n ** 30n))));
      if (floatValue(m) !== floatValue(a)) expectDifferent(left, closed(-1, n(0)));
    },
  );

  test.prop([fraction, positive])("the entropy is ½ log(2πe s)", (m, s) => {
    const x = v("x");
    const entropy = { kind: "negate", argument: integral(["x"], times(normal(x, m, s), call("log", normal(x, m, s)))) } as const;
    expectSame(entropy, halved(call("log", times(n(2), pi, e, s))));
    expectDifferent(entropy, halved(call("log", times(n(2), pi, s))));
  });

  test.prop([fraction, positive, fraction, positive])(
    "the evidence is the bound plus the KL to the posterior",
    (x, prior, slope, noise) => {
      // z ~ N(0, prior), x | z ~ N(slope z, noise), q(z) = N(1/2, 1/3).
      const z = v("z");
      const joint = times(normal(z, n(0), prior), normal(x, times(slope, z), noise));
      const evidence = integral(["w"], times(normal(v("w"), n(0), prior), normal(x, times(slope, v("w")), noise)));
      const q = normal(z, n(1, 2), n(1, 3));
      const under = (body: Term): Term => expectation([["z", n(1, 2), n(1, 3)]], body);
      expectSame(
        call("log", evidence),
        plus(under(call("log", over(joint, q))), under(call("log", over(q, over(joint, evidence))))),
      );
      expectDifferent(call("log", evidence), under(call("log", over(joint, q))));
    },
  );
});

describe("densities", () => {
  test.prop([fraction, positive, fraction, positive])("of mixtures integrate to 1", (m, s, a, b) => {
    const mixture = (weight: Term): Term =>
      integral(["x"], plus(times(n(2, 7), normal(v("x"), m, s)), times(weight, normal(v("x"), a, b))));
    expectSame(mixture(n(5, 7)), n(1));
    expectDifferent(mixture(n(4, 7)), n(1));
  });

  test.prop([positive])("need √(2πσ²), not √(2π)σ²", (s) => {
    const written = (scale: Term): Term =>
      integral(["x"], over(call("exp", over({ kind: "negate", argument: square(v("x")) }, times(n(2), square(s)))), scale));
    expectSame(written(call("sqrt", times(n(2), pi, square(s)))), n(1));
    expectSame(written(times(call("sqrt", times(n(2), pi)), s)), n(1));
    if (floatValue(s) !== 1) expectDifferent(written(call("sqrt", times(n(2), pi, s))), n(1));
  });

  test.prop([fraction, fraction, positive, fraction, positive])(
    "convolve to the normal of the summed parameters",
    (y, m, s, a, b) => {
      const convolution = integral(["x"], times(normal(v("x"), m, s), normal(minus(y, v("x")), a, b)));
      expectSame(convolution, normal(y, plus(m, a), plus(s, b)));
      expectDifferent(convolution, normal(y, plus(m, a), plus(s, b, n(1))));
    },
  );

  test.prop([fraction, fraction, positive, positive])(
    "follow Bayes: the posterior is the normal of the completed square",
    (x, z, prior, noise) => {
      const joint = (at: Term): Term => times(normal(at, n(0), prior), normal(x, at, noise));
      const posterior = over(joint(z), integral(["w"], joint(v("w"))));
      const variance = over(times(prior, noise), plus(prior, noise));
      expectSame(posterior, normal(z, over(times(x, prior), plus(prior, noise)), variance));
    },
  );

  test.prop([fraction, positive])("may have a root of a fraction as a scale parameter", (m, s) => {
    const deviation = call("sqrt", s);
    const standardized = over(minus(v("x"), m), deviation);
    const density = over(call("exp", times(n(-1, 2), square(standardized))), times(deviation, call("sqrt", times(n(2), pi))));
    expectSame(integral(["x"], times(density, square(v("x")))), plus(square(m), s));
  });
});

describe("reparameterization", () => {
  test.prop([fraction, positive])("a shifted and scaled standard normal has the same moments", (m, sigma) => {
    const shifted = to(plus(m, times(sigma, v("t"))), 4);
    expectSame(expectation([["t", n(0), n(1)]], shifted), expectation([["x", m, square(sigma)]], to(v("x"), 4)));
    expectNear(expectation([["x", m, square(sigma)]], to(v("x"), 4)));
  });
});

describe("what has no exact value", () => {
  const x = v("x");
  const under = (body: Term): Term => expectation([["x", n(0), n(1)]], body);
  it.each<[string, Term, "unknown" | "undefined"]>([
    ["the log of a mixture", under(call("log", plus(normal(x, n(0), n(1)), normal(x, n(1), n(1))))), "unknown"],
    ["the log of a variable", under(call("log", square(x))), "unknown"],
    ["the log of a negative number", call("log", n(-1)), "undefined"],
    ["the log of zero", call("log", minus(n(1), n(1))), "undefined"],
    ["the log of a zero function", under(call("log", minus(x, x))), "undefined"],
    ["a quotient by zero", over(n(1), n(0)), "undefined"],
    ["a quotient by a zero function", under(over(x, minus(x, x))), "undefined"],
    ["a quotient by a sum", under(over(n(1), plus(n(1), square(x)))), "unknown"],
    ["a quotient by a variable", under(over(n(1), x)), "unknown"],
    ["the root of a square", under(call("sqrt", square(x))), "unknown"],
    ["the absolute value of a variable", under(call("abs", x)), "unknown"],
    ["a sigmoid", under(call("sigmoid", x)), "unknown"],
    ["the exponential of a quartic", under(call("exp", to(x, 4))), "unknown"],
    ["the exponential of an exponential", under(call("exp", call("exp", x))), "unknown"],
    ["an irrational exponent", under(call("exp", times(call("log", n(2)), x))), "unknown"],
    ["a variance that is not positive", expectation([["x", n(0), n(0)]], x), "undefined"],
    ["a density with a negative variance", normal(n(0), n(0), n(-1)), "undefined"],
    ["a variance that depends on a variable", under(expectation([["y", n(0), plus(n(1), square(x))]], v("y"))), "unknown"],
    ["a free symbol", x, "unknown"],
    ["a variable outside its binder", plus(under(x), x), "unknown"],
    ["a symbol in the bounds of its own integral", integral(["x"], x, [n(0), x]), "unknown"],
    ["an astronomic power", to(n(3), to(n(10), 9)), "unknown"],
    ["a long product of sums", to(under(to(plus(x, call("log", n(6)), n(1)), 64)), 64), "unknown"],
  ])("%s", (_, term, kind) => {
    expect(evaluateExactly(term).kind).toBe(kind);
  });

  it("a body in which a bound name is bound again uses the inner one", () => {
    expect(text(valueOf(under(times(x, x, under(square(x))))))).toBe("1");
  });

  it("a term nested ten thousand deep", () => {
    let deep: Term = n(1);
    for (let k = 0; k < 10_000; k++) deep = { kind: "negate", argument: deep };
    expect(evaluateExactly(deep).kind).toBe("unknown");
  });

  it("ten thousand binders", () => {
    const binders = Array.from({ length: 10_000 }, () => ["x", n(0), n(1)] as const);
    expect(evaluateExactly(expectation(binders, x)).kind).toBe("unknown");
  });

  it("more than the budget allows", () => {
    expect(evaluateExactly(to(plus(n(1), n(2)), 2), { products: 3 })).toEqual({
      kind: "unknown",
      reason: "the expression is too large to be evaluated exactly",
    });
  });
});
