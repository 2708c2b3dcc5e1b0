import { exp, integrate, log, number, plus, power, times } from "../../../src/kernel/structure.js";
import { always, density, line, point, product, unknown } from "../terms.js";
import { a, b, k, one, square, three, two, zero } from "./common.js";
import type { Falsehood } from "./common.js";

export const LOGARITHMS: readonly Falsehood[] = [
  {
    name: "a coordinate is no coordinate any more",
    because: "the density of x and y is not that of x",
    term: density("p", [point("x"), point("y")]),
    lines: [line("exponential", [1]), line("conditioning")],
  },
  {
    name: "a logarithm leaves variables behind that are named as the kernel names them",
    because: "f(‹1›, y) is taken for f(y, y)",
    term: integrate(
      point("x", "S"),
      log(integrate(point("y", "S"), exp(integrate(point("t", "S"), unknown("f", point("t", "S"), point("y", "S")))))),
    ),
    lines: [line("logarithm", [0]), line("linearity", [], log(zero), zero), line("definition")],
  },
  {
    name: "log a² is 2 log a",
    because: "for a = −3 the right side is 0",
    term: log(square(a)),
    lines: [line("logarithm")],
  },
  {
    name: "the logarithm of a product over a range is the sum of logarithms",
    because: "two negative factors have a positive product",
    term: log(product(k, one, two, unknown("f", k))),
    lines: [line("logarithm")],
  },
  {
    name: "log a b is log a + log b",
    because: "two negative factors have a positive product",
    term: log(times(a, b)),
    lines: [line("logarithm")],
  },
  {
    name: "a product is positive where all but its negative factors are",
    because: "−a is not where a is",
    term: times(number(-1), a),
    lines: [line("exponential")],
  },
  { name: "a is exp log a", because: "the right side is positive", term: a, lines: [line("exponential")] },
  { name: "0 is exp log 0", because: "the right side is 1", term: zero, lines: [line("exponential")] },
  { name: "0² is exp log 0²", because: "the right side is 1", term: square(zero), lines: [line("exponential")] },
  {
    name: "a sum of squares is positive",
    because: "it may be 0",
    term: plus(square(a), zero),
    lines: [line("exponential")],
  },
  {
    name: "the average of a square is positive",
    because: "it may be 0",
    term: integrate(point("x"), times(square(a), density("p", [point("x")]))),
    lines: [line("exponential")],
  },
  {
    name: "the sign of a power is that of its exponent",
    because: "a³ is negative where a is",
    term: power(a, three),
    lines: [line("exponential")],
  },
  {
    name: "one positive function is as good as two",
    because: "the other one may be negative",
    term: plus(unknown("f", one), unknown("g", one)),
    facts: ["f", "g"].map((name) => always({ kind: "positiveFunction", name })),
    lines: [line("exponential", [0]), line("exponential", [1])],
  },
  {
    name: "the logarithm of a sum is a sum",
    because: "log 2 is not 0",
    term: log(plus(exp(a), exp(b))),
    lines: [line("logarithm")],
  },
];
