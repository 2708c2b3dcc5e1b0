import { isDetermined } from "../claims/determined.js";
import { type Hypothesis, matchHypothesis } from "../claims/hypothesis.js";
import type { Claim, Setting } from "../claims/setting.js";
import { nameLatex } from "../terms/name.js";
import { ONE } from "../numbers/rational.js";
import type { Distribution, FamilyCall, Term, TermOf } from "../terms/term.js";
import { someNode, termKey, walk } from "../terms/traverse.js";
import { rootOf, variableRoot } from "../terms/variable.js";
import { expand } from "../meaning/definitions.js";
import type { Step } from "../meaning/steps.js";
import { distributionsOf, familiesIn, freeVariables, lettersOf } from "../meaning/vocabulary.js";
import { printTerm } from "../notation/print.js";
import { isNumeric } from "./conditions.js";
import { type Decision, holds } from "./decide.js";
import { functionWrittenAsDensity } from "./define.js";
import { freeLetters, relevantHypotheses } from "./letters.js";
import { type Resolution, type Resolver, type Sides, assumeAs, decideCached } from "./resolver.js";

/** A density alone on the left with a concrete form on the right: a hypothesis, if it is a density at all. */
export function densityForm(step: Step, sides: Sides, resolver: Resolver): Resolution | null {
  if (step.position !== 0 || (step.relation !== "equal" && step.relation !== "define")) return null;
  if (sides.left.kind !== "density") return solvedForm(step, sides, resolver);
  const call = sides.left.distribution;
  const stray = strayVariable(sides.right, call, resolver);
  if (stray !== null && isConcrete(sides.right, call.targets)) {
    return {
      kind: "ill-formed",
      reason: `${stray} is free on the right side and no argument of ${printTerm(sides.left)}`,
      sides,
    };
  }
  const described = resolver.scope.isDescribed(call, step.section);
  if (isImplied(sides.right, call, step, resolver)) return null;
  if (described && !isAnother(sides.right, call, step, resolver)) return null;
  if (step.relation === "define" && !isConcrete(sides.right, call.targets))
    return assumeAs(`${printTerm(sides.left)} is defined here`, sides, () => undefined);
  if (!isConcrete(sides.right, call.targets)) return functionWrittenAsDensity(step, sides, call, resolver);
  return assumeForm(step, sides, call, sides.right, resolver.scope.settingAt(step.section, call), resolver);
}

/** `\log p(x) = …` and `2 p(x) = …` give a form to p(x) as well: the right side, solved for it. */
function solvedForm(step: Step, sides: Sides, resolver: Resolver): Resolution | null {
  const solved = solveForDensity(sides.left, sides.right);
  if (solved === null || familiesIn([sides.right]).size > 0) return null;
  const { density, form } = solved;
  if (
    resolver.scope
      .settingAt(step.section)
      .hypotheses.some((hypothesis) => matchHypothesis(hypothesis, density.distribution) !== null)
  )
    return null;
  if (!isConcrete(form, density.distribution.targets)) return null;
  const settled = densityForm(step, { ...sides, left: density, right: form }, resolver);
  return settled === null ? null : { ...settled, sides };
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
      return isNumeric(left.exponent)
        ? solveForDensity(left.base, {
            kind: "power",
            base: right,
            exponent: { kind: "divide", numerator: { kind: "number", value: ONE }, denominator: left.exponent },
          })
        : null;
    case "multiply": {
      const numbers = left.factors.filter(isNumeric);
      const [rest, ...others] = left.factors.filter((factor) => !isNumeric(factor));
      if (rest === undefined || others.length > 0) return null;
      return solveForDensity(rest, { kind: "divide", numerator: right, denominator: { kind: "multiply", factors: numbers } });
    }
    case "divide":
      return isNumeric(left.denominator)
        ? solveForDensity(left.numerator, { kind: "multiply", factors: [left.denominator, right] })
        : null;
    default:
      return null;
  }
}

/** A variable that a form depends on although the density does not have it as an argument. */
function strayVariable(right: Term, call: FamilyCall, resolver: Resolver): string | null {
  // The index in `q(x_{t-1}|x_t)` is an argument as well.
  const arguments_ = [...call.targets, ...call.given];
  const own = new Set([...rootsIn(arguments_), ...lettersOf(arguments_)]);
  const stray = freeVariables(right, resolver.vocabulary.variables).find((variable) => !own.has(variableRoot(variable) ?? ""));
  return stray === undefined ? null : printTerm(stray);
}

