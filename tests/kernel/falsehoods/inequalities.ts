import { exp, integrate, log, number, over, plus, power, times } from "../../../src/kernel/structure.js";
import { always, backwards, defined, line, point, unknown } from "../terms.js";
import { a, b, bell, k, one, two, x, zero } from "./common.js";
import type { Falsehood } from "./common.js";

export const INEQUALITIES: readonly Falsehood[] = [
  {
    name: "1 + a/a is an even exponent",
    because: "where a is 0 it is 1, and the power −1",
    term: zero,
    lines: [line("not negative", [], power(number(-1), plus(one, over(a, a))))],
  },
  {
    name: "a function of the name of π is positive",
    because: "it is an unknown function",
    term: zero,
    lines: [line("not negative", [], unknown("π", point("x")))],
  },
  {
    name: "a function is positive because it is so for all k in an empty range",
    because: "nothing is known of f",
    term: zero,
    facts: [always({ kind: "positiveFunction", name: "f" }, { variable: k, range: { lower: one, upper: zero } })],
    lines: [line("not negative", [], unknown("f", point("x")))],
  },
  {
    name: "the logarithm of any number is below its tangent",
    because: "that of −1 is 0",
    term: log(a),
    lines: [line("tangent")],
  },
  { name: "any number may be added", because: "it may be negative", term: zero, lines: [line("not negative", [], a)] },
  {
    name: "a product grows with its second factor",
    because: "the first may be negative",
    term: times(a, log(exp(b))),
    lines: [line("tangent", [1])],
  },
  {
    name: "the logarithm grows with any number",
    because: "log −½ is 0, log ½ is less",
    term: log(a),
    lines: [line("not negative", [0], exp(b))],
  },
  {
    name: "an average under a negative weight grows",
    because: "the weight is negative",
    term: defined("expectation", [point("x")], unknown("g", point("x")), log(exp(unknown("f", point("x"))))),
    lines: [line("tangent", [1])],
  },
  {
    name: "an integral grows until it diverges",
    because: "what diverges is 0",
    term: integrate(x, bell),
    lines: [line("not negative", [0], one)],
  },
  {
    name: "an unknown number whose name begins with a minus is negative",
    because: "it may be positive",
    term: times(unknown("-a"), log(exp(b))),
    lines: [line("tangent", [1])],
  },
  {
    name: "twice what grows shrinks",
    because: "2 is positive",
    term: times(two, log(exp(b))),
    lines: [line("tangent", [1])],
  },
  {
    name: "minus what grows grows",
    because: "−2 is negative",
    term: times(number(-2), log(exp(b))),
    lines: [line("tangent", [1])],
  },
  {
    name: "a logarithm falls from what is positive",
    because: "log ½ is less than log −½, which is 0",
    term: log(plus(a, exp(b))),
    lines: [backwards("not negative", a, [0], exp(b))],
  },
  {
    name: "a function of the name of the logarithm is below the logarithm's tangent",
    because: "it is an unknown function",
    term: unknown("log", exp(a)),
    lines: [line("tangent")],
  },
  {
    name: "a variable of the name of π is positive",
    because: "it has any value",
    term: zero,
    lines: [line("not negative", [], point("π"))],
  },
  {
    name: "a function is positive because a family of its name is",
    because: "nothing is known of the function",
    term: zero,
    facts: [always({ kind: "positiveFamily", name: "f" })],
    lines: [line("not negative", [], unknown("f", point("x")))],
  },
  {
    name: "what grows shrinks beside −1",
    because: "a sum grows with its parts",
    term: plus(number(-1), log(exp(b))),
    lines: [line("tangent", [1])],
  },
];
