import type { Distribution, FamilyCall, Term, TermOf } from "../kernel/term.js";
import { type Name, nameLatex } from "../kernel/name.js";
import { termKey, walk } from "../kernel/traverse.js";
import { ONE } from "../kernel/rational.js";
import { type Hypothesis, matchHypothesis } from "../claims/hypothesis.js";
import { rolesOf } from "../claims/roles.js";
import { rootOf, variableRoot } from "../kernel/variable.js";
import type { Claim, Setting } from "../claims/setting.js";
import { type Definition, expand, headOf } from "../meaning/definitions.js";
import { makeExplicit } from "../meaning/explicit.js";
import { type Reading, readingsOf, renameFamilies, STRICT } from "../meaning/readings.js";
import type { Step } from "../meaning/steps.js";
import { printTerm } from "../notation/print.js";
import { distributionsOf, freeVariables, type Vocabulary } from "../meaning/vocabulary.js";
import { conditionOf, isMarkovProduct, isNumeric, isProductOfCalls, unknownFunctionIn } from "./conditions.js";
import { claimKey, decideClaim, type Decision } from "./decide.js";
import type { Known, Scope } from "./scope.js";
import type { Budget } from "./result.js";

/** How a step was settled. */
export type Resolution =
  | { readonly kind: "repeats"; readonly known: Known; readonly reading: readonly string[]; readonly sides: Sides }
  | { readonly kind: "assumed"; readonly text: string; readonly sides: Sides; readonly obligations: readonly Decision[]; readonly notes: readonly string[] }
  | { readonly kind: "broken-obligation"; readonly text: string; readonly sides: Sides; readonly decision: Decision }
  | { readonly kind: "decided"; readonly decision: Decision; readonly reading: readonly string[]; readonly sides: Sides; readonly tried: readonly string[] }
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

/** Settles one step whose sides were both understood. */
export function resolveStep(step: Step, left: Term, right: Term, resolver: Resolver): Resolution {
  const sides = explicitSides(step, left, right, resolver);
  try {
    return typeof sides === "string" ? settleUnclear(step, left, right, sides, resolver) : settle(step, sides, resolver);
  } catch (error) {
    // Definitions that cannot be written out leave open what the step says.
    if (error instanceof EvaluationError) return { kind: "undecided", reason: error.message, sides: typeof sides === "string" ? null : sides };
    throw error;
  }
}

function settleUnclear(step: Step, left: Term, right: Term, problem: string, resolver: Resolver): Resolution {
  const slip = resolveSlip(step, left, right, resolver);
  if (slip !== null) return slip;
  // A variable averaged under a density of other variables is a mistake of scope, whatever is meant.
  return { kind: problem.startsWith("the variable under E") ? "ill-formed" : "undecided", reason: problem, sides: null };
}

function settle(step: Step, sides: Sides, resolver: Resolver): Resolution {
  const repeated = repetition(step, sides, resolver);
  if (repeated !== null) return repeated;
  const defined = definition(step, sides, resolver);
  if (defined !== null) return defined;
  const condition = conditionOf(step, sides, resolver);
  if (condition !== null) return assumeAs(`a condition on ${condition}`, sides, () => undefined);
  const form = densityForm(step, sides, resolver);
  if (form !== null) return form;
  return decideStep(step, sides, resolver);
}

/** A side that makes no sense as written may be a slip of case: `z \sim p(Z|X)`. */
function resolveSlip(step: Step, left: Term, right: Term, resolver: Resolver): Resolution | null {
  for (const reading of readingsOf([left, right], resolver.vocabulary)) {
    if (reading === STRICT) continue;
    const sides = explicitSides(step, reading.rewrite(left), reading.rewrite(right), resolver);
    if (typeof sides === "string") continue;
    const repeated = repetition(step, sides, resolver);
    if (repeated?.kind === "repeats") return { ...repeated, reading: [...reading.notes, ...repeated.reading] };
    const decided = decideStep(step, sides, resolver);
    return decided.kind === "decided" ? { ...decided, reading: [...reading.notes, ...decided.reading] } : decided;
  }
  return null;
}

