import { keyedRandom, type KeyedRandom } from "../../src/numbers/random.js";
import { rational } from "../../src/numbers/rational.js";
import {
  add,
  approximate,
  divide,
  fraction,
  HALF,
  keyOf,
  multiply,
  nearly,
  ONE,
  power,
  type Real,
  ROUNDING,
  subtract,
  whole,
  ZERO,
} from "./reals.js";

export interface Vector {
  readonly kind: "vector";
  readonly space: string;
  readonly items: readonly Real[];
}

export type Value = Real | Vector;

/** A set of numbers with a measure: each point with its weight. */
export type Space = readonly (readonly [Real, Real])[];

/** One coordinate of a family, at a value. */
export interface Coordinate {
  readonly name: string;
  readonly space: string;
  /** Of a coordinate with components. */
  readonly index: bigint | null;
  readonly value: Real;
}

/** What a theorem leaves open: spaces, unknown functions, families, and the values of free variables. */
export interface Model {
  readonly line: boolean;
  space: (name: string) => Space;
  /** The first `size` components of a free vector, or a free number. */
  free: (name: string, space: string, size: number | null) => Value;
  apply: (name: string, values: readonly Value[]) => Real;
  isPositive: (name: string) => boolean;
  density: (family: string, coordinates: readonly Coordinate[]) => Real;
}

/** A smooth function: a level and some waves. */
interface Wave {
  readonly level: number;
  readonly terms: readonly { readonly height: number; readonly phase: number; readonly frequencies: readonly number[] }[];
}

const POINTS = [rational(-2), rational(-1), rational(-1, 2), rational(0), rational(1, 3), rational(1), rational(2), rational(3)];
const WEIGHTS = [rational(1, 3), rational(1, 2), rational(1), rational(2), rational(3), rational(5, 4)];
const VALUES = [-3, -2, -1, -1, 0, 0, 1, 1, 2, 3, 5].map((n) => rational(n));
const HALVES = [rational(-3, 2), rational(-1, 2), rational(1, 2), rational(1, 3), rational(5, 2)];
const POSITIVE = [rational(1, 3), rational(1, 2), rational(1), rational(3, 2), rational(2), rational(3), rational(5)];
const INTEGERS = [-1, 0, 1, 1, 2, 2, 2, 3, 3, 4];
/** Of a geometric law on either side: the ratio, and the share of the middle. */
const STEPS = [
  [rational(1, 2), rational(1, 3)],
  [rational(1, 3), rational(1, 2)],
  [rational(1, 4), rational(3, 5)],
] as const;
/** As many as make the joint table of a few coordinates any at all. */
const COMPONENTS = 3;

/**
 * A model drawn from a key. Every family is a mixture of products, of which each marginal is known at once, whatever the coordinates: its densities are
 * positive everywhere, also at numbers outside of the space; at a coordinate that stands twice, where no family has a density, they are some number. Where the real line occurs, unknown functions are smooth, families normal on the line, and
 * values approximate; elsewhere all is exact.
 *
 * @param positive functions that most models make positive
 */
