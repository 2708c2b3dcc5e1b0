import { Positions } from "../document/positions.js";
import { readDocument } from "../document/read.js";
import type { Document, FrontMatter, SourceRange } from "../document/types.js";
import type { FamilyCall, Term } from "../kernel/term.js";
import { someNode } from "../kernel/traverse.js";
import type { Dimension } from "../claims/dimensions.js";
import type { Domain } from "../claims/domain.js";
import { variableRoot } from "../kernel/variable.js";
import { NOTHING_FIXED, type Setting } from "../claims/setting.js";
import { headOf } from "../meaning/definitions.js";
import { type Item, itemsOf, type ReadEquation, type Step } from "../meaning/steps.js";
import { type Vocabulary, vocabularyOf } from "../meaning/vocabulary.js";
import { DeadlineError, withDeadline } from "../numbers/deadline.js";
import { parseEquation } from "../notation/parse.js";
import { printDistribution, printTerm } from "../notation/print.js";
import { surveyNotation } from "../notation/survey.js";
import type { NotationContext, ParsedEquation } from "../notation/types.js";
import { presentStep } from "./outcome.js";
import { holds } from "./decide.js";
import { assumeStatement } from "./form.js";
import { formsKey } from "./letters.js";
import { resolveStep } from "./resolve.js";
import type { DecisionCache, Resolution, Resolver } from "./resolver.js";
import type { AssumptionResult, CheckOptions, DocumentResult, Guard, StepResult, UnreadResult } from "./result.js";
import { Scope } from "./scope.js";

/** What may be kept between checks of similar documents, to save work. It never changes a result. */
export interface CheckMemory {
  readonly decisions: DecisionCache;
}

export function newMemory(): CheckMemory {
  return { decisions: new Map() };
}

/**
 * Relations of one document that are taken in. Each may cost milliseconds and tens of kilobytes; whatever stands behind the last one is reported unread, so
 * that no document of any size takes hours or all memory.
 */
const MOST_STEPS = 5_000;

/** Checks one document. Any text is a document; nothing throws but a defect of the checker. */
export function checkDocument(
  text: string,
  path: string,
  options: CheckOptions,
  memory: CheckMemory = newMemory(),
): DocumentResult {
  const document = readDocument(text);
  const read = readEquations(document);
  const items = itemsOf(document, read);
  const vocabulary = vocabularyOfItems(items);
  const setting = declaredSetting(document.frontMatter, { families: new Set(), functions: new Set(), macros: {} });
  const resolver: Resolver = {
    scope: new Scope(document, setting),
    vocabulary,
    seed: options.seed,
    budget: options.budget,
    cache: memory.decisions,
    heads: new Map(),
    defining: definingSteps(items),
    early: new Set(),
  };
  const positions = new Positions(text);
  return new DocumentChecker(document, path, resolver, positions, read, options.guard ?? null).run(items);
}

class DocumentChecker {
  private readonly steps: StepResult[] = [];
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
  ) {}

  run(items: readonly Item[]): DocumentResult {
    for (const item of items) this.item(item);
    return { path: this.path, steps: this.steps, assumptions: this.assumptions, unread: this.unread() };
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
      this.steps.push(this.guessed(step) ?? this.notUnderstood(step));
      return;
    }
    if (step.position === 0) this.resolver.heads.set(step.chain, left.term);
    const { resolution, result } = this.guarded(step, left.term, right.term);
    this.steps.push(result);
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
    if (resolution.kind !== "decided" || (result.verdict !== "exact" && result.verdict !== "supported")) return null;
    const notes = [step.left, step.right].flatMap(({ guess }) => (guess === null ? [] : [guess.note]));
    return { ...result, reading: [...new Set([...notes, ...result.reading])] };
  }

  private guarded(step: Step, left: Term, right: Term): { readonly resolution: Resolution; readonly result: StepResult } {
    const settle = (): { readonly resolution: Resolution; readonly result: StepResult } => {
      const resolution = resolveStep(step, left, right, this.resolver);
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

/** Parses the equations, up to the one with the last step that is taken in, knowing the letters of the whole document and its macros. */
export function readEquations(document: Document): readonly ReadEquation[] {
  const macros: Record<string, string> = Object.fromEntries(document.macros.map((macro) => [macro.name, macro.body]));
  const latexes = document.equations.map((equation) => ({
    latex: equation.clean ?? equation.latex,
    environment: equation.environment,
  }));
  const survey = surveyNotation(latexes, macros);
  const context: NotationContext = { families: survey.families, functions: survey.functions, macros };
  const read: ReadEquation[] = [];
  let steps = 0;
  for (const equation of document.equations) {
    if (steps >= MOST_STEPS) break;
    const parsed = parseEquation(equation.clean ?? equation.latex, equation.environment, context);
    for (const statement of parsed.statements) if (statement.kind === "chain") steps += statement.signs.length;
    read.push({ equation, parsed });
  }
  return read;
}

function vocabularyOfItems(items: readonly Item[]): Vocabulary {
  const terms: Term[] = [];
  const distributions = [];
  const heads: [FamilyCall, number][] = [];
  for (const item of items) {
    if (item.kind === "step") {
      const { left, right, position } = item.step;
      terms.push(...[left.term, right.term].filter((term) => term !== null));
      const form = right.term !== null && someNode(right.term, (node) => node.kind === "lawDensity");
      if (position === 0 && left.term?.kind === "density" && form) heads.push([left.term.distribution, item.step.range.start]);
    } else if (item.kind === "distribution") distributions.push(item.distribution);
    else if (item.kind === "bare") terms.push(item.term);
  }
  return vocabularyOf(terms, distributions, heads);
}

/** The first step that has a letter alone on its left, by the letter's key. */
function definingSteps(items: readonly Item[]): ReadonlyMap<string, Step> {
  const found = new Map<string, Step>();
  for (const item of items) {
    if (item.kind !== "step" || item.step.position !== 0 || item.step.left.term === null) continue;
    if (item.step.relation !== "equal" && item.step.relation !== "define") continue;
    const head = headOf(item.step.left.term);
    if (head !== null && !found.has(head.key)) found.set(head.key, item.step);
  }
  return found;
}

/** What the front matter declares, as a setting. */
function declaredSetting(frontMatter: FrontMatter | null, context: NotationContext): Setting {
  if (frontMatter === null) return NOTHING_FIXED;
  const domains = new Map<string, Domain>();
  const dimensions = new Map<string, Dimension>();
  const variables = new Set<string>();
  for (const { symbol, sort, domain, dimension } of frontMatter.symbols) {
    const name = declaredName(parseEquation(symbol, null, context)) ?? symbol;
    if (domain !== null) domains.set(name, domain);
    if (sort === "variable") variables.add(name);
    const size = dimension === null ? null : bareTerm(parseEquation(dimension, null, context));
    if (size !== null) dimensions.set(name, { kind: "named", size });
  }
  return { ...NOTHING_FIXED, domains, dimensions, variables };
}

function bareTerm(parsed: ParsedEquation): Term | null {
  const [statement] = parsed.statements;
  return statement?.kind === "bare" && parsed.statements.length === 1 ? statement.term : null;
}

function declaredName(parsed: ParsedEquation): string | null {
  const term = bareTerm(parsed);
  return term === null ? null : variableRoot(term);
}
