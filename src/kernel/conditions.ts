import { type Context, demand, difference, type Factor, inScope, integerOf, nowhere } from "./algebra.js";
import { polynomialOf, termOfMonomial } from "./algebra.js";
import { PI, unfolded } from "./definitions.js";
import { atMost, type Binder, bindersOf, integrable, positive } from "./proposition.js";
import { keyOfProposition, type Proposition, type Propositions } from "./proposition.js";
import { ONE } from "./rational.js";
import { insist } from "./refusal.js";
import { isFree, sameVariable, sortOf, substitute, termKey } from "./structure.js";
import { minus, number, partsOf, plus, type Term, type Terms, times, valueOf } from "./term.js";

const HIGHEST_MOMENT = 12n;

type Sign = "positive" | "nonnegative" | "nonzero";
/** A place, with what is presupposed of the whole proof. */
export type Place = Context & Readonly<{ facts: Propositions }>;

/**
 * What is left of a condition once all that can be seen from its form is done. What is left implies the condition; where facts that
 * are presupposed anyway do, it is these. @throws Refusal when the condition can never hold
 */
export function settle({ binders, claim }: Proposition, facts: Propositions): Propositions {
  const at = { binders, facts, conditions: [] };
  if (claim.kind === "atMost") return settleOrder(minus(claim.right, claim.left), binders);
  if (claim.kind === "integrable") return settleIntegrable(claim.variables, claim.term, at);
  if (!("term" in claim)) return [{ binders, claim }];
  const left = settleSign(claim.kind, claim.term, at);
  insist(!left.some(isFalse), "false-condition", `a number that is not ${claim.kind}`);
  return left;
}

const isFalse = ({ claim }: Proposition) => "term" in claim && claim.term.kind === "number";
const isOpen = ({ claim }: Proposition) => "term" in claim && claim.kind !== "integrable";

/** A product has a sign if its factors have; a sum only where their form shows it. */
function settleSign(sign: Sign, term: Term, at: Place): Propositions {
  const { kind, name, bound } = term;
  const whole: Propositions = [{ binders: at.binders, claim: { kind: sign, term } }];
  const orWhole = (found: Propositions, isLeft = isOpen) => (found.some(isLeft) ? whole : found);
  const scope = inScope(at, bindersOf(term));
  const parts = bound.length > 0 ? term.parts.slice(-1) : term.parts;
  const all = (wanted: Sign) => parts.flatMap((part) => settleSign(wanted, part, scope));
  const [first, second] = partsOf(term);
  const isWeak = sign === "nonnegative";
  if (kind === "exp" || (kind === "apply" && termKey(term) === termKey(PI))) return [];
  if (kind === "density") return [{ binders: [], claim: { kind: "positiveFamily", name } }];
  if (kind === "defined") return orWhole(settleSign(sign, unfolded(term), at));
  if (kind === "multiply" || kind === "product") return orWhole(all(sign), isFalse);
  if (isWeak && ["sum", "add", "integral"].includes(kind)) return orWhole(all(sign));
  if (kind === "number") {
    const { numerator: n } = valueOf(term);
    return { positive: n > 0n, nonnegative: n >= 0n, nonzero: n !== 0n }[sign] ? [] : whole;
  }
  if (kind === "apply") {
    const fact: Proposition = { binders: [], claim: { kind: "positiveFunction", name } };
    return at.facts.some((each) => keyOfProposition(each) === keyOfProposition(fact)) ? [fact] : whole;
  }
  if (kind === "power") {
    const exponent = difference(second, number(0));
    if (exponent === null) return settleSign("positive", first, at);
    if (exponent % 2n !== 0n) return settleSign(sign, first, at);
    return isWeak ? [] : settleSign("nonzero", first, at);
  }
  if (kind === "add") {
    const strict = parts.map((part) => settleSign("positive", part, at));
    const seen = strict.find((found) => !found.some(isOpen));
    return seen ? orWhole([...all("nonnegative"), ...seen]) : whole;
  }
  if (kind !== "integral") return whole;
  return orWhole([...all("positive"), ...settleIntegrable(bound, first, at)]);
}

