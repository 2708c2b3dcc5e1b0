import { rolesOf } from "../claims/roles.js";
import { isWord } from "../claims/dimensions.js";
import type { Claim, Setting } from "../claims/setting.js";
import { type Name, nameLatex } from "../terms/name.js";
import { rational } from "../numbers/rational.js";
import type { Term } from "../terms/term.js";
import { termKey } from "../terms/traverse.js";
import { variableRoot } from "../terms/variable.js";
import { expand } from "../meaning/definitions.js";
import { type Reading, STRICT, readingsOf, renameFamilies } from "../meaning/readings.js";
import type { Step } from "../meaning/steps.js";
import { type Vocabulary, familiesIn, freeVariables, mentionsLetter } from "../meaning/vocabulary.js";
import { printTerm } from "../notation/print.js";
import { isMarkovProduct, isProductOfCalls, unknownFunctionIn } from "./conditions.js";
import { type Decision, holds } from "./decide.js";
import { defineEarly } from "./define.js";
import { describedLetters, freeLetters, freshLetters, relevantHypotheses } from "./letters.js";
import { withOutcomes } from "./outcomes.js";
import { type Resolution, type Resolver, type Sides, assumeAs, decideCached } from "./resolver.js";

/** Tries the readings in order; the first under which the claim holds is taken. */
export function decideStep(step: Step, sides: Sides, resolver: Resolver): Resolution {
  const { scope } = resolver;
  const left = expand(sides.left, scope.definitions);
  const right = expand(sides.right, scope.definitions);
  const setting = withOutcomes(scope.settingAt(step.section), [left, right]);
  const hypotheses = relevantHypotheses(setting.hypotheses, [left, right]);
  const bodies = hypotheses.map((hypothesis) => hypothesis.body);
  const head = resolver.heads.get(step.chain) ?? sides.left;
  const claimUnder = (reading: Reading, a: Term, b: Term): Claim => ({
    left: reading.rewrite(a),
    right: reading.rewrite(b),
    relation: step.relation,
    targets: step.relation === "proportional" ? targetsOf(head, resolver.vocabulary) : [],
    setting: {
      ...setting,
      hypotheses: hypotheses.map((hypothesis) => ({ ...hypothesis, body: reading.rewrite(hypothesis.body) })),
    },
  });
  const unknown = freshLetters([left, right], sides, step, resolver);
  if (unknown.length > 0 && defineEarly(unknown, step, resolver)) return decideStep(step, sides, resolver);
  if (unknown.length > 0) return decideWithUnknown(step, sides, left, right, unknown, claimUnder, resolver);
  let strict: Decision | null = null;
  for (const reading of readingsOf([left, right, ...bodies], resolver.vocabulary, {
    at: step.range.start,
    seen: resolver.scope.seen,
  })) {
    const claim = claimUnder(reading, left, right);
    if (termKey(claim.left) === termKey(claim.right) && reading !== STRICT) continue;
    // Later readings and aliases mostly fail: a few models say so, and only what they leave standing is decided in full.
    if (reading !== STRICT && fails(claim, step, resolver)) continue;
    const decision = decideCached(claim, step.id, resolver);
    strict ??= decision;
    if (holds(decision)) {
      const notes = [...(sides.notes ?? []), ...reading.notes];
      return {
        kind: "decided",
        decision,
        reading: notes,
        sides: { left: reading.rewrite(sides.left), right: reading.rewrite(sides.right) },
        tried: [],
      };
    }
  }
  if (
    strict?.outcome === "refuted" &&
    step.position === 0 &&
    step.relation === "equal" &&
    isMarkovProduct(sides.left, sides.right)
  ) {
    const names = [...familiesIn([sides.left, sides.right]).keys()];
    return assumeAs(`${names.join(", ")} is assumed to factorize like this`, sides, () => {
      names.forEach((name) => scope.tainted.add(name));
    });
  }
  if (strict?.outcome === "refuted" && isNewDensity(step, sides, left, right, setting, resolver)) {
    return assumeAs(`${printTerm(sides.left)} has the form given here`, sides, () => {
      for (const name of familiesIn([sides.left]).keys()) scope.tainted.add(name);
    });
  }
  const alias = decideByAlias(step, sides, left, right, claimUnder, resolver);
  if (alias !== null) return alias;
  if (strict === null) return { kind: "undecided", reason: "no reading applies", sides };
  const tainted = [...familiesIn([left, right]).keys()].find((name) => scope.tainted.has(name));
  if (strict.outcome === "refuted" && tainted !== undefined) {
    return {
      kind: "undecided",
      reason: `it fails for some ${tainted}, but ${tainted} was assumed to factorize in a way that the models do not follow`,
      sides,
    };
  }
  const restricted = strict.outcome === "refuted" ? restrictedLetter([left, right, ...bodies], step, resolver) : null;
  if (restricted !== null) {
    return {
      kind: "undecided",
      reason: `it fails for some ${restricted}, but the document restricts ${restricted} in a way that the models do not follow`,
      sides,
    };
  }
  const free =
    strict.outcome === "refuted" && strict.byFinite ? unknownFunctionIn([left, right], describedLetters(setting)) : null;
  if (free !== null)
    return { kind: "undecided", reason: `a condition on ${free}: it holds for some functions and not for others`, sides };
  const discrete = strict.outcome === "refuted" ? holdsWhenDiscrete(strict, step, resolver) : null;
  if (discrete !== null) return { kind: "undecided", reason: discrete, sides };
  return { kind: "decided", decision: strict, reading: [], sides, tried: [] };
}