function explicitSides(step: Step, left: Term, right: Term, resolver: Resolver): Sides | string {
  const surroundings = { vocabulary: resolver.vocabulary, laws: resolver.scope.lawsAt(step.section), step: [left, right] };
  const explicitLeft = makeExplicit(left, surroundings);
  const explicitRight = makeExplicit(right, surroundings);
  if (explicitLeft.kind === "problem") return explicitLeft.reason;
  if (explicitRight.kind === "problem") return explicitRight.reason;
  const notes = [...new Set([...explicitLeft.notes, ...explicitRight.notes])];
  return { left: renameFamilies(explicitLeft.term, resolver.scope.aliases), right: renameFamilies(explicitRight.term, resolver.scope.aliases), notes };
}

function repetition(step: Step, sides: Sides, resolver: Resolver): Resolution | null {
  if (step.relation !== "equal" && step.relation !== "define" && step.relation !== "same") return null;
  if (termKey(sides.left) === termKey(sides.right)) return null;
  const known = resolver.scope.recall(sides.left, sides.right);
  return known === null ? null : { kind: "repeats", known, reading: [], sides };
}

/** A fresh head at the start of a chain, or one that `:=` names, is defined by the other side. */
function definition(step: Step, sides: Sides, resolver: Resolver): Resolution | null {
  const { scope } = resolver;
  if (step.position !== 0 || (step.relation !== "equal" && step.relation !== "define")) return null;
  if (sides.left.kind === "density") return null;
  if (sides.left.kind === "negate") {
    // `-L = A` defines L as −A.
    const inner = definition(step, { ...sides, left: sides.left.argument, right: { kind: "negate", argument: sides.right } }, resolver);
    return inner?.kind === "assumed" ? { ...inner, sides } : null;
  }
  const head = headOf(sides.left);
  if (head === null) return step.relation === "define" ? assumeAs(`${printTerm(sides.left)} is defined here`, sides, () => undefined) : null;
  if (resolver.vocabulary.variables.has(head.name) && head.parameters.length === 0) {
    // A variable's own equation says how it comes about; it is never put into densities.
    return scope.seen.has(`=${head.key}`) ? null : assumeAs(`${head.name} is given by this equation`, sides, () => scope.seen.add(`=${head.key}`));
  }
  if (resolver.early.has(step.id)) return assumeAs(`${headText(sides.left)} is defined here`, sides, () => undefined);
  const fresh = !scope.seen.has(head.key) || (step.relation === "define" && !scope.definitions.has(head.key));
  if (!fresh || (head.parameters.length === 0 && mentionsLetter(sides.right, head.name))) return null;
  if (head.parameters.length > 0 && mentionsLetter(sides.right, head.name)) {
    return assumeAs(`${head.name} is defined by recursion`, sides, () => undefined);
  }
  const value: Definition = { key: head.key, parameters: head.parameters, body: sides.right };
  // A letter that the value leaves open is nothing that a later step can be refuted over.
  for (const name of openScalars(sides.right, step, resolver)) scope.seen.add(`?${name}`);
  return assumeAs(`${headText(sides.left)} is defined here`, sides, () => scope.define(value, step.section));
}

function assumeAs(text: string, sides: Sides, effect: () => unknown): Resolution {
  effect();
  return { kind: "assumed", text, sides, obligations: [], notes: [] };
}

function headText(term: Term): string {
  return headOf(term)?.name ?? "the left side";
}

export function mentionsLetter(term: Term, name: string): boolean {
  let found = false;
  walk(term, (node) => {
    if (node.kind === "symbol" && nameLatex(node.name) === name) found = true;
    return !found;
  });
  return found;
}

/** A density alone on the left with a concrete form on the right: a hypothesis, if it is a density at all. */
function densityForm(step: Step, sides: Sides, resolver: Resolver): Resolution | null {
  if (step.position !== 0 || (step.relation !== "equal" && step.relation !== "define")) return null;
  if (sides.left.kind !== "density") return solvedForm(step, sides, resolver);
  const call = sides.left.distribution;
  const stray = strayVariable(sides.right, call, resolver);
  if (stray !== null && isConcrete(sides.right, call.targets)) {
    return { kind: "ill-formed", reason: `${stray} is free on the right side and no argument of ${printTerm(sides.left)}`, sides };
  }
  const setting = resolver.scope.settingAt(step.section);
  if (resolver.scope.isDescribed(call, step.section)) return null;
  if (step.relation === "define" && !isConcrete(sides.right, call.targets)) return assumeAs(`${printTerm(sides.left)} is defined here`, sides, () => undefined);
  if (!isConcrete(sides.right, call.targets)) return functionWrittenAsDensity(step, sides, call, resolver);
  return assumeForm(step, sides, call, sides.right, setting, resolver);
}

