import { nameLatex } from "../../../src/terms/name.js";
import { addRational, isZero, multiplyRational, ONE, type Rational, rational, ZERO } from "../../../src/numbers/rational.js";
import type { Distribution, Term } from "../../../src/terms/term.js";
import { double, logarithm, type LogLinear, opposite, OutOfReach, over, plain, plus, times } from "./log-linear.js";

/** A finite model as plain tables: no streams, no strides, no work limits. */
export interface Tables {
  readonly supports: ReadonlyMap<string, { readonly values: readonly Rational[]; readonly weights: readonly Rational[] }>;
  /** Joint densities with respect to the product of the base weights: the axes, and the entries by the points on them (`0,2,1`). */
  readonly families: ReadonlyMap<string, { readonly axes: readonly string[]; readonly entries: ReadonlyMap<string, Rational> }>;
  /** Unknown numbers, bounds and free indices. */
  readonly numbers: ReadonlyMap<string, Rational>;
}

/** Where each variable stands: the index of a point of its support. Indices of sums stand at their value. */
export type Points = ReadonlyMap<string, number>;

interface Arithmetic<T> {
  fromRational(value: Rational): T;
  add(a: T, b: T): T;
  negate(a: T): T;
  multiply(a: T, b: T): T;
  divide(a: T, b: T): T;
  log(a: T): T;
}

const DOUBLE: Arithmetic<number> = {
  fromRational: (value) => Number(value.numerator) / Number(value.denominator),
  add: (a, b) => a + b,
  negate: (a) => -a,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  log: Math.log,
};

const EXACT: Arithmetic<LogLinear> = {
  fromRational: plain,
  add: plus,
  negate: opposite,
  multiply: times,
  divide: over,
  log: logarithm,
};

/** The value of a term in double precision, by plain loops over the tables. */
export function valueIn(tables: Tables, term: Term, points: Points = new Map()): number {
  return new Loops(tables, DOUBLE).value(term, points);
}

/** The exact value of a term that is linear in logarithms. @throws OutOfReach for others */
export function exactIn(tables: Tables, term: Term, points: Points = new Map()): LogLinear {
  return new Loops(tables, EXACT).value(term, points);
}

/** The exact value where there is one within reach, else the double. */
export function bestIn(
  tables: Tables,
  term: Term,
  points: Points,
): { readonly exact: LogLinear | null; readonly double: number } {
  try {
    const exact = exactIn(tables, term, points);
    return { exact, double: double(exact) };
  } catch (error) {
    if (!(error instanceof OutOfReach)) throw error;
    return { exact: null, double: valueIn(tables, term, points) };
  }
}

/** The marginal density of some variables: the joint table summed over all other axes with their base weights. */
export function marginal(tables: Tables, family: string, at: Points): Rational {
  const table = tables.families.get(family);
  if (table === undefined) throw new Error(`no table for ${family}`);
  let total = ZERO;
  for (const [cell, entry] of table.entries) {
    const places = cell.split(",").map(Number);
    let weight = ONE;
    table.axes.forEach((axis, i) => {
      const wanted = at.get(axis);
      const place = places[i] ?? -1;
      if (wanted === undefined) weight = multiplyRational(weight, tables.supports.get(axis)?.weights[place] ?? ZERO);
      else if (wanted !== place) weight = ZERO;
    });
    if (!isZero(weight)) total = addRational(total, multiplyRational(weight, entry));
  }
  return total;
}

class Loops<T> {
  constructor(
    private readonly tables: Tables,
    private readonly numbers: Arithmetic<T>,
  ) {}

  value(term: Term, points: Points): T {
    const { numbers } = this;
    const at = (child: Term): T => this.value(child, points);
    switch (term.kind) {
      case "number":
        return numbers.fromRational(term.value);
      case "symbol":
      case "component":
        return this.letter(letterOf(term, points), points);
      case "add":
        return term.terms.map(at).reduce((a, b) => numbers.add(a, b));
      case "negate":
        return numbers.negate(at(term.argument));
      case "multiply":
        return term.factors.map(at).reduce((a, b) => numbers.multiply(a, b));
      case "divide":
        return numbers.divide(at(term.numerator), at(term.denominator));
      case "power": {
        const { exponent } = term;
        if (exponent.kind !== "number" || exponent.value.denominator !== 1n || exponent.value.numerator < 0n)
          throw new Error("a power that is not whole");
        return Array.from({ length: Number(exponent.value.numerator) }, () => at(term.base)).reduce(
          (a, b) => numbers.multiply(a, b),
          numbers.fromRational(ONE),
        );
      }
      case "elementary":
        if (term.name !== "log") throw new Error(`no loops for ${term.name}`);
        return numbers.log(at(term.argument));
      case "density":
        return this.density(term.distribution, points);
      case "integral":
        return this.over(lettersOf(term.variables, points), points, true, (inner) => this.value(term.body, inner));
      case "sum":
      case "product": {
        const [start, combine] =
          term.kind === "sum"
            ? ([rational(0), (a: T, b: T) => numbers.add(a, b)] as const)
            : ([rational(1), (a: T, b: T) => numbers.multiply(a, b)] as const);
        const index = letterOf(term.index, points);
        const { range } = term;
        const [from, to] =
          range.kind === "interval"
            ? [this.whole(range.lower, points), this.whole(range.upper, points)]
            : [0, this.sizeOf(index) - 1];
        let result = numbers.fromRational(start);
        for (let i = from; i <= to; i += 1) result = combine(result, this.value(term.body, new Map([...points, [index, i]])));
        return result;
      }
      case "expectation": {
        const [binder, ...others] = term.binders;
        if (binder === undefined) return at(term.body);
        const { distribution } = binder;
        if (distribution === null) throw new Error("an expectation under nothing");
        const rest: Term = { ...term, binders: others };
        return this.over(lettersOf(binder.variables, points), points, true, (inner) =>
          numbers.multiply(this.density(distribution, inner), this.value(rest, inner)),
        );
      }
      case "divergence":
        return this.averageOfLog(term.left, points, (inner) =>
          numbers.add(numbers.log(this.density(term.left, inner)), numbers.negate(numbers.log(this.density(term.right, inner)))),
        );
      case "entropy":
        return numbers.negate(
          this.averageOfLog(term.distribution, points, (inner) =>
            numbers.log(this.density(term.cross ?? term.distribution, inner)),
          ),
        );
      default:
        throw new Error(`no loops for ${term.kind}`);
    }
  }

