import type { RelationName, Term } from "../terms/term.js";
import type { Letters } from "./letters.js";

/**
 * What a node is to the formula around it. Edits of values (signs, factors, powers) make sense of a `value`, a number that is calculated with, and of an
 * `exponent`; the other places hold letters and counts: arguments of densities and functions, indices, bounds and bound variables.
 */
export type Role = "value" | "exponent" | "argument" | "index" | "bound" | "variable" | "name";

/** A node of one side of a step, with what stands around it. */
export interface Place {
  readonly node: Term;
  readonly role: Role;
  /** The place of the node directly around it; null for a whole side. */
  readonly around: Place | null;
}

/** What an operator does to a formula, in LaTeX: reading `before` and editing it gives `after` among others. */
export interface Example {
  readonly before: string;
  readonly after: string;
}

/** A kind of slip that people make, as an edit of one node. It gives every result that the slip has at the place, none where it does not apply. */
export interface TermOperator {
  readonly kind: "term";
  readonly name: string;
  readonly description: string;
  readonly example: Example;
  readonly edits: (place: Place, letters: Letters) => readonly Term[];
}

/** A slip in a relation sign. */
export interface RelationOperator {
  readonly kind: "relation";
  readonly name: string;
  readonly description: string;
  readonly example: Example;
  readonly edits: (relation: RelationName) => readonly RelationName[];
}

export type Operator = TermOperator | RelationOperator;
