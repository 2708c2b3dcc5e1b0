import type { Span, Term } from "../terms/term.js";
import { readArguments, subRow } from "./arguments.js";
import { countedName, joinParts, readDistributed, readVariables, signatureName, valuesAfter } from "./assumptions.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, VARIABLE, type Grammar } from "./grammar.js";
import { formulaItems, isBlank, isSign, joinSpans, spanOf, splitItems, type Fence, type Layout } from "./layout.js";
import { relationOf } from "./relations.js";
import type { Segment } from "./segments.js";
import { readSide, readSign } from "./sides.js";
import type { Side, Sign, Statement, UnreadMath } from "./types.js";

export interface StatementList {
  readonly statements: readonly Statement[];
  readonly unread: readonly UnreadMath[];
  /** Brackets around statements, which belong to none. */
  readonly brackets: readonly Span[];
}

/** Reads the pieces of one equation, in order. */
export function readStatements(segments: readonly Segment[], latex: string, grammar: Grammar): StatementList {
  const reader = new StatementReader(latex, grammar);
  for (const segment of segments) {
    if (segment.kind === "comment") reader.comment(segment.span);
    else if (segment.aside) reader.aside(segment.items);
    else reader.piece(segment.items);
  }
  return reader.finish();
}

type Part = readonly Layout[];

/** A chain under construction: later pieces that begin with a relation are appended to it. */
interface OpenChain {
  readonly continues: boolean;
  readonly sides: Side[];
  readonly signs: Sign[];
}

const relates = (items: Part): boolean => items.some((item) => relationOf(item) !== null);

class StatementReader {
  private readonly statements: Statement[] = [];
  private readonly unread: UnreadMath[] = [];
  private readonly brackets: Span[] = [];
  private chain: OpenChain | null = null;
  private isAside = false;

  constructor(
    private readonly latex: string,
    private readonly grammar: Grammar,
  ) {}

  finish(): StatementList {
    this.closeChain();
    return { statements: this.statements, unread: this.unread, brackets: this.brackets };
  }

  comment(span: Span): void {
    this.statements.push({ kind: "comment", span, text: this.textOf(span) });
  }

  /** A piece of a remark: the chain beside it stays open. */
  aside(items: Part): void {
    const open = this.chain;
    this.chain = null;
    this.isAside = true;
    this.piece(items);
    this.closeChain();
    this.isAside = false;
    this.chain = open;
  }

  /** Parts between commas: lists belong together, and variables wait for the `\sim` or `\in` after them. */
  piece(items: Part): void {
    const { before, note } = cutAnnotation(items);
    const parts = splitItems(before, (item) => isSign(item, ",")).filter((part) => formulaItems(part).length > 0);
    let waiting: Part[] = [];
    for (let k = 0; k < parts.length; k++) {
      const part = parts[k] ?? [];
      const sign = part.find((item) => relationOf(item) !== null);
      if (sign === undefined) {
        waiting.push(part);
        continue;
      }
      const claimed = isTilde(sign) || isSign(sign, "\\in");
      if (!claimed) this.list(waiting);
      const variables = claimed ? waiting : [];
      waiting = [];
      const following = valuesAfter(parts, k);
      const counted = following > 0 ? countedName(part) : null;
      if (counted === null) {
        this.related(part, variables);
      } else {
        this.membership([[counted]], spanOf(formulaItems(parts.slice(k, k + following + 1).flat()), counted.span));
        k += following;
      }
    }
    this.list(waiting);
    if (note !== null) this.annotation(note);
  }

  private annotation(fence: Fence): void {
    const inner = spanOf(fence.row.items, fence.span);
    this.brackets.push({ start: fence.span.start, end: inner.start }, { start: inner.end, end: fence.span.end });
    this.closeChain();
    this.piece(fence.row.items);
    this.closeChain();
  }

