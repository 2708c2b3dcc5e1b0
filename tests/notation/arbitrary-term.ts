import fc from "fast-check";
import { plainName, type Name } from "../../src/terms/name.js";
import { rational } from "../../src/numbers/rational.js";
import type { Binder, Distribution, ElementaryName, LawName, RelationName, Term } from "../../src/terms/term.js";
import { headName } from "../../src/terms/traverse.js";
import { lawNames, LAWS } from "../../src/notation/laws.js";

/** Families and functions that the generated terms use: what a survey of the document would have found. */
export const CONTEXT = {
  families: new Set(["p", "q", "\\tilde{p}", "r"]),
  functions: new Set(["f", "g", "\\mu", "\\sigma"]),
  macros: {},
};

const named = (base: string, extra: Partial<Name> = {}): Name => ({ ...plainName(base), ...extra });
const symbolOf = (name: Name): Term => ({ kind: "symbol", name });

const variableName = fc.constantFrom(
  named("x"),
  named("y"),
  named("z"),
  named("d"),
  named("e"),
  named("\\epsilon"),
  named("\\theta"),
  named("\\mathcal{L}"),
  named("X"),
  named("\\Sigma"),
  named("x", { accents: ["\\hat"] }),
  named("x", { labels: ["\\text{new}"] }),
  named("\\theta", { marks: ["*"] }),
  named("x", { marks: ["\\prime"] }),
  named("w", { labels: ["\\theta"] }),
  named("\\text{ELBO}"),
  named("\\mu"),
  named("\\sigma"),
);
const familyName = fc.constantFrom(
  named("p"),
  named("q"),
  named("p", { accents: ["\\tilde"] }),
  named("p", { labels: ["\\theta"] }),
  named("q", { labels: ["t"] }),
  named("p", { labels: ["\\text{data}"] }),
  named("p", { marks: ["*"] }),
);
const functionName = fc.constantFrom(
  named("f"),
  named("g", { labels: ["\\theta"] }),
  named("\\mu"),
  named("\\sigma"),
  named("g", { labels: ["\\theta"], marks: ["\\mu"] }),
);

const indexName = fc.constantFrom("i", "j", "k", "n", "t");
const indexSymbol: fc.Arbitrary<Term> = indexName.map((base) => symbolOf(plainName(base)));
const smallNumber: fc.Arbitrary<Term> = fc.integer({ min: 0, max: 12 }).map((n) => ({ kind: "number", value: rational(n) }));
const index: fc.Arbitrary<Term> = fc.oneof(
  indexSymbol,
  smallNumber,
  fc.tuple(indexSymbol, smallNumber).map(([a, b]): Term => ({ kind: "add", terms: [a, { kind: "negate", argument: b }] })),
  fc.constant<Term>(symbolOf(plainName("\\theta"))),
  fc.tuple(smallNumber, indexSymbol).map(([a, b]): Term => ({ kind: "multiply", factors: [a, b] })),
);

const symbol: fc.Arbitrary<Term> = variableName.map(symbolOf);
const indices = fc.array(index, { minLength: 1, maxLength: 2 });
const component: fc.Arbitrary<Term> = fc.oneof(
  fc
    .tuple(symbol, indices, fc.constantFrom("sub" as const, "super" as const))
    .map(([of, list, place]): Term => ({ kind: "component", of, indices: list, place })),
  fc.tuple(symbol, indices, indices).map(([of, sub, sup]): Term => ({
    kind: "component",
    of: { kind: "component", of, indices: sub, place: "sub" },
    indices: sup,
    place: "super",
  })),
);
const range: fc.Arbitrary<Term> = fc.tuple(symbol, index, index).map(([of, from, to]): Term => ({ kind: "range", of, from, to }));
const variable: fc.Arbitrary<Term> = fc.oneof({ weight: 4, arbitrary: symbol }, component);
/** What `d` can stand before. */
const integrated = variable.filter((term) => !(headName(term) ?? "").startsWith("\\text"));
const argument: fc.Arbitrary<Term> = fc.oneof(
  { weight: 5, arbitrary: variable },
  range,
  fc.tuple(variable, fc.oneof(symbol, smallNumber)).map(([name, value]): Term => ({ kind: "event", variable: name, value })),
);
const argumentsOf = (minLength: number): fc.Arbitrary<Term[]> => fc.array(argument, { minLength, maxLength: 2 });

