import { type Algebra, EvaluationError } from "../../claims/algebra.js";
import type { Allowance } from "../../claims/allowance.js";
import { type Shape, elementKey, entityKey, isWord } from "../../claims/dimensions.js";
import type { Hypothesis } from "../../claims/hypothesis.js";
import { Interpreter } from "../../claims/interpreter.js";
import type { Roles } from "../../claims/roles.js";
import { Tensor, type Value } from "../../claims/tensor.js";
import { nameLatex } from "../../terms/name.js";
import { ZERO, addRational, rational } from "../../numbers/rational.js";
import type { Term, TermOf } from "../../terms/term.js";
import { rootOf, variableRoot } from "../../terms/variable.js";
import { type Instance, type Layout, instancesOf } from "./layout.js";
import type { Support, World } from "./world.js";

export interface FiniteModel {
  readonly world: World;
  readonly layout: Layout;
  readonly roles: Roles;
  readonly shapes: ReadonlyMap<string, Shape>;
  readonly hypotheses: readonly Hypothesis[];
  readonly weights: ReadonlySet<string>;
}

/** An algebra whose numbers can be told apart, so that a function has one value at equal arguments. */
export interface FiniteAlgebra<T> extends Algebra<T> {
  toNumber(value: T): number;
}

/** Values of letters, components and unknown functions in a finite model, at the points where the variables stand. */
export abstract class FiniteValues<T> extends Interpreter<T> {
  /** The point at which each bound or free variable stands. */
  protected readonly points = new Map<string, number>();

  protected readonly choices = new Map<string, number>();

  constructor(
    override readonly algebra: FiniteAlgebra<T>,
    protected readonly model: FiniteModel,
    workLimit: number,
    /** What further work counts against besides: models share it. */
    private readonly shared: Allowance | null = null,
  ) {
    super(algebra, workLimit);
  }

  protected override spend(amount: number): void {
    super.spend(amount);
    this.shared?.spend(amount);
  }

  /** Puts a free variable at a point of its support. */
  place(key: string, point: number): void {
    this.points.set(key, point);
  }

  protected override symbol(term: TermOf<"symbol">): Value<T> {
    const root = rootOf(term.name);
    if (this.model.roles.variables.has(root)) return this.variable(term);
    const name = nameLatex(term.name);
    const natural = this.model.world.naturals.get(name);
    if (natural !== undefined) return this.algebra.fromRational(rational(natural));
    return this.vectorOf(this.model.shapes.get(root), (suffix) => this.unknown(`${name}${suffix}`, root));
  }

  protected override component(term: TermOf<"component">): Value<T> {
    if (term.of.kind === "apply") return this.apply({ ...term.of, function: { ...term, of: term.of.function } });
    const name = this.letterOf(term);
    if (this.model.roles.variables.has(name)) return this.variable(term);
    const key = this.key(term);
    if (term.place === "super")
      return this.vectorOf(this.model.shapes.get(name), (suffix) => this.unknown(`${key}${suffix}`, name));
    const element = this.model.shapes.get(elementKey(name));
    return this.vectorOf(element, (suffix) =>
      this.model.weights.has(name) ? this.weight(key, name, term) : this.unknown(`${key}${suffix}`, name),
    );
  }

  protected override apply(term: TermOf<"apply">): Value<T> {
    const entity = entityKey(term, this.model.roles.generalFunctions);
    const head = term.function.kind === "component" ? term.function.of : term.function;
    if (entity === null || head.kind !== "symbol" || isWord(head.name.base))
      throw new EvaluationError("unsupported", "a function that is no letter");
    const name = nameLatex(head.name);
    const position = term.arguments.map((argument) => this.text(this.evaluate(argument))).join(";");
    const at = (suffix: string): T => this.unknown(`${entity}${suffix}(${position})`, name);
    if (term.function.kind === "component") {
      const shape = this.model.shapes.get(entity);
      this.checkIndex(term.function, shape === undefined || shape.matrix ? null : this.sizeOf(shape));
      return at(this.key(term.function).slice(this.key(head).length));
    }
    return this.vectorOf(this.model.shapes.get(entity), at);
  }