  /** Parts without a relation: one bare expression, or a bare list. */
  private list(parts: readonly Part[]): void {
    const [only] = parts;
    if (only === undefined) return;
    this.closeChain();
    const items = joinParts(parts);
    const span = spanOf(items, { start: 0, end: 0 });
    this.attempt(span, () => {
      const alone = only.filter((item) => item.kind !== "note");
      const terms =
        parts.length === 1
          ? [this.grammar.row(subRow(alone, span), ORDINARY)]
          : readArguments(subRow(items, span), ORDINARY, this.grammar);
      const [single] = terms;
      const term: Term = terms.length === 1 && single !== undefined ? single : { kind: "tuple", items: terms, span };
      this.statements.push({ kind: "bare", span, term });
    });
  }

  /** A part with relations, and the variables that stand before it in a list. */
  private related(part: Part, variables: readonly Part[]): void {
    const signs = part.filter((item) => relationOf(item) !== null);
    const sides = splitItems(part, (item) => relationOf(item) !== null);
    const [first] = signs;
    const [left = [], right = []] = sides;
    if (first === undefined) return;
    const span = spanOf(formulaItems([...variables.flat(), ...part]), first.span);
    const name = signatureName(left);
    if (name !== null && relationOf(first) === "other") {
      this.membership([[name]], span);
      return;
    }
    const distributed = isTilde(first) ? readDistributed([...variables, left], right, this.grammar) : null;
    if (distributed !== null && (signs.length === 1 || distributed.distribution.kind === "family")) {
      this.closeChain();
      this.statements.push({ kind: "distribution", ...distributed });
      if (signs.length > 1) this.append(sides.slice(1), signs.slice(1));
      return;
    }
    if (isSign(first, "\\in") && signs.length === 1) {
      this.membership([...variables, left], span);
      return;
    }
    this.list(variables);
    this.append(sides, signs);
  }

  /** What is said of the parts, without meaning here beyond that: `x \in \mathbb{R}^d`, `i = 1, \dots, n`, `f: X \to Y`. */
  private membership(parts: readonly Part[], span: Span): void {
    this.closeChain();
    this.attempt(span, () => {
      const expressions = (): Term[] => parts.map((part) => this.grammar.row(subRow(formulaItems(part), span), VARIABLE));
      const variables = readVariables(parts, this.grammar) ?? expressions();
      this.statements.push({ kind: "membership", span, variables, latex: this.textOf(span) });
    });
  }

  /** Sides and signs of a chain; where the first side is empty they go on with the open chain. */
  private append(sides: readonly Part[], signs: readonly Layout[]): void {
    const [first = []] = sides;
    const headless = formulaItems(first).length === 0;
    if (!headless || this.chain === null) {
      this.closeChain();
      this.chain = { continues: headless, sides: [], signs: [] };
    }
    const { sides: read, signs: readSigns } = this.chain;
    signs.forEach((sign, k) => {
      if (k === 0 && !headless) read.push(readSide(first, sign.span.start, null, this.latex, this.grammar));
      readSigns.push(readSign(sign, this.latex));
      const previous = read[read.length - 1]?.term ?? null;
      read.push(readSide(sides[k + 1] ?? [], sign.span.end, previous, this.latex, this.grammar));
    });
  }

  private closeChain(): void {
    const chain = this.chain;
    const [first] = chain?.signs ?? [];
    if (chain === null || first === undefined) return;
    const span = [...chain.sides, ...chain.signs].reduce((all, part) => joinSpans(all, part.span), first.span);
    this.statements.push({ kind: "chain", span, aside: this.isAside, ...chain });
    this.chain = null;
  }

  private attempt(span: Span, read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      this.unread.push({ span, reason: error.reason });
    }
  }

  private textOf(span: Span): string {
    return this.latex.slice(span.start, span.end);
  }
}

function isTilde(item: Layout): boolean {
  return relationOf(item) === "similar";
}

/** `x = g(z)\ (x \sim p(x|z))`: brackets that hold a relation, set off by a space, are a statement of their own. */
function cutAnnotation(items: Part): { before: Part; note: Fence | null } {
  const at = items.findLastIndex((item) => !isBlank(item));
  const item = items[at];
  const previous = items[at - 1];
  const apart = previous?.kind === "space" || previous?.kind === "fence";
  if (item?.kind !== "fence" || item.open !== "(" || !apart || !relates(item.row.items)) return { before: items, note: null };
  return { before: items.slice(0, at), note: item };
}