function assumeForm(step: Step, sides: Sides, call: FamilyCall, right: Term, setting: Setting, resolver: Resolver): Resolution {
  const body = expand(right, resolver.scope.definitions);
  const law = bodyLaw(right, call);
  const text = `${printTerm(sides.left)} has the form given here`;
  const replaces = resolver.scope.isDescribed(call, step.section);
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
      if (holds(decision)) {
        const binary = space === "discrete" && !discrete;
        const hypothesis: Hypothesis = { call, body, law, space: binary ? "binary" : space };
        const contradicted = contradictedForm(hypothesis, step, resolver);
        if (contradicted !== null)
          return { kind: "ill-formed", reason: `with this form ${contradicted} has not the form given before`, sides };
        resolver.scope.assume(hypothesis, step.section);
        const notes = weights.map((name) => `the weights ${name} are positive and sum to 1`);
        if (binary) notes.push("its variable takes the values 0 and 1");
        if (replaces) notes.push("in place of the form that it had before");
        return { kind: "assumed", text, sides, obligations: [decision], notes };
      }
      if (failed === null || (failed.outcome !== "refuted" && decision.outcome === "refuted" && space === "real"))
        failed = decision;
    }
  }
  if (failed?.outcome === "illFormed") return { kind: "ill-formed", reason: failed.reason, sides };
  // Integrals are taken over the whole line: of a variable that has a part of it only, they say nothing.
  const bounded = declared.some((domain) => domain === "unit" || domain === "positive");
  const settled = discrete || (isExponential(body) && !bounded);
  if (failed !== null && settled && (failed.outcome === "refuted" || diverges(failed)))
    return { kind: "broken-obligation", text, sides, decision: failed };
  const surplus = settled && !discrete ? surplusTarget(call, body, step, setting, resolver) : null;
  if (surplus !== null) {
    const others = call.targets.filter((target) => target !== surplus).map(printTerm);
    const reason = `the form integrates to 1 over ${others.join(", ")} alone, so over ${printTerm(surplus)} as well its integral is infinite`;
    return { kind: "ill-formed", reason, sides };
  }
  resolver.scope.assume({ call, body, law, space: "real", undecided: true }, step.section);
  return {
    kind: "undecided",
    reason: `${text}, but whether it integrates to 1 could not be decided${failed === null || failed.reason === "" ? ": the space of its variables is not known" : `: ${failed.reason}`}`,
    sides,
  };
}

/** A variable of a joint density whose form is a density of the others already, as `p(z, x) = \mathcal N(z; \mu(x), 1)` is of z. */
function surplusTarget(call: FamilyCall, body: Term, step: Step, setting: Setting, resolver: Resolver): Term | null {
  const isUnbounded = (target: Term): boolean => (setting.domains.get(variableRoot(target) ?? "") ?? "real") === "real";
  const isSurplus = (target: Term): boolean => {
    const targets = call.targets.filter((other) => other !== target);
    const hypotheses = relevantHypotheses(setting.hypotheses, [body]);
    const claim = normalizationClaim({ ...call, targets, given: [...call.given, target] }, body, "real", {
      ...setting,
      hypotheses,
    });
    return holds(decideCached(claim, `${step.id}|surplus`, resolver, true));
  };
  if (call.targets.length < 2) return null;
  return call.targets.find((target) => isUnbounded(target) && isSurplus(target)) ?? null;
}

/** Whether what stands already says what a density is, and the form that is given here brings in no letter that could be chosen so that it fits. */
function isImplied(right: Term, call: FamilyCall, step: Step, resolver: Resolver): boolean {
  const { scope } = resolver;
  const forms = scope.formsAround(step.section);
  const conditions = scope.conditionsAt(step.section);
  const conditioned = conditions.map((condition) => condition.call).filter((known) => known !== null);
  const letters = conditions.flatMap((condition) => [...condition.letters]);
  return (
    isDetermined(call, [...forms.map((form) => form.call), ...conditioned]) &&
    addsNoLetter(expand(right, scope.definitions), forms, letters)
  );
}

/**
 * Whether a density that has a form is given another one: what has letters that no form before it has follows from none of them. So a prior
 * `\mathcal N(0, I)` may be replaced by `\mathcal N(0, \Sigma)`, and not by `\mathcal N(0, 2I)`.
 */
function isAnother(right: Term, call: FamilyCall, step: Step, { scope }: Resolver): boolean {
  const body = expand(right, scope.definitions);
  return isConcrete(body, call.targets) && !addsNoLetter(body, scope.formsAround(step.section));
}

