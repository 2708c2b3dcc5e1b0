import { exp, integrate, minus, number, over, plus, power, times } from "../../../src/kernel/structure.js";
import type { Term } from "../../../src/kernel/term.js";
import { component, defined, integer, line, point, product, real, sum, unknown } from "../terms.js";
import { a, bell, bellOf, byComponents, five, half, k, n, one, root, square, third, three, two, x, zero } from "./common.js";
import type { Falsehood } from "./common.js";

export const INTEGRALS: readonly Falsehood[] = [
  {
    name: "the first moment of √x √x is that of x",
    because: "the left side is the integral over x > 0 alone, which is 1",
    term: integrate(x, times(root(x), root(x), bell)),
    lines: [line("normal moment")],
  },
  {
    name: "the first moment of √x² is that of x",
    because: "the left side is the moment of |x|, which is 2",
    term: integrate(x, times(root(square(x)), bell)),
    lines: [line("normal moment")],
  },
  {
    name: "a density of any variance integrates to 1",
    because: "one of a negative variance is 0",
    term: integrate(x, defined("normal", [], x, zero, a)),
    lines: [line("normal moment")],
  },
  {
    name: "what would be 0 for positive numbers is integrable",
    because: "√s √s − s is −s for negative s: on the left the inner integral diverges, on the right not where s is positive",
    term: ((s: Term): Term =>
      integrate(real("y"), integrate(x, plus(times(bell, bellOf(real("y"))), minus(times(root(s), root(s)), s)))))(
      plus(x, three),
    ),
    lines: [line("exchange")],
  },
  {
    name: "√√s² is integrable where √s is",
    because: "for negative s the integral over y diverges on one side, and the integral of all on the other",
    term: ((s: Term): Term =>
      integrate(
        x,
        integrate(
          real("y"),
          times(
            power(square(s), number({ numerator: 1n, denominator: 4n })),
            bell,
            exp(times(number(-8), square(real("y")), root(s), root(s))),
          ),
        ),
      ))(minus(x, number({ numerator: 1n, denominator: 8n }))),
    lines: [line("exchange")],
  },
  {
    name: "two sums over indices of one name are exchanged",
    because: "ten times 3 is not 2 times 15",
    term: sum(k, one, two, sum(k, one, five, k)),
    lines: [line("exchange")],
  },
  {
    name: "an integral over vectors is exchanged with the sum over their size",
    because: "the size of the vector is then another number of the same name",
    term: sum(n, one, two, integrate(point("v", "S", n), unknown("f", point("v", "S", n)))),
    lines: [line("exchange")],
  },
  {
    name: "a sum is exchanged with an integral over vectors of a size of the index's name",
    because: "the size of the vector is then the index",
    term: integrate(point("v", "S", n), sum(n, one, two, unknown("f", point("v", "S", three)))),
    lines: [line("exchange")],
  },
  {
    name: "the component of interest is named as the point",
    because: "the sum over j of F(j, j) g(j) is not that of F(i, j) g(j)",
    ...((v: Term, i: Term, j: Term): Pick<Falsehood, "term" | "lines"> => {
      const factor = (index: Term, at: Term): Term => exp(times(number(-1), half, square(times(at, index))));
      const g = (at: Term): Term => exp(times(half, at));
      return {
        term: integrate(v, times(product(i, one, two, factor(i, component(v, i))), g(component(v, j)))),
        lines: [line("independent components", [], i, j, factor(i, j), j, g(j))],
      };
    })(point("v", "ℤ", two), integer("i"), integer("j")),
  },
  {
    name: "the integral of a sum is the sum of integrals that diverge",
    because: "the left side is 1, the right one 0 + 0",
    term: integrate(x, bell),
    lines: [line("linearity", [], one, minus(bell, one), one, one)],
  },
  {
    name: "two integrals are exchanged though the double integral diverges",
    because: "the inner integral over x is a bell curve of y, that over y diverges for each x",
    term: integrate(
      real("y"),
      integrate(x, plus(times(bell, bellOf(real("y"))), times(minus(x, third), bellOf(minus(x, third))))),
    ),
    lines: [line("exchange")],
  },
  {
    name: "a sum is exchanged with integrals that diverge",
    because: "what diverges cancels in the sum",
    term: sum(k, one, two, integrate(x, plus(minus(times(two, k), three), bell))),
    lines: [line("exchange")],
  },
  {
    name: "the real line is run through backwards",
    because: "the right side is −1",
    term: integrate(x, bell),
    lines: [line("substitution", [], zero, number(-1))],
  },
  {
    name: "a vector is integrated over by components of which one has no mass",
    because: "the right side is 0 where the integral of f(1, ·) is",
    ...byComponents(one),
  },
  {
    name: "a vector is integrated over by components, with a component before the first",
    because: "there is none",
    ...byComponents(zero),
  },
  {
    name: "a vector is integrated over by components, with a component after the last",
    because: "there is none",
    ...byComponents(three),
  },
  {
    name: "a sum of roots is taken apart where one number is positive",
    because: "f may be negative at another",
    term: sum(k, one, two, times(root(unknown("f", k)), root(unknown("f", k)))),
    lines: [line("linearity", [], one, unknown("f", k))],
  },
  {
    name: "an average is taken apart as if there were no weight",
    because: "under the weight neither part converges",
    term: defined("expectation", [x], exp(over(square(x), two)), square(bellOf(x))),
    lines: [line("linearity", [], one, bellOf(x), one, times(bellOf(x), minus(bellOf(x), one)))],
  },
  {
    name: "an integral is taken apart where one summand of each part converges",
    because: "e^x does not",
    term: integrate(x, plus(bell, times(square(x), bell))),
    lines: [line("linearity", [], one, plus(bell, exp(x)), one, minus(times(square(x), bell), exp(x)))],
  },
  {
    name: "a sum of products is a product of sums",
    because: "1·2 + 3·4 is not (1 + 3) (2 + 4)",
    term: sum(k, one, two, product(integer("i"), one, two, unknown("f", integer("i"), k))),
    lines: [line("exchange")],
  },
  {
    name: "what is left beside the factors depends on the whole vector",
    because: "the vector is bound on the left and free on the right",
    ...byComponents(one, point("v", "S", two)),
  },
];