/** Whether a step gives a family that is met here for the first time a density made of those of other families, such as a mixture of them. */
function isNewDensity(step: Step, sides: Sides, left: Term, right: Term, setting: Setting, resolver: Resolver): boolean {
  if (step.position !== 0 || (step.relation !== "equal" && step.relation !== "define") || left.kind !== "density") return false;
  const call = left.distribution;
  const family = nameLatex(call.family);
  const others = familiesIn([right]);
  // `p_\theta` beside `p`, and `\tilde p`, say something of the family whose letter they are.
  const related = [...others.values()].some((other) => other.base === call.family.base);
  if (resolver.scope.seen.has(family) || others.size === 0 || related || sides.left.kind !== "density") return false;
  const number = (value: 0 | 1): Term => ({ kind: "number", value: rational(value) });
  const mass: Term = { kind: "integral", variables: call.targets, lower: null, upper: null, domain: null, body: right };
  const claim = (a: Term, relation: "equal" | "greaterEqual", b: Term): Claim => ({
    left: a,
    right: b,
    relation,
    targets: [],
    setting,
  });
  const isTrue = (wanted: Claim): boolean => holds(decideCached(wanted, `${step.id}|density`, resolver));
  return isTrue(claim(mass, "equal", number(1))) && isTrue(claim(right, "greaterEqual", number(0)));
}

/** A letter of a step that stands in a condition which the document has assumed. */
function restrictedLetter(terms: readonly Term[], step: Step, resolver: Resolver): string | null {
  const conditions = resolver.scope.conditionsAt(step.section);
  if (conditions.length === 0) return null;
  const own = freeLetters(terms, resolver.vocabulary.variables);
  return [...own].find((name) => conditions.some((condition) => condition.letters.has(name))) ?? null;
}

function fails(claim: Claim, step: Step, resolver: Resolver): boolean {
  return decideCached(claim, step.id, { ...resolver, budget: "quick" }).outcome === "refuted";
}

/** What holds for mass functions only is no truth about densities; it is refuted where the document makes clear that it means densities. */
function holdsWhenDiscrete(decision: Decision, step: Step, resolver: Resolver): string | null {
  const { claim } = decision;
  const roots = [...rolesOf([claim.left, claim.right], claim.setting.variables).variables];
  if (
    roots.length === 0 ||
    !decision.byFinite ||
    roots.some((root) => resolver.vocabulary.integrated.has(root) || claim.setting.domains.has(root))
  )
    return null;
  const domains = new Map([...claim.setting.domains, ...roots.map((root) => [root, "discrete"] as const)]);
  const discrete = decideCached({ ...claim, setting: { ...claim.setting, domains } }, step.id, resolver);
  if (discrete.outcome !== "exact" && discrete.outcome !== "supported") return null;
  return `it holds where ${roots.join(", ")} takes countably many values, and fails for densities: declare the domain in the front matter`;
}

