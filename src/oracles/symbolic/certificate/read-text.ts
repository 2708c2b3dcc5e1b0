import type { Binder, Claim, Proposition } from "../../../kernel/proposition.js";
import { node } from "../../../kernel/structure.js";
import type { Kind, Term } from "../../../kernel/term.js";
import { BARE_NAME, NUMBER, WORDS } from "./text.js";

/** Text that is not the text form of anything. One line, with the character at which it goes wrong. */
export class TextError extends Error {}

const LONGEST = 200_000;
const DEEPEST = 200;

const KINDS: Readonly<Record<Kind, true>> = {
  number: true,
  variable: true,
  component: true,
  apply: true,
  add: true,
  multiply: true,
  power: true,
  log: true,
  exp: true,
  sum: true,
  product: true,
  integral: true,
  density: true,
  target: true,
  given: true,
  defined: true,
};

const isKind = (name: string): name is Kind => Object.hasOwn(KINDS, name);
const KIND_OF: ReadonlyMap<string, Kind> = new Map(
  Object.entries(WORDS).flatMap(([kind, word]): (readonly [string, Kind])[] => (isKind(kind) ? [[word, kind]] : [])),
);

const isSpace = (code: number): boolean =>
  code === 32 || (code >= 9 && code <= 13) || (code > 127 && /\s/u.test(String.fromCharCode(code)));

/** Texts that are longer hardly come back. */
const LONGEST_KNOWN = 400;

/** Reads texts of one origin: the same text is one and the same term, so that what was found out about it need not be found out again. */
export interface TextReader {
  /** Reads what `termText` writes. The kernel has still to be asked whether it is a term. @throws TextError */
  readonly term: (text: string) => Term;
  /** Reads what `propositionText` writes. @throws TextError */
  readonly proposition: (text: string) => Proposition;
}

export function textReader(): TextReader {
  const known = new Map<string, Term>();
  return {
    term: (text) => new Reader(text, known).whole((reader) => reader.term()),
    proposition: (text) => new Reader(text, known).whole((reader) => reader.proposition()),
  };
}

/** @throws TextError */
export function parseTerm(text: string): Term {
  return textReader().term(text);
}

/** @throws TextError */
export function parseProposition(text: string): Proposition {
  return textReader().proposition(text);
}

class Reader {
  #at = 0;
  #depth = 0;

  constructor(
    private readonly text: string,
    private readonly known: Map<string, Term>,
  ) {}