/** An order of integers that differ by a known number, or by one that is smallest at an end of a range. */
function settleOrder(gap: Term, binders: readonly Binder[]): Propositions {
  let [least, outer] = [gap, binders];
  for (const { variable, range } of binders.toReversed()) {
    const at = (value: Term) => substitute(least, [[variable, value]]);
    const slope = difference(at(plus(variable, number(1))), least);
    if (slope === null || (range === null && isFree(variable, least))) break;
    if (range !== null) least = at(slope < 0n ? range.upper : range.lower);
    outer = outer.slice(0, -1);
  }
  const known = difference(least, number(0));
  insist((known ?? 0n) >= 0n, "false-condition", "an order that does not hold");
  return known === null ? [{ binders: outer, claim: atMost(number(0), least) }] : [];
}

/** Without constant factors. A density is integrable, and so is a power of a real number times a normal density of it. */
function settleIntegrable(variables: Terms, term: Term, { binders, facts }: Place): Propositions {
  const own = variables.map((variable) => ({ variable, range: null }));
  const outer = { ...nowhere(), binders };
  const at = inScope(outer, own);
  const [only, ...others] = polynomialOf(term, at);
  const depends = (part: Term) => variables.some((each) => isFree(each, part));
  const alone = (...factors: readonly Factor[]) => termOfMonomial({ coefficient: ONE, factors });
  const factors = only?.factors.filter((factor) => depends(alone(factor))) ?? [];
  const integrand = others.length > 0 ? term : alone(...factors);
  insist(!only || depends(integrand), "false-condition", "a constant over a whole space");
  const isSeen = (each: Term) => isTarget(each, integrand) || momentOf(integrand, each, at, outer) !== null;
  const isLeft = only !== undefined && !variables.every(isSeen);
  const left = isLeft ? [{ binders, claim: integrable(variables, integrand) }] : [];
  return [...at.conditions.flatMap((each) => settle(each, facts)), ...left];
}

/** Whether all of a variable stands among the targets of a density, and nothing of it elsewhere in it. */
export function isTarget(variable: Term, density: Term): boolean {
  const [own = density, ...others] = density.parts.filter((slot) => isFree(variable, slot));
  const [value, from, to] = partsOf(own);
  const isOne = sortOf(variable) !== "v" && !isFree(variable, from) && difference(from, to) === 0n;
  const isAll = sameVariable(value, variable) && (own.parts.length === 1 || isOne);
  return own.kind === "target" && others.length === 0 && isAll && own.space === variable.space;
}

/** The integral of a power of a real variable times a normal density of it, by the recursion of the moments; null for all others. */
export function momentOf(term: Term, variable: Term, at: Context, outer: Context): Term | null {
  const [only, ...others] = polynomialOf(term, at);
  const { factors = [], coefficient = ONE } = only ?? {};
  const normal = factors.find(({ base }) => base.kind === "defined" && base.name === "normal");
  const own = factors.find(({ base }) => sameVariable(base, variable));
  const n = own === undefined ? 0n : (integerOf(own.exponent) ?? -1n);
  const isMoment = n >= 0n && n <= HIGHEST_MOMENT && variable.space === "ℝ";
  const isAll = others.length === 0 && factors.every((each) => each === normal || each === own);
  if (!isMoment || !isAll || !normal || integerOf(normal.exponent) !== 1n || number(coefficient).name !== "1") return null;
  const [point, mean, variance] = partsOf(normal.base);
  if (!sameVariable(point, variable) || isFree(variable, plus(mean, variance))) return null;
  demand(outer, positive(variance));
  const moment = (k: bigint): Term => {
    if (k < 2n) return k === 0n ? number(1) : mean;
    return plus(times(mean, moment(k - 1n)), times(number(k - 1n), variance, moment(k - 2n)));
  };
  return moment(n);
}
