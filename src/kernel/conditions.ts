import { difference, integerOf, keyOf, nowhere, polynomialOf, termOfMonomial } from "./algebra.js";
import { unfolded } from "./definitions.js";
import { type Binder, bindersOf, type Proposition } from "./proposition.js";
import { ONE } from "./rational.js";
import { insist } from "./refusal.js";
import {
  exp,
  isFree,
  minus,
  number,
  over,
  plus,
  power,
  sameVariable,
  substitute,
  termKey,
  times,
  two,
  valueOf,
} from "./structure.js";
import type { Term } from "./term.js";

type Sign = "positive" | "nonnegative" | "nonzero";
type Found = readonly Proposition[] | null;

/**
 * What is left of a condition once all that can be seen from its form is done. What is left implies the condition; where facts that
 * are presupposed anyway do, it is these.
 *
 * @throws Refusal when the condition can never hold
 */
export function settle({ binders, claim }: Proposition, facts: readonly Proposition[]): readonly Proposition[] {
  switch (claim.kind) {
    case "atMost":
      return settleOrder(binders, claim.left, claim.right);
    case "integrable":
      return settleIntegrable(binders, claim.variables, claim.term);
    case "positive":
    case "nonnegative":
    case "nonzero": {
      const { kind, term } = claim;
      insist(
        term.kind !== "number" || signOf(kind, term, binders, facts) !== null,
        "false-condition",
        `${term.name} is not ${kind}`,
      );
      return signOf(kind, term, binders, facts) ?? leftOf(kind, term, binders, facts);
    }
    default:
      return [{ binders, claim }];
  }
}

const orNull = (found: readonly Proposition[]): Found => (found.length > 0 ? found : null);

/** What is left of a sign that the form does not show: that each factor has it. */
function leftOf(sign: Sign, term: Term, binders: readonly Binder[], facts: readonly Proposition[]): readonly Proposition[] {
  const each = (parts: readonly Term[], wanted: Sign): readonly Proposition[] =>
    parts.flatMap((part) => settle({ binders: [...binders, ...bindersOf(term)], claim: { kind: wanted, term: part } }, facts));
  const negative = term.parts.some((part) => part.kind === "number" && signOf(sign, part, binders, facts) === null);
  if (term.kind === "product") return each(term.parts.slice(2), sign);
  if (term.kind === "multiply" && !negative) return each(term.parts, sign);
  if (term.kind !== "power") return [{ binders, claim: { kind: sign, term } }];
  const whole = integerOf(polynomialOf(two(term)[1], nowhere()));
  return each([two(term)[0]], whole === null ? "positive" : whole % 2n === 0n ? "nonzero" : sign);
}

/** What has to hold so that a term has a sign; null where its form does not show it. */
function signOf(sign: Sign, term: Term, binders: readonly Binder[], facts: readonly Proposition[]): Found {
  const scope = [...binders, ...bindersOf(term)];
  const all = (parts: readonly Term[], wanted = sign): Found => {
    const found = parts.map((part) => signOf(wanted, part, scope, facts));
    return found.every((list) => list !== null) ? found.flat() : null;
  };
  switch (term.kind) {
    case "number": {
      const { numerator } = valueOf(term);
      return numerator > 0n || sign === (numerator < 0n ? "nonzero" : "nonnegative") ? [] : null;
    }
    case "exp":
      return [];
    case "density":
      return [{ binders: [], claim: { kind: "positiveFamily", name: term.name } }];
    case "multiply":
      return all(term.parts);
    case "power": {
      const [base, exponent] = two(term);
      const whole = integerOf(polynomialOf(exponent, nowhere()));
      if (whole === null || whole % 2n !== 0n) return all([base], whole === null ? "positive" : sign);
      return sign === "nonnegative" ? [] : all([base], "nonzero");
    }
    case "add": {
      const weak = all(term.parts, "nonnegative");
      const strict = term.parts.map((part) => all([part], "positive")).find((found) => found !== null);
      return weak === null || (sign !== "nonnegative" && !strict) ? null : [...weak, ...(strict ?? [])];
    }
    case "sum":
      return sign === "nonnegative" ? all(term.parts.slice(2)) : null;
    case "product":
      return all(term.parts.slice(2));
    case "integral": {
      const body = all(term.parts, sign === "nonnegative" ? sign : "positive");
      if (sign === "nonnegative" || body === null) return body;
      return [...body, ...settleIntegrable(binders, term.bound, two(term)[0])];
    }
    case "defined":
      return signOf(sign, unfolded(term), binders, facts);
    case "apply":
      if (term.name === "π") return [];
      return orNull(facts.filter(({ claim }) => claim.kind === "positiveFunction" && claim.name === term.name));
    default:
      return null;
  }
}

