import { EvaluationError } from "../../claims/algebra.js";
import { type Hypothesis, matchHypothesis } from "../../claims/hypothesis.js";
import { mapValue, Tensor, type Value } from "../../claims/tensor.js";
import { nameLatex } from "../../terms/name.js";
import { type Rational, ZERO, addRational, multiplyRational, rational } from "../../numbers/rational.js";
import type { Distribution, FamilyCall, LawName, Term, TermOf } from "../../terms/term.js";
import { variableRoot } from "../../terms/variable.js";
import type { Instance } from "./layout.js";
import { FiniteValues } from "./values.js";
import type { Support } from "./world.js";

/** Joint tables larger than this are refused. */
export const LARGEST_TABLE = 4096;

/** What finding one variable's place in a table counts for. */
const PLACE_WORK = 4;

/** How many values a letter under `\min` or `\arg\max` runs over. */
const CHOICES = 3;

interface Table<T> {
  readonly slots: readonly string[];
  readonly strides: readonly number[];
  readonly values: readonly T[];
}

/** A table with the variable that runs along each of its axes. */
interface PlainTable<T> {
  readonly table: Table<T>;
  readonly axes: readonly (readonly [string, number])[];
}

interface PlainCall<T> {
  readonly joint: PlainTable<T>;
  readonly given: PlainTable<T> | null;
}

/** Evaluates terms in a finite model: sums are sums, integrals are sums with the base weights of the support. */
export class FiniteInterpreter<T> extends FiniteValues<T> {
  /** Calls whose arguments are letters without an index, with their tables: most of the work of a model goes through them. */
  private readonly plainCalls = new Map<FamilyCall, PlainCall<T>>();

  private readonly tables = new Map<string, Table<T>>();

  /** The entries of a family's joint density, the first slot running fastest. */
  jointTable(family: string, slots: readonly string[]): readonly T[] {
    return this.joint(family, slots).values;
  }

  protected override density(call: FamilyCall): T {
    const known = this.plainCalls.get(call);
    if (known !== undefined && this.choices.size === 0) return this.fromPlain(known);
    const hypothesis = this.model.hypotheses.find((candidate) => matchHypothesis(candidate, call) !== null);
    if (hypothesis !== undefined) return this.concrete(hypothesis, call);
    if (this.choices.size === 0) {
      const plain = this.plainCall(call);
      if (plain !== null) {
        this.plainCalls.set(call, plain);
        return this.fromPlain(plain);
      }
    }
    const targets = this.located(call.targets);
    const given = this.located(call.given);
    const joint = this.lookUp(call.family, [...targets, ...given]);
    return given.length === 0 ? joint : this.algebra.divide(joint, this.lookUp(call.family, given));
  }

  protected override lawDensity(law: LawName, point: Value<T>, parameters: readonly Value<T>[]): T {
    const [probability] = parameters;
    if (law !== "bernoulli" || point instanceof Tensor || probability === undefined || probability instanceof Tensor) {
      throw new EvaluationError("unsupported", "a continuous law, which no finite model has");
    }
    const { algebra } = this;
    const failure = algebra.add(algebra.one, algebra.negate(probability));
    return algebra.multiply(
      algebra.power(probability, point),
      algebra.power(failure, algebra.add(algebra.one, algebra.negate(point))),
    );
  }

  protected override average(variables: readonly Term[], distribution: Distribution | null, body: () => Value<T>): Value<T> {
    if (distribution === null) throw new EvaluationError("unsupported", "an expectation under a distribution that is not named");
    const density = (): T => {
      if (distribution.kind === "family") return this.density(distribution);
      const [variable] = variables;
      if (variable === undefined) throw new EvaluationError("unsupported", "an expectation without a variable");
      return this.lawDensity(distribution.law, this.evaluate(variable), this.parameters(distribution.parameters));
    };
    return this.sumOver(variables, true, () => this.scale(density(), body()));
  }

  protected override integral(term: TermOf<"integral">): Value<T> {
    if (term.lower !== null || term.upper !== null) throw new EvaluationError("unsupported", "an integral between bounds");
    return this.sumOver(term.variables, true, () => this.evaluate(term.body));
  }