/** A family that is met here for the first time, and never averaged under, is a function with a bar in its arguments: `Q(\theta|\theta')`. */
function functionWrittenAsDensity(step: Step, sides: Sides, call: FamilyCall, resolver: Resolver): Resolution | null {
  const name = nameLatex(call.family);
  const head = headOf(sides.left);
  if (head === null || resolver.scope.seen.has(name) || isProductOfCalls(sides.right) || familiesIn([sides.right]).has(name)) return null;
  if (resolver.vocabulary.averaged.has(name)) return null;
  const value: Definition = { key: head.key, parameters: head.parameters, body: sides.right };
  return assumeAs(`${printTerm(sides.left)} is defined here`, sides, () => resolver.scope.define(value, step.section));
}

/** `\log p(x) = …` and `2 p(x) = …` give a form to p(x) as well: the right side, solved for it. */
function solvedForm(step: Step, sides: Sides, resolver: Resolver): Resolution | null {
  const solved = solveForDensity(sides.left, sides.right);
  if (solved === null || familiesIn([sides.right]).size > 0) return null;
  const { density, form } = solved;
  if (resolver.scope.settingAt(step.section).hypotheses.some((hypothesis) => matchHypothesis(hypothesis, density.distribution) !== null)) return null;
  if (!isConcrete(form, density.distribution.targets)) return null;
  const settled = densityForm(step, { ...sides, left: density, right: form }, resolver);
  return settled === null ? null : settled.kind === "undecided" ? null : { ...settled, sides };
}

/** Solves an expression around one density for it. */
function solveForDensity(left: Term, right: Term): { readonly density: TermOf<"density">; readonly form: Term } | null {
  switch (left.kind) {
    case "density":
      return { density: left, form: right };
    case "negate":
      return solveForDensity(left.argument, { kind: "negate", argument: right });
    case "elementary":
      if (left.name === "log") return solveForDensity(left.argument, { kind: "elementary", name: "exp", argument: right });
      return null;
    case "power":
      return isNumeric(left.exponent) ? solveForDensity(left.base, { kind: "power", base: right, exponent: { kind: "divide", numerator: { kind: "number", value: ONE }, denominator: left.exponent } }) : null;
    case "multiply": {
      const numbers = left.factors.filter(isNumeric);
      const [rest, ...others] = left.factors.filter((factor) => !isNumeric(factor));
      if (rest === undefined || others.length > 0) return null;
      return solveForDensity(rest, { kind: "divide", numerator: right, denominator: { kind: "multiply", factors: numbers } });
    }
    case "divide":
      return isNumeric(left.denominator) ? solveForDensity(left.numerator, { kind: "multiply", factors: [left.denominator, right] }) : null;
    default:
      return null;
  }
}

/** A variable that a form depends on although the density does not have it as an argument. */
function strayVariable(right: Term, call: FamilyCall, resolver: Resolver): string | null {
  const own = [...call.targets, ...call.given].map(variableRoot);
  const stray = freeVariables(right, resolver.vocabulary.variables).find((variable) => !own.includes(variableRoot(variable)));
  return stray === undefined ? null : printTerm(stray);
}

function assumeForm(step: Step, sides: Sides, call: FamilyCall, right: Term, setting: Setting, resolver: Resolver): Resolution {
  const body = expand(right, resolver.scope.definitions);
  const law = bodyLaw(right, call);
  const text = `${printTerm(sides.left)} has the form given here`;
  const declared = call.targets.map((target) => setting.domains.get(variableRoot(target) ?? "") ?? null);
  const discrete = declared.some((domain) => domain === "binary" || domain === "discrete" || domain === "natural");
  const spaces = discrete ? (["discrete"] as const) : (["real", "discrete"] as const);
  let failed: Decision | null = null;
  for (const space of spaces) {
    for (const weights of weightCandidates(body)) {
      const domains = space === "discrete" && !discrete ? binaryTargets(call, setting) : setting.domains;
      const hypotheses = relevantHypotheses(setting.hypotheses, [body]);
      const claim = normalizationClaim(call, body, space, { ...setting, hypotheses, weights: new Set(weights), domains });
      const decision = decideCached(claim, `${step.id}|normalization`, resolver, true);
      if (decision.outcome === "exact" || decision.outcome === "supported") {
        const hypothesis: Hypothesis = { call, body, law, space };
        resolver.scope.assume(hypothesis, step.section);
        const notes = weights.map((name) => `the weights ${name} are positive and sum to 1`);
        if (space === "discrete" && !discrete) notes.push("its variable takes the values 0 and 1");
        return { kind: "assumed", text, sides, obligations: [decision], notes };
      }
      if (failed === null || (failed.outcome !== "refuted" && decision.outcome === "refuted" && space === "real")) failed = decision;
    }
  }
  const settled = discrete || isExponential(body);
  if (failed !== null && settled && (failed.outcome === "refuted" || diverges(failed))) return { kind: "broken-obligation", text, sides, decision: failed };
  resolver.scope.assume({ call, body, law, space: "real" }, step.section);
  return { kind: "undecided", reason: `${text}, but whether it integrates to 1 could not be decided${failed === null || failed.reason === "" ? ": the space of its variables is not known" : `: ${failed.reason}`}`, sides };
}

