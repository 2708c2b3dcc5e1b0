import fc from "fast-check";
import type { Binder, Claim, Proposition } from "../../../src/kernel/proposition.js";
import { node } from "../../../src/kernel/structure.js";
import type { Kind, Term } from "../../../src/kernel/term.js";

const KINDS: readonly Kind[] = [
  ...(["number", "variable", "component", "apply", "add", "multiply", "power", "log", "exp"] as const),
  ...(["sum", "product", "integral", "density", "target", "given", "defined"] as const),
];

/** Names of every make: LaTeX, numbers, words of the text form, none, and anything at all. */
const names = fc.oneof(
  fc.constantFrom(
    "x",
    "z'",
    "\\mu_{\\theta}",
    "\\mathcal{L}",
    "\\mu(x)",
    "dim z",
    "3",
    "-1/2",
    "log",
    "+",
    "all",
    "node",
    "",
    "`",
    "|z",
  ),
  fc.constantFrom("__proto__", "constructor", "@", "p[", "a=b", "ℤ", "ℝ", "@[1 2]", "\n"),
  fc.string({ maxLength: 5, unit: "binary" }),
);

/** Any tree of nodes at all, whether or not the kernel would have it for a term. */
export const trees: fc.Arbitrary<Term> = fc.letrec<{ term: Term }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 4, depthIdentifier: "term" },
    fc.tuple(names, names).map(([name, space]) => node("variable", [], name, space)),
    fc
      .tuple(
        fc.constantFrom(...KINDS),
        fc.array(tie("term"), { maxLength: 4 }),
        names,
        names,
        fc.array(tie("term"), { maxLength: 2 }),
      )
      .map(([kind, parts, name, space, bound]) => node(kind, parts, name, space, bound)),
    fc
      .tuple(fc.constantFrom<Kind>("target", "given"), names, names, fc.array(tie("term"), { maxLength: 3 }), fc.boolean())
      .map(([kind, name, space, rest, named]) =>
        node("density", [node(kind, [...(named ? [node("variable", [], name, space)] : []), ...rest], name, space)], name),
      ),
  ),
})).term;

const binders: fc.Arbitrary<Binder> = fc.record({
  variable: trees,
  range: fc.option(fc.record({ lower: trees, upper: trees })),
});

const claims: fc.Arbitrary<Claim> = fc.oneof(
  fc.record({ kind: fc.constantFrom("positiveFunction" as const, "positiveFamily" as const), name: names }),
  fc.record({ kind: fc.constantFrom("positive" as const, "nonnegative" as const, "nonzero" as const), term: trees }),
  fc.record({ kind: fc.constant("integrable" as const), variables: fc.array(trees, { maxLength: 2 }), term: trees }),
  fc.record({ kind: fc.constantFrom("atMost" as const, "equal" as const), left: trees, right: trees }),
);

export const propositions: fc.Arbitrary<Proposition> = fc.record({
  binders: fc.array(binders, { maxLength: 2 }),
  claim: claims,
});
