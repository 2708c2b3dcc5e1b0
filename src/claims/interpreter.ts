import { nameLatex, plainName } from "../terms/name.js";
import { type Rational, rational } from "../numbers/rational.js";
import type { Distribution, FamilyCall, LawCall, RelationName, Term, TermOf } from "../terms/term.js";
import { type Algebra, EvaluationError } from "./algebra.js";
import { withEntries } from "./bound.js";
import { tick } from "../numbers/deadline.js";
import { DESCRIPTIONS } from "./descriptions.js";
import type { Match } from "./hypothesis.js";
import {
  asScalar,
  determinant,
  diagonal,
  elementwise,
  inverse,
  mapValue,
  product,
  Tensor,
  trace,
  transpose,
  type Value,
} from "./tensor.js";

/** The variable over which a divergence between two laws is taken, where the document names none. */
const ANONYMOUS: Term = { kind: "symbol", name: plainName("\\xi") };

/** Forms of densities may refer to other densities with a form, this deep. */
const DEEPEST_FORM = 12;

/** Sums longer than this are refused at once; shorter ones count against the work limit. */
const LONGEST_SUM = 100_000;

/**
 * Gives terms their values in one model. Arithmetic, vectors, finite sums and the definitions of divergence, entropy and variance are here, once; what a
 * letter is, how a density is evaluated and how a variable is averaged out belongs to the model, that is to the subclass.
 */
export abstract class Interpreter<T> {
  /** Values of the indices bound by enclosing sums and products. */
  protected readonly integers = new Map<string, number>();
  private work = 0;
  private formDepth = 0;

  protected constructor(
    readonly algebra: Algebra<T>,
    private readonly workLimit: number,
  ) {}

  protected abstract symbol(term: TermOf<"symbol">): Value<T>;
  protected abstract component(term: TermOf<"component">): Value<T>;
  protected abstract apply(term: TermOf<"apply">): Value<T>;
  protected abstract density(call: FamilyCall): T;
  protected abstract lawDensity(law: LawCall["law"], point: Value<T>, parameters: readonly Value<T>[]): T;
  /** The average of `body` over `variables` under a distribution (null: the law that the model gives them). */
  protected abstract average(variables: readonly Term[], distribution: Distribution | null, body: () => Value<T>): Value<T>;
  protected abstract integral(term: TermOf<"integral">): Value<T>;
  /** A sum or product over all values that a variable can take, or over all values of an index without bounds. */
  protected abstract overSupport(
    index: Term,
    set: Term | null,
    body: () => Value<T>,
    combine: (a: Value<T>, b: Value<T>) => Value<T>,
  ): Value<T>;
  protected abstract extremum(term: TermOf<"extremum">): Value<T>;
  /** The value of a symbol that counts: a bound, a dimension, a free index. */
  protected abstract natural(key: string): number;
  /** Whether an index that runs over an interval is a variable, which then runs over its support. */
  protected abstract isVariable(index: Term): boolean;

