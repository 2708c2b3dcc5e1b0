import { nameLatex, type Name } from "../terms/name.js";
import type { Term } from "../terms/term.js";
import { NotUnderstood } from "./failure.js";
import type { Grammar } from "./grammar.js";
import { VARIABLE } from "./grammar.js";
import { headOf, type Head } from "./heads.js";
import { isSign, rowText, splitItems, visible, type Layout, type Row } from "./layout.js";
import { isLetter } from "./signs.js";

/**
 * What the scripts of a letter say. A subscript either names (`p_\theta`, `x_{\text{new}}`: a label) or counts (`x_i`: an index); a
 * superscript names (`\theta^*`: a mark), counts (`x^{(i)}`), or is an exponent, which is left in `exponent`.
 */
export interface Decorated {
  readonly name: Name;
  readonly sub: readonly Term[];
  /** `x_{1:T}`, `x_{<i}`. */
  readonly range: { readonly from: Term; readonly to: Term } | null;
  readonly sup: readonly Term[];
  readonly exponent: Row | null;
}

/** `plain` for a symbol, `applied` for what stands before its arguments, `density` for the letter of a density, where every script names. */
export type NameUse = "plain" | "applied" | "density";

/** Greek letters that name parameters: as a subscript they tell models apart, they do not count. */
const PARAMETERS = new Set([
  "\\theta",
  "\\phi",
  "\\varphi",
  "\\psi",
  "\\lambda",
  "\\omega",
  "\\vartheta",
  "\\eta",
  "\\Theta",
  "\\Phi",
  "\\Psi",
]);
const MARKS = new Set(["*", "\\star", "\\prime", "\\dagger", "\\ddagger", "+", "-", "\\bullet"]);

/** The letter and accents of a head; scripts inside an accent come out with it: `\hat{x_i}` is `\hat{x}_i`. Null for what is no name. */
export function letterOf(head: Head): { base: string; accents: readonly string[]; sub: Row | null; sup: Row | null } | null {
  const { base } = head;
  if (base.kind === "accent") {
    const items = visible(base.body);
    const inner = items.length === 1 && items[0] !== undefined ? headOf(items[0]) : null;
    const letter = inner === null ? null : letterOf(inner);
    if (inner === null || letter === null) return null;
    if ((letter.sub !== null && head.sub !== null) || (letter.sup !== null && head.sup !== null)) return null;
    return {
      base: letter.base,
      accents: [base.accent, ...letter.accents],
      sub: head.sub ?? letter.sub,
      sup: head.sup ?? letter.sup,
    };
  }
  const scripts = { accents: [], sub: head.sub, sup: head.sup };
  if (base.kind === "sign") return isLetter(base.text) ? { base: base.text, ...scripts } : null;
  if (base.kind === "word") {
    const text = base.text.replace(/\s+/g, " ");
    if (/^[A-Za-z]$/.test(text)) return { base: text, ...scripts };
    return /^[\p{L}][\p{L}\p{N}\-. ]*$/u.test(text) ? { base: `\\text{${text}}`, ...scripts } : null;
  }
  if (base.kind === "styled" && head.key !== null) return { base: head.key, ...scripts };
  return null;
}

/** @throws NotUnderstood when the node names nothing, or a script has no meaning on a name */
export function readName(head: Head, use: NameUse, grammar: Grammar): Decorated {
  const letter = letterOf(head);
  if (letter === null) {
    const reason = head.base.kind === "accent" ? "an accent over an expression has no meaning here" : "this names nothing";
    throw new NotUnderstood(head.layout.span, reason);
  }
  const sub = letter.sub === null ? NO_SUBSCRIPT : readSubscript(letter.sub, use, letter.base, grammar);
  const sup = letter.sup === null ? NO_SUPERSCRIPT : readSuperscript(letter.sup, use, sub.labels.length > 0, grammar);
  return {
    name: { base: letter.base, accents: letter.accents, labels: sub.labels, marks: sup.marks },
    sub: sub.indices,
    range: sub.range,
    sup: sup.indices,
    exponent: sup.exponent,
  };
}

