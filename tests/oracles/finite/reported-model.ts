import { type Rational, rationalText } from "../../../src/numbers/rational.js";
import { fraction, type Points, type Tables } from "./brute-force.js";

/** A reported counterexample, read back from its words alone: what a person would recompute it from. */
export interface ReportedModel {
  readonly tables: Tables;
  readonly points: Points;
}

/** @throws Error on a line that says nothing which can be recomputed */
export function readModel(lines: readonly string[]): ReportedModel {
  const supports = new Map<string, { values: Rational[]; weights: Rational[] }>();
  const families = new Map<string, { axes: string[]; entries: Map<string, Rational> }>();
  const numbers = new Map<string, Rational>();
  const points = new Map<string, number>();
  const tables: string[] = [];
  for (const line of lines) {
    const support = /^(\S+) ∈ \{([^}]*)\}(?:, base weights (.*))?$/u.exec(line);
    const number = /^(\S+) = ([-\d/]+)$/u.exec(line);
    if (support !== null) {
      const values = (support[2] ?? "").split(",").map(fraction);
      const weights = support[3]?.split(",").map(fraction) ?? values.map(() => fraction("1"));
      supports.set(support[1] ?? "", { values, weights });
    } else if (line.startsWith("at ")) {
      for (const [, name = "", value = ""] of line.matchAll(/(\S+) = ([-\d/]+)/gu))
        points.set(name, pointOf(supports.get(name)?.values ?? [], value));
    } else if (line.search(CELL) >= 0) {
      tables.push(line);
    } else if (number !== null) {
      numbers.set(number[1] ?? "", fraction(number[2] ?? ""));
    } else {
      throw new Error(`a line of a model that cannot be read back: ${line}`);
    }
  }
  for (const line of tables) {
    for (const [, family = "", places = "", value = ""] of line.matchAll(CELL)) {
      const names = places.split(", ").map((place) => place.split("=")[0] ?? "");
      const own = families.get(family) ?? { axes: names, entries: new Map<string, Rational>() };
      families.set(family, own);
      const cell = places
        .split(", ")
        .map((place, i) => pointOf(supports.get(own.axes[i] ?? "")?.values ?? [], place.split("=").at(-1) ?? ""));
      own.entries.set(cell.join(","), fraction(value));
    }
  }
  return { tables: { supports, families, numbers }, points };
}

const CELL = /([^\s,()]+)\(([^()]*)\) = ([-\d/]+)/gu;

function pointOf(values: readonly Rational[], text: string): number {
  const point = values.findIndex((value) => rationalText(value) === rationalText(fraction(text)));
  if (point < 0) throw new Error(`${text} is no point of the support`);
  return point;
}
