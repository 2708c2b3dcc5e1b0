import type { Span, Term } from "../terms/term.js";
import { NotUnderstood } from "./failure.js";
import type { Head } from "./heads.js";
import { isBlank, isSign, joinSpans, type Layout, type Row } from "./layout.js";
import { LIMITS } from "./limits.js";
import type { NotationContext } from "./types.js";

/** What a row stands in, where that changes how it is read. */
export interface Place {
  /** An argument, index or binder: `\pi` and `e` are letters there, not numbers. */
  readonly variable: boolean;
  /** A parameter of a law: `I` is the identity there. */
  readonly law: boolean;
}

export const ORDINARY: Place = { variable: false, law: false };
export const VARIABLE: Place = { variable: true, law: false };
export const LAW: Place = { variable: false, law: true };

/** What the notation families need of one another. */
export interface Grammar {
  readonly context: NotationContext;
  /** Whether a function written without parentheses takes all quotients after it. */
  readonly wide: boolean;
  /** A whole row as one expression. */
  row(row: Row, place: Place): Term;
  /** A sum of products: up to the next sign that is no part of it. */
  sum(cursor: Cursor): Term;
  /** A product: up to the next `+` or `-`; the operand of a big operator. */
  product(cursor: Cursor): Term;
  /** One factor. */
  factor(cursor: Cursor): Term;
  /** A symbol with its decorations, applied or not. */
  named(cursor: Cursor, head: Head): Term;
  /** True where the next node can begin a factor. */
  startsFactor(cursor: Cursor): boolean;
  spend(span: Span): void;
}

/**
 * Reads one notation. It is called with the cursor on the node whose head has the construct's key, and returns null, the cursor unmoved, when the
 * node is no instance of the notation after all (`E(x)`, an energy).
 */
export type Construct = (cursor: Cursor, head: Head, grammar: Grammar) => Term | null;

/** A reader's place in a row. Blanks are left out. */
export class Cursor {
  readonly items: readonly Layout[];
  position = 0;
  /** Differentials that the integral signs read so far in this row still wait for. */
  openIntegrals = 0;
  /** Differentials already read inside a fraction, for the innermost open integral. */
  readonly pending: Term[] = [];
  /** True where a bar ends the expression: between bars, or before a condition. */
  barStops = false;
  /** Operators whose operand is being read. */
  depth = 0;

  constructor(
    readonly row: Row,
    readonly place: Place,
  ) {
    this.items = solid(row);
  }

  get done(): boolean {
    return this.position >= this.items.length;
  }

  peek(ahead = 0): Layout | undefined {
    return this.items[this.position + ahead];
  }

  /** The next node, which is consumed. */
  next(expected: string): Layout {
    const item = this.items[this.position];
    if (item === undefined) throw new NotUnderstood(this.endSpan(), `${expected} is missing`);
    this.position++;
    return item;
  }

  at(...texts: readonly string[]): boolean {
    return isSign(this.peek(), ...texts);
  }

  /** From the node at `from` to the last one consumed. */
  spanFrom(from: number): Span {
    const first = this.items[from];
    const last = this.items[this.position - 1];
    if (first === undefined || last === undefined || this.position <= from) return this.endSpan();
    return joinSpans(first.span, last.span);
  }

  /** The same without the scripts of the last node: what they apply to. */
  spanBelow(from: number): Span {
    const first = this.items[from];
    const last = this.items[this.position - 1];
    if (first === undefined || last?.kind !== "scripts" || last.base === null) return this.spanFrom(from);
    return joinSpans(first.span, last.base.span);
  }

  /** Where to point at when something is missing. */
  endSpan(): Span {
    const item = this.peek() ?? this.items[this.items.length - 1];
    return item?.span ?? this.row.span;
  }

  /** Runs a reader one level deeper. @throws NotUnderstood beyond the limit */
  deeper<T>(read: () => T): T {
    this.depth++;
    if (this.depth > LIMITS.depth) throw new NotUnderstood(this.endSpan(), `operators nest deeper than ${LIMITS.depth} levels`);
    const result = read();
    this.depth--;
    return result;
  }
}

const BREAKABLE = new Set([
  "+",
  "-",
  "=",
  "<",
  ">",
  "\\cdot",
  "\\times",
  "/",
  ",",
  ";",
  "|",
  "\\|",
  "\\mid",
  "\\le",
  "\\ge",
  "\\approx",
  "\\propto",
  "\\sim",
]);

/**
 * The nodes of a row without blanks. A line or column may end only beside an operator: cells side by side are a matrix or a table, no product.
 *
 * @throws NotUnderstood at a break between two factors
 */
function solid(row: Row): readonly Layout[] {
  const items = row.items.filter((item) => !isBlank(item));
  if (items.length === row.items.length) return items;
  let before: Layout | null = null;
  let open: Layout | null = null;
  for (const item of row.items) {
    if (item.kind === "align" || item.kind === "newRow") {
      open = item;
    } else if (item.kind !== "space") {
      const joined = before === null || breakable(before) || breakable(item);
      if (open !== null && !joined) throw new NotUnderstood(open.span, "a line or column ends between two factors");
      open = null;
      before = item;
    }
  }
  return items;
}

function breakable(item: Layout): boolean {
  return item.kind === "sign" && BREAKABLE.has(item.text);
}
