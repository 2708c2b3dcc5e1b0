import type { Name } from "../terms/name.js";
import type { Span, Term } from "../terms/term.js";
import { readArguments } from "./arguments.js";
import { callKind } from "./calls.js";
import { readFamilyCall } from "./distributions.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, type Construct, type Cursor, type Grammar } from "./grammar.js";
import { fenceOf, headOf, isNaming, type Head } from "./heads.js";
import { isSign, splitItems, visible, type Fence, type Row } from "./layout.js";
import { bareName, readName, type Decorated } from "./names.js";
import { isMinusOne, raise, withScripts } from "./scripts.js";

/** A letter with its decorations: alone, as a density `p(x|z)`, or as a function `\mu_{(k)}^2(x)`. */
export function readSymbol(cursor: Cursor, head: Head, grammar: Grammar): Term {
  const start = cursor.position;
  const call = fenceOf(cursor.peek(1));
  const round = call !== null && isCall(head, call.fence) ? call : null;
  const name = bareName(head);
  const kind =
    round === null || name === null || isInverseMatrix(head) ? "product" : callKind(name, round.fence, grammar.context);
  if (round === null && call?.fence.open === "[" && takesBrackets(head, call.fence)) {
    throw new NotUnderstood(call.fence.span, "what square brackets after a letter mean is not clear: a functional or a product");
  }
  if (round === null || kind === "product") {
    cursor.position++;
    return plainSymbol(readName(head, "plain", grammar), head, cursor, grammar);
  }
  cursor.position += 2;
  const span = cursor.spanBelow(start);
  const core = kind === "density" ? density(head, round.fence, span, grammar) : application(head, round.fence, span, grammar);
  return withScripts(core, round.sub, round.sup, cursor.spanFrom(start), grammar);
}

/** `\Sigma^{-1}(x - \mu)`: the inverse of a matrix is no function, even where `\Sigma_\theta(x)` is one. */
function isInverseMatrix(head: Head): boolean {
  return head.base.kind === "sign" && /^\\[A-Z]/.test(head.base.text) && head.sup !== null && isMinusOne(visible(head.sup));
}

/** Parentheses; for probabilities of events square brackets, too: `\Pr[X = x]`. */
function isCall(head: Head, fence: Fence): boolean {
  const pair = fence.open + fence.close;
  return pair === "()" || (pair === "[]" && (head.key === "\\Pr" || head.key === "\\mathbb{P}" || head.key === "P"));
}

/** `F[q]`, `\text{cov}[x, y]`: a word before brackets, or a letter before brackets that hold only variables. */
function takesBrackets(head: Head, fence: Fence): boolean {
  return head.base.kind === "word" || isVariableList(fence);
}

function density(head: Head, fence: Fence, span: Span, grammar: Grammar): Term {
  const { exponent } = readName(head, "density", grammar);
  const call = readFamilyCall({ ...head, sup: exponent === null ? head.sup : null }, fence, grammar, span);
  const term: Term = { kind: "density", distribution: call, span };
  return exponent === null ? term : raise(term, exponent, span, grammar);
}

function application(head: Head, fence: Fence, span: Span, grammar: Grammar): Term {
  const decorated = readName(head, "applied", grammar);
  if (MEANINGS.has(decorated.name.base)) {
    throw new NotUnderstood(head.layout.span, `${decorated.name.base} has a meaning of its own, which is not known here`);
  }
  let letter = indexed(decorated, head);
  let exponent: Row | null = decorated.exponent;
  if (exponent !== null && isMinusOne(visible(exponent))) {
    letter = { kind: "inverse", argument: letter, span: head.layout.span };
    exponent = null;
  }
  // `f(\cdot)` is the function itself.
  if (exponent === null && fence.row.items.length === 1 && isSign(fence.row.items[0], "\\cdot")) return letter;
  const items = {
    items: fence.row.items.map((item) => (isSign(item, ";") && item.kind === "sign" ? { ...item, text: "," } : item)),
    span: fence.row.span,
  };
  const list = readArguments(items, { ...ORDINARY, variable: isVariableList(fence) }, grammar);
  if (list.length === 0) throw new NotUnderstood(fence.span, "a function without arguments");
  const term: Term = { kind: "apply", function: letter, arguments: list, span };
  return exponent === null ? term : raise(term, exponent, span, grammar);
}

