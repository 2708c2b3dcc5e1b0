import { Positions } from "../document/positions.js";
import { readDocument } from "../document/read.js";
import type { Document, Equation, SourceRange } from "../document/types.js";
import { nameLatex } from "../terms/name.js";
import type { RelationName, Term } from "../terms/term.js";
import { termKey } from "../terms/traverse.js";
import type { ReadEquation } from "../meaning/steps.js";
import type { Chain, NotationContext, Statement } from "../notation/types.js";
import { surveyNotation } from "../notation/survey.js";
import { hash128 } from "../numbers/random.js";
import { readEquations } from "../verdicts/reading.js";
import { LetterCollector, type Letters, lettersOf } from "./letters.js";
import type { RelationOperator, TermOperator } from "./operator.js";
import { OPERATORS } from "./operators.js";
import { placesOf } from "./places.js";
import { type Reading, replaceNode, type SideAddress, type Splice, spliceSide, spliceSign } from "./splice.js";

/** One edit of a document's text. Offsets are into the document as it is given. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** A document with one slip in it. */
export interface Mutant {
  /** From what is edited and how, not from where: survives edits elsewhere. */
  readonly id: string;
  readonly operator: string;
  /** 1-based, of the edit in the document as it is given. */
  readonly line: number;
  readonly column: number;
  readonly edit: Edit;
  /** The text that the edit replaces. */
  readonly before: string;
  readonly change: Change;
  /** The mutated equation, with its delimiters and without. */
  readonly outer: SourceRange;
  readonly inner: SourceRange;
  /** Offsets of the signs of those steps whose content the edit changes, in the order of the document. */
  readonly signs: readonly number[];
}

/** What the edit changes: a side of one or two steps, or the sign of one. */
export type Change =
  | {
      readonly kind: "side";
      readonly original: Term;
      readonly edited: Term;
      /** The values that differ, where the edit is one of a value; null for one of letters, indices or bounds. */
      readonly values: readonly [Term, Term] | null;
      /** Whether the edit writes a family that stands nowhere before, nor elsewhere on this side. */
      readonly newFamily: boolean;
      /** The steps that it is a side of, with their other sides where these were understood. */
      readonly steps: readonly {
        readonly relation: RelationName;
        readonly place: "left" | "right";
        readonly other: Term | null;
      }[];
    }
  | { readonly kind: "relation"; readonly left: Term | null; readonly right: Term | null };

export function applyEdit(text: string, { start, end, replacement }: Edit): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** Nodes of the largest side that is mutated: every mutant of it is read again, so the work grows with their square. */
const LARGEST_SIDE = 1000;

/** Every mutant of a document, in the order of its text and then of the operators. No two have the same text. */
export function mutantsOf(text: string): readonly Mutant[] {
  const document = readDocument(text);
  return new Enumeration(document, readEquations(document)).run();
}

class Enumeration {
  private readonly mutants: Mutant[] = [];
  private readonly edits = new Set<string>();
  private readonly occurrences = new Map<string, number>();
  private readonly positions: Positions;
  private readonly context: NotationContext;
  /** The letters of the document up to the equation at hand. */
  private readonly collector = new LetterCollector();
  private letters: Letters = this.collector.letters();
  /** Families of the equations before the one at hand. */
  private met: ReadonlySet<string> = new Set();

  constructor(
    private readonly document: Document,
    private readonly read: readonly ReadEquation[],
  ) {
    this.positions = new Positions(document.text);
    const macros = Object.fromEntries(document.macros.map((macro) => [macro.name, macro.body]));
    const survey = surveyNotation(
      document.equations.map((equation) => ({ latex: equation.clean ?? equation.latex, environment: equation.environment })),
      macros,
    );
    this.context = { ...survey, macros };
  }

  run(): readonly Mutant[] {
    for (const { equation, parsed } of this.read) {
      const reading: Reading = { equation, parsed, context: this.context };
      this.met = new Set(this.letters.families.map(nameLatex));
      for (const statement of parsed.statements) this.meet(statement);
      this.letters = this.collector.letters();
      parsed.statements.forEach((statement, at) => {
        if (statement.kind !== "chain") return;
        statement.sides.forEach((side, k) => {
          if (side.term !== null) this.sideMutants(reading, statement, { statement: at, side: k }, side.term);
        });
        statement.signs.forEach((_, k) => {
          this.signMutants(reading, statement, at, k);
        });
      });
    }
    return this.mutants.sort((a, b) => a.outer.start - b.outer.start || a.edit.start - b.edit.start || a.edit.end - b.edit.end);
  }

