import { exp, integrate, log, minus, number, over, plus, power, times } from "../../src/kernel/structure.js";
import type { Term } from "../../src/kernel/term.js";
import { rational } from "../../src/numbers/rational.js";
import type { Falsehood } from "./falsehoods.js";
import { always, backwards, defined, density, integer, line, numbers, point, real, sum, unknown } from "./terms.js";

/** Lines of which the kernel makes a theorem that is not true of nothing. */
export type Truth = Omit<Falsehood, "because">;

const [zero = number(0), one = number(1), two = number(2), three = number(3)] = numbers(0, 1, 2, 3);
const [k, n] = [integer("k"), integer("n")];
const [x, t] = [point("x"), real("t")];
const [a, b] = [unknown("a"), unknown("b")];
const f = (at: Term): Term => unknown("f", at);
const bell = exp(over(power(t, two), number(-2)));

const wave = times(unknown("g", t, real("s")), exp(times(number(-1), plus(power(t, two), power(real("s"), two)))));

/** Notions with their parts, each to be written out. */
const NOTIONS: readonly Term[] = [
  defined("expectation", [x], density("p", [x]), f(x)),
  defined("divergence", [x], density("p", [x]), density("q", [x])),
  defined("entropy", [x], density("p", [x])),
  defined("crossEntropy", [x], density("p", [x]), density("q", [x])),
  defined("variance", [x], density("p", [x]), f(x)),
  defined("normal", [], a, b, two),
  defined("normal", [], two, number(rational(1, 2)), power(a, two)),
  defined("bernoulli", [], one, a),
  defined("bernoulli", [], zero, a),
];

export const TRUTHS: readonly Truth[] = [
  ...NOTIONS.map((notion, i): Truth => ({ name: `what ${notion.name} is (${i})`, term: notion, lines: [line("definition")] })),
  ...Array.from({ length: 7 }, (_, moment): Truth => ({
    name: `the moment ${moment} of a normal density`,
    term: integrate(
      t,
      times(power(t, number(moment)), defined("normal", [], t, number(rational(-1, 2)), plus(one, power(a, two)))),
    ),
    lines: [line("normal moment")],
  })),
  {
    name: "the line shifted and stretched",
    term: integrate(t, times(exp(times(number(-1), power(minus(t, real("s")), two))), f(t))),
    lines: [line("substitution", [], minus(one, real("s")), number(rational(1, 2)))],
  },
  {
    name: "the line stretched by a positive number",
    term: integrate(t, times(bell, f(t))),
    facts: [always({ kind: "positiveFunction", name: "b" })],
    lines: [line("substitution", [], one, plus(one, times(b, number(rational(1, 3)))))],
  },
  {
    name: "a sum over what an index bounds from above",
    term: sum(k, one, three, sum(integer("j"), one, k, f(k))),
    lines: [line("constant", [2])],
  },
  {
    name: "a sum over what an index bounds from below",
    term: sum(k, one, n, sum(integer("j"), k, n, f(k))),
    lines: [line("constant", [2])],
  },
  {
    name: "the square of a sum with an inverse of it",
    term: over(times(plus(a, b), plus(a, b)), plus(b, a)),
    lines: [line("algebra", [], plus(times(number(rational(1, 2)), a), times(number(rational(1, 2)), a), b))],
  },
  {
    name: "a bound through a logarithm",
    term: log(times(exp(a), exp(b))),
    lines: [line("tangent"), line("algebra", [], plus(exp(plus(b, a)), number(-1)))],
  },
  {
    name: "a logarithm that shrinks",
    term: log(plus(exp(a), power(b, two))),
    lines: [backwards("not negative", exp(a), [0], power(b, two)), line("logarithm")],
  },
  {
    name: "two conditions about one term, in two variables",
    term: plus(integrate(t, plus(wave, bell)), integrate(real("s"), plus(wave, exp(times(number(-1), power(real("s"), two)))))),
    lines: [
      line("linearity", [0], one, wave, one, bell),
      line("linearity", [1], one, wave, one, exp(times(number(-1), power(real("s"), two)))),
    ],
  },
];
