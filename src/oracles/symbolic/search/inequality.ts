import { integerOf, type Monomial, termOfMonomial } from "../../../kernel/algebra.js";
import type { NamedRule } from "../../../meaning/named-rules.js";
import type { Proposition } from "../../../kernel/proposition.js";
import { multiplyRational, type Rational, rational } from "../../../kernel/rational.js";
import { log, minus, number, plus, power, type Replacement, substitute, times } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import { rangedCoordinates } from "./densities.js";
import { Derivation, type Path, type Work } from "./derivation.js";
import { type Accept, deriveEquality } from "./equality.js";
import { niceNames } from "./nice-names.js";
import { normalForm } from "./normalizer.js";
import { factorTerm, polynomial, simplified } from "./summands.js";

/** A logarithm somewhere in a difference: under which sums and integrals, with what weight. */
interface LogTerm {
  readonly coefficient: Rational;
  /** From the outermost to the innermost; empty where the logarithm stands by itself. */
  readonly binders: readonly Term[];
  readonly weight: Term;
  readonly argument: Term;
}

interface Parts {
  readonly logs: readonly LogTerm[];
  readonly rest: Term;
}

/** A sum that is at least 0, and where in its terms a logarithm is to be bounded by its tangent. */
interface Slack {
  readonly terms: readonly { readonly term: Term; readonly log: Path | null }[];
  /** Its form shows that it is not negative: it is not to be worked out. */
  readonly isShown?: boolean;
}

/** A derivation that leads from one term to another that is at least as large (sign 1) or at most (sign −1); null where none is found. */
export function deriveInequality(
  left: Term,
  right: Term,
  sign: 1 | -1,
  facts: readonly Proposition[],
  work: Work,
  accept: Accept,
  hints: readonly NamedRule[],
): Derivation | null {
  const whole = sign === 1 ? minus(right, left) : minus(left, right);
  const ranged = rangedCoordinates([left, right]);
  const direct = withSlack(left, right, sign, { terms: [{ term: whole, log: null }] }, facts, work);
  if (direct !== null && accept(direct)) return direct;
  for (const mode of [
    { quotients: "nowhere", forms: false },
    { quotients: "in logarithms", forms: false },
    { quotients: "everywhere", forms: false },
    { quotients: "everywhere", forms: true },
  ] as const) {
    const scratch = new Derivation(whole, facts, work);
    if (
      !scratch.trying(() => {
        normalForm(scratch, [], { ...mode, ranged });
      })
    )
      continue;
    const parts = partsOf(scratch.term);
    const slacks = hints.includes("tangents")
      ? [...tangents(parts), ...averages(parts)]
      : [...averages(parts), ...tangents(parts)];
    slacks.push(...variances(parts));
    for (const slack of slacks) {
      const found = withSlack(left, right, sign, slack, facts, work);
      if (found !== null && accept(found)) return found;
    }
  }
  return null;
}

/** left = right ∓ slack, the logarithms in the slack bounded, and what is left of it 0 or a thing that is not negative. */
function withSlack(
  left: Term,
  right: Term,
  sign: 1 | -1,
  slack: Slack,
  facts: readonly Proposition[],
  work: Work,
): Derivation | null {
  const scaled = (term: Term): Term => (sign === 1 ? times(number(-1), term) : term);
  const start = right.name === "0" ? [] : [right];
  const between = niceNames(plus(...start, ...slack.terms.map(({ term }) => scaled(term))));
  const derivation = deriveEquality(left, between, facts, work);
  if (derivation === null) return null;
  const done = derivation.trying(() => {
    slack.terms.forEach(({ log: path }, i) => {
      if (path !== null) derivation.apply("tangent", [start.length + i, ...(sign === 1 ? [1] : []), ...path]);
    });
    const sum = plus(...derivation.term.parts.slice(start.length));
    const rest = slack.isShown === true ? niceNames(scaled(sum)) : simplifiedRest(scaled(sum), facts, work);
    const end = rest === null || rest.name === "0" ? right : plus(right, scaled(rest));
    const equality = deriveEquality(derivation.term, end, facts, work);
    if (equality === null) return;
    for (const line of equality.lines) derivation.take(line);
    if (end === right) return;
    if (sign === 1) {
      derivation.apply("not negative", [], rest ?? number(0));
      derivation.algebra([], right);
    } else {
      derivation.algebra([], plus(right, rest ?? number(0)));
      derivation.applyBack("not negative", [], right, rest ?? number(0));
    }
  });
  return done && JSON.stringify(derivation.term) === JSON.stringify(right) ? derivation : null;
}

/** What a slack comes to; null where it stays what it is. */
function simplifiedRest(slack: Term, facts: readonly Proposition[], work: Work): Term | null {
  const ranged = rangedCoordinates([slack]);
  for (const quotients of ["nowhere", "everywhere"] as const) {
    const scratch = new Derivation(slack, facts, work);
    if (
      !scratch.trying(() => {
        normalForm(scratch, [], { quotients, forms: false, ranged });
      })
    )
      continue;
    const rest = simplified(scratch.term);
    if (rest.name === "0" || quotients === "everywhere") return rest;
  }
  return null;
}

