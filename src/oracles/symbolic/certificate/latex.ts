import { number, sameVariable, termKey } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { monomialOf, unwrapped } from "./monomial.js";
import { hasSuperscript, nameLatex, withSubscript } from "./names-latex.js";

/** What was written before: a line of a proof leaves most of what it finds as it is. */
const written = new WeakMap<Term, string>();

/** A term as a person would write it. What it leaves out, such as how a sum of three is bracketed, changes no value. */
export function termLatex(term: Term): string {
  const known = written.get(term);
  if (known !== undefined) return known;
  const bare = unwrapped(term);
  const text = bare === term ? sumLatex(term) : termLatex(bare);
  written.set(term, text);
  return text;
}

function sumLatex(term: Term): string {
  return summandsOf(term)
    .map((part) => (part === term ? productLatex(term) : termLatex(part)))
    .map((text, i) => (i === 0 ? text : text.startsWith("-") ? ` - ${text.slice(1)}` : ` + ${text}`))
    .join("");
}

function summandsOf(term: Term): readonly Term[] {
  return term.kind === "add" && term.parts.length > 0 ? term.parts.flatMap(summandsOf) : [term];
}

/** May begin with a minus sign. */
function productLatex(term: Term): string {
  const { negative, above, below } = monomialOf(term);
  const sign = negative ? "-" : "";
  if (below.length === 0) return sign + factorsLatex(above);
  // What is tall or reaches far to the right stands behind the fraction.
  const [after, inside] = below.every(({ kind }) => kind === "number")
    ? [above.filter(({ kind }) => kind !== "number"), above.filter(({ kind }) => kind === "number")]
    : [above.filter(reachesFar), above.filter((factor) => !reachesFar(factor))];
  const fraction = `\\frac{${factorsLatex(inside)}}{${factorsLatex(below)}}`;
  return sign + (after.length === 0 ? fraction : `${fraction} ${factorsLatex(after)}`);
}

/** Whether what stands behind the term could be taken for a part of it. */
const reachesFar = ({ kind }: Term): boolean => ["sum", "product", "integral", "log"].includes(kind);