  private letter(name: string, points: Points): T {
    const point = points.get(name);
    const values = this.tables.supports.get(axisOf(name))?.values;
    const value = point === undefined ? this.tables.numbers.get(name) : values === undefined ? rational(point) : values[point];
    if (value === undefined) throw new Error(`${name} has no value`);
    return this.numbers.fromRational(value);
  }

  private whole(term: Term, points: Points): number {
    const value =
      term.kind === "number"
        ? term.value
        : term.kind === "symbol"
          ? (this.tables.numbers.get(nameLatex(term.name)) ?? rational(points.get(nameLatex(term.name)) ?? NaN))
          : ZERO;
    return Number(value.numerator);
  }

  private sizeOf(variable: string): number {
    return this.tables.supports.get(axisOf(variable))?.values.length ?? 0;
  }

  private density(distribution: Distribution, points: Points): T {
    if (distribution.kind === "law") throw new Error("a law has no table");
    const family = nameLatex(distribution.family);
    const place = (terms: readonly Term[]): [string, number][] =>
      lettersOf(terms, points).map((name) => {
        const point = points.get(name);
        if (point === undefined) throw new Error(`${name} stands nowhere`);
        return [axisOf(name), point];
      });
    const given = place(distribution.given);
    const joint = this.numbers.fromRational(marginal(this.tables, family, new Map([...place(distribution.targets), ...given])));
    return given.length === 0
      ? joint
      : this.numbers.divide(joint, this.numbers.fromRational(marginal(this.tables, family, new Map(given))));
  }

  private averageOfLog(distribution: Distribution, points: Points, log: (inner: Points) => T): T {
    const targets = distribution.kind === "family" ? lettersOf(distribution.targets, points) : [];
    return this.over(targets, points, true, (inner) => this.numbers.multiply(this.density(distribution, inner), log(inner)));
  }

  private over(variables: readonly string[], points: Points, weighted: boolean, body: (inner: Points) => T): T {
    const [variable, ...rest] = variables;
    if (variable === undefined) return body(points);
    const support = this.tables.supports.get(axisOf(variable));
    if (support === undefined) throw new Error(`${variable} has no support`);
    let sum = this.numbers.fromRational(ZERO);
    support.weights.forEach((weight, point) => {
      const part = this.over(rest, new Map([...points, [variable, point]]), weighted, body);
      sum = this.numbers.add(sum, weighted ? this.numbers.multiply(this.numbers.fromRational(weight), part) : part);
    });
    return sum;
  }
}

/** A letter with its indices, as it is reported: `x`, `x_{2}`. */
function letterOf(term: Term, points: Points): string {
  if (term.kind === "symbol") return nameLatex(term.name);
  if (term.kind !== "component" || term.place === "super") throw new Error("a variable that is no letter");
  const indices = term.indices.map((index) => {
    if (index.kind === "number") return String(index.value.numerator);
    return String(points.get(letterOf(index, points)) ?? "?");
  });
  return `${letterOf(term.of, points)}_{${indices.join(",")}}`;
}

function lettersOf(terms: readonly Term[], points: Points): string[] {
  return terms.map((term) => letterOf(term, points));
}

/** A copy of a variable (`z'`) takes its values on the variable's axis. */
function axisOf(name: string): string {
  return name.replace(/\^\{(\\prime)+\}$/u, "");
}

/** The weighted sum of all entries of a family's table: 1 where it is a density. */
export function totalMass(tables: Tables, family: string): Rational {
  return marginal(tables, family, new Map());
}

/** `3/4`, `-2`. */
export function fraction(text: string): Rational {
  const [numerator = "", denominator = "1"] = text.trim().split("/");
  return rational(BigInt(numerator), BigInt(denominator));
}
