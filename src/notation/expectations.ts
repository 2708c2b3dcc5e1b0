import type { Term } from "../terms/term.js";
import { readArguments, subRow } from "./arguments.js";
import { readBinders, type Binders } from "./binders.js";
import { isBar } from "./calls.js";
import { isFamilyLetter } from "./distributions.js";
import { NotUnderstood } from "./failure.js";
import { Cursor, ORDINARY, VARIABLE, type Construct, type Grammar } from "./grammar.js";
import { fenceOf, headOf, type Head } from "./heads.js";
import { isBlank, isSign, splitItems, type Fence } from "./layout.js";
import { withScripts } from "./scripts.js";
import { isLetter } from "./signs.js";

const NOTHING: Binders = { binders: [], given: [] };

/**
 * `\mathbb{E}_{x\sim p(x)}[f]`, `\mathbb{E}_q \log p`, `\mathbb{E}[Y|X=x]`, `\operatorname{Var}(X)`.
 *
 * In brackets the body is what they hold; without them it is the product to the right. A plain italic `E` is an expectation under a distribution,
 * before square brackets, or of random variables (`E(X)`), and else a letter: `E(x)` is an energy.
 */
export const expectation: Construct = (cursor, head, grammar) => {
  const call = fenceOf(cursor.peek(1));
  if (head.key === "E" && !isExpectation(head, call?.fence, grammar)) return null;
  return readMoment("expectation", cursor, head, grammar);
};

export const variance: Construct = (cursor, head, grammar) => {
  if (fenceOf(cursor.peek(1)) === null) return null;
  return readMoment("variance", cursor, head, grammar);
};

function isExpectation(head: Head, fence: Fence | undefined, grammar: Grammar): boolean {
  if (fence?.open === "[" || head.bold) return true;
  if (head.sub === null) return fence?.open === "(" && holdsRandomVariables(fence);
  const items = head.sub.items.filter((item) => !isBlank(item));
  return (
    items.some((item) => isSign(item, "\\sim")) ||
    items.some((item) => item.kind === "fence") ||
    isFamilyLetter(items[0], grammar)
  );
}

/** `E(X)`, `E(XY)`: capitals name random variables. */
function holdsRandomVariables(fence: Fence): boolean {
  const letters = fence.row.items.flatMap((item) => headOf(item)?.key ?? []).filter(isLetter);
  return letters.length > 0 && letters.every((letter) => /^[A-Z]$/.test(letter));
}

function readMoment(kind: "expectation" | "variance", cursor: Cursor, head: Head, grammar: Grammar): Term {
  const start = cursor.position;
  cursor.position++;
  if (head.sup !== null) throw new NotUnderstood(head.sup.span, "a superscript on an expectation has no meaning here");
  const { binders, given } = head.sub === null ? NOTHING : readBinders(head.sub, grammar);
  const call = fenceOf(cursor.peek());
  const bracketed = call !== null && /^(?:\[|\(|\\\{)$/.test(call.fence.open);
  if (!bracketed) {
    const body = grammar.product(cursor);
    return { kind, binders, given, body, span: cursor.spanFrom(start) };
  }
  cursor.position++;
  const span = cursor.spanBelow(start);
  const inside = readBody(call.fence, grammar);
  const term: Term = { kind, binders, given: [...given, ...inside.given], body: inside.body, span };
  return withScripts(term, call.sub, call.sup, cursor.spanFrom(start), grammar);
}

/** `f`, or `Y | X = x`: an odd number of bars means that the first of them conditions. */
function readBody(fence: Fence, grammar: Grammar): { body: Term; given: Term[] } {
  const items = fence.row.items.filter((item) => !isBlank(item));
  const bars = items.filter(isBar).length;
  if (bars % 2 === 0) return { body: grammar.row(fence.row, ORDINARY), given: [] };
  const cursor = new Cursor(fence.row, ORDINARY);
  cursor.barStops = true;
  const body = grammar.sum(cursor);
  const bar = cursor.next("a condition");
  if (!isBar(bar)) throw new NotUnderstood(bar.span, "a condition is expected here");
  const rest = subRow(cursor.items.slice(cursor.position), fence.row.span);
  if (splitItems(rest.items, isBar).length > 1) throw new NotUnderstood(fence.span, "two bars in one expectation");
  const given = readArguments(rest, VARIABLE, grammar);
  if (given.length === 0) throw new NotUnderstood(fence.span, "the condition is missing");
  return { body, given };
}
