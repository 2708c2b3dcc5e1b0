import { type Name, nameLatex } from "../kernel/name.js";
import type { Distribution, FamilyCall, Term } from "../kernel/term.js";
import { termKey, walk } from "../kernel/traverse.js";
import { rootOf, variableRoot } from "../kernel/variable.js";
import { distributionsOf } from "../meaning/vocabulary.js";

/** The letters of a document that a slip may take one for another, each list in the order in which the document writes them first. */
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

export function lettersOf(terms: readonly Term[], statements: readonly Distribution[]): Letters {
  const families = new Map<string, Name>();
  const calls = new Map<string, FamilyCall>();
  const variables = new Map<string, Term>();
  const variablesOf = new Map<string, Map<string, Term>>();
  const counts = new Map<string, Term>();
  const meet = (distribution: Distribution): void => {
    if (distribution.kind !== "family") return;
    const family = nameLatex(distribution.family);
    families.set(family, families.get(family) ?? distribution.family);
    if (distribution.targets.length > 0) {
      const key = termKey({ kind: "density", distribution });
      if (!calls.has(key)) calls.set(key, distribution);
    }
    const own = variablesOf.get(family) ?? new Map<string, Term>();
    variablesOf.set(family, own);
    for (const argument of [...distribution.targets, ...distribution.given]) {
      const root = variableRoot(argument);
      if (argument.kind !== "symbol" || root === null || rootOf(argument.name) !== nameLatex(argument.name)) continue;
      if (!own.has(root)) own.set(root, argument);
      if (!variables.has(root)) variables.set(root, argument);
    }
  };
  statements.forEach(meet);
  for (const term of terms) {
    walk(term, (node) => {
      distributionsOf(node).forEach(meet);
      if ((node.kind === "sum" || node.kind === "product") && node.range.kind === "interval") {
        const { upper } = node.range;
        if (upper.kind === "symbol" && !counts.has(nameLatex(upper.name))) counts.set(nameLatex(upper.name), upper);
      }
    });
  }
  return {
    families: [...families.values()],
    calls: [...calls.values()],
    variables: [...variables].flatMap(([root, variable]) => (isCapitalOf(root, variables) ? [] : [variable])),
    variablesOf: new Map(
      [...variablesOf].map(([family, own]) => [
        family,
        [...own].flatMap(([root, variable]) => (isCapitalOf(root, own) ? [] : [variable])),
      ]),
    ),
    counts: [...counts.values()],
  };
}

/** A capital beside its small letter names the same variable. */
function isCapitalOf(root: string, among: ReadonlyMap<string, Term>): boolean {
  return root !== root.toLowerCase() && among.has(root.toLowerCase());
}
