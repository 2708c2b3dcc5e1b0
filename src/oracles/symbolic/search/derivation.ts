import type { Proposition } from "../../../kernel/proposition.js";
import { Refusal } from "../../../kernel/refusal.js";
import { termKey } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { type Line, Theorem } from "../../../kernel/theorem.js";
import { niceNames } from "./nice-names.js";

/** A path of part indices from a term to one of its parts. */
export type Path = readonly number[];

/** The search has done as much as it may. */
export class Exhausted extends Error {}

/** Work that a search may do, in applications of rules and in sizes of the terms that they are applied to. It never depends on a clock. */
export class Work {
  constructor(private left: number) {}

  /** @throws Exhausted when there is none left */
  spend(amount: number): void {
    this.left -= amount;
    if (this.left < 0) throw new Exhausted();
  }
}

export function partAt(term: Term, path: Path): Term {
  let part = term;
  for (const i of path) {
    const next = part.parts[i];
    if (next === undefined) throw new Refusal("no-such-place", `${part.kind} has no part ${i}`);
    part = next;
  }
  return part;
}

/** A line with what stood at its path before, so that it can be read backwards, and what is proved with it. */
export interface Done extends Line {
  readonly before: Term;
  readonly theorem: Theorem;
}

/** A theorem in the making: its right side is rewritten line after line. */
export class Derivation {
  readonly lines: Done[] = [];
  readonly #start: Theorem;

  constructor(
    start: Term,
    readonly facts: readonly Proposition[],
    readonly work: Work,
  ) {
    this.#start = Theorem.reflexive(start, facts);
  }

  get theorem(): Theorem {
    return this.lines.at(-1)?.theorem ?? this.#start;
  }

  get term(): Term {
    return this.theorem.right;
  }

  /** The first lines of it, as a derivation to go on from. */
  upTo(count: number): Derivation {
    const copy = new Derivation(this.#start.right, this.facts, this.work);
    copy.lines.push(...this.lines.slice(0, count));
    return copy;
  }

  at(path: Path): Term {
    return partAt(this.term, path);
  }

  /** Applies a rule. @throws Refusal where the kernel does not accept it */
  apply(rule: string, path: Path, ...terms: readonly Term[]): void {
    this.take({ rule, path, terms, back: null });
  }

  /** Applies a rule backwards: `back` takes the place of what the rule makes of it. */
  applyBack(rule: string, path: Path, back: Term, ...terms: readonly Term[]): void {
    this.take({ rule, path, terms, back });
  }

  /** Replaces a part by one that is equal by algebra; nothing is done where they are the same. */
  algebra(path: Path, to: Term): void {
    if (termKey(this.at(path)) !== termKey(to)) this.apply("algebra", path, to);
  }

  /** The names that are bound around a part, and by it. */
  namesAround(path: Path): ReadonlySet<string> {
    return new Set([...path, 0].flatMap((_, i) => this.at(path.slice(0, i)).bound.map(({ name }) => name)));
  }

  /** Applies a rule if the kernel accepts it. */
  attempt(rule: string, path: Path, ...terms: readonly Term[]): boolean {
    return this.trying(() => {
      this.apply(rule, path, ...terms);
    });
  }

  /** Does something that may be refused half way; then everything is as before. */
  trying(action: () => void): boolean {
    const { length } = this.lines;
    try {
      action();
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.lines.length = length;
      return false;
    }
  }

  take(line: Line): void {
    const before = this.at(line.path);
    this.work.spend(1 + sizeOf(before) / 20);
    const around = this.namesAround(line.path);
    const named: Line = {
      ...line,
      terms: line.terms.map((term) => niceNames(term, around)),
      back: line.back === null ? null : niceNames(line.back, around),
    };
    this.lines.push({ ...named, before, theorem: this.theorem.rewrite(named) });
  }
}

/** The lines of a derivation from the end to the start: they lead from its right side to its left. */
export function reversed(lines: readonly Done[], end: Term): readonly Line[] {
  let current = end;
  const found: Line[] = [];
  for (const { rule, path, terms, back, before } of lines.toReversed()) {
    const here = partAt(current, path);
    // What led backwards from `before` to `here` leads forwards from `here` to `before`.
    found.push({ rule, path, terms, back: back === null ? before : null });
    if (back !== null && termKey(back) !== termKey(here))
      throw new Refusal("wrong-result", "a line that is not the derivation's own");
    current = replaced(current, path, before);
  }
  return found;
}

export function replaced(term: Term, [next, ...rest]: Path, by: Term): Term {
  if (next === undefined) return by;
  return { ...term, parts: term.parts.map((part, i) => (i === next ? replaced(part, rest, by) : part)) };
}

export function sizeOf(term: Term): number {
  return term.parts.reduce((sum, part) => sum + sizeOf(part), 1);
}
