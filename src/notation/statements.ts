import type { Distribution, Span, Term } from "../kernel/term.js";
import { readArguments, subRow } from "./arguments.js";
import { isVariableTerm } from "./big-operators.js";
import { isFamilyLetter, readDistribution } from "./distributions.js";
import { NotUnderstood } from "./failure.js";
import { ORDINARY, VARIABLE, type Grammar } from "./grammar.js";
import { headOf, isNaming } from "./heads.js";
import { isBlank, isSign, spanOf, splitItems, type Layout } from "./layout.js";
import { lawOf, readLaw } from "./laws.js";
import { relationOf } from "./relations.js";
import type { Segment } from "./segments.js";
import type { Chain, Side, Sign, Statement, UnreadMath } from "./types.js";

/** A chain under construction: later pieces that begin with a relation are appended to it. */
interface OpenChain {
  readonly continues: boolean;
  readonly sides: Side[];
  readonly signs: Sign[];
}

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
    else reader.piece(segment.items);
  }
  return reader.finish();
}

const solidItems = (items: readonly Layout[]): Layout[] => items.filter((item) => !isBlank(item) && item.kind !== "note");
const relates = (items: readonly Layout[]): boolean => items.some((item) => relationOf(item) !== null);

class StatementReader {
  private readonly statements: Statement[] = [];
  private readonly unread: UnreadMath[] = [];
  private readonly brackets: Span[] = [];
  private chain: OpenChain | null = null;

  constructor(
    private readonly latex: string,
    private readonly grammar: Grammar,
  ) {}

  finish(): StatementList {
    this.closeChain();
    return { statements: this.statements, unread: this.unread, brackets: this.brackets };
  }

  comment(span: Span): void {
    this.statements.push({ kind: "comment", span, text: this.latex.slice(span.start, span.end) });
  }

  /** Parts between commas: lists belong together, and variables wait for the `\sim` or `\in` after them. */
  piece(items: readonly Layout[]): void {
    const { before, note } = cutAnnotation(items);
    const parts = splitItems(before, (item) => isSign(item, ",")).filter((part) => solidItems(part).length > 0);
    let waiting: Layout[][] = [];
    for (let k = 0; k < parts.length; k++) {
      const part = parts[k] ?? [];
      if (!relates(part)) {
        waiting.push(part);
        continue;
      }
      const first = part.find((item) => relationOf(item) !== null);
      const list = first !== undefined && (isTilde(first) || isSign(first, "\\in")) ? waiting : [];
      if (list.length === 0) this.list(waiting);
      waiting = [];
      const following = listAfter(parts, k);
      if (following > 0 && this.values(parts.slice(k, k + following + 1))) k += following;
      else this.related([...list, part]);
    }
    this.list(waiting);
    if (note !== null) {
      this.closeChain();
      const inner = spanOf(note.row.items, note.span);
      this.brackets.push({ start: note.span.start, end: inner.start }, { start: inner.end, end: note.span.end });
      this.piece(note.row.items);
      this.closeChain();
    }
  }

  /** Parts without a relation: one bare expression, or a bare list. */
  private list(parts: readonly Layout[][]): void {
    if (parts.length === 0) return;
    this.closeChain();
    const rows = parts.map((part) => solidItems(part));
    const flat = rows.flatMap((row, k): Layout[] => (k === 0 ? row : [comma(row), ...row]));
    const span = spanOf(flat, { start: 0, end: 0 });
    this.attempt(span, () => {
      const row = subRow(flat, span);
      const only = parts[0];
      if (parts.length === 1 && only !== undefined) {
        this.statements.push({ kind: "bare", span, term: this.grammar.row(subRow(withoutNotes(only), span), ORDINARY) });
      } else {
        const items = readArguments(row, ORDINARY, this.grammar);
        const [single] = items;
        const term: Term = items.length === 1 && single !== undefined ? single : { kind: "tuple", items, span };
        this.statements.push({ kind: "bare", span, term });
      }
    });
  }

  /** `i = 1, \dots, n`: says which values a letter takes. */
  private values(parts: readonly Layout[][]): boolean {
    const [first, ...others] = parts;
    if (first === undefined) return false;
    const sides = splitItems(solidItems(first), (item) => isSign(item, "="));
    const [name] = sides;
    const only = name?.[0];
    if (sides.length !== 2 || name?.length !== 1 || only === undefined || !isNaming(only)) return false;
    this.closeChain();
    const span = spanOf(solidItems([first, ...others].flat()), only.span);
    this.attempt(span, () => {
      const variables = [this.grammar.row(subRow(name, span), VARIABLE)];
      this.statements.push({ kind: "membership", span, variables, latex: this.latex.slice(span.start, span.end) });
    });
    return true;
  }