/** The letter, accents and marks of a head, whatever its subscripts mean: enough to tell what is called. Null for what is no name. */
export function bareName(head: Head): Name | null {
  const letter = letterOf(head);
  if (letter === null) return null;
  const marks: string[] = [];
  for (const item of letter.sup === null ? [] : visible(letter.sup)) {
    if (item.kind !== "sign" || !MARKS.has(item.text)) break;
    marks.push(item.text === "\\star" ? "*" : item.text);
  }
  return { base: letter.base, accents: letter.accents, labels: [], marks };
}

/** The identity of a name for `NotationContext`: its labels left out. */
export function contextKey(name: Name): string {
  return nameLatex({ ...name, labels: [] });
}

interface Subscript {
  readonly labels: readonly string[];
  readonly indices: readonly Term[];
  readonly range: Decorated["range"];
}

const NO_SUBSCRIPT: Subscript = { labels: [], indices: [], range: null };

function readSubscript(row: Row, use: NameUse, base: string, grammar: Grammar): Subscript {
  const items = visible(row);
  if (items.length === 0) throw new NotUnderstood(row.span, "an empty subscript");
  const parts = splitItems(items, (item) => isSign(item, ","));
  if (parts.some((part) => part.length === 0)) throw new NotUnderstood(row.span, "an empty index");
  if (use === "density") return { labels: parts.map(labelText), indices: [], range: null };
  const labels: string[] = [];
  const indices: Term[] = [];
  let range: Decorated["range"] = null;
  for (const part of parts) {
    if (isLabel(part) || (/^\\(?:math|text)/.test(base) && isGreek(part))) {
      labels.push(labelText(part));
      continue;
    }
    const read = readRange(part, row, grammar);
    if (read === null) {
      indices.push(...readIndices(part, row, grammar));
    } else if (range === null) {
      range = read;
    } else {
      throw new NotUnderstood(row.span, "two ranges on one symbol");
    }
  }
  if (range !== null && indices.length > 0) throw new NotUnderstood(row.span, "a range beside an index has no meaning here");
  return { labels, indices, range };
}

/** Words, stars, parameter letters, script letters, and letter runs that name. */
function isLabel(part: readonly Layout[]): boolean {
  const only = part[0];
  if (part.length !== 1 || only === undefined) return isNamingRun(part);
  const head = headOf(only);
  if (head?.sub !== null || head.sup !== null) return false;
  const letter = letterOf(head);
  if (head.base.kind === "sign") return MARKS.has(head.base.text) || PARAMETERS.has(head.base.text);
  return letter !== null && letter.base.startsWith("\\") && letter.accents.length === 0;
}

/** Under a script letter or a word also other Greek letters only name: `\mathcal{L}_\beta`. */
function isGreek(part: readonly Layout[]): boolean {
  const [only] = part;
  return part.length === 1 && only?.kind === "sign" && /^\\[a-z]+$/.test(only.text) && isLetter(only.text);
}

/** `new`, `ML`: italic letters that are too many for indices, or capitals. */
function isNamingRun(part: readonly Layout[]): boolean {
  const letters = part.map((item) => (item.kind === "sign" && /^[A-Za-z]$/.test(item.text) ? item.text : " ")).join("");
  if (letters.includes(" ") || letters.length < 2) return false;
  return /^[A-Z]+$/.test(letters) || (letters.length >= 3 && !/^[i-n]+$/.test(letters));
}

/** A run of italic letters and a word say the same. */
function labelText(part: readonly Layout[]): string {
  const text = rowText(part);
  return /^[A-Za-z]{2,}$/.test(text) ? `\\text{${text}}` : text;
}

function asRow(items: readonly Layout[], place: Row): Row {
  return { items, span: place.span };
}

/** `1:T`, `<i`, `\le i`. */
function readRange(part: readonly Layout[], row: Row, grammar: Grammar): Decorated["range"] {
  const one: Term = { kind: "number", value: { numerator: 1n, denominator: 1n } };
  if (isSign(part[0], "<", "\\le")) {
    const to = grammar.row(asRow(part.slice(1), row), VARIABLE);
    if (isSign(part[0], "\\le")) return { from: one, to };
    return { from: one, to: { kind: "add", terms: [to, { kind: "negate", argument: one }] } };
  }
  const sides = splitItems(part, (item) => isSign(item, ":"));
  if (sides.length === 1) return null;
  const [from, to] = sides;
  if (from === undefined || to === undefined || sides.length > 2 || from.length === 0 || to.length === 0) {
    throw new NotUnderstood(row.span, "a range needs both ends");
  }
  return { from: grammar.row(asRow(from, row), VARIABLE), to: grammar.row(asRow(to, row), VARIABLE) };
}

