import { Positions } from "../document/positions.js";
import { readDocument } from "../document/read.js";
import type { Document, SourceRange } from "../document/types.js";
import type { Term } from "../terms/term.js";
import { rulesNamedIn } from "../meaning/named-rules.js";
import { type Item, itemsOf, type ReadEquation, type Step } from "../meaning/steps.js";
import { DeadlineError, withDeadline } from "../numbers/deadline.js";
import { printDistribution, printTerm } from "../notation/print.js";
import type { NotationContext } from "../notation/types.js";
import { presentStep } from "./outcome.js";
import { holds } from "./decide.js";
import { declaredSetting, definingSteps, MOST_STEPS, notationOf, readEquations, vocabularyOfItems } from "./reading.js";
import { assumeStatement } from "./form.js";
import { formsKey } from "./letters.js";
import { resolveStep } from "./resolve.js";
import type { DecisionCache, Resolution, Resolver } from "./resolver.js";
import type { AssumptionResult, CheckOptions, DocumentResult, Guard, Prover, StepResult, UnreadResult } from "./result.js";
import { Scope } from "./scope.js";

/** What may be kept between checks of similar documents, to save work. It never changes a result. */
export interface CheckMemory {
  readonly decisions: DecisionCache;
}

export function newMemory(): CheckMemory {
  return { decisions: new Map() };
}

/** Checks one document. Any text is a document; nothing throws but a defect of the checker. */
export function checkDocument(
  text: string,
  path: string,
  options: CheckOptions,
  memory: CheckMemory = newMemory(),
): DocumentResult {
  return inspectDocument(text, path, options, memory).result;
}

/** A step with what was found of it. */
export interface SettledStep {
  readonly step: Step;
  /** Null where a side was not understood. */
  readonly resolution: Resolution | null;
  readonly result: StepResult;
}

/** A checked document with everything that was understood on the way. */
export interface Inspection {
  readonly document: Document;
  readonly notation: NotationContext;
  readonly positions: Positions;
  /** As it stands at the document's end. */
  readonly resolver: Resolver;
  readonly steps: readonly SettledStep[];
  readonly result: DocumentResult;
}

/** As `checkDocument`, for whoever goes on with the document's formulas. */
export function inspectDocument(
  text: string,
  path: string,
  options: CheckOptions,
  memory: CheckMemory = newMemory(),
): Inspection {
  const document = readDocument(text);
  const notation = notationOf(document);
  const read = readEquations(document, notation);
  const items = itemsOf(document, read);
  const setting = declaredSetting(document.frontMatter, { families: new Set(), functions: new Set(), macros: {} });
  const resolver: Resolver = {
    scope: new Scope(document, setting),
    vocabulary: vocabularyOfItems(items),
    seed: options.seed,
    budget: options.budget,
    cache: memory.decisions,
    heads: new Map(),
    defining: definingSteps(items),
    early: new Set(),
  };
  const positions = new Positions(text);
  const checker = new DocumentChecker(document, path, resolver, positions, read, options.guard ?? null, options.prover ?? null);
  const result = checker.run(items);
  return { document, notation, positions, resolver, steps: checker.settled, result };
}

/** Characters before an equation in which rules may be named. */
const LONGEST_PROSE = 400;

class DocumentChecker {
  readonly settled: SettledStep[] = [];
  private readonly assumptions: AssumptionResult[] = [];
  /** The chain whose sides are linked by accepted equalities, without a gap so far. */
  private linked = -1;

  constructor(
    private readonly document: Document,
    private readonly path: string,
    private readonly resolver: Resolver,
    private readonly positions: Positions,
    private readonly read: readonly ReadEquation[],
    private readonly guard: Guard | null,
    private readonly prover: Prover | null,
  ) {}

  run(items: readonly Item[]): DocumentResult {
    for (const item of items) this.item(item);
    return {
      path: this.path,
      steps: this.settled.map(({ result }) => result),
      assumptions: this.assumptions,
      unread: this.unread(),
    };
  }

  private item(item: Item): void {
    switch (item.kind) {
      case "step":
        this.step(item.step);
        return;
      case "distribution": {
        const { variables, distribution, range, section } = item;
        const family = assumeStatement(variables, distribution, section, this.resolver);
        this.resolver.scope.meetDistribution(distribution);
        const names = variables.map(printTerm).join(", ");
        const of = family === "" ? "" : `: the density ${family} of ${names} has this form`;
        this.assume(range, `${names} \\sim ${printDistribution(distribution)}${of}`);
        return;
      }
      case "membership":
        this.assume(item.range, item.latex);
        return;
      case "bare":
        return;
    }
  }

  private step(step: Step): void {
    const { left, right } = step;
    if (left.term === null || right.term === null) {
      this.settled.push({ step, resolution: null, result: this.guessed(step) ?? this.notUnderstood(step) });
      return;
    }
    if (step.position === 0) this.resolver.heads.set(step.chain, left.term);
    const { resolution, result } = this.guarded(step, left.term, right.term);
    this.settled.push({ step, resolution, result });
    this.learn(step, resolution);
    if (resolution.kind === "assumed") for (const text of [resolution.text, ...resolution.notes]) this.assume(step.range, text);
    this.resolver.scope.meet(left.term);
    this.resolver.scope.meet(right.term);
  }

  private notUnderstood(step: Step): StepResult {
    const reason = step.left.problem ?? step.right.problem ?? "not understood";
    return presentStep(step, { kind: "not-understood", reason }, this.resolver, this.positions);
  }

