import type { ConcreteSubject } from "../claims/concrete-values.js";
import { elementKey, entityKey } from "../claims/dimensions.js";
import { nameLatex } from "../terms/name.js";
import type { Term } from "../terms/term.js";
import { children, walk } from "../terms/traverse.js";
import { rootOf, variableRoot } from "../terms/variable.js";
import { distributionsOf, freeVariables, lettersOf } from "../meaning/vocabulary.js";
import { PlanError } from "./problem.js";
import type { Tree } from "./tree.js";

/** A letter of an argument along which its values lie: an index of a vector, or a variable that takes finitely many values. */
export interface FormulaAxis {
  /** As LaTeX: `k`, `z`. */
  readonly letter: string;
  /** How many values there are; null for a variable's. */
  readonly size: Term | null;
}

/** A formula that a function is given. */
export interface FormulaArgument {
  /** Of the parameter or key, where it has one. */
  readonly name: string;
  readonly latex: string;
  readonly term: Term;
  readonly axes: readonly FormulaAxis[];
}

/** What a function is given, with every formula read. */
export type ArgumentPlan = Tree<FormulaArgument>;

/**
 * The letters along which an argument's values lie: its free indices, and the variables with finitely many values that are free in it and not in the formula,
 * which says what it computes for every value of those that are free in both.
 */
export function axesOf(
  { term, latex }: FormulaArgument,
  formula: Term,
  subject: ConcreteSubject,
  line: number,
): readonly FormulaAxis[] {
  const axes = new Map<string, FormulaAxis>();
  const fixed = openVariables(formula, subject.finiteRoots);
  const sizes = new Map<string, Term | null>();
  const note = (indices: readonly Term[], size: Term | null): void => {
    for (const index of indices) {
      for (const letter of freeVariables(index, lettersOf([index])))
        if (letter.kind === "symbol") sizes.set(nameLatex(letter.name), sizes.get(nameLatex(letter.name)) ?? size);
    }
  };
  const named = (key: string): Term | null => {
    const dimension = subject.shapes.get(key)?.dimension;
    return dimension?.kind === "named" ? dimension.size : null;
  };
  const bound = new Set<string>();
  walk(term, (node) => {
    if ((node.kind === "sum" || node.kind === "product") && node.index.kind === "symbol") bound.add(nameLatex(node.index.name));
    if (node.kind === "apply" && node.function.kind === "component") {
      const entity = entityKey(node, subject.roles.generalFunctions);
      if (entity !== null) note(node.function.indices, named(entity));
    } else if (node.kind === "component" && node.of.kind === "symbol") {
      const root = rootOf(node.of.name);
      note(node.indices, named(root) ?? named(elementKey(root)));
    }
  });
  const dimensions = dimensionLetters(subject);
  for (const [letter, size] of sizes) {
    if (bound.has(letter) || dimensions.has(letter)) continue;
    if (size === null)
      throw new PlanError(`the argument ${latex} has the index ${letter}, whose range is not known: declare a dimension`, line);
    axes.set(letter, { letter, size });
  }
  for (const letter of openVariables(term, subject.finiteRoots)) if (!fixed.has(letter)) axes.set(letter, { letter, size: null });
  return [...axes.values()];
}

/** Variables that a term has a value for each value of. A divergence and an entropy average over the targets of their densities. */
function openVariables(term: Term, among: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: Term, bound: ReadonlySet<string>): void => {
    const own = distributionsOf(node).flatMap((distribution) =>
      node.kind !== "density" && distribution.kind === "family" ? distribution.targets : [],
    );
    const binders = [...own, ...boundBy(node)].map(variableRoot).filter((root) => root !== null);
    const inner = binders.length === 0 ? bound : new Set([...bound, ...binders]);
    if (node.kind === "symbol" && among.has(rootOf(node.name)) && !inner.has(rootOf(node.name))) found.add(rootOf(node.name));
    for (const child of children(node)) visit(child, inner);
  };
  visit(term, new Set());
  return found;
}

function boundBy(node: Term): readonly Term[] {
  switch (node.kind) {
    case "sum":
    case "product":
      return [node.index];
    case "integral":
      return node.variables;
    case "expectation":
    case "variance":
      return node.binders.flatMap(({ variables }) => variables);
    default:
      return [];
  }
}

/** Letters that count components. */
export function dimensionLetters(subject: ConcreteSubject): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { dimension } of subject.shapes.values()) {
    if (dimension.kind === "named") for (const letter of lettersOf([dimension.size])) found.add(letter);
  }
  return found;
}
