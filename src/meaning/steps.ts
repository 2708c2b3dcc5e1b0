import type { Document, Equation, SourceRange } from "../document/types.js";
import type { Distribution, RelationName, Span, Term } from "../terms/term.js";
import type { Chain, Guess, ParsedEquation, Side, Statement } from "../notation/types.js";
import { hash128 } from "../numbers/random.js";

/** One side of a step where it stands in the document. */
export interface SideAt {
  readonly latex: string;
  readonly term: Term | null;
  readonly problem: string | null;
  readonly guess: Guess | null;
  readonly range: SourceRange;
  /** Start of its equation's LaTeX in the document: spans of `term` count from here. */
  readonly origin: number;
}

/** One relation of a document with its two sides. */
export interface Step {
  readonly id: string;
  readonly left: SideAt;
  readonly right: SideAt;
  readonly relation: RelationName;
  readonly sign: string;
  readonly signRange: SourceRange;
  /** From the left side, or from the sign where the left side stands in an earlier block, to the end of the right side. */
  readonly range: SourceRange;
  readonly chain: number;
  /** 0 for the first relation of its chain. */
  readonly position: number;
  readonly section: number;
}

/** What a document holds, in the order in which it is read. */
export type Item =
  | { readonly kind: "step"; readonly step: Step }
  | {
      readonly kind: "distribution";
      readonly variables: readonly Term[];
      readonly distribution: Distribution;
      readonly range: SourceRange;
      readonly section: number;
    }
  | { readonly kind: "membership"; readonly latex: string; readonly range: SourceRange; readonly section: number }
  | { readonly kind: "bare"; readonly term: Term; readonly section: number };

export interface ReadEquation {
  readonly equation: Equation;
  readonly parsed: ParsedEquation;
}

/** Puts the statements of all equations in order, joins chains that go on in a later equation, and names every step. */
export function itemsOf(document: Document, equations: readonly ReadEquation[]): readonly Item[] {
  return new Joiner(document).run(equations);
}

/** A chain that a later equation may go on with. */
interface OpenChain {
  readonly chain: number;
  /** Of its next relation. */
  readonly position: number;
  readonly last: SideAt;
  readonly section: number;
}

class Joiner {
  private readonly items: Item[] = [];
  private readonly occurrences = new Map<string, number>();
  private chains = 0;
  /** The chain read last. */
  private recent: OpenChain | null = null;
  /** The chain that displays go on with. */
  private displayed: OpenChain | null = null;

  constructor(private readonly document: Document) {}

  run(equations: readonly ReadEquation[]): readonly Item[] {
    for (const { equation, parsed } of equations) {
      for (const statement of parsed.statements) this.statement(equation, statement);
    }
    return this.items;
  }

  private statement(equation: Equation, statement: Statement): void {
    const { section } = equation;
    switch (statement.kind) {
      case "chain":
        this.joinChain(equation, statement);
        return;
      case "distribution": {
        const { variables, distribution } = statement;
        this.items.push({
          kind: "distribution",
          variables,
          distribution,
          range: this.rangeOf(equation, statement.span),
          section,
        });
        return;
      }
      case "membership":
        this.items.push({ kind: "membership", latex: statement.latex, range: this.rangeOf(equation, statement.span), section });
        return;
      case "bare":
        this.items.push({ kind: "bare", term: statement.term, section });
        if (equation.display) this.startWith(equation, statement);
        return;
      case "comment":
        return;
    }
  }

  /** A display without a relation may be the left side of a chain that goes on in the next one. */
  private startWith(equation: Equation, statement: Extract<Statement, { kind: "bare" }>): void {
    const latex = equation.latex.slice(statement.span.start, statement.span.end).trim();
    this.chains += 1;
    this.recent = {
      chain: this.chains,
      position: 0,
      last: {
        latex,
        term: statement.term,
        problem: null,
        guess: null,
        range: this.rangeOf(equation, statement.span),
        origin: equation.inner.start,
      },
      section: equation.section,
    };
    this.displayed = this.recent;
  }

  private joinChain(equation: Equation, chain: Chain): void {
    const sides = chain.sides.map((side) => this.sideAt(equation, side));
    const open = chain.continues ? this.openFor(equation) : null;
    if (open === null) this.chains += 1;
    const number = open?.chain ?? this.chains;
    const before = open?.position ?? 0;
    chain.signs.forEach((sign, i) => {
      const left = chain.continues ? (sides[i - 1] ?? open?.last ?? null) : (sides[i] ?? null);
      const right = sides[chain.continues ? i : i + 1];
      if (right === undefined) return;
      const signRange = this.rangeOf(equation, sign.span);
      const from = left ?? this.missing(signRange.start);
      const here = chain.continues && i === 0 ? [signRange, right.range] : [from.range, signRange, right.range];
      const step: Step = {
        id: this.identify(from.latex, sign.relation, right.latex),
        left: from,
        right,
        relation: sign.relation,
        sign: sign.latex,
        signRange,
        range: hull(here),
        chain: number,
        position: before + i,
        section: equation.section,
      };
      this.items.push({ kind: "step", step });
    });
    const last = sides.at(-1);
    if (chain.aside || last === undefined) return;
    this.recent = { chain: number, position: before + chain.signs.length, last, section: equation.section };
    if (equation.display) this.displayed = this.recent;
  }

  /** The chain that an equation goes on with: a display with the display before it, whatever the prose between them says in formulas. */
  private openFor(equation: Equation): OpenChain | null {
    const candidates = equation.display ? [this.displayed, this.recent] : [this.recent];
    return candidates.find((open) => open !== null && this.sameTopic(open.section, equation.section)) ?? null;
  }

  /** A chain goes on across prose and deeper headings, not into another part of the document. */
  private sameTopic(outer: number, section: number): boolean {
    for (let at = section; ; at = this.document.sections[at]?.parent ?? -1) {
      if (at === outer) return true;
      if (at < 0) return false;
    }
  }

  private missing(at: number): SideAt {
    return {
      latex: "",
      term: null,
      problem: "the relation has no left side: no chain stands before it",
      guess: null,
      range: { start: at, end: at },
      origin: at,
    };
  }

  private sideAt(equation: Equation, side: Side): SideAt {
    return {
      latex: side.latex,
      term: side.term,
      problem: side.problem?.reason ?? null,
      guess: side.guess,
      range: this.rangeOf(equation, side.span),
      origin: equation.inner.start,
    };
  }

  private rangeOf(equation: Equation, span: Span): SourceRange {
    return { start: equation.inner.start + span.start, end: equation.inner.start + span.end };
  }

  /** From the content and its occurrence: an edit elsewhere in the document leaves it as it is. */
  private identify(left: string, relation: RelationName, right: string): string {
    const content = JSON.stringify([squeeze(left), relation, squeeze(right)]);
    const occurrence = (this.occurrences.get(content) ?? 0) + 1;
    this.occurrences.set(content, occurrence);
    const words = hash128(`${content}#${occurrence}`);
    return [...words.slice(0, 2)]
      .map((word) => word.toString(16).padStart(8, "0"))
      .join("")
      .slice(0, 12);
  }
}

/** The range from the first to the last of several, in whatever order they stand: a macro may turn its arguments round. */
function hull(ranges: readonly SourceRange[]): SourceRange {
  return { start: Math.min(...ranges.map(({ start }) => start)), end: Math.max(...ranges.map(({ end }) => end)) };
}

function squeeze(latex: string): string {
  return latex.replace(/\s+/g, " ").trim();
}