  /** A step that holds in what its sides most likely mean; null where that is not known or does not hold. */
  private guessed(step: Step): StepResult | null {
    const [left, right] = [step.left, step.right].map(({ term, guess }) => term ?? guess?.term ?? null);
    if (left === null || left === undefined || right === null || right === undefined) return null;
    const { resolution, result } = this.guarded(step, left, right);
    if (resolution.kind !== "decided" || !holds(resolution.decision)) return null;
    const notes = [step.left, step.right].flatMap(({ guess }) => (guess === null ? [] : [guess.note]));
    return { ...result, reading: [...new Set([...notes, ...result.reading])] };
  }

  private guarded(step: Step, left: Term, right: Term): { readonly resolution: Resolution; readonly result: StepResult } {
    const settle = (): { readonly resolution: Resolution; readonly result: StepResult } => {
      const resolution = this.proved(step, resolveStep(step, left, right, this.resolver));
      return { resolution, result: presentStep(step, resolution, this.resolver, this.positions) };
    };
    if (this.guard === null) return settle();
    try {
      return withDeadline(this.guard.clock, this.guard.milliseconds, settle);
    } catch (error) {
      if (!(error instanceof DeadlineError)) throw error;
      const reason = `timed out after ${this.guard.milliseconds / 1000} s: on a faster machine, or with a smaller budget, it may be decided`;
      const resolution: Resolution = { kind: "undecided", reason, sides: null };
      return { resolution, result: presentStep(step, resolution, this.resolver, this.positions) };
    }
  }

  /** A resolution that holds, with its proof where there is one. */
  private proved(step: Step, resolution: Resolution): Resolution {
    if (this.prover === null || resolution.kind !== "decided" || !holds(resolution.decision)) return resolution;
    const { claim } = resolution.decision;
    // From a form that is no density anything would follow.
    if (claim.setting.hypotheses.some(({ undecided }) => undecided === true)) return resolution;
    const proof = this.prover(claim, rulesNamedIn(this.proseBefore(step)));
    return proof === null ? resolution : { ...resolution, proof };
  }

  /** The last of what is said before a step's equation, and after the equation before it. */
  private proseBefore({ range }: Step): string {
    const before = this.settled.findLast(({ step }) => step.range.end <= range.start)?.step.range.end ?? 0;
    return this.document.text.slice(Math.max(before, range.start - LONGEST_PROSE), range.start);
  }

  /** What an accepted equality adds to what is known: its sides, all earlier sides of its chain, and its summands as terms set aside. */
  private learn(step: Step, resolution: Resolution): void {
    const accepted =
      resolution.kind === "assumed" ||
      resolution.kind === "repeats" ||
      (resolution.kind === "decided" && holds(resolution.decision));
    const equality = step.relation === "equal" || step.relation === "define" || step.relation === "same";
    if (!accepted || !equality) {
      this.linked = -1;
      return;
    }
    const { sides } = resolution;
    const { scope } = this.resolver;
    if (this.linked !== step.chain || step.position === 0) scope.startRun(sides.left);
    this.linked = step.chain;
    const verdict =
      resolution.kind === "assumed"
        ? "assumed"
        : resolution.kind === "repeats"
          ? resolution.known.verdict
          : resolution.proof !== undefined
            ? "proved"
            : resolution.decision.outcome === "exact"
              ? "exact"
              : "supported";
    const id = resolution.kind === "repeats" ? resolution.known.id : step.id;
    const under = resolution.kind === "repeats" ? resolution.known.under : this.formsOf(step, resolution);
    scope.extendRun(sides.right, { id, verdict, under });
    for (const side of [sides.left, sides.right]) if (side.kind === "add") scope.setAside.push(...side.terms);
  }

  /** The forms of densities that an accepted equality stands on: none where models of all densities decided it. */
  private formsOf(step: Step, resolution: Extract<Resolution, { kind: "assumed" | "decided" }>): string {
    const general =
      resolution.kind === "decided" &&
      resolution.decision.byFinite &&
      resolution.decision.claim.setting.hypotheses.every((hypothesis) => hypothesis.space === "real");
    return general ? "" : formsKey(step, resolution.sides, this.resolver);
  }

  private assume(range: SourceRange, text: string): void {
    const { line, column } = this.positions.at(range.start);
    this.assumptions.push({ line, column, text });
  }

  private unread(): UnreadResult[] {
    const { equations, text } = this.document;
    const end = equations[this.read.length]?.outer.start ?? null;
    const ranges = [
      ...this.document.unread
        .map(({ range, reason }) => ({ ...range, reason }))
        .filter(({ start }) => end === null || start < end),
      ...(end === null
        ? []
        : [{ start: end, end: text.length, reason: `behind the first ${MOST_STEPS} steps nothing is read: split the document` }]),
      ...(this.document.frontMatter?.problems ?? []).map(({ range, reason }) => ({ ...range, reason })),
      ...this.read.flatMap(({ equation, parsed }) =>
        parsed.unread.map(({ span, reason }) => ({
          start: equation.inner.start + span.start,
          end: equation.inner.start + span.end,
          reason,
        })),
      ),
    ].sort((a, b) => a.start - b.start || a.end - b.end);
    return ranges.map(({ start, end, reason }) => {
      const from = this.positions.at(start);
      const to = this.positions.at(end);
      return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column, reason };
    });
  }
}
