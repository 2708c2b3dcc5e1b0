import type { Document, FrontMatter, Position, SourceRange } from "../document/types.js";
import type { Setting } from "../claims/setting.js";
import type { RelationName, Term } from "../terms/term.js";
import { someNode, termKey } from "../terms/traverse.js";
import { expand } from "../meaning/definitions.js";
import { makeExplicit } from "../meaning/explicit.js";
import { renameFamilies } from "../meaning/readings.js";
import { parseEquation } from "../notation/parse.js";
import { WorkLimitError } from "../numbers/limits.js";
import { type Inspection, inspectDocument, type SettledStep } from "./check.js";
import { relevantHypotheses } from "./letters.js";
import { withOutcomes } from "./outcomes.js";
import { bareTerm } from "./reading.js";
import type { CheckOptions, DocumentResult, Verdict } from "./result.js";

/** One side of an equation of a document, ready to be computed. */
export interface Formula {
  /** Binders, families and definitions written out. */
  readonly term: Term;
  /** As the document writes it. */
  readonly latex: string;
  readonly range: SourceRange;
  readonly at: Position;
  /** Index into `Document.sections`: what the document says there is what the formula presupposes. */
  readonly section: number;
}

/** A relation between two formulas, as the checker judged it. */
export interface FormulaLink {
  readonly left: Formula;
  readonly right: Formula;
  readonly relation: RelationName;
  readonly verdict: Verdict;
  /** The checker's name of the step. */
  readonly id: string;
  /** Of the relation sign. */
  readonly at: Position;
  /** Links of one chain follow one another. */
  readonly chain: number;
}

/** The formulas of a checked document. */
export class Formulas {
  readonly links: readonly FormulaLink[];

  private constructor(private readonly inspection: Inspection) {
    this.links = inspection.steps.map((settled) => this.linkOf(settled)).filter((link) => link !== null);
  }

  static of(text: string, path: string, options: CheckOptions): Formulas {
    return new Formulas(inspectDocument(text, path, options));
  }

  get document(): Document {
    return this.inspection.document;
  }

  get frontMatter(): FrontMatter | null {
    return this.inspection.document.frontMatter;
  }

  /** What `check` says of the document. */
  get checked(): DocumentResult {
    return this.inspection.result;
  }

  positionOf(offset: number): Position {
    return this.inspection.positions.at(offset);
  }

  /** What a claim with these terms presupposes in a section. */
  settingOf(terms: readonly Term[], section: number): Setting {
    const setting = withOutcomes(this.inspection.resolver.scope.settingAt(section), terms);
    return { ...setting, hypotheses: relevantHypotheses(setting.hypotheses, terms) };
  }

  /** Reads LaTeX in the language of the document, as it would be read in a section of it. Gives the reason where it is not understood. */
  read(latex: string, section: number): Term | string {
    const parsed = parseEquation(latex, null, this.inspection.notation);
    const [unread] = parsed.unread;
    if (unread !== undefined) return unread.reason;
    const term = bareTerm(parsed);
    return term === null ? "it is not one expression without a relation" : this.write(term, section);
  }

  /** Reads an equation of two sides. */
  readEquation(latex: string, section: number): { readonly left: Term; readonly right: Term } | string {
    const [statement, more] = parseEquation(latex, null, this.inspection.notation).statements;
    if (statement?.kind !== "chain" || more !== undefined || statement.sides.length !== 2) return "it is not one equation";
    const sides = statement.sides.map(({ term, problem }) =>
      term === null ? (problem?.reason ?? "it is not understood") : this.write(term, section),
    );
    const [left, right] = sides;
    if (left === undefined || typeof left === "string") return left ?? "it has no sides";
    return right === undefined || typeof right === "string" ? (right ?? "it has one side") : { left, right };
  }

  /** The first formula that is the term, or has it as a part. */
  find(term: Term): Formula | null {
    const key = termKey(term);
    const formulas = this.links.flatMap(({ left, right }) => [left, right]);
    return (
      formulas.find((formula) => termKey(formula.term) === key) ??
      formulas.find((formula) => someNode(formula.term, (node) => termKey(node) === key)) ??
      null
    );
  }

  /** Whether the checker refuted the step that leads to a formula. */
  isRefuted(formula: Formula): boolean {
    return this.links.some((link) => link.verdict === "refuted" && link.right.range.start === formula.range.start);
  }

  /** Everything in the document's chains of equalities that is written as equal to the term, in order, whether or not the checker agrees. */
  equalsOf(term: Term): readonly Formula[] {
    const key = termKey(term);
    const linked = (link: FormulaLink): boolean => link.relation === "equal" || link.relation === "define";
    const chains = new Set(
      this.links
        .filter((link) => linked(link) && [link.left, link.right].some((formula) => termKey(formula.term) === key))
        .map(({ chain }) => chain),
    );
    const found = new Map<string, Formula>();
    for (const link of this.links) {
      if (!chains.has(link.chain) || !linked(link)) continue;
      for (const formula of [link.left, link.right])
        if (!found.has(termKey(formula.term))) found.set(termKey(formula.term), formula);
    }
    return [...found.values()];
  }

  private linkOf({ step, resolution, result }: SettledStep): FormulaLink | null {
    const sides = resolution?.sides ?? null;
    if (sides === null) return null;
    const formula = (term: Term, side: typeof step.left): Formula => ({
      term: this.writeOut(term),
      latex: side.latex,
      range: side.range,
      at: this.inspection.positions.at(side.range.start),
      section: step.section,
    });
    return {
      left: formula(sides.left, step.left),
      right: formula(sides.right, step.right),
      relation: step.relation,
      verdict: result.verdict,
      id: result.id,
      at: { line: result.line, column: result.column },
      chain: step.chain,
    };
  }

  private write(term: Term, section: number): Term | string {
    const { scope, vocabulary } = this.inspection.resolver;
    const explicit = makeExplicit(term, { vocabulary, laws: scope.lawsAt(section), step: [term] });
    return explicit.kind === "problem" ? explicit.reason : this.writeOut(renameFamilies(explicit.term, scope.aliases));
  }

  /** With the values of its definitions; as it stands where they cannot be written out. */
  private writeOut(term: Term): Term {
    try {
      return expand(term, this.inspection.resolver.scope.definitions);
    } catch (error) {
      if (error instanceof WorkLimitError) return term;
      throw error;
    }
  }
}