const family: fc.Arbitrary<Extract<Distribution, { kind: "family" }>> = fc
  .tuple(
    familyName,
    argumentsOf(1),
    argumentsOf(0),
    fc.oneof(
      fc.constant<Term[]>([]),
      symbol.map((term) => [term]),
    ),
  )
  .map(([name, targets, given, parameters]) => ({ kind: "family", family: name, targets, given, parameters }));
const bareFamily: fc.Arbitrary<Distribution> = familyName.map((name) => ({
  kind: "family",
  family: name,
  targets: [],
  given: [],
  parameters: [],
}));

const ELEMENTARY: readonly ElementaryName[] = [
  "log",
  "exp",
  "sqrt",
  "abs",
  "sin",
  "cos",
  "tan",
  "tanh",
  "sigmoid",
  "softplus",
  "erf",
];
const RELATIONS: readonly RelationName[] = [
  "equal",
  "define",
  "same",
  "notEqual",
  "less",
  "lessEqual",
  "greater",
  "greaterEqual",
  "proportional",
  "similar",
  "approximate",
];

/** False for exponents that the notation reads as something else, or not at all: `A^{-1}`, `V^\\pi`. */
const plainExponent = (term: Term): boolean =>
  !(term.kind === "negate" && term.argument.kind === "number") && !(term.kind === "constant" && term.constant === "pi");

