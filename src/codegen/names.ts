import { type Name, nameLatex } from "../terms/name.js";
import type { Term } from "../terms/term.js";

/** Commands that change how a letter looks and not what it is called. */
const STYLES = /^\\(?:text|mathrm|mathit|mathbf|mathcal|mathbb|mathsf|mathfrak|mathscr|operatorname|boldsymbol|bm|rm|bf)$/;

const LONGEST_WORD = 24;
const MOST_WORDS = 6;

/** The words of a name: runs of ASCII letters and digits of its LaTeX. Nothing else of a document ever becomes part of an identifier. */
export function wordsOfLatex(latex: string): readonly string[] {
  const words: string[] = [];
  for (const [piece] of latex.matchAll(/\\[A-Za-z]+|[A-Za-z]+|[0-9]+|['*]/g)) {
    if (STYLES.test(piece)) continue;
    const word = piece === "'" ? "prime" : piece === "*" ? "star" : piece.replace("\\", "").replace(/^var(?=[a-z])/, "");
    words.push(word.slice(0, LONGEST_WORD));
  }
  return words.slice(0, MOST_WORDS);
}

/** `["mu"]` of `\mu`, `["p", "tilde"]` of `\tilde p`, `["x", "1"]` of `x_1`, `["mu", "x"]` of `\mu(x)`. */
export function wordsOfTerm(term: Term): readonly string[] {
  switch (term.kind) {
    case "symbol":
      return wordsOfName(term.name);
    case "component":
      return [...wordsOfTerm(term.of), ...term.indices.flatMap(wordsOfTerm)].slice(0, MOST_WORDS);
    case "apply":
      return [...wordsOfTerm(term.function), ...term.arguments.flatMap(wordsOfTerm)].slice(0, MOST_WORDS);
    case "number":
      return [term.value.numerator < 0n ? `minus${-term.value.numerator}` : `${term.value.numerator}`];
    case "tuple":
      return term.items.flatMap(wordsOfTerm);
    default:
      return [];
  }
}

function wordsOfName(name: Name): readonly string[] {
  const words = [name.base, ...name.accents, ...name.labels, ...name.marks].flatMap(wordsOfLatex);
  return words.length > 0 ? words : wordsOfLatex(nameLatex(name));
}

/** A style of identifiers. */
export interface Naming {
  readonly join: (words: readonly string[]) => string;
  /** Words of the language, and names that generated code uses itself. */
  readonly taken: ReadonlySet<string>;
}

/** `logVar`; a lone letter stays as it is, so that `D` and `d` are two names. */
export function camelCase(words: readonly string[]): string {
  return words
    .map((word, i) => {
      if (i > 0) return word.charAt(0).toUpperCase() + word.slice(1);
      return word.length === 1 ? word : word.charAt(0).toLowerCase() + word.slice(1);
    })
    .join("");
}

/** `log_var`. */
export function snakeCase(words: readonly string[]): string {
  return words.map((word) => (word.length === 1 ? word : word.toLowerCase())).join("_");
}

/** Gives out names, no two of which are the same. */
export class Names {
  private readonly given = new Set<string>();

  constructor(private readonly naming: Naming) {}

  /** The name of these words, or one made of it. */
  name(words: readonly string[], otherwise = "value"): string {
    const joined = this.naming.join(words.length === 0 ? [otherwise] : words);
    const plain = /^[0-9]/.test(joined) ? `${otherwise}${joined}` : joined;
    if (this.isFree(plain)) return this.give(plain);
    if (this.naming.taken.has(plain) && this.isFree(`${plain}_`)) return this.give(`${plain}_`);
    for (let i = 2; ; i += 1) if (this.isFree(`${plain}${i}`)) return this.give(`${plain}${i}`);
  }

  private isFree(name: string): boolean {
    return !this.given.has(name) && !this.naming.taken.has(name);
  }

  private give(name: string): string {
    this.given.add(name);
    return name;
  }
}
