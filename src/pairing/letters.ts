import { EvaluationError } from "../claims/algebra.js";
import { withEntries } from "../claims/bound.js";
import type { ConcreteSubject } from "../claims/concrete-values.js";
import { elementKey, entityKey, isWord, type Shape } from "../claims/dimensions.js";
import type { Domain } from "../claims/domain.js";
import { Interpreter } from "../claims/interpreter.js";
import { domainOf } from "../claims/setting.js";
import { Tensor, type Value } from "../claims/tensor.js";
import { nameLatex } from "../terms/name.js";
import { rational } from "../numbers/rational.js";
import type { Term, TermOf } from "../terms/term.js";
import { rootOf, variableRoot } from "../terms/variable.js";
import { type Expression, EXPRESSIONS, numberOf } from "./expression.js";

/** An unknown number of a formula: a letter, a component, the value of a function at a point. */
export interface Unknown {
  readonly key: string;
  readonly domain: Domain;
  /** The letter whose domain it has. */
  readonly letter: string;
  /** What it is a part of, where the parts are divided by their sum: the table of a family, the weights of a mixture. */
  readonly share: string | null;
}

/** Sizes of the letters that count: `d`, `K`. */
export type Sizes = ReadonlyMap<string, number>;

const WORK = 200_000;

/** What letters, components and unknown functions are where a formula is written out: sizes are numbers, everything else is unknown. */
export abstract class PairLetters extends Interpreter<Expression> {
  readonly unknowns = new Map<string, Unknown>();
  /** Values of whole letters that a form of a density is given. */
  private readonly bindings = new Map<string, Value<Expression>>();
  /** Which of its values each variable has that is summed over, or runs along an axis. */
  protected readonly points = new Map<string, number>();

  constructor(
    protected readonly subject: ConcreteSubject,
    private readonly sizes: Sizes,
  ) {
    super(EXPRESSIONS, WORK);
  }

  /** Runs with an index, or the number of a variable's value, fixed. */
  at<R>(letter: string, place: number, run: () => R): R {
    return this.isFinite(letter) ? this.atPoints([[letter, place]], run) : this.withInteger(letter, place + 1, run);
  }

  isFinite(root: string): boolean {
    return this.subject.finiteRoots.has(root);
  }

  protected override symbol(term: TermOf<"symbol">): Value<Expression> {
    const name = nameLatex(term.name);
    const bound = this.bindings.get(name);
    if (bound !== undefined) return bound;
    if (this.subject.roles.naturals.has(name)) return numberOf(rational(this.natural(name)));
    const root = rootOf(term.name);
    const point = this.points.get(name);
    if (point !== undefined) return this.valueOfPoint(root, point);
    const shape = this.subject.shapes.get(root);
    const areWeights = this.subject.claim.setting.weights.has(root) && shape !== undefined;
    return this.shaped(shape, (suffix) =>
      areWeights ? this.weight(`${name}${suffix}`, root, this.sizeOf(shape)) : this.unknownOf(`${name}${suffix}`, root),
    );
  }

  protected override component(term: TermOf<"component">): Value<Expression> {
    const key = this.key(term);
    const bound = this.bindings.get(key);
    if (bound !== undefined) return bound;
    if (term.of.kind === "apply") return this.apply({ ...term.of, function: { ...term, of: term.of.function } });
    const root = variableRoot(term);
    if (root === null) throw new EvaluationError("unsupported", "a component of something that is no letter");
    const point = this.points.get(key);
    if (point !== undefined) return this.valueOfPoint(root, point);
    const whole = term.place === "sub" ? this.bindings.get(this.key(term.of)) : undefined;
    const shape = this.subject.shapes.get(root);
    const size = shape === undefined || shape.matrix ? null : this.sizeOf(shape);
    this.checkIndex(term, whole instanceof Tensor ? whole.height : size);
    if (whole instanceof Tensor) {
      const [index] = term.indices;
      const entry = index === undefined ? undefined : whole.entries()[this.integer(index) - 1];
      if (entry !== undefined) return entry;
    }
    if (this.subject.claim.setting.weights.has(root)) return this.weight(key, root, size);
    return this.shaped(this.subject.shapes.get(term.place === "super" ? root : elementKey(root)), (suffix) =>
      this.unknownOf(`${key}${suffix}`, root),
    );
  }

