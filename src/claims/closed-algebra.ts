import {
  addRational,
  compareRational,
  divideRational,
  equalRational,
  isZero,
  multiplyRational,
  negateRational,
  ONE,
  type Rational,
  rational,
  ZERO,
} from "../numbers/rational.js";
import type { Term } from "../terms/term.js";
import { type Algebra, EvaluationError } from "./algebra.js";
import type { ClosedTerm } from "./closed.js";

export function closedNumber(value: Rational): ClosedTerm {
  return { kind: "number", value };
}

const CLOSED_ZERO = closedNumber(ZERO);
const CLOSED_ONE = closedNumber(ONE);

function isNumber(term: Term, value: Rational): boolean {
  return term.kind === "number" && equalRational(term.value, value);
}

function addTerms(a: ClosedTerm, b: ClosedTerm): ClosedTerm {
  if (isNumber(a, ZERO)) return b;
  if (isNumber(b, ZERO)) return a;
  if (a.kind === "number" && b.kind === "number") return closedNumber(addRational(a.value, b.value));
  const terms = [...(a.kind === "add" ? a.terms : [a]), ...(b.kind === "add" ? b.terms : [b])];
  return { kind: "add", terms };
}

function multiplyTerms(a: ClosedTerm, b: ClosedTerm): ClosedTerm {
  if (isNumber(a, ONE)) return b;
  if (isNumber(b, ONE)) return a;
  if (isNumber(a, ZERO) || isNumber(b, ZERO)) return CLOSED_ZERO;
  if (a.kind === "number" && b.kind === "number") return closedNumber(multiplyRational(a.value, b.value));
  const factors = [...(a.kind === "multiply" ? a.factors : [a]), ...(b.kind === "multiply" ? b.factors : [b])];
  return { kind: "multiply", factors };
}

/** Numbers as closed terms: constants fold where the result is a fraction, everything else is written out for the oracles. */
export const CLOSED: Algebra<ClosedTerm> = {
  zero: CLOSED_ZERO,
  one: CLOSED_ONE,
  fromRational: closedNumber,
  constant: (name) => ({ kind: "constant", constant: name }),
  add: addTerms,
  negate: (a) =>
    a.kind === "number"
      ? closedNumber(negateRational(a.value))
      : a.kind === "negate"
        ? a.argument
        : { kind: "negate", argument: a },
  multiply: multiplyTerms,
  divide: (a, b) => {
    if (b.kind === "number" && isZero(b.value)) throw new EvaluationError("domain", "division by zero");
    if (isNumber(b, ONE)) return a;
    if (a.kind === "number" && b.kind === "number") return closedNumber(divideRational(a.value, b.value));
    return { kind: "divide", numerator: a, denominator: b };
  },
  power: (base, exponent) => {
    if (isNumber(exponent, ONE)) return base;
    if (isNumber(exponent, ZERO)) return CLOSED_ONE;
    if (base.kind === "number" && isNumber(exponent, rational(2))) return closedNumber(multiplyRational(base.value, base.value));
    return { kind: "power", base, exponent };
  },
  elementary: (name, argument) => {
    if (name === "log" && isNumber(argument, ONE)) return CLOSED_ZERO;
    if (name === "exp" && isNumber(argument, ZERO)) return CLOSED_ONE;
    if (name === "log" && argument.kind === "number" && compareRational(argument.value, ZERO) <= 0) {
      throw new EvaluationError("domain", "the logarithm of a number that is not positive");
    }
    return { kind: "elementary", name, argument };
  },
  compare: (a, b) => (a.kind === "number" && b.kind === "number" ? compareRational(a.value, b.value) : null),
};
