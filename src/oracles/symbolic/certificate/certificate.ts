import { INEQUALITIES } from "../../../kernel/axioms.js";
import type { Line, Theorem } from "../../../kernel/theorem.js";
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
  /** What the line presupposes and no line before it did, as LaTeX. */
  readonly conditions: readonly string[];
}

/** @throws ReplayError when the proof is none */
export function certificateOf({ id, left, relation, right }: NamedStep, proof: Proof): Certificate {
  return { step: { id, left, relation, right }, proof, shown: show(proof, replayLines(proof)) };
}

/** What is shown of a proof that was replayed into these theorems, one a line. */
export function show({ statement, lines }: Proof, theorems: readonly Theorem[]): Shown {
  return {
    facts: statement.facts.map(propositionWords),
    lines: theorems.map((theorem, i) => showLine(lines[i], theorem, theorems[i - 1])),
    conditions: (theorems.at(-1)?.conditions ?? []).map(propositionLatex),
  };
}

const SIGNS = { equal: "=", atMost: "\\le", atLeast: "\\ge" } as const;

/** Conditions pile up: what a line adds stands behind what was presupposed before. */
function showLine(line: Line | undefined, { relation, right, conditions }: Theorem, before: Theorem | undefined): ShownLine {
  const sign = line !== undefined && Object.hasOwn(INEQUALITIES, line.rule) ? SIGNS[relation] : "=";
  const added = conditions.slice(before?.conditions.length ?? 0);
  return { result: `${sign} ${termLatex(right)}`, conditions: added.map(propositionLatex) };
}
