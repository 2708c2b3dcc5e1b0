import { exp, integrate, minus, node, number, over, plus, power, times } from "../../../src/kernel/structure.js";
import { integer, line, product, sum, unknown } from "../terms.js";
import { a, five, half, k, n, one, root, square, three, two, zero } from "./common.js";
import type { Falsehood } from "./common.js";

export const RANGES: readonly Falsehood[] = [
  {
    name: "a sum up to a/a has one term",
    because: "it has none where a is 0",
    term: sum(k, one, over(a, a), unknown("f", k)),
    lines: [line("write out")],
  },
  {
    name: "½ + ½ a/a is an integer",
    because: "it is ½ where a is 0: the sum over k = 1 is lost",
    term: sum(k, zero, three, unknown("f", k)),
    lines: [line("shift", [], plus(half, times(half, over(a, a))))],
  },
  {
    name: "an order of one index is that of another of the same name",
    because: "the inner k may be negative: then the sum is 0 and not k c",
    term: sum(k, one, five, integrate(k, times(exp(times(number(-1), square(k))), sum(integer("j"), one, k, unknown("c"))))),
    lines: [line("constant", [2, 0, 1])],
  },
  {
    name: "bounds that are no integers are counted as if they were",
    because: "for a = ½ there is one integer between, not 1 + 1/5",
    term: sum(k, a, plus(a, number({ numerator: 1n, denominator: 5n })), unknown("c")),
    lines: [line("constant")],
  },
  {
    name: "a sum from a to a + 1 has the terms at a and a + 1",
    because: "for a = ½ the index is 1 alone",
    term: sum(k, a, plus(a, one), unknown("f", k)),
    lines: [line("write out")],
  },
  {
    name: "a closed form is taken at a bound that is no integer",
    because: "the sum of 1 from 1 to 3/2 is 1",
    term: sum(k, one, number({ numerator: 3n, denominator: 2n }), one),
    lines: [line("recursion", [], k)],
  },
  {
    name: "an unknown exponent of the name 1 is 1",
    because: "for ½ the left side is 0 and the right one is 1",
    term: product(k, one, two, power(number(-1), unknown("1"))),
    lines: [line("factors", [], unknown("1"), number(-1))],
  },
  {
    name: "whatever has the space of the integers is an integer",
    because: "an unknown number has no space",
    term: sum(k, zero, three, unknown("f", k)),
    lines: [line("shift", [], node("apply", [], "a", "ℤ"))],
  },
  {
    name: "a product of roots is the root of the product",
    because: "two negative factors have a positive product",
    term: product(k, one, two, root(unknown("f", k))),
    lines: [line("factors", [], half, unknown("f", k))],
  },
  {
    name: "a sum from 1 to n has n terms",
    because: "for n = −1 it has none",
    term: sum(k, one, n, a),
    lines: [line("constant")],
  },
  {
    name: "a sum is split below its range",
    because: "the second part begins before the sum does",
    term: sum(k, one, three, unknown("f", k)),
    lines: [line("split", [], number(-2))],
  },
  {
    name: "a sum is split above its range",
    because: "the first part ends after the sum does",
    term: sum(k, one, three, unknown("f", k)),
    lines: [line("split", [], five)],
  },
  {
    name: "a closed form is taken below the range",
    because: "for n = −1 the sum is 0",
    term: sum(k, one, n, one),
    lines: [line("recursion", [], k)],
  },
  {
    name: "an order at the lower end of a range holds in all of it",
    because: "k (3 − k) is 2 for k = 1, and −4 for k = 4",
    term: sum(k, one, number(4), sum(integer("j"), one, times(k, minus(three, k)), a)),
    lines: [line("constant", [2])],
  },
  {
    name: "an order that grows holds from its upper end",
    because: "from 1 to −3 there are no −3 numbers",
    term: sum(k, number(-3), three, sum(integer("j"), one, k, a)),
    lines: [line("constant", [2])],
  },
  {
    name: "an order that falls holds from its lower end",
    because: "from 5 to 2 there are no −2 numbers",
    term: sum(k, one, five, sum(integer("j"), k, two, a)),
    lines: [line("constant", [2])],
  },
  {
    name: "a sum does not depend on its bounds",
    because: "the inner bound is the outer index",
    term: sum(k, one, three, sum(k, one, k, one)),
    lines: [line("constant")],
  },
  {
    name: "from 0 to ½ there are one and a half numbers",
    because: "there is one",
    term: sum(k, zero, power(two, number(-1)), a),
    lines: [line("constant")],
  },
];