/** Functions that everyone knows and no oracle does: an unknown function in their place would make true formulas false. */
const MEANINGS = new Set([
  "\\Gamma",
  "\\text{softmax}",
  "\\text{ReLU}",
  "\\text{sign}",
  "\\text{sgn}",
  "\\text{Cov}",
  "\\text{cov}",
  "\\text{Corr}",
  "\\text{rank}",
  "\\text{vec}",
  "\\text{round}",
]);

/** In `f(e, \pi)` the arguments are letters, in `f(2\pi)` they are numbers. */
function isVariableList(fence: Fence): boolean {
  return splitItems(fence.row.items, (item) => isSign(item, ",", ";")).every((part) => {
    const only = part.length === 1 ? part[0] : undefined;
    return only !== undefined && isNaming(only) && headOf(only)?.sup === null;
  });
}

function plainSymbol(decorated: Decorated, head: Head, cursor: Cursor, grammar: Grammar): Term {
  const span = head.layout.span;
  const bare = decorated.sub.length === 0 && decorated.sup.length === 0 && decorated.range === null;
  if (bare && isPlain(decorated.name)) {
    if (decorated.name.base === "e" && decorated.exponent !== null && !cursor.place.variable) {
      return { kind: "elementary", name: "exp", argument: grammar.row(decorated.exponent, ORDINARY), span };
    }
    const constant = constantOf(decorated.name, cursor);
    if (constant !== null) {
      const term: Term = { kind: "constant", constant, span: head.indexed };
      return decorated.exponent === null ? term : raise(term, decorated.exponent, span, grammar);
    }
  }
  const letter = indexed(decorated, head);
  return decorated.exponent === null ? letter : raise(letter, decorated.exponent, span, grammar);
}

function isPlain(name: Name): boolean {
  return name.accents.length === 0 && name.labels.length === 0 && name.marks.length === 0;
}

function constantOf(name: Name, cursor: Cursor): "pi" | "identity" | null {
  if (name.base === "\\pi" && !cursor.place.variable) return "pi";
  return name.base === "I" && cursor.place.law ? "identity" : null;
}

/** A letter under its indices: `x_i`, `x_{1:T}`, `x_t^{(i)}`. */
function indexed({ name, sub, sup, range }: Decorated, head: Head): Term {
  const below = name.marks.length > 0 ? head.layout.span : head.indexed;
  let term: Term = { kind: "symbol", name, span: sub.length > 0 || range !== null ? head.letter : below };
  if (range !== null) term = { kind: "range", of: term, ...range, span: below };
  if (sub.length > 0) term = { kind: "component", of: term, indices: sub, place: "sub", span: below };
  if (sup.length > 0) term = { kind: "component", of: term, indices: sup, place: "super", span: head.layout.span };
  return term;
}

/** `\mathbf{I}` is the identity wherever it stands. */
export const boldIdentity: Construct = (cursor, head, grammar) => {
  if (fenceOf(cursor.peek(1)) !== null || cursor.place.variable) return null;
  cursor.position++;
  return withScripts(
    { kind: "constant", constant: "identity", span: head.base.span },
    head.sub,
    head.sup,
    head.layout.span,
    grammar,
  );
};

/** `\mathbf{0}`, `\mathbf{1}`: a vector of zeros is zero; one of ones is not one. */
export const boldZero: Construct = (cursor, head) => {
  if (head.sub !== null || head.sup !== null) return null;
  cursor.position++;
  return { kind: "number", value: { numerator: 0n, denominator: 1n }, span: head.layout.span };
};
