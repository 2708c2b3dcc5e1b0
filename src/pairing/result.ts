/** The outcome of `pair`, as data. Field names are what `--format json` shows: fields are added, never renamed. */

export type PairVerdict =
  /** Formula and code agree at every input tried. */
  | "holds"
  /** They differ at an input that a person can compute with. */
  | "contradicts"
  /** They agree at ordinary inputs, and differ at the ends of the domains: overflow, or digits lost. */
  | "unstable"
  /** The code did not give a number: it threw, hung, returned something else. */
  | "failed"
  /** The formula could not be computed, or the code could not be called at all. */
  | "not compared";

/** An input with what both make of it. */
export interface PairExample {
  /** In the document's letters: `["\\sigma", "2"]`; sizes first. */
  readonly input: readonly (readonly [string, string])[];
  /** What the function was given, in its order. */
  readonly given: readonly (readonly [string, string])[];
  readonly formula: string;
  readonly code: string;
}

/** A line of the document with what the code makes of it. */
export interface PairedLine {
  readonly line: number;
  readonly latex: string;
  readonly agrees: boolean;
}

/** A comparison with the mean of samples. */
export interface SampledPair {
  readonly line: number;
  readonly result: "equal" | "different" | "unknown";
  readonly certified: boolean;
  readonly n: number;
  readonly alpha: number;
  readonly beta: number;
  /** In units of `scale`. */
  readonly delta: number;
  /** The mean modulus of the samples. */
  readonly scale: number;
  readonly detail: string;
}

export interface PairResult {
  /** As given. */
  readonly path: string;
  /** Of the formula. */
  readonly line: number;
  readonly formula: string;
  /** `src/probability/losses.ts#normalNll`. */
  readonly function: string;
  /** Where it stands in its file; null where that is not known. */
  readonly functionLine: number | null;
  readonly verdict: PairVerdict;
  /** Inputs at which both were computed, and those of them at the ends of the domains. */
  readonly inputs: number;
  readonly extremes: number;
  /** Inputs at which the gradients were compared too. */
  readonly gradients: number;
  /** Inputs at which the formula has no value, so that nothing was compared. */
  readonly skipped: number;
  /** The largest difference in units in the last place, over inputs where the formula does not cancel. */
  readonly ulps: number | null;
  readonly sampled: readonly SampledPair[];
  readonly message?: string;
  readonly hint?: string;
  readonly example?: PairExample;
  /** Every line that the document writes as equal to the formula, where code and formula differ. */
  readonly lines?: readonly PairedLine[];
  readonly notes: readonly string[];
}

export interface PairSummary {
  readonly pairs: number;
  readonly hold: number;
  readonly contradict: number;
  readonly unstable: number;
  readonly failed: number;
  readonly notCompared: number;
}

/** How the steps of a document stand, where it was asked for. */
export interface CheckedDocument {
  readonly path: string;
  readonly steps: number;
  readonly proved: number;
  readonly exact: number;
  readonly supported: number;
  readonly assumed: number;
  readonly refuted: number;
  /** Undecided, not understood, not read. */
  readonly open: number;
}

export interface PairsResult {
  readonly schema: 1;
  readonly documents: readonly CheckedDocument[];
  readonly pairs: readonly PairResult[];
  readonly summary: PairSummary;
  /** What the run owes to chance: the sum of the false-alarm rates of its certified checks by sampling. */
  readonly alpha: number;
}

/** `documentsAlpha` is what the checks of the documents' own steps owe to chance. */
export function pairsResult(
  pairs: readonly PairResult[],
  documents: readonly CheckedDocument[] = [],
  documentsAlpha = 0,
): PairsResult {
  const count = (verdict: PairVerdict): number => pairs.filter((pair) => pair.verdict === verdict).length;
  const sampled = pairs.flatMap((pair) => pair.sampled).filter(({ certified }) => certified);
  return {
    schema: 1,
    documents,
    pairs,
    summary: {
      pairs: pairs.length,
      hold: count("holds"),
      contradict: count("contradicts"),
      unstable: count("unstable"),
      failed: count("failed"),
      notCompared: count("not compared"),
    },
    alpha: sampled.reduce((sum, { alpha }) => sum + alpha, documentsAlpha),
  };
}
