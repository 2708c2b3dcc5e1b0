import { EvaluationError } from "../claims/algebra.js";
import type { ConcreteSubject } from "../claims/concrete-values.js";
import { type Match, matchHypothesis } from "../claims/hypothesis.js";
import { domainOf } from "../claims/setting.js";
import { asScalar, elementwise, mapValue, Tensor, type Value } from "../claims/tensor.js";
import { nameLatex } from "../terms/name.js";
import { rational } from "../numbers/rational.js";
import type { Distribution, FamilyCall, LawName, Term, TermOf } from "../terms/term.js";
import { variableRoot } from "../terms/variable.js";
import { type Expression, EXPRESSIONS, numberOf } from "./expression.js";
import { PairLetters, type Sizes } from "./letters.js";
import { POINTS, Tables } from "./tables.js";

/**
 * Writes formulas out at fixed sizes. What the document leaves open becomes an unknown number: letters, values of functions, the entries of the joint tables
 * of densities without a form, whose variables have two values each. A variable under a form is a number, and can be averaged over only by sampling.
 */
export class PairValues extends PairLetters {
  private readonly tables: Tables;

  constructor(subject: ConcreteSubject, sizes: Sizes) {
    super(subject, sizes);
    this.tables = new Tables(
      (family) => this.slotsOf(family),
      (key, family) => this.unknown(key, "positive", key, family),
    );
  }

  protected override density(call: FamilyCall): Expression {
    for (const hypothesis of this.subject.claim.setting.hypotheses) {
      const matches = matchHypothesis(hypothesis, call);
      if (matches !== null) return this.underMatches(matches, () => asScalar(this.evaluate(hypothesis.body)));
    }
    const all = [...call.targets, ...call.given].flatMap((term) => this.placesOf(term));
    const given = call.given.flatMap((term) => this.placesOf(term));
    const family = nameLatex(call.family);
    if (new Set(all.map(([slot]) => slot)).size < all.length)
      throw new EvaluationError("illFormed", "a density has one of its variables twice, or is conditioned on its own target");
    const joint = this.tables.marginal(family, new Map(all));
    return given.length === 0 ? joint : EXPRESSIONS.divide(joint, this.tables.marginal(family, new Map(given)));
  }

  protected override lawDensity(law: LawName, point: Value<Expression>, parameters: readonly Value<Expression>[]): Expression {
    const [first, second] = parameters;
    if (law === "normal" && first !== undefined && second !== undefined) {
      if ([point, first, second].some((value) => value instanceof Tensor && value.width > 1))
        throw new EvaluationError("unsupported", "a normal density with a full covariance matrix");
      const centred = elementwise(point, first, (x, m) => EXPRESSIONS.add(x, EXPRESSIONS.negate(m)));
      const densities = elementwise(centred, second, normalDensity);
      return densities instanceof Tensor ? densities.entries().reduce(EXPRESSIONS.multiply, EXPRESSIONS.one) : densities;
    }
    if (law === "bernoulli" && first !== undefined) {
      const [x, p] = [asScalar(point), asScalar(first)];
      const rest = (value: Expression): Expression => EXPRESSIONS.add(EXPRESSIONS.one, EXPRESSIONS.negate(value));
      return EXPRESSIONS.multiply(EXPRESSIONS.power(p, x), EXPRESSIONS.power(rest(p), rest(x)));
    }
    throw new EvaluationError("unsupported", `the density of the ${law} law`);
  }

  protected override average(
    variables: readonly Term[],
    distribution: Distribution | null,
    body: () => Value<Expression>,
  ): Value<Expression> {
    if (distribution?.kind !== "family") throw new EvaluationError("unsupported", "an expectation over a real variable");
    return this.sumOver(variables, () => {
      const weight = this.density(distribution);
      return mapValue(body(), (entry) => EXPRESSIONS.multiply(weight, entry));
    });
  }

