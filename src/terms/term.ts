import type { Name } from "./name.js";
import type { Rational } from "../kernel/rational.js";

/** Where a node stands in its equation's LaTeX: UTF-16 offsets, end excluded. Never part of a term's identity. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Located {
  readonly span?: Span | undefined;
}

/** Elementary functions of one number; applied to a vector they act on each component. */
export type ElementaryName = "log" | "exp" | "sqrt" | "abs" | "sin" | "cos" | "tan" | "tanh" | "sigmoid" | "softplus" | "erf";

/** Distributions with a density or mass function in closed form. Parameters in the order of the field's notation. */
export type LawName =
  "normal" | "bernoulli" | "categorical" | "uniform" | "beta" | "dirichlet" | "gamma" | "exponential" | "laplace" | "poisson";

/**
 * A density of a family, `p(x, z | y; \theta)`, or one of a law, `\mathcal N(\mu, \Sigma)`.
 *
 * `targets` is empty where the document writes the family bare (`KL(p \| q)`, `E_q`). A target or condition is a variable,
 * one of its components (`x_i`), a `range` of them, or an `event`.
 */
export type Distribution =
  | ({
      readonly kind: "family";
      readonly family: Name;
      readonly targets: readonly Term[];
      readonly given: readonly Term[];
      /** What follows `;`: labels, not variables. */ readonly parameters: readonly Term[];
    } & Located)
  | ({ readonly kind: "law"; readonly law: LawName; readonly parameters: readonly Term[] } & Located);

/**
 * What an expectation or variance averages over. `variables` is empty where the document leaves them to the distribution's arguments
 * (`E_{q(z|x)}`, `E_q`); `distribution` is null in `E_x` and in a bare `E`.
 */
export interface Binder extends Located {
  readonly variables: readonly Term[];
  readonly distribution: Distribution | null;
}

/** The range of a sum or product index. `over` lists what stands under the sign when it is no interval: `\sum_z`, `\sum_{z \in Z}`. */
export type IndexRange =
  | { readonly kind: "interval"; readonly lower: Term; readonly upper: Term }
  | { readonly kind: "support"; readonly set: Term | null };

/** A mathematical expression with binders. A closed union: every table over it is total, so a new node does not compile until each has it. */
export type Term = TermNode & Located;