  /** A part with relations, with the variables that stand before it in a list. */
  private related(parts: readonly Layout[][]): void {
    const part = parts[parts.length - 1] ?? [];
    const ahead = parts.slice(0, -1);
    const sides: Layout[][] = [[]];
    const signs: Layout[] = [];
    for (const item of part) {
      if (relationOf(item) === null) {
        sides[sides.length - 1]?.push(item);
      } else {
        signs.push(item);
        sides.push([]);
      }
    }
    const [left = [], ...others] = sides;
    const [first, second] = signs;
    const right = others[0] ?? [];
    const span = spanOf(solidItems([...ahead.flat(), ...part]), { start: 0, end: 0 });
    if (first === undefined) return;
    if (isSignature(left) && relationOf(first) === "other") {
      this.membership(
        [
          [
            ...left.slice(
              0,
              left.findIndex((item) => isSign(item, ":")),
            ),
          ],
        ],
        span,
      );
      return;
    }
    if (isTilde(first) && this.distribution([...ahead, left], right, signs.length > 1)) {
      if (second !== undefined) this.append(others, signs.slice(1));
      return;
    }
    if (isSign(first, "\\in") && signs.length === 1) {
      this.membership([...ahead, left], span);
      return;
    }
    if (ahead.length > 0) this.list(ahead);
    this.append(sides, signs);
  }

  private membership(variables: readonly Layout[][], span: Span): void {
    this.closeChain();
    this.attempt(span, () => {
      const read =
        this.variables(variables) ?? variables.map((part) => this.grammar.row(subRow(withoutNotes(part), span), ORDINARY));
      this.statements.push({ kind: "membership", span, variables: read, latex: this.latex.slice(span.start, span.end) });
    });
  }

  /** Variables in front of `\sim` or `\in`; null for anything else. */
  private variables(parts: readonly Layout[][]): Term[] | null {
    const flat = parts.map(solidItems).flatMap((row, k): Layout[] => (k === 0 ? row : [comma(row), ...row]));
    const only = flat[0];
    const tuple = flat.length === 1 && only?.kind === "fence" && only.open === "(" ? only.row : null;
    try {
      const terms = readArguments(tuple ?? subRow(flat, { start: 0, end: 0 }), VARIABLE, this.grammar);
      const members = terms.flatMap((term): readonly Term[] => (term.kind === "set" ? term.items : [term]));
      return members.length > 0 && members.every(isVariableTerm) ? members : null;
    } catch (error) {
      if (error instanceof NotUnderstood) return null;
      throw error;
    }
  }

  /** `x \sim p(x)`; false when one of the sides is an expression: then `\sim` says that two expressions are alike. */
  private distribution(left: readonly Layout[][], right: readonly Layout[], goesOn: boolean): boolean {
    const variables = this.variables(left);
    const solid = solidItems(right);
    if (variables === null || solid.length === 0) return false;
    const only = solid.length === 1 ? solid[0] : undefined;
    // A bare letter after `\sim` is a distribution only if it can be one.
    if (only !== undefined && !this.names(only)) return false;
    const span = spanOf([...left.flat().filter((item) => !isBlank(item)), ...solid], { start: 0, end: 0 });
    let distribution: Distribution;
    try {
      distribution = readDistribution(subRow(solid, span), this.grammar);
    } catch (error) {
      if (error instanceof NotUnderstood) return false;
      throw error;
    }
    this.closeChain();
    this.statements.push({ kind: "distribution", span, variables, distribution });
    return !goesOn || distribution.kind === "family";
  }

  private names(item: Layout): boolean {
    const head = headOf(item);
    return isFamilyLetter(item, this.grammar) || (head?.key ?? "").startsWith("\\math") || head?.base.kind === "word";
  }

  /** Appends sides to the open chain when the first of them is empty: the part began with a relation. */
  private append(sides: readonly Layout[][], signs: readonly Layout[]): void {
    const [first = []] = sides;
    const headless = solidItems(first).length === 0;
    if (!headless || this.chain === null) {
      this.closeChain();
      this.chain = { continues: headless, sides: [], signs: [] };
    }
    const { sides: read, signs: readSigns } = this.chain;
    signs.forEach((sign, k) => {
      if (k === 0 && !headless) read.push(this.side(first, sign.span.start, null));
      readSigns.push(this.sign(sign));
      const previous = read[read.length - 1]?.term ?? null;
      read.push(this.side(sides[k + 1] ?? [], sign.span.end, previous));
    });
  }