function addsNoLetter(body: Term, forms: readonly Hypothesis[], others: readonly string[] = []): boolean {
  const variables = rootsIn(forms.flatMap((form) => [...form.call.targets, ...form.call.given]));
  const bodies = forms.map((form) => form.body);
  const known = new Set([...freeLetters(bodies, variables), ...others]);
  return [...freeLetters([body], variables)].every((letter) => known.has(letter));
}

function rootsIn(variables: readonly Term[]): ReadonlySet<string> {
  return new Set(variables.map(variableRoot).filter((root) => root !== null));
}

/** A density given before that all forms together make another one: `p(x)`, after `p(z)`, by a `p(x|z)` that does not fit. */
function contradictedForm(added: Hypothesis, step: Step, resolver: Resolver): string | null {
  const { scope } = resolver;
  const forms = [...scope.formsAround(step.section), added];
  for (const form of forms) {
    const others = forms.filter((other) => other !== form && matchHypothesis(other, form.call) === null);
    if (
      form === added ||
      !isDetermined(
        form.call,
        others.map((other) => other.call),
      ) ||
      !addsNoLetter(form.body, others)
    )
      continue;
    const left: Term = { kind: "density", distribution: form.call };
    const setting = { ...scope.settingAt(step.section), hypotheses: relevantHypotheses(others, [left, form.body]) };
    const claim: Claim = { left, right: form.body, relation: "equal", targets: [], setting };
    if (decideCached(claim, `${step.id}|consistency`, resolver).outcome === "refuted") return printTerm(left);
  }
  return null;
}

function diverges(decision: Decision): boolean {
  return decision.reason.includes("diverge");
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
  const sum = [...call.targets]
    .reverse()
    .reduce<Term>(
      (inner, target): TermOf<"sum"> => ({ kind: "sum", index: target, range: { kind: "support", set: null }, body: inner }),
      body,
    );
  const variables = new Set([
    ...setting.variables,
    ...[...call.targets, ...call.given].map(variableRoot).filter((root) => root !== null),
  ]);
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
      if (factor.kind === "component" && factor.of.kind === "symbol" && at?.kind === "symbol" && nameLatex(at.name) === index)
        found.add(rootOf(factor.of.name));
    }
  });
  return found.size === 0 ? [[]] : [[], [...found]];
}

function bodyLaw(body: Term, call: FamilyCall): Hypothesis["law"] {
  if (body.kind !== "lawDensity" || call.targets.length !== 1) return null;
  const [target] = call.targets;
  return target !== undefined && termKey(target) === termKey(body.point)
    ? { kind: "law", law: body.law, parameters: body.parameters }
    : null;
}

/** `z \sim \mathcal N(0, I)` gives a form to the density of z that was written last. */
export function assumeStatement(
  variables: readonly Term[],
  distribution: Distribution,
  section: number,
  resolver: Resolver,
): string {
  const { scope } = resolver;
  for (const variable of variables) {
    const root = variableRoot(variable);
    if (root !== null) scope.assumeLaw(root, { variable, distribution }, section);
  }
  const [variable] = variables;
  if (distribution.kind === "family" || variable === undefined || variables.length > 1) return "";
  const call = scope.marginalOf(variable);
  if (call === null) return "";
  const { law } = distribution;
  const body: Term = { kind: "lawDensity", law, point: variable, parameters: distribution.parameters };
  const space = law === "bernoulli" ? "binary" : law === "categorical" || law === "poisson" ? "discrete" : "real";
  scope.assume({ call, body, law: distribution, space }, section);
  return nameLatex(call.family);
}

/** Whether a term is a concrete form of a density of these targets: it names a law, or is built of functions and numbers in which they stand. */
export function isConcrete(term: Term, targets: readonly Term[]): boolean {
  if (someNode(term, (node) => node.kind === "lawDensity")) return true;
  const roots = targets.map(variableRoot);
  const family = someNode(term, (node) => distributionsOf(node).some((distribution) => distribution.kind === "family"));
  const form = someNode(term, (node) => node.kind === "elementary" || node.kind === "power");
  return form && !family && someNode(term, (node) => node.kind === "symbol" && roots.includes(rootOf(node.name)));
}

/** Whether a form is of the kind that real densities have: it names a law, is an exponential, or is normalized by π. */
function isExponential(term: Term): boolean {
  const constant = (node: Term): boolean => node.kind === "constant" && node.constant === "pi";
  return someNode(
    term,
    (node) => node.kind === "lawDensity" || constant(node) || (node.kind === "elementary" && node.name === "exp"),
  );
}