export type TermNode =
  | { readonly kind: "number"; readonly value: Rational }
  | { readonly kind: "constant"; readonly constant: "pi" | "e" | "infinity" | "identity" }
  | { readonly kind: "symbol"; readonly name: Name }
  /** `x_i`, `\sigma_{(k)}` (place sub), `x^{(i)}` (place super). */
  | { readonly kind: "component"; readonly of: Term; readonly indices: readonly Term[]; readonly place: "sub" | "super" }
  /** `x_1, \dots, x_{i-1}`, `x_{1:T}`, `x_{<i}` (from 1): components from..to, empty when to < from. */
  | { readonly kind: "range"; readonly of: Term; readonly from: Term; readonly to: Term }
  /** `X = x`, `z = k` as an argument of a family. */
  | { readonly kind: "event"; readonly variable: Term; readonly value: Term }
  /** An unknown function applied: `\mu_{(k)}(x)` has the component `\mu_{(k)}` as its function. */
  | { readonly kind: "apply"; readonly function: Term; readonly arguments: readonly Term[] }
  | { readonly kind: "add"; readonly terms: readonly Term[] }
  | { readonly kind: "negate"; readonly argument: Term }
  | { readonly kind: "multiply"; readonly factors: readonly Term[] }
  | { readonly kind: "divide"; readonly numerator: Term; readonly denominator: Term }
  | { readonly kind: "power"; readonly base: Term; readonly exponent: Term }
  | { readonly kind: "elementary"; readonly name: ElementaryName; readonly argument: Term }
  /** `\|x\|`, `\|x\|_1`; order null is the Euclidean norm. */
  | { readonly kind: "norm"; readonly argument: Term; readonly order: Term | null }
  /** A density or mass of a family at the values of its targets: `p(x|z)`. */
  | { readonly kind: "density"; readonly distribution: Extract<Distribution, { kind: "family" }> }
  /** `\mathcal N(x; \mu, \Sigma)`. */
  | { readonly kind: "lawDensity"; readonly law: LawName; readonly point: Term; readonly parameters: readonly Term[] }
  | { readonly kind: "sum" | "product"; readonly index: Term; readonly range: IndexRange; readonly body: Term }
  /** Several variables stand for an iterated integral; bounds belong to a single variable. `domain` is what stands under the sign: `\int_{\mathbb R^d}`. */
  | {
      readonly kind: "integral";
      readonly variables: readonly Term[];
      readonly lower: Term | null;
      readonly upper: Term | null;
      readonly domain: Term | null;
      readonly body: Term;
    }
  | { readonly kind: "expectation"; readonly binders: readonly Binder[]; readonly given: readonly Term[]; readonly body: Term }
  | { readonly kind: "variance"; readonly binders: readonly Binder[]; readonly given: readonly Term[]; readonly body: Term }
  | { readonly kind: "divergence"; readonly measure: "KL" | "JS"; readonly left: Distribution; readonly right: Distribution }
  /** `H(p)`, `H(p(z|x))`; with `cross`, `H(p, q)`. */
  | { readonly kind: "entropy"; readonly distribution: Distribution; readonly cross: Distribution | null }
  /** `H(Z)`, `H(Z|X)`: the entropy of variables under the family in force. */
  | {
      readonly kind: "variableEntropy";
      readonly targets: readonly Term[];
      readonly given: readonly Term[];
      readonly family: Name | null;
    }
  | {
      readonly kind: "mutualInformation";
      readonly left: readonly Term[];
      readonly right: readonly Term[];
      readonly given: readonly Term[];
      readonly family: Name | null;
    }
  | {
      readonly kind: "extremum";
      readonly operator: "min" | "max" | "argmin" | "argmax" | "inf" | "sup";
      readonly over: readonly Term[];
      readonly body: Term;
    }
  | {
      readonly kind: "derivative";
      readonly style: "gradient" | "total" | "partial";
      readonly by: readonly Term[];
      readonly body: Term;
    }
  | { readonly kind: "transpose" | "inverse" | "determinant" | "trace" | "diagonal"; readonly argument: Term }
  /** `\mathbb 1[z = k]`: 1 where the relation holds, else 0. */
  | { readonly kind: "indicator"; readonly left: Term; readonly relation: RelationName; readonly right: Term }
  | { readonly kind: "delta"; readonly argument: Term }
  | { readonly kind: "tuple" | "set"; readonly items: readonly Term[] }
  /** A `\underbrace` or `\overbrace` with its label; means its body. */
  | { readonly kind: "labelled"; readonly body: Term; readonly label: string };

export type TermKind = Term["kind"];

/** The node of one kind. */
export type TermOf<K extends TermKind> = Term extends infer U
  ? U extends { readonly kind: TermKind }
    ? K extends U["kind"]
      ? U
      : never
    : never
  : never;

/** A call of a family, `p(x | z)`, and a call of a law, `\mathcal N(\mu, \\Sigma)`. */
export type FamilyCall = Extract<Distribution, { readonly kind: "family" }>;
export type LawCall = Extract<Distribution, { readonly kind: "law" }>;

/**
 * The sign between two sides. `same` is `\equiv`; `define` is `:=`, `\triangleq`, `\overset{def}{=}`; `similar` is `\sim` between expressions
 * (equal up to an additive constant); `other` is a sign that is recognised as a relation but has no meaning here.
 */
export type RelationName =
  | "equal"
  | "define"
  | "same"
  | "notEqual"
  | "less"
  | "lessEqual"
  | "greater"
  | "greaterEqual"
  | "proportional"
  | "similar"
  | "approximate"
  | "other";
