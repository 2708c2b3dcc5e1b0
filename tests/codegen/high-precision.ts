import { all, type BigNumber, create } from "mathjs";
import type { Parameter } from "../../src/codegen/expression.js";
import { nameLatex } from "../../src/terms/name.js";
import type { Term, TermOf } from "../../src/terms/term.js";
import { printTerm } from "../../src/notation/print.js";
import { termKey } from "../../src/terms/traverse.js";

const math = create(all ?? {}, { number: "BigNumber", precision: 150 });
const PI = math.bignumber(
  "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651328230664709384460955058223172535940812848111745",
);
const E = math.bignumber(1).exp();

export const big = (value: number | string): BigNumber => math.bignumber(value);
const ZERO = big(0);
const ONE = big(1);

/** A value, and the size of the largest number that was rounded on the way to it: what an error may be measured by. */
export interface Precise {
  readonly value: BigNumber;
  readonly size: BigNumber;
}

/** Not even the decimal numbers reach that far. */
export class BeyondRangeError extends Error {}

/** Nested arrays of numbers, as a generated function takes them. */
export type Data = number | readonly Data[];

interface Model {
  readonly parameters: readonly Parameter[];
  readonly values: ReadonlyMap<string, Data>;
  readonly sizes: ReadonlyMap<string, number>;
}

/** Evaluates terms in which every density is written out: written for the tests, it shares no code with the compiler and none with the checker. */
export class HighPrecision {
  private readonly indices = new Map<string, number>();

  constructor(private readonly model: Model) {}

  /** One number, or the components of a vector. */
  evaluate(term: Term): Precise | readonly Precise[] {
    switch (term.kind) {
      case "number":
        return exact(big(term.value.numerator.toString()).div(big(term.value.denominator.toString())));
      case "constant":
        return exact(term.constant === "pi" ? PI : term.constant === "e" ? E : ONE);
      case "symbol":
      case "component":
      case "apply":
        return this.letter(term);
      case "labelled":
        return this.evaluate(term.body);
      case "add":
        return term.terms.map((part) => this.evaluate(part)).reduce((a, b) => zip(a, b, add));
      case "negate":
        return each(this.evaluate(term.argument), ({ value, size }) => ({ value: value.neg(), size }));
      case "multiply":
        return this.product(term);
      case "divide":
        return zip(this.evaluate(term.numerator), this.evaluate(term.denominator), divide);
      case "power": {
        if (term.base.kind === "norm" && term.base.order === null) return square(this.number(term.base));
        const exponent = this.number(term.exponent);
        return each(this.evaluate(term.base), (base) => power(base, exponent));
      }
      case "elementary":
        return each(this.evaluate(term.argument), (x) => elementary(term.name, x));
      case "norm": {
        const items = list(this.evaluate(term.argument));
        if (term.order !== null) return items.map((x) => elementary("abs", x)).reduce(add);
        return elementary("sqrt", items.map(square).reduce(add));
      }
      case "sum":
        return this.fold(term).reduce((a, b) => zip(a, b, add), exact(ZERO));
      case "product":
        return this.fold(term).reduce((a, b) => zip(a, b, multiply), exact(ONE));
      case "lawDensity":
        return this.normal(term);
      default:
        throw new Error(`the tests have no value for ${printTerm(term)}`);
    }
  }

  number(term: Term): Precise {
    const value = this.evaluate(term);
    if (isList(value)) throw new Error(`${printTerm(term)} is a vector`);
    return value;
  }

  private integer(term: Term): number {
    return this.number(term).value.toNumber();
  }

  private product(term: TermOf<"multiply">): Precise | readonly Precise[] {
    const row = term.factors.findIndex((factor) => factor.kind === "transpose");
    const left = term.factors[row];
    const right = term.factors[row + 1];
    if (left?.kind === "transpose" && right !== undefined) {
      const products = zip(this.evaluate(left.argument), this.evaluate(right), multiply);
      return list(products).reduce(add);
    }
    return term.factors.map((factor) => this.evaluate(factor)).reduce((a, b) => zip(a, b, multiply));
  }

  private fold(term: TermOf<"sum" | "product">): readonly (Precise | readonly Precise[])[] {
    if (term.range.kind !== "interval" || term.index.kind !== "symbol") throw new Error("the tests sum over intervals only");
    const key = nameLatex(term.index.name);
    const before = this.indices.get(key);
    const values = [];
    const upper = this.integer(term.range.upper);
    for (let i = this.integer(term.range.lower); i <= upper; i += 1) {
      this.indices.set(key, i);
      values.push(this.evaluate(term.body));
    }
    if (before === undefined) this.indices.delete(key);
    else this.indices.set(key, before);
    return values;
  }

  private normal({ law, point, parameters }: TermOf<"lawDensity">): Precise {
    const [mean, variance] = parameters;
    if (law !== "normal" || mean === undefined || variance === undefined) throw new Error(`the tests have no ${law} density`);
    const width = this.evaluate(variance);
    const of = (x: Precise, s: Precise): Precise => {
      const exponent = divide(square(x), multiply(exact(big(-2)), s));
      return divide(elementary("exp", exponent), elementary("sqrt", multiply(exact(PI.mul(2)), s)));
    };
    const apart = zip(
      this.evaluate(point),
      each(this.evaluate(mean), (x) => ({ value: x.value.neg(), size: x.size })),
      add,
    );
    return list(zip(apart, width, of)).reduce(multiply);
  }