  private meet(statement: Statement): void {
    switch (statement.kind) {
      case "chain":
        for (const { term } of statement.sides) if (term !== null) this.collector.meet(term);
        return;
      case "bare":
        this.collector.meet(statement.term);
        return;
      case "distribution":
        this.collector.meetDistribution(statement.distribution);
        return;
      case "membership":
      case "comment":
        return;
    }
  }

  private sideMutants(reading: Reading, chain: Chain, address: SideAddress, original: Term): void {
    const places = placesOf(original);
    if (places.length > LARGEST_SIDE) return;
    const touched = stepsAround(chain, address.side);
    const seen = new Set([termKey(original)]);
    const familiesBefore = new Set([...this.met, ...familiesIn(original)]);
    const operators = OPERATORS.filter((operator): operator is TermOperator => operator.kind === "term");
    for (const operator of operators) {
      for (const place of places) {
        for (const replacement of operator.edits(place, this.letters)) {
          const edited = replaceNode(original, place.node, replacement);
          const editedKey = termKey(edited);
          if (seen.has(editedKey)) continue;
          seen.add(editedKey);
          const splice = spliceSide(reading, address, original, edited);
          if (splice === null) continue;
          const newFamily = familiesIn(edited).some((family) => !familiesBefore.has(family));
          const values: readonly [Term, Term] | null = place.role === "value" ? [place.node, replacement] : null;
          const steps = touched.map(({ sign, place: where, other }) => ({ relation: sign.relation, place: where, other }));
          this.add(
            reading,
            operator.name,
            splice,
            touched.map(({ sign }) => sign.span.start),
            { kind: "side", original, edited, values, newFamily, steps },
          );
        }
      }
    }
  }

  private signMutants(reading: Reading, chain: Chain, statement: number, at: number): void {
    const sign = chain.signs[at];
    if (sign === undefined) return;
    const operators = OPERATORS.filter((operator): operator is RelationOperator => operator.kind === "relation");
    const left = chain.sides[chain.continues ? at - 1 : at]?.term ?? null;
    const right = chain.sides[chain.continues ? at : at + 1]?.term ?? null;
    for (const operator of operators) {
      for (const relation of operator.edits(sign.relation)) {
        const splice = spliceSign(reading, statement, at, relation);
        if (splice !== null) this.add(reading, operator.name, splice, [sign.span.start], { kind: "relation", left, right });
      }
    }
  }

  private add({ equation }: Reading, operator: string, splice: Splice, signs: readonly number[], change: Change): void {
    const { start: origin } = equation.inner;
    const edit: Edit = {
      start: origin + splice.span.start,
      end: origin + wholeEntity(equation, splice.span.end),
      replacement: splice.latex,
    };
    const unique = `${edit.start} ${edit.end} ${edit.replacement}`;
    if (this.edits.has(unique)) return;
    this.edits.add(unique);
    const before = this.document.text.slice(edit.start, edit.end);
    const { line, column } = this.positions.at(edit.start);
    this.mutants.push({
      id: this.identify(operator, equation.latex, before, splice.latex),
      operator,
      line,
      column,
      edit,
      before,
      change,
      outer: equation.outer,
      inner: equation.inner,
      signs: signs.map((offset) => origin + offset),
    });
  }

  private identify(operator: string, latex: string, before: string, after: string): string {
    const content = JSON.stringify([operator, latex, before, after]);
    const occurrence = (this.occurrences.get(content) ?? 0) + 1;
    this.occurrences.set(content, occurrence);
    return [...hash128(`${content}#${occurrence}`).slice(0, 2)]
      .map((word) => word.toString(16).padStart(8, "0"))
      .join("")
      .slice(0, 12);
  }
}

/** The end of a range in an equation's source; one that ends within `&lt;` takes all of it along. */
function wholeEntity({ latex, clean }: Equation, end: number): number {
  if (clean === undefined) return end;
  for (const match of latex.matchAll(/&[a-z]+;/g)) {
    const to = match.index + match[0].length;
    if (match.index < end && to > end && clean.slice(match.index, to) !== match[0]) return to;
  }
  return end;
}

function familiesIn(term: Term): readonly string[] {
  return lettersOf([term]).families.map(nameLatex);
}

interface TouchedStep {
  readonly sign: Chain["signs"][number];
  readonly place: "left" | "right";
  readonly other: Term | null;
}

/** The steps of a chain that a side belongs to. */
function stepsAround(chain: Chain, side: number): readonly TouchedStep[] {
  const before = chain.signs[chain.continues ? side : side - 1];
  const after = chain.signs[chain.continues ? side + 1 : side];
  const term = (at: number): Term | null => chain.sides[at]?.term ?? null;
  return [
    ...(before === undefined ? [] : [{ sign: before, place: "right" as const, other: term(side - 1) }]),
    ...(after === undefined ? [] : [{ sign: after, place: "left" as const, other: term(side + 1) }]),
  ];
}
