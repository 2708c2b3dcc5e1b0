import type { Proposition } from "../../src/kernel/proposition.js";
import { exp, integrate, log, minus, node, number, over, plus, power, times } from "../../src/kernel/structure.js";
import type { Term } from "../../src/kernel/term.js";
import type { Line } from "../../src/kernel/theorem.js";
import {
  always,
  backwards,
  component,
  defined,
  density,
  integer,
  line,
  numbers,
  point,
  product,
  real,
  slots,
  sum,
  target,
  unknown,
} from "./terms.js";

/** Lines that would prove what is false, were the kernel to let them. */
export interface Falsehood {
  readonly name: string;
  /** Why it is false: in which model. */
  readonly because: string;
  readonly term: Term;
  readonly facts?: readonly Proposition[];
  readonly lines: readonly Line[];
}

const [zero = number(0), one = number(1), two = number(2), three = number(3), five = number(5)] = numbers(0, 1, 2, 3, 5);
const half = number({ numerator: 1n, denominator: 2n });
const k = integer("k");
const n = integer("n");
const x = real("x");
const a = unknown("a");
const bell = defined("normal", [], x, zero, one);
const root = (term: Term): Term => power(term, half);
const square = (term: Term): Term => power(term, two);

const b = unknown("b");
const third = number({ numerator: 1n, denominator: 3n });
const bellOf = (at: Term): Term => exp(over(square(at), number(-2)));
const vector = point("v", "S", three);
const knownFromOneToTwo = always(
  { kind: "equal", left: unknown("f", k), right: zero },
  { variable: k, range: { lower: one, upper: two } },
);

/** The integral over two components, with a further factor of one of them. */
function byComponents(which: Term, ...more: readonly Term[]): Pick<Falsehood, "term" | "lines"> {
  const [v, i, y] = [point("v", "S", two), integer("i"), point("y", "S")];
  const factor = (index: Term, at: Term): Term => unknown("f", index, at);
  return {
    term: integrate(v, times(product(i, one, two, factor(i, component(v, i))), unknown("g", component(v, which), ...more))),
    lines: [line("independent components", [], i, y, factor(i, y), which, unknown("g", y, ...more))],
  };
}