  protected override integral(term: TermOf<"integral">): Value<Expression> {
    if (term.lower !== null || term.upper !== null || term.domain !== null)
      throw new EvaluationError("unsupported", "an integral between bounds");
    return this.sumOver(term.variables, () => this.evaluate(term.body));
  }

  protected override overSupport(
    index: Term,
    set: Term | null,
    body: () => Value<Expression>,
    combine: (a: Value<Expression>, b: Value<Expression>) => Value<Expression>,
  ): Value<Expression> {
    if (set !== null || !this.isVariable(index)) throw new EvaluationError("unsupported", "a sum over a set");
    return this.sumOver([index], body, combine);
  }

  protected override extremum(): Value<Expression> {
    throw new EvaluationError("unsupported", "a minimum or maximum");
  }

  /** Slots with the value that each has. A variable that nothing runs over has its first one: the tables are arbitrary. */
  private placesOf(term: Term): readonly (readonly [string, number])[] {
    const root = variableRoot(term);
    if (root === null || !this.isFinite(root))
      throw new EvaluationError("unsupported", "a density without a form at a real variable");
    return this.slotsIn(term).map((slot) => [slot.replaceAll("^{\\prime}", ""), this.points.get(slot) ?? 0] as const);
  }

  private slotsOf(family: string): readonly string[] {
    const roots = this.subject.familyRoots.get(family) ?? [];
    return roots.flatMap((root) => {
      const shape = this.subject.shapes.get(root);
      return shape === undefined ? [root] : Array.from({ length: this.sizeOf(shape) }, (_, i) => `${root}#${i + 1}`);
    });
  }

  private sumOver(
    variables: readonly Term[],
    body: () => Value<Expression>,
    combine = (a: Value<Expression>, b: Value<Expression>): Value<Expression> => elementwise(a, b, EXPRESSIONS.add),
  ): Value<Expression> {
    const slots = variables.flatMap((variable) => {
      if (!this.isFinite(variableRoot(variable) ?? ""))
        throw new EvaluationError("unsupported", "a sum or integral over a real variable");
      return this.slotsIn(variable);
    });
    const nest = (depth: number): Value<Expression> => {
      const slot = slots[depth];
      if (slot === undefined) return body();
      const parts = Array.from({ length: POINTS }, (_, point) => this.atPoints([[slot, point]], () => nest(depth + 1)));
      return parts.reduce(combine);
    };
    return nest(0);
  }

  /** Runs with the formal arguments of a form standing for the actual ones. */
  private underMatches<R>(matches: readonly Match[], run: () => R): R {
    const points: [string, number][] = [];
    const values: [Term, Value<Expression>][] = [];
    for (const { formal, actual } of matches) {
      const root = variableRoot(actual) ?? "";
      // At a number, also where that is one of the two values of a variable.
      if (this.isFinite(root) && domainOf(this.subject.claim.setting, root) !== "binary") {
        const to = this.slotsIn(formal);
        this.slotsIn(actual).forEach((slot, i) => {
          const point = this.points.get(slot);
          const target = to[i];
          if (point !== undefined && target !== undefined) points.push([target, point]);
        });
      } else values.push([formal, this.evaluate(actual)]);
    }
    return this.inForm(() =>
      this.withIndicesOf(matches, () =>
        this.atPoints(points, () =>
          this.withBindings(
            values.map(([formal, value]) => [this.key(formal), value] as const),
            run,
          ),
        ),
      ),
    );
  }
}

/** exp(−c² / 2v) / √(2πv). */
function normalDensity(centred: Expression, variance: Expression): Expression {
  const { divide, elementary, multiply, negate } = EXPRESSIONS;
  const two = numberOf(rational(2));
  const exponent = negate(divide(multiply(centred, centred), multiply(two, variance)));
  const area = elementary("sqrt", multiply(multiply(two, EXPRESSIONS.constant("pi")), variance));
  return divide(elementary("exp", exponent), area);
}
