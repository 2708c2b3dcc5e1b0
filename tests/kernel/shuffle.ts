import { exp, isInside, minus, node, number, plus, power, substitute, times } from "../../src/kernel/structure.js";
import type { Term } from "../../src/kernel/term.js";
import { rational } from "../../src/numbers/rational.js";
import type { RandomTerms } from "./random-terms.js";

/** How often a step is one that algebra does not allow. */
const WRONG = 0.03;

/** A term written in another way by a few random steps of algebra in random places: also such as need conditions, and a few that are wrong. */
export function shuffle(from: RandomTerms, term: Term): Term {
  const inner = from.chance(0.5) ? { ...term, parts: term.parts.map((part) => shuffledPart(from, part)) } : term;
  const renamed = from.chance(0.3) ? rename(from, inner) : inner;
  return from.chance(0.6) ? rewritten(from, renamed) : renamed;
}

function shuffledPart(from: RandomTerms, part: Term): Term {
  if (part.kind !== "target" && part.kind !== "given") return shuffle(from, part);
  return { ...part, parts: part.parts.map((value, i) => (i === 0 ? value : shuffle(from, value))) };
}

/** The same with another name for what is bound: which may be that of something free, a mistake then. */
function rename(from: RandomTerms, term: Term): Term {
  const [variable] = term.bound;
  if (variable === undefined) return term;
  const other = { ...variable, name: from.pick(["x", "y", "w", "k", "n", "t", "s"]) };
  const inside = (part: Term): Term => substitute(part, [[variable, other]]);
  return {
    ...term,
    bound: [other, ...term.bound.slice(1)],
    parts: term.parts.map((part, i) => (isInside(term, i) ? inside(part) : part)),
  };
}

function rewritten(from: RandomTerms, term: Term): Term {
  const parts = shuffledParts(from, term.parts);
  const [a, b] = term.parts;
  if (from.chance(WRONG)) return wrong(from, term);
  switch (term.kind) {
    case "add":
      return from.chance(0.7) ? plus(...parts) : plus(plus(...parts.slice(0, 1)), plus(...parts.slice(1)));
    case "multiply": {
      const at = term.parts.findIndex(({ kind }) => kind === "add");
      const sum = term.parts[at];
      if (sum === undefined || from.chance(0.3)) return times(...parts);
      return plus(...sum.parts.map((part) => times(...term.parts.with(at, part))));
    }
    case "power":
      return a === undefined || b === undefined ? term : powers(from, a, b);
    case "exp":
      if (a?.kind === "add") return times(...a.parts.map(exp));
      return a === undefined ? term : times(power(exp(times(number(rational(1, 2)), a)), number(2)));
    case "number":
      return plus(minus(term, number(1)), number(1));
    default:
      return aside(from, term);
  }
}

/** x and what is equal to it, under conditions perhaps. */
function aside(from: RandomTerms, term: Term): Term {
  if (term.kind === "target" || term.kind === "given") return term;
  const other = from.leaf([]);
  const root = (base: Term): Term => power(base, number(rational(1, 2)));
  switch (from.random.integer(0, 4)) {
    case 0:
      return minus(plus(term, other), other);
    case 1:
      return times(term, other, power(other, number(-1)));
    case 2:
      return times(root(term), root(term));
    case 3:
      return power(power(term, number(2)), number(rational(1, 2)));
    default:
      return times(power(term, number(2)), power(term, number(-1)));
  }
}

function powers(from: RandomTerms, base: Term, exponent: Term): Term {
  const half = times(number(rational(1, 2)), exponent);
  switch (from.random.integer(0, 3)) {
    case 0:
      return times(power(base, half), power(base, half));
    case 1:
      return times(power(base, plus(exponent, number(-1))), base);
    case 2:
      return base.kind === "multiply"
        ? times(...base.parts.map((part) => power(part, exponent)))
        : power(power(base, number(2)), half);
    default:
      return base.kind === "power" && base.parts[0] && base.parts[1]
        ? power(base.parts[0], times(base.parts[1], exponent))
        : power(power(base, number(-1)), times(number(-1), exponent));
  }
}

function wrong(from: RandomTerms, term: Term): Term {
  const [a, b] = term.parts;
  if (a === undefined || b === undefined || term.bound.length > 0 || term.kind === "density" || term.kind === "component")
    return from.chance(0.5) || term.kind === "target" || term.kind === "given" ? term : times(number(-1), term);
  return from.chance(0.5) ? { ...term, parts: [b, a, ...term.parts.slice(2)] } : node(term.kind, term.parts.slice(1), term.name);
}

function shuffledParts(from: RandomTerms, parts: readonly Term[]): readonly Term[] {
  const left = [...parts];
  return parts.map(() => left.splice(from.random.integer(0, left.length - 1), 1)).flat();
}
