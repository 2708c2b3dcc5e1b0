import type { Binder, Claim, Proposition } from "../../../kernel/proposition.js";
import { sameVariable } from "../../../kernel/structure.js";
import type { Kind, Term } from "../../../kernel/term.js";

// The text form of what the kernel speaks of: one line, nothing left out, so that reading it gives the same again.
//
//   3/4                                   number
//   z   k:ℤ   x:ℝ<d:ℤ>                    variable: its space, unless that has its name, and its number of components
//   \sigma()   f(x 2)                     apply
//   p[z |x]   p[z=y |x<n:ℤ>@[1 i:ℤ]]      density: targets and, behind a bar, conditions; the value, where it is no variable of the
//                                         coordinate's own name; the range of components
//   (* 2 (log x))   (sum [k:ℤ] 1 d:ℤ …)   the other kinds, with what they bind in brackets
//   (@divergence [z] p[z] q[z])           a notion that is defined
//   (node number half `` 1)               a node of any shape: kind, name, space; for what the kernel would not accept
//
// A name stands between backticks, doubled inside, where it holds space, a bracket or any other sign of this grammar.

/** The kinds that are written as a word in front of their parts, and nothing but parts and what they bind. */
export const WORDS = {
  component: "at",
  add: "+",
  multiply: "*",
  power: "^",
  log: "log",
  exp: "exp",
  sum: "sum",
  product: "prod",
  integral: "int",
} as const satisfies Partial<Record<Kind, string>>;

export const BARE_NAME = /[^\s()[\]<>|=:@`]+/uy;
export const NUMBER = /^-?\d+(?:\/[1-9]\d*)?$/u;

export function termText(term: Term): string {
  const { kind, name, space, bound, parts } = term;
  switch (kind) {
    case "number":
      return NUMBER.test(name) && space === "" && bound.length + parts.length === 0 ? name : nodeText(term);
    case "variable":
      return bound.length === 0 ? variableText(term) : nodeText(term);
    case "apply":
      return space === "" && bound.length === 0 ? `${nameText(name)}(${listText(parts)})` : nodeText(term);
    case "density":
      return space === "" && bound.length === 0 && parts.every(isSlot)
        ? `${nameText(name)}[${parts.map(slotText).join(" ")}]`
        : nodeText(term);
    case "target":
    case "given":
      return isSlot(term) ? `(${kind} ${placeText(term)} ${listText(parts)})` : nodeText(term);
    case "defined":
      return space === "" ? worded(`@${nameText(name)}`, term) : nodeText(term);
    default:
      return name === "" && space === "" ? worded(WORDS[kind], term) : nodeText(term);
  }
}

export function nameText(name: string): string {
  BARE_NAME.lastIndex = 0;
  const bare = BARE_NAME.exec(name)?.[0] === name && !NUMBER.test(name);
  return bare ? name : `\`${name.replaceAll("`", "``")}\``;
}

const listText = (terms: readonly Term[]): string => terms.map(termText).join(" ");

/** A name with its space. */
function placeText({ name, space }: Term): string {
  return space === name ? nameText(name) : `${nameText(name)}:${nameText(space)}`;
}

function variableText(variable: Term): string {
  return variable.parts.length === 0 ? placeText(variable) : `${placeText(variable)}<${listText(variable.parts)}>`;
}

const isSlot = ({ kind, bound, parts }: Term): boolean =>
  (kind === "target" || kind === "given") && bound.length === 0 && parts.length > 0;

function slotText(slot: Term): string {
  const [value, ...range] = slot.parts;
  const named = value !== undefined && sameVariable(value, { ...slot, kind: "variable" });
  const own = value === undefined ? "" : termText(value);
  const components = range.length === 0 ? "" : `@[${listText(range)}]`;
  return `${slot.kind === "given" ? "|" : ""}${named ? "" : `${placeText(slot)}=`}${own}${components}`;
}

function worded(word: string, { bound, parts }: Term): string {
  const binders = bound.length === 0 ? [] : [`[${listText(bound)}]`];
  return `(${[word, ...binders, ...parts.map(termText)].join(" ")})`;
}

function nodeText(term: Term): string {
  return worded(`node ${term.kind} ${nameText(term.name)} ${nameText(term.space)}`, term);
}

/** `(all [x k:ℤ@[1 d:ℤ]] (equal p[x] 1))`; without binders the claim alone. */
export function propositionText({ binders, claim }: Proposition): string {
  return binders.length === 0 ? claimText(claim) : `(all [${binders.map(binderText).join(" ")}] ${claimText(claim)})`;
}

function binderText({ variable, range }: Binder): string {
  return `${termText(variable)}${range === null ? "" : `@[${listText([range.lower, range.upper])}]`}`;
}

function claimText(claim: Claim): string {
  switch (claim.kind) {
    case "positiveFunction":
    case "positiveFamily":
      return `(${claim.kind} ${nameText(claim.name)})`;
    case "positive":
    case "nonnegative":
    case "nonzero":
      return `(${claim.kind} ${termText(claim.term)})`;
    case "integrable":
      return `(integrable [${listText(claim.variables)}] ${termText(claim.term)})`;
    case "atMost":
    case "equal":
      return `(${claim.kind} ${listText([claim.left, claim.right])})`;
  }
}
