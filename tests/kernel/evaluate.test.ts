import { describe, expect, it } from "vitest";
import type { Proposition } from "../../src/kernel/proposition.js";
import { exp, integrate, log, minus, number, over, plus, power, times } from "../../src/kernel/structure.js";
import type { Term } from "../../src/kernel/term.js";
import { rational } from "../../src/numbers/rational.js";
import { Evaluator, judge, type Stated } from "./evaluate.js";
import { randomModel } from "./models.js";
import { compare, nearly, PI, type Real, Undecided, whole } from "./reals.js";
import {
  always,
  component,
  defined,
  density,
  integer,
  numbers,
  point,
  product,
  real,
  slots,
  sum,
  target,
  unknown,
} from "./terms.js";

const [zero = number(0), one = number(1), two = number(2), three = number(3)] = numbers(0, 1, 2, 3);
const half = number(rational(1, 2));
const [k, n] = [integer("k"), integer("n")];
const [x, y] = [point("x", "S"), point("y", "S")];
const v = point("v", "S", two);
const t = real("t");
const bell = exp(over(power(t, two), number(-2)));
const models = Array.from({ length: 12 }, (_, i) => randomModel(`evaluate ${i}`, false));
const onLine = randomModel("evaluate", true);
const negative = number(-2);

const valueOf = (term: Term): Real => new Evaluator(onLine).number(term);
const theorem = (
  left: Term,
  right: Term,
  relation: Stated["relation"] = "equal",
  ...conditions: readonly Proposition[]
): Stated => ({
  left,
  right,
  relation,
  conditions,
});

/** In all models, how a statement does. */
const judged = (stated: Stated): ReadonlySet<string> => new Set(models.map((model) => judge(stated, model)));

describe("the value of a term", () => {
  const table: Readonly<Record<string, readonly [Term, Real]>> = {
    "the inverse of 0": [power(zero, number(-1)), whole(0)],
    "0 to the power 0": [power(zero, zero), whole(1)],
    "an odd power of a negative number": [power(negative, three), whole(-8)],
    "a root of a negative number": [power(negative, half), whole(0)],
    "the logarithm of 0": [log(zero), whole(0)],
    "the logarithm of a negative number": [log(negative), whole(0)],
    "an empty sum": [sum(k, three, two, k), whole(0)],
    "an empty product": [product(k, three, two, k), whole(1)],
    "a sum in a sum": [sum(k, one, three, sum(n, one, k, n)), whole(10)],
    "an index in the bound of its own sum": [sum(k, one, two, sum(k, one, k, one)), whole(3)],
    "the normal density where there is none": [defined("normal", [], zero, zero, negative), whole(0)],
    "the area under a bell curve": [integrate(t, bell), valueOf(power(times(two, unknown("π")), half))],
    "its second moment": [integrate(t, times(power(t, two), bell)), valueOf(power(times(two, unknown("π")), half))],
    "an integral that diverges": [integrate(t, one), whole(0)],
    "an integral that diverges on one side": [integrate(t, exp(t)), whole(0)],
    π: [unknown("π"), PI],
  };
  it.each(Object.entries(table))("%s", (_, [term, value]) => {
    expect(["equal", "near"]).toContain(compare(valueOf(term), value));
  });

  it("is that of the innermost binder of a name", () => {
    const shadowed = integrate(x, times(unknown("f", x), integrate(x, unknown("g", x))));
    const apart = integrate(x, times(unknown("f", x), integrate(y, unknown("g", y))));
    expect(judged(theorem(shadowed, apart))).toEqual(new Set(["holds exactly"]));
    const captured = integrate(x, times(unknown("f", x), integrate(x, unknown("g", y))));
    expect(judged(theorem(captured, apart))).toContain("is false");
  });

  it("is not known where it hangs on a sign that is not known", () => {
    expect(() => valueOf(power(minus(integrate(t, bell), integrate(t, times(bell, one))), half))).toThrow(Undecided);
  });
});

