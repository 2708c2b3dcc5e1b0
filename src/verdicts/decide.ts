import { nameLatex } from "../terms/name.js";
import type { LawName, Term, TermOf } from "../terms/term.js";
import { someNode, termKey } from "../terms/traverse.js";
import type { Domain } from "../claims/domain.js";
import { isInequality } from "../claims/relation.js";
import { type Claim, domainOf } from "../claims/setting.js";
import { rootOf } from "../terms/variable.js";
import { distributionsOf, familiesIn } from "../meaning/vocabulary.js";
import { decideFinite, type FiniteAnswer } from "../oracles/finite/decide.js";
import { FINITE_BUDGETS } from "../oracles/finite/phase.js";
import { type ConcreteAnswer, decideConcrete, decidedExactly } from "./concrete.js";
import { corroborate } from "./corroborate.js";
import type { Budget, Evidence } from "./result.js";

/** What the oracles say of one claim. */
export interface Decision {
  readonly claim: Claim;
  readonly finite: FiniteAnswer | null;
  readonly concrete: ConcreteAnswer | null;
  /** `illFormed`: refuted because it makes no sense as it is written, for `reason`. */
  readonly outcome: "exact" | "supported" | "refuted" | "illFormed" | "undecided";
  /** Why it is undecided. */
  readonly reason: string;
  /** What further oracles say of a claim that was accepted in concrete models. */
  readonly further: readonly Evidence[];
  /** Whether the finite models settled it. */
  readonly byFinite: boolean;
}

/** Whether a claim is accepted, by whatever evidence. */
export function holds({ outcome }: Decision): boolean {
  return outcome === "exact" || outcome === "supported";
}

const CONCRETE_MODELS: Readonly<Record<Budget, number>> = { quick: 3, standard: 5, thorough: 8 };

/**
 * Decides one claim. Finite models come first: what holds for all families holds for concrete ones. Where they say no, and the claim is about densities
 * that have a concrete form, only models of that form can tell.
 */
export function decideClaim(claim: Claim, key: string, budget: Budget, obligation = false): Decision {
  if (claim.relation === "notEqual") return decideInequality(claim, key, budget);
  const decision = decideRelation(claim, key, budget, obligation);
  // "About equal" allows a difference that no model bounds.
  return claim.relation === "approximate" && decision.outcome === "refuted"
    ? { ...decision, outcome: "undecided", reason: "≈ leaves open how far the sides may differ" }
    : decision;
}

/** "≠" between expressions says that they are not always equal: one model in which they differ shows it. */
function decideInequality(claim: Claim, key: string, budget: Budget): Decision {
  const equality = decideRelation({ ...claim, relation: "equal" }, key, budget, false);
  if (equality.outcome === "refuted") return { ...equality, outcome: "supported" };
  if (equality.outcome === "undecided") return equality;
  return { ...equality, outcome: "undecided", reason: "the sides are equal in every model tried" };
}

