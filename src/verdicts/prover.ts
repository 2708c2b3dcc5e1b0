import type { Claim } from "../claims/setting.js";
import { show, signOf } from "../oracles/symbolic/certificate/certificate.js";
import { termLatex } from "../oracles/symbolic/certificate/latex.js";
import { propositionLatex } from "../oracles/symbolic/certificate/proposition-latex.js";
import { proveClaim } from "../oracles/symbolic/prove.js";
import type { Found } from "../oracles/symbolic/search/index.js";
import { ruleInWords } from "../oracles/symbolic/words.js";
import { claimKey } from "./decide.js";
import type { NamedRule } from "../meaning/named-rules.js";
import type { ProofLine, Prover, StepProof } from "./result.js";

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

function summaryOf(found: Found, inFull: boolean): StepProof {
  const { lines, theorems } = found;
  const conditions = theorems.at(-1)?.conditions ?? [];
  const summary = {
    lines: lines.length,
    rules: [...new Set(lines.map(({ rule }) => ruleInWords(rule)))],
    // That densities are positive is meant wherever one stands under a logarithm or a fraction bar.
    conditions: [...new Set(conditions.filter(({ claim }) => claim.kind !== "positiveFamily").map(propositionLatex))],
  };
  if (!inFull) return summary;
  const shown = show(found, theorems).lines;
  const derivation = theorems.map(({ relation, right }, i): ProofLine => ({
    rule: ruleInWords(lines[i]?.rule ?? ""),
    relation: signOf(lines[i], relation),
    result: termLatex(right),
    conditions: shown[i]?.conditions ?? [],
    backwards: lines[i]?.back !== null,
  }));
  return { ...summary, derivation };
}