  private sign(item: Layout): Sign {
    return { relation: relationOf(item) ?? "other", span: item.span, latex: this.latex.slice(item.span.start, item.span.end) };
  }

  private side(items: readonly Layout[], empty: number, previous: Term | null): Side {
    const solid = solidItems(items);
    if (solid.length === 0) {
      const span = { start: empty, end: empty };
      return { span, latex: "", term: null, problem: { span, reason: "a side is missing" } };
    }
    const span = spanOf(solid, { start: empty, end: empty });
    const latex = this.textOf(items, span);
    const row = subRow(withoutNotes(items), span);
    try {
      return { span, latex, term: this.lawSide(solid, previous) ?? this.grammar.row(row, ORDINARY), problem: null };
    } catch (error) {
      if (error instanceof NotUnderstood) return { span, latex, term: null, problem: { span: error.span, reason: error.reason } };
      throw error;
    }
  }

  /** `p(z) = \mathcal{N}(\mu, \Sigma)`: after a density of one variable, a law without its point is the law's density at that variable. */
  private lawSide(items: readonly Layout[], previous: Term | null): Term | null {
    const [first, second] = items;
    const head = first === undefined || second === undefined || items.length !== 2 ? null : headOf(first);
    const law = head === null ? null : lawOf(head);
    const point =
      previous?.kind === "density" && previous.distribution.targets.length === 1 ? previous.distribution.targets[0] : undefined;
    if (head === null || law === null || second?.kind !== "fence" || point === undefined) return null;
    const read = readLaw(law, head, second, this.grammar);
    return { kind: "lawDensity", law, point: read.point ?? point, parameters: read.parameters, span: spanOf(items, second.span) };
  }

  /** The source between two offsets without alignment marks and remarks. */
  private textOf(items: readonly Layout[], span: Span): string {
    let text = "";
    let at = span.start;
    for (const item of items) {
      const removed = item.kind === "align" || item.kind === "newRow" || item.kind === "note";
      if (!removed || item.span.start < at || item.span.end > span.end) continue;
      text += this.latex.slice(at, item.span.start);
      at = item.span.end;
    }
    return (text + this.latex.slice(at, span.end)).trim();
  }

  private closeChain(): void {
    if (this.chain === null) return;
    const { continues, sides, signs } = this.chain;
    const spans = [...sides, ...signs].map((part) => part.span);
    const span = { start: Math.min(...spans.map((s) => s.start)), end: Math.max(...spans.map((s) => s.end)) };
    const chain: Chain = { kind: "chain", span, continues, sides, signs };
    this.statements.push(chain);
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
}

function withoutNotes(items: readonly Layout[]): Layout[] {
  return items.filter((item) => item.kind !== "note");
}

function comma(row: readonly Layout[]): Layout {
  const at = row[0]?.span.start ?? 0;
  return { kind: "sign", text: ",", side: null, span: { start: at, end: at } };
}

function isTilde(item: Layout): boolean {
  return relationOf(item) === "similar";
}

/** `f: X` in front of an arrow: says between what a function maps. */
function isSignature(items: readonly Layout[]): boolean {
  const [name, colon] = solidItems(items);
  return name !== undefined && isNaming(name) && isSign(colon, ":");
}

/** How many parts after this one continue a list of values: `1, \dots, n`, `0, 1`. */
function listAfter(parts: readonly Layout[][], at: number): number {
  let count = 0;
  let ellipsis = false;
  let numerals = true;
  for (const part of parts.slice(at + 1)) {
    const solid = solidItems(part);
    if (relates(solid)) break;
    ellipsis ||= solid.some((item) => isSign(item, "\\dots"));
    numerals &&= solid.length === 1 && solid[0]?.kind === "numeral";
    count++;
  }
  return ellipsis || numerals ? count : 0;
}

/** `x = g(z)\ (x \sim p(x|z))`: brackets that hold a relation, set off by a space, are a statement of their own. */
function cutAnnotation(items: readonly Layout[]): { before: readonly Layout[]; note: Extract<Layout, { kind: "fence" }> | null } {
  const at = items.findLastIndex((item) => !isBlank(item));
  const item = items[at];
  const previous = items[at - 1];
  const apart = previous?.kind === "space" || previous?.kind === "fence";
  if (item?.kind !== "fence" || item.open !== "(" || !apart || !relates(item.row.items)) return { before: items, note: null };
  return { before: items.slice(0, at), note: item };
}
