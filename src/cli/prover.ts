import type { Claim } from "../claims/setting.js";
import type { NamedRule } from "../meaning/named-rules.js";
import type { ProvableStep } from "../oracles/symbolic/certificate/audit.js";
import type { Proof } from "../oracles/symbolic/certificate/proof.js";
import type { CheckOptions } from "../verdicts/result.js";

/** A step that claims something the kernel can be told. */
export interface StatedStep extends ProvableStep {
  readonly line: number;
  /** What the prose says that it follows by; null for a step that is not accepted, of which no proof is searched. */
  readonly hints: readonly NamedRule[] | null;
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
  readonly search: (step: StatedStep) => Proof | null;
}

/** What finds out what steps mean and searches proofs is loaded when a command needs it. */
export async function loadProver(): Promise<Prover> {
  const [{ inspectDocument }, { stateClaim }, { searchProof }] = await Promise.all([
    import("../verdicts/check.js"),
    import("../oracles/symbolic/state.js"),
    import("../oracles/symbolic/search/index.js"),
  ]);
  return {
    claimsOf: (text, path, options) => {
      const hints = new Map<Claim, readonly NamedRule[]>();
      const prover = (claim: Claim, named: readonly NamedRule[]): null => {
        hints.set(claim, named);
        return null;
      };
      const claims = inspectDocument(text, path, { ...options, prover }).steps.flatMap(({ resolution, result }) =>
        resolution?.kind === "decided" ? [{ result, claim: resolution.decision.claim }] : [],
      );
      const steps = claims.flatMap(({ result, claim }): readonly StatedStep[] => {
        const meaning = stateClaim(claim);
        return meaning.kind === "statement" ? [{ ...result, meaning, hints: hints.get(claim) ?? null }] : [];
      });
      return { count: claims.length, steps };
    },
    search: ({ meaning, hints }) => (hints === null ? null : searchProof({ ...meaning, hints })),
  };
}
