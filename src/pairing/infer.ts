import { nameLatex, type Name } from "../terms/name.js";
import { rational } from "../numbers/rational.js";
import type { Term } from "../terms/term.js";
import { children, termKey, walk } from "../terms/traverse.js";
import { distributionsOf } from "../meaning/vocabulary.js";
import { printTerm } from "../notation/print.js";
import type { Formulas } from "../verdicts/formulas.js";
import { sidesOf, subjectOf } from "./plan.js";
import { isEmpty, sizesOf, writeSide } from "./written.js";
import { type Expression, unknownsOf } from "./expression.js";
import { variableRoot } from "../terms/variable.js";

/** A letter of a formula that a function may be given: `\mu(x)` where the formula has its components. */
export interface Letter {
  readonly name: Name;
  readonly term: Term;
}

/** Something that a parameter's name says of a letter. */
interface Meaning {
  readonly letter: Letter;
  readonly term: Term;
}

const number = (value: number): Term => ({ kind: "number", value: rational(value) });
const squared = (base: Term): Term => ({ kind: "power", base, exponent: number(2) });
const log = (argument: Term): Term => ({ kind: "elementary", name: "log", argument });

/** Words for letters, beside the letters' own names. */
const WORDS: Readonly<Record<string, readonly string[]>> = { mu: ["mean", "loc", "m"], sigma: ["std", "stddev", "sd", "s"] };

/** A letter's spellings without what tells it from others, and that: `sigma`, `std`, … and `1` of \sigma_1. */
interface Spelling {
  readonly bases: readonly string[];
  readonly rest: string;
}

/** Spellings of what is made of a letter: `logvar1` is log σ₁². */
const MADE_OF: readonly (readonly [spellings: (bases: readonly string[]) => readonly string[], make: (letter: Term) => Term])[] =
  [
    [(bases) => bases, (letter) => letter],
    [(bases) => [...bases.flatMap((n) => [`${n}2`, `${n}sq`, `${n}squared`]), ...ifSigma(bases, ["var", "variance"])], squared],
    [
      (bases) => [
        ...bases.flatMap((n) => [`log${n}2`, `log${n}sq`, `log${n}squared`]),
        ...ifSigma(bases, ["logvar", "logvariance", "lnvar"]),
      ],
      (letter) => log(squared(letter)),
    ],
    [(bases) => bases.flatMap((n) => [`log${n}`, `ln${n}`]), log],
  ];

function ifSigma(bases: readonly string[], words: readonly string[]): readonly string[] {
  return bases.includes("sigma") ? words : [];
}

/** Words in a parameter's name that say what is made of its letter: `log_rate` is a logarithm. */
const MODIFIERS: readonly (readonly [words: readonly string[], make: (letter: Term) => Term])[] = [
  [["log", "ln"], log],
  [["squared", "sq"], squared],
];

/**
 * What a function is given, told by its parameters' names: `mu` is \mu, `log_var` and `z_log_var` are log σ². Parameters that say nothing stand for the letters
 * that are left, in the order of the formula, where there are as many of these. Gives the reason where it cannot be told.
 */
export function inferArguments(parameters: readonly string[], letters: readonly Letter[]): readonly Term[] | string {
  const found = parameters.map((parameter) => meaningOf(parameter, letters));
  const left = letters.filter((letter) => !found.some((meaning) => meaning?.letter === letter));
  const open = parameters.filter((_, i) => found[i] === null);
  const said = letters.map(({ term }) => printTerm(term)).join(", ");
  if (open.length !== left.length) {
    const surplus =
      open.length > 0
        ? `what is its parameter ${open.join(", ")}?`
        : `nothing is given for ${left.map(({ term }) => printTerm(term)).join(", ")}:`;
    return `${surplus} the formula has ${said}; say it with --arguments, in the function's order, with semicolons between`;
  }
  const rest = left.values();
  return found.map((meaning, i) => {
    if (meaning !== null) return meaning.term;
    const letter = rest.next().value?.term ?? number(0);
    const words = wordsOf(parameters[i] ?? "");
    return MODIFIERS.find(([own]) => own.some((word) => words.includes(word)))?.[1](letter) ?? letter;
  });
}

/** The letter that a name, or its end, spells: `z_log_var` ends in `log_var`. */
function meaningOf(parameter: string, letters: readonly Letter[]): Meaning | null {
  const words = wordsOf(parameter);
  for (let from = 0; from < words.length; from += 1) {
    const meaning = exactMeaning(words.slice(from).join(""), letters);
    if (meaning !== null) return meaning;
  }
  return null;
}

