import type { Name } from "../terms/name.js";
import { headOf, isNaming } from "./heads.js";
import { isBlank, isSign, splitItems, type Fence, type Layout } from "./layout.js";
import { contextKey } from "./names.js";
import type { NotationContext } from "./types.js";

/**
 * What a letter before parentheses is. The rules, in order, are the whole of the convention:
 *
 * 1. a conditional bar inside makes a density: `p(x|z)`;
 * 2. a letter that is a density somewhere in the document is one here: `p(x)`, `p(g(z))`, `p_\epsilon(x - \mu)`; but not before a sum with a number or
 *    with that letter in it: `p(1-p)` is a product;
 * 3. a letter that is a function somewhere is one here, whatever the argument: `f(x+1)`, `\mu(2z)`;
 * 4. p, q, P, Q, r, m (with accents and labels), `\Pr`, `\mathbb{P}` before variables are densities: `q(z)`; `;` inside makes any letter one that is not
 *    customarily a function or an objective;
 * 5. f, g, h, F, G, T, `\phi`, `\varphi`, `\psi` are functions of whatever follows;
 * 6. any letter before variables (`\mu(x)`), or before several arguments, is a function;
 * 7. everything else is a product: `\lambda(a-b)`.
 */
export type CallKind = "density" | "function" | "product";

const DENSITY_LETTERS = new Set(["p", "q", "P", "Q", "r", "m", "\\Pr", "\\mathbb{P}"]);
const FUNCTION_LETTERS = new Set(["f", "g", "h", "F", "G", "T", "\\phi", "\\varphi", "\\psi"]);
const OBJECTIVES = new Set([
  "\\mathcal{L}",
  "\\mathscr{L}",
  "\\ell",
  "L",
  "J",
  "\\mathcal{J}",
  "\\mathcal{F}",
  "V",
  "U",
  "C",
  "E",
  "\\mathcal{E}",
]);

export function callKind(name: Name, fence: Fence, context: NotationContext): CallKind {
  const key = contextKey(name);
  const content = describe(fence);
  if (content.bar) return "density";
  if (context.families.has(key)) {
    const product = content.parts === 1 && content.sum && (content.numeral || content.letters.has(name.base));
    return product ? "product" : "density";
  }
  const unmarked = contextKey({ ...name, marks: [] });
  if (context.functions.has(key) || context.functions.has(unmarked)) return "function";
  return callKindAlone(name, fence);
}

/** The same decision for a letter of which nothing else is known: rules 1 and 4 to 7. */
export function callKindAlone(name: Name, fence: Fence): CallKind {
  const content = describe(fence);
  if (content.bar) return "density";
  if (content.parts === 0) return "product";
  const word = name.base.startsWith("\\text{");
  if (content.variables && DENSITY_LETTERS.has(name.base)) return "density";
  if (content.semicolon && !word && !OBJECTIVES.has(name.base) && !FUNCTION_LETTERS.has(name.base)) return "density";
  if (FUNCTION_LETTERS.has(name.base) || word) return "function";
  return content.variables || content.parts > 1 ? "function" : "product";
}

interface Content {
  readonly bar: boolean;
  readonly semicolon: boolean;
  /** Number of arguments. */
  readonly parts: number;
  /** Each argument is a variable, an event, `\cdot` or an ellipsis. */
  readonly variables: boolean;
  readonly sum: boolean;
  readonly numeral: boolean;
  readonly letters: ReadonlySet<string>;
}

export function isBar(item: Layout): boolean {
  return isSign(item, "|", "\\mid");
}

function describe(fence: Fence): Content {
  const items = fence.row.items.filter((item) => !isBlank(item));
  const parts = items.length === 0 ? [] : splitItems(items, (item) => isSign(item, ",", ";") || isBar(item));
  const letters = new Set<string>();
  for (const item of items) {
    const head = headOf(item);
    if (head?.key !== undefined && head.key !== null) letters.add(head.key);
  }
  // `f(|x|)`: a bar that opens the list is an absolute value.
  const bars = items.filter(isBar).length;
  const first = items[0];
  return {
    bar: bars > 0 && !(bars % 2 === 0 && first !== undefined && isBar(first)),
    semicolon: items.some((item) => isSign(item, ";")),
    parts: parts.length,
    variables: parts.length > 0 && parts.every(isVariable),
    sum: items.some((item, k) => k > 0 && isSign(item, "+", "-")),
    numeral: items.some((item) => item.kind === "numeral"),
    letters,
  };
}

function isVariable(part: readonly Layout[]): boolean {
  const only = part[0];
  if (only === undefined) return false;
  if (part.length === 1) return isNaming(only) || isSign(only, "\\cdot", "\\dots");
  return isNaming(only) && isSign(part[1], "=");
}