function diverges(decision: Decision): boolean {
  return /diverge/.test(decision.reason);
}

function binaryTargets(call: FamilyCall, setting: Setting): Setting["domains"] {
  const domains = new Map(setting.domains);
  for (const target of call.targets) {
    const root = variableRoot(target);
    if (root !== null) domains.set(root, "binary");
  }
  return domains;
}

/** The total mass of a form: its integral over the targets, or its sum where they are discrete. */
function normalizationClaim(call: FamilyCall, body: Term, space: "real" | "discrete", setting: Setting): Claim {
  const integral: Term = { kind: "integral", variables: call.targets, lower: null, upper: null, domain: null, body };
  const sum = [...call.targets].reverse().reduce<Term>((inner, target): TermOf<"sum"> => ({ kind: "sum", index: target, range: { kind: "support", set: null }, body: inner }), body);
  const variables = new Set([...setting.variables, ...[...call.targets, ...call.given].map(variableRoot).filter((root) => root !== null)]);
  return {
    left: space === "real" ? integral : sum,
    right: { kind: "number", value: ONE },
    relation: "equal",
    targets: [],
    setting: { ...setting, variables },
  };
}

/** Arrays that may be mixture weights: none, then those that multiply something under a sum over their index. */
function weightCandidates(body: Term): readonly (readonly string[])[] {
  const found = new Set<string>();
  walk(body, (node) => {
    if (node.kind !== "sum" || node.index.kind !== "symbol" || node.body.kind !== "multiply") return;
    const index = nameLatex(node.index.name);
    for (const factor of node.body.factors) {
      const [at] = factor.kind === "component" ? factor.indices : [];
      if (factor.kind === "component" && factor.of.kind === "symbol" && at?.kind === "symbol" && nameLatex(at.name) === index) found.add(rootOf(factor.of.name));
    }
  });
  return found.size === 0 ? [[]] : [[], [...found]];
}

function bodyLaw(body: Term, call: FamilyCall): Hypothesis["law"] {
  if (body.kind !== "lawDensity" || call.targets.length !== 1) return null;
  const [target] = call.targets;
  return target !== undefined && termKey(target) === termKey(body.point) ? { kind: "law", law: body.law, parameters: body.parameters } : null;
}

/** `z \sim \mathcal N(0, I)` gives a form to the density of z that was written last. */
export function assumeStatement(variables: readonly Term[], distribution: Distribution, section: number, resolver: Resolver): string {
  const { scope } = resolver;
  for (const variable of variables) {
    const root = variableRoot(variable);
    if (root !== null) scope.assumeLaw(root, distribution, section);
  }
  const [variable] = variables;
  if (distribution.kind === "family" || variable === undefined || variables.length > 1) return "";
  const call = scope.marginalOf(variable);
  if (call === null) return "";
  const body: Term = { kind: "lawDensity", law: distribution.law, point: variable, parameters: distribution.parameters };
  const space = distribution.law === "bernoulli" || distribution.law === "categorical" || distribution.law === "poisson" ? "discrete" : "real";
  scope.assume({ call, body, law: distribution, space }, section);
  return nameLatex(call.family);
}