function decideRelation(claim: Claim, key: string, budget: Budget, obligation: boolean): Decision {
  const real = aboutReals(claim);
  const abstract: Claim = {
    ...claim,
    setting: { ...claim.setting, hypotheses: claim.setting.hypotheses.filter((hypothesis) => hypothesis.space !== "real") },
  };
  const finite = real.onlyReal ? null : decideFinite(abstract, key, FINITE_BUDGETS[budget]);
  if (finite?.result === "equal" && (finite.exactly || !real.concerned)) {
    return {
      claim,
      finite,
      concrete: null,
      outcome: finite.exactly ? "exact" : "supported",
      reason: "",
      further: [],
      byFinite: true,
    };
  }
  if (!real.concerned) {
    const reason = finite?.result === "unknown" ? finite.reason : "";
    if (finite?.result === "unknown" && finite.illFormed)
      return { claim, finite, concrete: null, outcome: "illFormed", reason, further: [], byFinite: true };
    return {
      claim,
      finite,
      concrete: null,
      outcome: finite?.result === "different" ? "refuted" : "undecided",
      reason,
      further: [],
      byFinite: true,
    };
  }
  const concrete = decideConcrete(claim, key, CONCRETE_MODELS[budget], obligation);
  switch (concrete.result) {
    case "equal": {
      const further = claim.relation === "equal" && !obligation ? corroborate(concrete.first, key, budget) : [];
      return {
        claim,
        finite,
        concrete,
        outcome: decidedExactly(claim, concrete) ? "exact" : "supported",
        reason: "",
        further,
        byFinite: false,
      };
    }
    case "different":
      return { claim, finite, concrete, outcome: "refuted", reason: "", further: [], byFinite: false };
    case "unknown": {
      // What holds whatever the measure and the functions are holds for integrals over the reals; what fails there says nothing of these.
      const general = finite ?? decideFinite(abstract, key, FINITE_BUDGETS[budget]);
      if (general.result === "equal" && (general.exactly || finite !== null || obligation))
        return {
          claim,
          finite: general,
          concrete,
          outcome: general.exactly ? "exact" : "supported",
          reason: "",
          further: [],
          byFinite: true,
        };
      return {
        claim,
        finite,
        concrete,
        outcome: concrete.illFormed === true ? "illFormed" : "undecided",
        reason: concrete.reason,
        further: [],
        byFinite: false,
      };
    }
  }
}

/**
 * Whether a claim is about densities on real spaces: `concerned` when a density in it has been given a form there or it names a continuous law;
 * `onlyReal` when finite models would misread it, as they do an integral of a concrete function.
 */
function aboutReals(claim: Claim): { readonly concerned: boolean; readonly onlyReal: boolean } {
  const sides = [claim.left, claim.right];
  const continuous = (law: LawName): boolean => law !== "bernoulli" && law !== "categorical";
  const lawful = (node: Term): boolean =>
    (node.kind === "lawDensity" && continuous(node.law)) ||
    distributionsOf(node).some((distribution) => distribution.kind === "law" && continuous(distribution.law));
  const laws = sides.some((side) => someNode(side, lawful));
  const plainIntegral = sides.some((side) => someNode(side, (node) => node.kind === "integral" && isPlainIntegral(node)));
  const families = new Set(familiesIn(sides).keys());
  const described = claim.setting.hypotheses.some(
    (hypothesis) => hypothesis.space === "real" && families.has(nameLatex(hypothesis.call.family)),
  );
  // Which of two numbers is larger depends on their sizes: random tables are too coarse to say it of real letters.
  const scalar = isInequality(claim.relation) && families.size === 0 && !hasDiscreteLetters(claim);
  return { concerned: described || laws || plainIntegral || scalar, onlyReal: laws || plainIntegral };
}

function hasDiscreteLetters({ left, right, setting }: Claim): boolean {
  const discrete = (node: Term): boolean => node.kind === "symbol" && isDiscrete(domainOf(setting, rootOf(node.name)));
  return [left, right].some((side) => someNode(side, discrete));
}

function isDiscrete(domain: Domain): boolean {
  return domain === "binary" || domain === "discrete";
}

/** An integral between bounds, or of a function in which no family stands. */
function isPlainIntegral(node: TermOf<"integral">): boolean {
  if (node.lower !== null || node.upper !== null) return true;
  const family = someNode(node.body, (inner) => distributionsOf(inner).some((distribution) => distribution.kind === "family"));
  return !family && someNode(node.body, (inner) => inner.kind === "elementary" || inner.kind === "lawDensity");
}

/** A claim's identity: what it says and everything it presupposes. */
export function claimKey(claim: Claim): string {
  const { setting } = claim;
  const hypotheses = setting.hypotheses.map((hypothesis) => [
    termKey({ kind: "density", distribution: hypothesis.call }),
    termKey(hypothesis.body),
    hypothesis.space,
  ]);
  return JSON.stringify([
    termKey(claim.left),
    claim.relation,
    termKey(claim.right),
    claim.targets,
    hypotheses,
    [...setting.domains],
    [...setting.dimensions].map(([name, dimension]) => [
      name,
      dimension.kind === "named" ? termKey(dimension.size) : dimension.key,
    ]),
    [...setting.weights],
    [...setting.variables],
  ]);
}
