import type { Formulas } from "../verdicts/formulas.js";
import { type Compiled, compileFormula, decideRewriting } from "./compiled.js";
import { NotComputableError } from "./not-computable.js";
import { SelectionError } from "./select.js";
import type { Selector } from "./selector.js";
import { graph } from "./targets/graph.js";
import { numpy } from "./targets/numpy.js";
import { pytorch } from "./targets/pytorch.js";
import { typescript } from "./targets/typescript.js";

export const TARGETS = ["typescript", "graph", "numpy", "pytorch"] as const;
export type Target = (typeof TARGETS)[number];

const EMITTERS: Readonly<Record<Target, (compiled: Compiled, version: string) => string>> = { typescript, graph, numpy, pytorch };

/**
 * A formula of a document as code. What it was rewritten into is held against the formula once more.
 *
 * @throws SelectionError when it cannot be compiled, and an Error when the rewriting is wrong, which is a defect
 */
export function generate(formulas: Formulas, selector: Selector, target: Target, version: string): string {
  const compiled = compileFormula(formulas, selector);
  if (decideRewriting(compiled)?.outcome === "refuted")
    throw new Error(`line ${compiled.line}: the code would not compute the formula ${compiled.latex}`);
  try {
    return EMITTERS[target](compiled, version);
  } catch (error) {
    if (error instanceof NotComputableError) throw new SelectionError(`line ${compiled.line}: ${error.message}`);
    throw error;
  }
}
