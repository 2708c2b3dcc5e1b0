import { nameLatex, sameName } from "../terms/name.js";
import type { FamilyCall, Term } from "../terms/term.js";
import { children, equalTerms, mapChildren, someNode, walk } from "../terms/traverse.js";
import { isInequality } from "../claims/relation.js";
import { variableRoot } from "../terms/variable.js";
import { withoutParameters } from "../meaning/readings.js";
import type { Step } from "../meaning/steps.js";
import { distributionsOf, lettersOf, mentionsLetter } from "../meaning/vocabulary.js";
import type { Resolver, Sides } from "./resolver.js";

/**
 * A relation that says what an unknown is or may be, rather than what follows: `\sigma^2 = 1`, `0 \le p`, `g(x) = x`, `p(z = k) = \pi_k`,
 * `\theta_{t+1} = …`, `\sum_k \theta_k = 1`. Returns what it constrains; null when the step is a claim.
 */
export function conditionOf(step: Step, sides: Sides, resolver: Resolver): string | null {
  const atomic = isAtomic(sides.left, resolver) && isAtomic(sides.right, resolver);
  const densities = sides.left.kind === "density" && sides.right.kind === "density";
  if (isInequality(step.relation)) return atomic || densities || boundedRatio(sides) ? lettersText(sides) : null;
  if (step.relation !== "equal") return null;
  if (step.position !== 0) return undefinedHead(sides, resolver);
  if (isBalance(sides) || areDifferentFamilies(sides)) return lettersText(sides);
  if (atomic && !isNumeric(sides.left)) return lettersText(sides);
  // A letter set to a number is a choice of its value, whatever it stands for.
  if (sides.left.kind === "symbol" && sides.right.kind === "number") return lettersText(sides);
  return undefinedHead(sides, resolver) ?? eventProbability(sides) ?? constraint(step, sides, resolver);
}

/** A ratio of densities compared with a number, as in an acceptance rule. */
function boundedRatio({ left, right }: Sides): boolean {
  const [number, other] = isNumeric(right) ? [right, left] : [left, right];
  return isNumeric(number) && other.kind === "divide" && isProductOfCalls(other);
}

/** `p(x') t(x|x') = p(x) t(x'|x)`: detailed balance, in which a kernel goes one way and back between two places of one density. */
function isBalance({ left, right }: Sides): boolean {
  if (!isProductOfCalls(left) || !isProductOfCalls(right)) return false;
  const calls = [left, right].flatMap(callsOf);
  const isPlace = (place: Term, kernel: FamilyCall) => (call: FamilyCall) =>
    !sameName(call.family, kernel.family) && call.given.length === 0 && isJust(call.targets, place);
  const places = (place: Term, kernel: FamilyCall): Set<string> =>
    new Set(calls.filter(isPlace(place, kernel)).map((call) => nameLatex(call.family)));
  return calls.some((there, i) =>
    calls.slice(i + 1).some((back) => {
      const [from, to] = [there.given[0], there.targets[0]];
      if (from === undefined || to === undefined || !isReverse(there, back)) return false;
      const ends = places(to, there);
      return [...places(from, there)].some((family) => ends.has(family));
    }),
  );
}

function isReverse(a: FamilyCall, b: FamilyCall): boolean {
  const [from, to] = [a.given[0], a.targets[0]];
  if (from === undefined || to === undefined || !isJust(a.given, from) || !isJust(a.targets, to)) return false;
  return sameName(a.family, b.family) && isJust(b.targets, from) && isJust(b.given, to);
}

/** Whether a list of arguments is this one alone. */
function isJust(list: readonly Term[], term: Term): boolean {
  const [first, ...more] = list;
  return first !== undefined && more.length === 0 && equalTerms(first, term);
}

/** `p_\theta(x|z) = p_\omega(x)`: one density of each of two families. */
function areDifferentFamilies({ left, right }: Sides): boolean {
  return (
    left.kind === "density" &&
    right.kind === "density" &&
    nameLatex(left.distribution.family) !== nameLatex(right.distribution.family)
  );
}

function callsOf(term: Term): readonly FamilyCall[] {
  const found: FamilyCall[] = [];
  walk(term, (node) => {
    for (const distribution of distributionsOf(node)) if (distribution.kind === "family") found.push(distribution);
  });
  return found;
}

/** A density, or a product or quotient of densities. */
export function isProductOfCalls(term: Term): boolean {
  switch (term.kind) {
    case "density":
      return true;
    case "multiply":
      return term.factors.every(isProductOfCalls);
    case "divide":
      return isProductOfCalls(term.numerator) && isProductOfCalls(term.denominator);
    default:
      return false;
  }
}

function undefinedHead({ left, right }: Sides, resolver: Resolver): string | null {
  const base = left.kind === "power" && right.kind !== "power" ? left.base : left;
  const name = letterOf(base);
  if (name === null || isDefined(name, resolver) || resolver.vocabulary.variables.has(name)) return null;
  return base.kind !== "component" && mentionsLetter(right, name) ? null : name;
}

/** The probability of an event set equal to a letter or number. */
function eventProbability({ left, right }: Sides): string | null {
  if (left.kind !== "density") return null;
  const { targets, given, family } = left.distribution;
  const events = [...targets, ...given].some((argument) => argument.kind === "event");
  return (events && !hasFamily(right)) || isNumeric(right) ? nameLatex(family) : null;
}

