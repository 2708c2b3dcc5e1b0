import { nameLatex } from "../terms/name.js";
import { compareRational, ZERO } from "../numbers/rational.js";
import type { Term } from "../terms/term.js";
import { fixedPlace, type Index, indexPlace, type Place } from "./expression.js";

interface Known {
  readonly bound: ReadonlyMap<string, Index>;
  /** A letter or expression that is the number of components of some array. */
  readonly sizeOf: (term: Term) => Place | null;
}

/** A whole number as an index or size and a fixed number; null where it is none. */
export function affinePlace(term: Term, known: Known): Place | null {
  const size = known.sizeOf(term);
  if (size !== null) return size;
  switch (term.kind) {
    case "number":
      return term.value.denominator === 1n && compareRational(term.value, ZERO) >= 0 && term.value.numerator < 1_000_000n
        ? fixedPlace(Number(term.value.numerator))
        : null;
    case "symbol": {
      const index = known.bound.get(nameLatex(term.name));
      return index === undefined ? null : indexPlace(index);
    }
    case "negate": {
      const inner = affinePlace(term.argument, known);
      return inner?.of === null ? fixedPlace(-inner.offset) : null;
    }
    case "add": {
      let sum = fixedPlace(0);
      for (const part of term.terms.map((each) => affinePlace(each, known))) {
        if (part === null || (part.of !== null && sum.of !== null)) return null;
        sum = { of: part.of ?? sum.of, offset: part.offset + sum.offset };
      }
      return sum;
    }
    default:
      return null;
  }
}
