import type { Verdict } from "../verdicts/result.js";
import type { Mutant } from "./mutants.js";

/**
 * What became of a mutant, the first that applies.
 *
 * - `refuted`: a step of the mutated equation is refuted.
 * - `equivalent`: the checker itself decides that the edit changes nothing, so there is nothing to refute.
 * - `lenient`: as equivalent, under a lenient reading that the report on the mutant names.
 * - `implied`: an inequality that follows from the one before the edit.
 * - `holds`: another statement than the one before that the checker accepts as well: an inequality, or a claim where the document only defined something.
 *   Whether it is true is for a person to say.
 * - `accepted`: an equality is still accepted although the checker does not show that it says the same.
 * - `redefinition`: the edited step only defines or assumes, as it did before or because the edit writes another head or a family that did not stand there.
 * - `undecided`, `not-understood`: neither accepted nor refuted.
 */
export type Outcome =
  "refuted" | "equivalent" | "lenient" | "implied" | "holds" | "accepted" | "redefinition" | "undecided" | "not-understood";

export interface Judgement {
  readonly mutant: Mutant;
  readonly outcome: Outcome;
  /** Verdicts of the edited steps, in the order of the document. */
  readonly verdicts: readonly Verdict[];
  readonly reason: string;
  /** For a redefinition: the first line below whose verdict turns to refuted; null when there is none. */
  readonly caught: number | null;
}

/** Whether nobody reading the report would have seen the slip. */
export function survives({ outcome, caught }: Judgement): boolean {
  switch (outcome) {
    case "refuted":
    case "equivalent":
    case "lenient":
    case "implied":
      return false;
    case "redefinition":
      return caught === null;
    case "holds":
    case "accepted":
    case "undecided":
    case "not-understood":
      return true;
  }
}
