import { node } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { integerVariable } from "./indices.js";
import { PI } from "../../../kernel/definitions.js";
import { need } from "./unsupported.js";

/** Letters for indices that a formula leaves out, as `\|v\|` does. */
const INDEX_LETTERS = ["k", "j", "l", "i", "m", "h"];

/** An unknown number, array or function under the name that tells it from all others, and the plain name of its letter. */
interface Head {
  readonly plain: string;
  readonly full: string;
}

/** Names for what the statement of one claim speaks of. */
export class Names {
  private readonly heads = new Map<string, Head>();
  private readonly made = new Set<string>();

  constructor(private readonly letters: ReadonlySet<string>) {}

  /** An unknown function, array or number. The letter's plain name is taken if nothing else has that letter: `settled` renames. */
  apply(plain: string, full: string, parts: readonly Term[]): Term {
    need(full !== PI.name, "a letter π that is no number");
    this.heads.set(full, { plain, full });
    return node("apply", parts, full);
  }

  /** An index that occurs nowhere else. */
  readonly freshIndex = (): Term => integerVariable(this.fresh(INDEX_LETTERS));

  /** The first of some names that is not taken, or one made of the first. */
  fresh(candidates: readonly string[]): string {
    const [first = "k"] = candidates;
    const isFree = (name: string): boolean => !this.letters.has(name) && !this.made.has(name);
    let name = candidates.find(isFree);
    for (let i = 1; name === undefined; i++) name = isFree(`${first}_{${i}}`) ? `${first}_{${i}}` : undefined;
    this.made.add(name);
    return name;
  }

  /** The names of the heads as they stand in the end. */
  settled(): ReadonlyMap<string, string> {
    const heads = [...this.heads.values()];
    const isAlone = (head: Head): boolean => heads.every((other) => other === head || other.plain !== head.plain);
    return new Map(heads.map((head) => [head.full, isAlone(head) ? head.plain : head.full]));
  }
}

/** A term with its heads renamed. */
export function renameHeads(term: Term, names: ReadonlyMap<string, string>): Term {
  const of = (part: Term): Term => renameHeads(part, names);
  const name = term.kind === "apply" ? (names.get(term.name) ?? term.name) : term.name;
  return { ...term, name, bound: term.bound.map(of), parts: term.parts.map(of) };
}