describe("models", () => {
  it("integrate every density to 1, and to those of fewer coordinates", () => {
    const marginal = theorem(integrate(x, density("p", [x, y], [point("z")])), density("p", [y], [point("z")]));
    const whole = theorem(integrate(x, density("p", [x])), one);
    const vector = theorem(integrate(v, slots("p", target("v", "S", v), target("y", "S", y))), density("p", [y]));
    for (const each of [marginal, whole, vector]) expect(judged(each)).toEqual(new Set(["holds exactly"]));
  });

  it("have no coordinates that are independent by accident", () => {
    const independent = theorem(density("p", [x, y]), times(density("p", [x]), density("p", [y])));
    expect(judged(independent)).toEqual(new Set(["is false"]));
  });

  it("have measures that do not add up to 1, functions with zeros and of either sign", () => {
    const mass = theorem(integrate(x, one), one);
    expect(judged(mass)).toContain("is false");
    const f = unknown("f", x);
    for (const [value, relation] of [
      [f, "atMost"],
      [f, "atLeast"],
      [f, "equal"],
    ] as const)
      expect(
        new Set(Array.from({ length: 60 }, (_, i) => judge(theorem(value, zero, relation), randomModel(`f${i}`, false)))),
      ).toEqual(new Set(["holds exactly", "is false"]));
  });

  it("fulfil the definitions they are given", () => {
    const definition = always(
      { kind: "equal", left: unknown("f", x, k), right: times(k, unknown("g", x)) },
      { variable: x, range: null },
      { variable: k, range: { lower: one, upper: n } },
    );
    const used = theorem(unknown("f", y, one), unknown("g", y), "equal", always({ kind: "atMost", left: one, right: n }));
    const judgements = models.map((model) => judge(used, model, [definition]));
    expect(new Set(judgements)).toEqual(new Set(["holds exactly", "vacuous"]));
    const beyond = theorem(unknown("f", y, three), times(three, unknown("g", y)), "equal");
    expect(models.map((model) => judge(beyond, model, [definition]))).toContain("is false");
  });

  it("give a vector a point of its space where it has no component", () => {
    const outside = theorem(integrate(x, unknown("f", x)), integrate(x, times(unknown("f", x), over(one, one))));
    expect(judged(outside)).toEqual(new Set(["holds exactly"]));
    const beyond = component(v, three);
    for (const model of models)
      expect(model.space("S").map(([at]) => JSON.stringify(at, text))).toContain(
        JSON.stringify(new Evaluator(model).number(beyond), text),
      );
  });
});

describe("a theorem", () => {
  it("holds vacuously where a condition does not", () => {
    const stated = theorem(unknown("a"), zero, "equal", always({ kind: "equal", left: unknown("a"), right: zero }));
    const many = Array.from({ length: 60 }, (_, i) => judge(stated, randomModel(`a${i}`, false)));
    expect(new Set(many)).toEqual(new Set(["holds exactly", "vacuous"]));
  });

  it("is false where its sides are not in order", () => {
    expect(judged(theorem(one, two, "atMost"))).toEqual(new Set(["holds exactly"]));
    expect(judged(theorem(one, two, "atLeast"))).toEqual(new Set(["is false"]));
    expect(judged(theorem(log(two), log(three), "atLeast"))).toEqual(new Set(["is false"]));
    expect(judged(theorem(two, two, "atLeast"))).toEqual(new Set(["holds exactly"]));
  });

  it("is told from what differs in the ninth digit", () => {
    const close = plus(log(two), number(rational(1, 100_000_000)));
    expect(judged(theorem(log(two), close))).toEqual(new Set(["is false"]));
    expect(judged(theorem(log(number(6)), plus(log(two), log(three))))).toEqual(new Set(["holds exactly"]));
  });

  it("may presuppose that an integral converges", () => {
    const presupposing = (of: Term): Stated =>
      theorem(one, two, "equal", always({ kind: "integrable", variables: [t], term: of }));
    expect(judge(presupposing(one), onLine)).toBe("vacuous");
    expect(judge(presupposing(exp(t)), onLine)).toBe("vacuous");
    expect(judge(presupposing(times(t, bell)), onLine)).toBe("is false");
    expect(judge(presupposing(density("p", [t])), onLine)).toBe("is false");
  });

  it("may presuppose something for all values of a variable", () => {
    const forAll = (claim: Proposition["claim"]): Stated =>
      theorem(one, two, "equal", always(claim, { variable: k, range: { lower: one, upper: three } }));
    expect(judged(forAll({ kind: "positive", term: k }))).toEqual(new Set(["is false"]));
    expect(judged(forAll({ kind: "positive", term: minus(k, one) }))).toEqual(new Set(["vacuous"]));
    expect(judged(forAll({ kind: "nonnegative", term: minus(k, one) }))).toEqual(new Set(["is false"]));
    expect(judged(forAll({ kind: "nonzero", term: minus(k, two) }))).toEqual(new Set(["vacuous"]));
    expect(judged(forAll({ kind: "atMost", left: k, right: two }))).toEqual(new Set(["vacuous"]));
  });
});

it("integrates over the line with an error that it knows", () => {
  const f = integrate(t, times(density("p", [t]), unknown("f", t)));
  const { middle, error } = nearly(valueOf(f));
  expect(error).toBeLessThan(1e-9);
  expect(Math.abs(middle)).toBeGreaterThan(1e-3);
  expect(compare(valueOf(integrate(t, density("p", [t]))), whole(1))).toBe("near");
});

const text = (_: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}` : value);