  /** @throws EvaluationError when the term has no value in this model */
  evaluate(term: Term): Value<T> {
    this.spend(1);
    const { algebra } = this;
    switch (term.kind) {
      case "number":
        return algebra.fromRational(term.value);
      case "constant":
        if (term.constant === "pi" || term.constant === "e") return algebra.constant(term.constant);
        // The identity occurs as a covariance, where a number s means s·I.
        if (term.constant === "identity") return algebra.one;
        throw new EvaluationError("unsupported", "infinity is not a number");
      case "symbol": {
        const bound = this.integers.get(nameLatex(term.name));
        return bound === undefined ? this.symbol(term) : algebra.fromRational(rational(bound));
      }
      case "component":
        return this.component(term);
      case "apply":
        return this.apply(term);
      case "add":
        return term.terms.map((part) => this.evaluate(part)).reduce((a, b) => elementwise(a, b, (x, y) => algebra.add(x, y)));
      case "negate":
        return mapValue(this.evaluate(term.argument), (x) => algebra.negate(x));
      case "multiply":
        return term.factors.map((factor) => this.evaluate(factor)).reduce((a, b) => product(algebra, a, b));
      case "divide":
        return elementwise(this.evaluate(term.numerator), this.evaluate(term.denominator), (x, y) => algebra.divide(x, y));
      case "power":
        return this.power(term);
      case "elementary":
        return mapValue(this.columnOrNumber(term.argument), (x) => algebra.elementary(term.name, x));
      case "norm":
        return this.norm(term);
      case "density":
        return this.density(term.distribution);
      case "lawDensity":
        return this.lawDensity(term.law, this.evaluate(term.point), this.parameters(term.parameters));
      case "sum":
        return this.fold(term, (a, b) => elementwise(a, b, (x, y) => algebra.add(x, y)), algebra.zero);
      case "product":
        return this.fold(term, (a, b) => product(algebra, a, b), algebra.one);
      case "integral":
        return this.integral(term);
      case "expectation":
        return this.expectation(term, term.body);
      case "variance": {
        const mean = asScalar(this.expectation(term, term.body));
        const square = asScalar(
          this.expectation(term, { kind: "power", base: term.body, exponent: { kind: "number", value: rational(2) } }),
        );
        return algebra.add(square, algebra.negate(algebra.multiply(mean, mean)));
      }
      case "divergence":
        return this.divergence(term);
      case "entropy":
        return algebra.negate(this.averageLog(term.distribution, term.cross ?? term.distribution));
      case "extremum":
        return this.extremum(term);
      case "transpose":
        return transpose(this.evaluate(term.argument));
      case "inverse":
        return inverse(algebra, this.evaluate(term.argument));
      case "determinant":
        return determinant(algebra, this.evaluate(term.argument));
      case "trace":
        return trace(algebra, this.evaluate(term.argument));
      case "diagonal":
        return diagonal(algebra, this.evaluate(term.argument));
      case "indicator":
        return this.holds(this.number(term.left), term.relation, this.number(term.right)) ? algebra.one : algebra.zero;
      case "labelled":
        return this.evaluate(term.body);
      case "tuple":
        return Tensor.column(term.items.map((item) => this.number(item)));
      case "range":
      case "event":
      case "set":
      case "delta":
      case "derivative":
      case "variableEntropy":
      case "mutualInformation":
        throw new EvaluationError("unsupported", `${DESCRIPTIONS[term.kind]} cannot be evaluated`);
    }
  }

  number(term: Term): T {
    return asScalar(this.evaluate(term));
  }

  /** The value of an index or bound. @throws EvaluationError when it is no whole number */
  integer(term: Term): number {
    switch (term.kind) {
      case "number":
        if (term.value.denominator !== 1n) break;
        if (term.value.numerator > 1_000_000_000n) throw new EvaluationError("limit", "an index beyond 10⁹");
        return Number(term.value.numerator);
      case "symbol": {
        const key = nameLatex(term.name);
        return this.integers.get(key) ?? this.natural(key);
      }
      case "component":
        return this.natural(this.key(term));
      case "add":
        return term.terms.reduce((sum, part) => sum + this.integer(part), 0);
      case "negate":
        return -this.integer(term.argument);
      case "multiply":
        return term.factors.reduce((result, factor) => result * this.integer(factor), 1);
      case "power": {
        const result = this.integer(term.base) ** this.integer(term.exponent);
        if (Number.isSafeInteger(result)) return result;
        throw new EvaluationError("limit", "a bound too large to count to");
      }
      case "divide": {
        const result = this.integer(term.numerator) / this.integer(term.denominator);
        if (Number.isInteger(result)) return result;
        break;
      }
      default:
        break;
    }
    throw new EvaluationError("unsupported", "an index that is not a whole number");
  }

  /** The identity of a variable or parameter with its indices evaluated: `x`, `x#3`, `x'`, `x^2` for the second sample. */
  key(term: Term): string {
    switch (term.kind) {
      case "symbol":
        return nameLatex(term.name);
      case "component": {
        const indices = term.indices.map((index) => this.indexText(index)).join(",");
        return `${this.key(term.of)}${term.place === "sub" ? "#" : "^"}${indices}`;
      }
      case "labelled":
        return this.key(term.body);
      default:
        throw new EvaluationError("unsupported", `${DESCRIPTIONS[term.kind]} stands where a variable is needed`);
    }
  }

