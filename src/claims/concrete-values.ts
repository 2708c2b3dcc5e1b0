import { nameLatex } from "../terms/name.js";
import { type Rational, ZERO, addRational, multiplyRational, rational, rationalText } from "../numbers/rational.js";
import type { Term, TermOf } from "../terms/term.js";
import { rootOf, variableRoot } from "../terms/variable.js";
import { keyedRandom } from "../numbers/random.js";
import { EvaluationError } from "./algebra.js";
import { withEntries } from "./bound.js";
import { Atoms } from "./atoms.js";
import { CLOSED, closedNumber } from "./closed-algebra.js";
import type { ClosedTerm } from "./closed.js";
import type { Domain } from "./domain.js";
import { type Shape, elementKey, entityKey, isWord } from "./dimensions.js";
import { Interpreter } from "./interpreter.js";
import type { Roles } from "./roles.js";
import { type Claim, domainOf } from "./setting.js";
import { Tensor, type Value } from "./tensor.js";
import { type Growth, testFunction, testFunctionText } from "./test-functions.js";

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
  /** What unknown functions of variables that are averaged over are, instead of polynomials. */
  readonly growth?: Growth;
  /** Numbers between 0 and 1 only. */
  readonly unit?: boolean;
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
  /** How far below itself each index is used: 1 for t where `x_{t-1}` stands. */
  readonly lookbacks: ReadonlyMap<string, number>;
}

/** The unknown numbers of a model as they were drawn, by key, with the domain of each. */
export type Drawn = ReadonlyMap<string, { readonly domain: string; readonly value: Rational }>;

/** Domains on which a density is a probability. */
const COUNTED: ReadonlySet<Domain> = new Set<Domain>(["binary", "discrete", "natural"]);

const WORK = 100_000;
const TEST_DEGREE = 3;

/**
 * Values of letters, components and unknown functions in one concrete model: every unknown number a fraction, every unknown function a polynomial, every
 * variable a real number or one of a few places.
 */
export abstract class ConcreteValues extends Interpreter<ClosedTerm> {
  /** Whether a function that must be positive was applied to a real variable that is averaged over, and drawn as a constant: a special case. */
  usedConstant = false;

  /** Whether an unknown function was met that is drawn as a polynomial. */
  usedFunction = false;

  /** Whether an unknown function was met at a variable that is averaged over: its polynomial is one choice of a function of it. */
  usedPolynomial = false;

  private readonly numbers = new Map<string, { readonly domain: string; readonly value: Rational }>();

  protected readonly bindings = new Map<string, Value<ClosedTerm>>();

  protected readonly shownNumbers = new Map<string, string>();

  protected readonly atoms: Atoms;

  constructor(
    protected readonly subject: ConcreteSubject,
    protected readonly seed: string,
    /** Distinguishes points of one model: variables and functions differ between samples, unknown numbers do not. */
    protected readonly sample: number,
    protected readonly style: ConcreteStyle,
    /** Roots whose free values stay the same in every sample. */
    protected readonly held: ReadonlySet<string>,
    /** Numbers that are given, by the key under which others are drawn. */
    private readonly fixed: ReadonlyMap<string, Rational> = new Map(),
  ) {
    super(CLOSED, WORK);
    const { setting } = subject.claim;
    const place = (root: string, point: number): Value<ClosedTerm> => {
      const shape = this.subject.shapes.get(root);
      if (shape === undefined && domainOf(setting, root) === "binary") return closedNumber(rational(point));
      return this.shaped(shape, (suffix) =>
        CLOSED.add(this.draw(`${root}${suffix}`, root, `|place`), closedNumber(rational(point * 2))),
      );
    };
    const counts = (root: string): boolean => COUNTED.has(domainOf(setting, root)) || subject.roles.counted.has(root);
    this.atoms = new Atoms(seed, subject.finiteRoots, place, new Set([...subject.finiteRoots].filter(counts)));
  }

  /** What was drawn, for people: `\mu = 3/2`. */
  shown(): readonly (readonly [string, string])[] {
    return [...this.shownNumbers];
  }

