import type { Hypothesis } from "../claims/hypothesis.js";
import { countDimensions, inferShapes, isWord } from "../claims/dimensions.js";
import { rolesOf } from "../claims/roles.js";
import type { Setting } from "../claims/setting.js";
import { nameLatex } from "../terms/name.js";
import type { Term } from "../terms/term.js";
import { termKey, walk } from "../terms/traverse.js";
import { type Definition, expand } from "../meaning/definitions.js";
import { WorkLimitError } from "../numbers/limits.js";
import type { Step } from "../meaning/steps.js";
import { distributionsOf, familiesIn, lettersOf } from "../meaning/vocabulary.js";
import type { Resolver, Sides } from "./resolver.js";

/** The hypotheses that a claim can feel: about the families in it, and about those that these are made of. */
export function relevantHypotheses(hypotheses: readonly Hypothesis[], terms: readonly Term[]): readonly Hypothesis[] {
  const families = new Set(familiesIn(terms).keys());
  for (let grown = true; grown;) {
    const before = families.size;
    for (const hypothesis of hypotheses) {
      if (families.has(nameLatex(hypothesis.call.family)))
        for (const name of familiesIn([hypothesis.body]).keys()) families.add(name);
    }
    grown = families.size > before;
  }
  return hypotheses.filter((hypothesis) => families.has(nameLatex(hypothesis.call.family)));
}

/** A term with its definitions written out; as it stands where they cannot be. */
function expandIfPossible(term: Term, definitions: ReadonlyMap<string, Definition>): Term {
  try {
    return expand(term, definitions);
  } catch (error) {
    if (error instanceof WorkLimitError) return term;
    throw error;
  }
}

/** The forms that densities of both sides have where a step stands, as a key: what is known under the same key is known here. */
export function formsKey(step: Step, sides: Sides, resolver: Resolver): string {
  const { scope } = resolver;
  const terms = [sides.left, sides.right].map((side) => expandIfPossible(side, scope.definitions));
  const forms = relevantHypotheses(scope.settingAt(step.section).hypotheses, terms);
  return forms
    .map(({ call, body, space }) => `${termKey({ kind: "density", distribution: call })} ${termKey(body)} ${space}`)
    .join("\n");
}

/** Free letters of terms that are neither variables nor counts: unknown numbers, vectors, arrays and functions. */
export function freeLetters(terms: readonly Term[], variables: ReadonlySet<string>): ReadonlySet<string> {
  const { scalars, functions, arrays } = rolesOf(terms, variables);
  return new Set([...scalars, ...functions, ...arrays]);
}

/** Letters that the front matter declares or a concrete density uses. */
export function describedLetters(setting: Setting): ReadonlySet<string> {
  const bodies = setting.hypotheses.map((hypothesis) => hypothesis.body);
  return new Set([...setting.domains.keys(), ...setting.dimensions.keys(), ...lettersOf(bodies)]);
}

export function openScalars(term: Term, step: Step, resolver: Resolver): readonly string[] {
  const setting = resolver.scope.settingAt(step.section);
  return [...rolesOf([term], resolver.vocabulary.variables).scalars].filter(
    (name) => !resolver.scope.seen.has(name) && !setting.domains.has(name) && !setting.dimensions.has(name),
  );
}

/** Letters that the document has never written before this chain and does not declare, standing on one side only. */
export function freshLetters(terms: readonly [Term, Term], sides: Sides, step: Step, resolver: Resolver): readonly string[] {
  const { scope, vocabulary } = resolver;
  const setting = scope.settingAt(step.section);
  const [onLeft, onRight] = terms.map((term) => {
    const roles = rolesOf([term], vocabulary.variables);
    return { letters: [...roles.scalars, ...roles.functions], arrays: roles.arrays };
  });
  if (onLeft === undefined || onRight === undefined) return [];
  // A vector may stand whole on one side and by its components on the other.
  const lone = [
    ...onLeft.letters.filter((name) => !onRight.letters.includes(name) && !onRight.arrays.has(name)),
    ...onRight.letters.filter((name) => !onLeft.letters.includes(name) && !onLeft.arrays.has(name)),
  ];
  const bound = boundByLaws([sides.left, sides.right]);
  const counting = countDimensions(rolesOf(terms, vocabulary.variables), inferShapes(terms, setting.dimensions)).naturals;
  const known = (name: string): boolean =>
    setting.domains.has(name) ||
    setting.dimensions.has(name) ||
    bound.has(name) ||
    counting.has(name) ||
    vocabulary.parameters.has(name) ||
    name === "e";
  // A word is the name of one thing (`\text{ELBO}`): unlike a letter it is no free number, wherever it was written before.
  const open = (name: string): boolean =>
    scope.seen.has(`?${name}`) || (isWord(name) && scope.definitions.get(name)?.parameters.length !== 0);
  return lone.filter((name) => (!scope.seen.has(name) || open(name)) && !known(name));
}

/** Letters that a law takes as parameters: they are free to be anything, so a claim about them can be refuted. */
function boundByLaws(terms: readonly Term[]): ReadonlySet<string> {
  const parameters: Term[] = [];
  for (const term of terms) {
    walk(term, (node) => {
      if (node.kind === "lawDensity") parameters.push(...node.parameters);
      for (const distribution of distributionsOf(node))
        if (distribution.kind === "law") parameters.push(...distribution.parameters);
    });
  }
  return lettersOf(parameters);
}
