import type { Claim } from "../claims/setting.js";
import type { NamedRule } from "../meaning/named-rules.js";

/** The outcome of `check`, as data. Field names are the contract of `--format json`: fields are added, never renamed. */

export type Verdict = "proved" | "exact" | "supported" | "refuted" | "assumed" | "undecided" | "not-understood";

export type OracleName = "finite" | "gaussian" | "quadrature" | "monte-carlo" | "symbolic" | "static";

/** What one oracle says. `detail` is one line for people; the further fields depend on the oracle. */
export interface Evidence {
  readonly oracle: OracleName;
  readonly result: "equal" | "different" | "unknown";
  readonly detail: string;
  /** Models in which the claim was evaluated. */
  readonly worlds?: number;
  /** Points and seeds are exact text (`3/4`), never rounded. */
  readonly data?: Readonly<Record<string, string | number | boolean>>;
}

/** A model that a person can recompute by hand, and both sides' values in it. */
export interface Counterexample {
  /** What each symbol is, in order: `["z ∈ {z₁, z₂}", "p(z₁) = 1/3, p(z₂) = 2/3"]`. */
  readonly model: readonly string[];
  readonly left: string;
  readonly right: string;
  /** Null where a side has no value in this model. */
  readonly leftValue: number | null;
  readonly rightValue: number | null;
}

/** A part of the step that differs by itself: offsets are into the document. */
export interface Blame {
  readonly start: number;
  readonly end: number;
  readonly note: string;
}

/** A proof that the kernel has replayed. */
export interface StepProof {
  /** Applications of rules. */
  readonly lines: number;
  /** The rules in words, in the order in which they are first used. */
  readonly rules: readonly string[];
  /** What the theorem presupposes, as LaTeX: that integrals converge, that letters are positive. */
  readonly conditions: readonly string[];
  /** The proof itself, where it was asked for. */
  readonly derivation?: readonly ProofLine[];
}

export interface ProofLine {
  /** The rule in words. */
  readonly rule: string;
  /** What the left side has become, as LaTeX. */
  readonly result: string;
  /** How the left side stands to the result: `=`, `\\le`, `\\ge`. */
  readonly relation: string;
  /** What this line presupposes, as LaTeX. */
  readonly conditions: readonly string[];
  /** Whether the rule leads from the result to what stood there before. */
  readonly backwards: boolean;
}

/** Proves a claim, or does not: then nothing is said of it. Hints are what the prose before the step says that it follows by. */
export type Prover = (claim: Claim, hints: readonly NamedRule[]) => StepProof | null;

export interface StepResult {
  readonly id: string;
  readonly line: number;
  readonly column: number;
  readonly relation: string;
  readonly left: string;
  readonly right: string;
  readonly understoodAs: string;
  readonly verdict: Verdict;
  readonly repeats?: string;
  readonly reading: readonly string[];
  readonly upTo?: string;
  readonly evidence: readonly Evidence[];
  /** Only when proved. */
  readonly proof?: StepProof;
  readonly counterexample?: Counterexample;
  readonly message?: string;
  readonly hint?: string;
  /** Range of the relation sign and of the whole step in the source, for code frames; offsets are UTF-16 into the document. */
  readonly range: {
    readonly sign: { readonly start: number; readonly end: number };
    readonly step: { readonly start: number; readonly end: number };
  };
  readonly blame?: Blame;
  /** The command that reproduces a refutation. */
  readonly replay?: string;
}

export interface AssumptionResult {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

export interface UnreadResult {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly reason: string;
}

export interface DocumentResult {
  readonly path: string;
  readonly steps: readonly StepResult[];
  readonly assumptions: readonly AssumptionResult[];
  readonly unread: readonly UnreadResult[];
}

export interface Summary {
  readonly steps: number;
  readonly proved: number;
  readonly exact: number;
  readonly supported: number;
  readonly refuted: number;
  readonly assumed: number;
  readonly undecided: number;
  readonly notUnderstood: number;
}

/** What a whole run owes to chance: every Monte Carlo check may raise a false alarm. */
export interface Sampling {
  /** Checks whose false-alarm rate is proved. */
  readonly certified: number;
  /** The sum of their rates: the chance that any of them raises a false alarm is at most this. */
  readonly alpha: number;
  /** Checks by the normal approximation: their rates are not proved, so they are on no budget and refute nothing. */
  readonly uncertified: number;
}

export interface CheckResult {
  readonly schema: 1;
  readonly documents: readonly DocumentResult[];
  readonly summary: Summary;
  readonly sampling: Sampling;
}

export type Budget = "quick" | "standard" | "thorough";

/** How long a step may take on a clock, both in milliseconds. */
export interface Guard {
  readonly clock: () => number;
  readonly milliseconds: number;
}

export interface CheckOptions {
  readonly seed: number;
  readonly budget: Budget;
  /** The last guard: a step that takes longer is undecided, and says so. Without it every result is a function of the document alone. */
  readonly guard?: Guard;
  /** Asked about each step that holds; without it no step is proved. */
  readonly prover?: Prover;
}