/** Whether a term is a concrete form of a density of these targets: it names a law, or is built of functions and numbers in which they stand. */
function isConcrete(term: Term, targets: readonly Term[]): boolean {
  const roots = targets.map(variableRoot);
  let law = false;
  let family = false;
  let form = false;
  let target = false;
  walk(term, (node) => {
    if (node.kind === "lawDensity") law = true;
    if (distributionsOf(node).some((distribution) => distribution.kind === "family")) family = true;
    if (node.kind === "elementary" || node.kind === "power") form = true;
    if (node.kind === "symbol" && roots.includes(rootOf(node.name))) target = true;
  });
  return law || (form && target && !family);
}

/** Whether a form is of the kind that real densities have: it names a law or is an exponential. */
function isExponential(term: Term): boolean {
  let found = false;
  walk(term, (node) => {
    if (node.kind === "lawDensity" || (node.kind === "elementary" && node.name === "exp")) found = true;
    return !found;
  });
  return found;
}

/** Tries the readings in order; the first under which the claim holds is taken. */
function decideStep(step: Step, sides: Sides, resolver: Resolver): Resolution {
  const { scope } = resolver;
  const setting = scope.settingAt(step.section);
  const left = expand(sides.left, scope.definitions);
  const right = expand(sides.right, scope.definitions);
  const hypotheses = relevantHypotheses(setting.hypotheses, [left, right]);
  const bodies = hypotheses.map((hypothesis) => hypothesis.body);
  const head = resolver.heads.get(step.chain) ?? sides.left;
  const claimUnder = (reading: Reading, a: Term, b: Term): Claim => ({
    left: reading.rewrite(a),
    right: reading.rewrite(b),
    relation: step.relation,
    targets: step.relation === "proportional" ? targetsOf(head, resolver.vocabulary) : [],
    setting: { ...setting, hypotheses: hypotheses.map((hypothesis) => ({ ...hypothesis, body: reading.rewrite(hypothesis.body) })) },
  });
  const unknown = freshLetters([left, right], sides, step, resolver);
  if (unknown.length > 0 && defineEarly(unknown, step, resolver)) return decideStep(step, sides, resolver);
  if (unknown.length > 0) return decideWithUnknown(step, sides, left, right, unknown, claimUnder, resolver);
  let strict: Decision | null = null;
  for (const reading of readingsOf([left, right, ...bodies], resolver.vocabulary)) {
    const claim = claimUnder(reading, left, right);
    if (termKey(claim.left) === termKey(claim.right) && reading !== STRICT) continue;
    const decision = decideCached(claim, step.id, resolver);
    strict ??= decision;
    if (decision.outcome === "exact" || decision.outcome === "supported") {
      const notes = [...(sides.notes ?? []), ...reading.notes];
      return { kind: "decided", decision, reading: notes, sides: { left: reading.rewrite(sides.left), right: reading.rewrite(sides.right) }, tried: [] };
    }
  }
  if (strict?.outcome === "refuted" && step.position === 0 && step.relation === "equal" && isMarkovProduct(sides.left, sides.right)) {
    const names = [...familiesIn([sides.left, sides.right]).keys()];
    return assumeAs(`${names.join(", ")} is assumed to factorize like this`, sides, () => names.forEach((name) => scope.tainted.add(name)));
  }
  const alias = decideByAlias(step, sides, left, right, claimUnder, resolver);
  if (alias !== null) return alias;
  if (strict === null) return { kind: "undecided", reason: "no reading applies", sides };
  const tainted = [...familiesIn([left, right]).keys()].find((name) => scope.tainted.has(name));
  if (strict.outcome === "refuted" && tainted !== undefined) {
    return { kind: "undecided", reason: `it fails for some ${tainted}, but ${tainted} was assumed to factorize in a way that the models do not follow`, sides };
  }
  const free = strict.outcome === "refuted" && strict.byFinite ? unknownFunctionIn([left, right], describedLetters(setting)) : null;
  if (free !== null) return { kind: "undecided", reason: `a condition on ${free}: it holds for some functions and not for others`, sides };
  const discrete = strict.outcome === "refuted" ? holdsWhenDiscrete(strict, step, resolver) : null;
  if (discrete !== null) return { kind: "undecided", reason: discrete, sides };
  return { kind: "decided", decision: strict, reading: [], sides, tried: [] };
}

