import { nameLatex, plainName } from "../kernel/name.js";
import { addRational, multiplyRational, type Rational, rational, rationalText, ZERO } from "../kernel/rational.js";
import type { Distribution, FamilyCall, LawCall, LawName, Term, TermOf } from "../kernel/term.js";
import { keyedRandom } from "../numbers/random.js";
import { EvaluationError } from "./algebra.js";
import { Atoms, valueText } from "./atoms.js";
import type { ClosedTerm } from "./closed.js";
import { CLOSED, closedNumber } from "./closed-algebra.js";
import { elementKey, entityKey, isWord, type Shape } from "./dimensions.js";
import { callRoots, type Factor, factorize, factorsFor } from "./factors.js";
import { type Match, matchHypothesis } from "./hypothesis.js";
import { Interpreter } from "./interpreter.js";
import type { Roles } from "./roles.js";
import { rootOf, variableRoot } from "../kernel/variable.js";
import { type Claim, domainOf } from "./setting.js";
import { asScalar, determinant, elementwise, inverse, product, Tensor, transpose, type Value } from "./tensor.js";

/** How the unknown numbers of a concrete model are drawn. */
export interface ConcreteStyle {
  readonly magnitude: number;
  readonly denominators: number;
  readonly positive: boolean;
  /** Value of dimensions and bounds by position; at most 3, since every component is one more integral. */
  readonly dimension: number;
  /** Positive functions vary with real variables too; exact arithmetic then often ends, and quadrature takes over. */
  readonly varying: boolean;
  /** Numbers as small as possible, 1 among them, for a counterexample that is to be read; otherwise ±1 is never drawn. */
  readonly plain: boolean;
}

export interface ConcreteSubject {
  readonly claim: Claim;
  readonly roles: Roles;
  readonly shapes: ReadonlyMap<string, Shape>;
  /** Roots of all variables with which the claim calls each family. */
  readonly familyRoots: ReadonlyMap<string, readonly string[]>;
  /** Functions on which some density depends. */
  readonly densityFunctions: ReadonlySet<string>;
  /** Roots of variables that keep finitely many places beside the real ones. Empty: every variable is real. */
  readonly finiteRoots: ReadonlySet<string>;
}

const WORK = 100_000;
/** Forms of densities may refer to other densities with a form, this deep. */
const DEEPEST_FORM = 12;
const TEST_DEGREE = 3;

/**
 * Turns a claim into closed terms in one concrete model: every variable real, every unknown number a fraction, every unknown function a polynomial, every
 * density that the document has given a form in that form, and every other density a normal law whose mean is affine in what it depends on.
 */
export class Concretizer extends Interpreter<ClosedTerm> {
  /** Whether a density without a form was met: then agreement shows nothing about other densities, while a difference still refutes. */
  usedStandIn = false;
  /** Whether a function that must be positive was applied to a real variable that is averaged over, and drawn as a constant: a special case. */
  usedConstant = false;
  /** Whether an unknown function was met that is drawn as a polynomial. */
  usedFunction = false;
  /** Whether any integral or real law was met. */
  usedReals = false;
  private readonly bindings = new Map<string, Value<ClosedTerm>>();
  private readonly factorizations = new Map<string, readonly Factor[]>();
  private readonly shownNumbers = new Map<string, string>();
  private readonly atoms: Atoms;
  private fresh = 0;
  private formDepth = 0;

  constructor(
    private readonly subject: ConcreteSubject,
    private readonly seed: string,
    /** Distinguishes points of one model: variables and functions differ between samples, unknown numbers do not. */
    private readonly sample: number,
    private readonly style: ConcreteStyle,
    /** Roots whose free values stay the same in every sample. */
    private readonly held: ReadonlySet<string>,
  ) {
    super(CLOSED, WORK);
    const place = (root: string, point: number): Value<ClosedTerm> =>
      this.shaped(this.subject.shapes.get(root), (suffix) => CLOSED.add(this.draw(`${root}${suffix}`, root, `|place`), closedNumber(rational(point * 2))));
    this.atoms = new Atoms(seed, subject.finiteRoots, place);
  }

