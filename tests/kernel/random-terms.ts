import { exp, integrate, log, number, plus, power, times } from "../../src/kernel/structure.js";
import type { Term } from "../../src/kernel/term.js";
import { rational } from "../../src/numbers/rational.js";
import type { KeyedRandom } from "../../src/numbers/random.js";
import { component, defined, density, integer, point, product, real, sum, unknown } from "./terms.js";

/** Few names, so that what is bound often has the name of what is free. */
const POINTS = [point("x", "A"), point("y", "A"), point("x'", "A"), point("z", "B")];
const INDICES = [integer("k"), integer("i"), integer("n")];
const LINE = [real("t"), real("s")];
export const VECTORS = [point("v", "A", number(2)), point("v", "A", integer("n")), point("u", "B", integer("k"))];
const HEADS = ["f", "g", "h"];
const LETTERS = ["a", "b", "c"];
const FAMILIES = ["p", "q"];
const NUMBERS = [number(0), number(1), number(1), number(2), number(-1), number(3), number(rational(1, 2))];
const EXPONENTS = [number(2), number(-1), number(rational(1, 2)), number(-2), number(3), number(rational(-1, 2)), number(0)];

/** Random terms of what the vocabulary above has. */
export class RandomTerms {
  /** @param line whether variables are real numbers */
  constructor(
    readonly random: KeyedRandom,
    readonly line: boolean,
  ) {}

  pick<T>(items: readonly T[]): T {
    return this.random.pick(items);
  }

  chance(share: number): boolean {
    return this.random.uniform() < share;
  }

  /** A variable that an integral may be over. */
  variable(): Term {
    if (this.line) return this.pick(LINE);
    return this.chance(0.85) ? this.pick(POINTS) : this.pick(VECTORS);
  }

  scalar(): Term {
    return this.pick(this.line ? LINE : POINTS);
  }

  index(): Term {
    return this.pick(INDICES);
  }

  /** The end of a range. */
  bound(): Term {
    const simple = this.pick([number(1), number(2), number(3), integer("n"), integer("n"), integer("i"), number(0)]);
    return this.chance(0.2) ? plus(simple, number(this.random.integer(-2, 2))) : simple;
  }

  /** A value that depends on variables, if any are given. */
  leaf(scope: readonly Term[]): Term {
    const variables = scope.length > 0 && this.chance(0.8) ? scope : [this.scalar(), this.index()];
    const one = this.pick(variables);
    switch (this.random.integer(0, 6)) {
      case 0:
        return this.pick(NUMBERS);
      case 1:
        return unknown(this.pick(LETTERS));
      case 2:
        return one.parts.length === 0 ? one : component(one, this.pick([number(1), number(2), this.index()]));
      case 3:
        return one.space === "ℤ" || one.parts.length > 0 ? unknown(this.pick(HEADS), one) : this.density([one]);
      case 4:
        return unknown(this.pick(HEADS), one, this.pick(variables));
      default:
        return unknown(this.pick(HEADS), one);
    }
  }

  /** The density of some points, given others perhaps; a name stands once. */
  density(points: readonly Term[]): Term {
    const others = (this.line ? LINE : POINTS).filter(({ name }) => points.every((at) => at.name !== name));
    const more = others.filter(() => this.chance(0.3));
    const cut = this.random.integer(0, more.length);
    return density(this.pick(FAMILIES), [...points, ...more.slice(0, cut)], more.slice(cut));
  }

  term(depth: number, scope: readonly Term[] = []): Term {
    if (depth <= 0 || this.chance(0.1)) return this.leaf(scope);
    const part = (...more: readonly Term[]): Term => this.term(depth - 1, [...scope, ...more]);
    switch (this.random.integer(0, 10)) {
      case 0:
      case 1:
        return plus(part(), part(), ...(this.chance(0.3) ? [part()] : []));
      case 2:
      case 3:
        return times(part(), part(), ...(this.chance(0.3) ? [part()] : []));
      case 4:
        return power(part(), this.chance(0.85) ? this.pick(EXPONENTS) : part());
      case 5:
        return log(part());
      case 6:
        return exp(this.leaf(scope));
      case 7: {
        const index = this.index();
        return (this.chance(0.7) ? sum : product)(index, this.bound(), this.bound(), part(index));
      }
      case 8: {
        const variable = this.variable();
        return integrate(variable, this.line ? times(this.bell(variable), part(variable)) : part(variable));
      }
      case 9:
        return this.notion(depth - 1, scope);
      default:
        return this.leaf(scope);
    }
  }

  /** What makes almost anything integrable over the line. */
  bell(variable: Term): Term {
    const exponent = times(number(rational(-1, 2)), power(variable, number(2)));
    return this.chance(0.6) ? defined("normal", [], variable, number(0), number(1)) : exp(exponent);
  }

  notion(depth: number, scope: readonly Term[]): Term {
    const variable = this.scalar();
    const inside = [...scope, variable];
    const part = (): Term => this.term(depth, inside);
    const weight = (): Term => (this.chance(0.7) ? this.density([variable]) : this.line ? this.bell(variable) : part());
    switch (this.random.integer(0, 7)) {
      case 0:
        return defined("expectation", [variable], weight(), part());
      case 1: {
        const both = this.line ? LINE : POINTS.slice(0, 2);
        return defined("expectation", both, this.density(both), this.term(depth, [...scope, ...both]));
      }
      case 2:
        return defined("divergence", [variable], weight(), weight());
      case 3:
        return defined("entropy", [variable], weight());
      case 4:
        return defined("variance", [variable], weight(), part());
      case 5:
        return defined("normal", [], this.leaf(scope), this.leaf(scope), this.leaf(scope));
      case 6:
        return defined("bernoulli", [], this.pick([number(0), number(1), this.leaf(scope)]), this.leaf(scope));
      default:
        return defined("crossEntropy", [variable], weight(), weight());
    }
  }
}
