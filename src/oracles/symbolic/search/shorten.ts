import { keyOf } from "../../../kernel/algebra.js";
import { Refusal } from "../../../kernel/refusal.js";
import { termKey } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { Derivation, type Done } from "./derivation.js";
import { polynomial } from "./summands.js";

/** The same derivation without detours: where it comes back to what it had, or to something equal to that by algebra, it goes there at once. */
export function shortened(derivation: Derivation, start: Term): Derivation {
  const terms = [start];
  const replay = new Derivation(start, derivation.facts, derivation.work);
  for (const line of derivation.lines) {
    replay.take(line);
    terms.push(replay.term);
  }
  const exact = terms.map(termKey);
  const loose = terms.map(algebraKey);
  const short = new Derivation(start, derivation.facts, derivation.work);
  const done = short.trying(() => {
    for (let at = 0; at < derivation.lines.length;) {
      const same = exact.lastIndexOf(exact[at] ?? "");
      const equal = loose[at] === null ? at : loose.lastIndexOf(loose[at] ?? null);
      const line = derivation.lines[at];
      if (same > at) at = same;
      else if (equal > at + 1) {
        short.apply("algebra", [], terms[equal] ?? start);
        at = equal;
      } else if (line !== undefined) {
        short.take(asLine(line));
        at += 1;
      }
    }
  });
  return done && short.theorem.relation === derivation.theorem.relation ? short : derivation;
}

function asLine({ rule, path, terms, back }: Done): {
  rule: string;
  path: Done["path"];
  terms: Done["terms"];
  back: Done["back"];
} {
  return { rule, path, terms, back };
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
