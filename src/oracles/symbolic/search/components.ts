import { difference } from "../../../kernel/algebra.js";
import {
  exp,
  freeVariables,
  node,
  number,
  plus,
  power,
  sameVariable,
  substitute,
  termKey,
  times,
} from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { Derivation, Path } from "./derivation.js";
import { factorTerm, polynomial } from "./summands.js";

/** What an integral over a vector is made of: products over its components, and a rest that looks at one of them. */
interface Shape {
  /** Exponents and bodies of products over all components; the bodies of exponentials come with the factor of their sum. */
  readonly products: readonly { readonly exponent: Term; readonly body: Term }[];
  readonly exponentials: readonly { readonly factor: Term; readonly body: Term }[];
  readonly rest: Term;
  readonly which: Term;
}

/** An integral over a vector against a product of factors, one a component: one integral over one component. */
export function simplifyVectorIntegral(derivation: Derivation, path: Path): boolean {
  const term = derivation.at(path);
  const [vector] = term.bound;
  const [body] = term.parts;
  const size = vector?.parts[0];
  if (vector === undefined || body === undefined || size === undefined) return false;
  const index = node("variable", [], freshName(["j", "i", "k", "l"], body), "ℤ");
  const point = node("variable", [], freshName(["t", "u", "s", "v"], body), vector.space);
  const shape = shapeOf(body, vector, size, index);
  if (shape === null) return false;
  return derivation.trying(() => {
    const product = collect(derivation, [...path, 0], shape, index, size);
    const factor = withPoint(product, vector, index, point);
    const rest = withPoint(shape.rest, vector, shape.which, point);
    derivation.apply("independent components", path, index, point, factor, shape.which, rest);
  });
}

function shapeOf(body: Term, vector: Term, size: Term, index: Term): Shape | null {
  const [only, ...others] = polynomial(body);
  if (only === undefined || others.length > 0) return null;
  const products: { exponent: Term; body: Term }[] = [];
  const exponentials: { factor: Term; body: Term }[] = [];
  const rest: Term[] = [number(only.coefficient)];
  for (const factor of only.factors) {
    const written = factorTerm(factor);
    const [base, exponent] = written.kind === "power" ? written.parts : [written, number(1)];
    const inner = base === undefined ? null : overComponents(base, "product", size, index);
    if (inner !== null && exponent !== undefined) products.push({ exponent, body: inner });
    else if (factor.base.kind === "exp") {
      for (const monomial of factor.exponent) {
        const sums = monomial.factors.map(factorTerm);
        const own = sums.findIndex((part) => overComponents(part, "sum", size, index) !== null);
        const sum = sums[own];
        const inside = sum === undefined ? null : overComponents(sum, "sum", size, index);
        const constant = times(number(monomial.coefficient), ...sums.filter((_, i) => i !== own));
        if (inside === null) rest.push(exp(constant));
        else exponentials.push({ factor: constant, body: inside });
      }
    } else rest.push(written);
  }
  if (products.length + exponentials.length === 0) return null;
  const which = componentsIn(times(...rest), vector);
  if (which === null) return null;
  return { products, exponentials, rest: times(...rest), which };
}

/** The body of a sum or product over 1..size, with this index. */
function overComponents(term: Term, kind: "sum" | "product", size: Term, index: Term): Term | null {
  const [lower, upper, body] = term.parts;
  const [own] = term.bound;
  if (term.kind !== kind || !lower || !upper || !body || !own) return null;
  return difference(lower, number(1)) === 0n && difference(upper, size) === 0n ? substitute(body, [[own, index]]) : null;
}

/** The index of the one component of a vector that a term looks at, 1 where it looks at none; null where it looks at more. */
function componentsIn(term: Term, vector: Term): Term | null {
  const found = new Map<string, Term>();
  const visit = (part: Term): void => {
    const [of, index] = part.parts;
    if (part.kind === "component" && of && index && sameVariable(of, vector)) found.set(termKey(index), index);
    part.parts.forEach(visit);
  };
  visit(term);
  const [only = number(1), ...others] = found.values();
  return others.length > 0 ? null : only;
}

/** Brings a body into the form ∏ g(j, z_j) · rest; the body of the product. */
function collect(derivation: Derivation, path: Path, shape: Shape, index: Term, size: Term): Term {
  const over = (kind: "sum" | "product", body: Term): Term => node(kind, [number(1), size, body], "", "", [index]);
  const factors = [
    ...shape.exponentials.map(({ factor, body }) => exp(plus(times(factor, over("sum", body))))),
    ...shape.products.map(({ exponent, body }) => power(over("product", body), exponent)),
  ];
  derivation.algebra(path, times(times(...factors), shape.rest));
  const scaled = shape.exponentials.map(({ factor, body }) => times(factor, body));
  shape.exponentials.forEach(({ factor, body }, i) => {
    const at = [...path, 0, i];
    const inner = scaled[i] ?? body;
    derivation.applyBack("linearity", [...at, 0], over("sum", inner), factor, body);
    derivation.applyBack("exponentials", at, over("product", exp(inner)));
  });
  const pairs = [
    ...scaled.map((inner) => [number(1), exp(inner)] as const),
    ...shape.products.map(({ exponent, body }) => [exponent, body] as const),
  ];
  derivation.algebra([...path, 0], times(...pairs.map(([exponent, body]) => power(over("product", body), exponent))));
  const whole = times(...pairs.map(([exponent, body]) => power(body, exponent)));
  derivation.applyBack("factors", [...path, 0], over("product", whole), ...pairs.flat());
  return whole;
}

/** The same with a point for one component of a vector. */
function withPoint(term: Term, vector: Term, index: Term, point: Term): Term {
  const [of, at] = term.parts;
  if (term.kind === "component" && of && at && sameVariable(of, vector) && termKey(at) === termKey(index)) return point;
  return { ...term, parts: term.parts.map((part) => withPoint(part, vector, index, point)) };
}

function freshName(candidates: readonly string[], term: Term): string {
  const taken = new Set<string>();
  const visit = (part: Term): void => {
    for (const { name } of [...freeVariables(part), ...part.bound]) taken.add(name);
    part.parts.forEach(visit);
  };
  visit(term);
  return candidates.find((name) => !taken.has(name)) ?? `${candidates[0] ?? "t"}'`;
}
