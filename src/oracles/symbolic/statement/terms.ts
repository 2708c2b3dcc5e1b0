import { DESCRIPTIONS } from "../../../claims/descriptions.js";
import { PI } from "../../../kernel/definitions.js";
import { exp, log, number, over, plus, power, times } from "../../../kernel/structure.js";
import type { Term } from "../../../kernel/term.js";
import type { ElementaryName, Term as Surface, TermOf } from "../../../terms/term.js";
import { writeDivergence, writeEntropy, writeExpectation, writeVariance } from "./averages.js";
import { writeDensity } from "./densities.js";
import { indexOf } from "./indices.js";
import { writeLaw, writeParameters } from "./laws.js";
import { indexLetter, writeApply, writeComponent, writeSymbol } from "./letters.js";
import { Names } from "./names.js";
import { Presupposed } from "./presupposed.js";
import { writeIntegral, writeSum } from "./ranges.js";
import type { Scope } from "./scope.js";
import type { Subject } from "./subject.js";
import { need, Unsupported } from "./unsupported.js";
import { asNumber, combine, isVector, mapValue, product, sumOf, sumOver, transposed, type Value } from "./values.js";
import type { Writer } from "./writer.js";

const ONE = number(1);
const HALF = over(ONE, number(2));
const negative = (term: Term): Term => times(number(-1), term);

/** Writes the terms of one claim in the kernel's language. */
export class TermWriter implements Writer {
  readonly names: Names;
  readonly presupposed = new Presupposed();

  constructor(readonly subject: Subject) {
    this.names = new Names(subject.letters);
  }

  number(term: Surface, scope: Scope): Term {
    return asNumber(this.value(term, scope));
  }

  index(term: Surface, scope: Scope): Term {
    return indexOf(term, (letter) => indexLetter(letter, scope, this));
  }

  value(term: Surface, scope: Scope): Value {
    switch (term.kind) {
      case "number":
        return number(term.value);
      case "constant":
        if (term.constant === "pi") return PI;
        if (term.constant === "e") return exp(ONE);
        throw new Unsupported(term.constant === "identity" ? "a matrix" : "infinity is not a number");
      case "symbol":
        return writeSymbol(term, scope, this);
      case "component":
        return writeComponent(term, scope, this);
      case "apply":
        return writeApply(term, scope, this);
      case "add":
        return sumOf(term.terms.map((part) => this.value(part, scope)));
      case "negate":
        return mapValue(this.value(term.argument, scope), negative);
      case "multiply":
        return this.multiply(term, scope);
      case "divide":
        return combine(this.value(term.numerator, scope), this.value(term.denominator, scope), over);
      case "power":
        return this.power(term, scope);
      case "elementary":
        return mapValue(this.value(term.argument, scope), (argument) => this.elementary(term.name, argument));
      case "norm":
        return this.norm(term, scope);
      case "density":
        return writeDensity(term.distribution, scope, this);
      case "lawDensity":
        return writeLaw(term.law, this.value(term.point, scope), writeParameters(term.law, term.parameters, scope, this), this);
      case "sum":
      case "product":
        return writeSum(term, scope, this);
      case "integral":
        return writeIntegral(term, scope, this);
      case "expectation":
        return writeExpectation(term, scope, this);
      case "variance":
        return writeVariance(term, scope, this);
      case "divergence":
        return writeDivergence(term, scope, this);
      case "entropy":
        return writeEntropy(term, scope, this);
      case "transpose":
        return transposed(this.value(term.argument, scope));
      case "labelled":
        return this.value(term.body, scope);
      case "range":
      case "event":
      case "variableEntropy":
      case "mutualInformation":
      case "extremum":
      case "derivative":
      case "inverse":
      case "determinant":
      case "trace":
      case "diagonal":
      case "indicator":
      case "delta":
      case "tuple":
      case "set":
        throw new Unsupported(DESCRIPTIONS[term.kind]);
    }
  }

  private multiply(term: TermOf<"multiply">, scope: Scope): Value {
    const factors = term.factors.map((factor) => this.value(factor, scope));
    const [first, ...others] = factors;
    need(first !== undefined, "a product of nothing");
    const numbers = factors.filter((factor) => !isVector(factor));
    if (others.length > 0 && numbers.length === factors.length) return times(...numbers);
    return others.reduce((all, factor) => product(all, factor, this.names.freshIndex), first);
  }

  private power({ base, exponent }: TermOf<"power">, scope: Scope): Value {
    const raised = this.number(exponent, scope);
    if (base.kind === "norm" && isEuclidean(base) && raised.kind === "number" && raised.name === "2")
      return this.squaredNorm(base.argument, scope);
    return mapValue(this.value(base, scope), (inner) => power(inner, raised));
  }

  private norm(term: TermOf<"norm">, scope: Scope): Term {
    if (isEuclidean(term)) return power(this.squaredNorm(term.argument, scope), HALF);
    need(term.order?.kind === "number" && isWhole(term.order, 1n), "a norm of this order");
    const value = this.value(term.argument, scope);
    const size = (entry: Term): Term => this.elementary("abs", entry);
    return isVector(value) ? sumOver(value, this.names.freshIndex, (index) => size(value.at(index))) : size(value);
  }

  private squaredNorm(argument: Surface, scope: Scope): Term {
    const value = this.value(argument, scope);
    const square = (entry: Term): Term => power(entry, number(2));
    return isVector(value) ? sumOver(value, this.names.freshIndex, (index) => square(value.at(index))) : square(value);
  }

  private elementary(name: ElementaryName, argument: Term): Term {
    switch (name) {
      case "log":
        return log(argument);
      case "exp":
        return exp(argument);
      case "sqrt":
        return power(argument, HALF);
      case "abs":
        return power(power(argument, number(2)), HALF);
      case "sigmoid":
        return over(ONE, plus(ONE, exp(negative(argument))));
      case "softplus":
        return log(plus(ONE, exp(argument)));
      case "sin":
      case "cos":
      case "tan":
      case "tanh":
        return this.names.apply(`\\${name}`, `\\${name}(\\cdot)`, [argument]);
      case "erf":
        return this.names.apply("\\operatorname{erf}", "\\operatorname{erf}(\\cdot)", [argument]);
    }
  }
}

/** `\|x\|`, `\|x\|_2` */
function isEuclidean({ order }: TermOf<"norm">): boolean {
  return order === null || (order.kind === "number" && isWhole(order, 2n));
}

function isWhole({ value }: TermOf<"number">, number: bigint): boolean {
  return value.numerator === number && value.denominator === 1n;
}
