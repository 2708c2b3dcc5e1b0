import { sumOrProduct } from "./big-operators.js";
import { gradient } from "./derivatives.js";
import { divergence } from "./divergences.js";
import { expectation, variance } from "./expectations.js";
import { EXTREMUM_KEYS, extremum } from "./extrema.js";
import { elementaryFunction, FUNCTION_KEYS } from "./functions.js";
import type { Construct } from "./grammar.js";
import { delta, indicator } from "./indicators.js";
import { entropy, mutualInformation } from "./information.js";
import { integral } from "./integrals.js";
import { LAW_KEYS, lawDensity } from "./laws.js";
import { MATRIX_FUNCTION_KEYS, matrixFunction } from "./norms.js";
import { boldIdentity, boldZero } from "./symbols.js";

/**
 * Every notation that is recognised by what it begins with. To add one: write a construct in the file of its family (or a new file), and file
 * it here under each head it is written with. Heads are canonical: see `Head.key`.
 */
const ENTRIES: readonly (readonly [construct: Construct, keys: readonly string[]])[] = [
  [elementaryFunction, FUNCTION_KEYS],
  [sumOrProduct, ["\\sum", "\\prod"]],
  [integral, ["\\int", "\\iint", "\\iiint", "\\oint"]],
  [expectation, ["\\mathbb{E}", "\\text{E}", "\\mathbf{E}", "E"]],
  [variance, ["\\mathbb{V}", "\\text{Var}", "\\text{Variance}", "\\text{var}", "\\mathbf{V}"]],
  [divergence, ["\\text{KL}", "\\mathbb{KL}", "\\text{JS}", "\\text{JSD}", "D", "d", "\\mathbb{D}", "\\mathcal{D}", "\\text{D}"]],
  [entropy, ["H", "\\mathbb{H}", "\\mathcal{H}", "\\text{H}"]],
  [mutualInformation, ["\\mathcal{I}", "\\text{MI}"]],
  [either(mutualInformation, indicator), ["I", "\\mathbb{I}", "\\text{I}"]],
  [indicator, ["\\mathbb{1}", "\\mathbf{1}", "1"]],
  [delta, ["\\delta"]],
  [lawDensity, LAW_KEYS],
  [matrixFunction, MATRIX_FUNCTION_KEYS],
  [extremum, EXTREMUM_KEYS],
  [gradient, ["\\nabla"]],
  [boldIdentity, ["\\mathbf{I}"]],
  [boldZero, ["\\mathbf{0}"]],
];

function either(first: Construct, second: Construct): Construct {
  return (cursor, head, grammar) => first(cursor, head, grammar) ?? second(cursor, head, grammar);
}

function fileConstructs(): ReadonlyMap<string, Construct> {
  const table = new Map<string, Construct>();
  for (const [construct, keys] of ENTRIES) {
    for (const key of keys) {
      if (table.has(key)) throw new Error(`two notations begin with ${key}`);
      table.set(key, construct);
    }
  }
  return table;
}

/** @throws Error when two notations claim one head: the table is a constant, so that is a mistake in it */
export const CONSTRUCTS: ReadonlyMap<string, Construct> = fileConstructs();