  /** Runs `body` with an index bound to a whole number. */
  protected withInteger<R>(key: string, value: number, body: () => R): R {
    return withEntries(this.integers, [[key, value]], body);
  }

  /** Evaluates the form of a density. @throws EvaluationError where forms refer to each other in a circle */
  protected inForm<R>(run: () => R): R {
    if (this.formDepth >= DEEPEST_FORM)
      throw new EvaluationError("unsupported", "densities whose forms refer to each other in a circle");
    this.formDepth += 1;
    try {
      return run();
    } finally {
      this.formDepth -= 1;
    }
  }

  /** Runs with the formal arguments' own indices counting from where the actual ones stand: i is 3 where `x_3` stands for `x_i`. */
  protected withIndicesOf<R>(matches: readonly Match[], run: () => R): R {
    const indices = matches.flatMap(({ formal, actual }): [string, number][] => {
      const [own] = formal.kind === "component" && formal.place === "sub" ? formal.indices : [];
      const [given] = actual.kind === "component" ? actual.indices : [];
      return own?.kind === "symbol" && given !== undefined ? [[nameLatex(own.name), this.integer(given)]] : [];
    });
    return withEntries(this.integers, indices, run);
  }

  protected spend(amount: number): void {
    tick();
    this.work += amount;
    if (this.work > this.workLimit) throw new EvaluationError("limit", `more than ${this.workLimit} evaluation steps`);
  }

  /** The log-density of `of`, averaged under `under`. */
  private averageLog(under: Distribution, of: Distribution): T {
    const variables = targetsOf(under) ?? targetsOf(of) ?? [ANONYMOUS];
    return asScalar(this.average(variables, under, () => this.algebra.elementary("log", this.densityOf(of, variables))));
  }

  private divergence(term: TermOf<"divergence">): T {
    const { algebra } = this;
    const variables = targetsOf(term.left) ?? targetsOf(term.right) ?? [ANONYMOUS];
    const log = (value: T): T => algebra.elementary("log", value);
    const half = algebra.fromRational(rational(1, 2));
    switch (term.measure) {
      case "KL":
        return asScalar(
          this.average(variables, term.left, () =>
            algebra.add(log(this.densityOf(term.left, variables)), algebra.negate(log(this.densityOf(term.right, variables)))),
          ),
        );
      case "JS": {
        const against = (of: Distribution): T =>
          asScalar(
            this.average(variables, of, () => {
              const middle = algebra.multiply(
                half,
                algebra.add(this.densityOf(term.left, variables), this.densityOf(term.right, variables)),
              );
              return algebra.add(log(this.densityOf(of, variables)), algebra.negate(log(middle)));
            }),
          );
        return algebra.multiply(half, algebra.add(against(term.left), against(term.right)));
      }
    }
  }

  private densityOf(distribution: Distribution, variables: readonly Term[]): T {
    if (distribution.kind === "family") return this.density(distribution);
    const [point] = variables;
    if (point === undefined || variables.length > 1) throw new EvaluationError("unsupported", "a law of several variables");
    return this.lawDensity(distribution.law, this.evaluate(point), this.parameters(distribution.parameters));
  }

  /** @throws EvaluationError when a single index lies outside of `size` components */
  protected checkIndex({ indices: [index, ...others] }: TermOf<"component">, size: number | null): void {
    if (index === undefined || others.length > 0 || size === null) return;
    const at = this.integer(index);
    if (at < 1 || at > size) throw new EvaluationError("illFormed", "an index runs beyond the last component");
  }

  protected parameters(terms: readonly Term[]): Value<T>[] {
    // A diagonal covariance is given by its variances: `\text{diag}(\sigma^2)` is \sigma^2, component by component.
    return terms.map((parameter) => this.evaluate(parameter.kind === "diagonal" ? parameter.argument : parameter));
  }

