import { difference, inScope, nowhere, type Context, polynomialOf, integerOf, demand, keyOf } from "../../../kernel/algebra.js";
import { settle } from "../../../kernel/conditions.js";
import { unfolded } from "../../../kernel/definitions.js";
import { bindersOf, type Proposition } from "../../../kernel/proposition.js";
import { addRational, rational } from "../../../kernel/rational.js";
import { Refusal } from "../../../kernel/refusal.js";
import { freeVariables, isFree, isInside, node, number } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";

/**
 * The conditions of a theorem that nothing entitles a proof to presuppose. It may presuppose the facts, that integrals converge, that an index is one
 * (at least 0, and at most the size of what it counts), and that both sides have a value: that what stands under a logarithm or a fractional power is
 * positive and no denominator is 0.
 */
export function unacceptable(
  conditions: readonly Proposition[],
  facts: readonly Proposition[],
  sides: readonly Term[],
): readonly Proposition[] {
  const context = nowhere();
  for (const side of sides) collect(side, context);
  const known = new Set(
    context.conditions
      .flatMap((each) => settled(each, facts))
      .flatMap(implied)
      .map(keyOfProposition),
  );
  const given = new Set(facts.map((fact) => JSON.stringify(fact)));
  return conditions.filter((condition) => {
    const { claim } = condition;
    if (given.has(JSON.stringify(condition))) return false;
    switch (claim.kind) {
      case "positiveFamily":
      case "integrable":
        return false;
      case "atMost":
        return !isPlainOrder(claim.right);
      case "positiveFunction":
      case "equal":
        return true;
      case "positive":
      case "nonnegative":
      case "nonzero":
        return !known.has(keyOfProposition(condition));
    }
  });
}

function settled(condition: Proposition, facts: readonly Proposition[]): readonly Proposition[] {
  try {
    return settle(condition, facts);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

/** That a number of things is not negative, or a place is one of them: `n`, `i − 1`, `n − i`. */
function isPlainOrder(gap: Term): boolean {
  const variables = freeVariables(gap).filter((variable, i, all) => all.findIndex(({ name }) => name === variable.name) === i);
  const [first, second, ...more] = variables;
  if (first === undefined || more.length > 0 || variables.some(({ space }) => space !== "ℤ")) return false;
  if (second === undefined) return isNotNegativeFromOne(gap);
  return [
    [first, second],
    [second, first],
  ].some(
    ([a, b]) =>
      a !== undefined && b !== undefined && difference(gap, { ...gap, kind: "add", name: "", parts: [a, negative(b)] }) !== null,
  );
}

/** Whether a polynomial with positive coefficients, but for its constant, is not negative at 1: then it is not from there on. */
function isNotNegativeFromOne(gap: Term): boolean {
  const monomials = polynomialOf(gap, nowhere());
  const rising = monomials.every(
    ({ coefficient, factors }) =>
      factors.length === 0 || (coefficient.numerator > 0n && factors.every(({ exponent }) => (integerOf(exponent) ?? -1n) > 0n)),
  );
  const atOne = monomials.reduce((sum, { coefficient }) => addRational(sum, coefficient), rational(0n));
  return rising && atOne.numerator >= 0n;
}

const negative = (term: Term): Term => node("multiply", [number(-1), term]);

/** What has to hold so that a term has the value that the field gives it. */
function collect(term: Term, context: Context): void {
  const [first, second] = term.parts;
  if (term.kind === "log" && first) demand(context, { kind: "positive", term: first });
  if (term.kind === "power" && first && second) {
    const whole = integerOf(polynomialOf(second, nowhere()));
    if (whole === null) demand(context, { kind: "positive", term: first });
    else if (whole < 0n) demand(context, { kind: "nonzero", term: first });
    if (whole === null || whole < 0n) demand(context, { kind: "nonzero", term: first });
  }
  if (term.kind === "defined" && (term.name === "divergence" || term.name === "entropy" || term.name === "crossEntropy"))
    for (const part of term.parts) demand(inScope(context, bindersOf(term)), { kind: "positive", term: part });
  if (term.kind === "defined" && term.name === "normal" && term.parts[2])
    demand(context, { kind: "positive", term: term.parts[2] });
  term.parts.forEach((part, i) => {
    collect(part, isInside(term, i) ? inScope(context, bindersOf(term)) : context);
  });
}

/** A condition with the weaker ones that it contains. */
function implied(condition: Proposition): readonly Proposition[] {
  const { binders, claim } = condition;
  if (claim.kind !== "positive") return [condition];
  return (["positive", "nonnegative", "nonzero"] as const).map((kind) => ({ binders, claim: { kind, term: claim.term } }));
}

/** The same for conditions that differ at most in how their term is written and in the names of what they are about all values of. */
function keyOfProposition({ binders, claim }: Proposition): string {
  if (!("term" in claim)) return JSON.stringify(claim);
  const term = written(claim.term);
  const bound = binders.map(({ variable }) => variable).filter((variable) => isFree(variable, term));
  const nested = bound.reduceRight((body, variable) => node("integral", [body], "", "", [variable]), term);
  return `${claim.kind} ${keyOf(polynomialOf(nested, nowhere()))}`;
}

/** A term with its definitions written out. */
function written(term: Term): Term {
  const plain = { ...term, parts: term.parts.map(written) };
  return plain.kind === "defined" ? unfolded(plain) : plain;
}
