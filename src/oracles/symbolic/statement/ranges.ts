import { difference } from "../../../kernel/algebra.js";
import { node, number } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { printTerm } from "../../../notation/print.js";
import { nameLatex } from "../../../terms/name.js";
import type { IndexRange, Term as Surface, TermOf } from "../../../terms/term.js";
import { walk } from "../../../terms/traverse.js";
import { rootOf, variableRoot } from "../../../terms/variable.js";
import { boundVariables, integrateOver } from "./averages.js";
import { integerVariable } from "./indices.js";
import { type Scope, withIndex, withVariables } from "./scope.js";
import { isReals, REALS } from "./spaces.js";
import type { Subject } from "./subject.js";
import { need } from "./unsupported.js";
import { isVector, mapValue, type Value } from "./values.js";
import { isVariable } from "./variables.js";
import type { Writer } from "./writer.js";

/** A sum or product over an index, or over all values of a variable. */
export function writeSum(term: TermOf<"sum" | "product">, scope: Scope, writer: Writer): Value {
  const { index, range, body } = term;
  need(index.kind === "symbol", "a sum over something that is no letter");
  if (isVariable(index.name, writer.subject)) return overValues(term, index, scope, writer);
  const variable = integerVariable(nameLatex(index.name));
  const [lower, upper] =
    range.kind === "interval"
      ? [writer.index(range.lower, scope), writer.index(range.upper, scope)]
      : [number(1), numberOfValues(index, range.set)];
  const inner = writer.value(body, withIndex(scope, variable, lower, upper));
  need(term.kind === "sum" || !isVector(inner), "a product of vectors");
  return mapValue(inner, (entry) => node(term.kind, [lower, upper, entry], "", "", [variable]));
}

/** How many values an index without bounds has: one unknown number, wherever that is said of it. */
function numberOfValues(index: TermOf<"symbol">, set: Surface | null): Term {
  const name = nameLatex(index.name);
  need(set === null || isSpaceOf(set, index), "a sum over a set that is not the index's own");
  return integerVariable(`\\# ${name}`);
}

function overValues(term: TermOf<"sum" | "product">, index: TermOf<"symbol">, scope: Scope, writer: Writer): Value {
  const { subject } = writer;
  const { range } = term;
  need(term.kind === "sum", "a product over all values of a variable");
  need(!subject.real.has(rootOf(index.name)), "a sum over the real numbers");
  if (range.kind === "support")
    need(range.set === null || isSpaceOf(range.set, index), "a sum over a set that is not the variable's own");
  else checkAllValues(range, index, subject);
  const variables = boundVariables([index], scope, writer);
  return integrateOver(variables, writer.value(term.body, withVariables(scope, variables)));
}

/** An interval is all of a variable's values where it begins at 0 or 1, and wherever a sum runs over that variable it is the same one. */
function checkAllValues(range: Extract<IndexRange, { kind: "interval" }>, index: TermOf<"symbol">, { terms }: Subject): void {
  const begins = range.lower.kind === "number" && ["0", "1"].includes(printTerm(range.lower));
  need(begins, "a sum over some of a variable's values");
  const intervals = new Set<string>();
  for (const term of terms) {
    walk(term, (node) => {
      if ((node.kind !== "sum" && node.kind !== "product") || variableRoot(node.index) !== rootOf(index.name)) return;
      if (node.range.kind === "interval") intervals.add(`${printTerm(node.range.lower)}..${printTerm(node.range.upper)}`);
    });
  }
  need(intervals.size === 1, "sums over different values of a variable");
}

/** Whether a set is written as the space of a letter: `\mathcal Z` or `Z` for z, or z itself. */
function isSpaceOf(set: Surface, letter: Surface): boolean {
  const root = variableRoot(letter);
  if (set.kind !== "symbol" || root === null) return false;
  return set.name.base.replace(/^\\mathcal\{(.*)\}$/, "$1").toLowerCase() === root.toLowerCase();
}

/** An integral over whole spaces. */
export function writeIntegral(term: TermOf<"integral">, scope: Scope, writer: Writer): Value {
  const variables = boundVariables(term.variables, scope, writer);
  const isLine = variables.every(({ space, parts }) => space === REALS && parts.length === 0);
  if (term.lower !== null || term.upper !== null)
    need(isLine && isInfinite(term.lower, true) && isInfinite(term.upper, false), "an integral between bounds");
  if (term.domain !== null)
    need(isWholeSpace(term.domain, term.variables, variables, writer, scope), "an integral over a part of a space");
  return integrateOver(variables, writer.value(term.body, withVariables(scope, variables)));
}

function isInfinite(bound: Surface | null, negative: boolean): boolean {
  if (bound === null) return false;
  const inner = negative && bound.kind === "negate" ? bound.argument : bound;
  return (inner !== bound) === negative && inner.kind === "constant" && inner.constant === "infinity";
}

function isWholeSpace(
  domain: Surface,
  letters: readonly Surface[],
  variables: readonly Term[],
  writer: Writer,
  scope: Scope,
): boolean {
  if (domain.kind === "tuple" || domain.kind === "set")
    return (
      domain.items.length === letters.length && domain.items.every((item) => letters.some((letter) => isSpaceOf(item, letter)))
    );
  const [letter, ...others] = letters;
  const [variable] = variables;
  if (letter === undefined || variable === undefined || others.length > 0) return false;
  if (isSpaceOf(domain, letter)) return true;
  const [size] = variable.parts;
  if (variable.space !== REALS) return false;
  if (isReals(domain)) return size === undefined;
  if (domain.kind !== "power" || !isReals(domain.base) || size === undefined) return false;
  return difference(writer.index(domain.exponent, scope), size) === 0n;
}
