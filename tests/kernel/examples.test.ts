import { describe, expect, it } from "vitest";
import { EQUATIONS, INEQUALITIES } from "../../src/kernel/axioms.js";
import type { Claim, Proposition } from "../../src/kernel/proposition.js";
import { exp, integrate, log, minus, node, number, over, plus, power, termKey, times } from "../../src/kernel/structure.js";
import type { Term } from "../../src/kernel/term.js";
import { Theorem } from "../../src/kernel/theorem.js";

const variable = (name: string, space = name, ...size: readonly Term[]): Term => node("variable", size, name, space);
const unknown = (name: string, ...parts: readonly Term[]): Term => node("apply", parts, name);
const component = (vector: Term, index: Term): Term => node("component", [vector, index]);
const range = (kind: "sum" | "product", index: Term, lower: Term, upper: Term, body: Term): Term =>
  node(kind, [lower, upper, body], "", "", [index]);
const target = (name: string, ...parts: readonly Term[]): Term => node("target", parts, name, name);
const given = (name: string, ...parts: readonly Term[]): Term => node("given", parts, name, name);
const density = (...slots: readonly Term[]): Term => node("density", slots, "p");

const [zero, one, two, three] = [number(0), number(1), number(2), number(3)];
const [k, j, n] = [variable("k", "ℤ"), variable("j", "ℤ"), variable("n", "ℤ")];
const [t, s] = [variable("t", "ℝ"), variable("s", "ℝ")];
const [x, y, z, v, u] = [variable("x"), variable("y"), variable("z", "x"), variable("v", "v", n), variable("u", "v")];
const [a, b] = [unknown("a"), unknown("b")];
const f = (...parts: readonly Term[]): Term => unknown("f", ...parts);
const square = (term: Term): Term => power(term, two);
const normal = node("defined", [t, a, b], "normal");
const always = (claim: Claim): Proposition => ({ binders: [], claim });
const positiveF = always({ kind: "positiveFunction", name: "f" });
const atMost = (left: Term, right: Term): Proposition => always({ kind: "atMost", left: zero, right: minus(right, left) });
const inRange = (index: Term, lower: Term, upper: Term, claim: Claim): Proposition => ({
  binders: [{ variable: index, range: { lower, upper } }],
  claim,
});
const positive = (term: Term): Proposition => always({ kind: "positive", term });
const integrable = (term: Term, ...variables: readonly Term[]): Proposition => always({ kind: "integrable", variables, term });
const square1 = (m: Term): Term => over(times(m, plus(m, one)), two);
const known: Proposition = {
  binders: [
    { variable: x, range: null },
    { variable: k, range: { lower: one, upper: n } },
  ],
  claim: { kind: "equal", left: f(x, k), right: times(k, unknown("g", x)) },
};

interface Example {
  readonly from: Term;
  readonly terms?: readonly Term[];
  readonly to: Term;
  readonly conditions?: readonly Proposition[];
  readonly facts?: readonly Proposition[];
}