export const FALSEHOODS: readonly Falsehood[] = [
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
    name: "a sum up to a/a has one term",
    because: "it has none where a is 0",
    term: sum(k, one, over(a, a), unknown("f", k)),
    lines: [line("write out")],
  },
  {
    name: "1 + a/a is an even exponent",
    because: "where a is 0 it is 1, and the power −1",
    term: zero,
    lines: [line("not negative", [], power(number(-1), plus(one, over(a, a))))],
  },
  {
    name: "½ + ½ a/a is an integer",
    because: "it is ½ where a is 0: the sum over k = 1 is lost",
    term: sum(k, zero, three, unknown("f", k)),
    lines: [line("shift", [], plus(half, times(half, over(a, a))))],
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
    name: "a free vector is captured when a size becomes its own",
    because: "the vector of three components is free in what is known",
    term: unknown("h", three),
    facts: [
      always(
        {
          kind: "equal",
          left: unknown("h", n),
          right: integrate(point("v", "S", n), unknown("g", point("v", "S", three))),
        },
        { variable: n, range: null },
      ),
    ],
    lines: [line("hypothesis", [], zero, three)],
  },
  {
    name: "the normal density at x is that at y",
    because: "they are two points",
    term: defined("normal", [x], x, zero, one),
    lines: [line("algebra", [], defined("normal", [real("y")], real("y"), zero, one)), line("definition")],
  },
  {
    name: "what is known of one point is used of all points of the same name",
    because: "f is 3 at x alone",
    term: integrate(point("x"), unknown("f", point("x"))),
    facts: [always({ kind: "equal", left: unknown("f", point("x")), right: three })],
    lines: [line("hypothesis", [0], zero)],
  },
  {
    name: "a range that depends on another value of a hypothesis is that of a free variable",
    because: "for n = 1 nothing is known of f(2, 1)",
    term: unknown("f", two, one),
    facts: [
      always(
        { kind: "equal", left: unknown("f", k, n), right: zero },
        { variable: n, range: null },
        { variable: k, range: { lower: one, upper: n } },
      ),
    ],
    lines: [line("hypothesis", [], zero, one, two)],
  },
  {
    name: "a component stands for a whole vector",
    because: "f of a number is not f of a vector",
    term: unknown("f", component(point("v", "S", two), one)),
    facts: [
      always(
        { kind: "equal", left: unknown("f", point("u", "S", two)), right: zero },
        { variable: point("u", "S", two), range: null },
      ),
    ],
    lines: [line("hypothesis", [], zero, component(point("v", "S", two), one))],
  },
  {
    name: "of two variables of one name in a hypothesis, the first is meant",
    because: "f is known at 5 alone",
    term: unknown("f", one),
    facts: [
      always(
        { kind: "equal", left: unknown("f", k), right: zero },
        { variable: k, range: { lower: one, upper: one } },
        { variable: k, range: { lower: five, upper: five } },
      ),
    ],
    lines: [line("hypothesis", [], zero, one, five)],
  },
  {
    name: "a renamed variable is taken for another that is being replaced",
    because: "g(x, x) is the integral of f(t, x) over t, not of f(x, x)",
    term: unknown("g", point("x", "S"), point("x", "S")),
    facts: [
      always(
        {
          kind: "equal",
          left: unknown("g", point("y", "S"), point("x'", "S")),
          right: integrate(point("x", "S"), unknown("f", point("x", "S"), point("y", "S"))),
        },
        { variable: point("y", "S"), range: null },
        { variable: point("x'", "S"), range: null },
      ),
    ],
    lines: [
      line("hypothesis", [], zero, point("x", "S"), point("x", "S")),
      line("algebra", [], integrate(point("t", "S"), unknown("f", point("x", "S"), point("x", "S")))),
    ],
  },
  {
    name: "an order of one index is that of another of the same name",
    because: "the inner k may be negative: then the sum is 0 and not k c",
    term: sum(k, one, five, integrate(k, times(exp(times(number(-1), square(k))), sum(integer("j"), one, k, unknown("c"))))),
    lines: [line("constant", [2, 0, 1])],
  },
  {
    name: "a bound variable may be named as the kernel names them",
    because: "g(y, ‹0›) is no function of y alone",
    term: integrate(point("y", "S"), unknown("g", point("y", "S"), point("‹0›", "S"))),
    lines: [line("algebra", [], integrate(point("y", "S"), unknown("g", point("y", "S"), point("y", "S"))))],
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
    name: "a function of the name of π is positive",
    because: "it is an unknown function",
    term: zero,
    lines: [line("not negative", [], unknown("π", point("x")))],
  },
  {
    name: "an unknown exponent of the name 1 is 1",
    because: "for ½ the left side is 0 and the right one is 1",
    term: product(k, one, two, power(number(-1), unknown("1"))),
    lines: [line("factors", [], unknown("1"), number(-1))],
  },
  {
    name: "the coordinate depends on what is integrated over",
    because: "the densities of x₁, x₂, … each at another point do not add up to 1",
    term: integrate(k, slots("p", target("x", "ℤ", k, k, k))),
    lines: [line("marginal")],
  },
  {
    name: "a vector's size is what is written beside its name",
    because: "the vector has two components",
    term: integrate(point("v", "S", two), slots("p", target("v", "S", point("v", "S", one)))),
    lines: [line("components", [0, 0])],
  },
  {
    name: "a notion named as a node is that node",
    because: "there is no such notion",
    term: defined("integral", [point("x")], density("p", [point("x")])),
    lines: [line("marginal")],
  },
  {
    name: "a coordinate is no coordinate any more",
    because: "the density of x and y is not that of x",
    term: density("p", [point("x"), point("y")]),
    lines: [line("exponential", [1]), line("conditioning")],
  },
  {
    name: "whatever has the space of the integers is an integer",
    because: "an unknown number has no space",
    term: sum(k, zero, three, unknown("f", k)),
    lines: [line("shift", [], node("apply", [], "a", "ℤ"))],
  },
  {
    name: "a vector of integers is an integer",
    because: "f(v) is of a vector",
    term: unknown("f", point("v", "ℤ", two)),
    facts: [always({ kind: "equal", left: unknown("f", k), right: zero }, { variable: k, range: null })],
    lines: [line("hypothesis", [], zero, point("v", "ℤ", two))],
  },
  {
    name: "one empty range that stands twice is joined twice",
    because: "the coordinates of a density are then twice the same",
    term: ((empty: Term): Term => slots("p", empty, empty, target("v", "S", point("v", "S", three), two, three)))(
      target("v", "S", point("v", "S", three), two, one),
    ),
    lines: [line("join", [], zero, two)],
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
    name: "a function is positive because it is so for all k in an empty range",
    because: "nothing is known of f",
    term: zero,
    facts: [always({ kind: "positiveFunction", name: "f" }, { variable: k, range: { lower: one, upper: zero } })],
    lines: [line("not negative", [], unknown("f", point("x")))],
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
  {
    name: "a logarithm leaves variables behind that are named as the kernel names them",
    because: "f(‹1›, y) is taken for f(y, y)",
    term: integrate(
      point("x", "S"),
      log(integrate(point("y", "S"), exp(integrate(point("t", "S"), unknown("f", point("t", "S"), point("y", "S")))))),
    ),
    lines: [line("logarithm", [0]), line("linearity", [], log(zero), zero), line("definition")],
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
  {
    name: "what is known from 1 to 2 is used at 3",
    because: "f(3) is any number",
    term: unknown("f", three),
    facts: [knownFromOneToTwo],
    lines: [line("hypothesis", [], zero, three)],
  },
  {
    name: "what is known from 1 to 2 is used at 0",
    because: "f(0) is any number",
    term: unknown("f", zero),
    facts: [knownFromOneToTwo],
    lines: [line("hypothesis", [], zero, zero)],
  },
  {
    name: "the integral of a sum is the sum of integrals that diverge",
    because: "the left side is 1, the right one 0 + 0",
    term: integrate(x, bell),
    lines: [line("linearity", [], one, minus(bell, one), one, one)],
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
    name: "a range that ends before it begins is joined with the next",
    because: "v₂ would be lost",
    term: slots("p", target("v", "S", vector, three, one), target("v", "S", vector, two, two)),
    lines: [line("join", [], zero, one)],
  },
  {
    name: "a range is joined with one that ends before it begins",
    because: "v₃ would be lost",
    term: slots("p", target("v", "S", vector, one, three), target("v", "S", vector, number(4), two)),
    lines: [line("join", [], zero, one)],
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
    name: "a function of a vector is a function of it and of two numbers",
    because: "the notation of ranges is that of coordinates",
    term: unknown("f", vector),
    lines: [line("components")],
  },
  {
    name: "one component is all",
    because: "the density of v₂ is not that of all components",
    term: slots("p", target("v", "S", vector, two, two)),
    lines: [line("components", [0])],
  },
  {
    name: "any value with a vector in it is the vector's component",
    because: "g is any function",
    term: slots("p", target("v", "S", unknown("g", vector, one), one, one)),
    lines: [line("components", [0])],
  },
  {
    name: "what is one coordinate is nothing",
    because: "the density of v₁ and x is not that of x",
    term: slots("p", target("v", "S", vector, one, one), target("x", "x", point("x"))),
    lines: [line("nothing")],
  },
  {
    name: "an order at the lower end of a range holds in all of it",
    because: "k (3 − k) is 2 for k = 1, and −4 for k = 4",
    term: sum(k, one, number(4), sum(integer("j"), one, times(k, minus(three, k)), a)),
    lines: [line("constant", [2])],
  },
  {
    name: "the density of two coordinates at one point integrates to 1",
    because: "it does over both, at two points",
    term: integrate(point("x"), slots("p", target("x", "x", point("x"), one, two))),
    lines: [line("marginal")],
  },
  {
    name: "the density at x² integrates to 1",
    because: "it does at x",
    term: integrate(point("x"), slots("p", target("x", "x", square(point("x"))))),
    lines: [line("marginal")],
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
  {
    name: "a variable is captured by what is bound in a hypothesis",
    because: "g(x) is the integral of f(t, x) over t",
    term: unknown("G", point("x", "S")),
    facts: [capturing(unknown("f", point("x", "S"), point("y", "S")))],
    lines: [line("hypothesis", [], zero, point("x", "S"))],
  },
  {
    name: "what is bound in a hypothesis gets the name of something free",
    because: "x' is free in it",
    term: unknown("G", point("x", "S")),
    facts: [capturing(unknown("f", point("x", "S"), point("x'", "S"), point("y", "S")))],
    lines: [line("hypothesis", [], zero, point("x", "S"))],
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
  { name: "0 to the power 0 is 0", because: "it is 1", term: power(zero, zero), lines: [line("algebra", [], zero)] },
  { name: "0² is 1", because: "it is 0", term: square(zero), lines: [line("algebra", [], one)] },
  { name: "1 and ½ is 2", because: "it is less", term: plus(one, half), lines: [line("algebra", [], two)] },
  { name: "½ and 1 is 2", because: "it is less", term: plus(half, one), lines: [line("algebra", [], two)] },
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
    name: "no coordinate at all integrates to 1",
    because: "the integral is the measure of the space",
    term: integrate(point("x"), slots("p", target("x", "x", point("x"), two, one))),
    lines: [line("marginal")],
  },
  {
    name: "what a hypothesis is about does not stand in the bounds of a sum",
    because: "the bound is the value, not the index",
    term: unknown("f", three),
    facts: [
      always({ kind: "equal", left: unknown("f", k), right: sum(k, one, k, unknown("g", k)) }, { variable: k, range: null }),
    ],
    lines: [line("hypothesis", [], zero, three)],
  },
  {
    name: "a sum does not depend on its bounds",
    because: "the inner bound is the outer index",
    term: sum(k, one, three, sum(k, one, k, one)),
    lines: [line("constant")],
  },
  {
    name: "a logarithm falls from what is positive",
    because: "log ½ is less than log −½, which is 0",
    term: log(plus(a, exp(b))),
    lines: [backwards("not negative", a, [0], exp(b))],
  },
  {
    name: "the sign of a power is that of its exponent",
    because: "a³ is negative where a is",
    term: power(a, three),
    lines: [line("exponential")],
  },
  { name: "a power of 0 is 0", because: "where a is 0 it is 1", term: power(zero, a), lines: [line("algebra", [], zero)] },
  {
    name: "an unknown number of the name 1 is 1",
    because: "it is any number",
    term: square(unknown("1")),
    lines: [line("algebra", [], one)],
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
    name: "one positive function is as good as two",
    because: "the other one may be negative",
    term: plus(unknown("f", one), unknown("g", one)),
    facts: ["f", "g"].map((name) => always({ kind: "positiveFunction", name })),
    lines: [line("exponential", [0]), line("exponential", [1])],
  },
  {
    name: "what grows shrinks beside −1",
    because: "a sum grows with its parts",
    term: plus(number(-1), log(exp(b))),
    lines: [line("tangent", [1])],
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
    name: "the logarithm of a sum is a sum",
    because: "log 2 is not 0",
    term: log(plus(exp(a), exp(b))),
    lines: [line("logarithm")],
  },
  {
    name: "a sum of products is a product of sums",
    because: "1·2 + 3·4 is not (1 + 3) (2 + 4)",
    term: sum(k, one, two, product(integer("i"), one, two, unknown("f", integer("i"), k))),
    lines: [line("exchange")],
  },
  {
    name: "a density of one coordinate at two points is a joint density",
    because: "no family has such a density",
    term: integrate(point("x"), slots("p", target("x", "x", point("x")), target("x", "x", point("y", "x")))),
    lines: [line("marginal")],
  },
  {
    name: "what is left beside the factors depends on the whole vector",
    because: "the vector is bound on the left and free on the right",
    ...byComponents(one, point("v", "S", two)),
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
  {
    name: "from 0 to ½ there are one and a half numbers",
    because: "there is one",
    term: sum(k, zero, power(two, number(-1)), a),
    lines: [line("constant")],
  },
];

/** The value of G as an integral over x. */
function capturing(integrand: Term): Proposition {
  return always(
    { kind: "equal", left: unknown("G", point("y", "S")), right: integrate(point("x", "S"), integrand) },
    { variable: point("y", "S"), range: null },
  );
}
