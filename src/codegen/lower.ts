import type { Setting } from "../claims/setting.js";
import { nameLatex } from "../terms/name.js";
import { rational } from "../numbers/rational.js";
import type { Term, TermOf } from "../terms/term.js";
import { someNode, termKey, walk } from "../terms/traverse.js";
import { DESCRIPTIONS } from "../claims/descriptions.js";
import { printTerm } from "../notation/print.js";
import * as make from "./build.js";
import { type Dimension, type Expression, fixedPlace, HALF, type Index, indexPlace, type Place } from "./expression.js";
import { Letters, type Occurrence } from "./letters.js";
import { NotComputableError } from "./not-computable.js";
import { affinePlace } from "./place.js";
import { writeOut } from "./write-out.js";

/** A formula as an expression. A vector has one component for each value of `index`. */
export interface Lowered {
  readonly expression: Expression;
  readonly output: { readonly index: Index; readonly dimension: Dimension } | null;
}

/** @throws NotComputableError when part of the term has no closed form here, or is of a kind that is not compiled */
export function lower(term: Term, setting: Setting): Lowered {
  return new Lowering(writeOut(term, setting), setting).formula();
}

const INDEX_LETTERS = ["k", "i", "j", "l", "m", "n"];

class Lowering {
  private readonly letters: Letters;
  private readonly sizes: ReadonlySet<string>;
  private readonly bound = new Map<string, Index>();
  private readonly used = new Set<string>();
  private count = 0;

  constructor(
    private readonly term: Term,
    setting: Setting,
  ) {
    this.letters = new Letters(term, setting);
    this.sizes = this.letters.sizes;
    walk(term, (node) => {
      if (node.kind === "symbol") this.used.add(nameLatex(node.name));
    });
  }

  formula(): Lowered {
    const dimension = this.dimensionOf(this.term);
    if (dimension === null) return { expression: this.number(this.term), output: null };
    const index = this.freshIndex();
    return { expression: this.value(this.term, indexPlace(index)), output: { index, dimension } };
  }

  private number(term: Term): Expression {
    if (this.dimensionOf(term) !== null) throw this.refusal(term, "is a vector where a number is needed");
    return this.value(term, null);
  }

  /** The value of a term, or of a vector's component at a place. */
  private value(term: Term, at: Place | null): Expression {
    const inner = (part: Term): Expression => this.value(part, this.dimensionOf(part) === null ? null : at);
    switch (term.kind) {
      case "number":
        return make.number(term.value);
      case "constant":
        if (term.constant === "pi" || term.constant === "e") return { kind: "constant", name: term.constant };
        throw this.refusal(term, "is no number");
      case "symbol":
      case "component":
      case "apply":
        return this.letter(term, at);
      case "add":
        return make.add(...term.terms.map(inner));
      case "negate":
        return make.negate(inner(term.argument));
      case "multiply":
        return this.product(term, at);
      case "divide":
        return make.divide(inner(term.numerator), inner(term.denominator));
      case "power":
        return this.power(term, at);
      case "elementary": {
        const argument = inner(term.argument);
        return make.call(term.name, argument);
      }
      case "norm":
        return this.norm(term);
      case "lawDensity":
        return this.lawDensity(term);
      case "sum":
      case "product":
        return this.fold(term, at);
      case "labelled":
        return this.value(term.body, at);
      case "transpose":
        throw this.refusal(term, "is a row: only products of a row and a column are compiled");
      case "indicator":
        throw this.refusal(term, "is an indicator, which is not compiled");
      case "density":
      case "integral":
      case "expectation":
      case "variance":
      case "divergence":
      case "entropy":
      case "variableEntropy":
      case "mutualInformation":
      case "extremum":
      case "derivative":
        throw this.refusal(term, `is ${DESCRIPTIONS[term.kind]}, not a closed form`);
      case "determinant":
      case "inverse":
      case "trace":
      case "diagonal":
      case "range":
      case "event":
      case "delta":
      case "tuple":
      case "set":
        throw this.refusal(term, `is ${DESCRIPTIONS[term.kind]}, which is not compiled`);
    }
  }

  private letter(term: Term, at: Place | null): Expression {
    if (term.kind === "symbol") {
      const name = nameLatex(term.name);
      const index = this.bound.get(name);
      if (index !== undefined) return { kind: "place", place: indexPlace(index) };
    }
    const size = this.sizeOf(term);
    if (size !== null) return { kind: "place", place: size };
    const occurrence = this.occurrence(term);
    const parameter = this.letters.parameter(occurrence);
    const { separate } = this.letters.letter(occurrence);
    const written = separate ? [] : [...occurrence.samples, ...occurrence.indices].map((index) => this.place(index, term));
    const places = at !== null && written.length < parameter.axes.length ? [...written, at] : written;
    if (places.length !== parameter.axes.length) throw this.refusal(term, "is a vector where a number is needed");
    return { kind: "read", parameter, places };
  }

