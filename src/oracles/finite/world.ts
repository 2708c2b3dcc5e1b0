import type { Domain } from "../../claims/domain.js";
import { compareRational, multiplyRational, ONE, type Rational, rational, rationalText } from "../../numbers/rational.js";
import { keyedRandom } from "../../numbers/random.js";

/** Numbers of both signs, positive ones, or ones between 0 and 1. */
export type Range = "signed" | "positive" | "unit";

/** How large and how wild the random models are. */
export interface Style {
  /** Points of a support, before the limits that joint tables set. */
  readonly support: readonly [number, number];
  /** Table entries are drawn from 1..numerators and raised to `skew`: large powers make nearly degenerate, asymmetric tables. */
  readonly numerators: number;
  readonly skew: number;
  /** Base weights of integrated variables are drawn from this list; counted variables have weight 1. */
  readonly weights: readonly Rational[];
  /** Unknown numbers are n/m with |n| ≤ magnitude and m ≤ denominators. */
  readonly magnitude: number;
  readonly denominators: number;
  /** Support points are 1, 2, …, for a model that is to be read. */
  readonly plain: boolean;
  /** What unknown numbers without a domain of their own are drawn from. */
  readonly range: Range;
}

/** The support of one variable: each point has a numeric value and a base weight. */
export interface Support {
  readonly values: readonly Rational[];
  readonly weights: readonly Rational[];
}

/**
 * A random finite model. Every part is drawn from a stream of its own, keyed by the world and the part's name, so that a part does not depend on
 * which others were asked for, nor in which order.
 */
export class World {
  private readonly supports = new Map<string, Support>();
  private readonly unknowns = new Map<string, Rational>();

  constructor(
    readonly key: string,
    readonly style: Style,
    /** Values of bounds, dimensions and free indices. */
    readonly naturals: ReadonlyMap<string, number>,
    private readonly domainOf: (name: string) => Domain,
    private readonly isCounted: (root: string) => boolean,
    private readonly largestSupport: (slot: string) => number,
    /** Values that a variable's support must hold, empty where any will do. */
    private readonly required: (root: string) => readonly number[],
    /** Unnormalized joint tables that are not drawn but given. */
    private readonly tables: ReadonlyMap<string, readonly bigint[]> = new Map(),
  ) {}

  support(slot: string, root: string): Support {
    const known = this.supports.get(slot);
    if (known !== undefined) return known;
    const support = this.drawSupport(slot, root);
    this.supports.set(slot, support);
    return support;
  }

  /** Unnormalized table entry number `index` of a family: a small positive whole number. */
  entries(family: string, count: number): readonly bigint[] {
    const given = this.tables.get(family);
    if (given !== undefined) return given;
    const random = keyedRandom(this.key, "family", family);
    return Array.from({ length: count }, () => BigInt(random.integer(1, this.style.numerators)) ** BigInt(this.style.skew));
  }

  /** The value of an unknown number: a scalar, an element of an array, a function at given arguments. */
  unknown(key: string, name: string): Rational {
    const known = this.unknowns.get(key);
    if (known !== undefined) return known;
    const value = this.drawUnknown(key, this.domainOf(name));
    this.unknowns.set(key, value);
    return value;
  }

  /** Everything drawn so far, by name. */
  drawn(): { readonly supports: ReadonlyMap<string, Support>; readonly unknowns: ReadonlyMap<string, Rational> } {
    return { supports: this.supports, unknowns: this.unknowns };
  }

  private drawSupport(slot: string, root: string): Support {
    const random = keyedRandom(this.key, "support", slot);
    const [least, most] = this.style.support;
    const required = this.required(root);
    if (required.length > 0) {
      return { values: required.map((value) => rational(value)), weights: required.map(() => ONE) };
    }
    const size = Math.max(1, Math.min(random.integer(least, most), this.largestSupport(slot)));
    const domain = this.domainOf(root);
    const counting = domain === "natural" || (this.style.plain && domain !== "unit");
    const values =
      domain === "binary" ? [rational(0), rational(1)] : counting ? count(size) : this.distinct(random, size, domain);
    const counted = domain === "binary" || domain === "discrete" || domain === "natural" || this.isCounted(root);
    return { values, weights: values.map(() => (counted ? ONE : random.pick(this.style.weights))) };
  }

  private distinct(random: ReturnType<typeof keyedRandom>, size: number, domain: Domain): Rational[] {
    const values: Rational[] = [];
    for (let tries = 0; values.length < size; tries += 1) {
      const value = this.number(random, domain, 2 + tries);
      if (!values.some((other) => rationalText(other) === rationalText(value))) values.push(value);
    }
    return values.sort(compareRational);
  }

  private drawUnknown(key: string, domain: Domain): Rational {
    return this.number(keyedRandom(this.key, "unknown", key), domain, 0);
  }

  private number(random: ReturnType<typeof keyedRandom>, domain: Domain, extra: number): Rational {
    const { magnitude, denominators, range } = this.style;
    if (domain === "unit" || (domain === "any" && range === "unit")) {
      const denominator = random.integer(2, denominators + 2 + extra);
      return rational(random.integer(1, denominator - 1), denominator);
    }
    if (domain === "binary") return rational(random.integer(0, 1));
    if (domain === "natural") return rational(random.integer(1, magnitude));
    const size = rational(random.integer(1, magnitude + extra), random.integer(1, denominators));
    const negative = range === "signed" && domain !== "positive" && random.integer(0, 1) === 1;
    return negative ? multiplyRational(rational(-1), size) : size;
  }
}

function count(size: number): Rational[] {
  return Array.from({ length: size }, (_, i) => rational(i + 1));
}
