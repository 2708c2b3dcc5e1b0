import { type Name, nameLatex } from "../terms/name.js";
import type { Distribution, FamilyCall, Term } from "../terms/term.js";
import { termKey, walk } from "../terms/traverse.js";
import { rootOf, variableRoot } from "../terms/variable.js";
import { distributionsOf } from "../meaning/vocabulary.js";

/** The letters at hand that a slip may take one for another, each list in the order in which they are written first. */
export interface Letters {
  readonly families: readonly Name[];
  /** Calls of families with arguments. */
  readonly calls: readonly FamilyCall[];
  /** Variables as plain symbols. */
  readonly variables: readonly Term[];
  /** For each family (`nameLatex`), the variables that it is called with. */
  readonly variablesOf: ReadonlyMap<string, readonly Term[]>;
  /** Symbols that count: upper bounds of sums and products. */
  readonly counts: readonly Term[];
}

/** Collects letters in the order of a document. */
export class LetterCollector {
  private readonly families = new Map<string, Name>();
  private readonly calls = new Map<string, FamilyCall>();
  private readonly variables = new Map<string, Term>();
  private readonly variablesOf = new Map<string, Map<string, Term>>();
  private readonly counts = new Map<string, Term>();

  meet(term: Term): void {
    walk(term, (node) => {
      for (const distribution of distributionsOf(node)) this.meetDistribution(distribution);
      if ((node.kind === "sum" || node.kind === "product") && node.range.kind === "interval") {
        const { upper } = node.range;
        if (upper.kind === "symbol") keepFirst(this.counts, nameLatex(upper.name), upper);
      }
    });
  }

  meetDistribution(distribution: Distribution): void {
    if (distribution.kind !== "family") return;
    const family = nameLatex(distribution.family);
    keepFirst(this.families, family, distribution.family);
    if (distribution.targets.length > 0) keepFirst(this.calls, termKey({ kind: "density", distribution }), distribution);
    const own = this.variablesOf.get(family) ?? new Map<string, Term>();
    this.variablesOf.set(family, own);
    for (const argument of [...distribution.targets, ...distribution.given]) {
      const root = variableRoot(argument);
      if (argument.kind !== "symbol" || root === null || rootOf(argument.name) !== nameLatex(argument.name)) continue;
      keepFirst(own, root, argument);
      keepFirst(this.variables, root, argument);
    }
  }

  /** The letters met so far. */
  letters(): Letters {
    return {
      families: [...this.families.values()],
      calls: [...this.calls.values()],
      variables: withoutCapitals(this.variables),
      variablesOf: new Map([...this.variablesOf].map(([family, own]) => [family, withoutCapitals(own)])),
      counts: [...this.counts.values()],
    };
  }
}

/** The letters of terms. */
export function lettersOf(terms: readonly Term[]): Letters {
  const collector = new LetterCollector();
  for (const term of terms) collector.meet(term);
  return collector.letters();
}

function keepFirst<T>(map: Map<string, T>, key: string, value: T): void {
  if (!map.has(key)) map.set(key, value);
}

/** A capital beside its small letter names the same variable. */
function withoutCapitals(variables: ReadonlyMap<string, Term>): readonly Term[] {
  const isCapital = (root: string): boolean => root !== root.toLowerCase() && variables.has(root.toLowerCase());
  return [...variables].flatMap(([root, variable]) => (isCapital(root) ? [] : [variable]));
}
