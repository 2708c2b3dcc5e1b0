import { keyOf } from "../../../kernel/algebra.js";
import { Refusal } from "../../../kernel/refusal.js";
import { termKey } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { type Derivation, partAt, type Path } from "./derivation.js";
import { polynomial } from "./summands.js";

/** The same derivation without detours: where it comes back to what it had, or to something equal to that by algebra, it goes there at once. */
export function shortened(derivation: Derivation): Derivation {
  const { lines } = derivation;
  const start = derivation.upTo(0).term;
  const terms = [start, ...lines.map(({ theorem }) => theorem.right)];
  const exact = terms.map(termKey);
  const loose = terms.map(algebraKey);
  const isDetour = (at: number): boolean =>
    exact.lastIndexOf(exact[at] ?? "") > at || (loose[at] !== null && loose.lastIndexOf(loose[at] ?? null) > at + 1);
  const first = lines.findIndex((_, at) => isDetour(at));
  if (first < 0) return derivation;
  const short = derivation.upTo(first);
  const done = short.trying(() => {
    for (let at = first; at < lines.length;) {
      const same = exact.lastIndexOf(exact[at] ?? "");
      const equal = loose[at] === null ? at : loose.lastIndexOf(loose[at] ?? null);
      const line = lines[at];
      if (same > at) at = same;
      else if (equal > at + 1) {
        const path = difference(short.term, terms[equal] ?? start);
        short.apply("algebra", path, partAt(terms[equal] ?? start, path));
        at = equal;
      } else if (line !== undefined) {
        short.take(line);
        at += 1;
      }
    }
  });
  return done && short.theorem.relation === derivation.theorem.relation ? short : derivation;
}

/** The smallest part in which two terms differ, if it is no more than one. */
function difference(from: Term, to: Term): Path {
  const isAlike =
    from.kind === to.kind && from.name === to.name && from.space === to.space && from.parts.length === to.parts.length;
  if (!isAlike || JSON.stringify(from.bound) !== JSON.stringify(to.bound)) return [];
  const places = from.parts.flatMap((part, i) => (JSON.stringify(part) === JSON.stringify(to.parts[i]) ? [] : [i]));
  const [only, ...more] = places;
  const [a, b] = only === undefined ? [] : [from.parts[only], to.parts[only]];
  return only === undefined || more.length > 0 || !a || !b ? [] : [only, ...difference(a, b)];
}

/** The same for terms that are equal by algebra, as far as that can be seen; null where it cannot. */
function algebraKey(term: Term): string | null {
  try {
    return keyOf(polynomial(term));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
