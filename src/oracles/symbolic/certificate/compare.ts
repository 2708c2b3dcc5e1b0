import type { Proposition } from "../../../kernel/proposition.js";
import { freeVariables } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Relation } from "../../../kernel/theorem.js";
import type { Certificate, NamedStep } from "./certificate.js";
import { CertificateError } from "./error.js";
import type { Statement } from "./proof.js";
import { propositionText, termText } from "./text.js";

/** What a step of a document means to the kernel. `similar` holds up to a summand that depends on no variable. */
export interface Meaning {
  readonly left: Term;
  readonly right: Term;
  readonly relation: Relation | "similar" | "proportional";
  readonly facts: readonly Proposition[];
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
  const relation = meaning.relation === "similar" ? "equal" : meaning.relation;
  if (statement.relation !== relation) return `it is about ${statement.relation}, the step says ${meaning.relation}`;
  if (termText(statement.left) !== termText(meaning.left)) return "its left side is not what the step's means";
  if (!isRightSide(statement.right, meaning)) return "its right side is not what the step's means";
  const [facts, known] = [statement.facts, meaning.facts].map((list) => list.map(propositionText));
  const at = known?.findIndex((fact, i) => facts?.[i] !== fact) ?? -1;
  if (at >= 0) return `fact ${at} is not what the document presupposes there`;
  return statement.facts.length > meaning.facts.length
    ? `fact ${meaning.facts.length} is presupposed by nothing in the document`
    : null;
}

function isRightSide(right: Term, meaning: Meaning): boolean {
  if (meaning.relation !== "similar") return termText(right) === termText(meaning.right);
  const [own, constant, ...others] = right.kind === "add" ? right.parts : [];
  const isConstant = constant !== undefined && freeVariables(constant).every(({ space }) => space === "ℤ");
  return isConstant && own !== undefined && others.length === 0 && termText(own) === termText(meaning.right);
}