/**
 * An unknown function at free arguments, about which nothing is assumed or declared: a relation that fails for some function constrains it (detailed
 * balance, messages of an algorithm, potentials). Returns the function's letter.
 */
export function unknownFunctionIn(terms: readonly Term[], described: ReadonlySet<string>): string | null {
  let found: string | null = null;
  const visit = (term: Term, bound: ReadonlySet<string>): void => {
    if (term.kind === "apply" && found === null) {
      const name = letterOf(term);
      const free = term.arguments.every((argument) => !mentionsAny(withoutIndices(argument), bound));
      if (name !== null && free && !described.has(name)) found = name;
    }
    const own = boundBy(term);
    const inner = own.length === 0 ? bound : new Set([...bound, ...own]);
    for (const child of children(term)) visit(child, inner);
  };
  for (const term of terms) visit(term, new Set());
  return found;
}

function boundBy(term: Term): string[] {
  const letters = (terms: readonly Term[]): string[] => terms.map(letterOf).filter((name) => name !== null);
  switch (term.kind) {
    case "integral":
      return letters(term.variables);
    case "expectation":
    case "variance":
      return term.binders.flatMap((binder) => letters(binder.variables));
    case "sum":
    case "product":
      return letters([term.index]);
    default:
      return [];
  }
}

/** `x_c` is a place of x, whatever c runs over. */
function withoutIndices(term: Term): Term {
  return term.kind === "component" ? withoutIndices(term.of) : mapChildren(term, withoutIndices);
}

function mentionsAny(term: Term, names: ReadonlySet<string>): boolean {
  return [...names].some((name) => mentionsLetter(term, name));
}

/** Unknown elements or function values, without any family and not defined, set equal to a number. */
function constraint(step: Step, { left, right }: Sides, resolver: Resolver): string | null {
  const [number, other] = isNumeric(right) ? [right, left] : [left, right];
  if (!isNumeric(number) || isNumeric(other) || hasFamily(other)) return null;
  const { domains, dimensions } = resolver.scope.settingAt(step.section);
  const declared = (name: string): boolean =>
    domains.has(name) || dimensions.has(name) || resolver.vocabulary.variables.has(name);
  const open = (node: Term): boolean => {
    const name = letterOf(node);
    return name === null || !(isDefined(name, resolver) || declared(name));
  };
  const valued = (node: Term): boolean => node.kind === "component" || node.kind === "apply";
  const claimed = someNode(
    other,
    (node) => node.kind === "integral" || node.kind === "lawDensity" || (valued(node) && !open(node)),
  );
  return claimed || !someNode(other, (node) => valued(node) && open(node)) ? null : lettersText({ left, right });
}

/** A number, or a letter, element or function value that nothing defines. */
function isAtomic(term: Term, resolver: Resolver): boolean {
  const name = letterOf(term);
  if (name !== null) return !isDefined(name, resolver);
  return term.kind === "number" || (term.kind === "negate" && isAtomic(term.argument, resolver));
}

function isDefined(name: string, resolver: Resolver): boolean {
  return [...resolver.scope.definitions.keys()].some((key) => key === name || key.startsWith(`${name}[]`));
}

function letterOf(term: Term): string | null {
  if (term.kind === "symbol") return nameLatex(term.name);
  if (term.kind === "apply") return letterOf(term.function);
  return term.kind === "component" ? letterOf(term.of) : null;
}

function hasFamily(term: Term): boolean {
  return someNode(term, (node) => distributionsOf(node).length > 0);
}

export function isNumeric(term: Term): boolean {
  return !someNode(term, (node) => node.kind === "symbol");
}

function lettersText({ left, right }: Sides): string {
  return [...lettersOf([left, right])].join(", ");
}

/**
 * Whether an equation factorizes a joint density in a way that assumes conditional independence: one factor for each variable, with conditions that leave
 * something out. It takes three letters at least, or a product over an index with the same few conditions in each factor
 * (`\prod_t p(x_t|x_{t-1})`, `\prod_i p(x_i|y)`); a product of two densities is a claim.
 */
export function isMarkovProduct(left: Term, right: Term): boolean {
  if (left.kind !== "density") return false;
  const bare = (call: FamilyCall): string => nameLatex(withoutParameters(call.family)).toLowerCase();
  const family = bare(left.distribution);
  const targets = new Set<string>();
  let conditional = false;
  let indexed = false;
  for (const factor of right.kind === "multiply" ? right.factors : [right]) {
    const density = factor.kind === "product" ? factor.body : factor;
    if (density.kind !== "density" || bare(density.distribution) !== family) return false;
    const { targets: own, given } = density.distribution;
    const [target] = own;
    const root = target === undefined ? null : variableRoot(target);
    if (own.length !== 1 || target === undefined || root === null || target.kind === "range") return false;
    if (given.length > 0) conditional = true;
    if (factor.kind === "product") {
      if (given.length === 0 || given.some((argument) => argument.kind === "range")) return false;
      indexed = true;
    } else if (target.kind === "symbol") {
      if (targets.has(root)) return false;
      targets.add(root);
    }
  }
  return conditional && (indexed || targets.size >= 3);
}
