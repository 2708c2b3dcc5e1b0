import { nameLatex, plainName } from "../terms/name.js";
import type { Distribution, FamilyCall, LawCall, LawName, Term, TermOf } from "../terms/term.js";
import { EvaluationError } from "./algebra.js";
import { valueText } from "./atoms.js";
import { rootOfVariable, entryOf, normalDensity, weighted } from "./closed-values.js";
import { CLOSED, closedNumber } from "./closed-algebra.js";
import type { ClosedTerm } from "./closed.js";
import { ConcreteValues } from "./concrete-values.js";
import { elementKey } from "./dimensions.js";
import { areDetermined } from "./determined.js";
import { type Factor, callRoots, factorize, factorsFor } from "./factors.js";
import { type Match, matchHypothesis } from "./hypothesis.js";
import { Tensor, type Value, asScalar, elementwise, mapValue } from "./tensor.js";

/**
 * Turns a claim into closed terms in one concrete model: every variable real, every unknown number a fraction, every unknown function a polynomial, every
 * density that the document has given a form in that form, and every other density a normal law whose mean is affine in what it depends on.
 */
export class Concretizer extends ConcreteValues {
  /**
   * Whether a density without a form was met, or one that the forms do not determine, so that their variables are independent here: then agreement shows
   * nothing about other densities, while a difference still refutes.
   */
  usedStandIn = false;

  private readonly factorizations = new Map<string, readonly Factor[]>();

  private fresh = 0;

  protected override density(call: FamilyCall): ClosedTerm {
    for (const hypothesis of this.subject.claim.setting.hypotheses) {
      const matches = matchHypothesis(hypothesis, call);
      if (matches !== null) return this.inForm(() => this.underMatches(matches, () => this.number(hypothesis.body)));
    }
    const family = nameLatex(call.family);
    const { targets, given } = callRoots(call);
    const actual = new Map(
      [...call.targets, ...call.given].map((term, i) => [[...targets, ...given][i] ?? "", this.evaluate(term)] as const),
    );
    if (actual.size < targets.length + given.length)
      throw new EvaluationError("illFormed", "a density has one of its variables twice, or is conditioned on its own target");
    const factors = this.factors(family, [...targets, ...given]);
    if (!areDetermined({ targets, given }, factors)) this.usedStandIn = true;
    const joint = factorsFor(factors, [...targets, ...given]);
    const condition = factorsFor(factors, given);
    // What is averaged out of the conditions' own density stands among the targets where the form goes the other way: a posterior.
    const conditions = new Map([...actual].filter(([root]) => given.includes(root)));
    const closed = (list: readonly Factor[], values: ReadonlyMap<string, unknown>): boolean =>
      list.every((factor) => factor.targets.every((root) => values.has(root)));
    if (closed(joint, actual) && closed(condition, conditions)) {
      const own = joint.filter((factor) => !condition.includes(factor));
      return this.productOf(family, own, actual);
    }
    return CLOSED.divide(this.marginal(family, joint, actual), this.marginal(family, condition, conditions));
  }

  protected override lawDensity(law: LawName, point: Value<ClosedTerm>, parameters: readonly Value<ClosedTerm>[]): ClosedTerm {
    const [first, second] = parameters;
    switch (law) {
      case "normal":
        if (first === undefined || second === undefined)
          throw new EvaluationError("unsupported", "a normal law without mean and variance");
        return normalDensity(point, first, second);
      case "bernoulli": {
        if (first === undefined) throw new EvaluationError("unsupported", "a Bernoulli law without a probability");
        const [p, x] = [asScalar(first), asScalar(point)];
        const rest = (value: ClosedTerm): ClosedTerm => CLOSED.add(CLOSED.one, CLOSED.negate(value));
        return CLOSED.multiply(CLOSED.power(p, x), CLOSED.power(rest(p), rest(x)));
      }
      case "categorical":
      case "uniform":
      case "beta":
      case "dirichlet":
      case "gamma":
      case "exponential":
      case "laplace":
      case "poisson":
        throw new EvaluationError("unsupported", `the ${law} law is not decided yet`);
    }
  }

