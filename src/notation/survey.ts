import { callKindAlone } from "./calls.js";
import { NotUnderstood } from "./failure.js";
import { fenceOf, headOf } from "./heads.js";
import { isBlank, isSign, splitItems, type Fence, type Layout, type Row } from "./layout.js";
import { LAW_KEYS } from "./laws.js";
import { bareName, contextKey } from "./names.js";
import { layoutOf } from "./parse.js";
import type { NotationContext } from "./types.js";

export interface Survey {
  readonly families: Set<string>;
  readonly functions: Set<string>;
}

/** Heads that a construct reads together with its brackets: their letters are neither densities nor functions. */
const TAKEN: ReadonlySet<string> = new Set([
  ...LAW_KEYS,
  "\\text{KL}",
  "\\text{JS}",
  "\\text{Var}",
  "\\text{E}",
  "\\text{tr}",
  "\\text{Tr}",
  "\\delta",
  "I",
  "H",
]);
const DIVERGENCES: ReadonlySet<string> = new Set(["\\text{KL}", "\\mathbb{KL}", "\\text{JS}", "\\text{JSD}", "D", "\\mathbb{D}"]);

/**
 * The first pass over a document: which letters are densities, and which are functions, wherever one use of them shows it.
 *
 * Densities: called with a bar or `;`, or by a letter that customarily is one (see calls.ts); to the right of `\sim`; on either side of a divergence;
 * under an expectation with their arguments. Functions: every other letter called with variables. A letter that is both is a density.
 */
export function surveyNotation(
  equations: readonly { readonly latex: string; readonly environment: string | null }[],
  macros: NotationContext["macros"],
): Survey {
  const survey: Survey = { families: new Set(), functions: new Set() };
  for (const { latex } of equations) {
    try {
      visitRow(layoutOf(latex, macros).row, survey);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
    }
  }
  for (const family of survey.families) survey.functions.delete(family);
  return survey;
}

function visitRow(row: Row, survey: Survey): void {
  const items = row.items.filter((item) => !isBlank(item));
  items.forEach((item, k) => {
    const call = fenceOf(items[k + 1]);
    if (call !== null) visitCall(item, call.fence, survey);
    if (isSign(item, "\\sim")) visitDistribution(items[k + 1], items[k + 2], survey);
    visitParts(item, survey);
  });
}

function visitCall(item: Layout, fence: Fence, survey: Survey): void {
  const head = headOf(item);
  if (head === null) return;
  const key = head.key ?? "";
  const sides = DIVERGENCES.has(key) ? splitItems(fence.row.items, (inner) => isSign(inner, "\\|")) : [];
  if (sides.length === 2) for (const [first, second] of sides) visitDistribution(first, second, survey);
  const name = bareName(head);
  if (name === null || fence.open !== "(" || TAKEN.has(key) || sides.length === 2) return;
  const kind = callKindAlone(name, fence);
  if (kind === "density") survey.families.add(contextKey(name));
  if (kind === "function") survey.functions.add(contextKey(name));
}

/** A letter where only a distribution can stand. */
function visitDistribution(item: Layout | undefined, next: Layout | undefined, survey: Survey): void {
  const head = item === undefined ? null : headOf(item);
  const name = head === null ? null : bareName(head);
  if (head === null || name === null || (head.key !== null && TAKEN.has(head.key))) return;
  const called = fenceOf(next)?.fence.open === "(";
  const bare = next === undefined || isSign(next, ",", ".");
  // `x \sim y` between letters says nothing of y.
  if (called || (bare && /^(?:[pqPQ]|\\pi|\\math.*)$/.test(name.base))) survey.families.add(contextKey(name));
}

function visitParts(item: Layout, survey: Survey): void {
  const visit = (row: Row | null): void => {
    if (row !== null) visitRow(row, survey);
  };
  switch (item.kind) {
    case "group":
    case "fence":
      visit(item.row);
      return;
    case "scripts":
      if (item.base !== null) visitParts(item.base, survey);
      visit(item.sub);
      visit(item.sup);
      return;
    case "fraction":
      visit(item.numerator);
      visit(item.denominator);
      return;
    case "root":
      visit(item.degree);
      visit(item.radicand);
      return;
    case "accent":
    case "styled":
    case "brace":
      visit(item.body);
      return;
    case "stack":
      visit(item.base);
      visit(item.above);
      visit(item.below);
      return;
    case "sign":
    case "numeral":
    case "word":
    case "align":
    case "newRow":
    case "space":
    case "note":
    case "unread":
      return;
  }
}
