import type { Domain } from "../../../claims/domain.js";
import { settle } from "../../../kernel/conditions.js";
import type { Binder, Claim, Proposition } from "../../../kernel/proposition.js";
import { Refusal } from "../../../kernel/refusal.js";
import { isFree, minus, number } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Scope } from "./scope.js";
import { Unsupported } from "./unsupported.js";

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

  /** What the domain of an unknown number or function says of one of its values. */
  domain(value: Term, domain: Domain, { indices, variables }: Scope): void {
    if (domain !== "positive" && domain !== "unit") return;
    this.add({ kind: "positiveFunction", name: value.name });
    if (domain === "positive") return;
    const claim: Claim = { kind: "positive", term: minus(number(1), value) };
    this.add(claim, needed(claim, [...indices, ...variables.map((variable) => ({ variable, range: null }))]));
  }

  /** An order that a formula needs in order to make sense. @throws Unsupported where it cannot hold */
  order(left: Term, right: Term, scope: Scope, otherwise: string): void {
    try {
      const open = settle({ binders: scope.indices, claim: { kind: "atMost", left, right } }, []);
      for (const { claim, binders } of open) this.add(claim, needed(claim, binders));
    } catch (error) {
      if (error instanceof Refusal) throw new Unsupported(otherwise);
      throw error;
    }
  }
}

/** Those of nested binders on which a claim depends, by itself or by their ranges. */
function needed(claim: Claim, binders: readonly Binder[]): readonly Binder[] {
  const terms = "left" in claim ? [claim.left, claim.right] : "term" in claim ? [claim.term] : [];
  const kept: Binder[] = [];
  for (const binder of binders.toReversed()) {
    const ranges = kept.flatMap(({ range }) => (range === null ? [] : [range.lower, range.upper]));
    if ([...terms, ...ranges].some((term) => isFree(binder.variable, term))) kept.unshift(binder);
  }
  return kept;
}
