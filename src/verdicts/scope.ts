import type { Document } from "../document/types.js";
import { type Name, nameLatex } from "../terms/name.js";
import type { Distribution, FamilyCall, Term } from "../terms/term.js";
import { termKey, walk } from "../terms/traverse.js";
import { type Hypothesis, matchHypothesis } from "../claims/hypothesis.js";
import { type Setting } from "../claims/setting.js";
import { type Definition, useOf } from "../meaning/definitions.js";
import type { StatedLaw } from "../meaning/explicit.js";
import { impliedDomains } from "./outcomes.js";
import type { Verdict } from "./result.js";

/** What an earlier step established about two expressions. */
export interface Known {
  readonly id: string;
  readonly verdict: Verdict;
  /** The forms of densities under which it holds, as a key; empty where it holds for all densities. */
  readonly under: string;
}

/** A relation that was assumed of letters that are no variables, and of densities. */
export interface Condition {
  readonly letters: ReadonlySet<string>;
  /** The density that it gives a value to, if it does. */
  readonly call: FamilyCall | null;
  /** Whether it is an equation between the letters themselves. */
  readonly equation: boolean;
  /** The letter that it sets to a number, if it does. */
  readonly value: string | null;
}

interface Placed<T> {
  readonly value: T;
  readonly section: number;
}

/** What holds at a place in the document because of what stands before it. */
export class Scope {
  /** Definitions by key; the latest one of a symbol counts. */
  readonly definitions = new Map<string, Definition>();
  readonly definedIn = new Map<string, number>();
  /** Families that the document has identified with another. */
  readonly aliases = new Map<string, Name>();
  /** Families that the document has given a structure which the models do not have: a failing claim about them decides nothing. */
  readonly tainted = new Set<string>();
  /** Letters met so far. */
  readonly seen = new Set<string>();
  /** Terms that the document has set aside as summands of an accepted equation, latest last. */
  readonly setAside: Term[] = [];
  private readonly hypotheses: Placed<Hypothesis>[] = [];
  private readonly conditions: Placed<Condition>[] = [];
  /** Variables that an equation of their own says the coming about of. */
  private readonly given: Placed<string>[] = [];
  private readonly laws: Placed<readonly [string, StatedLaw]>[] = [];
  /** For each expression, the runs of equal expressions that it stands in, each with its first position there. */
  private readonly places = new Map<string, Map<number, number>>();
  /** The runs met so far: what linked each expression but the first to those before it. */
  private readonly runs: Known[][] = [];
  private readonly lastMarginal = new Map<string, FamilyCall>();

  constructor(
    private readonly document: Document,
    private readonly declared: Setting,
  ) {}

  /** The setting of a claim in a section: declarations, and the concrete densities assumed before in this part of the document; `except` what is known of one. */
  settingAt(section: number, except: FamilyCall | null = null): Setting {
    const known = this.hypothesesAt(section);
    const hypotheses = except === null ? known : known.filter((form) => matchHypothesis(form, except) === null);
    return { ...this.declared, hypotheses, domains: impliedDomains(hypotheses, this.declared.domains) };
  }

  hypothesesAt(section: number): readonly Hypothesis[] {
    const visible = this.hypotheses
      .filter((placed) => this.encloses(this.parentOf(placed.section), section))
      .map((placed) => placed.value);
    // A later form of the same density replaces an earlier one.
    return visible.filter(
      (hypothesis, i) => !visible.slice(i + 1).some((later) => matchHypothesis(later, hypothesis.call) !== null),
    );
  }

  /** The forms given in this very section, or in one around it. */
  formsAround(section: number): readonly Hypothesis[] {
    return this.hypotheses.filter((placed) => this.encloses(placed.section, section)).map((placed) => placed.value);
  }

  /** Whether a density has been given a form in this very section, or in one around it. */
  isDescribed(call: FamilyCall, section: number): boolean {
    return this.formsAround(section).some((hypothesis) => matchHypothesis(hypothesis, call) !== null);
  }