  private letter(term: Term): Precise | readonly Precise[] {
    const size = this.model.sizes.get(termKey(term));
    if (term.kind === "symbol") {
      const index = this.indices.get(nameLatex(term.name));
      if (index !== undefined) return exact(big(index));
    }
    if (size !== undefined) return exact(big(size));
    const { head, indices } = this.taken(term);
    for (const { latex, key } of this.model.parameters) {
      const data = this.model.values.get(key);
      if (data === undefined) continue;
      if (latex === printTerm(term)) return precise(data);
      if (latex === head) return precise(indices.reduce((inner, index) => at(inner, index - 1), data));
      if (latex === `\\log ${head}^2` || latex === `\\log ${printTerm(term)}^2`) {
        const logs = list(precise(indices.reduce((inner, index) => at(inner, index - 1), data)));
        const roots = logs.map((x) => ({ value: x.value.div(2).exp(), size: x.value.div(2).exp() }));
        const [only] = roots;
        return roots.length === 1 && only !== undefined ? only : roots;
      }
    }
    throw new Error(`nothing has the value of ${printTerm(term)}`);
  }

  /** The letter without its indices, as it is printed, and the values of these. */
  private taken(term: Term): { readonly head: string; readonly indices: readonly number[] } {
    if (term.kind === "component") {
      const inner = this.taken(term.of);
      const values = term.indices
        .flatMap((index) => (index.kind === "tuple" ? index.items : [index]))
        .map((index) => this.position(index));
      return { head: inner.head, indices: [...inner.indices, ...values] };
    }
    if (term.kind === "apply" && term.function.kind === "component") {
      const { indices } = this.taken(term.function);
      return { head: printTerm({ ...term, function: term.function.of }), indices };
    }
    return { head: printTerm(term), indices: [] };
  }

  /** The value of an index; NaN of one that is free, whose letter is a parameter by itself. */
  private position(index: Term): number {
    const free = index.kind === "symbol" && !this.indices.has(nameLatex(index.name)) && !this.model.sizes.has(termKey(index));
    return free ? NaN : this.integer(index);
  }
}

const isList = (value: Precise | readonly Precise[]): value is readonly Precise[] => Array.isArray(value);
const list = (value: Precise | readonly Precise[]): readonly Precise[] => (isList(value) ? value : [value]);

function at(data: Data, position: number): Data {
  if (typeof data === "number") throw new Error("too many indices");
  const found = data[position];
  if (found === undefined) throw new Error(`there is no element ${position}`);
  return found;
}

function precise(data: Data): Precise | readonly Precise[] {
  if (typeof data === "number") return exact(big(data));
  return data.map((item) => {
    if (typeof item !== "number") throw new Error("a matrix is read by its elements");
    return exact(big(item));
  });
}

function each(value: Precise | readonly Precise[], f: (x: Precise) => Precise): Precise | readonly Precise[] {
  return isList(value) ? value.map(f) : f(value);
}

function zip(
  a: Precise | readonly Precise[],
  b: Precise | readonly Precise[],
  f: (x: Precise, y: Precise) => Precise,
): Precise | readonly Precise[] {
  if (!isList(a)) return each(b, (y) => f(a, y));
  if (!isList(b)) return a.map((x) => f(x, b));
  return a.map((x, i) => {
    const y = b[i];
    if (y === undefined) throw new Error("vectors of different lengths");
    return f(x, y);
  });
}

const exact = (value: BigNumber): Precise => ({ value, size: value.abs() });
const add = (a: Precise, b: Precise): Precise => ({ value: a.value.add(b.value), size: a.size.add(b.size) });
/** 0 times anything, the logarithm of 0 included, is 0. */
function multiply(a: Precise, b: Precise): Precise {
  if (a.value.isZero() || b.value.isZero()) return exact(ZERO);
  return { value: a.value.mul(b.value), size: a.size.mul(b.size) };
}
const square = (a: Precise): Precise => multiply(a, a);

/** By how much more than itself a value may be off. */
const spread = ({ value, size }: Precise): BigNumber => (value.isZero() ? ONE : size.div(value.abs()));

function divide(a: Precise, b: Precise): Precise {
  const value = a.value.div(b.value);
  return { value, size: a.size.div(b.value.abs()).mul(spread(b)) };
}

function power(base: Precise, exponent: Precise): Precise {
  if (exponent.value.isZero()) return exact(ONE);
  if (base.value.isZero()) return exact(ZERO);
  const value = base.value.pow(exponent.value);
  const off = spread(base).mul(exponent.value.abs()).add(1);
  return { value, size: value.abs().mul(exponent.value.isInteger() ? off : off.add(base.value.ln().mul(exponent.value).abs())) };
}

function elementary(name: string, x: Precise): Precise {
  switch (name) {
    case "log": {
      const value = x.value.ln();
      return { value, size: value.abs().add(spread(x)) };
    }
    case "exp": {
      if (x.value.lessThan(-1e15)) throw new BeyondRangeError();
      const value = x.value.exp();
      return { value, size: value.mul(x.size.add(1)) };
    }
    case "sqrt": {
      const value = x.value.sqrt();
      return { value, size: value.mul(spread(x)) };
    }
    case "abs":
      return { value: x.value.abs(), size: x.size };
    case "tanh": {
      const value = x.value.tanh();
      return { value, size: value.abs().mul(spread(x)) };
    }
    default:
      throw new Error(`the tests have no ${name}`);
  }
}