/** The logarithms of a difference and what has none. */
function partsOf(term: Term): Parts {
  const logs: LogTerm[] = [];
  const rest: Term[] = [];
  for (const monomial of polynomial(term)) {
    const found = logTerm(monomial);
    if (found === null) rest.push(termOfMonomial(monomial));
    else logs.push(found);
  }
  return { logs, rest: plus(...rest) };
}

function logTerm({ coefficient, factors }: Monomial): LogTerm | null {
  const binders: Term[] = [];
  const weights: Term[] = [];
  let current = factors.map(factorTerm);
  let total = coefficient;
  for (;;) {
    const logs = current.filter(({ kind }) => kind === "log");
    const inner = current.filter(({ kind }) => kind === "sum" || kind === "integral");
    const own = logs[0] ?? inner[0];
    if (own === undefined || logs.length > 1 || (logs.length === 0 && inner.length > 1)) return null;
    weights.push(...current.filter((part) => part !== own));
    const body = own.parts.at(-1);
    if (body === undefined) return null;
    if (own.kind === "log") return { coefficient: total, binders, weight: times(...weights), argument: body };
    binders.push(own);
    const [only, ...others] = polynomial(body);
    if (only === undefined || others.length > 0) return null;
    current = only.factors.map(factorTerm);
    total = multiplyRational(total, only.coefficient);
  }
}

const under = (binders: readonly Term[], body: Term): Term =>
  binders.reduceRight((inner, binder) => ({ ...binder, parts: [...binder.parts.slice(0, -1), inner] }), body);

const pathUnder = (binders: readonly Term[]): Path => binders.map(({ parts }) => parts.length - 1);

const quotient = (a: Rational, b: Rational): Rational => multiplyRational(a, rational(b.denominator, b.numerator));

const withoutLogs = (rest: Term): Slack["terms"] => (rest.parts.length === 0 ? [] : [{ term: rest, log: null }]);

/** All logarithms averaged with one weight: −∫ w log u, where u is the product of the arguments upside down. */
function averages({ logs, rest }: Parts): readonly Slack[] {
  const deepest = Math.max(0, ...logs.map(({ binders }) => binders.filter(({ kind }) => kind === "integral").length));
  if (deepest === 0) return [];
  const main = logs.filter(({ binders }) => binders.filter(({ kind }) => kind === "integral").length === deepest);
  return main.slice(0, 4).map((chosen) => {
    const size: Rational =
      chosen.coefficient.numerator < 0n ? multiplyRational(chosen.coefficient, rational(-1n)) : chosen.coefficient;
    const factors = logs.map(({ argument, binders, coefficient }) =>
      power(renamed(argument, binders, chosen.binders), number(multiplyRational(rational(-1n), quotient(coefficient, size)))),
    );
    const body = times(chosen.weight, log(simplified(times(...factors))));
    const average = times(number(multiplyRational(size, rational(-1n))), under(chosen.binders, body));
    return { terms: [{ term: average, log: [1, ...pathUnder(chosen.binders), 1] }, ...withoutLogs(rest)] };
  });
}

/** A term under other binders: each variable becomes one that ranges over the same space. */
function renamed(term: Term, from: readonly Term[], to: readonly Term[]): Term {
  const free = to.flatMap(({ bound }) => bound);
  const replacements = from
    .flatMap(({ bound }) => bound)
    .flatMap((variable): readonly Replacement[] => {
      const at = free.findIndex(({ space, parts }) => space === variable.space && parts.length === variable.parts.length);
      const [found] = at < 0 ? [] : free.splice(at, 1);
      return found === undefined ? [] : [[variable, found]];
    });
  return substitute(term, replacements);
}

/** For each square of an average, the average square of what is averaged less the average. */
function variances({ logs, rest }: Parts): readonly Slack[] {
  const squares = polynomial(rest).flatMap(({ factors }) =>
    factors.filter(({ base, exponent }) => base.kind === "integral" && integerOf(exponent) === 2n).map(({ base }) => base),
  );
  return squares.flatMap((average): readonly Slack[] => {
    const [only, ...others] = polynomial(average.parts.at(-1) ?? average);
    const factors = only?.factors.map(factorTerm) ?? [];
    const weights = factors.filter(({ kind }) => kind === "density");
    if (logs.length + others.length > 0 || weights.length === 0) return [];
    const away = minus(times(...factors.filter((factor) => !weights.includes(factor))), average);
    return [{ terms: [{ term: under([average], times(...weights, power(away, number(2)))), log: null }], isShown: true }];
  });
}

/** Each logarithm for itself: c log t = −(|c|/m) log t^{∓m}, for a power m that the rest may fit. */
function tangents({ logs, rest }: Parts): readonly Slack[] {
  if (logs.length === 0) return [{ terms: withoutLogs(rest) }];
  return [1, 2, -1, -2].map((m) => {
    const terms = logs.map(({ coefficient, binders, weight, argument }): Slack["terms"][number] => {
      const exponent = rational(BigInt(m));
      const factor = quotient(coefficient, exponent);
      const positive = factor.numerator > 0n;
      const bounded = log(simplified(power(argument, number(positive ? multiplyRational(exponent, rational(-1n)) : exponent))));
      const size = positive ? multiplyRational(factor, rational(-1n)) : factor;
      const term = times(number(size), under(binders, times(weight, bounded)));
      return { term, log: [1, ...pathUnder(binders), 1] };
    });
    return { terms: [...terms, ...withoutLogs(rest)] };
  });
}