/** An order of integers that differ by a known number, or by one that is smallest at an end of a range. */
function settleOrder(binders: readonly Binder[], left: Term, right: Term): readonly Proposition[] {
  let gap = minus(right, left);
  for (const { variable, range } of binders.toReversed()) {
    if (range === null || !isFree(variable, gap)) continue;
    const slope = difference(substitute(gap, [[variable, plus(variable, number(1))]]), gap);
    if (slope !== null) gap = substitute(gap, [[variable, slope < 0n ? range.upper : range.lower]]);
  }
  const known = difference(gap, number(0));
  insist(known === null || known >= 0n, "false-condition", "an order that does not hold");
  return known === null ? [{ binders, claim: { kind: "atMost", left: number(0), right: gap } }] : [];
}

/** Without constant factors. A density is integrable, and so is a power of a real number times the bell curve. */
function settleIntegrable(binders: readonly Binder[], variables: readonly Term[], term: Term): readonly Proposition[] {
  const [only, ...others] = polynomialOf(term, nowhere());
  if (only === undefined) return [];
  const parts = only.factors.map((factor) => termOfMonomial({ coefficient: ONE, factors: [factor] }));
  const own = (others.length > 0 ? [term] : parts).filter((part) => variables.some((variable) => isFree(variable, part)));
  const [first, ...rest] = own;
  insist(first !== undefined, "false-condition", "a constant need not be integrable over a whole space");
  const integrand = rest.length === 0 ? first : times(first, ...rest);
  const isDensity = integrand.kind === "density" && variables.every((variable) => isTarget(variable, integrand));
  if (isDensity || variables.every((variable) => momentOf(integrand, variable) !== null)) return [];
  return [{ binders, claim: { kind: "integrable", variables, term: integrand } }];
}

/** Whether all of a variable stands among the targets of a density, and nothing of it elsewhere in it. */
export function isTarget(variable: Term, density: Term): boolean {
  const [own, ...others] = density.parts.filter((slot) => isFree(variable, slot));
  const [value, from, to = from] = own?.parts ?? [];
  if (own?.kind !== "target" || others.length > 0 || !value || !sameVariable(value, variable)) return false;
  const whole = !from || !to || (variable.parts.length === 0 && difference(from, to) === 0n);
  return whole && own.space === variable.space;
}

/** n where a term is the n-th power of a real variable times the bell curve exp(−t²/2) in it. */
export function momentOf(term: Term, variable: Term): bigint | null {
  const real = variable.space === "ℝ" && variable.parts.length === 0;
  const [only, ...others] = real ? polynomialOf(term, nowhere()) : [];
  if (only === undefined || others.length > 0 || number(only.coefficient).name !== "1") return null;
  const own = only.factors.find(({ key }) => key === termKey(variable));
  const n = own === undefined ? 0n : integerOf(own.exponent);
  const curve = times(power(variable, number(n ?? 0n)), exp(over(power(variable, number(2)), number(-2))));
  return n !== null && n >= 0n && keyOf(polynomialOf(curve, nowhere())) === keyOf([only]) ? n : null;
}