/** The hypotheses that a claim can feel: about the families in it, and about those that these are made of. */
function relevantHypotheses(hypotheses: readonly Hypothesis[], terms: readonly Term[]): readonly Hypothesis[] {
  const families = new Set(familiesIn(terms).keys());
  for (let grown = true; grown; ) {
    const before = families.size;
    for (const hypothesis of hypotheses) {
      if (families.has(nameLatex(hypothesis.call.family))) for (const name of familiesIn([hypothesis.body]).keys()) families.add(name);
    }
    grown = families.size > before;
  }
  return hypotheses.filter((hypothesis) => families.has(nameLatex(hypothesis.call.family)));
}

/** Letters that the front matter declares or a concrete density uses. */
function describedLetters(setting: Setting): ReadonlySet<string> {
  const found = new Set([...setting.domains.keys(), ...setting.dimensions.keys()]);
  for (const hypothesis of setting.hypotheses) {
    walk(hypothesis.body, (node) => {
      if (node.kind === "symbol") found.add(nameLatex(node.name));
    });
  }
  return found;
}

/** What holds for mass functions only is no truth about densities; it is refuted where the document makes clear that it means densities. */
function holdsWhenDiscrete(decision: Decision, step: Step, resolver: Resolver): string | null {
  const { claim } = decision;
  const roots = [...rolesOf([claim.left, claim.right], claim.setting.variables).variables];
  if (roots.length === 0 || !decision.byFinite || roots.some((root) => resolver.vocabulary.integrated.has(root) || claim.setting.domains.has(root))) return null;
  const domains = new Map([...claim.setting.domains, ...roots.map((root) => [root, "discrete"] as const)]);
  const discrete = decideCached({ ...claim, setting: { ...claim.setting, domains } }, step.id, resolver);
  if (discrete.outcome !== "exact" && discrete.outcome !== "supported") return null;
  return `it holds where ${roots.join(", ")} takes countably many values, and fails for densities: declare the domain in the front matter`;
}

/** A family met here for the first time may be another name for a marginal or conditional of one that is known. */
function decideByAlias(step: Step, sides: Sides, left: Term, right: Term, claimUnder: (reading: Reading, a: Term, b: Term) => Claim, resolver: Resolver): Resolution | null {
  // "A density is a product of densities" can name a family; under a logarithm or a divergence an identification would only make the step trivial.
  if ((step.relation !== "equal" && step.relation !== "define") || !isProductOfCalls(sides.left) || !isProductOfCalls(sides.right)) return null;
  const families = familiesIn([sides.left, sides.right]);
  const decorated = (name: Name): number => name.accents.length + name.labels.length;
  const fresh = [...families.values()].filter((family) => !resolver.scope.seen.has(nameLatex(family))).sort((a, b) => decorated(b) - decorated(a));
  for (const family of fresh) {
    if (decorated(family) === 0 && fresh.length === families.size && families.size > 1) continue;
    for (const other of families.values()) {
      if (nameLatex(other) === nameLatex(family)) continue;
      const names = new Map([[nameLatex(family), other]]);
      const a = renameFamilies(left, names);
      const b = renameFamilies(right, names);
      if (termKey(a) === termKey(b)) continue;
      const decision = decideCached(claimUnder(STRICT, a, b), step.id, resolver);
      if (decision.outcome !== "exact") continue;
      resolver.scope.aliases.set(nameLatex(family), other);
      const text = `${nameLatex(family)} is another name for the density of ${nameLatex(other)} with the same arguments`;
      return { kind: "assumed", text, sides: { left: renameFamilies(sides.left, names), right: renameFamilies(sides.right, names) }, obligations: [decision], notes: [] };
    }
  }
  return null;
}

function familiesIn(terms: readonly Term[]): Map<string, Name> {
  const found = new Map<string, Name>();
  for (const term of terms) {
    walk(term, (node) => {
      for (const distribution of distributionsOf(node)) if (distribution.kind === "family") found.set(nameLatex(distribution.family), distribution.family);
    });
  }
  return found;
}

/** The variables in which a proportionality must have a constant ratio: the targets of a density at the head of its chain. */
function targetsOf(head: Term, vocabulary: Vocabulary): readonly string[] {
  if (head.kind === "density") return head.distribution.targets.map(variableRoot).filter((root) => root !== null);
  return freeVariables(head, vocabulary.variables).map(variableRoot).filter((root) => root !== null);
}

function openScalars(term: Term, step: Step, resolver: Resolver): readonly string[] {
  const setting = resolver.scope.settingAt(step.section);
  return [...rolesOf([term], resolver.vocabulary.variables).scalars].filter(
    (name) => !resolver.scope.seen.has(name) && !setting.domains.has(name) && !setting.dimensions.has(name),
  );
}

