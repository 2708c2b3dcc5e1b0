import { nowhere, polynomialOf, termOf } from "../../../kernel/algebra.js";
import { node, number, plus, power, times } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { DESCRIPTIONS } from "../../../claims/descriptions.js";
import type { Term as Surface, TermOf } from "../../../terms/term.js";
import { walk } from "../../../terms/traverse.js";
import { need, Unsupported } from "./unsupported.js";

export const INTEGERS = "ℤ";

export function integerVariable(name: string): Term {
  return node("variable", [], name, INTEGERS);
}

/** Indices are compared as polynomials: of so many symbols, and of powers so high, at most. */
const LARGEST_INDEX = 16;
const LARGEST_EXPONENT = 3n;

/** An index or a bound: whole numbers and what `letter` makes of letters, added and multiplied. @throws Unsupported for anything else */
export function indexOf(term: Surface, letter: (symbol: TermOf<"symbol">) => Term): Term {
  let size = 0;
  walk(term, () => (size += 1));
  need(size <= LARGEST_INDEX, "an index of many letters");
  return written(term, letter);
}

function written(term: Surface, letter: (symbol: TermOf<"symbol">) => Term): Term {
  const of = (part: Surface): Term => written(part, letter);
  switch (term.kind) {
    case "number":
      if (term.value.denominator === 1n) return number(term.value);
      break;
    case "symbol":
      return letter(term);
    case "labelled":
      return of(term.body);
    case "add":
      return plus(...term.terms.map(of));
    case "negate":
      return term.argument.kind === "number" ? number(-wholeNumber(term.argument)) : times(number(-1), of(term.argument));
    case "multiply":
      return times(...term.factors.map(of));
    case "power":
      if (term.exponent.kind === "number" && term.exponent.value.numerator > 0n && wholeNumber(term.exponent) <= LARGEST_EXPONENT)
        return power(of(term.base), number(term.exponent.value));
      break;
    default:
      break;
  }
  throw new Unsupported(`${DESCRIPTIONS[term.kind]} as an index or bound`);
}

function wholeNumber({ value }: TermOf<"number">): bigint {
  if (value.denominator !== 1n) throw new Unsupported("an index that is not a whole number");
  return value.numerator;
}

/** The indices of a component, those in parentheses too. */
export function indicesOf({ indices }: TermOf<"component">): readonly Surface[] {
  return indices.flatMap((index) => (index.kind === "tuple" ? index.items : [index]));
}

/** An index or bound with its numbers added up. */
export function simplified(term: Term): Term {
  return termOf(polynomialOf(term, nowhere()));
}