  protected override average(
    variables: readonly Term[],
    distribution: Distribution | null,
    body: () => Value<ClosedTerm>,
  ): Value<ClosedTerm> {
    if (distribution === null) throw new EvaluationError("unsupported", "an expectation under a distribution that is not named");
    if (distribution.kind === "law") return this.underLaw(variables, distribution, body);
    for (const hypothesis of this.subject.claim.setting.hypotheses) {
      const matches = matchHypothesis(hypothesis, distribution);
      const law = hypothesis.law;
      if (matches === null || law?.law !== "normal") continue;
      const given = matches.filter(({ formal }) => !hypothesis.call.targets.includes(formal));
      const parameters = this.underMatches(given, () => this.parameters(law.parameters), matches);
      return this.underNormal(variables, parameters, body);
    }
    if (this.areFinite(variables))
      return this.overPlaces(variables, () => mapValue(body(), (inner) => CLOSED.multiply(this.density(distribution), inner)));
    return this.overReals(variables, (symbols) => {
      const weight = this.density(distribution);
      const inner = body();
      return this.wrapIntegral(
        symbols,
        inner instanceof Tensor ? inner.map((entry) => weighted(weight, entry)) : weighted(weight, inner),
      );
    });
  }

  protected override integral(term: TermOf<"integral">): Value<ClosedTerm> {
    if (this.areFinite(term.variables)) return this.overPlaces(term.variables, () => this.evaluate(term.body));
    const lower = term.lower === null ? null : this.bound(term.lower);
    const upper = term.upper === null ? null : this.bound(term.upper);
    return this.overReals(term.variables, (symbols) => {
      if (lower === null && upper === null) return this.wrapIntegral(symbols, this.evaluate(term.body));
      if (symbols.length > 1) throw new EvaluationError("unsupported", "an integral of several variables between bounds");
      return this.wrapIntegral(symbols, this.evaluate(term.body), lower, upper);
    });
  }

  protected override overSupport(
    index: Term,
    set: Term | null,
    body: () => Value<ClosedTerm>,
    combine: (a: Value<ClosedTerm>, b: Value<ClosedTerm>) => Value<ClosedTerm>,
  ): Value<ClosedTerm> {
    const key = this.key(index);
    if (this.isVariable(index) || set !== null)
      throw new EvaluationError("unsupported", "a sum over the values of a variable that is real here");
    return [1, 2].map((i) => this.withInteger(key, i, body)).reduce(combine);
  }

  protected override extremum(): Value<ClosedTerm> {
    throw new EvaluationError("unsupported", "a minimum or maximum over a real letter");
  }

  /** Whether variables have finitely many places. @throws EvaluationError when some have and some are real */
  private areFinite(variables: readonly Term[]): boolean {
    const finite = variables.filter((variable) => this.atoms.roots.has(rootOfVariable(variable)));
    if (finite.length > 0 && finite.length < variables.length)
      throw new EvaluationError("unsupported", "real and finite variables under one sign");
    return finite.length > 0;
  }

  /** A sum over the places of the variables, with their base weights. */
  private overPlaces(variables: readonly Term[], body: () => Value<ClosedTerm>): Value<ClosedTerm> {
    const [variable, ...rest] = variables;
    if (variable === undefined) return body();
    const root = rootOfVariable(variable);
    const parts = this.atoms
      .placesOf(root)
      .map((place, point) =>
        this.withBindings([[this.key(variable), place]], () =>
          mapValue(this.overPlaces(rest, body), (entry) => CLOSED.multiply(closedNumber(this.atoms.weight(root, point)), entry)),
        ),
      );
    return parts.reduce((a, b) => elementwise(a, b, (x, y) => CLOSED.add(x, y)));
  }

  /** The density of a variable with finitely many places, given what stands before it in its family. */
  private placeDensity(
    family: string,
    root: string,
    given: readonly string[],
    valueOf: (root: string) => Value<ClosedTerm>,
  ): ClosedTerm {
    const point = this.atoms.pointOf(root, valueOf(root));
    if (point === null) throw new EvaluationError("unsupported", `${root} stands at none of its places`);
    const points = new Map<string, number>();
    const context: string[] = [];
    for (const name of given) {
      const value = valueOf(name);
      const at = this.atoms.roots.has(name) ? this.atoms.pointOf(name, value) : null;
      const text = valueText(value);
      if (at !== null) points.set(name, at);
      else if (text !== null) context.push(`${name}=${text}`);
      else throw new EvaluationError("unsupported", "a finite density given a real variable that is averaged over");
    }
    const roots = (this.subject.familyRoots.get(family) ?? [root]).filter((name) => this.atoms.roots.has(name));
    return closedNumber(this.atoms.conditional(family, [...roots].sort(), [root, point], points, context.join(";")));
  }

