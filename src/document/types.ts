/** What the document layer hands on. All offsets are UTF-16 offsets into `Document.text`, the source as given (BOM and CRLF kept). */

export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/** Why a piece of mathematics could not be taken as it stands. */
export interface Unread {
  readonly range: SourceRange;
  readonly reason: string;
}

/** One piece of math with its exact place. */
export interface Equation {
  /** The math with its delimiters. */
  readonly outer: SourceRange;
  /** The math alone: `text.slice(inner.start, inner.end) === latex`. */
  readonly inner: SourceRange;
  readonly latex: string;
  /**
   * What to parse instead of `latex`, where Markdown put something between: as long as `latex`, so that offsets agree, with spaces for the `>` of block
   * quotes, the backslash of a table cell's `\|`, HTML entities (`&lt;` is `<` and three spaces) and definitions of macros. Absent when nothing differs.
   */
  readonly clean?: string;
  /** The equation environment whose body this is (`align`, `gather`, …), null for plain math. */
  readonly environment: string | null;
  /** Set on its own. A one-line `$$…$$` with words on both sides is not: some dialects write inline formulas so. */
  readonly display: boolean;
  /** Index into `Document.sections` of the innermost heading above it; -1 before the first. */
  readonly section: number;
}

export interface Section {
  readonly level: number;
  readonly title: string;
  readonly start: number;
  /** Index of the enclosing section, -1 at the top. */
  readonly parent: number;
}

/** A `\newcommand`, `\def`, `\DeclareMathOperator` found in the text; in force from `at` on. */
export interface MacroDefinition {
  readonly at: number;
  /** With its backslash: `\KL`. */
  readonly name: string;
  readonly parameters: number;
  readonly body: string;
}

/** What the front matter says of a symbol. */
export interface SymbolDeclaration {
  /** As LaTeX: `x`, `\sigma`, `p_\theta`. */
  readonly symbol: string;
  readonly sort: "variable" | "scalar" | "function" | "family" | "index";
  readonly domain: "any" | "real" | "positive" | "unit" | "simplex" | "binary" | "discrete" | "natural" | null;
  /** LaTeX of the dimension (`d`), null for scalars and for variables over any space. */
  readonly dimension: string | null;
  readonly range: SourceRange;
}

/** What a function is given: LaTeX in the language of the document (`$\\mu_k(x)$`), or a value that stays as it is. */
export type DeclaredArgument =
  | { readonly kind: "formula"; readonly latex: string }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "list"; readonly items: readonly DeclaredArgument[] }
  | { readonly kind: "record"; readonly entries: readonly (readonly [string, DeclaredArgument])[] };

/** Code that the front matter pairs with the document. */
export interface ImplementationDeclaration {
  /** `src/probability/losses.ts#normalNll`. */
  readonly function: string;
  /** Null where the parameters' names say it. */
  readonly arguments: readonly DeclaredArgument[] | null;
  /** LaTeX of what the function computes; null for the left side of `result`. */
  readonly formula: string | null;
  /** What is called on the value that the function gives. */
  readonly method: { readonly name: string; readonly arguments: readonly DeclaredArgument[] } | null;
  /** Values that symbols are drawn from, where these are narrower than their domains. */
  readonly ranges: readonly { readonly symbol: string; readonly low: number; readonly high: number }[];
  readonly range: SourceRange;
}

export interface FrontMatter {
  readonly range: SourceRange;
  readonly label: string | null;
  readonly title: string | null;
  readonly symbols: readonly SymbolDeclaration[];
  /** LaTeX of what the document shows. */
  readonly result: string | null;
  readonly implementations: readonly ImplementationDeclaration[];
  /** Complaints about the front matter, each at its place. */
  readonly problems: readonly Unread[];
}

export interface Document {
  readonly text: string;
  readonly equations: readonly Equation[];
  readonly sections: readonly Section[];
  readonly macros: readonly MacroDefinition[];
  readonly frontMatter: FrontMatter | null;
  /** Math that was found and cannot be handed on whole (unclosed `$$`, cut in a table, over a limit). */
  readonly unread: readonly Unread[];
}

/** 1-based line and column as editors count them: UTF-16 units; CRLF is one line end. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
