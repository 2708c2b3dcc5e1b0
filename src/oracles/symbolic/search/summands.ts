import {
  type Factor,
  type Monomial,
  nowhere,
  type Polynomial,
  polynomialOf,
  termOf,
  termOfMonomial,
} from "../../../kernel/algebra.js";
import { ONE } from "../../../kernel/rational.js";
import { isFree, termKey } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";

/** A term in the kernel's normal form; what that presupposes is asked for when the kernel is told. */
export function polynomial(term: Term): Polynomial {
  return polynomialOf(term, nowhere());
}

export function simplified(term: Term): Term {
  return termOf(polynomial(term));
}

export function factorTerm(factor: Factor): Term {
  return termOfMonomial({ coefficient: ONE, factors: [factor] });
}

/** A summand under a binder: what does not depend on the bound variables, and what does (1 where nothing does). */
export interface Summand {
  readonly constant: Term;
  readonly rest: Term;
}

/** The summands of a body, those with the same rest taken together. An exponential of a sum is split like a product. */
export function summandsOf(body: Term, variables: readonly Term[]): readonly Summand[] {
  const groups = new Map<string, { rest: Term; constants: Monomial[] }>();
  for (const monomial of polynomial(body)) {
    const { constant, rest } = splitMonomial(monomial, variables);
    const term = termOfMonomial({ coefficient: ONE, factors: rest });
    const key = termKey(term);
    const group = groups.get(key) ?? { rest: term, constants: [] };
    group.constants.push({ coefficient: monomial.coefficient, factors: constant });
    groups.set(key, group);
  }
  return [...groups.values()].map(({ rest, constants }) => ({ constant: simplified(termOf(constants)), rest }));
}

function splitMonomial(
  { factors }: Monomial,
  variables: readonly Term[],
): { readonly constant: readonly Factor[]; readonly rest: readonly Factor[] } {
  const constant: Factor[] = [];
  const rest: Factor[] = [];
  for (const factor of factors) {
    if (!dependsOn(factor.base, variables)) {
      const bound = factor.exponent.filter((part) => dependsOn(termOfMonomial(part), variables));
      const free = factor.exponent.filter((part) => !bound.includes(part));
      if (bound.length > 0) rest.push({ ...factor, exponent: bound });
      if (free.length > 0) constant.push({ ...factor, exponent: free });
    } else rest.push(factor);
  }
  return { constant, rest };
}

export function dependsOn(term: Term, variables: readonly Term[]): boolean {
  return variables.some((variable) => isFree(variable, term));
}
