import type { Relation } from "../../../src/kernel/theorem.js";
import type { Proof } from "../../../src/oracles/symbolic/certificate/proof.js";
import { parseProposition, parseTerm } from "../../../src/oracles/symbolic/certificate/read-text.js";

/** A line: rule, path, what the rule is told; `back` and a note where there are any. */
type Written = readonly [rule: string, path: readonly number[], terms?: readonly string[], back?: string | null, note?: string];

function proof(
  [left, relation, right]: readonly [string, Relation, string],
  facts: readonly string[],
  lines: readonly Written[],
): Proof {
  return {
    statement: { left: parseTerm(left), relation, right: parseTerm(right), facts: facts.map(parseProposition) },
    lines: lines.map(([rule, path, terms = [], back = null]) => ({
      rule,
      path,
      terms: terms.map(parseTerm),
      back: back === null ? null : parseTerm(back),
    })),
    notes: lines.map(([, , , , note = ""]) => note),
  };
}

/** Gibbs' inequality. */
export const GIBBS = proof(
  ["(@divergence [x] p[x] q[x])", "atLeast", "0"],
  ["(positiveFamily p)", "(positiveFamily q)"],
  [
    ["definition", []],
    ["logarithm", [0, 1]],
    ["logarithm", [0, 1, 1]],
    ["algebra", [0], ["(* -1 p[x] (+ (log q[x]) (* -1 (log p[x]))))"]],
    ["logarithm", [0, 2, 1], [], "(log (^ p[x] -1))"],
    ["logarithm", [0, 2], [], "(log (* q[x] (^ p[x] -1)))"],
    ["tangent", [0, 2], [], null, "the logarithm lies below its tangent"],
    ["linearity", [], ["1", "p[x]", "-1", "q[x]"]],
    ["marginal", [0, 1]],
    ["marginal", [1, 1]],
    ["algebra", [], ["0"]],
  ],
);

/** The mean of a constant is that constant. */
export const MEAN = proof(
  ["(log p[x])", "equal", "(@expectation [z] q[z |x] (log p[x]))"],
  ["(positiveFamily p)", "(positiveFamily q)"],
  [
    ["algebra", [], ["(+ (* (log p[x]) 1))"]],
    ["marginal", [0, 1], [], "(int [z] q[z |x])", "a density integrates to one"],
    ["linearity", [], ["(log p[x])", "q[z |x]"], "(int [z] (* q[z |x] (log p[x])))"],
    ["definition", [], [], "(@expectation [z] q[z |x] (log p[x]))"],
  ],
);

/** Proofs written by hand, by name. */
export const HAND_MADE: Readonly<Record<string, Proof>> = { gibbs: GIBBS, mean: MEAN };