  protected override natural(key: string): number {
    const value = this.model.world.naturals.get(key);
    if (value === undefined) throw new EvaluationError("unsupported", `no value for the index ${key}`);
    return value;
  }

  protected override isVariable(index: Term): boolean {
    return this.model.roles.variables.has(variableRoot(index) ?? "");
  }

  protected variable(term: Term): Value<T> {
    const instances = this.instances(term);
    const values = instances.map((instance) => this.valueAt(instance));
    const [only] = values;
    return only !== undefined && values.length === 1 ? only : Tensor.column(values);
  }

  protected valueAt(instance: Instance): T {
    const value = this.supportOf(instance).values[this.pointOf(instance)];
    if (value === undefined) throw new EvaluationError("unsupported", `no value for ${instance.key}`);
    return this.algebra.fromRational(value);
  }

  protected pointOf(instance: Instance): number {
    const point = this.points.get(instance.key);
    if (point === undefined) throw new EvaluationError("unsupported", `${instance.key} is not bound here`);
    return point;
  }

  protected supportOf(instance: { readonly slot: string; readonly root: string }): Support {
    return this.model.world.support(instance.slot, instance.root);
  }

  protected instances(term: Term): readonly Instance[] {
    return instancesOf(term, this, this.model.layout);
  }

  /** A number, or the vector or matrix of what stands at each component. */
  protected vectorOf(shape: Shape | undefined, at: (suffix: string) => T): Value<T> {
    if (shape === undefined) return at("");
    const size = this.sizeOf(shape);
    if (size > 16) throw new EvaluationError("limit", `a vector of ${size} components`);
    if (!shape.matrix) return Tensor.column(Array.from({ length: size }, (_, i) => at(`#${i + 1}`)));
    // Symmetric and positive definite: a dominant diagonal.
    const offDiagonal = (i: number, j: number): T => {
      const entry = at(`#${Math.min(i, j) + 1},${Math.max(i, j) + 1}`);
      return this.algebra.divide(entry, this.algebra.fromRational(rational(8 * size)));
    };
    const rows = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_unused, j) => {
        if (i !== j) return offDiagonal(i, j);
        const entry = at(`#${i + 1},${i + 1}`);
        return this.algebra.add(this.algebra.one, this.algebra.multiply(entry, entry));
      }),
    );
    return new Tensor(rows);
  }

  protected sizeOf(shape: Shape): number {
    const size =
      shape.dimension.kind === "named" ? this.integer(shape.dimension.size) : (this.model.world.naturals.get("\\dim") ?? 2);
    if (size < 1) throw new EvaluationError("domain", "a vector without components");
    return size;
  }

  protected unknown(key: string, name: string): T {
    const choice = [...this.choices]
      .filter(([letter]) => letter === key)
      .map(([, value]) => `@${value}`)
      .join("");
    return this.algebra.fromRational(this.model.world.unknown(`${key}${choice}`, name));
  }

  /** An element of an array of weights, which sum to one over the range of their index. */
  protected weight(key: string, name: string, term: TermOf<"component">): T {
    const [index] = term.indices;
    const shape = this.model.shapes.get(name);
    const count = shape === undefined || index === undefined ? 2 : this.sizeOf(shape);
    const raw = Array.from({ length: count }, (_, i) => this.model.world.unknown(`${name}#${i + 1}`, name));
    const total = raw.reduce(addRational, ZERO);
    const own = this.model.world.unknown(key, name);
    return this.algebra.divide(this.algebra.fromRational(own), this.algebra.fromRational(total));
  }

  protected letterOf(term: Term): string {
    if (term.kind === "symbol") return rootOf(term.name);
    if (term.kind === "component") return this.letterOf(term.of);
    throw new EvaluationError("unsupported", "a component of something that is no letter");
  }

  protected text(value: Value<T>): string {
    const entries = value instanceof Tensor ? value.entries() : [value];
    return entries.map((entry) => this.algebra.toNumber(entry).toPrecision(10)).join(",");
  }
}
