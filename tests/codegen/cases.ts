import { writeOut } from "../../src/codegen/write-out.js";
import type { Compiled } from "../../src/codegen/compiled.js";
import type { Dimension, Parameter } from "../../src/codegen/expression.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { BeyondRangeError, type Data, HighPrecision, type Precise } from "./high-precision.js";

/** Arguments of one call, and what it has to give. */
export interface Case {
  readonly arguments: readonly Data[];
  readonly sizes: ReadonlyMap<string, number>;
  readonly wanted: readonly Precise[];
}

type Draw = (parameter: Parameter, at: readonly number[]) => number;

/** Ordinary values and extreme ones, in arrays of several sizes. */
export function casesOf(name: string, compiled: Compiled): readonly Case[] {
  const random = keyedRandom("codegen", name);
  const uniform = (): number => random.uint32() / 2 ** 32;
  const pick = (values: readonly number[]): number => values[Math.floor(uniform() * values.length)] ?? 0;
  const ordinary: Draw = ({ domain }) => {
    switch (domain) {
      case "positive":
        return 0.2 + 3 * uniform();
      case "unit":
      case "simplex":
        return uniform();
      case "binary":
        return Math.round(uniform());
      case "natural":
      case "discrete":
        return 1 + Math.floor(5 * uniform());
      case "any":
      case "real":
        return 6 * uniform() - 3;
    }
  };
  const extreme: Draw = (parameter) => {
    switch (parameter.domain) {
      case "positive":
        return pick([1e-30, 1e-10, 1e-3, 1, 1e3, 1e10, 1e30]);
      case "unit":
        return pick([0, 1, 1e-300, 1e-17, 1 - 2 ** -53, 0.5]);
      case "simplex":
        return pick([0, 1e-300, 1]);
      case "any":
      case "real":
        return pick([0, 1e4, -1e4, 800, -800, 1e-30, 1, -1 + 2 ** -52]);
      case "binary":
      case "natural":
      case "discrete":
        return ordinary(parameter, []);
    }
  };
  const plans = [1, 2, 5].flatMap((size) => [
    ...Array.from({ length: 3 }, () => [size, ordinary] as const),
    ...Array.from({ length: 8 }, () => [size, extreme] as const),
  ]);
  return plans.flatMap(([size, draw]) => {
    try {
      return [caseOf(compiled, size, draw)];
    } catch (error) {
      if (error instanceof BeyondRangeError) return [];
      throw error;
    }
  });
}

function caseOf(compiled: Compiled, size: number, draw: Draw): Case {
  const values = new Map(compiled.parameters.map((parameter) => [parameter.key, valuesOf(parameter, size, draw)]));
  const dimensions = compiled.parameters.flatMap(({ axes }) => axes);
  const sizes = new Map(dimensions.map(({ key }: Dimension) => [key, size]));
  const evaluator = new HighPrecision({ parameters: compiled.parameters, values, sizes });
  const wanted = evaluator.evaluate(writeOut(compiled.original.term, compiled.original.setting));
  const list = "value" in wanted ? [wanted] : wanted;
  return { arguments: [...values.values()], sizes, wanted: list };
}

function valuesOf(parameter: Parameter, size: number, draw: Draw): Data {
  if (parameter.axes.length === 0) return draw(parameter, []);
  const values = Array.from({ length: size }, (_, i) => draw(parameter, [i]));
  if (parameter.axes.length > 1) return values.map(() => Array.from({ length: size }, (_, i) => draw(parameter, [i])));
  if (parameter.domain !== "simplex") return values;
  const total = values.reduce((sum, value) => sum + value, 0);
  return total > 1e-200 ? values.map((value) => value / total) : values.map((_, i) => (i === 0 ? 1 : 0));
}

/**
 * By how many units in the last place of the largest number on the way the value is off; ∞ where it is not a number or the wrong infinity. Doubles end at
 * 1.8 · 10³⁰⁸ and lose digits below 10⁻³⁰⁸.
 */
export function unitsOff(got: number, { value, size }: Precise): number {
  if (Number.isNaN(got)) return Infinity;
  if (value.abs().greaterThan(1.7e308))
    return got === (value.isNegative() ? -Infinity : Infinity) || Math.abs(got) > 1.6e308 ? 0 : Infinity;
  if (!Number.isFinite(got)) return Infinity;
  if (value.abs().lessThan(1e-300))
    return Math.abs(got) < 1e-299 || size.greaterThan(1e-300) ? units(got, { value, size }) : Infinity;
  return units(got, { value, size });
}

function units(got: number, { value, size }: Precise): number {
  const off = value.sub(got.toString()).abs();
  const unit = size.greaterThan(1e-300) ? size.mul(2 ** -52) : value.abs().add(1e-299);
  return off.div(unit).toNumber();
}