  private expectation(term: TermOf<"expectation"> | TermOf<"variance">, body: Term): Value<T> {
    if (term.given.length > 0) throw new EvaluationError("unsupported", "a conditional expectation whose family is not named");
    const nest = (depth: number): Value<T> => {
      const binder = term.binders[depth];
      return binder === undefined
        ? this.evaluate(body)
        : this.average(binder.variables, binder.distribution, () => nest(depth + 1));
    };
    return nest(0);
  }

  private fold(term: TermOf<"sum">, combine: (a: Value<T>, b: Value<T>) => Value<T>, start: T): Value<T> {
    const body = (): Value<T> => this.evaluate(term.body);
    const key = this.key(term.index);
    if (term.range.kind === "support" || this.isVariable(term.index)) {
      return this.overSupport(term.index, term.range.kind === "support" ? term.range.set : null, body, combine);
    }
    const lower = this.integer(term.range.lower);
    const upper = this.integer(term.range.upper);
    if (upper - lower > LONGEST_SUM) throw new EvaluationError("limit", `a sum over ${upper - lower + 1} terms`);
    let result: Value<T> = start;
    for (let i = lower; i <= upper; i += 1) {
      const part = this.withInteger(key, i, body);
      result = i === lower ? part : combine(result, part);
    }
    return result;
  }

  private power(term: TermOf<"power">): Value<T> {
    const { algebra } = this;
    if (term.base.kind === "norm" && term.base.order === null && isTwo(term.exponent))
      return this.squaredNorm(term.base.argument);
    const exponent = this.number(term.exponent);
    return mapValue(this.evaluate(term.base), (x) => algebra.power(x, exponent));
  }

  private norm(term: TermOf<"norm">): T {
    const { algebra } = this;
    if (term.order === null || isTwo(term.order)) return algebra.elementary("sqrt", this.squaredNorm(term.argument));
    if (term.order.kind === "number" && term.order.value.numerator === 1n && term.order.value.denominator === 1n) {
      const value = this.evaluate(term.argument);
      const entries = value instanceof Tensor ? value.entries() : [value];
      return entries.map((x) => algebra.elementary("abs", x)).reduce((a, b) => algebra.add(a, b), algebra.zero);
    }
    throw new EvaluationError("unsupported", "a norm of this order");
  }

  private squaredNorm(argument: Term): T {
    const value = this.evaluate(argument);
    const entries = value instanceof Tensor ? value.entries() : [value];
    return entries.map((x) => this.algebra.multiply(x, x)).reduce((a, b) => this.algebra.add(a, b), this.algebra.zero);
  }

  private holds(left: T, relation: RelationName, right: T): boolean {
    const order = this.algebra.compare(left, right);
    if (order === null) throw new EvaluationError("unsupported", "a comparison that cannot be decided");
    switch (relation) {
      case "equal":
      case "same":
      case "define":
        return order === 0;
      case "notEqual":
        return order !== 0;
      case "less":
        return order < 0;
      case "lessEqual":
        return order <= 0;
      case "greater":
        return order > 0;
      case "greaterEqual":
        return order >= 0;
      case "proportional":
      case "similar":
      case "approximate":
      case "other":
        throw new EvaluationError("unsupported", "an indicator of this relation");
    }
  }

  /** Functions act on numbers and, component by component, on vectors; what they do to a matrix is another matter. */
  private columnOrNumber(term: Term): Value<T> {
    const value = this.evaluate(term);
    if (value instanceof Tensor && value.width > 1 && value.height > 1)
      throw new EvaluationError("unsupported", "a function of a matrix");
    return value;
  }

  private indexText(index: Term): string {
    if (index.kind === "tuple") return index.items.map((item) => this.indexText(item)).join(",");
    return String(this.integer(index));
  }
}

/** The variables that a distribution is over; null where it does not name them. */
function targetsOf(distribution: Distribution): readonly Term[] | null {
  return distribution.kind === "family" && distribution.targets.length > 0 ? distribution.targets : null;
}

function isTwo(term: Term): boolean {
  const two: Rational = rational(2);
  return term.kind === "number" && term.value.numerator === two.numerator && term.value.denominator === two.denominator;
}
