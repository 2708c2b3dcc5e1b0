import type { Distribution, RelationName, Span, Term } from "../terms/term.js";

/** What stands in one equation. All spans are offsets into the equation's LaTeX. */
export interface ParsedEquation {
  readonly statements: readonly Statement[];
  /** Every character that is not part of a statement, is no white space and no punctuation between statements: with a reason. */
  readonly unread: readonly UnreadMath[];
}

export interface UnreadMath {
  readonly span: Span;
  readonly reason: string;
}

export type Statement =
  | Chain
  /** `z \sim p(z)`, `x, z \sim \mathcal N(0, I)`: an assumption, no step. */
  | {
      readonly kind: "distribution";
      readonly span: Span;
      readonly variables: readonly Term[];
      readonly distribution: Distribution;
    }
  /** `x \in \mathbb R^d`, `i = 1, \dots, n`, `\theta \in \Theta`: an assumption about what a symbol ranges over. */
  | { readonly kind: "membership"; readonly span: Span; readonly variables: readonly Term[]; readonly latex: string }
  /** An expression without a relation. */
  | { readonly kind: "bare"; readonly span: Span; readonly term: Term }
  /** `\text{where …}`, a third `&` column, `\tag`, `\label`. */
  | { readonly kind: "comment"; readonly span: Span; readonly text: string };

/**
 * `A R B R C …`. `sides[k]` and `sides[k + 1]` stand around `signs[k]`; when `continues` is true the equation begins with a relation, and the first
 * side stands in an earlier equation: then `sides[k]` is the *right* side of `signs[k]`.
 */
export interface Chain {
  readonly kind: "chain";
  readonly span: Span;
  readonly continues: boolean;
  /** It stands in a remark beside the formula: `a = b \quad \text{(since } c = d \text{)}`. No chain goes on from it. */
  readonly aside: boolean;
  readonly sides: readonly Side[];
  readonly signs: readonly Sign[];
}

export interface Side {
  readonly span: Span;
  /** As written, trimmed, without alignment marks and trailing punctuation. */
  readonly latex: string;
  /** Null when some of it is not understood; `problem` then says what and where. */
  readonly term: Term | null;
  readonly problem: UnreadMath | null;
  /** What a side that is not understood would most likely mean: it counts only where it makes the step hold. */
  readonly guess: Guess | null;
}

export interface Guess {
  readonly term: Term;
  /** The liberty taken, for the report. */
  readonly note: string;
}

export interface Sign {
  readonly relation: RelationName;
  readonly span: Span;
  /** As written: `=`, `\le`, `\stackrel{(a)}{=}`. */
  readonly latex: string;
}

/** What is known of letters before an equation is read: decides between density, function and product in `p(x)`, `f(x)`, `a(b+c)`. */
export interface NotationContext {
  /** Names (by `nameLatex`, labels left out) used as densities somewhere in the document. */
  readonly families: ReadonlySet<string>;
  /** Names used as functions, as LaTeX. */
  readonly functions: ReadonlySet<string>;
  /** Macros in force, name with backslash → body with #1…; handed to the TeX parser. */
  readonly macros: Readonly<Record<string, string>>;
}
