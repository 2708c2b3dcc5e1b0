import { EvaluationError } from "../claims/algebra.js";
import { isDetermined } from "../claims/determined.js";
import { nameLatex, sameName } from "../terms/name.js";
import { WorkLimitError } from "../numbers/limits.js";
import type { Term } from "../terms/term.js";
import { termKey, walk } from "../terms/traverse.js";
import { variableRoot } from "../terms/variable.js";
import { STRICT, readingsOf } from "../meaning/readings.js";
import type { Step } from "../meaning/steps.js";
import { conditionOf, isNumeric } from "./conditions.js";
import { decideStep } from "./decide-step.js";
import { definition } from "./define.js";
import { densityForm } from "./form.js";
import { formsKey, freeLetters } from "./letters.js";
import { type Resolution, type Resolver, type Sides, assumeAs, explicitSides } from "./resolver.js";

/** Most symbols of a step, operators among them. What people write on one line has a few hundred. */
const LARGEST = 4_000;

/** Settles one step whose sides were both understood. */
export function resolveStep(step: Step, left: Term, right: Term, resolver: Resolver): Resolution {
  if (sizeOf([left, right]) > LARGEST)
    return { kind: "undecided", reason: `more than ${LARGEST} symbols: split the step`, sides: null };
  const sides = explicitSides(step, left, right, resolver);
  try {
    return typeof sides === "string" ? settleUnclear(step, left, right, sides, resolver) : settle(step, sides, resolver);
  } catch (error) {
    // Definitions that cannot be written out leave open what the step says.
    if (error instanceof EvaluationError || error instanceof WorkLimitError)
      return { kind: "undecided", reason: error.message, sides: typeof sides === "string" ? null : sides };
    throw error;
  }
}

function sizeOf(terms: readonly Term[]): number {
  let count = 0;
  for (const term of terms)
    walk(term, () => {
      count += 1;
    });
  return count;
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
  const condition = isFixed(step, sides, resolver) ? null : conditionOf(step, sides, resolver);
  if (condition !== null)
    return assumeAs(`a condition on ${condition}`, sides, () => {
      const letters = freeLetters([sides.left, sides.right], resolver.vocabulary.variables);
      const call = sides.left.kind === "density" && step.relation === "equal" ? sides.left.distribution : null;
      const equation = step.relation === "equal" && call === null;
      resolver.scope.restrict({ letters, call, equation, value: valueOf(step, sides) }, step.section);
    });
  const form = densityForm(step, sides, resolver);
  if (form !== null) return form;
  const value = valueOf(step, sides);
  const decided = decideStep(step, sides, resolver);
  const broken = decided.kind === "decided" && decided.decision.outcome === "refuted";
  // The document may look at another case: `\rho = 0.05` in the text, `\rho = 0.25` in a figure.
  if (value !== null && broken) return { kind: "undecided", reason: `${value} is set to another value before`, sides };
  return decided;
}

/** Whether a step speaks of what the document has fixed before: a letter's number, a density's form, or what a condition makes it. Of one family it is a claim, too. */
function isFixed(step: Step, { left, right }: Sides, resolver: Resolver): boolean {
  const value = valueOf(step, { left, right });
  if (value !== null && isNumber(value, step, resolver)) return true;
  const calls = [left, right].flatMap((side) => (side.kind === "density" ? [side.distribution] : []));
  const [one, other] = calls;
  if (one === undefined) return step.relation === "equal" && isRestricted({ left, right }, step, resolver);
  if (other !== undefined && sameName(one.family, other.family)) return true;
  // At the value of a function, as in a change of variables.
  if (other !== undefined && calls.some((call) => [...call.targets, ...call.given].some((term) => variableRoot(term) === null)))
    return true;
  const conditions = resolver.scope.conditionsAt(step.section).filter((condition) => condition.call !== null);
  const forms = resolver.scope.formsAround(step.section).map((form) => form.call);
  const known = [...forms, ...conditions.map((condition) => condition.call).filter((call) => call !== null)];
  if (calls.every((call) => isDetermined(call, known))) return true;
  // Letters that are the values of other densities cannot be chosen anew.
  const letters = [...freeLetters([left, right], resolver.vocabulary.variables)];
  return letters.length > 0 && letters.every((letter) => conditions.some((condition) => condition.letters.has(letter)));
}

/** Whether every letter of a step stands in an equation that was assumed of the letters before. */
function isRestricted({ left, right }: Sides, step: Step, resolver: Resolver): boolean {
  const equations = resolver.scope.conditionsAt(step.section).filter((condition) => condition.equation);
  const letters = [...freeLetters([left, right], resolver.vocabulary.variables)];
  return letters.length > 0 && letters.every((letter) => equations.some((condition) => condition.letters.has(letter)));
}

/** Whether a letter stands for a number already, in this section or around it. */
function isNumber(name: string, step: Step, { scope }: Resolver): boolean {
  const body = scope.definitions.get(name)?.body;
  const defined =
    body !== undefined && isNumeric(body) && scope.encloses(scope.definedIn.get(name) ?? step.section, step.section);
  return defined || scope.conditionsAt(step.section).some((condition) => condition.value === name);
}

/** The letter that a step sets to a number. */
function valueOf(step: Step, { left, right }: Sides): string | null {
  return step.relation === "equal" && left.kind === "symbol" && isNumeric(right) ? nameLatex(left.name) : null;
}

/** A side that makes no sense as written may be a slip of case: `z \sim p(Z|X)`. */
function resolveSlip(step: Step, left: Term, right: Term, resolver: Resolver): Resolution | null {
  for (const reading of readingsOf([left, right], resolver.vocabulary, { at: step.range.start, seen: resolver.scope.seen })) {
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

function repetition(step: Step, sides: Sides, resolver: Resolver): Resolution | null {
  if (step.relation !== "equal" && step.relation !== "define" && step.relation !== "same") return null;
  if (termKey(sides.left) === termKey(sides.right)) return null;
  const known = resolver.scope.recall(sides.left, sides.right, formsKey(step, sides, resolver));
  return known === null ? null : { kind: "repeats", known, reading: [], sides };
}
