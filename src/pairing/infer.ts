import { nameLatex, type Name } from "../kernel/name.js";
import { rational } from "../kernel/rational.js";
import type { Term } from "../kernel/term.js";
import { children, termKey } from "../kernel/traverse.js";
import { printTerm } from "../notation/print.js";
import type { Formulas } from "../verdicts/formulas.js";
import { subjectOf } from "./plan.js";
import { sizesOf, writeSide } from "./written.js";
import { type Expression, unknownsOf } from "./expression.js";
import { variableRoot } from "../kernel/variable.js";

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
const WORDS: Readonly<Record<string, readonly string[]>> = { mu: ["mean", "loc"], sigma: ["std", "stddev", "sd"] };

/** Spellings of what is made of a standard deviation s: `logvar`, `var`, `logstd`. */
const MADE_OF: readonly (readonly [spellings: (names: readonly string[]) => readonly string[], make: (letter: Term) => Term])[] =
  [
    [(names) => names, (letter) => letter],
    [(names) => [...names.flatMap((n) => [`${n}2`, `${n}sq`, `${n}squared`]), ...ifSigma(names, ["var", "variance"])], squared],
    [
      (names) => [
        ...names.flatMap((n) => [`log${n}2`, `log${n}sq`, `log${n}squared`]),
        ...ifSigma(names, ["logvar", "logvariance", "lnvar"]),
      ],
      (letter) => log(squared(letter)),
    ],
    [(names) => names.flatMap((n) => [`log${n}`, `ln${n}`]), log],
  ];

function ifSigma(names: readonly string[], words: readonly string[]): readonly string[] {
  return names.includes("sigma") ? words : [];
}

/**
 * What a function is given, told by its parameters' names: `mu` is \mu, `log_var` is log σ². Parameters that say nothing stand for the letters that are left, in
 * the order of the formula, where there are as many of these. Gives the reason where it cannot be told.
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
  return found.map((meaning) => meaning?.term ?? rest.next().value?.term ?? number(0));
}

function meaningOf(parameter: string, letters: readonly Letter[]): Meaning | null {
  const plain = spelled(parameter);
  for (const [spellings, make] of MADE_OF)
    for (const letter of letters) if (spellings(namesOf(letter.name)).includes(plain)) return { letter, term: make(letter.term) };
  return null;
}

const spelled = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** `\sigma_{q}` is `sigmaq`, `sdq`, … */
function namesOf(name: Name): readonly string[] {
  const base = spelled(name.base);
  const rest = spelled(nameLatex({ ...name, base: "" }));
  return [base, ...(WORDS[base] ?? [])].map((word) => `${word}${rest}`);
}

/** The letters of the formula, in the order in which the first side has them that can be computed. */
export function lettersOfFormula(formulas: Formulas, formula: Term, section: number): readonly Letter[] {
  const sides = [formula, ...formulas.equalsOf(formula).map(({ term }) => term)];
  const subject = subjectOf(formulas, formula, sides, section);
  const [sizes = new Map<string, number>()] = sizesOf({ subject, arguments: [], method: null }).filter(
    (each) => ![...each.values()].includes(0),
  );
  for (const side of sides) {
    const written = writeSide({ subject }, side, sizes);
    if (typeof written === "string") continue;
    const wanted = new Set(unknownLetters(written));
    const found = new Map<string, Letter>();
    for (const term of [side, ...subject.claim.setting.hypotheses.map(({ body }) => body)]) collect(term, wanted, found);
    if (found.size > 0) return [...found.values()];
  }
  return [];
}

/** `\mu` of the unknown `\mu#1(x)`. */
function unknownLetters(written: readonly Expression[]): readonly string[] {
  return unknownsOf(written).map((key) => key.replace(/#.*$/u, "").replace(/\(.*$/u, ""));
}

function collect(term: Term, wanted: ReadonlySet<string>, found: Map<string, Letter>): void {
  const letter = letterIn(term);
  if (letter !== null && wanted.has(nameLatex(letter.name))) {
    const key = termKey(letter.term);
    if (!found.has(key)) found.set(key, letter);
  }
  if (term.kind === "apply" || term.kind === "component") return;
  for (const child of children(term)) collect(child, wanted, found);
}

/** A letter with all its components: `\mu(x)` for `\mu_k(x)`, `x` for `x_k`. */
function letterIn(term: Term): Letter | null {
  if (term.kind === "symbol") return { name: term.name, term };
  if (term.kind === "component" && term.of.kind === "symbol" && variableRoot(term) !== null)
    return { name: term.of.name, term: term.of };
  if (term.kind !== "apply") return null;
  const head = term.function.kind === "component" ? term.function.of : term.function;
  return head.kind === "symbol" ? { name: head.name, term: { ...term, function: head } } : null;
}