/** At least one for each rule; forwards it leads from `from` to `to`, backwards from `to` to `from`, under the same conditions. */
const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  algebra: [
    {
      from: square(plus(a, b)),
      terms: [plus(square(a), square(b), times(two, a, b))],
      to: plus(square(a), square(b), times(two, a, b)),
    },
    { from: over(a, a), terms: [one], to: one, conditions: [always({ kind: "nonzero", term: a })] },
    { from: times(exp(a), exp(b)), terms: [exp(plus(b, a))], to: exp(plus(b, a)) },
    { from: integrate(x, plus(f(x), a)), terms: [integrate(z, plus(a, f(z)))], to: integrate(z, plus(a, f(z))) },
    {
      from: density(target("x", x), target("y", y)),
      terms: [density(target("y", y), target("x", x))],
      to: density(target("y", y), target("x", x)),
    },
  ],
  definition: [
    { from: node("defined", [f(x), log(f(x))], "expectation", "", [x]), to: integrate(x, times(f(x), log(f(x)))) },
    { from: node("defined", [a, b], "bernoulli"), to: times(power(b, a), power(minus(one, b), minus(one, a))) },
  ],
  hypothesis: [
    {
      from: f(z, two),
      terms: [zero, z, two],
      to: times(two, unknown("g", z)),
      facts: [known],
      conditions: [known, atMost(two, n)],
    },
  ],
  linearity: [
    {
      from: range("sum", k, one, n, plus(times(a, f(k)), k)),
      terms: [a, f(k), one, k],
      to: plus(times(a, range("sum", k, one, n, f(k))), times(one, range("sum", k, one, n, k))),
    },
    {
      from: integrate(x, plus(times(a, f(x)), f(x, x))),
      terms: [a, f(x), one, f(x, x)],
      to: plus(times(a, integrate(x, f(x))), times(one, integrate(x, f(x, x)))),
      conditions: [integrable(f(x), x), integrable(f(x, x), x)],
    },
    {
      from: node("defined", [density(target("x", x)), times(a, f(x))], "expectation", "", [x]),
      terms: [a, f(x)],
      to: plus(times(a, node("defined", [density(target("x", x)), f(x)], "expectation", "", [x]))),
    },
  ],
  factors: [
    {
      from: range("product", k, one, n, times(f(k), square(exp(k)))),
      terms: [one, f(k), two, exp(k)],
      to: times(power(range("product", k, one, n, f(k)), one), power(range("product", k, one, n, exp(k)), two)),
    },
    {
      from: range("product", k, one, n, power(f(k), a)),
      terms: [a, f(k)],
      to: times(power(range("product", k, one, n, f(k)), a)),
      conditions: [inRange(k, one, n, { kind: "positive", term: f(k) })],
    },
  ],
  constant: [
    { from: range("sum", k, one, n, a), to: times(plus(minus(n, one), one), a), conditions: [atMost(one, plus(n, one))] },
    { from: range("product", k, one, n, a), to: power(a, plus(minus(n, one), one)), conditions: [atMost(one, plus(n, one))] },
  ],
  exponentials: [{ from: range("product", k, one, n, exp(f(k))), to: exp(range("sum", k, one, n, f(k))) }],
  logarithm: [
    { from: log(exp(a)), to: a },
    { from: log(times(f(x), f(y))), to: plus(log(f(x)), log(f(y))), facts: [positiveF], conditions: [positiveF] },
    { from: log(power(f(x), a)), to: times(a, log(f(x))), facts: [positiveF], conditions: [positiveF] },
    {
      from: log(range("product", k, one, n, f(k))),
      to: range("sum", k, one, n, log(f(k))),
      conditions: [inRange(k, one, n, { kind: "positive", term: f(k) })],
    },
  ],
  exponential: [{ from: a, to: exp(log(a)), conditions: [positive(a)] }],
  exchange: [
    {
      from: range("sum", k, one, n, range("sum", j, one, two, f(k, j))),
      to: range("sum", j, one, two, range("sum", k, one, n, f(k, j))),
    },
    {
      from: integrate(x, integrate(y, f(x, y))),
      to: integrate(y, integrate(x, f(x, y))),
      conditions: [integrable(f(x, y), x, y)],
    },
    {
      from: range("sum", k, one, n, integrate(x, f(x, k))),
      to: integrate(x, range("sum", k, one, n, f(x, k))),
      conditions: [inRange(k, one, n, { kind: "integrable", variables: [x], term: f(x, k) })],
    },
    {
      from: integrate(x, range("sum", k, one, n, f(x, k))),
      to: range("sum", k, one, n, integrate(x, f(x, k))),
      conditions: [inRange(k, one, n, { kind: "integrable", variables: [x], term: f(x, k) })],
    },
  ],
  split: [
    {
      from: range("sum", k, one, n, f(k)),
      terms: [j],
      to: plus(range("sum", k, one, j, f(k)), range("sum", k, plus(j, one), n, f(k))),
      conditions: [atMost(one, plus(j, one)), atMost(j, n)],
    },
    {
      from: range("product", k, one, three, f(k)),
      terms: [two],
      to: times(range("product", k, one, two, f(k)), range("product", k, plus(two, one), three, f(k))),
    },
  ],
  "write out": [
    { from: range("sum", k, n, plus(n, one), f(k)), to: plus(f(plus(n, zero)), f(plus(n, one))) },
    { from: range("product", k, one, zero, f(k)), to: times() },
  ],
  shift: [
    { from: range("sum", k, one, n, f(k)), terms: [two], to: range("sum", k, plus(one, two), plus(n, two), f(minus(k, two))) },
  ],
  recursion: [{ from: range("sum", k, one, n, k), terms: [square1(k)], to: square1(n), conditions: [atMost(one, plus(n, one))] }],
  conditioning: [
    { from: density(target("x", x), given("y", y)), to: over(density(target("x", x), target("y", y)), density(target("y", y))) },
  ],
  marginal: [
    { from: integrate(x, density(target("x", x), target("y", y))), to: density(target("y", y)) },
    { from: integrate(x, density(target("x", x), given("y", y))), to: one },
    { from: integrate(v, density(target("v", v))), to: one },
  ],
  components: [
    { from: target("v", v), to: target("v", v, one, n) },
    { from: given("v", component(v, k), k, k), to: given("v", v, k, k) },
  ],
  join: [
    {
      from: density(target("v", v, one, k), target("x", x), target("v", v, plus(k, one), n)),
      terms: [zero, two],
      to: density(target("v", v, one, n), target("x", x)),
      conditions: [atMost(one, plus(k, one)), atMost(k, n)],
    },
  ],
  nothing: [
    { from: density(target("x", x), given("v", v, one, zero)), to: density(target("x", x)) },
    { from: density(target("v", v, one, zero), given("x", x)), to: one },
  ],
  "normal moment": [
    { from: integrate(t, normal), to: one, conditions: [positive(b)] },
    { from: integrate(t, times(t, normal)), to: a, conditions: [positive(b)] },
    { from: integrate(t, times(normal, square(t))), to: plus(times(a, a), times(one, b, one)), conditions: [positive(b)] },
  ],
  substitution: [
    {
      from: integrate(t, f(t)),
      terms: [b, a],
      to: integrate(t, times(f(plus(b, times(a, t))), a)),
      conditions: [positive(a)],
    },
  ],
  "independent components": [
    {
      from: integrate(v, times(range("product", k, one, n, f(component(v, k), k)), unknown("g", component(v, j)))),
      terms: [k, u, f(u, k), j, unknown("g", u)],
      to: times(
        range("product", k, one, n, integrate(u, f(u, k))),
        over(integrate(u, times(f(u, j), unknown("g", u))), integrate(u, f(u, j))),
      ),
      conditions: [always({ kind: "nonzero", term: integrate(u, f(u, j)) }), atMost(one, j), atMost(j, n)],
    },
  ],
  tangent: [{ from: log(a), to: minus(a, one), conditions: [positive(a)] }],
  "not negative": [
    { from: a, terms: [b], to: plus(a, b), conditions: [always({ kind: "nonnegative", term: b })] },
    { from: a, terms: [square(b)], to: plus(a, square(b)) },
  ],
};

