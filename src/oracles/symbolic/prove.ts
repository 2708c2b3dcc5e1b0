import type { Claim } from "../../claims/setting.js";
import type { NamedRule } from "../../meaning/named-rules.js";
import { type Proof, replay } from "./certificate/proof.js";
import { searchProof, STANDARD_WORK } from "./search/index.js";
import { stateClaim } from "./state.js";

/**
 * A proof of a claim that the kernel has replayed; null where none is found with so much work. The search is not trusted: what it finds counts only because
 * `replay` accepts it.
 *
 * @throws ReplayError when the search made something up: a defect
 */
export function proveClaim(claim: Claim, hints: readonly NamedRule[] = [], work = STANDARD_WORK): Proof | null {
  const statement = stateClaim(claim);
  if (statement.kind === "unsupported") return null;
  const { left, right, relation, facts, constantIn } = statement;
  const proof = searchProof({ left, right, relation, facts, constantIn, hints }, work);
  if (proof !== null) replay(proof);
  return proof;
}