function factorsLatex(factors: readonly Term[]): string {
  if (factors.length === 0) return "1";
  let text = "";
  for (const [i, factor] of factors.entries()) {
    const written =
      i < factors.length - 1 && reachesFar(factor) ? closedLatex(factor) : factorLatex(factor, factors.length === 1);
    const before = factors[i - 1];
    const dot = /^\d/u.test(written) || (/^(?:\\left)?\(/u.test(written) && before?.kind !== "number");
    text += before === undefined ? written : `${dot ? " \\cdot " : " "}${written}`;
  }
  return text;
}

/** What can stand in front of another factor. */
function closedLatex(term: Term): string {
  const [argument] = term.parts;
  return term.kind === "log" && argument !== undefined
    ? `\\log${parenthesized(termLatex(argument))}`
    : parenthesized(termLatex(term));
}

const isTall = (text: string): boolean => /\\(?:frac|sum|prod|int|left)/u.test(text);

function parenthesized(text: string): string {
  return isTall(text) ? `\\left(${text}\\right)` : `(${text})`;
}

function bracketed(text: string): string {
  return isTall(text) ? `\\left[${text}\\right]` : `[${text}]`;
}

/** A factor, the last of its product. */
function factorLatex(term: Term, alone: boolean): string {
  const { kind, name, parts } = term;
  const [first = term, second = term] = parts;
  switch (kind) {
    case "number":
      return name.startsWith("-") && !alone ? `(${name})` : name;
    case "variable":
      return nameLatex(name);
    case "component":
      return withIndex(first, scriptLatex(second));
    case "apply":
      return applyLatex(term);
    case "add":
      return parts.length === 0 ? "0" : parenthesized(termLatex(term));
    case "multiply": {
      const text = productLatex(term);
      return text.startsWith("-") && !alone ? parenthesized(text) : text;
    }
    case "power":
      return powerLatex(first, second);
    case "log":
      return logLatex(first);
    case "exp":
      return `\\exp${parenthesized(termLatex(first))}`;
    case "sum":
    case "product":
      return bigLatex(kind === "sum" ? "\\sum" : "\\prod", term);
    case "integral":
      return `\\int${domainLatex(term)} ${termLatex(first)}${term.bound.map((variable) => ` \\,d${factorLatex(variable, true)}`).join("")}`;
    case "density":
      return densityLatex(term);
    case "target":
    case "given":
      return slotLatex(term);
    case "defined":
      return notionLatex(term);
  }
}

function withIndex(of: Term, index: string): string {
  return of.kind === "variable" || (of.kind === "apply" && of.parts.length === 0)
    ? withSubscript(nameLatex(of.name), index)
    : `${parenthesized(termLatex(of))}_{${index}}`;
}

/** Small, and so without space around its signs. */
const scriptLatex = (term: Term): string => termLatex(term).replace(/ ([-+]) /gu, "$1");

/** Numbers and what is made of them and integers: an index where it stands first. */
function isIndex(term: Term): boolean {
  if (term.kind === "number") return !term.name.includes("/");
  if (term.kind === "variable") return term.space === "ℤ" && term.parts.length === 0;
  return (term.kind === "add" || term.kind === "multiply") && term.parts.length > 0 && term.parts.every(isIndex);
}

function applyLatex({ name, parts }: Term): string {
  const found = parts.findIndex((part) => !isIndex(part));
  const indices = parts.slice(0, found < 0 ? parts.length : found).map(scriptLatex);
  const given = parts.slice(indices.length).map(termLatex);
  const call = given.length === 0 ? "" : parenthesized(given.join(", "));
  const latex = nameLatex(name);
  // Functions that only their arguments tell apart have these in their names.
  const head = call !== "" && latex.endsWith(call) ? latex.slice(0, -call.length) : latex;
  return (indices.length === 0 ? head : withSubscript(head, indices.join(","))) + call;
}

function powerLatex(wrapped: Term, exponent: Term): string {
  const base = unwrapped(wrapped);
  if (isHalf(exponent)) return `\\sqrt{${termLatex(base)}}`;
  const script = `^{${termLatex(exponent)}}`;
  const own = termLatex(base);
  const bare = ["variable", "apply", "component"].includes(base.kind);
  if (bare) return (hasSuperscript(own) ? `{${own}}` : own) + script;
  const closed = base.kind === "density" || (base.kind === "number" && /^\d+$/u.test(base.name));
  return (closed ? own : parenthesized(own)) + script;
}

function isHalf(term: Term): boolean {
  const { negative, above, below } = monomialOf(term);
  return !negative && above.length === 0 && below.length === 1 && below[0]?.name === "2";
}

function logLatex(wrapped: Term): string {
  const argument = unwrapped(wrapped);
  const text = termLatex(argument);
  const plain = ["variable", "component", "apply", "density"].includes(argument.kind);
  if (plain || (argument.kind === "number" && /^\d+$/u.test(argument.name))) return `\\log ${text}`;
  return isOneFraction(argument) ? `\\log${text}` : `\\log${parenthesized(text)}`;
}

function isOneFraction(term: Term): boolean {
  const { negative, above, below } = monomialOf(term);
  return !negative && below.some(({ kind }) => kind !== "number") && !above.some(reachesFar);
}

function bigLatex(sign: string, { bound, parts }: Term): string {
  const [lower, upper, body] = parts.map(termLatex);
  const index = bound.map((variable) => factorLatex(variable, true)).join(", ");
  const own = unwrapped(parts.at(-1) ?? number(0)).kind === "add" || body?.startsWith("-") === true;
  return `${sign}_{${index}=${lower ?? ""}}^{${upper ?? ""}} ${own ? parenthesized(body ?? "") : (body ?? "")}`;
}

/** The space of a real variable; any other says nothing by its name. */
function domainLatex({ bound: [variable] }: Term): string {
  const [size] = variable?.parts ?? [];
  if (variable?.space === "ℤ") return "_{\\mathbb{Z}}";
  if (variable?.space !== "ℝ") return "";
  return size === undefined ? "_{\\mathbb{R}}" : `_{\\mathbb{R}^{${termLatex(size)}}}`;
}

function densityLatex({ name, parts }: Term): string {
  const list = (kind: string): string =>
    parts
      .filter((slot) => slot.kind === kind)
      .map(slotLatex)
      .join(", ");
  const given = list("given");
  return `${nameLatex(name)}(${list("target")}${given === "" ? "" : `|${given}`})`;
}

/** A coordinate: its value where that has the coordinate's name, else both. */
function slotLatex({ name, parts: [value, from, to = from] }: Term): string {
  if (value === undefined) return nameLatex(name);
  const own = value.kind === "component" ? (value.parts[0]?.name ?? "") : value.kind === "variable" ? value.name : "";
  const named = own.replace(/'+$/u, "") === name.replace(/'+$/u, "");
  const range = from === undefined || to === undefined ? "" : rangeLatex(from, to);
  const coordinate = range === "" ? nameLatex(name) : withSubscript(nameLatex(name), range);
  const text = termLatex(value);
  if (value.kind === "component") return named && indexLatex(value) === range ? text : `${coordinate}=${text}`;
  if (value.kind !== "variable") return `${coordinate}=${text}`;
  const ranged = range === "" ? text : withSubscript(text, range);
  return named ? ranged : `${coordinate}=${ranged}`;
}

const indexLatex = ({ parts: [, index] }: Term): string => (index === undefined ? "" : scriptLatex(index));

function rangeLatex(from: Term, to: Term): string {
  return termKey(from) === termKey(to) ? scriptLatex(from) : `${scriptLatex(from)}:${scriptLatex(to)}`;
}

type Notion = (bound: readonly Term[], parts: readonly Term[]) => string;

const joined = (terms: readonly Term[]): string => terms.map(termLatex).join(", ");
const law =
  (head: string): Notion =>
  (_, [point, ...parameters]) =>
    `${head}(${point === undefined ? "" : `${termLatex(point)}; `}${joined(parameters)})`;
const moment =
  (sign: string): Notion =>
  (bound, [weight, body]) =>
    `${sign}_{${underLatex(bound, weight)}}${bracketed(body === undefined ? "" : termLatex(body))}`;
const entropy: Notion = (_, parts) => `\\mathbb{H}${bracketed(joined(parts))}`;

const LAW_HEADS: ReadonlyMap<string, string> = new Map([
  ["normal", "\\mathcal{N}"],
  ["bernoulli", "\\text{Bernoulli}"],
]);

const NOTIONS: ReadonlyMap<string, Notion> = new Map<string, Notion>([
  ["expectation", moment("\\mathbb{E}")],
  ["variance", moment("\\operatorname{Var}")],
  ["divergence", (_, parts) => `D_{\\text{KL}}${parenthesized(parts.map(termLatex).join(" \\| "))}`],
  ["entropy", entropy],
  ["crossEntropy", entropy],
  ...[...LAW_HEADS].map(([name, head]): [string, Notion] => [name, law(head)]),
]);

function notionLatex({ name, bound, parts }: Term): string {
  return NOTIONS.get(name)?.(bound, parts) ?? `\\operatorname{${name}}${parenthesized(joined(parts))}`;
}

/** `z \sim p(z|x)`: a law without the point that it is the density at. */
function underLatex(bound: readonly Term[], weight: Term | undefined): string {
  const variables = joined(bound);
  if (weight === undefined) return variables;
  const [point, ...parameters] = weight.parts;
  const [own, ...others] = bound;
  const head = weight.kind === "defined" ? LAW_HEADS.get(weight.name) : undefined;
  const isLaw = head !== undefined && point !== undefined && own !== undefined && others.length === 0 && sameVariable(point, own);
  return `${variables} \\sim ${isLaw ? `${head}(${joined(parameters)})` : termLatex(weight)}`;
}
