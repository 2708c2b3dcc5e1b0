import { integrate, number } from "../../../src/kernel/structure.js";
import type { Term } from "../../../src/kernel/term.js";
import { defined, density, line, point, slots, target, unknown } from "../terms.js";
import { k, one, square, three, two, vector, zero } from "./common.js";
import type { Falsehood } from "./common.js";

export const DENSITIES: readonly Falsehood[] = [
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
    name: "one empty range that stands twice is joined twice",
    because: "the coordinates of a density are then twice the same",
    term: ((empty: Term): Term => slots("p", empty, empty, target("v", "S", point("v", "S", three), two, three)))(
      target("v", "S", point("v", "S", three), two, one),
    ),
    lines: [line("join", [], zero, two)],
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
  {
    name: "no coordinate at all integrates to 1",
    because: "the integral is the measure of the space",
    term: integrate(point("x"), slots("p", target("x", "x", point("x"), two, one))),
    lines: [line("marginal")],
  },
  {
    name: "a density of one coordinate at two points is a joint density",
    because: "no family has such a density",
    term: integrate(point("x"), slots("p", target("x", "x", point("x")), target("x", "x", point("y", "x")))),
    lines: [line("marginal")],
  },
];