  lawsAt(section: number): ReadonlyMap<string, StatedLaw> {
    return new Map(this.laws.filter((placed) => this.encloses(placed.section, section)).map((placed) => placed.value));
  }

  assume(hypothesis: Hypothesis, section: number): void {
    this.hypotheses.push({ value: hypothesis, section });
  }

  /** Notes a condition that was assumed: the models do not obey it. */
  restrict(condition: Condition, section: number): void {
    this.conditions.push({ value: condition, section });
  }

  conditionsAt(section: number): readonly Condition[] {
    return this.conditions.filter((placed) => this.encloses(placed.section, section)).map((placed) => placed.value);
  }

  assumeLaw(root: string, law: StatedLaw, section: number): void {
    this.laws.push({ value: [root, law], section });
  }

  define(definition: Definition, section: number): void {
    this.definitions.set(definition.key, definition);
    this.definedIn.set(definition.key, section);
  }

  give(variable: string, section: number): void {
    this.given.push({ value: variable, section });
  }

  /** Whether a variable has an equation of its own in this very section, or in one around it: another part of the document may draw it differently. */
  isGiven(variable: string, section: number): boolean {
    return this.given.some(({ value, section: outer }) => value === variable && this.encloses(outer, section));
  }

  private parentOf(section: number): number {
    return this.document.sections[section]?.parent ?? -1;
  }

  /** Whether a section is another one or lies in it. */
  encloses(outer: number, inner: number): boolean {
    for (let at = inner; ; at = this.document.sections[at]?.parent ?? -1) {
      if (at === outer) return true;
      if (at < 0) return false;
    }
  }

  /** Starts a run of equal expressions. */
  startRun(side: Term): void {
    this.runs.push([]);
    this.place(side, 0);
  }

  /** Adds an expression that is known to equal all others of the run at hand. */
  extendRun(side: Term, known: Known): void {
    const run = this.runs.at(-1);
    if (run === undefined) return;
    run.push(known);
    this.place(side, run.length);
  }

  private place(side: Term, position: number): void {
    const key = termKey(side);
    const places = this.places.get(key) ?? new Map<number, number>();
    this.places.set(key, places);
    const run = this.runs.length - 1;
    if (!places.has(run)) places.set(run, position);
  }

  /** What established first that two different expressions are equal, where densities have the forms that `under` tells. */
  recall(a: Term, b: Term, under: string): Known | null {
    const [one, other] = [this.places.get(termKey(a)), this.places.get(termKey(b))];
    if (one === undefined || other === undefined) return null;
    const [fewer, more] = one.size <= other.size ? [one, other] : [other, one];
    for (const [run, position] of fewer) {
      const partner = more.get(run);
      if (partner === undefined) continue;
      const links = this.runs[run]?.slice(Math.min(position, partner), Math.max(position, partner)) ?? [];
      const last = links.at(-1);
      if (last !== undefined && links.every((link) => link.under === "" || link.under === under)) return last;
    }
    return null;
  }

  /** Notes the letters of a term, and the marginal densities that it writes. */
  meet(term: Term): void {
    walk(term, (node) => {
      const use = useOf(node);
      if (use !== null) this.seen.add(use.key);
      const distributions =
        node.kind === "density" ? [node.distribution] : node.kind === "divergence" ? [node.left, node.right] : [];
      for (const distribution of distributions) this.meetDistribution(distribution);
      if (node.kind === "expectation")
        for (const binder of node.binders) if (binder.distribution !== null) this.meetDistribution(binder.distribution);
    });
  }

  meetDistribution(distribution: Distribution): void {
    if (distribution.kind !== "family") return;
    this.seen.add(nameLatex(distribution.family));
    const [target] = distribution.targets;
    if (target !== undefined && distribution.targets.length === 1 && distribution.given.length === 0)
      this.lastMarginal.set(termKey(target), distribution);
  }

  /** The density of a variable alone that was written last: what a bare `z \sim N(0, I)` is about. */
  marginalOf(variable: Term): FamilyCall | null {
    return this.lastMarginal.get(termKey(variable)) ?? null;
  }
}
