/**
 * Statements that mutants make and the checker accepts although they are not what the document says: inequalities that hold all the same. Every one was
 * looked at, with the reason why it is true; a mutant that makes another one fails its test until it is looked at too.
 */
export interface TrueStatements {
  readonly why: string;
  readonly statements: readonly string[];
}

export const TRUE_STATEMENTS: readonly TrueStatements[] = [];
