import type { Proposition } from "../../src/kernel/proposition.js";
import { exp, integrate, log, node, number, plus, power, times } from "../../src/kernel/structure.js";
import type { Term } from "../../src/kernel/term.js";
import type { Line } from "../../src/kernel/theorem.js";
import { rational } from "../../src/numbers/rational.js";
import {
  always,
  backwards,
  component,
  defined,
  density,
  given,
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

/** Lines that the kernel refuses, and the code with which it does. */
export interface Refused {
  readonly name: string;
  readonly code: string;
  readonly term: Term;
  readonly facts?: readonly Proposition[];
  readonly lines: readonly Line[];
}

const [zero = number(0), one = number(1), two = number(2), three = number(3)] = numbers(0, 1, 2, 3);
const half = number(rational(1, 2));
const [k, i, n] = [integer("k"), integer("i"), integer("n")];
const [x, y, t] = [point("x"), point("y"), real("t")];
const [a, b] = [unknown("a"), unknown("b")];
const f = (...parts: readonly Term[]): Term => unknown("f", ...parts);
const letters = (count: number, name: string): Term => plus(...Array.from({ length: count }, (_, j) => unknown(`${name}${j}`)));
/** Of a dozen numbers, under a function: nothing in it can be added up. */
const cubeOfSums = (term: Term): Term =>
  f(power(plus(...Array.from({ length: 12 }, (_, i) => unknown(`g${i}`, term))), number(3)));
const bell = defined("normal", [], t, zero, one);
const vector = point("v", "S", n);
const at = point("u", "S");
const [F, G] = [unknown("F", i, at), unknown("G", at)];
const byComponents = integrate(
  vector,
  times(product(i, one, n, unknown("F", i, component(vector, i))), unknown("G", component(vector, one))),
);
const known: Proposition = always({ kind: "equal", left: f(k), right: zero }, { variable: k, range: null });

/** Repeats what is done to a term. */
function repeated(times: number, term: Term, step: (term: Term) => Term): Term {
  let result = term;
  for (let round = 0; round < times; round++) result = step(result);
  return result;
}

const refused = (
  code: string,
  name: string,
  term: Term,
  lines: readonly Line[],
  facts: readonly Proposition[] = [],
): Refused => ({
  name,
  code,
  term,
  facts,
  lines,
});

/** Where nothing but the term itself is wrong. */
const badTerm = (code: string, name: string, term: Term): Refused => refused(code, name, term, []);

export const REFUSED: readonly Refused[] = [
  badTerm("ill-formed", "a number is none", node("number", [], "one")),
  badTerm("ill-formed", "a fraction over 0", node("number", [], "1/0")),
  badTerm("ill-formed", "a power without an exponent", node("power", [a])),
  badTerm("ill-formed", "a sum that binds nothing", node("sum", [one, two, a])),
  badTerm("ill-formed", "an index of a vector", sum(point("k", "ℤ", two), one, two, a)),
  badTerm("ill-formed", "an index of an abstract space", sum(x, one, two, a)),
  badTerm("ill-formed", "a bound that is no integer by its form", sum(k, one, a, a)),
  badTerm("ill-formed", "a bound that is a power with a letter above", sum(k, one, power(k, unknown("2")), a)),
  badTerm("ill-formed", "a bound that is an inverse", sum(k, one, power(n, number(-1)), a)),
  badTerm("ill-formed", "a bound that is a power of a fraction", sum(k, one, power(half, two), a)),
  badTerm("ill-formed", "a size that is no integer by its form", f(point("v", "S", half))),
  badTerm("ill-formed", "a coordinate outside of a density", plus(target("x", "x", x), one)),
  badTerm("ill-formed", "a density of what is no coordinate", slots("p", x)),
  badTerm("ill-formed", "a vector in arithmetic", times(two, vector)),
  badTerm("ill-formed", "a component of what is no vector", component(x, one)),
  badTerm("ill-formed", "one end of a range of components", slots("p", target("v", "S", vector, one))),
  badTerm("ill-formed", "what is bound is no variable", node("integral", [one], "", "", [a])),
  badTerm("ill-formed", "an unknown notion", defined("integral", [x], density("p", [x]))),
  badTerm("ill-formed", "a notion that every object has", defined("constructor", [x], density("p", [x]))),
  badTerm("ill-formed", "a notion of too many parts", defined("entropy", [x], density("p", [x]), one)),
  badTerm("ill-formed", "a notion that binds nothing", defined("entropy", [], a)),
  badTerm("ill-formed", "a law that binds", defined("normal", [t], t, zero, one)),
  badTerm("ill-formed", "two bound variables of one name", defined("expectation", [x, x], one, f(x))),
  badTerm("ill-formed", "a name that is bound in another space", integrate(x, f(point("x", "S")))),
  badTerm("ill-formed", "a name that is bound in another size", integrate(vector, f(point("v", "S", two)))),
  badTerm("ill-formed", "a bound index in the size of a free vector", sum(n, one, two, f(vector))),
  badTerm("too-large", "a name of a thousand letters", unknown("a".repeat(1000))),
  badTerm("too-large", "nodes in nodes in nodes", repeated(300, a, exp)),
  badTerm(
    "too-large",
    "a term that is twice in a term that is twice in a term",
    repeated(16, a, (term) => plus(term, term)),
  ),
  refused(
    "too-large",
    "a term that grows too deep",
    repeated(150, a, exp),
    Array.from({ length: 60 }, () => line("not negative", [], one)),
  ),
  refused("not-equal", "algebra of what is not equal", a, [line("algebra", [], b)]),
  refused("not-equal", "algebra under binders of other spaces", integrate(x, f(one)), [
    line("algebra", [], integrate(point("x", "S"), f(one))),
  ]),
  refused(
    "too-large",
    "a fraction in a fraction in a fraction",
    repeated(14, a, (term) => power(plus(a, term), number(-1))),
    [line("algebra", [], a)],
  ),
  refused("too-large", "a sum of thousands", letters(2001, "a"), [line("algebra", [], zero)]),
  refused("too-large", "a product of sums", times(letters(50, "a"), letters(50, "b")), [line("algebra", [], zero)]),
  refused("too-large", "cubes of sums of cubes of sums", cubeOfSums(cubeOfSums(a)), [line("algebra", [], zero)]),
  refused("too-large", "a large power of a sum", power(plus(a, b), number(13)), [line("algebra", [], zero)]),
  refused("too-large", "a large power of a number", power(number(10), number(1000)), [line("algebra", [], zero)]),
  refused("false-condition", "a negative power of 0", power(zero, number(-1)), [line("algebra", [], zero)]),
  refused("false-condition", "the root of a negative number", power(times(number(-1), a), half), [line("algebra", [], zero)]),
  refused("false-condition", "a negative number is not positive", number(-1), [line("exponential")]),
  refused("false-condition", "a sum is split below", sum(k, one, three, f(k)), [line("split", [], number(-2))]),
  refused("false-condition", "a constant is integrated over a whole space", integrate(x, f(x)), [
    line("linearity", [], one, plus(f(x), number(-1)), one, one),
  ]),
  refused("wrong-kind", "a number is exchanged", one, [line("exchange")]),
  refused("wrong-kind", "an integral of what is no integral is exchanged", integrate(x, f(x)), [line("exchange")]),
  refused("wrong-kind", "a product is exchanged", product(k, one, two, sum(i, one, two, f(i, k))), [line("exchange")]),
  refused("wrong-kind", "a notion that is no average is linear", defined("entropy", [x], density("p", [x])), [
    line("linearity", [], one, density("p", [x])),
  ]),
  refused("not-equal", "summands of something else", integrate(x, f(x)), [line("linearity", [], two, f(x))]),
  refused("not-equal", "factors of something else", product(k, one, two, f(k)), [line("factors", [], two, f(k))]),
  refused("not-free", "a constant depends on what is integrated over", integrate(x, times(f(x), f(x))), [
    line("linearity", [], f(x), f(x)),
  ]),
  refused("not-free", "an exponent depends on the index", product(k, one, two, power(f(k), k)), [line("factors", [], k, f(k))]),
  refused("wrong-kind", "a number is no density", one, [line("conditioning")]),
  refused("overlapping-coordinates", "a coordinate twice", slots("p", target("x", "x", x), given("x", "x", y)), [
    line("conditioning"),
  ]),
  refused(
    "overlapping-coordinates",
    "ranges that may overlap",
    slots("p", target("v", "S", vector, one, n), target("v", "S", vector, two, n)),
    [line("conditioning")],
  ),
  refused("wrong-kind", "a number is no notion", one, [line("definition")]),
  refused("wrong-parameter", "a hypothesis that there is none", f(one), [line("hypothesis", [], one, one)], [known]),
  refused("wrong-parameter", "a hypothesis whose number is none", f(one), [line("hypothesis", [], a, one)], [known]),
  refused(
    "wrong-parameter",
    "a fact that is no equation is used as one",
    f(one),
    [line("hypothesis", [], zero)],
    [always({ kind: "positiveFunction", name: "f" })],
  ),
  refused("wrong-parameter", "a hypothesis without a value", f(k), [line("hypothesis", [], zero)], [known]),
  refused("wrong-parameter", "a hypothesis at what is no integer", f(half), [line("hypothesis", [], zero, half)], [known]),
  refused(
    "wrong-parameter",
    "a hypothesis at a number, of the points of a space",
    f(one),
    [line("hypothesis", [], zero, one)],
    [always({ kind: "equal", left: f(x), right: zero }, { variable: x, range: null })],
  ),
  refused(
    "wrong-parameter",
    "a hypothesis whose number is a letter",
    f(one),
    [line("hypothesis", [], unknown("0"), one)],
    [known],
  ),
  ...[half, point("y", "B"), point("w", "", two), component(point("w", "B", two), one)].map((value) =>
    refused(
      "wrong-parameter",
      `a hypothesis at what is no point of the space: ${value.kind} of ${value.space}`,
      f(value),
      [line("hypothesis", [], zero, value)],
      [always({ kind: "equal", left: f(point("x", "")), right: zero }, { variable: point("x", ""), range: null })],
    ),
  ),
  refused(
    "wrong-parameter",
    "a hypothesis at a vector, of all real numbers",
    f(real("v", two)),
    [line("hypothesis", [], zero, real("v", two))],
    [always({ kind: "equal", left: f(t), right: zero }, { variable: t, range: null })],
  ),
  refused(
    "wrong-parameter",
    "a hypothesis at a vector of another size",
    f(point("v", "S", three)),
    [line("hypothesis", [], zero, point("v", "S", three))],
    [always({ kind: "equal", left: f(point("w", "S", two)), right: zero }, { variable: point("w", "S", two), range: null })],
  ),
  refused("not-equal", "a hypothesis about something else", a, [line("hypothesis", [], zero, one)], [known]),
  refused(
    "not-free",
    "a hypothesis about a free variable that is bound here",
    integrate(x, f(x)),
    [line("hypothesis", [0], zero)],
    [always({ kind: "equal", left: f(x), right: zero })],
  ),
  refused("not-free", "a sum of what depends on the index", sum(k, one, n, k), [line("constant")]),
  refused("wrong-kind", "a product of what is no exponential", product(k, one, n, f(k)), [line("exponentials")]),
  refused("wrong-kind", "a number is no logarithm", one, [line("logarithm")]),
  refused("wrong-kind", "the logarithm of 2", log(two), [line("logarithm")]),
  refused("wrong-kind", "the logarithm of a letter", log(a), [line("logarithm")]),
  refused("not-free", "the inner range depends on the outer index", sum(k, one, n, sum(i, one, k, f(i, k))), [line("exchange")]),
  refused("not-free", "the outer range has the name of the inner index", sum(k, one, i, sum(i, one, n, f(i, k))), [
    line("exchange"),
  ]),
  refused("wrong-kind", "a range of n numbers is written out", sum(k, one, n, f(k)), [line("write out")]),
  refused("wrong-kind", "a range of a thousand numbers is written out", sum(k, one, number(1000), f(k)), [line("write out")]),
  refused("wrong-kind", "a range of minus two numbers is written out", sum(k, one, number(-2), f(k)), [line("write out")]),
  refused("not-free", "a shift that depends on the index", sum(k, one, n, f(k)), [line("shift", [], k)]),
  refused("ill-formed", "a shift by what is no integer", sum(k, one, n, f(k)), [line("shift", [], half)]),
  refused("ill-formed", "a sum is split at what is no integer", sum(k, zero, three, f(k)), [line("split", [], half)]),
  refused("not-equal", "a closed form that does not begin right", sum(k, one, n, one), [line("recursion", [], plus(k, one))]),
  refused("not-equal", "a closed form that does not go on right", sum(k, one, n, one), [line("recursion", [], times(two, k))]),
  refused("ill-formed", "a closed form of a vector of the index's size", sum(n, one, three, zero), [
    line("recursion", [], times(zero, f(vector))),
  ]),
  refused("wrong-kind", "an integral of what is no density", integrate(x, f(x)), [line("marginal")]),
  refused("wrong-kind", "a density is integrated over what is given", integrate(x, density("p", [y], [x])), [line("marginal")]),
  refused("wrong-kind", "a density is integrated over what it is not of", integrate(x, density("p", [y])), [line("marginal")]),
  refused(
    "wrong-kind",
    "a density is integrated over a coordinate of another space",
    integrate(x, slots("p", target("x", "S", x))),
    [line("marginal")],
  ),
  refused(
    "wrong-kind",
    "a density is integrated over what stands in it twice",
    integrate(x, slots("p", target("x", "x", x), given("y", "x", x))),
    [line("marginal")],
  ),
  refused(
    "wrong-kind",
    "a density is integrated over a part of a vector",
    integrate(vector, slots("p", target("v", "S", vector, one, one))),
    [line("marginal")],
  ),
  refused("wrong-kind", "a number has no coordinates", one, [line("components")]),
  refused("wrong-kind", "a point has no components", density("p", [x]), [line("components", [0])]),
  refused(
    "wrong-kind",
    "another component than the coordinate's",
    slots("p", target("v", "S", component(vector, one), two, two)),
    [line("components", [0])],
  ),
  refused(
    "wrong-kind",
    "ranges that are no neighbours are joined",
    slots("p", target("v", "S", vector, one, one), target("v", "S", vector, three, n)),
    [line("join", [], zero, one)],
  ),
  refused(
    "wrong-kind",
    "a target is joined with what is given",
    slots("p", target("v", "S", vector, one, one), given("v", "S", vector, two, n)),
    [line("join", [], zero, one)],
  ),
  refused(
    "wrong-kind",
    "ranges of two vectors are joined",
    slots("p", target("v", "S", vector, one, one), target("v", "S", point("w", "S", n), two, n)),
    [line("join", [], zero, one)],
  ),
  refused(
    "wrong-kind",
    "ranges of two points are joined",
    slots("p", target("v", "S", x, one, one), target("v", "S", x, two, two)),
    [line("join", [], zero, one)],
  ),
  refused("wrong-kind", "what is no range is joined", density("p", [x, y]), [line("join", [], zero, one)]),
  refused(
    "wrong-kind",
    "a range of one component is not empty",
    slots("p", target("v", "S", vector, one, one), target("x", "x", x)),
    [line("nothing")],
  ),
  refused("wrong-kind", "no coordinate is empty", density("p", [x]), [line("nothing")]),
  refused("wrong-kind", "an integral that is no moment", integrate(t, f(t)), [line("normal moment")]),
  refused("wrong-kind", "a moment of another variable", integrate(t, times(real("s"), bell)), [line("normal moment")]),
  refused("wrong-kind", "a moment in an abstract space", integrate(x, defined("normal", [], x, zero, one)), [
    line("normal moment"),
  ]),
  refused("wrong-kind", "a sum of moments", integrate(t, times(plus(t, one), bell)), [line("normal moment")]),
  refused("wrong-kind", "twice the first moment", integrate(t, times(two, t, bell)), [line("normal moment")]),
  refused("wrong-kind", "a moment and more", integrate(t, times(a, t, bell)), [line("normal moment")]),
  refused("wrong-kind", "twice a moment", integrate(t, times(two, bell)), [line("normal moment")]),
  refused("wrong-kind", "a moment of a curve that is no density", integrate(t, exp(times(number(-1), power(t, two)))), [
    line("normal moment"),
  ]),
  refused("wrong-kind", "an inverse moment", integrate(t, times(power(t, number(-2)), bell)), [line("normal moment")]),
  refused("wrong-kind", "a very high moment", integrate(t, times(power(t, number(13)), bell)), [line("normal moment")]),
  refused("wrong-kind", "a moment of twice the variable", integrate(t, defined("normal", [], times(two, t), zero, one)), [
    line("normal moment"),
  ]),
  refused("wrong-kind", "a moment with a mean that moves", integrate(t, defined("normal", [], t, f(t), one)), [
    line("normal moment"),
  ]),
  refused("wrong-kind", "a moment with a variance that moves", integrate(t, defined("normal", [], t, zero, f(t))), [
    line("normal moment"),
  ]),
  refused("wrong-kind", "a moment under two densities", integrate(t, times(bell, defined("normal", [], t, one, one))), [
    line("normal moment"),
  ]),
  refused("wrong-kind", "a moment under the square of a density", integrate(t, power(bell, two)), [line("normal moment")]),
  refused("wrong-kind", "an abstract space is stretched", integrate(x, f(x)), [line("substitution", [], zero, two)]),
  refused("wrong-kind", "a vector is stretched", integrate(real("v", two), f(real("v", two))), [
    line("substitution", [], zero, two),
  ]),
  refused("not-free", "a shift along the line that depends on where", integrate(t, f(t)), [line("substitution", [], t, two)]),
  refused("not-free", "a stretch of the line that depends on where", integrate(t, f(t)), [
    line("substitution", [], zero, power(t, two)),
  ]),
  refused("wrong-parameter", "components of what is no vector", integrate(at, G), [
    line("independent components", [], i, at, F, one, G),
  ]),
  refused("wrong-parameter", "components of another space", byComponents, [
    line("independent components", [], i, x, unknown("F", i, x), one, unknown("G", x)),
  ]),
  refused("wrong-parameter", "components that are vectors", byComponents, [
    line("independent components", [], i, vector, F, one, G),
  ]),
  refused("wrong-parameter", "which component is no integer", byComponents, [
    line("independent components", [], i, at, F, half, G),
  ]),
  refused("not-free", "a factor depends on the whole vector", byComponents, [
    line("independent components", [], i, at, times(F, f(vector), power(f(vector), number(-1))), one, G),
  ]),
  refused("not-free", "what is left depends on the index", byComponents, [
    line("independent components", [], i, at, F, one, times(G, power(i, zero))),
  ]),
  refused(
    "not-free",
    "which component depends on the point",
    ((v: Term): Term =>
      integrate(v, times(product(i, one, two, unknown("F", i, component(v, i))), unknown("G", component(v, k)))))(
      point("v", "ℤ", two),
    ),
    [line("independent components", [], i, k, unknown("F", i, k), k, unknown("G", k))],
  ),
  refused("not-equal", "factors of another integrand", byComponents, [
    line("independent components", [], i, at, F, one, unknown("H", at)),
  ]),
  refused("not-equal", "an index that is no variable", byComponents, [line("independent components", [], one, at, F, one, G)]),
  refused("wrong-kind", "the tangent of what is no logarithm", a, [line("tangent")]),
  refused("ill-formed", "a coordinate is added", one, [line("not negative", [], target("x", "x", x))]),
  refused("no-such-place", "a place that there is none", a, [line("algebra", [0], one)]),
  refused("too-large", "a place of many steps", a, [line("algebra", Array<number>(201).fill(0), one)]),
  refused("no-such-place", "the size of a vector", f(vector), [line("algebra", [0, 0], times(one, n))]),
  refused("no-such-rule", "a rule that there is none", a, [line("magic")]),
  refused("no-such-rule", "a rule that every object has", a, [line("constructor")]),
  refused("wrong-result", "backwards from something else", a, [backwards("exponential", b)]),
  refused("wrong-direction", "up and then down", log(exp(a)), [line("tangent"), backwards("tangent", log(exp(a)))]),
  refused("wrong-direction", "a power need not grow", power(log(exp(a)), two), [line("tangent", [0])]),
  refused("wrong-direction", "a density need not grow", density("p", [x]), [line("not negative", [0, 0], one)]),
  refused("wrong-direction", "a sum need not grow with its bound", sum(k, one, n, f(k)), [line("not negative", [1], one)]),
  refused("wrong-direction", "an average need not grow with its weight", defined("expectation", [x], log(exp(a)), f(x)), [
    line("tangent", [0]),
  ]),
  refused("wrong-direction", "a divergence need not grow", defined("divergence", [x], density("p", [x]), log(exp(a))), [
    line("tangent", [1]),
  ]),
  refused("wrong-direction", "a product over a range need not grow", product(k, one, n, log(exp(f(k)))), [line("tangent", [2])]),
];