  private occurrence(term: Term): Occurrence {
    const occurrence = this.letters.occurrenceOf(term);
    if (occurrence === null) throw this.refusal(term, "is no letter that could be a parameter");
    return occurrence;
  }

  private product(term: TermOf<"multiply">, at: Place | null): Expression {
    const row = term.factors.findIndex((factor) => factor.kind === "transpose");
    const [left, right] = [term.factors[row], term.factors[row + 1]];
    if (left?.kind === "transpose" && right !== undefined) {
      const dimension = this.dimensionOf(left.argument);
      if (dimension === null || this.dimensionOf(right) === null) throw this.refusal(term, "is no product of a row and a column");
      const dot = this.overComponents(dimension, (place) =>
        make.multiply(this.value(left.argument, place), this.value(right, place)),
      );
      const others = term.factors.filter((_, i) => i !== row && i !== row + 1);
      const rest: Term = { kind: "multiply", factors: others };
      return others.length === 0 ? dot : make.multiply(this.value(rest, this.dimensionOf(rest) === null ? null : at), dot);
    }
    return make.multiply(...term.factors.map((factor) => this.value(factor, this.dimensionOf(factor) === null ? null : at)));
  }

  private power(term: TermOf<"power">, at: Place | null): Expression {
    if (term.base.kind === "norm" && term.base.order === null && term.exponent.kind === "number") {
      const half = make.multiply(make.number(HALF), this.number(term.exponent));
      return make.power(this.squares(term.base.argument), half);
    }
    return make.power(this.value(term.base, this.dimensionOf(term.base) === null ? null : at), this.number(term.exponent));
  }

  private norm(term: TermOf<"norm">): Expression {
    const order = term.order?.kind === "number" && term.order.value.denominator === 1n ? term.order.value.numerator : null;
    if (term.order === null || order === 2n) return make.call("sqrt", this.squares(term.argument));
    if (order !== 1n) throw this.refusal(term, "is a norm of an order that is not compiled");
    const dimension = this.dimensionOf(term.argument);
    if (dimension === null) return make.call("abs", this.number(term.argument));
    return this.overComponents(dimension, (place) => make.call("abs", this.value(term.argument, place)));
  }

  private squares(argument: Term): Expression {
    const dimension = this.dimensionOf(argument);
    if (dimension === null) return make.square(this.number(argument));
    return this.overComponents(dimension, (place) => make.square(this.value(argument, place)));
  }

  private overComponents(dimension: Dimension, body: (place: Place) => Expression): Expression {
    const index = this.freshIndex();
    const upper: Place = { of: { kind: "size", dimension }, offset: 0 };
    return { kind: "fold", name: "sum", index, lower: fixedPlace(1), upper, body: body(indexPlace(index)) };
  }

  private fold(term: TermOf<"sum" | "product">, at: Place | null): Expression {
    if (term.index.kind !== "symbol") throw this.refusal(term, "runs over more than an index");
    if (term.range.kind === "support")
      throw this.refusal(term, `runs over all values of ${printTerm(term.index)}, which are not known`);
    const name = nameLatex(term.index.name);
    const index = this.newIndex(name);
    const [lower, upper] = [this.place(term.range.lower, term), this.place(term.range.upper, term)];
    const before = this.bound.get(name);
    this.bound.set(name, index);
    const body = this.value(term.body, this.dimensionOf(term.body) === null ? null : at);
    if (before === undefined) this.bound.delete(name);
    else this.bound.set(name, before);
    return { kind: "fold", name: term.kind, index, lower, upper, body };
  }

