import type { ClosedTerm } from "../../claims/closed.js";
import { nameLatex } from "../../terms/name.js";
import { toNumber } from "../../numbers/rational.js";
import type { Binder, Term } from "../../terms/term.js";
import { termKey } from "../../terms/traverse.js";
import {
  add,
  constant,
  divide,
  elementary,
  multiply,
  negate,
  normalDensity,
  power,
  read,
  type Expression,
} from "./expression.js";
import { axisOf, type AxisRange, type InnerIntegral, type Program } from "./program.js";
import { Undecidable } from "./undecidable.js";

export interface Compiled {
  readonly program: Program;
  readonly slots: number;
}

/** @throws Undecidable on a node that no closed term has, or on nesting beyond the limit */
export function compile(term: ClosedTerm): Compiled {
  const compiler = new Compiler();
  const { program } = compiler.program(term);
  return { program, slots: compiler.slots };
}

const DEEPEST = 500;
const MOST_NODES = 100_000;

/** The inside of one binder, or the whole term: the integrals that have to be computed there, once for each value of its variable. */
interface Scope {
  readonly name: string | null;
  readonly slot: number;
  readonly integrals: InnerIntegral[];
  readonly known: Map<string, Expression>;
}

interface Inside {
  readonly slot: number;
  readonly program: Program;
}

/**
 * Each integral is computed in the outermost scope that binds all it reads, and once where it is written twice. A variable's slot belongs to
 * one scope; `#scopes` runs from the outermost to the innermost.
 */
class Compiler {
  slots = 0;
  readonly #scopes: Scope[] = [];
  /** Slots of integrals' values. */
  readonly #results = new Set<number>();
  #depth = 0;
  #nodes = 0;

  program(term: Term, name: string | null = null): Inside {
    const scope: Scope = { name, slot: this.slots++, integrals: [], known: new Map() };
    this.#scopes.push(scope);
    const expression = this.expression(term);
    this.#scopes.pop();
    return {
      slot: scope.slot,
      program: { expression, integrals: scope.integrals, uncertain: this.#integralsAmong(expression.reads) },
    };
  }

  expression(term: Term): Expression {
    this.#depth += 1;
    this.#nodes += 1;
    if (this.#depth > DEEPEST) throw new Undecidable("nested too deeply");
    if (this.#nodes > MOST_NODES) throw new Undecidable("the term is too large");
    const expression = this.#node(term);
    this.#depth -= 1;
    return expression;
  }

  #node(term: Term): Expression {
    const each = (terms: readonly Term[]): Expression[] => terms.map((part) => this.expression(part));
    switch (term.kind) {
      case "number":
        return constant(toNumber(term.value));
      case "constant":
        return constant(this.#constant(term.constant));
      case "symbol":
        return this.#symbol(nameLatex(term.name));
      case "add":
        return add(each(term.terms));
      case "negate":
        return negate(this.expression(term.argument));
      case "multiply":
        return multiply(each(term.factors));
      case "divide":
        return divide(this.expression(term.numerator), this.expression(term.denominator));
      case "power":
        return power(this.expression(term.base), this.expression(term.exponent));
      case "elementary":
        return elementary(term.name, this.expression(term.argument));
      case "lawDensity": {
        const [mean, variance, ...more] = each(term.parameters);
        if (term.law !== "normal" || mean === undefined || variance === undefined || more.length > 0) {
          throw new Undecidable(`no quadrature for the density of the law ${term.law} with ${term.parameters.length} parameters`);
        }
        return normalDensity(this.expression(term.point), mean, variance);
      }
      case "integral":
        if (term.domain !== null) throw new Undecidable("an integral over a named domain");
        return this.#integral(term.variables, term.lower, term.upper, term.body);
      case "expectation":
        if (term.given.length > 0) throw new Undecidable("a conditional expectation");
        return this.#expectation(term.binders, term.body);
      case "component":
      case "range":
      case "event":
      case "apply":
      case "norm":
      case "density":
      case "sum":
      case "product":
      case "variance":
      case "divergence":
      case "entropy":
      case "variableEntropy":
      case "mutualInformation":
      case "extremum":
      case "derivative":
      case "transpose":
      case "inverse":
      case "determinant":
      case "trace":
      case "diagonal":
      case "indicator":
      case "delta":
      case "tuple":
      case "set":
      case "labelled":
        throw new Undecidable(`no quadrature for a term of kind ${term.kind}`);
    }
  }

  #constant(name: "pi" | "e" | "infinity" | "identity"): number {
    switch (name) {
      case "pi":
        return Math.PI;
      case "e":
        return Math.E;
      case "infinity":
        return Infinity;
      case "identity":
        throw new Undecidable("no quadrature for matrices");
    }
  }

  #symbol(name: string): Expression {
    const scope = this.#scopes.findLast((candidate) => candidate.name === name);
    if (scope === undefined) throw new Undecidable(`nothing binds ${name}`);
    return read(scope.slot);
  }

  #integral(variables: readonly Term[], lower: Term | null, upper: Term | null, body: Term): Expression {
    const [variable, ...inner] = variables;
    if (variable === undefined) return this.expression(body);
    const written: Term = { kind: "integral", variables, lower, upper, domain: null, body };
    return this.#axis(written, variable, this.#range(lower, upper), inner.length === 0 ? body : { ...written, variables: inner });
  }

