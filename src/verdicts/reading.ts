import type { Document, FrontMatter } from "../document/types.js";
import type { Dimension } from "../claims/dimensions.js";
import type { Domain } from "../claims/domain.js";
import { NOTHING_FIXED, type Setting } from "../claims/setting.js";
import type { FamilyCall, Term } from "../terms/term.js";
import { someNode } from "../terms/traverse.js";
import { variableRoot } from "../terms/variable.js";
import { headOf } from "../meaning/definitions.js";
import type { Item, ReadEquation, Step } from "../meaning/steps.js";
import { type Vocabulary, vocabularyOf } from "../meaning/vocabulary.js";
import { parseEquation } from "../notation/parse.js";
import { surveyNotation } from "../notation/survey.js";
import type { NotationContext, ParsedEquation } from "../notation/types.js";

/**
 * Relations of one document that are taken in. Each may cost milliseconds and tens of kilobytes; whatever stands behind the last one is reported unread, so
 * that no document of any size takes hours or all memory.
 */
export const MOST_STEPS = 5_000;

/** What is known of a document's letters and macros before any equation is read. */
export function notationOf(document: Document): NotationContext {
  const macros: Record<string, string> = Object.fromEntries(document.macros.map((macro) => [macro.name, macro.body]));
  const latexes = document.equations.map((equation) => ({
    latex: equation.clean ?? equation.latex,
    environment: equation.environment,
  }));
  const survey = surveyNotation(latexes, macros);
  return { families: survey.families, functions: survey.functions, macros };
}

/** Parses the equations, up to the one with the last step that is taken in, knowing the letters of the whole document and its macros. */
export function readEquations(document: Document, context: NotationContext = notationOf(document)): readonly ReadEquation[] {
  const read: ReadEquation[] = [];
  let steps = 0;
  for (const equation of document.equations) {
    if (steps >= MOST_STEPS) break;
    const parsed = parseEquation(equation.clean ?? equation.latex, equation.environment, context);
    for (const statement of parsed.statements) if (statement.kind === "chain") steps += statement.signs.length;
    read.push({ equation, parsed });
  }
  return read;
}

/** Every density that the items write. */
export function vocabularyOfItems(items: readonly Item[]): Vocabulary {
  const terms: Term[] = [];
  const distributions = [];
  const heads: [FamilyCall, number][] = [];
  for (const item of items) {
    if (item.kind === "step") {
      const { left, right, position } = item.step;
      terms.push(...[left.term, right.term].filter((term) => term !== null));
      const form = right.term !== null && someNode(right.term, (node) => node.kind === "lawDensity");
      if (position === 0 && left.term?.kind === "density" && form) heads.push([left.term.distribution, item.step.range.start]);
    } else if (item.kind === "distribution") distributions.push(item.distribution);
    else if (item.kind === "bare") terms.push(item.term);
  }
  return vocabularyOf(terms, distributions, heads);
}

/** The first step that has a letter alone on its left, by the letter's key. */
export function definingSteps(items: readonly Item[]): ReadonlyMap<string, Step> {
  const found = new Map<string, Step>();
  for (const item of items) {
    if (item.kind !== "step" || item.step.position !== 0 || item.step.left.term === null) continue;
    if (item.step.relation !== "equal" && item.step.relation !== "define") continue;
    const head = headOf(item.step.left.term);
    if (head !== null && !found.has(head.key)) found.set(head.key, item.step);
  }
  return found;
}

/** What the front matter declares, as a setting. */
export function declaredSetting(frontMatter: FrontMatter | null, context: NotationContext): Setting {
  if (frontMatter === null) return NOTHING_FIXED;
  const domains = new Map<string, Domain>();
  const dimensions = new Map<string, Dimension>();
  const variables = new Set<string>();
  const weights = new Set<string>();
  for (const { symbol, sort, domain, dimension } of frontMatter.symbols) {
    const name = declaredName(parseEquation(symbol, null, context)) ?? symbol;
    if (domain === "simplex") weights.add(name);
    else if (domain !== null) domains.set(name, domain);
    if (sort === "variable") variables.add(name);
    const size = dimension === null ? null : bareTerm(parseEquation(dimension, null, context));
    if (size !== null) dimensions.set(name, { kind: "named", size });
  }
  return { ...NOTHING_FIXED, domains, dimensions, variables, weights };
}

/** The one expression that stands there, if it is one without a relation. */
export function bareTerm(parsed: ParsedEquation): Term | null {
  const [statement] = parsed.statements;
  return statement?.kind === "bare" && parsed.statements.length === 1 ? statement.term : null;
}

function declaredName(parsed: ParsedEquation): string | null {
  const term = bareTerm(parsed);
  return term === null ? null : variableRoot(term);
}