  /** An unknown function has an unknown value at each point of its arguments. */
  protected override apply(term: TermOf<"apply">): Value<Expression> {
    const entity = entityKey(term, this.subject.roles.generalFunctions);
    const head = term.function.kind === "component" ? term.function.of : term.function;
    if (entity === null || head.kind !== "symbol" || isWord(head.name.base))
      throw new EvaluationError("unsupported", "a function that is no letter");
    const name = nameLatex(head.name);
    const place = term.arguments.map((argument) => this.placeText(argument)).join(",");
    const shape = this.subject.shapes.get(entity);
    const at = (suffix: string): Expression => this.unknownOf(`${name}${suffix}(${place})`, name);
    if (term.function.kind !== "component") return this.shaped(shape, at);
    this.checkIndex(term.function, shape === undefined || shape.matrix ? null : this.sizeOf(shape));
    return at(this.key(term.function).slice(this.key(head).length));
  }

  protected override natural(key: string): number {
    const size = this.sizes.get(key);
    if (size === undefined) throw new EvaluationError("unsupported", `${key}, which is neither bound nor declared`);
    return size;
  }

  protected override isVariable(index: Term): boolean {
    return this.subject.roles.variables.has(variableRoot(index) ?? "");
  }

  sizeOf(shape: Shape): number {
    if (shape.dimension.kind === "unnamed") throw new EvaluationError("unsupported", "a vector whose dimension has no name");
    return this.integer(shape.dimension.size);
  }

  private valueOfPoint(root: string, point: number): Expression {
    if (domainOf(this.subject.claim.setting, root) === "binary") return numberOf(rational(point));
    throw new EvaluationError("unsupported", `the value of ${root}, of which the document does not say that it is a number`);
  }

  private unknownOf(key: string, letter: string): Expression {
    return this.unknown(key, domainOf(this.subject.claim.setting, letter), letter);
  }

  protected unknown(key: string, domain: Domain, letter: string, share: string | null = null): Expression {
    this.unknowns.set(key, { key, domain, letter, share });
    return { kind: "unknown", key, positive: domain === "positive" || domain === "unit" };
  }

  /** Weights are drawn positive and divided by their sum. */
  private weight(key: string, root: string, size: number | null): Expression {
    if (size === null) throw new EvaluationError("unsupported", "weights without a number of them");
    const raw = Array.from({ length: size }, (_, i) => this.unknown(`${root}#${i + 1}`, "positive", root, root));
    const total = raw.reduce(EXPRESSIONS.add, EXPRESSIONS.zero);
    return EXPRESSIONS.divide(this.unknown(key, "positive", root, root), total);
  }

  private shaped(shape: Shape | undefined, at: (suffix: string) => Expression): Value<Expression> {
    if (shape === undefined) return at("");
    if (shape.matrix) throw new EvaluationError("unsupported", "a matrix");
    return Tensor.column(Array.from({ length: this.sizeOf(shape) }, (_, i) => at(`#${i + 1}`)));
  }

  /** The variables that a term stands for, one by one, each as the name of its slot in the joint tables. */
  protected slotsIn(term: Term): readonly string[] {
    switch (term.kind) {
      case "symbol": {
        const shape = this.subject.shapes.get(rootOf(term.name));
        const name = nameLatex(term.name);
        if (shape === undefined) return [name];
        return Array.from({ length: this.sizeOf(shape) }, (_, i) => `${name}#${i + 1}`);
      }
      case "component":
        return [this.key(term)];
      case "range": {
        const [from, to] = [this.integer(term.from), this.integer(term.to)];
        return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => `${this.key(term.of)}#${from + i}`);
      }
      default:
        throw new EvaluationError("unsupported", "a density at something that is no variable");
    }
  }

  /** Where a function is applied: at a variable's value by number, else at a letter as it is. */
  private placeText(argument: Term): string {
    if (variableRoot(argument) === null) throw new EvaluationError("unsupported", "an unknown function of an expression");
    const slots = this.slotsIn(argument);
    const places = slots.map((slot) => this.points.get(slot));
    return places.some((place) => place !== undefined) ? places.map((place) => String(place ?? 0)).join(";") : this.key(argument);
  }

  protected atPoints<R>(points: readonly (readonly [string, number])[], run: () => R): R {
    return withEntries(this.points, points, run);
  }

  protected withBindings<R>(bindings: readonly (readonly [string, Value<Expression>])[], run: () => R): R {
    return withEntries(this.bindings, bindings, run);
  }
}