/** Letters' own names come before words for them: beside a letter m, `m` is no mean. */
function exactMeaning(plain: string, letters: readonly Letter[]): Meaning | null {
  for (const words of [false, true])
    for (const [spellings, make] of MADE_OF)
      for (const letter of letters) {
        const { bases, rest } = spellingOf(letter.name, words);
        if (spellings(bases).some((spelling) => spelling + rest === plain)) return { letter, term: make(letter.term) };
      }
  return null;
}

/** `zLogVar`, `z_log_var`: z, log, var. */
function wordsOf(parameter: string): readonly string[] {
  return parameter
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.toLowerCase())
    .filter((word) => word !== "");
}

const spelled = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** `\sigma_{q}` is `sigma`, and with words `std` and others, and `q`. */
function spellingOf(name: Name, words: boolean): Spelling {
  const base = spelled(name.base);
  const rest = spelled(nameLatex({ ...name, base: "" }));
  return { bases: words ? [base, ...(WORDS[base] ?? [])] : [base], rest };
}

/** The letters of the formula, in the order in which the first side has them that can be computed. */
export function lettersOfFormula(formulas: Formulas, formula: Term, section: number): readonly Letter[] {
  const sides = sidesOf(formulas, formula, formulas.find(formula)).map(({ term }) => term);
  const subject = subjectOf(formulas, formula, sides, section);
  const [sizes = new Map<string, number>()] = sizesOf({ subject, arguments: [], method: null }).filter((each) => !isEmpty(each));
  for (const side of sides) {
    const written = writeSide({ subject }, side, sizes);
    if (typeof written === "string") continue;
    const wanted = new Set(unknownLetters(written));
    const found = new Map<string, Letter>();
    const terms = [side, ...subject.claim.setting.hypotheses.map(({ body }) => body)];
    for (const term of terms) collect(term, wanted, found);
    for (const family of familiesOf(written)) {
      const table = wholeTable(family, terms, subject.familyRoots.get(family) ?? []);
      if (table === null) return [];
      found.set(termKey(table.term), table);
    }
    if (found.size > 0) return [...found.values()];
  }
  return [];
}

/** `\mu` of the unknown `\mu#1(x)`. */
function unknownLetters(written: readonly Expression[]): readonly string[] {
  return unknownsOf(written).map((key) => key.replace(/#.*$/u, "").replace(/\(.*$/u, ""));
}

/** Families whose tables a formula is made of: `p` of the entry `p(x=1)`. */
function familiesOf(written: readonly Expression[]): ReadonlySet<string> {
  const entries = unknownsOf(written).filter((key) => /=\d+\)$/u.test(key));
  return new Set(entries.map((key) => key.slice(0, key.lastIndexOf("("))));
}

/** A family's joint density as the formula writes it; null where it writes parts of it only. */
function wholeTable(family: string, terms: readonly Term[], roots: readonly string[]): Letter | null {
  for (const term of terms) {
    const found: Letter[] = [];
    walk(term, (node) => {
      for (const distribution of distributionsOf(node)) {
        if (distribution.kind !== "family" || nameLatex(distribution.family) !== family) continue;
        const isWhole = distribution.given.length === 0 && distribution.targets.length === roots.length;
        if (isWhole) found.push({ name: distribution.family, term: { kind: "density", distribution } });
      }
    });
    const [first] = found;
    if (first !== undefined) return first;
  }
  return null;
}

function collect(term: Term, wanted: ReadonlySet<string>, found: Map<string, Letter>): void {
  const letter = letterIn(term);
  const root = variableRoot(letter?.term ?? term) ?? (letter === null ? "" : nameLatex(letter.name));
  if (letter !== null && (wanted.has(nameLatex(letter.name)) || wanted.has(root))) {
    const key = termKey(letter.term);
    if (!found.has(key)) found.set(key, letter);
  }
  if (term.kind === "apply" || term.kind === "component") return;
  for (const child of children(term)) collect(child, wanted, found);
}

/** A letter with all its components: `\mu(x)` for `\mu_k(x)`, `x` for `x_k`. */
function letterIn(term: Term): Letter | null {
  if (term.kind === "symbol") return { name: term.name, term };
  if (term.kind === "component" && term.of.kind === "symbol" && variableRoot(term) !== null) {
    const [index, more] = term.indices;
    // `\mu_1` beside `\mu_2` is a letter of its own.
    if (index?.kind === "number" && more === undefined && term.place === "sub")
      return { name: { ...term.of.name, labels: [...term.of.name.labels, printTerm(index)] }, term };
    return { name: term.of.name, term: term.of };
  }
  if (term.kind !== "apply") return null;
  const head = term.function.kind === "component" ? term.function.of : term.function;
  return head.kind === "symbol" ? { name: head.name, term: { ...term, function: head } } : null;
}