  protected override overSupport(
    index: Term,
    set: Term | null,
    body: () => Value<T>,
    combine: (a: Value<T>, b: Value<T>) => Value<T>,
  ): Value<T> {
    if (set !== null && !isSupportOf(set, index))
      throw new EvaluationError("unsupported", "a sum over a set that is not the variable's own space");
    if (this.isVariable(index)) return this.sumOver([index], false, body, combine);
    const key = this.key(index);
    const count = this.model.world.naturals.get(`#${key}`) ?? 2;
    const parts = Array.from({ length: count }, (_, i) => this.withInteger(key, i + 1, body));
    return parts.reduce(combine);
  }

  protected override extremum(term: TermOf<"extremum">): Value<T> {
    const [over] = term.over;
    if (over?.kind !== "symbol" || term.over.length > 1)
      throw new EvaluationError("unsupported", "an optimum over more than one letter");
    const key = nameLatex(over.name);
    if (![...this.model.roles.families].some((family) => labelsOf(family).includes(key))) {
      throw new EvaluationError("unsupported", `an optimum over ${key}, on which no density here depends`);
    }
    const values = Array.from({ length: CHOICES }, (_, i) => {
      this.choices.set(key, i);
      try {
        return this.number(term.body);
      } finally {
        this.choices.delete(key);
      }
    });
    const sign = term.operator === "min" || term.operator === "argmin" || term.operator === "inf" ? 1 : -1;
    let best = 0;
    values.forEach((value, i) => {
      const champion = values[best];
      const order = champion === undefined ? null : this.algebra.compare(value, champion);
      if (order === null) throw new EvaluationError("unsupported", "values that cannot be compared");
      if (order * sign < 0) best = i;
    });
    const winner = values[best];
    if (winner === undefined) throw new EvaluationError("unsupported", "an optimum over nothing");
    return term.operator.startsWith("arg") ? this.algebra.fromRational(rational(best + 1)) : winner;
  }

  /** The density of a call whose form the document gives, with the formal arguments standing where the actual ones stand. */
  private concrete(hypothesis: Hypothesis, call: FamilyCall): T {
    return this.inForm(() => this.atActual(hypothesis, call));
  }

  private atActual(hypothesis: Hypothesis, call: FamilyCall): T {
    const matches = matchHypothesis(hypothesis, call) ?? [];
    // The actual arguments' own indices count from where the call stands.
    const places = matches.map(({ actual }) => this.instances(actual).map((instance) => this.pointOf(instance)));
    const moves: [string, number][] = [];
    const indices: [string, number][] = [];
    for (const { formal, actual } of matches) {
      if (formal.kind === "component" && actual.kind === "component") {
        formal.indices.forEach((index, i) => {
          const value = actual.indices[i];
          if (index.kind === "symbol" && value !== undefined) indices.push([nameLatex(index.name), this.integer(value)]);
        });
      }
    }
    const restore = indices.map(([key, value]) => [key, this.integers.get(key), this.integers.set(key, value)] as const);
    try {
      for (const [i, { formal }] of matches.entries()) {
        const to = this.instances(formal);
        places[i]?.forEach((point, j) => {
          const target = to[j];
          if (target !== undefined) moves.push([target.key, point]);
        });
      }
      const before = moves.map(([key]) => [key, this.points.get(key)] as const);
      for (const [key, point] of moves) this.points.set(key, point);
      try {
        return this.number(hypothesis.body);
      } finally {
        for (const [key, point] of before) if (point !== undefined) this.points.set(key, point);
      }
    } finally {
      for (const [key, value] of restore) {
        if (value === undefined) this.integers.delete(key);
        else this.integers.set(key, value);
      }
    }
  }

  /** Arguments of a call with the points at which they stand. */
  private located(terms: readonly Term[]): { readonly slot: string; readonly point: number }[] {
    return terms.flatMap((term) => {
      const instances = this.instances(term);
      if (term.kind !== "event") return instances.map((instance) => ({ slot: instance.slot, point: this.pointOf(instance) }));
      const value = this.evaluate(term.value);
      const wanted = value instanceof Tensor ? value.entries() : [value];
      return instances.map((instance, i) => {
        const number = wanted[i];
        this.spend(this.supportOf(instance).values.length);
        const point =
          number === undefined
            ? -1
            : this.supportOf(instance).values.findIndex((v) => this.algebra.compare(this.algebra.fromRational(v), number) === 0);
        if (point < 0) throw new EvaluationError("unsupported", "an event outside the support");
        return { slot: instance.slot, point };
      });
    });
  }

