/** A real number far outside the range of doubles: `sign · exp(log)`. Zero has sign 0 and log -Infinity; an undefined value has NaN. */
export interface Scaled {
  readonly sign: number;
  readonly log: number;
}

export function scale(value: number): Scaled {
  return { sign: Math.sign(value), log: Math.log(Math.abs(value)) };
}

/** The nearest double: 0 or ±Infinity beyond its range. */
export function unscale(value: Scaled): number {
  return value.sign === 0 ? 0 : value.sign * Math.exp(value.log);
}

export function sumScaled(terms: readonly Scaled[]): Scaled {
  const largest = terms.reduce((most, term) => Math.max(most, term.log), -Infinity);
  if (largest === -Infinity) return { sign: 0, log: -Infinity };
  const sum = terms.reduce((total, term) => total + term.sign * Math.exp(term.log - largest), 0);
  return { sign: Math.sign(sum), log: largest + Math.log(Math.abs(sum)) };
}

export function multiplyScaled(factors: readonly Scaled[]): Scaled {
  const sign = factors.reduce((product, factor) => product * factor.sign, 1);
  if (sign === 0) return { sign: 0, log: -Infinity };
  return { sign, log: factors.reduce((sum, factor) => sum + factor.log, 0) };
}

export function divideScaled(numerator: Scaled, denominator: Scaled): Scaled {
  if (denominator.sign === 0) return { sign: NaN, log: NaN };
  if (numerator.sign === 0) return numerator;
  return { sign: numerator.sign * denominator.sign, log: numerator.log - denominator.log };
}

export function powerScaled(base: Scaled, exponent: number): Scaled {
  if (exponent === 0) return { sign: 1, log: 0 };
  if (base.sign === 0) return exponent > 0 ? base : { sign: NaN, log: NaN };
  if (base.sign > 0) return { sign: 1, log: base.log * exponent };
  if (!Number.isInteger(exponent)) return { sign: NaN, log: NaN };
  return { sign: exponent % 2 === 0 ? 1 : -1, log: base.log * exponent };
}
