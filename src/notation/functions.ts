import type { ElementaryName, Span, Term } from "../terms/term.js";
import { walk } from "../terms/traverse.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, type Construct, type Cursor, type Grammar } from "./grammar.js";
import { fenceOf, headOf, type Head } from "./heads.js";
import { isSign, visible, type Layout } from "./layout.js";
import { raise } from "./scripts.js";

/** Elementary functions by what they are written as. */
export const FUNCTIONS: ReadonlyMap<string, ElementaryName> = new Map([
  ["\\log", "log"],
  ["\\ln", "log"],
  ["\\text{log}", "log"],
  ["\\text{ln}", "log"],
  ["\\exp", "exp"],
  ["\\text{exp}", "exp"],
  ["\\text{sqrt}", "sqrt"],
  ["\\text{abs}", "abs"],
  ["\\sin", "sin"],
  ["\\cos", "cos"],
  ["\\tan", "tan"],
  ["\\tanh", "tanh"],
  ["\\text{tanh}", "tanh"],
  ["\\text{sigmoid}", "sigmoid"],
  ["\\text{softplus}", "softplus"],
  ["\\text{erf}", "erf"],
]);

/** Keys of operators with a scope of their own: they end the argument of a function written without parentheses. */
const BIG = new Set([
  "\\sum",
  "\\prod",
  "\\int",
  "\\iint",
  "\\iiint",
  "\\oint",
  "E",
  "\\mathbb{E}",
  "\\text{E}",
  "\\min",
  "\\max",
  "\\sup",
  "\\inf",
  "\\argmin",
  "\\argmax",
  "\\nabla",
]);

/**
 * `\log x`, `\exp(x)`, `\log^2 x`, `\log_2 x`.
 *
 * Parentheses right after the name are the whole argument. Without them the argument is the product up to the next sign, differential, operator
 * with its own scope, or elementary function; `\log 2\pi\sigma^2`, `\log p(x|z)p(z)` and `\log\frac{1}{Z}\exp(y)` are logs of the product. A big
 * operator belongs to the argument where it comes first or only constants stand before it: `\log\frac1k\sum_i w_i`. Where readers would disagree
 * (`\log p(x) f(x)`, `\log a/b`, `\log a \cdot b`, `\log(a)^2`) nothing is read.
 */
export const elementaryFunction: Construct = (cursor, head, grammar) => {
  const name = head.key === null ? undefined : FUNCTIONS.get(head.key);
  if (name === undefined) return null;
  const start = cursor.position;
  cursor.position++;
  const argument = readArgument(cursor, name, grammar);
  const span = cursor.spanFrom(start);
  let term: Term = { kind: "elementary", name, argument, span };
  if (head.sub !== null) term = withBase(term, head, name, span, grammar);
  if (head.sup === null) return term;
  if (isSign(visible(head.sup)[0], "-"))
    throw new NotUnderstood(head.sup.span, "-1 above a function may be its inverse or its reciprocal");
  return raise(term, head.sup, span, grammar);
};

function withBase(term: Term, head: Head, name: ElementaryName, span: Span, grammar: Grammar): Term {
  if (head.sub === null || name !== "log")
    throw new NotUnderstood(head.layout.span, "a subscript on this function has no meaning here");
  const base = grammar.row(head.sub, ORDINARY);
  return {
    kind: "divide",
    numerator: term,
    denominator: { kind: "elementary", name: "log", argument: base, span: head.sub.span },
    span,
  };
}

function readArgument(cursor: Cursor, name: ElementaryName, grammar: Grammar): Term {
  const next = cursor.peek();
  const fenced = fenceOf(next);
  if (next !== undefined && fenced !== null && /^(?:\(|\[|\\\{)$/.test(fenced.fence.open)) {
    if (fenced.sub !== null || fenced.sup !== null) {
      throw new NotUnderstood(next.span, `the exponent may belong to the ${name} or to its argument`);
    }
    cursor.position++;
    const argument = grammar.row(fenced.fence.row, ORDINARY);
    const after = fenceOf(cursor.peek());
    if (name === "log" && after !== null && after.fence.open === "(") throw ambiguous(cursor.peek(), cursor);
    return argument;
  }
  return readOpenArgument(cursor, name, grammar);
}

function ambiguous(item: Layout | undefined, cursor: Cursor): NotUnderstood {
  return new NotUnderstood(
    item?.span ?? cursor.endSpan(),
    "where the argument of the function ends is not clear: it needs parentheses",
    true,
  );
}

function readOpenArgument(cursor: Cursor, name: ElementaryName, grammar: Grammar): Term {
  const start = cursor.position;
  if (cursor.at("-")) throw ambiguous(cursor.peek(), cursor);
  const factors: Term[] = [];
  for (;;) {
    if (factors.length > 0 && !grammar.startsFactor(cursor)) break;
    const item = cursor.peek();
    const kind = item === undefined ? "plain" : factorKind(item);
    if (factors.length > 0) {
      if (kind === "function" || (kind === "exp" && name !== "log")) break;
      if (kind === "big" && !factors.every(isConstant)) break;
    }
    const factor = grammar.factor(cursor);
    const previous = factors[factors.length - 1];
    const taken = grammar.wide && name === "log" && [...factors, factor].every(isQuotient);
    if (previous !== undefined && kind !== "big" && !taken && disputed(factors, factor)) throw ambiguous(item, cursor);
    factors.push(factor);
    if (kind === "big") break;
    if (taken && cursor.at("\\cdot", "\\times")) cursor.position++;
  }
  if (cursor.at("/", "\\cdot", "\\times", "*")) throw ambiguous(cursor.peek(), cursor);
  const [only] = factors;
  if (factors.length === 1 && only !== undefined) return only;
  return { kind: "multiply", factors, span: cursor.spanFrom(start) };
}

function factorKind(item: Layout): "plain" | "big" | "exp" | "function" {
  const key = headOf(item)?.key ?? null;
  if (key === null) return "plain";
  if (BIG.has(key)) return "big";
  const name = FUNCTIONS.get(key);
  return name === undefined ? "plain" : name === "exp" ? "exp" : "function";
}

/** A density, a function value, or a ratio of them: the argument may well end after it, unless the next factor is a density too. */
function disputed(before: readonly Term[], next: Term): boolean {
  if (before.every(isConstant)) return false;
  if (next.kind === "elementary") return !before.every((factor) => factor.kind !== "density" && factor.kind !== "apply");
  if (next.kind === "density" || next.kind === "lawDensity") {
    return !before.every((factor) => factor.kind === "density" || factor.kind === "lawDensity" || isConstant(factor));
  }
  return true;
}

function isQuotient(term: Term): boolean {
  return term.kind === "divide";
}

/** Numbers and bare symbols, and what is built from them. */
function isConstant(term: Term): boolean {
  let constant = true;
  walk(term, (node) => {
    if (!CONSTANT.has(node.kind)) constant = false;
    return constant;
  });
  return constant;
}

const CONSTANT: ReadonlySet<Term["kind"]> = new Set<Term["kind"]>([
  "number",
  "constant",
  "symbol",
  "component",
  "power",
  "divide",
  "multiply",
  "negate",
  "add",
  "elementary",
  "determinant",
]);

export const FUNCTION_KEYS: readonly string[] = [...FUNCTIONS.keys()];