const conditionsOf = (conditions: readonly Proposition[]): readonly string[] =>
  conditions.map((each) => JSON.stringify(each)).sort();

const kindsOf = (conditions: readonly Proposition[]): readonly string[] => conditions.map(({ claim }) => claim.kind).sort();

describe("each rule", () => {
  it("has an example", () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual([...Object.keys(EQUATIONS), ...Object.keys(INEQUALITIES)].sort());
  });

  for (const [rule, examples] of Object.entries(EXAMPLES)) {
    const larger = Object.hasOwn(INEQUALITIES, rule);
    it.each(examples.map((each, i) => ({ name: `${rule}, ${i + 1}`, ...each })))(
      "forwards: $name",
      ({ from, terms = [], to, conditions = [], facts = [] }) => {
        const proved = Theorem.reflexive(from, facts).rewrite({ rule, path: [], terms, back: null });
        expect(termKey(proved.right)).toBe(termKey(to));
        expect(termKey(proved.left)).toBe(termKey(from));
        expect(proved.relation).toBe(larger ? "atMost" : "equal");
        expect(conditionsOf(proved.conditions)).toEqual(conditionsOf(conditions));
      },
    );
    it.each(examples.map((each, i) => ({ name: `${rule}, ${i + 1}`, ...each })))(
      "backwards: $name",
      ({ from, terms = [], to, conditions = [], facts = [] }) => {
        const proved = Theorem.reflexive(to, facts).rewrite({ rule, path: [], terms, back: from });
        expect(termKey(proved.right)).toBe(termKey(from));
        expect(proved.relation).toBe(larger ? "atLeast" : "equal");
        expect(conditionsOf(proved.conditions)).toEqual(conditionsOf(conditions));
      },
    );
  }
});

