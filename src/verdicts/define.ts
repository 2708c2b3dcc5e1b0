import { variableRoot } from "../terms/variable.js";
import { nameLatex } from "../terms/name.js";
import type { FamilyCall, Term } from "../terms/term.js";
import { type Definition, headOf } from "../meaning/definitions.js";
import type { Step } from "../meaning/steps.js";
import { printTerm } from "../notation/print.js";
import { isProductOfCalls } from "./conditions.js";
import { openScalars } from "./letters.js";
import { familiesIn, mentionsLetter } from "../meaning/vocabulary.js";
import { type Resolution, type Resolver, type Sides, assumeAs, explicitSides } from "./resolver.js";

/** A fresh head at the start of a chain, or one that `:=` names, is defined by the other side. */
export function definition(step: Step, sides: Sides, resolver: Resolver): Resolution | null {
  const { scope } = resolver;
  if (step.position !== 0 || (step.relation !== "equal" && step.relation !== "define")) return null;
  if (sides.left.kind === "density") return null;
  if (sides.left.kind === "negate") {
    // `-L = A` defines L as −A.
    const inner = definition(
      step,
      { ...sides, left: sides.left.argument, right: { kind: "negate", argument: sides.right } },
      resolver,
    );
    return inner?.kind === "assumed" ? { ...inner, sides } : null;
  }
  if (sides.left.kind === "component" && resolver.vocabulary.variables.has(variableRoot(sides.left) ?? "")) {
    return assumeAs(`${printTerm(sides.left)} is given by this equation`, sides, () => undefined);
  }
  const head = headOf(sides.left);
  if (head === null)
    return step.relation === "define" ? assumeAs(`${printTerm(sides.left)} is defined here`, sides, () => undefined) : null;
  if (resolver.vocabulary.variables.has(head.name) && head.parameters.length === 0) {
    // A variable's own equation says how it comes about; it is never put into densities.
    if (mentionsLetter(sides.right, head.name)) return null;
    // Two such equations may agree in distribution only.
    if (scope.isGiven(head.key, step.section))
      return { kind: "undecided", reason: `${head.name} is given by another equation before`, sides };
    return assumeAs(`${head.name} is given by this equation`, sides, () => {
      scope.give(head.key, step.section);
    });
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
  return assumeAs(`${headText(sides.left)} is defined here`, sides, () => {
    scope.define(value, step.section);
    // What a list says of its entries, models of single letters do not follow.
    if (sides.right.kind === "tuple")
      scope.restrict({ letters: new Set([head.name]), call: null, equation: false, value: null }, step.section);
  });
}

function headText(term: Term): string {
  return headOf(term)?.name ?? "the left side";
}

/** A family that is met here for the first time, and never averaged under, is a function with a bar in its arguments: `Q(\theta|\theta')`. */
export function functionWrittenAsDensity(step: Step, sides: Sides, call: FamilyCall, resolver: Resolver): Resolution | null {
  const name = nameLatex(call.family);
  const head = headOf(sides.left);
  if (head === null || resolver.scope.seen.has(name) || isProductOfCalls(sides.right) || familiesIn([sides.right]).has(name))
    return null;
  if (resolver.vocabulary.averaged.has(name)) return null;
  const value: Definition = { key: head.key, parameters: head.parameters, body: sides.right };
  return assumeAs(`${printTerm(sides.left)} is defined here`, sides, () => {
    resolver.scope.define(value, step.section);
  });
}

/** Takes the definition of a letter that stands later in the document, when every letter has one. */
export function defineEarly(names: readonly string[], step: Step, resolver: Resolver): boolean {
  const later = names.map((name) =>
    [...resolver.defining.values()].find(
      (candidate) => candidate.left.term !== null && headOf(candidate.left.term)?.name === name,
    ),
  );
  let all = true;
  for (const candidate of later) {
    const head = candidate?.left.term === undefined || candidate.left.term === null ? null : headOf(candidate.left.term);
    if (
      candidate === undefined ||
      head === null ||
      candidate.id === step.id ||
      candidate.right.term === null ||
      resolver.early.has(candidate.id)
    ) {
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
