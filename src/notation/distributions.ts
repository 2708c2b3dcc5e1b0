import type { Distribution, Span } from "../terms/term.js";
import { readArguments, subRow } from "./arguments.js";
import { isBar } from "./calls.js";
import { NotUnderstood } from "./failure.js";
import { VARIABLE, type Grammar } from "./grammar.js";
import { headOf, type Head } from "./heads.js";
import { isBlank, isSign, joinSpans, splitItems, type Fence, type Layout, type Row } from "./layout.js";
import { lawOf, readLaw } from "./laws.js";
import { contextKey, letterOf, readName } from "./names.js";

export type FamilyDistribution = Extract<Distribution, { kind: "family" }>;

/** `p(x, z | y; \theta)`: the letter is already known to be a density. */
export function readFamilyCall(head: Head, fence: Fence, grammar: Grammar, span: Span): FamilyDistribution {
  const { name, exponent } = readName(head, "density", grammar);
  if (exponent !== null) throw new NotUnderstood(exponent.span, "an exponent has no meaning on a distribution");
  return { kind: "family", family: name, ...readSlots(fence.row, grammar), span };
}

/** What stands between the parentheses of a density. `\cdot` leaves the targets open. */
export function readSlots(row: Row, grammar: Grammar): Pick<FamilyDistribution, "targets" | "given" | "parameters"> {
  const [variables = [], parameters, ...more] = splitItems(row.items, (item) => isSign(item, ";"));
  const [targets = [], given, ...bars] = splitItems(variables, isBar);
  if (more.length > 0 || bars.length > 0)
    throw new NotUnderstood(row.span, "a density with two bars or semicolons has no meaning here");
  const visible = targets.filter((item) => !isBlank(item));
  const open = visible.length === 1 && isSign(visible[0], "\\cdot");
  if (visible.length === 0) throw new NotUnderstood(row.span, "a density without variables");
  const list = (items: Layout[] | undefined, what: string): FamilyDistribution["given"] => {
    if (items === undefined) return [];
    const terms = readArguments(subRow(items, row.span), VARIABLE, grammar);
    if (terms.length === 0) throw new NotUnderstood(row.span, `${what} missing`);
    return terms;
  };
  return {
    targets: open ? [] : readArguments(subRow(targets, row.span), VARIABLE, grammar),
    given: list(given, "a condition is"),
    parameters: list(parameters, "the parameters are"),
  };
}

/** True for a letter that can stand for a distribution with nothing after it: `q`, `p_\theta`, `p_{\text{data}}`, `\pi`. */
export function isFamilyLetter(layout: Layout | undefined, grammar: Grammar): boolean {
  const head = layout === undefined ? null : headOf(layout);
  const letter = head === null ? null : letterOf(head);
  if (letter === null) return false;
  const key = contextKey({ base: letter.base, accents: letter.accents, labels: [], marks: [] });
  return /^(?:[pqPQ]|\\pi|\\mathbb\{P\})$/.test(letter.base) || grammar.context.families.has(key);
}

/**
 * A row that names a distribution: a density with its variables, a law with its parameters, or a bare letter.
 *
 * @throws NotUnderstood for anything else
 */
export function readDistribution(row: Row, grammar: Grammar): Distribution {
  const items = row.items.filter((item) => !isBlank(item));
  const [first, second] = items;
  const place = items.length === 0 ? row.span : joinSpans(items[0]?.span ?? row.span, items[items.length - 1]?.span ?? row.span);
  const head = first === undefined ? null : headOf(first);
  grammar.spend(place);
  if (first === undefined || head === null || items.length > 2) throw new NotUnderstood(place, "a distribution is expected here");
  if (second === undefined) {
    const { name, exponent } = readName(head, "density", grammar);
    if (exponent !== null) throw new NotUnderstood(place, "a distribution is expected here");
    return { kind: "family", family: name, targets: [], given: [], parameters: [], span: place };
  }
  if (second.kind !== "fence") throw new NotUnderstood(place, "a distribution is expected here");
  const law = lawOf(head);
  if (law !== null && (second.open === "(" || second.open === "[" || second.open === "\\{")) {
    const read = readLaw(law, head, second, grammar);
    if (read.point !== null) throw new NotUnderstood(place, "a law at a point is a density, no distribution");
    return { kind: "law", law, parameters: read.parameters, span: place };
  }
  if (second.open !== "(" || second.close !== ")") throw new NotUnderstood(place, "a distribution is expected here");
  return readFamilyCall(head, second, grammar, place);
}
