import { number, power, valueOf } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";

/** A product as it is written on paper: its sign, and what stands above and below the fraction bar. */
export interface Monomial {
  readonly negative: boolean;
  /** Without factors 1. */
  readonly above: readonly Term[];
  readonly below: readonly Term[];
}

/** A sum or a product of one is what it is of. */
export function unwrapped(term: Term): Term {
  const [only, ...others] = term.kind === "add" || term.kind === "multiply" ? term.parts : [];
  return only !== undefined && others.length === 0 ? unwrapped(only) : term;
}

export function monomialOf(wrapped: Term): Monomial {
  const term = unwrapped(wrapped);
  if (term.kind === "multiply") return product(term.parts.map(monomialOf));
  if (term.kind === "number") {
    const { numerator, denominator } = valueOf(term);
    const size = numerator < 0n ? -numerator : numerator;
    return { negative: numerator < 0n, above: notOne(size), below: notOne(denominator) };
  }
  const [base, exponent] = term.kind === "power" ? term.parts : [];
  if (base === undefined || exponent?.kind !== "number" || !exponent.name.startsWith("-"))
    return { negative: false, above: [term], below: [] };
  const { numerator, denominator } = valueOf(exponent);
  const inverse = numerator === -denominator ? base : power(base, number({ numerator: -numerator, denominator }));
  return { negative: false, above: [], below: [inverse] };
}

const notOne = (value: bigint): readonly Term[] => (value === 1n ? [] : [number(value)]);

function product(factors: readonly Monomial[]): Monomial {
  return {
    negative: factors.filter(({ negative }) => negative).length % 2 === 1,
    above: factors.flatMap(({ above }) => above),
    below: factors.flatMap(({ below }) => below),
  };
}
