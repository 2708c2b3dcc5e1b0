import type { Proposition } from "../../../kernel/proposition.js";
import { isFree, plus, times } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Relation } from "../../../kernel/theorem.js";
import type { Certificate, NamedStep } from "./certificate.js";
import { CertificateError } from "./error.js";
import type { Statement } from "./proof.js";
import { propositionText, termText } from "./text.js";

/** What a step of a document means to the kernel. `similar` holds up to a summand, `proportional` up to a factor. */
export interface Meaning {
  readonly left: Term;
  readonly right: Term;
  readonly relation: Relation | "similar" | "proportional";
  readonly facts: readonly Proposition[];
  /** On what that summand or factor does not depend. */
  readonly constantIn: readonly Term[];
}

/** The right side that is proved to be equal to the left one, with the summand or factor in it; null where there is none. */
export function withConstant({ relation, right }: Meaning, constant: Term): Term | null {
  if (relation === "similar") return plus(right, constant);
  return relation === "proportional" ? times(right, constant) : null;
}

/** That summand or factor of a right side that was proved. */
export function constantOf({ parts: [, constant] }: Term): Term | null {
  return constant ?? null;
}

/** @throws CertificateError unless the certificate is about this step, and proves what the step means */
export function demandMeaning({ step, proof }: Certificate, now: NamedStep, meaning: Meaning): void {
  for (const side of ["left", "relation", "right"] as const)
    if (step[side] !== now[side])
      throw new CertificateError("other-words", `"${side}" is ${step[side]}, where the document has ${now[side]}`);
  const problem = otherMeaning(proof.statement, meaning);
  if (problem !== null) throw new CertificateError("other-statement", problem);
}

/** Whether a statement says what is meant. */
export function isAbout(statement: Statement, meaning: Meaning): boolean {
  return otherMeaning(statement, meaning) === null;
}

/** What a statement says that is not meant; null where it says just that. */
function otherMeaning(statement: Statement, meaning: Meaning): string | null {
  const isUpTo = meaning.relation === "similar" || meaning.relation === "proportional";
  const relation = isUpTo ? "equal" : meaning.relation;
  if (statement.relation !== relation) return `it is about ${statement.relation}, the step says ${meaning.relation}`;
  if (termText(statement.left) !== termText(meaning.left)) return "its left side is not what the step's means";
  if (!isRightSide(statement.right, meaning, isUpTo)) return "its right side is not what the step's means";
  const [facts, known] = [statement.facts, meaning.facts].map((list) => list.map(propositionText));
  const at = known?.findIndex((fact, i) => facts?.[i] !== fact) ?? -1;
  if (at >= 0) return `fact ${at} is not what the document presupposes there`;
  return statement.facts.length > meaning.facts.length
    ? `fact ${meaning.facts.length} is presupposed by nothing in the document`
    : null;
}

function isRightSide(right: Term, meaning: Meaning, isUpTo: boolean): boolean {
  if (!isUpTo) return termText(right) === termText(meaning.right);
  const constant = constantOf(right);
  if (constant === null || meaning.constantIn.some((variable) => isFree(variable, constant))) return false;
  const expected = withConstant(meaning, constant);
  return expected !== null && termText(right) === termText(expected);
}
