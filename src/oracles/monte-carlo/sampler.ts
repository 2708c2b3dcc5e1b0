import type { ClosedTerm } from "../../claims/closed.js";
import { nameLatex } from "../../terms/name.js";
import { toNumber } from "../../numbers/rational.js";
import type { Binder, Term } from "../../terms/term.js";
import { Columns } from "./columns.js";
import { demandModest } from "./extent.js";
import { factorsOf, propose, type SamplingScope } from "./proposal.js";
import { holdsIntegral, isExponential, isPositive } from "./positivity.js";
import { numberOf, type Quantity } from "./quantity.js";
import { Undecidable } from "./undecidable.js";

const LOG_TWO_PI = Math.log(2 * Math.PI);

/**
 * Writes terms as columns of samples whose mean is the term's value.
 *
 * An expectation or integral stands for one sample of its integrand, which is right only where the value enters linearly: through sums, through products
 * (their factors draw from different dimensions, so that means multiply), and through integrals around it. Summands draw from the same dimensions:
 * the mean of a sum does not ask for independence, and what the summands have in common cancels sample by sample.
 */
export class Sampler implements SamplingScope {
  readonly columns = new Columns();
  readonly #scope: { readonly name: string; readonly value: Quantity }[] = [];
  #dimension = 0;

  /** @throws Undecidable where the term cannot be sampled */
  sides(
    left: ClosedTerm,
    right: ClosedTerm,
  ): { readonly left: Quantity; readonly right: Quantity; readonly difference: Quantity } {
    demandModest(left);
    demandModest(right);
    const [l, r] = this.#alternatives([left, right]);
    if (l === undefined || r === undefined) throw new Undecidable("a claim needs two sides");
    return { left: l, right: r, difference: this.columns.sum([l, this.columns.affine(r, -1)]) };
  }

  /** One side alone. @throws Undecidable where the term cannot be sampled */
  side(term: ClosedTerm): Quantity {
    demandModest(term);
    return this.value(term);
  }

  /** The term's value. */
  value(term: Term): Quantity {
    return this.#defined(term, this.#value(term));
  }

  /** The logarithm of the term's value, without leaving the range of doubles where the term is a product or sum of exponentials. */
  log(term: Term): Quantity {
    return this.#defined(term, this.#log(term));
  }

  /** Within `body`, the symbol has the given value. */
  with<T>(variable: string, value: Quantity, body: () => T): T {
    this.#scope.push({ name: variable, value });
    const result = body();
    this.#scope.pop();
    return result;
  }

  withAll<T>(values: readonly (readonly [variable: string, value: Quantity])[], body: () => T): T {
    const [first, ...rest] = values;
    return first === undefined ? body() : this.with(first[0], first[1], () => this.withAll(rest, body));
  }

  /** The next dimension that nothing in force draws from. */
  newDimension(): number {
    return this.#dimension++;
  }

