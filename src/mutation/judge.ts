import type { RelationName, Term } from "../terms/term.js";
import { headOf } from "../meaning/definitions.js";
import { printTerm } from "../notation/print.js";
import { checkDocument, type CheckMemory, newMemory } from "../verdicts/check.js";
import type { CheckOptions, DocumentResult, StepResult } from "../verdicts/result.js";
import { applyEdit, type Change, type Edit, type Mutant, mutantsOf } from "./mutants.js";
import type { Judgement, Outcome } from "./outcome.js";

/** A document with its mutants. Steps that are not accepted as they stand have none: an edit can spoil nothing there. */
export class MutationRun {
  readonly mutants: readonly Mutant[];
  readonly baseline: DocumentResult;
  /** Steps without a mutant: not accepted as they stand, or too long. */
  readonly leftOut: number;
  private readonly memory = newMemory();
  private readonly steps: ReadonlyMap<number, StepResult>;

  constructor(
    private readonly text: string,
    private readonly path: string,
    private readonly options: CheckOptions,
  ) {
    this.baseline = checkDocument(text, path, options, this.memory);
    this.steps = new Map(this.baseline.steps.map((step) => [step.range.sign.start, step]));
    this.mutants = mutantsOf(text).filter((mutant) => mutant.signs.some((sign) => isAccepted(this.steps.get(sign))));
    const mutated = new Set(this.mutants.flatMap(({ signs }) => signs));
    this.leftOut = this.baseline.steps.filter(({ range }) => !mutated.has(range.sign.start)).length;
  }

  judge(mutant: Mutant): Judgement {
    const mutated = this.check(mutant.edit);
    const shift = (offset: number): number => shifted(offset, mutant.edit);
    const touched = mutant.signs.map((sign) => ({ before: this.steps.get(sign), after: stepAt(mutated, shift(sign)) }));
    const verdicts = touched.flatMap(({ after }) => (after === undefined ? [] : [after.verdict]));
    const as = (outcome: Outcome, reason: string, caught: number | null = null): Judgement => ({
      mutant,
      outcome,
      verdicts,
      reason,
      caught,
    });

    const end = shift(mutant.outer.end);
    const own = mutated.steps.filter(({ range }) => range.sign.start >= mutant.outer.start && range.sign.start < end);
    const refuted = own.find((step) => this.isNewlyRefuted(step, mutant.edit));
    if (refuted !== undefined) return as("refuted", refuted.message ?? "");
    const same = this.readingsOfSameness(mutant);
    if (same?.length === 0) return as("equivalent", "the checker decides that the edit changes nothing");

    const accepted = touched.find((step) => isClaimed(step, mutant.change));
    if (accepted?.after !== undefined) {
      const named = new Set(touched.flatMap(({ after }) => after?.reading ?? []));
      if (same?.every((reading) => named.has(reading)) === true) return as("lenient", `read leniently: ${same.join("; ")}`);
      if (this.isImplied(mutant)) return as("implied", "it follows from the inequality before the edit");
      const other = isInequality(mutant.change) || accepted.before?.verdict === "assumed";
      return as(other ? "holds" : "accepted", describe(accepted.after));
    }
    const open = touched.find(({ after }) => !isAccepted(after));
    if (open === undefined)
      return as("redefinition", touched[0]?.after?.message ?? "", this.caughtBelow(mutated, mutant.edit, end));
    const outcome = open.after?.verdict === "undecided" ? "undecided" : "not-understood";
    return as(outcome, open.after?.message ?? "what is left is no step");
  }

  private check(edit: Edit): DocumentResult {
    // A copy: what the mutant's own steps add is of no use to the next one.
    const memory: CheckMemory = { decisions: new Map(this.memory.decisions) };
    return checkDocument(applyEdit(this.text, edit), this.path, this.options, memory);
  }

  /** Decides a claim of its own in the place of the mutated equation, in the context that the equation has. */
  private claim(mutant: Mutant, left: string, sign: string, right: string): StepResult | undefined {
    const edit = { ...mutant.inner, replacement: ` ${left} ${sign} ${right} ` };
    return this.check(edit).steps.find(
      ({ range }) => range.sign.start > edit.start && range.sign.start < edit.start + edit.replacement.length,
    );
  }

  /**
   * The lenient readings, beyond those that the document needs anyway, under which the checker decides that the edit changes nothing; null where it does
   * not decide that.
   */
  private readingsOfSameness(mutant: Mutant): readonly string[] | null {
    const { change } = mutant;
    const sides = sidesToCompare(change);
    if (sides === null) return null;
    const relation = change.kind === "side" && change.steps.length === 1 ? change.steps[0]?.relation : undefined;
    const sign = relation === "proportional" ? "\\propto" : relation === "similar" ? "\\sim" : "=";
    const whole = this.claim(mutant, sides[0], sign, sides[1]);
    const step = isDecided(whole) ? whole : this.sameValues(mutant);
    if (!isDecided(step)) return null;
    const known = new Set(mutant.signs.flatMap((at) => this.steps.get(at)?.reading ?? []));
    return step.reading.filter((reading) => !known.has(reading));
  }