  get drawn(): Drawn {
    return this.numbers;
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
    return this.shaped(term.place === "super" ? this.subject.shapes.get(root) : shape, (suffix) =>
      this.draw(`${key}${suffix}`, root, sample),
    );
  }

  /** An unknown function is a polynomial in its arguments: affine where densities depend on it, constant where it must be positive, else cubic. */
  protected override apply(term: TermOf<"apply">): Value<ClosedTerm> {
    const entity = entityKey(term, this.subject.roles.generalFunctions);
    const head = term.function.kind === "component" ? term.function.of : term.function;
    if (entity === null || head.kind !== "symbol" || isWord(head.name.base))
      throw new EvaluationError("unsupported", "a function that is no letter");
    const name = nameLatex(head.name);
    this.usedFunction = true;
    const inputs = term.arguments
      .map((argument) => this.evaluate(argument))
      .flatMap((value) => (value instanceof Tensor ? value.entries() : [value]));
    const domain = domainOf(this.subject.claim.setting, name);
    const shape = this.subject.shapes.get(entity);
    const restricted = domain === "positive" || domain === "unit" || shape?.matrix === true;
    const numeric = inputs.every((input) => input.kind === "number");
    if (!numeric) this.usedPolynomial = true;
    // Squares keep a positive function positive; where that leaves Gaussian arithmetic, a constant stands in first.
    const readable = this.style.plain && numeric;
    const squares = domain === "positive" && (numeric || this.style.varying) && !readable;
    if (restricted && !squares && !numeric) this.usedConstant = true;
    const degree = restricted || readable ? 0 : this.inDensity(name) ? 1 : TEST_DEGREE;
    const at = (suffix: string): ClosedTerm => {
      if (this.style.growth !== undefined && !numeric && shape?.matrix !== true)
        return this.grown(this.style.growth, `${entity}${suffix}`, `${name}${suffix}`, inputs, domain);
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
    if (term.function.kind === "component") {
      this.checkIndex(term.function, shape === undefined || shape.matrix ? null : this.sizeOf(shape));
      return at(this.key(term.function).slice(this.key(head).length));
    }
    return this.shaped(shape, at);
  }

  /** Where a function must be positive, only one that falls off or grows will do; between 0 and 1, only one that falls off. */
  private grown(growth: Growth, entity: string, name: string, inputs: readonly ClosedTerm[], domain: Domain): ClosedTerm {
    const allowed = domain === "unit" || (domain === "positive" && growth === "sinking") ? "falling" : growth;
    const scale = this.random(`${entity}|scale|${this.sample}`, domain === "unit" ? "unit" : "positive");
    const centres = inputs.map((_, i) => this.random(`${entity}|${i}|centre|${this.sample}`, "any"));
    this.shownNumbers.set(`${name}(t)`, testFunctionText(allowed, rationalText(scale), centres.map(rationalText)));
    return testFunction(allowed, closedNumber(scale), inputs, centres.map(closedNumber));
  }

  protected override natural(key: string): number {
    const { naturals, freeIndices } = this.subject.roles;
    const position = Math.max(0, [...naturals].sort().indexOf(key));
    // A free index stands within every dimension, and so high that x_{t-1} is not x_0.
    const lowest = 1 + (this.subject.lookbacks.get(key) ?? 0);
    if (freeIndices.size > 0)
      return freeIndices.has(key) ? Math.max(lowest, 1 + (position % 2)) : 2 + ((this.style.dimension + position) % 2);
    return 1 + ((this.style.dimension - 1 + position) % 2);
  }

  protected override isVariable(index: Term): boolean {
    return this.subject.roles.variables.has(variableRoot(index) ?? "");
  }

  /** A free variable with finitely many places stands at one of them. */
  protected freePlace(name: string, root: string): Value<ClosedTerm> {
    const places = this.atoms.placesOf(root);
    const place =
      places[keyedRandom(this.seed, "free place", name, this.held.has(root) ? 0 : this.sample).integer(0, places.length - 1)];
    if (place === undefined) throw new EvaluationError("unsupported", `no place for ${name}`);
    this.bindings.set(name, place);
    return place;
  }

  protected withBindings<R>(bindings: readonly (readonly [string, Value<ClosedTerm>])[], run: () => R): R {
    return withEntries(this.bindings, bindings, run);
  }

  /** A function's value where its arguments are numbers, else the polynomial that it is. */
  protected showFunction(
    entity: string,
    name: string,
    value: ClosedTerm,
    constant: Rational,
    coefficients: readonly (readonly [Rational, number, number])[],
  ): void {
    if (value.kind === "number") {
      this.shownNumbers.set(entity, rationalText(value.value));
      return;
    }
    const several = coefficients.some(([, input]) => input > 0);
    const parts = coefficients.map(
      ([c, input, power]) => `${rationalText(c)} t${several ? `_{${input + 1}}` : ""}${power > 1 ? `^${power}` : ""}`,
    );
    this.shownNumbers.set(`${name}(t)`, [rationalText(constant), ...parts].join(" + ").replaceAll("+ -", "- "));
  }

  protected inDensity(name: string): boolean {
    return this.subject.densityFunctions.has(name);
  }

  protected shaped(shape: Shape | undefined, at: (suffix: string) => ClosedTerm): Value<ClosedTerm> {
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

  protected sizeOf(shape: Shape): number {
    const size = shape.dimension.kind === "named" ? this.integer(shape.dimension.size) : this.style.dimension;
    if (size > 3) throw new EvaluationError("limit", `a real vector of ${size} components`);
    if (size < 1) throw new EvaluationError("domain", "a vector without components");
    return size;
  }

  protected entry(whole: Tensor<ClosedTerm>, term: TermOf<"component">): ClosedTerm {
    const [index] = term.indices;
    const at = index === undefined ? 0 : this.integer(index);
    const entry = whole.entries()[at - 1];
    if (entry === undefined) throw new EvaluationError("illFormed", "an index runs beyond the last component");
    return entry;
  }

  protected weight(term: TermOf<"component">, root: string): Rational {
    const shape = this.subject.shapes.get(root);
    const count = shape === undefined ? 2 : this.sizeOf(shape);
    const raw = Array.from({ length: count }, (_, i) => this.random(`${root}#${i + 1}`, "positive"));
    const total = raw.reduce(addRational, ZERO);
    const [index] = term.indices;
    const own = raw[(index === undefined ? 1 : this.integer(index)) - 1];
    if (own === undefined) throw new EvaluationError("illFormed", "an index runs beyond the last component");
    return multiplyRational(own, rational(total.denominator, total.numerator));
  }

  protected draw(key: string, name: string, sample: string): ClosedTerm {
    const value = this.random(`${key}${sample}`, domainOf(this.subject.claim.setting, name));
    if (!key.includes("|")) this.shownNumbers.set(key, rationalText(value));
    return closedNumber(value);
  }

  protected random(key: string, domain: string): Rational {
    const value = this.fixed.get(key) ?? this.anyOf(key, domain);
    this.numbers.set(key, { domain, value });
    return value;
  }

  private anyOf(key: string, domain: string): Rational {
    const random = keyedRandom(this.seed, "concrete", key);
    const { magnitude, denominators, positive, plain } = this.style;
    if (domain === "unit" || (this.style.unit === true && domain !== "natural")) {
      const denominator = random.integer(2, 2 + denominators);
      return rational(random.integer(1, denominator - 1), denominator);
    }
    if (domain === "natural") return rational(random.integer(1, 3));
    let size = rational(random.integer(1, magnitude), random.integer(1, denominators));
    // At 1 a number is its own square and logarithms vanish: wrong powers and lost factors would pass.
    while (!plain && size.numerator === size.denominator)
      size = rational(random.integer(1, magnitude), random.integer(1, denominators));
    return positive || domain === "positive" || random.integer(0, 1) === 0 ? size : multiplyRational(rational(-1), size);
  }

  protected letterOf(term: Term): string {
    if (term.kind === "symbol") return rootOf(term.name);
    if (term.kind === "component") return this.letterOf(term.of);
    throw new EvaluationError("unsupported", "a component of something that is no letter");
  }
}
