import type { ProvableStep } from "../oracles/symbolic/certificate/audit.js";
import type { Meaning } from "../oracles/symbolic/certificate/compare.js";
import type { Proof } from "../oracles/symbolic/certificate/proof.js";
import type { CheckOptions } from "../verdicts/result.js";

/** A step that claims something the kernel can be told. */
export interface StatedStep extends ProvableStep {
  readonly line: number;
  /** Refuted steps need no search. */
  readonly refuted: boolean;
}

export interface Prover {
  /** In the order of the document; a step that only repeats another one is left out. */
  readonly stepsOf: (text: string, path: string, options: CheckOptions) => readonly StatedStep[];
  readonly search: (meaning: Meaning) => Proof | null;
}

/** What finds out what steps mean and searches proofs is loaded when a command needs it. */
export async function loadProver(): Promise<Prover> {
  const [{ inspectDocument }, { stateClaim }, { searchProof }] = await Promise.all([
    import("../verdicts/check.js"),
    import("../oracles/symbolic/state.js"),
    import("../oracles/symbolic/search/index.js"),
  ]);
  return {
    stepsOf: (text, path, options) =>
      inspectDocument(text, path, options).steps.flatMap(({ resolution, result }): readonly StatedStep[] => {
        if (resolution?.kind !== "decided") return [];
        const meaning = stateClaim(resolution.decision.claim);
        return meaning.kind === "statement" ? [{ ...result, meaning, refuted: result.verdict === "refuted" }] : [];
      }),
    search: (meaning) => {
      const { relation } = meaning;
      return relation === "proportional" ? null : searchProof({ ...meaning, relation });
    },
  };
}