  /** The claim that the edited value is what it was, wherever it stands. The 1 keeps a letter alone from being taken for a definition. */
  private sameValues(mutant: Mutant): StepResult | undefined {
    const { change } = mutant;
    if (change.kind !== "side" || change.values === null) return undefined;
    const [before, after] = change.values.map((value) => `1 + (${printTerm(value)})`);
    return before === undefined || after === undefined ? undefined : this.claim(mutant, before, "=", after);
  }

  /**
   * Whether every step of the edited side is an inequality that follows from the one before: the edited side is the weaker one, or the sides of the
   * inequality are twice or half as far apart.
   */
  private isImplied(mutant: Mutant): boolean {
    const { change } = mutant;
    if (change.kind !== "side") return false;
    const [original, edited] = [printTerm(change.original), printTerm(change.edited)];
    return change.steps.every(({ relation, place, other }) => {
      const sign = INEQUALITIES[relation];
      if (sign === undefined) return false;
      const weaker = place === "left" ? this.claim(mutant, edited, sign, original) : this.claim(mutant, original, sign, edited);
      if (isShown(weaker)) return true;
      if (other === null) return false;
      const bound = printTerm(other);
      return ["2", "\\frac{1}{2}"].some((factor) =>
        isShown(this.claim(mutant, `(${edited}) - (${bound})`, "=", `${factor} ((${original}) - (${bound}))`)),
      );
    });
  }

  private isNewlyRefuted(step: StepResult, edit: Edit): boolean {
    return step.verdict === "refuted" && this.stepBefore(step, edit)?.verdict !== "refuted";
  }

  /** The step of the document that a step of the mutant is. */
  private stepBefore(step: StepResult, edit: Edit): StepResult | undefined {
    return this.steps.get(unshifted(step.range.sign.start, edit));
  }

  private caughtBelow(mutated: DocumentResult, edit: Edit, end: number): number | null {
    const caught = mutated.steps.find((step) => step.range.sign.start >= end && this.isNewlyRefuted(step, edit));
    return caught === undefined ? null : (this.stepBefore(caught, edit)?.line ?? caught.line);
  }
}

const INEQUALITIES: Partial<Readonly<Record<RelationName, string>>> = {
  less: "\\le",
  lessEqual: "\\le",
  greater: "\\ge",
  greaterEqual: "\\ge",
};

/** An edited step before the edit and after. */
interface Touched {
  readonly before: StepResult | undefined;
  readonly after: StepResult | undefined;
}

/** Whether a step is accepted as more than a definition or assumption that it may be. */
function isClaimed({ before, after }: Touched, change: Change): boolean {
  if (!isAccepted(after)) return false;
  return after?.verdict !== "assumed" || (before?.verdict !== "assumed" && !definesAnew(change));
}

/** Whether the edit writes what a step may define: a letter, function or density alone on the left, or a family that does not stand before it. */
function definesAnew(change: Change): boolean {
  if (change.kind !== "side") return false;
  return change.newFamily || (isHead(change.edited) && change.steps.some(({ place }) => place === "left"));
}

/** A letter, a function's value, or a density, also by its logarithm. */
function isHead(term: Term): boolean {
  const inner = term.kind === "negate" ? term.argument : term;
  const density = inner.kind === "elementary" && inner.name === "log" ? inner.argument : term;
  return density.kind === "density" || headOf(term) !== null;
}

function isInequality(change: Change): boolean {
  return change.kind === "side" && change.steps.every(({ relation }) => INEQUALITIES[relation] !== undefined);
}

function isDecided(step: StepResult | undefined): step is StepResult {
  return step?.verdict === "exact" || step?.verdict === "proved";
}

/** Whether a claim of its own is accepted as it is written. */
function isShown(step: StepResult | undefined): boolean {
  return step !== undefined && step.verdict !== "assumed" && isAccepted(step) && step.reading.length === 0;
}

/** What would have to be equal for the edit to change nothing. */
function sidesToCompare(change: Change): readonly [string, string] | null {
  if (change.kind === "side") return [printTerm(change.original), printTerm(change.edited)];
  return change.left === null || change.right === null ? null : [printTerm(change.left), printTerm(change.right)];
}

function isAccepted(step: StepResult | undefined): boolean {
  switch (step?.verdict) {
    case "proved":
    case "exact":
    case "supported":
    case "assumed":
      return true;
    case "refuted":
    case "undecided":
    case "not-understood":
    case undefined:
      return false;
  }
}

function describe(step: StepResult): string {
  const reading = step.reading.length === 0 ? "" : `, reading ${step.reading.join("; ")}`;
  const message = step.message === undefined ? "" : ` (${step.message})`;
  return `${step.verdict}${reading}${message}: ${step.left} ${step.relation} ${step.right}`;
}

function stepAt(result: DocumentResult, offset: number): StepResult | undefined {
  return result.steps.find((step) => step.range.sign.start === offset);
}

/** Where an offset of the document stands after an edit, and back. */
function shifted(offset: number, { start, end, replacement }: Edit): number {
  return offset >= end && end > start ? offset + replacement.length - (end - start) : offset;
}

function unshifted(offset: number, { start, end, replacement }: Edit): number {
  return offset >= start + replacement.length ? offset - replacement.length + (end - start) : offset;
}
