import { type Context, difference, type Factor, inScope, integerOf, nowhere, polynomialOf } from "./algebra.js";
import { termOfMonomial } from "./algebra.js";
import { PI, unfolded } from "./definitions.js";
import { type Binder, bindersOf, type Proposition } from "./proposition.js";
import { ONE } from "./rational.js";
import { insist } from "./refusal.js";
import { isFree, sameVariable, substitute } from "./structure.js";
import { exp, minus, number, over, partsOf, plus, power, type Term, valueOf } from "./term.js";

type Sign = "positive" | "nonnegative" | "nonzero";
type Propositions = readonly Proposition[];

/**
 * What is left of a condition once all that can be seen from its form is done. What is left implies the condition; where facts that
 * are presupposed anyway do, it is these.
 *
 * @throws Refusal when the condition can never hold
 */
export function settle({ binders, claim }: Proposition, facts: Propositions): Propositions {
  if (claim.kind === "atMost") return settleOrder(binders, minus(claim.right, claim.left));
  if (claim.kind === "integrable") return settleIntegrable(binders, claim, facts);
  if (!("term" in claim)) return [{ binders, claim }];
  const left = settleSign(claim.kind, claim.term, binders, facts);
  insist(!left.some(isFalse), "false-condition", `a number that is not ${claim.kind}`);
  return left;
}

const isSign = ({ claim }: Proposition): boolean => "term" in claim && claim.kind !== "integrable";
const isFalse = ({ claim }: Proposition): boolean => "term" in claim && claim.term.kind === "number";

/** A product has a sign if its factors have; a sum only where their form shows it. */
function settleSign(sign: Sign, term: Term, binders: readonly Binder[], facts: Propositions): Propositions {
  const [first, second, third] = partsOf(term);
  const scope = [...binders, ...bindersOf(term)];
  const all = (wanted: Sign, ...parts: readonly Term[]): Propositions =>
    parts.flatMap((part) => settleSign(wanted, part, scope, facts));
  const whole: Propositions = [{ binders, claim: { kind: sign, term } }];
  const orWhole = (found: Propositions, isOpen = isSign): Propositions => (found.some(isOpen) ? whole : found);
  const isWeak = sign === "nonnegative";
  switch (term.kind) {
    case "number": {
      const { numerator: n } = valueOf(term);
      return { positive: n > 0n, nonnegative: n >= 0n, nonzero: n !== 0n }[sign] ? [] : whole;
    }
    case "exp":
      return [];
    case "density":
      return [{ binders: [], claim: { kind: "positiveFamily", name: term.name } }];
    case "apply": {
      if (term.name === PI.name && term.parts.length === 0) return [];
      const fact: Proposition = { binders: [], claim: { kind: "positiveFunction", name: term.name } };
      return facts.some((each) => JSON.stringify(each) === JSON.stringify(fact)) ? [fact] : whole;
    }
    case "multiply":
      return orWhole(all(sign, ...term.parts), isFalse);
    case "power": {
      const exponent = difference(second, number(0));
      if (exponent === null) return all("positive", first);
      if (exponent % 2n !== 0n) return all(sign, first);
      return isWeak ? [] : all("nonzero", first);
    }
    case "add": {
      const weak = all("nonnegative", ...term.parts);
      if (isWeak) return orWhole(weak);
      const strict = term.parts.map((part) => all("positive", part)).find((each) => !each.some(isSign));
      return strict === undefined ? whole : orWhole([...weak, ...strict]);
    }
    case "sum":
      return isWeak ? orWhole(all(sign, third)) : whole;
    case "product":
      return all(sign, third);
    case "integral":
      if (isWeak) return orWhole(all(sign, first));
      return orWhole([...all("positive", first), ...settleIntegrable(binders, { variables: term.bound, term: first }, facts)]);
    case "defined":
      return orWhole(settleSign(sign, unfolded(term), binders, facts));
    default:
      return whole;
  }
}

/** An order of integers that differ by a known number, or by one that is smallest at an end of a range. */
function settleOrder(binders: readonly Binder[], gap: Term): Propositions {
  const known = difference(gap, number(0));
  insist(known === null || known >= 0n, "false-condition", "an order that does not hold");
  if (known !== null) return [];
  const left: Propositions = [{ binders, claim: { kind: "atMost", left: number(0), right: gap } }];
  const [outer, last] = [binders.slice(0, -1), binders.at(-1)];
  if (last === undefined) return left;
  const { variable, range } = last;
  const at = (value: Term): Term => substitute(gap, [[variable, value]]);
  if (!isFree(variable, gap)) return settleOrder(outer, gap);
  const slope = difference(at(plus(variable, number(1))), gap);
  if (range === null || slope === null) return left;
  return settleOrder(outer, at(slope < 0n ? range.upper : range.lower));
}

interface Integrand {
  readonly variables: readonly Term[];
  readonly term: Term;
}

/** Without constant factors. A density is integrable, and so is a power of a real number times the bell curve. */
function settleIntegrable(binders: readonly Binder[], { variables, term }: Integrand, facts: Propositions): Propositions {
  const depends = (part: Term): boolean => variables.some((variable) => isFree(variable, part));
  const inner = variables.map((variable) => ({ variable, range: null }));
  const at = inScope({ ...nowhere(), binders }, inner);
  const [only, ...others] = polynomialOf(term, at);
  const alone = (...factors: readonly Factor[]): Term => termOfMonomial({ coefficient: ONE, factors });
  const factors = only?.factors.filter((factor) => depends(alone(factor))) ?? [];
  const integrand = others.length > 0 ? term : alone(...factors);
  insist(only === undefined || depends(integrand), "false-condition", "a constant over a whole space");
  const isIntegrable = (variable: Term): boolean => isTarget(variable, integrand) || momentOf(integrand, variable, at) !== null;
  const isSeen = only === undefined || variables.every(isIntegrable);
  const left: Propositions = [{ binders, claim: { kind: "integrable", variables, term: integrand } }];
  return [...at.conditions.flatMap((each) => settle(each, facts)), ...(isSeen ? [] : left)];
}

/** Whether all of a variable stands among the targets of a density, and nothing of it elsewhere in it. */
export function isTarget(variable: Term, density: Term): boolean {
  const [own, ...others] = density.parts.filter((slot) => isFree(variable, slot));
  if (density.kind !== "density" || own?.kind !== "target" || others.length > 0) return false;
  const [value = own, from, to = own] = own.parts;
  const isAll = from === undefined || (variable.parts.length === 0 && !isFree(variable, from) && difference(from, to) === 0n);
  return isAll && sameVariable(value, variable) && own.space === variable.space;
}

/** n where a term is the n-th power of a real variable times the bell curve exp(−t²/2) in it. */
export function momentOf(term: Term, variable: Term, at: Context): bigint | null {
  if (variable.space !== "ℝ" || variable.parts.length > 0) return null;
  const bell = exp(over(power(variable, number(2)), number(-2)));
  const [only, ...others] = polynomialOf(over(term, bell), at);
  const [factor, ...more] = only?.factors ?? [];
  const isPower = others.length + more.length === 0 && only && number(only.coefficient).name === "1";
  if (!isPower || factor === undefined) return isPower ? 0n : null;
  const n = sameVariable(factor.base, variable) ? integerOf(factor.exponent) : null;
  return n !== null && n > 0n ? n : null;
}