  whole<T>(read: (reader: this) => T): T {
    if (this.text.length > LONGEST) throw new TextError(`longer than ${LONGEST} characters`);
    const value = read(this);
    this.#space();
    if (this.#at < this.text.length) throw this.#error("the end");
    return value;
  }

  term(): Term {
    if (++this.#depth > DEEPEST) throw new TextError(`character ${this.#at + 1}: nested more than ${DEEPEST} deep`);
    this.#space();
    const start = this.#at;
    const term = this.#takes("(") ? this.#worded() : this.#named();
    this.#depth--;
    if (this.#at - start > LONGEST_KNOWN) return term;
    const text = this.text.slice(start, this.#at);
    const same = this.known.get(text) ?? term;
    this.known.set(text, same);
    return same;
  }

  proposition(): Proposition {
    this.#demand("(");
    const word = this.#bare();
    if (word !== "all") return { binders: [], claim: this.#claim(word) };
    this.#demand("[");
    const binders = this.#until("]", () => this.#binder());
    this.#demand("(");
    const claim = this.#claim(this.#bare());
    this.#demand(")");
    return { binders, claim };
  }

  #binder(): Binder {
    const variable = this.term();
    if (!this.#follows("@[")) return { variable, range: null };
    const range = { lower: this.term(), upper: this.term() };
    this.#demand("]");
    return { variable, range };
  }

  /** After the opening parenthesis and the word. */
  #claim(kind: string): Claim {
    const claim = this.#claimOf(kind);
    this.#demand(")");
    return claim;
  }

  #claimOf(kind: string): Claim {
    switch (kind) {
      case "positiveFunction":
      case "positiveFamily":
        return { kind, name: this.#name() };
      case "positive":
      case "nonnegative":
      case "nonzero":
        return { kind, term: this.term() };
      case "integrable":
        return { kind, variables: this.#bound(), term: this.term() };
      case "atMost":
      case "equal":
        return { kind, left: this.term(), right: this.term() };
      default:
        throw this.#error("a claim");
    }
  }

  /** What begins with a name: a number, a variable, an unknown function or a density. */
  #named(): Term {
    this.#space();
    const quoted = this.text[this.#at] === "`";
    const name = this.#name();
    if (!quoted && NUMBER.test(name)) return node("number", [], name);
    if (this.#follows("(")) return node("apply", this.#terms(")"), name);
    if (this.#follows("["))
      return node(
        "density",
        this.#until("]", () => this.#slot()),
        name,
      );
    const space = this.#follows(":") ? this.#name() : name;
    return node("variable", this.#follows("<") ? this.#terms(">") : [], name, space);
  }

  #slot(): Term {
    const kind = this.#takes("|") ? "given" : "target";
    this.#space();
    const start = this.#at;
    const coordinate = this.text[start] === "(" ? null : this.#coordinate();
    const value = coordinate === null ? this.#from(start) : this.term();
    const { name, space } = coordinate ?? value;
    if (coordinate === null && value.kind !== "variable") throw this.#error("the name of the coordinate", start);
    return node(kind, [value, ...(this.#follows("@[") ? this.#terms("]") : [])], name, space);
  }

  /** A name, its space and an equality sign; null where something else stands. */
  #coordinate(): { readonly name: string; readonly space: string } | null {
    const name = this.#name();
    const space = this.#follows(":") ? this.#name() : name;
    return this.#follows("=") ? { name, space } : null;
  }

  #from(start: number): Term {
    this.#at = start;
    return this.term();
  }

  /** After the opening parenthesis. */
  #worded(): Term {
    if (this.#follows("@")) return this.#composed("defined", this.#name());
    const word = this.#bare();
    const kind = KIND_OF.get(word);
    if (kind !== undefined) return this.#composed(kind);
    if (word === "target" || word === "given") {
      const name = this.#name();
      return this.#composed(word, name, this.#follows(":") ? this.#name() : name);
    }
    const any = word === "node" ? this.#bare() : "";
    if (!isKind(any)) throw this.#error("a kind of term");
    const name = this.#name();
    return this.#composed(any, name, this.#name());
  }

  /** What is bound, the parts and the closing parenthesis. */
  #composed(kind: Kind, name = "", space = ""): Term {
    const bound = this.#bound();
    return node(kind, this.#terms(")"), name, space, bound);
  }

  #bound(): readonly Term[] {
    return this.#takes("[") ? this.#terms("]") : [];
  }

  #terms(close: string): readonly Term[] {
    return this.#until(close, () => this.term());
  }

  #until<T>(close: string, read: () => T): readonly T[] {
    const items: T[] = [];
    while (!this.#takes(close)) {
      if (this.#at >= this.text.length) throw this.#error(close);
      items.push(read());
    }
    return items;
  }

  #name(): string {
    if (!this.#takes("`")) return this.#bare();
    const start = this.#at;
    for (let end = start; ; end += 2) {
      end = this.text.indexOf("`", end);
      if (end < 0) throw this.#error("`", this.text.length);
      if (this.text[end + 1] === "`") continue;
      this.#at = end + 1;
      return this.text.slice(start, end).replaceAll("``", "`");
    }
  }

  #bare(): string {
    this.#space();
    BARE_NAME.lastIndex = this.#at;
    const [name] = BARE_NAME.exec(this.text) ?? [];
    if (name === undefined) throw this.#error("a name");
    this.#at += name.length;
    return name;
  }

  #space(): void {
    while (isSpace(this.text.charCodeAt(this.#at))) this.#at++;
  }

  /** Whether a sign comes next, right here; it is passed over. */
  #follows(sign: string): boolean {
    if (!this.text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  /** The same after any space. */
  #takes(sign: string): boolean {
    this.#space();
    return this.#follows(sign);
  }

  #demand(sign: string): void {
    if (!this.#takes(sign)) throw this.#error(sign);
  }

  #error(expected: string, at = this.#at): TextError {
    return new TextError(`character ${at + 1}: ${expected} is missing`);
  }
}
