import type { Claim } from "../../claims/setting.js";
import { insist } from "../../kernel/refusal.js";
import { Theorem } from "../../kernel/theorem.js";
import type { NamedRule } from "../../meaning/named-rules.js";
import { isAbout } from "./certificate/compare.js";
import { insistOn } from "./certificate/proof.js";
import { type Found, searchProof, STANDARD_WORK } from "./search/index.js";
import { stateClaim } from "./state.js";

/**
 * A proof of a claim; null where none is found with so much work. The search is not trusted: what it finds counts only because it ends in a theorem, which
 * nothing but the kernel can make, and that theorem says what the claim says.
 *
 * @throws Refusal when the search made something up: a defect
 */
export function proveClaim(claim: Claim, hints: readonly NamedRule[] = [], work = STANDARD_WORK): Found | null {
  const statement = stateClaim(claim);
  if (statement.kind === "unsupported") return null;
  const { left, right, relation, facts, constantIn } = statement;
  const found = searchProof({ left, right, relation, facts, constantIn, hints }, work);
  if (found === null) return null;
  insistOn(found.statement, found.theorems.at(-1) ?? Theorem.reflexive(left, facts));
  insist(isAbout(found.statement, statement), "wrong-result", "the search proves something else");
  return found;
}