  /** What was drawn, for people: `\mu = 3/2`. */
  shown(): readonly (readonly [string, string])[] {
    return [...this.shownNumbers];
  }

  protected override symbol(term: TermOf<"symbol">): Value<ClosedTerm> {
    const name = nameLatex(term.name);
    const bound = this.bindings.get(name);
    if (bound !== undefined) return bound;
    const root = rootOf(term.name);
    if (this.subject.roles.naturals.has(name)) return closedNumber(rational(this.natural(name)));
    const isVariable = this.subject.roles.variables.has(root);
    if (this.atoms.roots.has(root)) return this.freePlace(name, root);
    const sample = isVariable && !this.held.has(root) ? `|${this.sample}` : "";
    return this.shaped(this.subject.shapes.get(root), (suffix) => this.draw(`${name}${suffix}`, root, sample));
  }

  protected override component(term: TermOf<"component">): Value<ClosedTerm> {
    const key = this.key(term);
    const bound = this.bindings.get(key);
    if (bound !== undefined) return bound;
    if (term.of.kind === "apply") return this.apply({ ...term.of, function: { ...term, of: term.of.function } });
    const root = this.letterOf(term);
    const whole = term.place === "sub" ? this.bindings.get(this.key(term.of)) : undefined;
    if (whole instanceof Tensor) return this.entry(whole, term);
    const shape = this.subject.shapes.get(elementKey(root));
    if (this.subject.claim.setting.weights.has(root)) return closedNumber(this.weight(term, root));
    const sample = this.subject.roles.variables.has(root) && !this.held.has(root) ? `|${this.sample}` : "";
    return this.shaped(term.place === "super" ? this.subject.shapes.get(root) : shape, (suffix) => this.draw(`${key}${suffix}`, root, sample));
  }

  /** An unknown function is a polynomial in its arguments: affine where densities depend on it, constant where it must be positive, else cubic. */
  protected override apply(term: TermOf<"apply">): Value<ClosedTerm> {
    const entity = entityKey(term, this.subject.roles.generalFunctions);
    const head = term.function.kind === "component" ? term.function.of : term.function;
    if (entity === null || head.kind !== "symbol" || isWord(head.name.base)) throw new EvaluationError("unsupported", "a function that is no letter");
    const name = nameLatex(head.name);
    this.usedFunction = true;
    const inputs = term.arguments.map((argument) => this.evaluate(argument)).flatMap((value) => (value instanceof Tensor ? value.entries() : [value]));
    const domain = domainOf(this.subject.claim.setting, name);
    const shape = this.subject.shapes.get(entity);
    const restricted = domain === "positive" || domain === "unit" || shape?.matrix === true;
    const numeric = inputs.every((input) => input.kind === "number");
    // Squares keep a positive function positive; where that leaves Gaussian arithmetic, a constant stands in first.
    const readable = this.style.plain && numeric;
    const squares = domain === "positive" && (numeric || this.style.varying) && !readable;
    if (restricted && !squares && !numeric) this.usedConstant = true;
    const degree = restricted || readable ? 0 : this.inDensity(name) ? 1 : TEST_DEGREE;
    const at = (suffix: string): ClosedTerm => {
      const coefficients: [Rational, number, number][] = [];
      const constantTerm = this.random(`${entity}${suffix}|${this.sample}`, domain);
      let result = closedNumber(constantTerm);
      if (squares) {
        inputs.forEach((input, i) => {
          const coefficient = this.random(`${entity}${suffix}|${i}^2|${this.sample}`, "positive");
          coefficients.push([coefficient, i, 2]);
          result = CLOSED.add(result, CLOSED.multiply(closedNumber(coefficient), CLOSED.multiply(input, input)));
        });
      }
      inputs.forEach((input, i) => {
        let power: ClosedTerm = CLOSED.one;
        for (let k = 1; k <= degree; k += 1) {
          power = CLOSED.multiply(power, input);
          const coefficient = this.random(`${entity}${suffix}|${i}^${k}|${this.sample}`, "any");
          coefficients.push([coefficient, i, k]);
          result = CLOSED.add(result, CLOSED.multiply(closedNumber(coefficient), power));
        }
      });
      this.showFunction(`${entity}${suffix}`, `${name}${suffix}`, result, constantTerm, coefficients);
      return result;
    };
    if (term.function.kind === "component") return at(this.key(term.function).slice(this.key(head).length));
    return this.shaped(shape, at);
  }

