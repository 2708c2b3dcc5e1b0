import { nowhere, equalTerms, termOfMonomial } from "../../../kernel/algebra.js";
import { minus, number, over, plus, substitute, times } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Derivation, Path } from "./derivation.js";
import { dependsOn, factorTerm, polynomial } from "./summands.js";

/** A sum or product of which each step is the difference or quotient of neighbours becomes what the last one has over the first. */
export function telescope(derivation: Derivation, path: Path): boolean {
  const term = derivation.at(path);
  const [lower, , body] = term.parts;
  const [index] = term.bound;
  if (lower === undefined || body === undefined || index === undefined) return false;
  const isSum = term.kind === "sum";
  const change = isSum ? minus : over;
  const candidates = isSum ? partialSums(body, index) : [numerator(body, index)];
  return candidates.some((candidate) => {
    if (candidate === null) return false;
    const at = (value: Term): Term => substitute(candidate, [[index, value]]);
    const step = change(candidate, at(minus(index, number(1))));
    if (!equalTerms(step, body, nowhere())) return false;
    return derivation.attempt("recursion", path, change(candidate, at(minus(lower, number(1)))));
  });
}

function partialSums(body: Term, index: Term): readonly (Term | null)[] {
  const monomials = polynomial(body);
  return [1n, -1n].map((sign) => {
    const own = monomials.filter(({ coefficient }) => coefficient.numerator * sign > 0n).map(termOfMonomial);
    const rest = own.filter((part) => dependsOn(part, [index]));
    return rest.length === 0 || rest.length === monomials.length ? null : plus(...rest);
  });
}

function numerator(body: Term, index: Term): Term | null {
  const [only, ...others] = polynomial(body);
  if (only === undefined || others.length > 0) return null;
  const factors = only.factors.map(factorTerm);
  const upper = factors.filter(
    (factor) => dependsOn(factor, [index]) && !(factor.kind === "power" && isNegative(factor.parts[1])),
  );
  return upper.length === 0 || upper.length === factors.length ? null : times(...upper);
}

function isNegative(exponent: Term | undefined): boolean {
  return exponent?.kind === "number" && exponent.name.startsWith("-");
}
