import type { Binder, Claim, Proposition } from "../../src/kernel/proposition.js";
import type { Term } from "../../src/kernel/term.js";
import type { Relation } from "../../src/kernel/theorem.js";
import { rational } from "../../src/numbers/rational.js";
import { Diverges, overIntegers, overLine, REACH } from "./line.js";
import type { Coordinate, Model, Value } from "./models.js";
import {
  add,
  approximate,
  ceiling,
  compare,
  divide,
  exp,
  fraction,
  HALF,
  integerOf,
  isZero,
  log,
  multiply,
  nearly,
  negate,
  ONE,
  PI,
  power,
  type Real,
  signOf,
  subtract,
  Undecided,
  whole,
  ZERO,
} from "./reals.js";

/** The values of the variables that are bound around a place, the innermost first. */
export type Scope = { readonly variable: string; readonly value: Value; readonly outer: Scope } | null;

const MOST_TERMS = 64n;
const MOST_POINTS = 1000;
/** What of all integers is tried where a condition is about all of them. */
const SOME_INTEGERS = Array.from({ length: 15 }, (_, i) => whole(i - 6));
const SOME_REALS = [-20, -3, -1, -0.5, 0, 0.25, 1, 2.5, 20].map((x) => fraction(rational(x * 4, 4)));

/**
 * The value of terms in a model, and whether propositions hold in it, by what term.ts says of each kind. Nothing of the kernel's own code is used but the
 * shapes of its data.
 */
export class Evaluator {
  #work = 0;

  /** @param definitions equations that the model is made to fulfil: the value of an unknown function on the left is that of the right side */
  constructor(
    private readonly model: Model,
    private readonly definitions: readonly Proposition[] = [],
    private readonly patience = 50_000,
    private readonly reach = REACH,
  ) {}

  /** @throws Undecided */
  number(term: Term, scope: Scope = null): Real {
    return asNumber(this.value(term, scope));
  }