const trees = fc.letrec<{ term: Term; law: Distribution; distribution: Distribution; binder: Binder }>((tie) => {
  const term = tie("term");
  const binders = fc.oneof(
    fc.array(tie("binder"), { maxLength: 2 }),
    fc
      .tuple(fc.array(tie("binder"), { maxLength: 1 }), fc.array(variable, { minLength: 1, maxLength: 2 }))
      .map(([list, variables]): Binder[] => [...list, { variables, distribution: null }]),
  );
  const moment = (kind: "expectation" | "variance"): fc.Arbitrary<Term> =>
    fc.tuple(binders, argumentsOf(0), term).map(([list, given, body]): Term => ({ kind, binders: list, given, body }));
  const bigOperator = (kind: "sum" | "product"): fc.Arbitrary<Term> =>
    fc.tuple(variable, fc.oneof(fc.tuple(term, term), fc.option(symbol)), term).map(([over, bounds, body]): Term => ({
      kind,
      index: over,
      range: Array.isArray(bounds) ? { kind: "interval", lower: bounds[0], upper: bounds[1] } : { kind: "support", set: bounds },
      body,
    }));
  const two = fc.array(term, { minLength: 2, maxLength: 3 });
  const lawTerms = (law: LawName): fc.Arbitrary<Term[]> => {
    const count = LAWS[law].parameters[0] ?? 1;
    return fc.array(fc.oneof(term, fc.constant<Term>({ kind: "constant", constant: "identity" })), {
      minLength: count,
      maxLength: count,
    });
  };
  return {
    term: fc.oneof(
      { maxDepth: 4, depthSize: "small", withCrossShrink: true },
      symbol,
      component,
      smallNumber,
      fc.constantFrom<Term>(
        { kind: "number", value: rational(1, 4) },
        { kind: "constant", constant: "pi" },
        { kind: "constant", constant: "infinity" },
      ),
      family.map((distribution): Term => ({ kind: "density", distribution })),
      fc
        .tuple(
          functionName,
          fc.option(index),
          fc.array(
            fc.oneof(
              argument.filter((a) => a.kind !== "event"),
              term,
            ),
            { minLength: 1, maxLength: 2 },
          ),
        )
        .map(([name, at, list]): Term => ({
          kind: "apply",
          function:
            at === null || name.marks.length > 0
              ? symbolOf(name)
              : { kind: "component", of: symbolOf(name), indices: [at], place: "sub" },
          arguments: list,
        })),
      two.map((terms): Term => ({ kind: "add", terms })),
      term.map((inner): Term => ({ kind: "negate", argument: inner })),
      two.map((factors): Term => ({ kind: "multiply", factors })),
      fc.tuple(term, term).map(([numerator, denominator]): Term => ({ kind: "divide", numerator, denominator })),
      fc.tuple(term, term.filter(plainExponent)).map(([base, exponent]): Term => ({ kind: "power", base, exponent })),
      fc
        .tuple(fc.constantFrom(...ELEMENTARY), term)
        .map(([name, inner]): Term => ({ kind: "elementary", name, argument: inner })),
      fc
        .tuple(term, fc.option(fc.constantFrom<Term>({ kind: "number", value: rational(1) }, symbolOf(plainName("F")))))
        .map(([inner, order]): Term => ({ kind: "norm", argument: inner, order })),
      fc
        .constantFrom(...lawNames())
        .chain((law) =>
          fc.tuple(term, lawTerms(law)).map(([point, parameters]): Term => ({ kind: "lawDensity", law, point, parameters })),
        ),
      bigOperator("sum"),
      bigOperator("product"),
      fc
        .tuple(fc.array(integrated, { minLength: 1, maxLength: 3 }), fc.option(symbol), term)
        .map(([variables, domain, body]): Term => ({ kind: "integral", variables, lower: null, upper: null, domain, body })),
      fc
        .tuple(integrated, term, term, term)
        .map(([by, lower, upper, body]): Term => ({ kind: "integral", variables: [by], lower, upper, domain: null, body })),
      moment("expectation"),
      moment("variance"),
      fc
        .tuple(fc.constantFrom("KL" as const, "JS" as const), tie("distribution"), tie("distribution"))
        .map(([measure, left, right]): Term => ({ kind: "divergence", measure, left, right })),
      fc
        .tuple(tie("distribution"), fc.option(tie("distribution")))
        .map(([distribution, cross]): Term => ({ kind: "entropy", distribution, cross })),
      fc
        .tuple(argumentsOf(1), argumentsOf(0), fc.option(familyName))
        .map(([targets, given, over]): Term => ({ kind: "variableEntropy", targets, given, family: over })),
      fc
        .tuple(argumentsOf(1), argumentsOf(1), argumentsOf(0), fc.option(familyName))
        .map(([left, right, given, over]): Term => ({ kind: "mutualInformation", left, right, given, family: over })),
      fc
        .tuple(
          fc.constantFrom("min" as const, "max" as const, "argmin" as const, "argmax" as const, "inf" as const, "sup" as const),
          fc.array(variable, { minLength: 1, maxLength: 2 }),
          term,
        )
        .map(([operator, over, body]): Term => ({ kind: "extremum", operator, over, body })),
      two.map((items): Term => ({ kind: "extremum", operator: "max", over: [], body: { kind: "tuple", items } })),
      fc
        .tuple(fc.constantFrom("total" as const, "partial" as const), variable, term)
        .map(([style, by, body]): Term => ({ kind: "derivative", style, by: [by], body })),
      fc
        .tuple(fc.array(variable, { maxLength: 2 }), term)
        .map(([by, body]): Term => ({ kind: "derivative", style: "gradient", by, body })),
      fc
        .tuple(fc.constantFrom("transpose" as const, "determinant" as const, "trace" as const, "diagonal" as const), term)
        .map(([kind, inner]): Term => ({ kind, argument: inner })),
      fc.constantFrom("X", "\\Sigma").map((base): Term => ({ kind: "inverse", argument: symbolOf(plainName(base)) })),
      fc
        .tuple(term, fc.constantFrom(...RELATIONS), term)
        .map(([left, relation, right]): Term => ({ kind: "indicator", left, relation, right })),
      term.map((inner): Term => ({ kind: "delta", argument: inner })),
      two.map((items): Term => ({ kind: "tuple", items })),
      two.map((items): Term => ({ kind: "set", items })),
      fc.tuple(term, fc.constantFrom("\\text{sum}", "x")).map(([body, label]): Term => ({ kind: "labelled", body, label })),
    ),
    law: fc
      .constantFrom(...lawNames())
      .chain((law) => lawTerms(law).map((parameters): Distribution => ({ kind: "law", law, parameters }))),
    distribution: fc.oneof(family, bareFamily, tie("law")),
    binder: fc.oneof(
      fc
        .tuple(fc.array(variable, { minLength: 1, maxLength: 2 }), tie("distribution"))
        .map(([variables, distribution]): Binder => ({ variables, distribution })),
      tie("distribution").map((distribution): Binder => ({ variables: [], distribution })),
    ),
  };
});

/** Terms of every kind, as the parser can produce them. */
export const arbitraryTerm: fc.Arbitrary<Term> = trees.term;
