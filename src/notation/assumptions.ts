import type { Distribution, Span, Term } from "../terms/term.js";
import { readArguments, subRow } from "./arguments.js";
import { isVariableTerm } from "./big-operators.js";
import { isFamilyLetter, readDistribution } from "./distributions.js";
import { NotUnderstood } from "./failure.js";
import { VARIABLE, type Grammar } from "./grammar.js";
import { headOf, isNaming } from "./heads.js";
import { formulaItems, isSign, spanOf, splitItems, type Layout } from "./layout.js";
import { relationOf } from "./relations.js";

/** The parts of a list with their commas again. */
export function joinParts(parts: readonly (readonly Layout[])[]): Layout[] {
  return parts.map(formulaItems).flatMap((part, k): Layout[] => {
    const start = part[0]?.span.start ?? 0;
    const comma: Layout = { kind: "sign", text: ",", side: null, span: { start, end: start } };
    return k === 0 ? part : [comma, ...part];
  });
}

/** Variables in front of `\sim` or `\in`: `x, z`, `(x, z)`, `\{x_i\}_{i=1}^n`; null for anything else. */
export function readVariables(parts: readonly (readonly Layout[])[], grammar: Grammar): readonly Term[] | null {
  const items = joinParts(parts);
  const [only] = items;
  const tuple = items.length === 1 && only?.kind === "fence" && only.open === "(" ? only.row : null;
  try {
    const terms = readArguments(tuple ?? subRow(items, { start: 0, end: 0 }), VARIABLE, grammar);
    const members = terms.flatMap((term): readonly Term[] => (term.kind === "set" ? term.items : [term]));
    return members.length > 0 && members.every(isVariableTerm) ? members : null;
  } catch (error) {
    if (error instanceof NotUnderstood) return null;
    throw error;
  }
}

export interface DistributionStatement {
  readonly span: Span;
  readonly variables: readonly Term[];
  readonly distribution: Distribution;
}

/** `x \sim p(x)`; null when one of the sides is an expression: then `\sim` says that two expressions are alike. */
export function readDistributed(
  left: readonly (readonly Layout[])[],
  right: readonly Layout[],
  grammar: Grammar,
): DistributionStatement | null {
  const items = formulaItems(right);
  const variables = readVariables(left, grammar);
  const [only] = items;
  if (variables === null || only === undefined || (items.length === 1 && !namesDistribution(only, grammar))) return null;
  const span = spanOf([...left.flatMap(formulaItems), ...items], only.span);
  try {
    return { span, variables, distribution: readDistribution(subRow(items, span), grammar) };
  } catch (error) {
    if (error instanceof NotUnderstood) return null;
    throw error;
  }
}

/** A letter after `\sim` with nothing behind it is a distribution only if it can be one: `x \sim y` says that x is like y. */
function namesDistribution(item: Layout, grammar: Grammar): boolean {
  const head = headOf(item);
  return isFamilyLetter(item, grammar) || (head?.key ?? "").startsWith("\\math") || head?.base.kind === "word";
}

/** `f: X` in front of an arrow says between what a function maps; the name, or null. */
export function signatureName(items: readonly Layout[]): Layout | null {
  const [name, colon] = formulaItems(items);
  return name !== undefined && isNaming(name) && isSign(colon, ":") ? name : null;
}

/** `i = 1` in front of further values says which values a letter takes; the name, or null. */
export function countedName(items: readonly Layout[]): Layout | null {
  const [name = [], ...values] = splitItems(formulaItems(items), (item) => isSign(item, "="));
  const [only] = name;
  return values.length === 1 && name.length === 1 && only !== undefined && isNaming(only) ? only : null;
}

/** How many parts after this one continue a list of values: `1, \dots, n`, `0, 1`. */
export function valuesAfter(parts: readonly (readonly Layout[])[], at: number): number {
  const rest = parts.slice(at + 1).map(formulaItems);
  const end = rest.findIndex((part) => part.some((item) => relationOf(item) !== null));
  const values = end < 0 ? rest : rest.slice(0, end);
  const ellipsis = values.some((part) => part.some((item) => isSign(item, "\\dots")));
  const numerals = values.every((part) => part.length === 1 && part[0]?.kind === "numeral");
  return ellipsis || numerals ? values.length : 0;
}
