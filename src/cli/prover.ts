import type { ProvableStep } from "../oracles/symbolic/certificate/audit.js";
import type { Meaning } from "../oracles/symbolic/certificate/compare.js";
import type { Proof } from "../oracles/symbolic/certificate/proof.js";
import type { CheckOptions } from "../verdicts/result.js";

/** A step that claims something the kernel can be told. */
export interface StatedStep extends ProvableStep {
  readonly line: number;
  /** Whether the step is accepted: only then is a proof worth a search. */
  readonly holds: boolean;
}

/** What there is to prove in a document. */
export interface Claims {
  /** Steps that claim something, whether or not the kernel can be told what. One that only says another one again is none. */
  readonly count: number;
  /** In the order of the document. */
  readonly steps: readonly StatedStep[];
}

export interface Prover {
  readonly claimsOf: (text: string, path: string, options: CheckOptions) => Claims;
  readonly search: (meaning: Meaning) => Proof | null;
}

/** What finds out what steps mean and searches proofs is loaded when a command needs it. */
export async function loadProver(): Promise<Prover> {
  const [{ inspectDocument }, { holds }, { stateClaim }, { searchProof }] = await Promise.all([
    import("../verdicts/check.js"),
    import("../verdicts/decide.js"),
    import("../oracles/symbolic/state.js"),
    import("../oracles/symbolic/search/index.js"),
  ]);
  return {
    claimsOf: (text, path, options) => {
      const claims = inspectDocument(text, path, options).steps.flatMap(({ resolution, result }) =>
        resolution?.kind === "decided" ? [{ result, decision: resolution.decision }] : [],
      );
      const steps = claims.flatMap(({ result, decision }): readonly StatedStep[] => {
        const meaning = stateClaim(decision.claim);
        return meaning.kind === "statement" ? [{ ...result, meaning, holds: holds(decision) }] : [];
      });
      return { count: claims.length, steps };
    },
    search: (meaning) => {
      const { relation } = meaning;
      return relation === "proportional" ? null : searchProof({ ...meaning, relation });
    },
  };
}