  #range(lower: Term | null, upper: Term | null): AxisRange {
    if (lower === null && upper === null) return { kind: "line" };
    return {
      kind: "interval",
      lower: lower === null ? constant(-Infinity) : this.expression(lower),
      upper: upper === null ? constant(Infinity) : this.expression(upper),
    };
  }

  #expectation(binders: readonly Binder[], body: Term): Expression {
    const [binder, ...inner] = binders;
    if (binder === undefined) return this.expression(body);
    const { distribution } = binder;
    const [variable, ...others] = binder.variables;
    if (variable === undefined || others.length > 0) throw new Undecidable("an expectation needs one variable a binder");
    if (distribution?.kind !== "law" || distribution.law !== "normal")
      throw new Undecidable("an expectation under a law that is not normal");
    const [mean, variance] = distribution.parameters;
    if (mean === undefined || variance === undefined) throw new Undecidable("a normal law without mean and variance");
    const range: AxisRange = { kind: "normal", mean: this.expression(mean), variance: this.expression(variance) };
    const written: Term = { kind: "expectation", binders, given: [], body };
    return this.#axis(written, variable, range, inner.length === 0 ? body : { ...written, binders: inner });
  }

  /** The value of the integral `written`, whose outermost variable and whose rest are given. */
  #axis(written: Term, variable: Term, range: AxisRange, rest: Term): Expression {
    if (variable.kind !== "symbol") throw new Undecidable("only plain symbols can be integrated over");
    const { slot, program } = this.program(rest, nameLatex(variable.name));
    const reads = new Set(
      [...program.expression.reads, ...rangeReads(range)].filter((read) => this.#scopes.some((scope) => scope.slot === read)),
    );
    const home = this.#scopes.findLast((scope, level) => level === 0 || reads.has(scope.slot));
    if (home === undefined) throw new Undecidable("an integral outside of every scope");
    const key = `${[...reads].sort((a, b) => a - b).join(",")} ${termKey(written)}`;
    const known = home.known.get(key);
    if (known !== undefined) return known;
    const result = this.slots++;
    this.#results.add(result);
    const value = read(result, reads);
    home.integrals.push({ slot: result, axis: axisOf(slot, range, program, this.#integralsAmong(rangeReads(range))) });
    home.known.set(key, value);
    return value;
  }

  #integralsAmong(slots: Iterable<number>): number[] {
    return [...new Set(slots)].filter((slot) => this.#results.has(slot));
  }
}

function rangeReads(range: AxisRange): number[] {
  switch (range.kind) {
    case "line":
      return [];
    case "normal":
      return [...range.mean.reads, ...range.variance.reads];
    case "interval":
      return [...range.lower.reads, ...range.upper.reads];
  }
}
