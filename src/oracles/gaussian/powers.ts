import { MAX_DEGREE, unknown } from "./limits.js";

/** A product of powers of bound variables, each with exponent ≥ 1, in order of the variables' numbers. Equal exactly when the keys are. */
export interface Powers {
  readonly factors: readonly VariablePower[];
  readonly key: string;
}

export interface VariablePower {
  readonly variable: number;
  readonly exponent: number;
}

export const NO_POWERS: Powers = { factors: [], key: "" };

function powersOf(factors: readonly VariablePower[]): Powers {
  return { factors, key: factors.map(({ variable, exponent }) => `x${variable}^${exponent}`).join(" ") };
}

export function variablePower(variable: number, exponent: number): Powers {
  if (exponent > MAX_DEGREE) throw unknown(`a power above ${MAX_DEGREE}`);
  return exponent === 0 ? NO_POWERS : powersOf([{ variable, exponent }]);
}

export function multiplyPowers(a: Powers, b: Powers): Powers {
  if (a.key === "") return b;
  if (b.key === "") return a;
  const exponents = new Map(a.factors.map(({ variable, exponent }) => [variable, exponent]));
  for (const { variable, exponent } of b.factors) {
    const total = exponent + (exponents.get(variable) ?? 0);
    if (total > MAX_DEGREE) throw unknown(`a power above ${MAX_DEGREE}`);
    exponents.set(variable, total);
  }
  return powersOf([...exponents].map(([variable, exponent]) => ({ variable, exponent })).sort((x, y) => x.variable - y.variable));
}

/** a / b where b divides a, else null. */
export function dividePowers(a: Powers, b: Powers): Powers | null {
  const exponents = new Map(a.factors.map(({ variable, exponent }) => [variable, exponent]));
  for (const { variable, exponent } of b.factors) {
    const left = (exponents.get(variable) ?? 0) - exponent;
    if (left < 0) return null;
    exponents.set(variable, left);
  }
  return powersOf([...exponents].filter(([, exponent]) => exponent > 0).map(([variable, exponent]) => ({ variable, exponent })));
}

export function exponentOf(powers: Powers, variable: number): number {
  return powers.factors.find((factor) => factor.variable === variable)?.exponent ?? 0;
}

export function without(powers: Powers, variable: number): Powers {
  return powersOf(powers.factors.filter((factor) => factor.variable !== variable));
}

export function degree(powers: Powers): number {
  return powers.factors.reduce((total, { exponent }) => total + exponent, 0);
}
