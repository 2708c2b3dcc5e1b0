import type { Expression } from "../expression.js";

/** An equation between formulas, with what the front matter of a document would declare of its letters. */
export interface Statement {
  readonly left: string;
  readonly right: string;
  readonly symbols: Readonly<Record<string, string>>;
}

/**
 * A way to write an expression so that it rounds less or overflows later. The statements say in LaTeX what is rewritten into what; a test has the checker
 * decide them, and has it compare what `apply` makes of their left sides.
 */
export interface Rule {
  readonly name: string;
  readonly statements: readonly Statement[];
  /** The expression rewritten; null where the rule says nothing of it. */
  readonly apply: (e: Expression) => Expression | null;
}

export const REAL = "{ sort: scalar, domain: real }";
export const POSITIVE = "{ sort: scalar, domain: positive }";
export const REALS = "{ sort: scalar, domain: real, dimension: n }";
export const POSITIVES = "{ sort: scalar, domain: positive, dimension: n }";
export const UNIT = "{ sort: scalar, domain: unit }";
export const BINARY = "{ sort: scalar, domain: binary }";