  private underLaw(variables: readonly Term[], law: LawCall, body: () => Value<ClosedTerm>): Value<ClosedTerm> {
    if (law.law !== "normal")
      throw new EvaluationError("unsupported", `an expectation under the ${law.law} law is not decided yet`);
    return this.underNormal(variables, this.parameters(law.parameters), body);
  }

  private underNormal(
    variables: readonly Term[],
    parameters: readonly Value<ClosedTerm>[],
    body: () => Value<ClosedTerm>,
  ): Value<ClosedTerm> {
    const [variable] = variables;
    const [mean, covariance] = parameters;
    if (variable === undefined || variables.length > 1 || mean === undefined || covariance === undefined) {
      throw new EvaluationError("unsupported", "a normal law of several letters, or without mean and variance");
    }
    if (covariance instanceof Tensor && covariance.width > 1) {
      return this.overReals(variables, (symbols) => {
        const weight = normalDensity(this.evaluate(variable), mean, covariance);
        return this.wrapIntegral(
          symbols,
          mapValue(body(), (entry) => weighted(weight, entry)),
        );
      });
    }
    const size = mean instanceof Tensor ? mean.height : covariance instanceof Tensor ? covariance.height : null;
    return this.overReals(
      variables,
      (symbols) => {
        const binders = symbols.map((symbol, i) => ({
          variables: [symbol],
          distribution: { kind: "law" as const, law: "normal" as const, parameters: [entryOf(mean, i), entryOf(covariance, i)] },
        }));
        return mapValue(body(), (inner) => ({ kind: "expectation" as const, binders, given: [], body: inner }));
      },
      size,
    );
  }

  /** Runs `inner` with fresh real symbols standing for the variables. */
  private overReals(
    variables: readonly Term[],
    inner: (symbols: readonly ClosedTerm[]) => Value<ClosedTerm>,
    size: number | null = null,
  ): Value<ClosedTerm> {
    const symbols: ClosedTerm[] = [];
    const bound = variables.map((variable) => {
      const root = rootOfVariable(variable);
      const whole = variable.kind === "symbol" || (variable.kind === "component" && variable.place === "super");
      const shape = this.subject.shapes.get(whole ? root : elementKey(root));
      const value = this.freshValue(size ?? (shape === undefined ? null : this.sizeOf(shape)));
      symbols.push(...(value instanceof Tensor ? value.entries() : [value]));
      return [this.key(variable), value] as const;
    });
    return this.withBindings(bound, () => inner(symbols));
  }

  private freshValue(size: number | null): Value<ClosedTerm> {
    const next = (): ClosedTerm => {
      this.fresh += 1;
      return { kind: "symbol", name: plainName(`u${this.fresh}`) };
    };
    return size === null ? next() : Tensor.column(Array.from({ length: size }, next));
  }

  private wrapIntegral(
    symbols: readonly ClosedTerm[],
    body: Value<ClosedTerm>,
    lower: ClosedTerm | null = null,
    upper: ClosedTerm | null = null,
  ): Value<ClosedTerm> {
    return mapValue(body, (inner) => ({
      kind: "integral" as const,
      variables: symbols,
      lower,
      upper,
      domain: null,
      body: inner,
    }));
  }

  private bound(term: Term): ClosedTerm | null {
    const inner = term.kind === "negate" ? term.argument : term;
    return inner.kind === "constant" && inner.constant === "infinity" ? null : this.number(term);
  }