/** A family met here for the first time may be another name for a marginal or conditional of one that is known. */
function decideByAlias(
  step: Step,
  sides: Sides,
  left: Term,
  right: Term,
  claimUnder: (reading: Reading, a: Term, b: Term) => Claim,
  resolver: Resolver,
): Resolution | null {
  // "A density is a product of densities" can name a family; under a logarithm or a divergence an identification would only make the step trivial.
  if (
    (step.relation !== "equal" && step.relation !== "define") ||
    !isProductOfCalls(sides.left) ||
    !isProductOfCalls(sides.right)
  )
    return null;
  const families = familiesIn([sides.left, sides.right]);
  const decorated = (name: Name): number => name.accents.length + name.labels.length;
  const fresh = [...families.values()]
    .filter((family) => !resolver.scope.seen.has(nameLatex(family)))
    .sort((a, b) => decorated(b) - decorated(a));
  for (const family of fresh) {
    if (decorated(family) === 0 && fresh.length === families.size && families.size > 1) continue;
    for (const other of families.values()) {
      if (nameLatex(other) === nameLatex(family)) continue;
      const names = new Map([[nameLatex(family), other]]);
      const a = renameFamilies(left, names);
      const b = renameFamilies(right, names);
      if (termKey(a) === termKey(b)) continue;
      const claim = claimUnder(STRICT, a, b);
      if (fails(claim, step, resolver)) continue;
      const decision = decideCached(claim, step.id, resolver);
      if (decision.outcome !== "exact") continue;
      resolver.scope.aliases.set(nameLatex(family), other);
      const text = `${nameLatex(family)} is another name for the density of ${nameLatex(other)} with the same arguments`;
      return {
        kind: "assumed",
        text,
        sides: { left: renameFamilies(sides.left, names), right: renameFamilies(sides.right, names) },
        obligations: [decision],
        notes: [],
      };
    }
  }
  return null;
}

/** The variables in which a proportionality must have a constant ratio: the targets of a density at the head of its chain. */
function targetsOf(head: Term, vocabulary: Vocabulary): readonly string[] {
  if (head.kind === "density") return head.distribution.targets.map(variableRoot).filter((root) => root !== null);
  return freeVariables(head, vocabulary.variables)
    .map(variableRoot)
    .filter((root) => root !== null);
}

/**
 * A step with a scalar that nothing defines. Where it does not hold whatever that is, it can only be a term that the document has set aside: a summand of
 * an equation before, constant and free of some family of this step. It is never solved for.
 */
function decideWithUnknown(
  step: Step,
  sides: Sides,
  left: Term,
  right: Term,
  unknown: readonly string[],
  claimUnder: (reading: Reading, a: Term, b: Term) => Claim,
  resolver: Resolver,
): Resolution {
  const whatever = decideCached(claimUnder(STRICT, left, right), step.id, resolver);
  if (holds(whatever)) return { kind: "decided", decision: whatever, reading: sides.notes ?? [], sides, tried: [] };
  const [name] = unknown;
  const letters = unknown.join(", ");
  for (const each of unknown) resolver.scope.seen.add(`?${each}`);
  const nowhere = `${letters} ${unknown.length > 1 ? "are" : "is"} defined nowhere in the formulas before`;
  if (name === undefined || unknown.length > 1) return { kind: "undecided", reason: nowhere, sides };
  const families = [...familiesIn([left, right]).keys()];
  const distinct = latestSetAside(resolver, (term) => {
    const own = familiesIn([term]);
    return (
      freeVariables(term, resolver.vocabulary.variables).length === 0 &&
      own.size > 0 &&
      families.some((family) => !own.has(family)) &&
      !mentionsLetter(term, name)
    );
  });
  let best: Decision | null = null;
  for (const candidate of distinct) {
    const value = expand(candidate, resolver.scope.definitions);
    const definitions = new Map([[name, { key: name, parameters: [], body: value }]]);
    const claim = claimUnder(STRICT, expand(left, definitions), expand(right, definitions));
    const decision = decideCached(claim, step.id, resolver);
    if (decision.outcome === "exact") {
      resolver.scope.define({ key: name, parameters: [], body: candidate }, step.section);
      resolver.scope.seen.delete(`?${name}`);
      return { kind: "decided", decision, reading: [`${name} is ${printTerm(candidate)}`], sides, tried: [] };
    }
    best ??= decision;
  }
  // A word names something of its own (`\text{ELBO}`), which may have been said in prose.
  if (best?.outcome === "refuted" && !isWord(name))
    return { kind: "decided", decision: best, reading: [], sides, tried: distinct.map(printTerm) };
  return { kind: "undecided", reason: nowhere, sides };
}

/** How many terms that the document has set aside are tried in place of an unknown letter. */
const MOST_CANDIDATES = 6;

/** The latest terms set aside that fit, each once. */
function latestSetAside(resolver: Resolver, fits: (term: Term) => boolean): readonly Term[] {
  const found = new Map<string, Term>();
  for (const term of [...resolver.scope.setAside].reverse()) {
    if (found.size === MOST_CANDIDATES) break;
    const key = termKey(term);
    if (!found.has(key) && fits(term)) found.set(key, term);
  }
  return [...found.values()];
}