  protected override density(call: FamilyCall): ClosedTerm {
    this.usedReals = true;
    for (const hypothesis of this.subject.claim.setting.hypotheses) {
      const matches = matchHypothesis(hypothesis, call);
      if (matches !== null) return this.inForm(() => this.underMatches(matches, () => this.number(hypothesis.body)));
    }
    const family = nameLatex(call.family);
    const { targets, given } = callRoots(call);
    const actual = new Map([...call.targets, ...call.given].map((term, i) => [[...targets, ...given][i] ?? "", this.evaluate(term)] as const));
    if (actual.size < targets.length + given.length) throw new EvaluationError("illFormed", "a density has one of its variables twice, or is conditioned on its own target");
    const joint = factorsFor(this.factors(family, [...targets, ...given]), [...targets, ...given]);
    const condition = factorsFor(this.factors(family, [...targets, ...given]), given);
    const closed = (factors: readonly Factor[]): boolean => factors.every((factor) => factor.targets.every((root) => actual.has(root)));
    if (closed(joint) && closed(condition)) {
      const own = joint.filter((factor) => !condition.includes(factor));
      return this.productOf(family, own, actual);
    }
    return CLOSED.divide(this.marginal(family, joint, actual), this.marginal(family, condition, actual));
  }

  protected override lawDensity(law: LawName, point: Value<ClosedTerm>, parameters: readonly Value<ClosedTerm>[]): ClosedTerm {
    const [first, second] = parameters;
    switch (law) {
      case "normal":
        this.usedReals = true;
        if (first === undefined || second === undefined) throw new EvaluationError("unsupported", "a normal law without mean and variance");
        return this.normal(point, first, second);
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

  protected override average(variables: readonly Term[], distribution: Distribution | null, body: () => Value<ClosedTerm>): Value<ClosedTerm> {
    this.usedReals = true;
    if (distribution === null) throw new EvaluationError("unsupported", "an expectation under a distribution that is not named");
    if (distribution.kind === "law") return this.underLaw(variables, distribution, body);
    for (const hypothesis of this.subject.claim.setting.hypotheses) {
      const matches = matchHypothesis(hypothesis, distribution);
      const law = hypothesis.law;
      if (matches === null || law === null || law.law !== "normal") continue;
      const given = matches.filter(({ formal }) => !hypothesis.call.targets.includes(formal));
      const parameters = this.underMatches(given, () => this.parameters(law.parameters));
      return this.underNormal(variables, parameters, body);
    }
    if (this.areFinite(variables)) return this.overPlaces(variables, () => mapValue(body(), (inner) => CLOSED.multiply(this.density(distribution), inner)));
    return this.overReals(variables, (symbols) => {
      const weight = this.density(distribution);
      const inner = body();
      return this.wrapIntegral(symbols, inner instanceof Tensor ? inner.map((entry) => weighted(weight, entry)) : weighted(weight, inner));
    });
  }

  protected override integral(term: TermOf<"integral">): Value<ClosedTerm> {
    this.usedReals = true;
    if (this.areFinite(term.variables)) return this.overPlaces(term.variables, () => this.evaluate(term.body));
    if (term.lower === null && term.upper === null) return this.overReals(term.variables, (symbols) => this.wrapIntegral(symbols, this.evaluate(term.body)));
    const lower = term.lower === null ? null : this.bound(term.lower);
    const upper = term.upper === null ? null : this.bound(term.upper);
    return this.overReals(term.variables, (symbols) => {
      if (symbols.length > 1) throw new EvaluationError("unsupported", "an integral of several variables between bounds");
      return this.wrapIntegral(symbols, this.evaluate(term.body), lower, upper);
    });
  }

  protected override overSupport(index: Term, set: Term | null, body: () => Value<ClosedTerm>, combine: (a: Value<ClosedTerm>, b: Value<ClosedTerm>) => Value<ClosedTerm>): Value<ClosedTerm> {
    const key = this.key(index);
    if (this.isVariable(index) || set !== null) throw new EvaluationError("unsupported", "a sum over the values of a variable that is real here");
    return [1, 2].map((i) => this.withInteger(key, i, body)).reduce(combine);
  }

  protected override extremum(): Value<ClosedTerm> {
    throw new EvaluationError("unsupported", "a minimum or maximum over a real letter");
  }

  protected override natural(key: string): number {
    const { naturals, freeIndices } = this.subject.roles;
    const position = Math.max(0, [...naturals].sort().indexOf(key));
    // A free index stands within every dimension.
    if (freeIndices.size > 0) return freeIndices.has(key) ? 1 + (position % 2) : 2 + ((this.style.dimension + position) % 2);
    return 1 + ((this.style.dimension - 1 + position) % 2);
  }

  protected override isVariable(index: Term): boolean {
    return this.subject.roles.variables.has(variableRoot(index) ?? "");
  }

  /** A free variable with finitely many places stands at one of them. */
  private freePlace(name: string, root: string): Value<ClosedTerm> {
    const places = this.atoms.placesOf(root);
    const place = places[keyedRandom(this.seed, "free place", name, this.held.has(root) ? 0 : this.sample).integer(0, places.length - 1)];
    if (place === undefined) throw new EvaluationError("unsupported", `no place for ${name}`);
    this.bindings.set(name, place);
    return place;
  }

  /** Whether variables have finitely many places. @throws EvaluationError when some have and some are real */
  private areFinite(variables: readonly Term[]): boolean {
    const finite = variables.filter((variable) => this.atoms.roots.has(rootOfVariable(variable)));
    if (finite.length > 0 && finite.length < variables.length) throw new EvaluationError("unsupported", "real and finite variables under one sign");
    return finite.length > 0;
  }

  /** A sum over the places of the variables, with their base weights. */
  private overPlaces(variables: readonly Term[], body: () => Value<ClosedTerm>): Value<ClosedTerm> {
    const [variable, ...rest] = variables;
    if (variable === undefined) return body();
    const root = rootOfVariable(variable);
    const parts = this.atoms.placesOf(root).map((place, point) =>
      this.withBindings([[this.key(variable), place]], () =>
        mapValue(this.overPlaces(rest, body), (entry) => CLOSED.multiply(closedNumber(this.atoms.weight(root, point)), entry)),
      ),
    );
    return parts.reduce((a, b) => elementwise(a, b, (x, y) => CLOSED.add(x, y)));
  }

  /** The density of a variable with finitely many places, given what stands before it in its family. */
  private placeDensity(family: string, root: string, given: readonly string[], valueOf: (root: string) => Value<ClosedTerm>): ClosedTerm {
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
    if (law.law !== "normal") throw new EvaluationError("unsupported", `an expectation under the ${law.law} law is not decided yet`);
    return this.underNormal(variables, this.parameters(law.parameters), body);
  }

  private underNormal(variables: readonly Term[], parameters: readonly Value<ClosedTerm>[], body: () => Value<ClosedTerm>): Value<ClosedTerm> {
    const [variable] = variables;
    const [mean, covariance] = parameters;
    if (variable === undefined || variables.length > 1 || mean === undefined || covariance === undefined) {
      throw new EvaluationError("unsupported", "a normal law of several letters, or without mean and variance");
    }
    if (covariance instanceof Tensor && covariance.width > 1) {
      return this.overReals(variables, (symbols) => {
        const weight = this.normal(this.evaluate(variable), mean, covariance);
        return this.wrapIntegral(symbols, mapValue(body(), (entry) => weighted(weight, entry)));
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
  private overReals(variables: readonly Term[], inner: (symbols: readonly ClosedTerm[]) => Value<ClosedTerm>, size: number | null = null): Value<ClosedTerm> {
    const symbols: ClosedTerm[] = [];
    const bound = variables.map((variable) => {
      const root = rootOfVariable(variable);
      const shape = variable.kind === "symbol" || (variable.kind === "component" && variable.place === "super") ? this.subject.shapes.get(root) : undefined;
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

  private wrapIntegral(symbols: readonly ClosedTerm[], body: Value<ClosedTerm>, lower: ClosedTerm | null = null, upper: ClosedTerm | null = null): Value<ClosedTerm> {
    return mapValue(body, (inner) => ({ kind: "integral" as const, variables: symbols, lower, upper, domain: null, body: inner }));
  }

  private bound(term: Term): ClosedTerm | null {
    const inner = term.kind === "negate" ? term.argument : term;
    return inner.kind === "constant" && inner.constant === "infinity" ? null : this.number(term);
  }

  private withBindings<R>(bindings: readonly (readonly [string, Value<ClosedTerm>])[], run: () => R): R {
    const before = bindings.map(([key]) => [key, this.bindings.get(key)] as const);
    for (const [key, value] of bindings) this.bindings.set(key, value);
    try {
      return run();
    } finally {
      for (const [key, value] of before) {
        if (value === undefined) this.bindings.delete(key);
        else this.bindings.set(key, value);
      }
    }
  }

  /** Runs with the formal arguments of a hypothesis standing for the actual ones. */
  private underMatches<R>(matches: readonly Match[], run: () => R): R {
    const [match, ...rest] = matches;
    if (match === undefined) return run();
    const { formal, actual } = match;
    const value = this.evaluate(actual);
    const bind = (): R => this.withBindings([[this.key(formal), value]], () => this.underMatches(rest, run));
    const [formalIndex] = formal.kind === "component" ? formal.indices : [];
    const [actualIndex] = actual.kind === "component" ? actual.indices : [];
    if (formalIndex?.kind !== "symbol" || actualIndex === undefined || formal.kind !== "component" || formal.place !== "sub") return bind();
    return this.withInteger(nameLatex(formalIndex.name), this.integer(actualIndex), bind);
  }

  /** A function's value where its arguments are numbers, else the polynomial that it is. */
  private showFunction(entity: string, name: string, value: ClosedTerm, constant: Rational, coefficients: readonly (readonly [Rational, number, number])[]): void {
    if (value.kind === "number") {
      this.shownNumbers.set(entity, rationalText(value.value));
      return;
    }
    const several = coefficients.some(([, input]) => input > 0);
    const parts = coefficients.map(([c, input, power]) => `${rationalText(c)} t${several ? `_{${input + 1}}` : ""}${power > 1 ? `^${power}` : ""}`);
    this.shownNumbers.set(`${name}(t)`, [rationalText(constant), ...parts].join(" + ").replaceAll("+ -", "- "));
  }

  private inForm<R>(run: () => R): R {
    if (this.formDepth >= DEEPEST_FORM) throw new EvaluationError("unsupported", "densities whose forms refer to each other in a circle");
    this.formDepth += 1;
    try {
      return run();
    } finally {
      this.formDepth -= 1;
    }
  }

  private factors(family: string, roots: readonly string[]): readonly Factor[] {
    const key = `${family}|${[...roots].sort().join("|")}`;
    const known = this.factorizations.get(key) ?? factorize(family, this.familyRoots(family, roots), this.subject.claim.setting.hypotheses);
    this.factorizations.set(key, known);
    return known;
  }

  /** All variables that the claim's calls of a family show, so that each of its densities comes from one joint density. */
  private familyRoots(family: string, roots: readonly string[]): readonly string[] {
    return [...new Set([...roots, ...(this.subject.familyRoots.get(family) ?? [])])];
  }

  private productOf(family: string, factors: readonly Factor[], values: ReadonlyMap<string, Value<ClosedTerm>>): ClosedTerm {
    return factors.map((factor) => this.factorDensity(family, factor, values)).reduce((a, b) => CLOSED.multiply(a, b), CLOSED.one);
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
      return { kind: "lawDensity", law: "normal", point: entry, parameters: [mean, closedNumber(this.random(`${label}|variance`, "positive"))] };
    };
    const entries = point instanceof Tensor ? point.entries() : [point];
    return entries.map(component).reduce((a, b) => CLOSED.multiply(a, b));
  }

  private marginal(family: string, factors: readonly Factor[], actual: ReadonlyMap<string, Value<ClosedTerm>>): ClosedTerm {
    const missing = factors.flatMap((factor) => factor.targets).filter((root) => !actual.has(root));
    const place = missing.find((root) => this.atoms.roots.has(root));
    if (place !== undefined) {
      const parts = this.atoms.placesOf(place).map((value, point) =>
        CLOSED.multiply(closedNumber(this.atoms.weight(place, point)), this.marginal(family, factors, new Map([...actual, [place, value]]))),
      );
      return parts.reduce((a, b) => CLOSED.add(a, b));
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

  private normal(point: Value<ClosedTerm>, mean: Value<ClosedTerm>, covariance: Value<ClosedTerm>): ClosedTerm {
    if (covariance instanceof Tensor && covariance.width > 1) return fullNormal(point, mean, covariance);
    const size = [point, mean, covariance].find((value) => value instanceof Tensor);
    const count = size instanceof Tensor ? size.height : 1;
    return Array.from({ length: count }, (_, i): ClosedTerm => {
      const parameters = [entryOf(mean, i), entryOf(covariance, i)];
      return { kind: "lawDensity", law: "normal", point: entryOf(point, i), parameters };
    }).reduce((a, b) => CLOSED.multiply(a, b));
  }

  private inDensity(name: string): boolean {
    return this.subject.densityFunctions.has(name);
  }

  private shaped(shape: Shape | undefined, at: (suffix: string) => ClosedTerm): Value<ClosedTerm> {
    if (shape === undefined) return at("");
    const size = this.sizeOf(shape);
    if (!shape.matrix) return Tensor.column(Array.from({ length: size }, (_, i) => at(`#${i + 1}`)));
    // Symmetric and positive definite: a dominant diagonal.
    return new Tensor(
      Array.from({ length: size }, (_, i) =>
        Array.from({ length: size }, (_unused, j) => {
          const entry = at(`#${Math.min(i, j) + 1},${Math.max(i, j) + 1}`);
          if (i === j) return CLOSED.add(CLOSED.one, CLOSED.multiply(entry, entry));
          return CLOSED.divide(entry, closedNumber(rational(8 * size)));
        }),
      ),
    );
  }

  private sizeOf(shape: Shape): number {
    const size = shape.dimension.kind === "named" ? this.integer(shape.dimension.size) : this.style.dimension;
    if (size > 3) throw new EvaluationError("limit", `a real vector of ${size} components`);
    return size;
  }

  private entry(whole: Tensor<ClosedTerm>, term: TermOf<"component">): ClosedTerm {
    const [index] = term.indices;
    const at = index === undefined ? 0 : this.integer(index);
    const entry = whole.entries()[at - 1];
    if (entry === undefined) throw new EvaluationError("illFormed", "an index runs beyond the last component");
    return entry;
  }

  private weight(term: TermOf<"component">, root: string): Rational {
    const shape = this.subject.shapes.get(root);
    const count = shape === undefined ? 2 : this.sizeOf(shape);
    const raw = Array.from({ length: count }, (_, i) => this.random(`${root}#${i + 1}`, "positive"));
    const total = raw.reduce(addRational, ZERO);
    const [index] = term.indices;
    const own = raw[(index === undefined ? 1 : this.integer(index)) - 1];
    if (own === undefined) throw new EvaluationError("unsupported", "a weight beyond the last");
    return multiplyRational(own, rational(total.denominator, total.numerator));
  }

  private draw(key: string, name: string, sample: string): ClosedTerm {
    const value = this.random(`${key}${sample}`, domainOf(this.subject.claim.setting, name));
    if (!key.includes("|")) this.shownNumbers.set(key, rationalText(value));
    return closedNumber(value);
  }

  private random(key: string, domain: string): Rational {
    const random = keyedRandom(this.seed, "concrete", key);
    const { magnitude, denominators, positive, plain } = this.style;
    if (domain === "unit") {
      const denominator = random.integer(2, 2 + denominators);
      return rational(random.integer(1, denominator - 1), denominator);
    }
    if (domain === "natural") return rational(random.integer(1, 3));
    let size = rational(random.integer(1, magnitude), random.integer(1, denominators));
    // At 1 a number is its own square and logarithms vanish: wrong powers and lost factors would pass.
    while (!plain && size.numerator === size.denominator) size = rational(random.integer(1, magnitude), random.integer(1, denominators));
    return positive || domain === "positive" || random.integer(0, 1) === 0 ? size : multiplyRational(rational(-1), size);
  }

  private letterOf(term: Term): string {
    if (term.kind === "symbol") return rootOf(term.name);
    if (term.kind === "component") return this.letterOf(term.of);
    throw new EvaluationError("unsupported", "a component of something that is no letter");
  }
}

function rootOfVariable(term: Term): string {
  if (term.kind === "symbol") return rootOf(term.name);
  if (term.kind === "component" || term.kind === "range") return rootOfVariable(term.of);
  throw new EvaluationError("unsupported", "a variable that is no letter");
}

function entryOf(value: Value<ClosedTerm>, i: number): ClosedTerm {
  if (!(value instanceof Tensor)) return value;
  const entry = value.entries()[i];
  if (entry === undefined) throw new EvaluationError("unsupported", "vectors of different dimensions under one law");
  return entry;
}

function mapValue(value: Value<ClosedTerm>, f: (entry: ClosedTerm) => ClosedTerm): Value<ClosedTerm> {
  return value instanceof Tensor ? value.map(f) : f(value);
}

/** The normal density with a covariance matrix, written out. */
function fullNormal(point: Value<ClosedTerm>, mean: Value<ClosedTerm>, covariance: Tensor<ClosedTerm>): ClosedTerm {
  const difference = elementwise(point, mean, (x, y) => CLOSED.add(x, CLOSED.negate(y)));
  const form = asScalar(product(CLOSED, product(CLOSED, transpose(difference), inverse(CLOSED, covariance)), difference));
  const half = closedNumber(rational(-1, 2));
  const scale = CLOSED.multiply(
    CLOSED.power(CLOSED.multiply(closedNumber(rational(2)), CLOSED.constant("pi")), closedNumber(rational(covariance.height))),
    determinant(CLOSED, covariance),
  );
  return CLOSED.divide(CLOSED.elementary("exp", CLOSED.multiply(half, form)), CLOSED.elementary("sqrt", scale));
}

function weighted(weight: ClosedTerm, value: ClosedTerm): ClosedTerm {
  return { kind: "multiply", factors: [weight, value] };
}