  /** Runs with the formal arguments of a hypothesis standing for the actual ones, whose own indices count from where the call stands. */
  private underMatches<R>(matches: readonly Match[], run: () => R, all = matches): R {
    const values = matches.map(({ actual }) => this.evaluate(actual));
    return this.withIndicesOf(all, () =>
      this.withBindings(
        matches.map(({ formal }, i) => [this.key(formal), values[i] ?? CLOSED.zero] as const),
        run,
      ),
    );
  }

  private factors(family: string, roots: readonly string[]): readonly Factor[] {
    const key = `${family}|${[...roots].sort().join("|")}`;
    const known =
      this.factorizations.get(key) ?? factorize(family, this.familyRoots(family, roots), this.subject.claim.setting.hypotheses);
    this.factorizations.set(key, known);
    return known;
  }

  /** All variables that the claim's calls of a family show, so that each of its densities comes from one joint density. */
  private familyRoots(family: string, roots: readonly string[]): readonly string[] {
    return [...new Set([...roots, ...(this.subject.familyRoots.get(family) ?? [])])];
  }

  private productOf(family: string, factors: readonly Factor[], values: ReadonlyMap<string, Value<ClosedTerm>>): ClosedTerm {
    return factors
      .map((factor) => this.factorDensity(family, factor, values))
      .reduce((a, b) => CLOSED.multiply(a, b), CLOSED.one);
  }

  private factorDensity(family: string, factor: Factor, values: ReadonlyMap<string, Value<ClosedTerm>>): ClosedTerm {
    const valueOf = (root: string): Value<ClosedTerm> => {
      const value = values.get(root);
      if (value === undefined) throw new EvaluationError("unsupported", `no value for ${root}`);
      return value;
    };
    const { hypothesis } = factor;
    if (hypothesis !== null) {
      const formals = [...hypothesis.call.targets, ...hypothesis.call.given];
      return this.withBindings(
        formals.map((formal) => [this.key(formal), valueOf(rootOfVariable(formal))] as const),
        () => this.inForm(() => this.number(hypothesis.body)),
      );
    }
    const [root = ""] = factor.targets;
    if (this.atoms.roots.has(root)) return this.placeDensity(family, root, factor.given, valueOf);
    this.usedStandIn = true;
    const inputs = factor.given.flatMap((name) => {
      const value = valueOf(name);
      return value instanceof Tensor ? value.entries() : [value];
    });
    const point = valueOf(root);
    const component = (entry: ClosedTerm, i: number): ClosedTerm => {
      const label = `${family}(${root}|${factor.given.join(",")})#${i}`;
      const mean = inputs.reduce(
        (sum, input, j) => CLOSED.add(sum, CLOSED.multiply(closedNumber(this.random(`${label}|${j}`, "any")), input)),
        closedNumber(this.random(`${label}|mean`, "any")),
      );
      return {
        kind: "lawDensity",
        law: "normal",
        point: entry,
        parameters: [mean, closedNumber(this.random(`${label}|variance`, "positive"))],
      };
    };
    const entries = point instanceof Tensor ? point.entries() : [point];
    return entries.map(component).reduce((a, b) => CLOSED.multiply(a, b), CLOSED.one);
  }

  private marginal(family: string, factors: readonly Factor[], actual: ReadonlyMap<string, Value<ClosedTerm>>): ClosedTerm {
    const missing = factors.flatMap((factor) => factor.targets).filter((root) => !actual.has(root));
    const place = missing.find((root) => this.atoms.roots.has(root));
    if (place !== undefined) {
      const parts = this.atoms
        .placesOf(place)
        .map((value, point) =>
          CLOSED.multiply(
            closedNumber(this.atoms.weight(place, point)),
            this.marginal(family, factors, new Map([...actual, [place, value]])),
          ),
        );
      return parts.reduce((a, b) => CLOSED.add(a, b), CLOSED.zero);
    }
    const values = new Map(actual);
    const symbols: ClosedTerm[] = [];
    for (const root of missing) {
      const shape = this.subject.shapes.get(root);
      const value = this.freshValue(shape === undefined ? null : this.sizeOf(shape));
      symbols.push(...(value instanceof Tensor ? value.entries() : [value]));
      values.set(root, value);
    }
    const body = this.productOf(family, factors, values);
    return symbols.length === 0 ? body : { kind: "integral", variables: symbols, lower: null, upper: null, domain: null, body };
  }
}
