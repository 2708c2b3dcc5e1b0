import { AccurateProgram, toShort } from "./accurate.js";
import { writtenArguments } from "./call.js";
import type { Finding } from "./examine.js";
import { reasonOf } from "./problem.js";
import { type PairPlan } from "./plan.js";
import type { PairedLine, PairExample } from "./result.js";
import type { World } from "./worlds.js";
import { type WrittenPair, writeSide } from "./written.js";

/** An unknown number as LaTeX: `\sigma_{1}(x)`. */
export function shown(key: string): string {
  return key.replace(/#(\d+)/gu, "_{$1}");
}

/** An input for people, with what formula and code make of it; `finding` is null where the code made nothing. */
export function exampleOf(pair: WrittenPair, world: World, finding: Extract<Finding, { kind: "differs" }> | null): PairExample {
  const numbers = [...pair.sizes].map(([letter, size]) => [letter, String(size)] as const);
  const unknowns = [...world].map(([key, value]) => [shown(key), valueText(key, value, pair, world)] as const);
  const given = writtenArguments(pair).map(({ name, axes, count, values }, a) => {
    const own = finding?.given[a] ?? values.map(() => NaN);
    const text = own.map((value) => String(toShort(value))).join(", ");
    return [name, count !== null ? String(count) : axes.length === 0 ? text : `[${text}]`] as const;
  });
  // Where the first digits agree, all are shown.
  const isClose = finding?.expected.every((value, i) => text(value) === text(finding.returned[i] ?? NaN)) ?? false;
  const print = isClose ? String : text;
  const list = (values: readonly number[]): string =>
    pair.isVector ? `[${values.map(print).join(", ")}]` : print(values[0] ?? NaN);
  return {
    input: [...numbers, ...unknowns],
    given: finding === null ? [] : given,
    formula: finding === null ? "" : list(finding.expected),
    code: finding === null ? "" : list(finding.returned),
  };
}

/** Probabilities of tables and weights are drawn as parts of a sum: shown is what they are of it. */
function valueText(key: string, value: number, pair: WrittenPair, world: World): string {
  const share = pair.unknowns.get(key)?.share ?? null;
  if (share === null) return String(value);
  const total = [...world].reduce((sum, [other, part]) => (pair.unknowns.get(other)?.share === share ? sum + part : sum), 0);
  return text(value / total);
}

function text(value: number): string {
  return String(Number.isFinite(value) ? toShort(value) : value);
}

/** Which of the lines that the document writes as equal to the formula the code agrees with at an input. */
export function linesOf(plan: PairPlan, pair: WrittenPair, world: World, returned: readonly number[]): readonly PairedLine[] {
  const lines: PairedLine[] = [];
  for (const side of plan.sides) {
    const written = writeSide(plan, side.term, pair.sizes);
    if (typeof written === "string" || written.length !== returned.length) continue;
    try {
      const values = new AccurateProgram(written).run(world);
      const agrees = values.every(({ value }, i) => {
        const own = value.toNumber();
        return Math.abs(own - (returned[i] ?? NaN)) <= 1e-9 * (1 + Math.abs(own));
      });
      lines.push({ line: side.at.line, latex: side.latex, agrees });
    } catch (error) {
      reasonOf(error);
    }
  }
  return lines;
}
