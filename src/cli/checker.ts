import type { CheckOptions, DocumentResult } from "../verdicts/result.js";

export type Checker = (text: string, path: string, options: CheckOptions) => DocumentResult;

/** The checker is loaded when a command needs it: `--help` and a mistyped option must not wait for it. */
export type CheckerSource = (needs?: { readonly derivations: boolean }) => Promise<Checker>;

/** The checker, which tries to prove what holds; with `derivations` it keeps every line of a proof. */
export const loadChecker: CheckerSource = async (needs = { derivations: false }) => {
  const [{ checkDocument }, { newProver }] = await Promise.all([import("../verdicts/check.js"), import("../verdicts/prover.js")]);
  const prover = newProver(needs.derivations);
  return (text, path, options) => checkDocument(text, path, { ...options, prover });
};