/** Letters that the document has never written before this chain and does not declare, standing on one side only. */
function freshLetters(terms: readonly [Term, Term], sides: Sides, step: Step, resolver: Resolver): readonly string[] {
  const { scope, vocabulary } = resolver;
  const setting = scope.settingAt(step.section);
  const [onLeft, onRight] = terms.map((term) => {
    const roles = rolesOf([term], vocabulary.variables);
    return new Set([...roles.scalars, ...roles.functions]);
  });
  if (onLeft === undefined || onRight === undefined) return [];
  const lone = [...onLeft, ...onRight].filter((name) => onLeft.has(name) !== onRight.has(name));
  const bound = boundByLaws([sides.left, sides.right]);
  const known = (name: string): boolean => setting.domains.has(name) || setting.dimensions.has(name) || bound.has(name) || vocabulary.parameters.has(name) || name === "e";
  return lone.filter((name) => (!scope.seen.has(name) || scope.seen.has(`?${name}`)) && !known(name));
}

/** Takes the definition of a letter that stands later in the document, when every letter has one. */
function defineEarly(names: readonly string[], step: Step, resolver: Resolver): boolean {
  const later = names.map((name) => [...resolver.defining.values()].find((candidate) => candidate.left.term !== null && headOf(candidate.left.term)?.name === name));
  let all = true;
  for (const candidate of later) {
    const head = candidate?.left.term === undefined || candidate.left.term === null ? null : headOf(candidate.left.term);
    if (candidate === undefined || head === null || candidate.id === step.id || candidate.right.term === null || resolver.early.has(candidate.id)) {
      all = false;
      continue;
    }
    const sides = explicitSides(candidate, candidate.left.term ?? candidate.right.term, candidate.right.term, resolver);
    if (typeof sides === "string" || mentionsLetter(sides.right, head.name)) {
      all = false;
      continue;
    }
    resolver.early.add(candidate.id);
    resolver.scope.define({ key: head.key, parameters: head.parameters, body: sides.right }, candidate.section);
  }
  return all;
}

/** Letters that a law takes as parameters: they are free to be anything, so a claim about them can be refuted. */
function boundByLaws(terms: readonly Term[]): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (term: Term): void => walk(term, (node) => { if (node.kind === "symbol") found.add(nameLatex(node.name)); });
  for (const term of terms) {
    walk(term, (node) => {
      if (node.kind === "lawDensity") node.parameters.forEach(collect);
      for (const distribution of distributionsOf(node)) if (distribution.kind === "law") distribution.parameters.forEach(collect);
    });
  }
  return found;
}

/**
 * A step with a scalar that nothing defines. It can only be a term that the document has set aside: a summand of an equation before, constant and free of
 * some family of this step. It is never solved for.
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
  const [name] = unknown;
  const letters = unknown.join(", ");
  for (const each of unknown) resolver.scope.seen.add(`?${each}`);
  const nowhere = `${letters} ${unknown.length > 1 ? "are" : "is"} defined nowhere in the formulas before`;
  if (name === undefined || unknown.length > 1) return { kind: "undecided", reason: nowhere, sides };
  const families = [...familiesIn([left, right]).keys()];
  const candidates = [...resolver.scope.setAside].reverse().filter((term) => {
    const own = familiesIn([term]);
    return freeVariables(term, resolver.vocabulary.variables).length === 0 && own.size > 0 && families.some((family) => !own.has(family)) && !mentionsLetter(term, name);
  });
  const distinct = candidates.filter((term, i) => candidates.findIndex((other) => termKey(other) === termKey(term)) === i).slice(0, 6);
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
  if (best?.outcome === "refuted") return { kind: "decided", decision: best, reading: [], sides, tried: distinct.map(printTerm) };
  return { kind: "undecided", reason: nowhere, sides };
}

export function decideCached(claim: Claim, id: string, resolver: Resolver, obligation = false): Decision {
  const key = `${obligation}|${resolver.seed}|${resolver.budget}|${id}|${claimKey(claim)}`;
  const known = resolver.cache.get(key);
  if (known !== undefined) return known;
  const decision = decideClaim(claim, `${id}|${resolver.seed}`, resolver.budget, obligation);
  resolver.cache.set(key, decision);
  return decision;
}
