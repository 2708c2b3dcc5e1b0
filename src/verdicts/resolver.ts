import type { Claim } from "../claims/setting.js";
import type { Term } from "../terms/term.js";
import { makeExplicit } from "../meaning/explicit.js";
import { renameFamilies } from "../meaning/readings.js";
import type { Step } from "../meaning/steps.js";
import type { Vocabulary } from "../meaning/vocabulary.js";
import { type Decision, claimKey, decideClaim } from "./decide.js";
import type { Budget, StepProof } from "./result.js";
import type { Known, Scope } from "./scope.js";

/** How a step was settled. */
export type Resolution =
  | { readonly kind: "repeats"; readonly known: Known; readonly reading: readonly string[]; readonly sides: Sides }
  | {
      readonly kind: "assumed";
      readonly text: string;
      readonly sides: Sides;
      readonly obligations: readonly Decision[];
      readonly notes: readonly string[];
    }
  | { readonly kind: "broken-obligation"; readonly text: string; readonly sides: Sides; readonly decision: Decision }
  | {
      readonly kind: "decided";
      readonly decision: Decision;
      readonly reading: readonly string[];
      readonly sides: Sides;
      readonly tried: readonly string[];
      /** Where one was searched and found. */
      readonly proof?: StepProof;
    }
  | { readonly kind: "ill-formed"; readonly reason: string; readonly sides: Sides | null }
  | { readonly kind: "undecided"; readonly reason: string; readonly sides: Sides | null };

/** Both sides with everything written out, under the reading that was taken. */
export interface Sides {
  readonly left: Term;
  readonly right: Term;
  /** Liberties taken in writing them out. */
  readonly notes?: readonly string[];
}

/** Decisions by claim and key: the same claim under the same key is decided once. */
export type DecisionCache = Map<string, Decision>;

export interface Resolver {
  readonly scope: Scope;
  readonly vocabulary: Vocabulary;
  readonly seed: number;
  readonly budget: Budget;
  readonly cache: DecisionCache;
  /** The head of each chain met so far. */
  readonly heads: Map<number, Term>;
  /** The step that defines a head, by the head's key: the first one that has it alone on its left. */
  readonly defining: ReadonlyMap<string, Step>;
  /** Heads whose definition was used before the document came to it, by the id of the defining step. */
  readonly early: Set<string>;
}

export function explicitSides(step: Step, left: Term, right: Term, resolver: Resolver): Sides | string {
  const surroundings = { vocabulary: resolver.vocabulary, laws: resolver.scope.lawsAt(step.section), step: [left, right] };
  const explicitLeft = makeExplicit(left, surroundings);
  const explicitRight = makeExplicit(right, surroundings);
  if (explicitLeft.kind === "problem") return explicitLeft.reason;
  if (explicitRight.kind === "problem") return explicitRight.reason;
  const notes = [...new Set([...explicitLeft.notes, ...explicitRight.notes])];
  return {
    left: renameFamilies(explicitLeft.term, resolver.scope.aliases),
    right: renameFamilies(explicitRight.term, resolver.scope.aliases),
    notes,
  };
}

export function assumeAs(text: string, sides: Sides, effect: () => unknown): Resolution {
  effect();
  return { kind: "assumed", text, sides, obligations: [], notes: [] };
}

export function decideCached(claim: Claim, id: string, resolver: Resolver, obligation = false): Decision {
  const key = `${obligation}|${resolver.seed}|${resolver.budget}|${id}|${claimKey(claim)}`;
  const known = resolver.cache.get(key);
  if (known !== undefined) return known;
  const decision = decideClaim(claim, `${id}|${resolver.seed}`, resolver.budget, obligation);
  resolver.cache.set(key, decision);
  return decision;
}
