import { addRational, isZero, multiplyRational, rationalText, ZERO } from "../../numbers/rational.js";
import type { Rational } from "../../numbers/rational.js";
import { degree, exponentOf, without } from "./powers.js";
import type { Powers } from "./powers.js";

/**
 * A polynomial of degree 1 or 2 in the bound variables without a constant: the exponent of a term. Entries are in order of their powers' keys, each
 * once, no coefficient zero; equal exactly when the keys are.
 */
export interface Quadratic {
  readonly entries: readonly QuadraticEntry[];
  readonly key: string;
}

export interface QuadraticEntry {
  readonly powers: Powers;
  readonly coefficient: Rational;
}

export const NO_EXPONENT: Quadratic = { entries: [], key: "" };

/** The sum of the entries. @throws RangeError when one is of degree 0 or above 2 */
export function quadraticOf(entries: readonly QuadraticEntry[]): Quadratic {
  const collected = new Map<string, QuadraticEntry>();
  for (const { powers, coefficient } of entries) {
    if (degree(powers) < 1 || degree(powers) > 2) throw new RangeError("an exponent is linear or quadratic");
    collected.set(powers.key, { powers, coefficient: addRational(coefficient, collected.get(powers.key)?.coefficient ?? ZERO) });
  }
  const kept = [...collected.values()].filter((entry) => !isZero(entry.coefficient));
  if (kept.length === 0) return NO_EXPONENT;
  kept.sort((a, b) => (a.powers.key < b.powers.key ? -1 : 1));
  return { entries: kept, key: kept.map(({ powers, coefficient }) => `${rationalText(coefficient)} ${powers.key}`).join(" + ") };
}

export function addQuadratics(a: Quadratic, b: Quadratic): Quadratic {
  if (a.key === "") return b;
  if (b.key === "") return a;
  return quadraticOf([...a.entries, ...b.entries]);
}

export function scaleQuadratic(a: Quadratic, factor: Rational): Quadratic {
  return quadraticOf(
    a.entries.map(({ powers, coefficient }) => ({ powers, coefficient: multiplyRational(coefficient, factor) })),
  );
}

/** `square · v² + linear · v + constant · v + rest`, with `linear` and `rest` free of v; `linear` has degree 1 in other variables. */
export interface QuadraticIn {
  readonly square: Rational;
  readonly linear: readonly QuadraticEntry[];
  readonly constant: Rational;
  readonly rest: Quadratic;
}

export function splitBy(a: Quadratic, variable: number): QuadraticIn {
  let square = ZERO;
  let constant = ZERO;
  const linear: QuadraticEntry[] = [];
  const rest: QuadraticEntry[] = [];
  for (const entry of a.entries) {
    const exponent = exponentOf(entry.powers, variable);
    const others = without(entry.powers, variable);
    if (exponent === 2) square = entry.coefficient;
    else if (exponent === 0) rest.push(entry);
    else if (others.key === "") constant = entry.coefficient;
    else linear.push({ powers: others, coefficient: entry.coefficient });
  }
  return { square, linear, constant, rest: quadraticOf(rest) };
}
