import { addRational, divideRational, multiplyRational, type Rational, rational, ZERO } from "../numbers/rational.js";
import { keyedRandom } from "../numbers/random.js";
import type { ClosedTerm } from "./closed.js";
import { EvaluationError } from "./algebra.js";
import { Tensor, type Value } from "./tensor.js";

/** Most variables of one joint table. */
const MOST_ROOTS = 10;

/** Points per variable: two keep sums short, and generic weights keep them from being special. */
const POINTS = 2;

const WEIGHTS = [rational(1), rational(1, 2), rational(2), rational(3, 2)];

/**
 * The finitely many places of variables that stand beside real ones in a concrete model, and the families over them. A density of such variables is a
 * table with respect to the places' base weights; all of a family's tables come from one joint table.
 */
export class Atoms {
  private readonly places = new Map<string, readonly Value<ClosedTerm>[]>();
  private readonly weights = new Map<string, Rational[]>();
  private readonly tables = new Map<string, readonly Rational[]>();
  private readonly masses = new Map<string, Rational>();

  constructor(
    private readonly seed: string,
    readonly roots: ReadonlySet<string>,
    private readonly placeAt: (root: string, point: number) => Value<ClosedTerm>,
    /** Roots whose base measure counts their places. */
    private readonly counted: ReadonlySet<string> = new Set(),
  ) {}

  placesOf(root: string): readonly Value<ClosedTerm>[] {
    const known = this.places.get(root);
    if (known !== undefined) return known;
    const places = Array.from({ length: POINTS }, (_, point) => this.placeAt(root, point));
    this.places.set(root, places);
    return places;
  }

  weight(root: string, point: number): Rational {
    if (this.counted.has(root)) return rational(1);
    const known = this.weights.get(root) ?? [];
    this.weights.set(root, known);
    return (known[point] ??= keyedRandom(this.seed, "base weight", root, point).pick(WEIGHTS));
  }

  /** Which of a root's places a value is; null when it is none of them. */
  pointOf(root: string, value: Value<ClosedTerm>): number | null {
    const text = valueText(value);
    const point = this.placesOf(root).findIndex((place) => valueText(place) === text);
    return point < 0 ? null : point;
  }

  /** The density of `target` at a point, given points of other roots. `context` tells tables apart that hold at different real conditions. */
  conditional(
    family: string,
    roots: readonly string[],
    target: readonly [string, number],
    given: ReadonlyMap<string, number>,
    context: string,
  ): Rational {
    const [root, point] = target;
    const joint = this.mass(family, roots, new Map([...given, [root, point]]), context);
    return divideRational(joint, this.mass(family, roots, given, context));
  }

  /** The marginal density at the given points: the joint table summed over all other roots with their base weights. */
  private mass(family: string, roots: readonly string[], at: ReadonlyMap<string, number>, context: string): Rational {
    const key = `${family}|${roots.map((root) => `${root}=${at.get(root) ?? ""}`).join("|")}|${context}`;
    const known = this.masses.get(key);
    if (known !== undefined) return known;
    const mass = this.sumOver(this.table(family, roots, context), roots, at);
    this.masses.set(key, mass);
    return mass;
  }

  private sumOver(table: readonly Rational[], roots: readonly string[], at: ReadonlyMap<string, number>): Rational {
    return table.reduce((sum, entry, index) => {
      let weight = rational(1);
      for (const [i, root] of roots.entries()) {
        const point = Math.floor(index / POINTS ** i) % POINTS;
        const wanted = at.get(root);
        if (wanted === undefined) weight = multiplyRational(weight, this.weight(root, point));
        else if (wanted !== point) return sum;
      }
      return addRational(sum, multiplyRational(weight, entry));
    }, ZERO);
  }

  private table(family: string, roots: readonly string[], context: string): readonly Rational[] {
    const key = `${family}|${roots.join("|")}|${context}`;
    const known = this.tables.get(key);
    if (known !== undefined) return known;
    if (roots.length > MOST_ROOTS) throw new EvaluationError("limit", `a joint table of ${roots.length} variables`);
    const random = keyedRandom(this.seed, "table", key);
    const entries = Array.from({ length: POINTS ** roots.length }, () => rational(random.integer(1, 5)));
    const total = entries.reduce((sum, entry, index) => {
      const weight = roots.reduce(
        (product, root, i) => multiplyRational(product, this.weight(root, Math.floor(index / POINTS ** i) % POINTS)),
        rational(1),
      );
      return addRational(sum, multiplyRational(weight, entry));
    }, ZERO);
    const table = entries.map((entry) => divideRational(entry, total));
    this.tables.set(key, table);
    return table;
  }
}

/** A text that tells numeric values apart; null when a value still holds a real variable. */
export function valueText(value: Value<ClosedTerm>): string | null {
  const entries = value instanceof Tensor ? value.entries() : [value];
  const texts: string[] = [];
  for (const entry of entries) {
    if (entry.kind !== "number") return null;
    texts.push(`${entry.value.numerator}/${entry.value.denominator}`);
  }
  return texts.join(",");
}
