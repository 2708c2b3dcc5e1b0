import type { Domain } from "../../../claims/domain.js";
import { difference } from "../../../kernel/algebra.js";
import { settle } from "../../../kernel/conditions.js";
import type { Binder, Claim, Proposition } from "../../../kernel/proposition.js";
import { Refusal } from "../../../kernel/refusal.js";
import { freeVariables, isFree, minus, number } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { INTEGERS, simplified } from "./indices.js";
import { termsOf } from "./propositions.js";
import type { Scope } from "./scope.js";
import { need, Unsupported } from "./unsupported.js";

/** Orders are compared with each other: this many at most. */
const MOST_ORDERS = 100;

/** What a statement presupposes, as it is met on the way. */
export class Presupposed {
  private found = new Map<string, Proposition>();

  get facts(): readonly Proposition[] {
    return [...this.found.values()];
  }

  add(claim: Claim, binders: readonly Binder[] = []): void {
    this.found.set(JSON.stringify([claim, binders]), { binders, claim });
  }

  /** Does what may turn out to be unsupported; then nothing is presupposed for its sake. */
  ifSupported(act: () => void): void {
    const before = new Map(this.found);
    try {
      act();
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      this.found = before;
    }
  }

  /** What the domain of an unknown number or function says of its values: of all that it takes at variables. */
  domain(value: Term, domain: Domain, { indices }: Scope): void {
    if (domain !== "positive" && domain !== "unit") return;
    this.add({ kind: "positiveFunction", name: value.name });
    if (domain === "positive") return;
    const claim: Claim = { kind: "positive", term: minus(number(1), value) };
    const variables = new Map(freeVariables(value).map((variable) => [variable.name, variable]));
    const others = [...variables.values()].filter(({ space }) => space !== INTEGERS);
    this.add(claim, [...needed(claim, indices), ...others.map((variable) => ({ variable, range: null }))]);
  }

  /** An order that a formula needs in order to make sense. @throws Unsupported where it cannot hold */
  order(left: Term, right: Term, { indices }: Scope, otherwise: string): void {
    const claim = { kind: "atMost", left: simplified(left), right: simplified(right) } as const;
    const binders = needed(claim, indices);
    try {
      for (const open of settle({ binders, claim }, [])) this.addOrder(binders.length === 0 ? { binders, claim } : open);
    } catch (error) {
      if (error instanceof Refusal) throw new Unsupported(otherwise);
      throw error;
    }
  }

  /** Of two orders that differ by a known number one implies the other. */
  private addOrder({ binders, claim }: Proposition): void {
    if (claim.kind !== "atMost") return;
    const gap = minus(claim.right, claim.left);
    const own = needed(claim, binders);
    const orders = [...this.found].filter(([, other]) => other.claim.kind === "atMost" && other.binders.length === 0);
    need(orders.length < MOST_ORDERS, "too many different indices");
    for (const [key, other] of orders) {
      if (other.claim.kind !== "atMost" || own.length > 0) continue;
      const surplus = difference(gap, minus(other.claim.right, other.claim.left));
      if (surplus !== null && surplus >= 0n) return;
      if (surplus !== null) this.found.delete(key);
    }
    this.add(claim, own);
  }
}

/** Those of nested binders on which a claim depends, by itself or by their ranges. */
function needed(claim: Claim, binders: readonly Binder[]): readonly Binder[] {
  const terms = [...termsOf(claim)];
  const kept: Binder[] = [];
  for (const binder of binders.toReversed()) {
    if (!terms.some((term) => isFree(binder.variable, term))) continue;
    kept.unshift(binder);
    if (binder.range !== null) terms.push(binder.range.lower, binder.range.upper);
  }
  return kept;
}