  #defined(term: Term, value: Quantity): Quantity {
    if (value.kind === "number" && Number.isNaN(value.value)) throw new Undecidable(`a part of kind ${term.kind} has no value`);
    return value;
  }

  #alternatives(terms: readonly Term[]): Quantity[] {
    const start = this.#dimension;
    let end = start;
    const values = terms.map((term) => {
      this.#dimension = start;
      const value = this.value(term);
      end = Math.max(end, this.#dimension);
      return value;
    });
    this.#dimension = end;
    return values;
  }

  #value(term: Term): Quantity {
    const { columns } = this;
    switch (term.kind) {
      case "number":
        return numberOf(toNumber(term.value));
      case "constant":
        if (term.constant === "pi") return numberOf(Math.PI);
        if (term.constant === "e") return numberOf(Math.E);
        throw new Undecidable(`no samples of the constant ${term.constant}`);
      case "symbol":
        return this.#symbol(nameLatex(term.name));
      case "add":
        return columns.sum(this.#alternatives(term.terms));
      case "negate":
        return columns.affine(this.value(term.argument), -1);
      case "multiply":
        return columns.product(term.factors.map((factor) => this.value(factor)));
      case "divide":
        return this.#quotient(term.numerator, term.denominator);
      case "power":
        return this.#power(term);
      case "elementary":
        if (term.name === "log") return this.log(this.#free(term.argument, "a logarithm"));
        return columns.elementary(term.name, this.#fixed(term.argument, `the function ${term.name}`));
      case "lawDensity":
        return columns.elementary("exp", this.log(term));
      case "integral":
        if (term.domain !== null) throw new Undecidable("an integral over a named domain");
        return term.lower === null && term.upper === null ? this.#overLine(term.variables, term.body) : this.#between(term);
      case "expectation":
        if (term.given.length > 0) throw new Undecidable("a conditional expectation");
        return this.#expectation(term.binders, term.body);
      default:
        throw new Undecidable(`no samples of a term of kind ${term.kind}`);
    }
  }

  #log(term: Term): Quantity {
    const { columns } = this;
    if (term.kind === "lawDensity") return this.#logNormal(term);
    if (term.kind === "elementary" && term.name === "exp") return this.#fixed(term.argument, "an exponential");
    if (isPositive(term) && isExponential(term)) {
      switch (term.kind) {
        case "multiply":
          return columns.sum(term.factors.map((factor) => this.log(factor)));
        case "divide":
          return columns.sum([this.log(term.numerator), columns.affine(this.log(term.denominator), -1)]);
        case "power":
          return columns.product([this.log(term.base), this.#fixed(term.exponent, "an exponent")]);
        case "elementary":
          return columns.affine(this.log(term.argument), 1 / 2);
        case "add":
          return columns.logSumExp(term.terms.map((part) => this.log(part)));
        default:
          break;
      }
    }
    return columns.elementary("log", this.value(term));
  }

  #logNormal(term: Extract<Term, { kind: "lawDensity" }>): Quantity {
    const { columns } = this;
    const [mean, variance, ...more] = term.parameters;
    if (term.law !== "normal" || mean === undefined || variance === undefined || more.length > 0) {
      throw new Undecidable(`no samples of the density of the law ${term.law} with ${term.parameters.length} parameters`);
    }
    const inside = "a density";
    const distance = columns.sum([this.#fixed(term.point, inside), columns.affine(this.#fixed(mean, inside), -1)]);
    const spread = this.#fixed(variance, inside);
    const exponent = columns.quotient(columns.square(distance), spread);
    return columns.affine(columns.sum([exponent, columns.elementary("log", spread)]), -1 / 2, -LOG_TWO_PI / 2);
  }

  #quotient(numerator: Term, denominator: Term): Quantity {
    const { columns } = this;
    const below = this.#free(denominator, "a denominator");
    if (!holdsIntegral(numerator) && isExponential(below) && isPositive(below) && isPositive(numerator)) {
      return columns.elementary("exp", columns.sum([this.log(numerator), columns.affine(this.log(below), -1)]));
    }
    return columns.quotient(this.value(numerator), this.value(below));
  }

  #power({ base, exponent }: Extract<Term, { kind: "power" }>): Quantity {
    const { columns } = this;
    const by = this.#fixed(exponent, "an exponent");
    if (isPositive(base) && isExponential(base)) {
      return columns.elementary("exp", columns.product([by, this.log(this.#free(base, "a power"))]));
    }
    return columns.power(this.#fixed(base, "a power"), by);
  }

  #symbol(name: string): Quantity {
    const bound = this.#scope.findLast((entry) => entry.name === name);
    if (bound === undefined) throw new Undecidable(`nothing binds ${name}`);
    return bound.value;
  }

  /** The value of a term that enters a function that is not linear. */
  #fixed(term: Term, inside: string): Quantity {
    return this.value(this.#free(term, inside));
  }

  #free(term: Term, inside: string): Term {
    if (holdsIntegral(term))
      throw new Undecidable(`an integral inside of ${inside} cannot be sampled: its value does not enter linearly`);
    return term;
  }

  #expectation(binders: readonly Binder[], body: Term): Quantity {
    const [binder, ...rest] = binders;
    if (binder === undefined) return this.value(body);
    const { distribution } = binder;
    const [variable, ...others] = binder.variables;
    if (variable?.kind !== "symbol" || others.length > 0)
      throw new Undecidable("an expectation needs one plain variable a binder");
    if (distribution?.kind !== "law" || distribution.law !== "normal")
      throw new Undecidable("an expectation under a law that is not normal");
    const [mean, variance] = distribution.parameters;
    if (mean === undefined || variance === undefined) throw new Undecidable("a normal law without mean and variance");
    const { columns } = this;
    const centre = this.#fixed(mean, "a law's mean");
    const spread = this.#fixed(variance, "a law's variance");
    if (spread.kind === "number" && !(spread.value > 0)) throw new Undecidable("a normal law whose variance is not positive");
    const deviation = columns.elementary("sqrt", spread);
    const sample = columns.sum([centre, columns.product([deviation, columns.normal(this.newDimension())])]);
    return this.with(nameLatex(variable.name), sample, () => this.#expectation(rest, body));
  }

  #between({ variables, lower, upper, body }: Extract<Term, { kind: "integral" }>): Quantity {
    const [variable, ...others] = variables;
    if (lower === null || upper === null || variable?.kind !== "symbol" || others.length > 0) {
      throw new Undecidable("bounds must be two, of one plain variable");
    }
    const { columns } = this;
    const from = this.#fixed(lower, "a bound");
    const length = columns.sum([this.#fixed(upper, "a bound"), columns.affine(from, -1)]);
    const sample = columns.sum([from, columns.product([length, columns.uniform(this.newDimension())])]);
    return this.with(nameLatex(variable.name), sample, () => columns.product([length, this.value(body)]));
  }

  /** An integral over the line of each variable: drawn from the normal law that the body's first factors describe, weighted by the exact ratio. */
  #overLine(variables: readonly Term[], body: Term): Quantity {
    const { columns } = this;
    if (body.kind === "add") {
      return columns.sum(
        this.#alternatives(
          body.terms.map((part) => ({ kind: "integral", variables, lower: null, upper: null, domain: null, body: part })),
        ),
      );
    }
    if (body.kind === "negate") return columns.affine(this.#overLine(variables, body.argument), -1);
    const names = variables.map((variable) => {
      if (variable.kind !== "symbol") throw new Undecidable("only plain symbols can be integrated over");
      return nameLatex(variable.name);
    });
    const factors = factorsOf(body);
    const { samples, used, logDensity } = propose(this, names, factors);
    return this.withAll(samples, () => {
      const weight = columns.sum([...used.map((factor) => this.log(factor.term)), columns.affine(logDensity, -1)]);
      const kept = factors.filter((factor) => !used.includes(factor));
      return columns.product([columns.elementary("exp", weight), ...kept.map((factor) => this.value(factor.term))]);
    });
  }
}