  private value(term: Term, scope: Scope): Value {
    if (++this.#work > this.patience) throw new Undecided("too much work");
    const [a, b, c] = term.parts;
    const at = (part: Term | undefined): Real => this.number(given(part), scope);
    switch (term.kind) {
      case "number": {
        const [numerator = "", denominator = "1"] = term.name.split("/");
        return fraction(rational(BigInt(numerator), BigInt(denominator)));
      }
      case "variable":
        return this.variable(term, scope);
      case "component":
        return this.component(this.value(given(a), scope), at(b));
      case "apply":
        if (term.name === "π" && term.parts.length === 0) return PI;
        return this.apply(
          term.name,
          term.parts.map((part) => this.value(part, scope)),
        );
      case "add":
        return term.parts.reduce<Real>((total, part) => add(total, at(part)), ZERO);
      case "multiply":
        return this.product(term.parts, at);
      case "power":
        return power(at(a), at(b));
      case "log":
        return log(at(a));
      case "exp":
        return exp(at(a));
      case "sum":
      case "product": {
        const values = this.range(at(a), at(b)).map((index) => this.number(given(c), within(scope, given(term.bound[0]), index)));
        return term.kind === "sum" ? values.reduce(add, ZERO) : values.reduce(multiply, ONE);
      }
      case "integral":
        return this.integral(term.bound, scope, (inner) => this.number(given(a), inner));
      case "density": {
        const all = term.parts.flatMap((slot) => this.coordinates(slot, scope));
        const givens = term.parts.flatMap((slot) => (slot.kind === "given" ? this.coordinates(slot, scope) : []));
        return divide(this.model.density(term.name, all), this.model.density(term.name, givens));
      }
      case "target":
      case "given":
        throw new Undecided("a coordinate outside of a density");
      case "defined":
        return this.notion(term, scope);
    }
  }

  /** What a factor 0 is multiplied with does not matter, and may be too large for doubles. */
  private product(parts: readonly Term[], at: (part: Term) => Real): Real {
    let total: Real = ONE;
    for (const part of parts) {
      if (isZero(total)) return ZERO;
      total = multiply(total, at(part));
    }
    return total;
  }

  private apply(name: string, values: readonly Value[]): Real {
    for (const { binders, claim } of this.definitions) {
      if (claim.kind !== "equal" || claim.left.kind !== "apply" || claim.left.name !== name) continue;
      const scope = this.matching(claim.left.parts, values, binders);
      if (scope !== undefined) return this.number(claim.right, scope);
    }
    return this.model.apply(name, values);
  }

  /** The values of what binds the patterns for which these are some values, within their ranges; undefined where there are none. */
  private matching(patterns: readonly Term[], values: readonly Value[], binders: readonly Binder[]): Scope | undefined {
    if (patterns.length !== values.length) return undefined;
    let scope: Scope = null;
    for (const { variable, range } of binders) {
      const value = values[patterns.findIndex((pattern) => pattern.kind === "variable" && pattern.name === variable.name)];
      if (value === undefined || (value.kind === "vector") !== variable.parts.length > 0) return undefined;
      const all: readonly Value[] =
        range === null
          ? variable.space === "ℤ" || variable.space === "ℝ"
            ? [value]
            : this.points(variable.space, this.size(variable, scope)).map(([point]) => point)
          : this.range(this.number(range.lower, scope), this.number(range.upper, scope));
      if (!all.some((each) => same(each, value))) return undefined;
      scope = within(scope, variable, value);
    }
    return patterns.every((pattern, i) => same(this.value(pattern, scope), values[i] ?? ZERO)) ? scope : undefined;
  }

  private variable(term: Term, scope: Scope): Value {
    const name = nameOf(term);
    for (let own = scope; own !== null; own = own.outer) if (own.variable === name) return own.value;
    return this.model.free(name, term.space, this.size(term, scope));
  }

  private size({ parts: [size] }: Term, scope: Scope): number | null {
    return size === undefined ? null : this.range(ONE, this.number(size, scope)).length;
  }

  /** The integers from one number to another. */
  private range(lower: Real, upper: Real): readonly Real[] {
    const [first, last] = [ceiling(lower), -ceiling(negate(upper))];
    if (last - first >= MOST_TERMS) throw new Undecided("too many terms");
    return Array.from({ length: Number(last < first ? 0n : last - first + 1n) }, (_, i) => whole(first + BigInt(i)));
  }

  /** A number is each of its components. A vector has a point of its space where it has no component. */
  private component(vector: Value, index: Real): Real {
    if (vector.kind !== "vector") return vector;
    const item = vector.items[Number(integerOf(index) ?? 0n) - 1];
    return item ?? this.model.space(vector.space)[0]?.[0] ?? ZERO;
  }

  private coordinates(slot: Term, scope: Scope): readonly Coordinate[] {
    const [a, from, to = from] = slot.parts;
    const value = this.value(given(a), scope);
    const one = (index: bigint | null, at: Real): Coordinate => ({ name: slot.name, space: slot.space, index, value: at });
    if (from === undefined || to === undefined) {
      return value.kind === "vector" ? value.items.map((item, i) => one(BigInt(i + 1), item)) : [one(null, value)];
    }
    return this.range(this.number(from, scope), this.number(to, scope)).map((index) =>
      one(integerOf(index), this.component(value, index)),
    );
  }

  /** The integral over each of some variables in turn; each is 0 where it diverges. */
  private integral([variable, ...others]: readonly Term[], scope: Scope, body: (scope: Scope) => Real): Real {
    if (variable === undefined) return body(scope);
    try {
      return this.over(variable, scope, (value) => this.integral(others, within(scope, variable, value), body));
    } catch (error) {
      if (error instanceof Diverges) return ZERO;
      throw error;
    }
  }

  /** @throws Diverges */
  private over(variable: Term, scope: Scope, inside: (value: Value) => Real): Real {
    const size = this.size(variable, scope);
    const along = variable.space === "ℤ" ? overIntegers : overLine;
    if (variable.space !== "ℝ" && variable.space !== "ℤ") {
      return this.points(variable.space, size).reduce<Real>(
        (total, [value, weight]) => add(total, multiply(weight, inside(value))),
        ZERO,
      );
    }
    if (size === null) return along(inside, this.reach);
    const axis = (items: readonly Real[]): Real =>
      items.length === size
        ? inside({ kind: "vector", space: variable.space, items })
        : along((item) => axis([...items, item]), this.reach);
    return axis([]);
  }

  /** All points of a space, or of its power, with their weights. */
  private points(space: string, size: number | null): readonly (readonly [Value, Real])[] {
    const single = this.model.space(space);
    if (size === null) return single;
    if (single.length ** size > MOST_POINTS) throw new Undecided("too many points");
    let all: readonly (readonly [readonly Real[], Real])[] = [[[], ONE]];
    for (let i = 0; i < size; i++)
      all = all.flatMap(([items, weight]) => single.map(([item, own]) => [[...items, item], multiply(weight, own)] as const));
    return all.map(([items, weight]) => [{ kind: "vector", space, items }, weight] as const);
  }

  private notion({ name, bound, parts: [a, b, c] }: Term, scope: Scope): Real {
    const mean = (of: (inner: Scope) => Real): Real => this.integral(bound, scope, of);
    const at = (part: Term | undefined, inner: Scope): Real => this.number(given(part), inner);
    switch (name) {
      case "expectation":
        return mean((inner) => multiply(at(a, inner), at(b, inner)));
      case "divergence":
        return mean((inner) => multiply(at(a, inner), log(divide(at(a, inner), at(b, inner)))));
      case "entropy":
        return negate(mean((inner) => multiply(at(a, inner), log(at(a, inner)))));
      case "crossEntropy":
        return negate(mean((inner) => multiply(at(a, inner), log(at(b, inner)))));
      case "variance": {
        const first = mean((inner) => multiply(at(a, inner), at(b, inner)));
        const second = mean((inner) => multiply(at(a, inner), power(at(b, inner), whole(2))));
        return subtract(second, multiply(first, first));
      }
      case "normal": {
        const variance = at(c, scope);
        if (signOf(variance) <= 0) return ZERO;
        const square = power(subtract(at(a, scope), at(b, scope)), whole(2));
        const scale = power(multiply(multiply(whole(2), PI), variance), HALF);
        return divide(exp(negate(divide(square, multiply(whole(2), variance)))), scale);
      }
      case "bernoulli": {
        const [value, rate] = [at(a, scope), at(b, scope)];
        return multiply(power(rate, value), power(subtract(ONE, rate), subtract(ONE, value)));
      }
      default:
        throw new Undecided(`what ${name} is of`);
    }
  }

  /** Whether a proposition holds, as far as the values that are tried tell. @throws Undecided */
  holds({ binders, claim }: Proposition): boolean {
    return this.forAll(binders, null, (scope) => this.claimed(claim, scope));
  }

  private forAll([first, ...others]: readonly Binder[], scope: Scope, holds: (scope: Scope) => boolean): boolean {
    if (first === undefined) return holds(scope);
    const { variable, range } = first;
    const values =
      range === null
        ? this.valuesOf(variable, scope)
        : this.range(this.number(range.lower, scope), this.number(range.upper, scope));
    return values.every((value) => this.forAll(others, within(scope, variable, value), holds));
  }

  private valuesOf(variable: Term, scope: Scope): readonly Value[] {
    const size = this.size(variable, scope);
    if (variable.space !== "ℤ" && variable.space !== "ℝ") return this.points(variable.space, size).map(([value]) => value);
    const some = variable.space === "ℤ" ? SOME_INTEGERS : SOME_REALS;
    if (size === null) return some;
    return some.map((_, i) => ({
      kind: "vector",
      space: variable.space,
      items: Array.from({ length: size }, (_each, j) => some[(i + j * j) % some.length] ?? ZERO),
    }));
  }

  private claimed(claim: Claim, scope: Scope): boolean {
    switch (claim.kind) {
      case "positiveFunction":
        return this.model.isPositive(claim.name);
      case "positiveFamily":
        return true;
      case "positive":
        return signOf(this.number(claim.term, scope)) > 0;
      case "nonnegative":
        return signOf(this.number(claim.term, scope)) >= 0;
      case "nonzero":
        return signOf(this.number(claim.term, scope)) !== 0;
      case "atMost":
        return compare(this.number(claim.left, scope), this.number(claim.right, scope)) !== "greater";
      case "equal": {
        const found = compare(this.number(claim.left, scope), this.number(claim.right, scope));
        return found === "equal" || found === "near";
      }
      case "integrable":
        return this.integrable(claim.variables, claim.term, scope);
    }
  }

  /** In a finite space everything is. On the line, the integral of the absolute value must not diverge. */
  private integrable(variables: readonly Term[], term: Term, scope: Scope): boolean {
    if (variables.every(({ space }) => space !== "ℝ" && space !== "ℤ")) return true;
    const absolute = ([variable, ...others]: readonly Term[], inner: Scope): Real =>
      variable === undefined
        ? magnitude(this.number(term, inner))
        : this.over(variable, inner, (value) => absolute(others, within(inner, variable, value)));
    try {
      absolute(variables, scope);
      return true;
    } catch (error) {
      if (error instanceof Diverges) return false;
      throw error;
    }
  }
}

function magnitude(a: Real): Real {
  const { middle, error } = nearly(a);
  return approximate(Math.abs(middle), error);
}

/** What stands for a vector where a number is needed does not matter, but it is one number. */
function asNumber(value: Value): Real {
  return value.kind === "vector" ? ZERO : value;
}

/** @throws Undecided */
function same(a: Value, b: Value): boolean {
  if (a.kind === "vector" && b.kind === "vector")
    return (
      a.space === b.space && a.items.length === b.items.length && a.items.every((item, i) => b.items[i] && same(item, b.items[i]))
    );
  if (a.kind === "vector" || b.kind === "vector") return false;
  const found = compare(a, b);
  return found === "equal" || found === "near";
}

/** A variable is known by its name, its space, and how its size is written. */
function nameOf({ name, space, parts }: Term): string {
  return parts.length === 0 ? `${name} ${space}` : `${name} ${space} ${JSON.stringify(parts)}`;
}

function within(outer: Scope, variable: Term, value: Value): Scope {
  return { variable: nameOf(variable), value, outer };
}

/** @throws Undecided where a node lacks a part */
function given(term: Term | undefined): Term {
  if (term === undefined) throw new Undecided("a node without a part that it must have");
  return term;
}

export interface Stated {
  readonly left: Term;
  readonly right: Term;
  readonly relation: Relation;
  readonly conditions: readonly Proposition[];
}

export type Judgement = "holds exactly" | "holds nearly" | "is false" | "vacuous" | "undecided";

/** Whether a theorem holds in a model that fulfils some definitions: vacuously where one of its conditions does not hold. */
export function judge(
  { left, right, relation, conditions }: Stated,
  model: Model,
  definitions: readonly Proposition[] = [],
  ...effort: readonly [patience?: number, reach?: number]
): Judgement {
  const evaluator = new Evaluator(model, definitions, ...effort);
  try {
    if (!conditions.every((condition) => evaluator.holds(condition))) return "vacuous";
    const found = compare(evaluator.number(left), evaluator.number(right));
    if (found === "equal") return "holds exactly";
    if (found === "near") return "holds nearly";
    return relation === (found === "less" ? "atMost" : "atLeast") ? "holds exactly" : "is false";
  } catch (error) {
    if (error instanceof Undecided) return "undecided";
    throw error;
  }
}

/** Whether the real line occurs in a theorem, or an integral over all integers. */
export function mentionsLine(terms: readonly Term[]): boolean {
  return terms.some(({ kind, space, bound, parts }) => {
    const isSeries = kind !== "sum" && kind !== "product" && bound.some((variable) => variable.space === "ℤ");
    return space === "ℝ" || isSeries || mentionsLine(bound) || mentionsLine(parts);
  });
}
