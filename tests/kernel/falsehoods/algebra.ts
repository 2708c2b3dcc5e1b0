import { integrate, minus, number, over, plus, power, times } from "../../../src/kernel/structure.js";
import { defined, integer, line, point, product, real, sum, unknown } from "../terms.js";
import { a, b, half, k, one, root, square, three, two, x, zero } from "./common.js";
import type { Falsehood } from "./common.js";

export const ALGEBRA: readonly Falsehood[] = [
  {
    name: "a sum in a denominator is told apart by the names of what is bound in it",
    because: "g(y, z) is no function of y alone",
    term: integrate(
      point("z", "S"),
      minus(
        power(plus(one, integrate(point("y", "S"), unknown("g", point("y", "S"), point("z", "S")))), number(-1)),
        power(plus(one, integrate(point("y", "S"), unknown("g", point("y", "S"), point("y", "S")))), number(-1)),
      ),
    ),
    lines: [line("algebra", [], integrate(point("z", "S"), zero))],
  },
  {
    name: "the normal density at x is that at y",
    because: "they are two points",
    term: defined("normal", [x], x, zero, one),
    lines: [line("algebra", [], defined("normal", [real("y")], real("y"), zero, one)), line("definition")],
  },
  {
    name: "a bound variable may be named as the kernel names them",
    because: "g(y, ‹0›) is no function of y alone",
    term: integrate(point("y", "S"), unknown("g", point("y", "S"), point("‹0›", "S"))),
    lines: [line("algebra", [], integrate(point("y", "S"), unknown("g", point("y", "S"), point("y", "S"))))],
  },
  {
    name: "of two variables of one name that a notion binds, either is meant",
    because: "f is of a vector of size 3 alone",
    term: defined("expectation", [point("v", "S", two), point("v", "S", three)], one, unknown("f", point("v", "S", three))),
    lines: [
      line(
        "algebra",
        [],
        defined("expectation", [point("u", "S", two), point("w", "S", three)], one, unknown("f", point("u", "S", two))),
      ),
    ],
  },
  // What each condition is there for: without it, this would be proved.
  {
    name: "√a √a is a",
    because: "the left side is 0 for negative numbers",
    term: times(root(a), root(a)),
    lines: [line("algebra", [], a)],
  },
  { name: "a/a is 1", because: "0/0 is 0", term: over(a, a), lines: [line("algebra", [], one)] },
  {
    name: "√(a b) is √a √b",
    because: "for two negative numbers the right side is 0",
    term: root(times(a, b)),
    lines: [line("algebra", [], times(root(a), root(b)))],
  },
  ...[sum, product].map((over): Falsehood => ({
    name: `an index is bound in the bounds of its own ${over(k, one, one, one).kind}`,
    because: "the bounds speak of another variable of that name",
    term: over(k, one, k, two),
    lines: [line("algebra", [], over(integer("i"), one, integer("i"), two))],
  })),
  {
    name: "an unknown number is bound where a variable has its name",
    because: "the left side is a times the measure of the space",
    term: integrate(point("a", ""), a),
    lines: [line("algebra", [], integrate(point("b", ""), point("b", "")))],
  },
  { name: "0 to the power 0 is 0", because: "it is 1", term: power(zero, zero), lines: [line("algebra", [], zero)] },
  { name: "0² is 1", because: "it is 0", term: square(zero), lines: [line("algebra", [], one)] },
  { name: "1 and ½ is 2", because: "it is less", term: plus(one, half), lines: [line("algebra", [], two)] },
  { name: "½ and 1 is 2", because: "it is less", term: plus(half, one), lines: [line("algebra", [], two)] },
  { name: "a power of 0 is 0", because: "where a is 0 it is 1", term: power(zero, a), lines: [line("algebra", [], zero)] },
  {
    name: "an unknown number of the name 1 is 1",
    because: "it is any number",
    term: square(unknown("1")),
    lines: [line("algebra", [], one)],
  },
  {
    name: "(a/2)² is 4 a²",
    because: "it is a²/4",
    term: square(times(half, a)),
    lines: [line("algebra", [], times(number(4), a, a))],
  },
  {
    name: "a² a³ is a⁶",
    because: "it is a⁵",
    term: times(square(a), power(a, three)),
    lines: [line("algebra", [], power(a, number(6)))],
  },
  { name: "2³ is 2", because: "it is 8", term: power(two, three), lines: [line("algebra", [], two)] },
  {
    name: "a variable of another space is bound",
    because: "it is free",
    term: integrate(point("x", "S"), unknown("f", point("x", "T"))),
    lines: [line("algebra", [], integrate(point("y", "S"), unknown("f", point("y", "S"))))],
  },
];