  private lookUp(family: FamilyCall["family"], places: readonly { readonly slot: string; readonly point: number }[]): T {
    this.spend(PLACE_WORK * places.length);
    const slots = places.map((place) => place.slot).sort();
    if (new Set(slots).size < slots.length)
      throw new EvaluationError("illFormed", "a density has one of its variables twice, or is conditioned on its own target");
    const table = this.marginal(nameLatex(family), slots, this.choiceOf(family));
    let index = 0;
    table.slots.forEach((slot, i) => {
      const place = places.find((candidate) => candidate.slot === slot);
      index += (place?.point ?? 0) * (table.strides[i] ?? 0);
    });
    const value = table.values[index];
    if (value === undefined) throw new EvaluationError("unsupported", "a point outside its support");
    return value;
  }

  private plainCall(call: FamilyCall): PlainCall<T> | null {
    const all = [...call.targets, ...call.given];
    if (!all.every((argument) => argument.kind === "symbol")) return null;
    const instances = all.map((argument) => this.instances(argument));
    if (instances.some((list) => list.length !== 1)) return null;
    const flat = instances.flat();
    if (new Set(flat.map((instance) => instance.slot)).size < flat.length) return null;
    const tableOf = (list: readonly Instance[]): PlainTable<T> => {
      const table = this.marginal(nameLatex(call.family), list.map((instance) => instance.slot).sort(), "");
      const axes = table.slots.map((slot, i): readonly [string, number] => [
        list.find((instance) => instance.slot === slot)?.key ?? slot,
        table.strides[i] ?? 0,
      ]);
      return { table, axes };
    };
    return { joint: tableOf(flat), given: call.given.length === 0 ? null : tableOf(flat.slice(call.targets.length)) };
  }

  private fromPlain(call: PlainCall<T>): T {
    this.spend(1);
    const joint = this.plainEntry(call.joint);
    return call.given === null ? joint : this.algebra.divide(joint, this.plainEntry(call.given));
  }

  private plainEntry({ table, axes }: PlainTable<T>): T {
    let index = 0;
    for (const [key, stride] of axes) {
      const point = this.points.get(key);
      if (point === undefined) throw new EvaluationError("unsupported", `${key} is not bound here`);
      index += point * stride;
    }
    const value = table.values[index];
    if (value === undefined) throw new EvaluationError("unsupported", "a point outside its support");
    return value;
  }

  /** A family that carries a letter under `\min` or `\arg\max` is another table for each of the letter's values. */
  private choiceOf(family: FamilyCall["family"]): string {
    return [...this.choices]
      .filter(([key]) => family.labels.includes(key))
      .map(([key, value]) => `@${key}=${value}`)
      .join("");
  }

  private marginal(family: string, slots: readonly string[], choice: string): Table<T> {
    const key = `${family}${choice}|${slots.join("|")}`;
    const known = this.tables.get(key);
    if (known !== undefined) return known;
    const axes = this.model.layout.slots.get(family) ?? slots;
    const table =
      slots.length === axes.length
        ? this.joint(`${family}${choice}`, axes)
        : this.sumOut(this.marginal(family, axes, choice), slots);
    this.tables.set(key, table);
    return table;
  }

  private joint(family: string, slots: readonly string[]): Table<T> {
    const supports = slots.map((slot) => this.supportOf({ slot, root: this.model.layout.roots.get(slot) ?? slot }));
    const size = supports.reduce((count, support) => count * support.values.length, 1);
    if (size > LARGEST_TABLE) throw new EvaluationError("limit", `a joint table of ${size} entries`);
    this.spend(size * (1 + slots.length));
    const entries = this.model.world.entries(family, size);
    const strides = stridesOf(supports);
    const weightAt = (index: number): Rational =>
      supports.reduce((weight, support, i) => {
        const point = Math.floor(index / (strides[i] ?? 1)) % support.values.length;
        return multiplyRational(weight, support.weights[point] ?? ZERO);
      }, rational(1));
    const total = entries.reduce(
      (sum, entry, index) => addRational(sum, multiplyRational(rational(entry), weightAt(index))),
      ZERO,
    );
    const values = entries.map((entry) => this.algebra.fromRational(rational(entry * total.denominator, total.numerator)));
    return { slots, strides, values };
  }

