import type { RelationName } from "../kernel/term.js";
import { headOf } from "../meaning/definitions.js";
import { printTerm } from "../notation/print.js";
import { checkDocument, type CheckMemory, newMemory } from "../verdicts/check.js";
import type { CheckOptions, DocumentResult, StepResult, Verdict } from "../verdicts/result.js";
import { applyEdit, type Change, type Edit, type Mutant, mutantsOf } from "./mutants.js";

/**
 * What became of a mutant.
 *
 * `refuted`: a step of the mutated equation is refuted. `equivalent`: the checker itself decides that the edit changed nothing, so there is nothing to
 * refute. `implied`: an inequality that follows from the one before the edit. `holds`: another inequality that the checker supports too; whether it is true
 * is for a person to say. `redefinition`: the edited step only defines or assumes, as it did before or because the edit writes another head or a family that
 * did not stand there; `caught` is the first later line that is refuted because of it. `accepted`: a claim is still accepted although the checker does not show that it says the
 * same. `undecided` and `not-understood`: neither accepted nor refuted.
 */
export type Outcome =
  "refuted" | "equivalent" | "implied" | "holds" | "redefinition" | "accepted" | "undecided" | "not-understood";

export interface Judgement {
  readonly mutant: Mutant;
  readonly outcome: Outcome;
  /** Verdicts of the edited steps, in the order of the document. */
  readonly verdicts: readonly Verdict[];
  readonly reason: string;
  /** For a redefinition: the first line below whose verdict turns to refuted; null when there is none. */
  readonly caught: number | null;
}

/** Whether nobody reading the report would have seen the slip. */
export function survives({ outcome, caught }: Judgement): boolean {
  switch (outcome) {
    case "refuted":
    case "equivalent":
    case "implied":
      return false;
    case "redefinition":
      return caught === null;
    case "holds":
    case "accepted":
    case "undecided":
    case "not-understood":
      return true;
  }
}

/** A document with its mutants. Steps that are not accepted as they stand have none: an edit can spoil nothing there. */
export class MutationRun {
  readonly mutants: readonly Mutant[];
  readonly baseline: DocumentResult;
  /** Steps of the document that were left out. */
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
    this.leftOut = this.baseline.steps.filter((step) => !isAccepted(step)).length;
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
    const refuted = own.find(
      (step) =>
        step.verdict === "refuted" && this.steps.get(unshifted(step.range.sign.start, mutant.edit))?.verdict !== "refuted",
    );
    if (refuted !== undefined) return as("refuted", refuted.message ?? "");
    if (this.isEquivalent(mutant)) return as("equivalent", "the checker decides that the edit changes nothing");

    const mayAssume = definesAnew(mutant.change);
    const accepted = touched.filter(
      ({ before, after }) => isAccepted(after) && !(after?.verdict === "assumed" && (mayAssume || before?.verdict === "assumed")),
    );
    const [first] = accepted;
    if (first?.after !== undefined) {
      if (!isInequality(mutant.change)) return as("accepted", describe(first.after));
      return this.isImplied(mutant)
        ? as("implied", "it follows from the inequality before the edit")
        : as("holds", describe(first.after));
    }
    const open = touched.find(
      ({ after }) => after === undefined || after.verdict === "undecided" || after.verdict === "not-understood",
    );
    if (open === undefined)
      return as("redefinition", touched[0]?.after?.message ?? "", this.caughtBelow(mutated, mutant.edit, end));
    return as(
      open.after?.verdict === "undecided" ? "undecided" : "not-understood",
      open.after?.message ?? "what is left is no step",
    );
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

  private isEquivalent(mutant: Mutant): boolean {
    const { change } = mutant;
    const sides = sidesToCompare(change);
    if (sides === null) return false;
    const relation = change.kind === "side" && change.steps.length === 1 ? change.steps[0]?.relation : undefined;
    const sign = relation === "proportional" ? "\\propto" : relation === "similar" ? "\\sim" : "=";
    const step = this.claim(mutant, sides[0], sign, sides[1]);
    if (step === undefined || (step.verdict !== "exact" && step.verdict !== "proved")) return false;
    const known = new Set(mutant.signs.flatMap((at) => this.steps.get(at)?.reading ?? []));
    return step.reading.every((reading) => known.has(reading));
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

  private caughtBelow(mutated: DocumentResult, edit: Edit, end: number): number | null {
    const caught = mutated.steps.find(
      (step) =>
        step.range.sign.start >= end &&
        step.verdict === "refuted" &&
        this.steps.get(unshifted(step.range.sign.start, edit))?.verdict !== "refuted",
    );
    return caught === undefined ? null : (this.steps.get(unshifted(caught.range.sign.start, edit))?.line ?? caught.line);
  }
}

const INEQUALITIES: Partial<Readonly<Record<RelationName, string>>> = {
  less: "\\le",
  lessEqual: "\\le",
  greater: "\\ge",
  greaterEqual: "\\ge",
};

/** Whether the edit writes what a step may define: a letter, function or density alone on the left, or a family that does not stand before it. */
function definesAnew(change: Change): boolean {
  if (change.kind !== "side") return false;
  const isHead = change.edited.kind === "density" || headOf(change.edited) !== null;
  return change.newFamily || (isHead && change.steps.some(({ place }) => place === "left"));
}

function isInequality(change: Change): boolean {
  return change.kind === "side" && change.steps.every(({ relation }) => INEQUALITIES[relation] !== undefined);
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
  const message = step.message === undefined ? "" : `: ${step.message}`;
  return `${step.verdict}${reading}${message}`;
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