  /** Densities are exponentials of their logarithms, so that a logarithm around one undoes it. */
  private lawDensity(term: TermOf<"lawDensity">): Expression {
    const [first, second] = term.parameters;
    if (term.law === "bernoulli" && first !== undefined) {
      if (this.dimensionOf(term.point) !== null)
        throw this.refusal(term, "is a Bernoulli law of a vector: write the product of its components");
      const [x, p] = [this.number(term.point), this.number(first)];
      const [miss, rest] = [make.subtract(make.number(1), x), make.subtract(make.number(1), p)];
      return make.multiply(make.power(p, x), make.power(rest, miss));
    }
    if (term.law !== "normal" || first === undefined || second === undefined)
      throw this.refusal(term, `is a ${term.law} density, which is not compiled`);
    const variance = this.variance(second);
    const dimension =
      this.dimensionOf(term.point) ?? this.dimensionOf(first) ?? (variance === null ? null : this.dimensionOf(variance));
    const logDensity = (at: Place | null): Expression => {
      const part = (t: Term): Expression => this.value(t, this.dimensionOf(t) === null ? null : at);
      const width = variance === null ? make.number(1) : part(variance);
      const half = make.number(rational(-1, 2));
      return make.add(
        make.multiply(half, make.divide(make.square(make.subtract(part(term.point), part(first))), width)),
        make.multiply(half, make.log(width)),
        make.multiply(half, make.log(make.multiply(make.number(2), { kind: "constant", name: "pi" }))),
      );
    };
    return make.exp(dimension === null ? logDensity(null) : this.overComponents(dimension, logDensity));
  }

  /** The variance of each component: a number, or a vector of them; null where it is 1. */
  private variance(term: Term): Term | null {
    if (term.kind === "constant" && term.constant === "identity") return null;
    if (term.kind === "diagonal") return term.argument;
    const hasIdentity = (node: Term): boolean => node.kind === "constant" && node.constant === "identity";
    if (!someNode(term, hasIdentity)) return term;
    if (term.kind === "multiply") {
      const factors = term.factors.filter((factor) => !hasIdentity(factor));
      if (!factors.some((factor) => someNode(factor, hasIdentity))) return { kind: "multiply", factors };
    }
    throw this.refusal(term, "is no diagonal covariance, the only kind that is compiled");
  }

  private dimensionOf(term: Term): Dimension | null {
    switch (term.kind) {
      case "symbol":
      case "component":
      case "apply": {
        if (term.kind === "symbol" && this.bound.has(nameLatex(term.name))) return null;
        if (this.sizeOf(term) !== null) return null;
        const occurrence = this.letters.occurrenceOf(term);
        if (occurrence === null) return null;
        const { axes, separate } = this.letters.letter(occurrence);
        const rest = separate ? axes : axes.slice(occurrence.samples.length + occurrence.indices.length);
        if (rest.length > 1) throw this.refusal(term, "has more than one axis: write its components");
        return rest[0] ?? null;
      }
      case "add":
        return this.firstDimension(term.terms);
      case "multiply":
        return term.factors.some((factor) => factor.kind === "transpose") ? null : this.firstDimension(term.factors);
      case "divide":
        return this.firstDimension([term.numerator, term.denominator]);
      case "power":
        return this.dimensionOf(term.base);
      case "negate":
      case "elementary":
        return this.dimensionOf(term.argument);
      case "labelled":
        return this.dimensionOf(term.body);
      case "sum":
      case "product": {
        const name = term.index.kind === "symbol" ? nameLatex(term.index.name) : "";
        const before = this.bound.get(name);
        this.bound.set(name, before ?? { key: name, latex: name });
        const dimension = this.dimensionOf(term.body);
        if (before === undefined) this.bound.delete(name);
        return dimension;
      }
      default:
        return null;
    }
  }

  private firstDimension(terms: readonly Term[]): Dimension | null {
    const found = terms.map((term) => this.dimensionOf(term)).filter((dimension) => dimension !== null);
    const [first] = found;
    const other = found.find((dimension) => dimension.key !== first?.key);
    if (first !== undefined && other !== undefined)
      throw new NotComputableError(`vectors of different dimensions meet in ${printTerm({ kind: "tuple", items: terms })}`);
    return first ?? null;
  }

  /** A letter or expression that is the number of components of some array. */
  private sizeOf(term: Term): Place | null {
    const key = termKey(term);
    return this.sizes.has(key) ? { of: { kind: "size", dimension: { key, size: term } }, offset: 0 } : null;
  }

  private place(term: Term, around: Term): Place {
    const found = affinePlace(term, { bound: this.bound, sizeOf: (part) => this.sizeOf(part) });
    if (found !== null) return found;
    throw this.refusal(around, `has an index or bound, ${printTerm(term)}, that no array gives a value`);
  }

  private newIndex(latex: string): Index {
    this.count += 1;
    return { key: `${latex}#${this.count}`, latex };
  }

  private freshIndex(): Index {
    const letter = INDEX_LETTERS.find((candidate) => !this.used.has(candidate)) ?? "\\iota";
    return this.newIndex(letter);
  }

  private refusal(term: Term, reason: string): NotComputableError {
    return new NotComputableError(`${printTerm(term)} ${reason}`);
  }
}