/** Where a smaller or larger part makes the whole smaller or larger. */
describe("log f ≤ f − 1", () => {
  const smaller = log(f(s));
  const larger = minus(f(s), one);
  const factor: Proposition = { binders: [], claim: { kind: "nonnegative", term: times(b) } };
  interface Place {
    readonly where: string;
    readonly path: readonly number[];
    readonly whole: (part: Term) => Term;
    readonly relation: "atMost" | "atLeast";
    readonly conditions?: readonly Proposition[];
  }
  const places: readonly Place[] = [
    { where: "in a sum of two", path: [1], whole: (part) => plus(b, part), relation: "atMost" },
    { where: "times a square", path: [1], whole: (part) => times(square(b), part), relation: "atMost" },
    { where: "times −2", path: [1], whole: (part) => times(number(-2), part), relation: "atLeast" },
    { where: "times an unknown number", path: [0], whole: (part) => times(part, b), relation: "atMost", conditions: [factor] },
    { where: "under exp", path: [0], whole: exp, relation: "atMost" },
    { where: "under log", path: [0], whole: log, relation: "atMost", conditions: [positive(smaller)] },
    { where: "in the body of a sum", path: [2], whole: (part) => range("sum", k, one, n, part), relation: "atMost" },
    {
      where: "in an integral",
      path: [0],
      whole: (part) => integrate(s, part),
      relation: "atMost",
      conditions: [integrable(smaller, s), integrable(larger, s)],
    },
    {
      where: "in an expectation",
      path: [1],
      whole: (part) => node("defined", [exp(s), part], "expectation", "", [s]),
      relation: "atMost",
      conditions: [integrable(times(exp(s), smaller), s), integrable(times(exp(s), larger), s)],
    },
  ];
  it.each(places)("$where", ({ path, whole, relation, conditions = [] }) => {
    const line = { rule: "tangent", path, terms: [] };
    const upwards = Theorem.reflexive(whole(smaller), [positiveF]).rewrite({ ...line, back: null });
    const downwards = Theorem.reflexive(whole(larger), [positiveF]).rewrite({ ...line, back: smaller });
    expect(termKey(upwards.right)).toBe(termKey(whole(larger)));
    expect(termKey(downwards.right)).toBe(termKey(whole(smaller)));
    expect(upwards.relation).toBe(relation);
    expect(downwards.relation).not.toBe(relation);
    for (const proved of [upwards, downwards]) expect(kindsOf(proved.conditions)).toEqual(kindsOf([positiveF, ...conditions]));
  });
});

/** What would take too long, or more than there is: none of these may stall the kernel or end in an error of another kind. */
describe("the kernel refuses at once what is too large:", () => {
  const numbered = (name: string, count: number, ...parts: readonly Term[]): readonly Term[] =>
    Array.from({ length: count }, (_, i) => unknown(`${name}${i}`, ...parts));
  const cube = (of: Term): Term => f(power(plus(...numbered("g", 12, of)), three));
  const deep = Array.from({ length: 300 }).reduce<Term>(exp, a);
  const many = Array.from({ length: 19000 }, (_, i) => variable(`x${i}`, "x"));
  const cases: readonly (readonly [string, Term, readonly number[]])[] = [
    ["sums of 1000 times sums of 1000", times(plus(...numbered("a", 1000)), plus(...numbered("b", 1000))), []],
    ["cubes of sums of cubes of sums", cube(cube(cube(a))), []],
    ["a power of a power of a number", power(power(number(9), number(900)), number(900)), []],
    ["the 13th power of a sum", power(plus(a, b), number(13)), []],
    ["nodes in nodes", deep, []],
    ["many variables under many binders", many.slice(0, 150).reduce((body, own) => integrate(own, body), plus(...many)), []],
    ["a path of more steps than a term is deep", a, Array.from({ length: 201 }, () => 0)],
  ];
  it.each(cases)("%s", (_, term, path) => {
    const line = { rule: "algebra", path, terms: [zero], back: null };
    expect(() => Theorem.reflexive(term, []).rewrite(line)).toThrow(expect.objectContaining({ code: "too-large" }));
  });
});
