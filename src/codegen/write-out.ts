import { EvaluationError } from "../claims/algebra.js";
import { callRoots, factorize, factorsFor } from "../claims/factors.js";
import { type Hypothesis, type Match, matchHypothesis } from "../claims/hypothesis.js";
import type { Setting } from "../claims/setting.js";
import { nameLatex } from "../terms/name.js";
import type { FamilyCall, Term } from "../terms/term.js";
import { mapChildren } from "../terms/traverse.js";
import { variableRoot } from "../terms/variable.js";
import { replaceLetters } from "../meaning/definitions.js";
import { printTerm } from "../notation/print.js";
import { NotComputableError } from "./not-computable.js";

/** Forms of densities may refer to other densities with a form, this deep. */
const DEEPEST = 12;

/** A term in which every density of a family stands in the form that the document has given it. @throws NotComputableError where it has none */
export function writeOut(term: Term, setting: Setting, depth = 0): Term {
  if (term.kind !== "density") return mapChildren(term, (child) => writeOut(child, setting, depth));
  if (depth > DEEPEST)
    throw new NotComputableError(`the forms of densities in ${printTerm(term)} refer to each other without end`);
  return writeOut(formOf(term.distribution, setting), setting, depth + 1);
}

function formOf(call: FamilyCall, { hypotheses }: Setting): Term {
  for (const hypothesis of hypotheses) {
    const matches = matchHypothesis(hypothesis, call);
    if (matches !== null) return instance(hypothesis, matches);
  }
  const factors = jointOf(call, hypotheses);
  if (factors !== null) return { kind: "multiply", factors };
  throw new NotComputableError(`the document gives no form to ${printTerm({ kind: "density", distribution: call })}`);
}

/** A density of several variables, each of which has a form given those before it. */
function jointOf(call: FamilyCall, hypotheses: readonly Hypothesis[]): readonly Term[] | null {
  try {
    const { targets, given } = callRoots(call);
    const factors = factorize(nameLatex(call.family), [...targets, ...given], hypotheses);
    const conditions = factorsFor(factors, given);
    const own = factorsFor(factors, [...targets, ...given]).filter((factor) => !conditions.includes(factor));
    const known = new Set([...targets, ...given]);
    const closed = own.every((factor) => factor.targets.every((root) => targets.includes(root)));
    if (!closed || !conditions.every((factor) => factor.targets.every((root) => given.includes(root)))) return null;
    const byRoot = new Map([...call.targets, ...call.given].map((term) => [variableRoot(term), term]));
    const forms = own.map(({ hypothesis }) => {
      if (hypothesis === null) return null;
      const formals = [...hypothesis.call.targets, ...hypothesis.call.given];
      if (!formals.every((formal) => known.has(variableRoot(formal) ?? ""))) return null;
      return instance(
        hypothesis,
        formals.map((formal) => ({ formal, actual: byRoot.get(variableRoot(formal)) ?? formal })),
      );
    });
    return forms.length > 0 && forms.every((form) => form !== null) ? forms : null;
  } catch (error) {
    if (error instanceof EvaluationError) return null;
    throw error;
  }
}

/** The form with what the density is of in the place of its own letters. */
function instance(hypothesis: Hypothesis, matches: readonly Match[]): Term {
  const replacements = new Map<string, Term>();
  for (const { formal, actual } of matches) {
    if (formal.kind === "symbol") replace(replacements, formal, actual);
    else if (formal.kind === "component" && actual.kind === "component")
      formal.indices.forEach((index, i) => {
        const other = actual.indices[i];
        if (index.kind === "symbol" && other !== undefined) replace(replacements, index, other);
      });
  }
  return replaceLetters(hypothesis.body, replacements);
}

function replace(replacements: Map<string, Term>, formal: Term & { readonly kind: "symbol" }, actual: Term): void {
  if (actual.kind !== "symbol" || nameLatex(actual.name) !== nameLatex(formal.name))
    replacements.set(nameLatex(formal.name), actual);
}