  private sumOut(table: Table<T>, slots: readonly string[]): Table<T> {
    const { algebra } = this;
    const kept = slots.map((slot) => this.supportOf({ slot, root: this.model.layout.roots.get(slot) ?? slot }));
    const strides = stridesOf(kept);
    const supports = table.slots.map((slot) => this.supportOf({ slot, root: this.model.layout.roots.get(slot) ?? slot }));
    const values = new Array<T>(kept.reduce((count, support) => count * support.values.length, 1)).fill(algebra.zero);
    this.spend(table.values.length * (1 + table.slots.length));
    table.values.forEach((value, index) => {
      let target = 0;
      let weight = rational(1);
      table.slots.forEach((slot, i) => {
        const support = supports[i];
        if (support === undefined) return;
        const point = Math.floor(index / (table.strides[i] ?? 1)) % support.values.length;
        const position = slots.indexOf(slot);
        if (position >= 0) target += point * (strides[position] ?? 0);
        else weight = multiplyRational(weight, support.weights[point] ?? ZERO);
      });
      values[target] = algebra.add(values[target] ?? algebra.zero, algebra.multiply(algebra.fromRational(weight), value));
    });
    return { slots, strides, values };
  }

  /** Sums `body` over all points of the variables, with their base weights when the sum stands for an integral. */
  private sumOver(variables: readonly Term[], weighted: boolean, body: () => Value<T>, combine = this.plus): Value<T> {
    const instances = variables.flatMap((variable) => this.instances(variable));
    const outer = instances.map((instance) => this.points.get(instance.key));
    const nest = (depth: number, weight: Rational): Value<T> | null => {
      const instance = instances[depth];
      if (instance === undefined) return weighted ? this.scale(this.algebra.fromRational(weight), body()) : body();
      const support = this.supportOf(instance);
      let result: Value<T> | null = null;
      support.values.forEach((_, point) => {
        this.spend(1);
        this.points.set(instance.key, point);
        const part = nest(depth + 1, weighted ? multiplyRational(weight, support.weights[point] ?? ZERO) : weight);
        if (part !== null) result = result === null ? part : combine(result, part);
      });
      return result;
    };
    try {
      return nest(0, rational(1)) ?? this.algebra.zero;
    } finally {
      instances.forEach((instance, i) => {
        const before = outer[i];
        if (before === undefined) this.points.delete(instance.key);
        else this.points.set(instance.key, before);
      });
    }
  }

  private readonly plus = (a: Value<T>, b: Value<T>): Value<T> => {
    if (a instanceof Tensor && b instanceof Tensor) {
      return a.map((x, i, j) => this.algebra.add(x, b.rows[i]?.[j] ?? this.algebra.zero));
    }
    if (a instanceof Tensor || b instanceof Tensor) throw new EvaluationError("unsupported", "a number added to a vector");
    return this.algebra.add(a, b);
  };

  private scale(factor: T, value: Value<T>): Value<T> {
    return mapValue(value, (entry) => this.algebra.multiply(factor, entry));
  }
}

/** The labels of a family as its name is printed: `p_{\theta}`. */
function labelsOf(family: string): readonly string[] {
  return /_\{(.*)\}/.exec(family)?.[1]?.split(",") ?? [];
}

/** Whether a set is written as the space of a variable: `\mathcal Z` or `Z` for z. */
function isSupportOf(set: Term, index: Term): boolean {
  const root = variableRoot(index);
  return (
    set.kind === "symbol" &&
    root !== null &&
    set.name.base.replace(/^\\mathcal\{(.*)\}$/, "$1").toLowerCase() === root.toLowerCase()
  );
}

function stridesOf(supports: readonly Support[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const support of supports) {
    strides.push(stride);
    stride *= support.values.length;
  }
  return strides;
}