function readIndices(part: readonly Layout[], row: Row, grammar: Grammar): Term[] {
  const only = part[0];
  if (part.length === 1 && only?.kind === "fence" && only.open === "(" && only.close === ")") {
    return splitItems(only.row.items, (item) => isSign(item, ",")).map((inner) => grammar.row(asRow(inner, only.row), VARIABLE));
  }
  if (isSign(only, "-", "\\neg", "\\setminus")) throw new NotUnderstood(row.span, "an index that leaves out has no meaning here");
  const letters = part.every((item) => item.kind === "sign" && /^[A-Za-z]$/.test(item.text));
  if (letters && part.length > 1) return part.map((item) => grammar.row(asRow([item], row), VARIABLE));
  return [grammar.row(asRow(part, row), VARIABLE)];
}

interface Superscript {
  readonly marks: readonly string[];
  readonly indices: readonly Term[];
  readonly exponent: Row | null;
}

const NO_SUPERSCRIPT: Superscript = { marks: [], indices: [], exponent: null };

function readSuperscript(row: Row, use: NameUse, labelled: boolean, grammar: Grammar): Superscript {
  let items = visible(row);
  if (items.length === 0) throw new NotUnderstood(row.span, "an empty superscript");
  const marks: string[] = [];
  for (let first = items[0]; first?.kind === "sign" && MARKS.has(first.text); first = items[0]) {
    if ((first.text === "+" || first.text === "-") && items.length > 1) break;
    marks.push(first.text === "\\star" ? "*" : first.text);
    items = items.slice(1);
  }
  if (items.length === 0) return { marks, indices: [], exponent: null };
  if (isNamingRun(items)) return { marks: [...marks, labelText(items)], indices: [], exponent: null };
  const only = items.length === 1 ? items[0] : undefined;
  if (only?.kind === "fence" && only.open === "(" && only.close === ")") {
    if (use === "density") return { marks: [...marks, rowText(items)], indices: [], exponent: null };
    const parts = splitItems(only.row.items, (item) => isSign(item, ","));
    return { marks, indices: parts.map((part) => grammar.row(asRow(part, only.row), VARIABLE)), exponent: null };
  }
  if (isTransposeText(items)) return { marks, indices: [], exponent: asRow(items, row) };
  const head = only === undefined ? null : headOf(only);
  const letter = head === null ? null : letterOf(head);
  const bare = letter !== null && letter.sub === null && letter.sup === null && letter.accents.length === 0;
  if (bare && letter.base.startsWith("\\text{")) return { marks: [...marks, letter.base], indices: [], exponent: null };
  if (use !== "plain" && bare && namesAbove(letter.base, use, labelled))
    return { marks: [...marks, letter.base], indices: [], exponent: null };
  if (use !== "plain" && !items.every(isNumeric)) {
    throw new NotUnderstood(row.span, "a letter above a function may be a name, an index or an exponent");
  }
  return { marks, indices: [], exponent: asRow(items, row) };
}

/** Letters that name above a function: parameters and policies (`V^\pi(s)`), capitals, and any where a subscript names already (`g_\theta^\mu(z)`). */
function namesAbove(base: string, use: NameUse, labelled: boolean): boolean {
  return PARAMETERS.has(base) || base === "\\pi" || /^\\(?:[A-Z]|math)/.test(base) || (use === "applied" && labelled);
}

/** `2`, `-1`, `1/2`: nothing but an exponent. */
function isNumeric(item: Layout): boolean {
  if (item.kind === "fraction") return [...visible(item.numerator), ...visible(item.denominator)].every(isNumeric);
  return item.kind === "numeral" || isSign(item, "+", "-", "/");
}

/** `T`, `\top`, `\intercal`: the sign of a transpose. */
export function isTransposeText(items: readonly Layout[]): boolean {
  return items.length === 1 && /^(?:T|\\top|\\intercal)$/.test(rowText(items));
}
