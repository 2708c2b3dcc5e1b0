import { INEQUALITIES } from "../../../kernel/axioms.js";
import type { Line, Relation, Theorem } from "../../../kernel/theorem.js";
import { termLatex } from "./latex.js";
import { type Proof, replayLines } from "./proof.js";
import { propositionLatex, propositionWords } from "./proposition-latex.js";

/** A step as its document writes it: the id, and the LaTeX of both sides and of the sign between them. */
export interface NamedStep {
  readonly id: string;
  readonly left: string;
  readonly relation: string;
  readonly right: string;
}

/** The proof of a step, with what people read of it: replaying the proof gives that again, or the certificate is refused. */
export interface Certificate {
  readonly step: NamedStep;
  readonly proof: Proof;
  readonly shown: Shown;
}

export interface Shown {
  /** In words, its mathematics between dollars; one for each fact of the statement. */
  readonly facts: readonly string[];
  /** One for each line of the proof. */
  readonly lines: readonly ShownLine[];
  /** All that the theorem presupposes, as LaTeX. */
  readonly conditions: readonly string[];
}

export interface ShownLine {
  /** How the new right side stands to the one before, and the new right side: `= \log p(x)`. */
  readonly result: string;
  /** What the line presupposes and no line before it did, as LaTeX; nothing twice. */
  readonly conditions: readonly string[];
}

/** @throws ReplayError when the proof is none */
export function certificateOf({ id, left, relation, right }: NamedStep, proof: Proof): Certificate {
  return { step: { id, left, relation, right }, proof, shown: show(proof, replayLines(proof)) };
}

/** What is shown of a proof that was replayed into these theorems, one a line. */
export function show({ statement, lines }: Proof, theorems: readonly Theorem[]): Shown {
  const conditions = new Set<string>();
  return {
    facts: statement.facts.map(propositionWords),
    lines: theorems.map(({ relation, right, conditions: all }, i) => {
      // Conditions pile up: what a line adds stands behind what was presupposed before.
      const own = all.slice(theorems[i - 1]?.conditions.length ?? 0).map(propositionLatex);
      const added = [...new Set(own)].filter((condition) => !conditions.has(condition));
      for (const condition of added) conditions.add(condition);
      return { result: `${signOf(lines[i], relation)} ${termLatex(right)}`, conditions: added };
    }),
    conditions: [...conditions],
  };
}

const SIGNS: Readonly<Record<Relation, string>> = { equal: "=", atMost: "\\le", atLeast: "\\ge" };

/** How a line relates its result to the one before: as the whole theorem goes, if it is by an inequality. */
export function signOf(line: Line | undefined, relation: Relation): string {
  return SIGNS[line !== undefined && Object.hasOwn(INEQUALITIES, line.rule) ? relation : "equal"];
}
