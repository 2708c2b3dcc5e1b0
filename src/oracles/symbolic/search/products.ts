import { number } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Derivation, Path } from "./derivation.js";
import { factorTerm, polynomial, simplified } from "./summands.js";
import { telescope } from "./telescope.js";

/** A product of products is taken apart, constants counted, exponentials collected. Whether anything was done. */
export function simplifyProduct(derivation: Derivation, path: Path): boolean {
  const term = derivation.at(path);
  const body = term.parts[2];
  const [index] = term.bound;
  if (body === undefined || index === undefined) return false;
  if (telescope(derivation, path) || derivation.attempt("write out", path)) return true;
  if (derivation.attempt("constant", path)) return true;
  const [only, ...others] = polynomial(body);
  if (only === undefined || others.length > 0) return false;
  const pairs = only.factors.map((factor): readonly [Term, Term] => {
    const written = factorTerm(factor);
    const [base, exponent] = written.kind === "power" ? written.parts : [];
    return base !== undefined && exponent?.kind === "number" ? [exponent, base] : [number(1), written];
  });
  const coefficient = number(only.coefficient);
  const all = coefficient.name === "1" ? pairs : [[number(1), coefficient] as const, ...pairs];
  const [first, ...more] = all;
  if (first !== undefined && more.length === 0 && first[0].name === "1") {
    if (simplified(body).kind !== "exp") return false;
    return derivation.trying(() => {
      derivation.algebra([...path, 2], simplified(body));
      derivation.apply("exponentials", path);
    });
  }
  return derivation.attempt("factors", path, ...all.flat());
}
