import type { Proposition } from "../../../kernel/proposition.js";
import { insist, Refusal, type RefusalCode } from "../../../kernel/refusal.js";
import { termKey } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { type Line, type Relation, Theorem } from "../../../kernel/theorem.js";

/** What a proof has to end in: `left relation right` in every model in which the facts hold. */
export interface Statement {
  readonly left: Term;
  readonly right: Term;
  readonly relation: Relation;
  readonly facts: readonly Proposition[];
}

/** The lines that lead from the left side to the right side. Data, and nothing to be believed: `replay` makes the theorem. */
export interface Proof {
  readonly statement: Statement;
  readonly lines: readonly Line[];
  /** One a line: why, in words, as in "Gibbs' inequality"; "" where there is nothing to say. */
  readonly notes: readonly string[];
}

/** Why a proof is none. `line` counts from 1; one more than there are lines where it is the end that is wrong. */
export class ReplayError extends Error {
  constructor(
    readonly line: number,
    readonly code: RefusalCode,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`line ${line}: ${detail} (${code})`, options);
  }
}

/** The theorem that a proof proves. @throws ReplayError */
export function replay(proof: Proof): Theorem {
  const theorems = replayLines(proof);
  return theorems[theorems.length - 1] ?? start(proof.statement);
}

/** The theorems after each line; the last is the statement. @throws ReplayError */
export function replayLines({ statement, lines }: Proof): readonly Theorem[] {
  const theorems: Theorem[] = [];
  let theorem = start(statement);
  for (const [i, line] of lines.entries()) {
    theorem = refusedAt(i + 1, () => theorem.rewrite(line));
    theorems.push(theorem);
  }
  refusedAt(lines.length + 1, () => {
    insistOn(statement, theorem);
  });
  return theorems;
}

/** @throws Refusal unless a theorem says what a statement does: it may say more, that both sides are equal */
export function insistOn({ left, relation, right }: Statement, theorem: Theorem): void {
  const isRelation = theorem.relation === "equal" || theorem.relation === relation;
  insist(isRelation, "wrong-direction", `the proof shows ${theorem.relation}, the statement says ${relation}`);
  insist(termKey(theorem.left) === termKey(left), "wrong-result", "the proof does not start with the statement's left side");
  insist(termKey(theorem.right) === termKey(right), "wrong-result", "the proof does not end in the statement's right side");
}

function start({ left, facts }: Statement): Theorem {
  return refusedAt(0, () => Theorem.reflexive(left, facts));
}

/** What the kernel says of a line, with the number of the line. What overflows the stack is too large. */
function refusedAt<T>(line: number, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) throw new ReplayError(line, error.code, error.message, { cause: error });
    if (error instanceof RangeError) throw new ReplayError(line, "too-large", "larger than can be looked at", { cause: error });
    throw error;
  }
}
