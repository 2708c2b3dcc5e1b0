import { type Context, difference, type Factor, inScope, integerOf } from "./algebra.js";
import { nowhere, polynomialOf, termOfMonomial } from "./algebra.js";
import { PI, unfolded } from "./definitions.js";
import { atMost, bindersOf, integrable, type Proposition } from "./proposition.js";
import { ONE } from "./rational.js";
import { insist } from "./refusal.js";
import { isFree, sameVariable, sortOf, substitute } from "./structure.js";
import { exp, minus, number, over, partsOf, plus, power, type Term } from "./term.js";
import { type Terms, valueOf } from "./term.js";

type Sign = "positive" | "nonnegative" | "nonzero";
type Propositions = readonly Proposition[];

/**
 * What is left of a condition once all that can be seen from its form is done. What is left implies the condition; where facts that
 * are presupposed anyway do, it is these.
 *
 * @throws Refusal when the condition can never hold
 */
export function settle({ binders, claim }: Proposition, facts: Propositions): Propositions {
  const at = { binders, facts, conditions: [] };
  if (claim.kind === "atMost") return settleOrder(minus(claim.right, claim.left), at);
  if (claim.kind === "integrable") return settleIntegrable(claim.variables, claim.term, at);
  if (!("term" in claim)) return [{ binders, claim }];
  const left = settleSign(claim.kind, claim.term, at);
  insist(!left.some(isFalse), "false-condition", `a number that is not ${claim.kind}`);
  return left;
}

const isFalse = ({ claim }: Proposition): boolean => "term" in claim && claim.term.kind === "number";
const isOpen = ({ claim }: Proposition): boolean => "term" in claim && claim.kind !== "integrable";

/** A product has a sign if its factors have; a sum only where their form shows it. */
function settleSign(sign: Sign, term: Term, at: Context): Propositions {
  const whole: Propositions = [{ binders: at.binders, claim: { kind: sign, term } }];
  const orWhole = (found: Propositions): Propositions => (found.some(isOpen) ? whole : found);
  const scope = inScope(at, bindersOf(term));
  const all = (wanted: Sign, ...parts: Terms): Propositions => parts.flatMap((part) => settleSign(wanted, part, scope));
  const isWeak = sign === "nonnegative";
  const { kind, name, bound } = term;
  const [first, second] = partsOf(term);
  const parts = bound.length > 0 ? term.parts.slice(-1) : term.parts;
  if (kind === "exp" || (kind === "apply" && name === PI.name && parts.length === 0)) return [];
  if (kind === "density") return [{ binders: [], claim: { kind: "positiveFamily", name } }];
  if (kind === "defined") return orWhole(settleSign(sign, unfolded(term), at));
  if (isWeak && (kind === "sum" || kind === "add" || kind === "integral")) return orWhole(all(sign, ...parts));
  if (kind === "number") {
    const { numerator: n } = valueOf(term);
    return { positive: n > 0n, nonnegative: n >= 0n, nonzero: n !== 0n }[sign] ? [] : whole;
  }
  if (kind === "apply") {
    const isFact = ({ binders: range, claim }: Proposition): boolean =>
      range.length === 0 && claim.kind === "positiveFunction" && claim.name === name;
    const fact = at.facts.find(isFact);
    return fact ? [fact] : whole;
  }
  if (kind === "multiply" || kind === "product") {
    const found = all(sign, ...parts);
    return found.some(isFalse) ? whole : found;
  }
  if (kind === "power") {
    const exponent = difference(second, number(0));
    if (exponent === null) return all("positive", first);
    if (exponent % 2n !== 0n) return all(sign, first);
    return isWeak ? [] : all("nonzero", first);
  }
  if (kind === "add") {
    const strict = parts.map((part) => all("positive", part)).find((each) => !each.some(isOpen));
    return strict ? orWhole([...all("nonnegative", ...parts), ...strict]) : whole;
  }
  if (kind === "integral") return orWhole([...all("positive", first), ...settleIntegrable(bound, first, at)]);
  return whole;
}

/** An order of integers that differ by a known number, or by one that is smallest at an end of a range. */
function settleOrder(gap: Term, { binders }: Context): Propositions {
  const known = difference(gap, number(0));
  insist(known === null || known >= 0n, "false-condition", "an order that does not hold");
  const last = binders.at(-1);
  const left = { binders, claim: atMost(number(0), gap) };
  if (known !== null || last === undefined) return known === null ? [left] : [];
  const outer = { ...nowhere(), binders: binders.slice(0, -1) };
  const { variable, range } = last;
  const at = (value: Term): Term => substitute(gap, [[variable, value]]);
  if (!isFree(variable, gap)) return settleOrder(gap, outer);
  const slope = difference(at(plus(variable, number(1))), gap);
  if (range === null || slope === null) return [left];
  return settleOrder(at(slope < 0n ? range.upper : range.lower), outer);
}

/** Without constant factors. A density is integrable, and so is a power of a real number times the bell curve. */
function settleIntegrable(variables: Terms, term: Term, { binders, facts }: Context): Propositions {
  const own = variables.map((variable) => ({ variable, range: null }));
  const at: Context = { binders: [...binders, ...own], facts, conditions: [] };
  const [only, ...others] = polynomialOf(term, at);
  const depends = (part: Term): boolean => variables.some((each) => isFree(each, part));
  const alone = (...factors: readonly Factor[]): Term => termOfMonomial({ coefficient: ONE, factors });
  const factors = only?.factors.filter((factor) => depends(alone(factor))) ?? [];
  const integrand = others.length > 0 ? term : alone(...factors);
  insist(!only || depends(integrand), "false-condition", "a constant over a whole space");
  const isSeen = (each: Term): boolean => isTarget(each, integrand) || momentOf(integrand, each, at) !== null;
  const isOpen = only !== undefined && !variables.every(isSeen);
  const left = isOpen ? [{ binders, claim: integrable(variables, integrand) }] : [];
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

/** n where a term is the n-th power of a real variable times the bell curve exp(−t²/2) in it. */
export function momentOf(term: Term, variable: Term, at: Context): bigint | null {
  const bell = exp(over(power(variable, number(2)), number(-2)));
  const [only, ...others] = polynomialOf(over(term, bell), at);
  const [factor, ...more] = only?.factors ?? [];
  const isReal = variable.space === "ℝ" && sortOf(variable) === "n";
  const isAlone = isReal && others.length + more.length === 0;
  if (!isAlone || !only || number(only.coefficient).name !== "1") return null;
  if (factor === undefined) return 0n;
  const n = sameVariable(factor.base, variable) ? integerOf(factor.exponent) : null;
  return n !== null && n > 0n ? n : null;
}
