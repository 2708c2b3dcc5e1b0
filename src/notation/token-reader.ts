import type { Span } from "../terms/term.js";
import { joinSpans, type Layout, type Row } from "./layout.js";
import type { Token } from "./tokens.js";

/** An argument taken as text. */
export interface RawArgument {
  readonly text: string;
  readonly span: Span;
}

/** A place in a list of tokens. */
export class TokenReader {
  private position = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  get finished(): boolean {
    return this.position >= this.tokens.length;
  }

  peek(ahead = 0): Token | undefined {
    return this.tokens[this.position + ahead];
  }

  /** The next token, which is consumed. */
  take(): Token | null {
    const token = this.tokens[this.position];
    if (token === undefined) return null;
    this.position++;
    return token;
  }

  /** Consumes the next token if it is this one. */
  skip(text: string): boolean {
    const found = this.peek()?.text === text;
    if (found) this.position++;
    return found;
  }

  skipSpaces(): void {
    while (this.skip(" "));
  }

  /** Returns to an earlier place, as `mark` gave it. */
  reset(mark: number): void {
    this.position = mark;
  }

  mark(): number {
    return this.position;
  }

  /** Where the token before the reader's place stands. */
  last(): Span {
    return this.tokens[this.position - 1]?.span ?? { start: 0, end: 0 };
  }

  /** A braced argument, or a single token, as text. */
  raw(): RawArgument {
    this.skipSpaces();
    const first = this.take();
    if (first === null) return { text: "", span: this.last() };
    if (first.text !== "{") return { text: first.text, span: first.span };
    let text = "";
    let span = first.span;
    for (let depth = 1; depth > 0;) {
      const token = this.take();
      if (token === null) break;
      depth += token.text === "{" ? 1 : token.text === "}" ? -1 : 0;
      if (depth > 0) text += token.text;
      span = joinSpans(span, token.span);
    }
    return { text: text.trim(), span };
  }

  /** Leaves out `[…]`. */
  skipOption(): void {
    if (this.skip("[")) while (!this.finished && this.take()?.text !== "]");
  }
}

/** What the reading of a command needs of the reader of the whole. */
export interface LayoutReader {
  readonly tokens: TokenReader;
  /** True outside every group and argument. */
  readonly outermost: boolean;
  /** Nodes up to a closing brace or `\end`, which is left standing. */
  list(): Layout[];
  /** A braced group or a single atom. */
  argument(of: Token): Row;
  /** `[…]`, where it is there. */
  option(): Row | null;
}