export function randomModel(key: string, line: boolean, positive: ReadonlySet<string> = new Set()): Model {
  const random = (...parts: readonly string[]): KeyedRandom => keyedRandom(key, ...parts);
  /** What is drawn once for a key. */
  const once = <T>(table: Map<string, T>, of: string, draw: () => T): T => {
    const known = table.get(of);
    if (known !== undefined) return known;
    const value = draw();
    table.set(of, value);
    return value;
  };
  const spaces = new Map<string, Space>();
  const functions = new Map<string, Real>();
  const kernels = new Map<string, readonly Real[]>();
  const signs = new Map<string, "positive" | "any">();
  const waves = new Map<string, Wave>();
  const bells = new Map<string, readonly (readonly [number, number])[]>();

  const space = (name: string): Space =>
    once(spaces, name, () => {
      const from = random("space", name);
      const points = [...POINTS];
      return Array.from({ length: from.integer(2, 3) }, () => {
        const [point = rational(0)] = points.splice(from.integer(0, points.length - 1), 1);
        return [fraction(point), fraction(from.pick(WEIGHTS))] as const;
      });
    });

  const sign = (name: string): "positive" | "any" =>
    once(signs, name, () => (random("sign", name).uniform() < (positive.has(name) ? 0.9 : 0.4) ? "positive" : "any"));

  const free = (name: string, of: string, size: number | null): Value => {
    const component = (i: number): Real => {
      const from = random("free", name, of, `${i}`);
      if (of === "ℤ") return whole(from.pick(INTEGERS));
      return of === "ℝ" ? fraction(from.pick([...POINTS, ...HALVES])) : from.pick(space(of))[0];
    };
    if (size === null) return component(0);
    return { kind: "vector", space: of, items: Array.from({ length: size }, (_, i) => component(i + 1)) };
  };

  const table = (name: string, values: readonly Value[]): Real => {
    const at = values.map((value) => (value.kind === "vector" ? `(${value.items.map(keyOf).join()})` : keyOf(value)));
    return once(functions, `${name} ${at.join(" ")}`, () => {
      const from = random("function", name, ...at);
      if (sign(name) === "positive") return fraction(from.pick(POSITIVE));
      return fraction(from.pick(from.uniform() < 0.8 ? VALUES : HALVES));
    });
  };

  const wave = (name: string, values: readonly Value[]): Real => {
    const points = values.flatMap((value) => (value.kind === "vector" ? value.items : [value])).map(nearly);
    if (points.length === 0) return table(name, values);
    const { level, terms } = once(waves, `${name} ${points.length}`, () => {
      const from = random("wave", name, `${points.length}`);
      const term = (): Wave["terms"][number] => ({
        height: from.uniform() * 2 - 1,
        phase: from.uniform() * 6,
        frequencies: points.map(() => 0.3 + from.uniform()),
      });
      return { level: from.uniform() * 2 - 1, terms: [term(), term()] };
    });
    let [middle, slope] = [level, 0];
    for (const { height, phase, frequencies } of terms) {
      const angle = points.reduce((sum, point, i) => sum + (frequencies[i] ?? 0) * point.middle, phase);
      middle += height * Math.sin(angle);
      slope += Math.abs(height) * points.reduce((sum, point, i) => sum + (frequencies[i] ?? 0) * point.error, 0);
    }
    if (sign(name) === "any") return approximate(middle, slope + ROUNDING);
    const value = Math.exp(middle / 2);
    return approximate(value, value * slope + value * ROUNDING * 4);
  };

  /** The density of one coordinate in each component of a family. */
  const kernel = (family: string, { name, space: of, index, value }: Coordinate): readonly Real[] => {
    const own = [family, name, of, `${index ?? ""}`];
    if (of === "ℝ") {
      const { middle, error } = nearly(value);
      const components = once(bells, own.join("|"), () => {
        const from = random("bell", ...own);
        return Array.from({ length: COMPONENTS }, () => [from.uniform() * 3 - 1.5, 0.7 + from.uniform() * 0.6] as const);
      });
      return components.map(([mean, deviation]) => {
        const density = Math.exp(-0.5 * ((middle - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
        return approximate(density, error / deviation ** 2 + density * ROUNDING * 8);
      });
    }
    if (of === "ℤ") {
      return Array.from({ length: COMPONENTS }, (_, c) => {
        const from = random("steps", ...own, `${c}`);
        const distance = subtract(value, whole(from.integer(-1, 1)));
        const [ratio, share] = from.pick(STEPS);
        return multiply(fraction(share), power(fraction(ratio), power(power(distance, whole(2)), HALF)));
      });
    }
    const mass = (point: Real, c: number): Real =>
      fraction(
        random("mass", ...own, `${c}`, keyOf(point)).pick([rational(1), rational(2), rational(3), rational(5), rational(7)]),
      );
    return once(kernels, `${own.join("|")}|${keyOf(value)}`, () =>
      Array.from({ length: COMPONENTS }, (_, c) =>
        divide(
          mass(value, c),
          space(of).reduce<Real>((total, [point, weight]) => add(total, multiply(weight, mass(point, c))), ZERO),
        ),
      ),
    );
  };

  const density = (family: string, coordinates: readonly Coordinate[]): Real => {
    const from = random("mixture", family);
    const shares = Array.from({ length: COMPONENTS }, () => whole(from.integer(1, 4)));
    const total = shares.reduce(add);
    const terms = coordinates
      .map((coordinate) => kernel(family, coordinate))
      .reduce<readonly Real[]>((products, each) => products.map((product, c) => multiply(product, each[c] ?? ONE)), shares);
    const names = new Set(coordinates.map(({ name, space: of, index }) => JSON.stringify([name, of, `${index ?? ""}`])));
    return divide(multiply(terms.reduce(add), whole(3 ** (coordinates.length - names.size))), total);
  };

  return { line, space, free, apply: line ? wave : table, isPositive: (name) => sign(name) === "positive", density };
}
