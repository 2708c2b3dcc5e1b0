import type { Span } from "../terms/term.js";

/** A control sequence (`\frac`, `\,`), one character, or white space (text `" "`). Spans are UTF-16 offsets into the source. */
export interface Token {
  readonly text: string;
  readonly span: Span;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** `% …` up to the end of its line. */
  readonly comments: readonly Span[];
}

const WORD = /[A-Za-z@]/;

/** Splits LaTeX into tokens. Every character lies in exactly one token or comment. */
export function tokenize(latex: string): Tokens {
  const tokens: Token[] = [];
  const comments: Span[] = [];
  let at = 0;
  const push = (end: number, text = latex.slice(at, end)): void => {
    tokens.push({ text, span: { start: at, end } });
    at = end;
  };
  while (at < latex.length) {
    const character = characterAt(latex, at);
    if (character === "\\") {
      let end = at + 1;
      while (end < latex.length && WORD.test(latex.charAt(end))) end++;
      push(end > at + 1 ? end : at + 1 + characterAt(latex, at + 1).length);
    } else if (character === "%") {
      const newline = latex.indexOf("\n", at);
      const end = newline < 0 ? latex.length : newline;
      comments.push({ start: at, end });
      at = end;
    } else if (/\s/u.test(character)) {
      let end = at + 1;
      while (end < latex.length && /\s/u.test(latex.charAt(end))) end++;
      push(end, " ");
    } else {
      push(at + character.length);
    }
  }
  return { tokens, comments };
}

function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? "" : String.fromCodePoint(code);
}
