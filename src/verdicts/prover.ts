import type { Claim } from "../claims/setting.js";
import type { Relation } from "../kernel/theorem.js";
import { termLatex } from "../oracles/symbolic/certificate/latex.js";
import { type Proof, replayLines } from "../oracles/symbolic/certificate/proof.js";
import { propositionLatex } from "../oracles/symbolic/certificate/proposition-latex.js";
import { proveClaim } from "../oracles/symbolic/prove.js";
import { ruleInWords } from "../oracles/symbolic/words.js";
import { claimKey } from "./decide.js";
import type { NamedRule } from "../meaning/named-rules.js";
import type { ProofLine, Prover, StepProof } from "./result.js";

const SIGNS: Readonly<Record<Relation, string>> = { equal: "=", atMost: "\\le", atLeast: "\\ge" };

/** Searches proofs, the same one for the same claim. `inFull` keeps every line of them, for who wants to read it. */
export function newProver(inFull = false): Prover {
  const known = new Map<string, StepProof | null>();
  return (claim: Claim, hints: readonly NamedRule[]): StepProof | null => {
    const key = `${hints.join()}|${claimKey(claim)}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const proof = proveClaim(claim, hints);
    const summary = proof === null ? null : summaryOf(proof, inFull);
    known.set(key, summary);
    return summary;
  };
}

function summaryOf(proof: Proof, inFull: boolean): StepProof {
  const theorems = replayLines(proof);
  const conditions = theorems.at(-1)?.conditions ?? [];
  const summary = {
    lines: proof.lines.length,
    rules: [...new Set(proof.lines.map(({ rule }) => ruleInWords(rule)))],
    // That densities are positive is meant wherever one stands under a logarithm or a fraction bar.
    conditions: [...new Set(conditions.filter(({ claim }) => claim.kind !== "positiveFamily").map(propositionLatex))],
  };
  if (!inFull) return summary;
  const derivation = theorems.map(({ relation, right, conditions: own }, i): ProofLine => {
    const before = new Set((theorems[i - 1]?.conditions ?? []).map(propositionLatex));
    return {
      rule: ruleInWords(proof.lines[i]?.rule ?? ""),
      relation: SIGNS[relation],
      result: termLatex(right),
      conditions: [...new Set(own.map(propositionLatex))].filter((condition) => !before.has(condition)),
      backwards: proof.lines[i]?.back !== null,
    };
  });
  return { ...summary, derivation };
}
