import { integrate } from "../../../src/kernel/structure.js";
import { always, component, line, point, sum, unknown } from "../terms.js";
import { capturing, five, k, knownFromOneToTwo, n, one, three, two, zero } from "./common.js";
import type { Falsehood } from "./common.js";

export const HYPOTHESES: readonly Falsehood[] = [
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
    name: "a vector of integers is an integer",
    because: "f(v) is of a vector",
    term: unknown("f", point("v", "ℤ", two)),
    facts: [always({ kind: "equal", left: unknown("f", k), right: zero }, { variable: k, range: null })],
    lines: [line("hypothesis", [], zero, point("v", "ℤ", two))],
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
    name: "what a hypothesis is about does not stand in the bounds of a sum",
    because: "the bound is the value, not the index",
    term: unknown("f", three),
    facts: [
      always({ kind: "equal", left: unknown("f", k), right: sum(k, one, k, unknown("g", k)) }, { variable: k, range: null }),
    ],
    lines: [line("hypothesis", [], zero, three)],
  },
];
