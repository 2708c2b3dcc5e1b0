import type { Counterexample } from "../verdicts/result.js";
import type { Glyphs } from "./glyphs.js";
import { exactly, prose, type Line } from "./styled.js";
import { labelled, wrap } from "./wrap.js";

/** Two numbers as text, with as many digits as it takes to tell them apart; a side without a value has no text. */
export function apart(left: number | null, right: number | null): readonly [string, string] {
  if (left === null || right === null) return [left === null ? "" : shortest(left, 6), right === null ? "" : shortest(right, 6)];
  for (let digits = 6; digits < 17; digits++) {
    const texts = [shortest(left, digits), shortest(right, digits)] as const;
    if (texts[0] !== texts[1] || Object.is(left, right)) return texts;
  }
  return [String(left), String(right)];
}

const shortest = (value: number, digits: number): string => String(Number(value.toPrecision(digits)));

/** An exact value with its decimal beside it, or one of them where both say the same. */
export function valueText(exact: string, decimal: string, nearly: string): string {
  if (decimal === "") return exact;
  return exact === "" || exact === decimal ? decimal : `${exact} ${nearly} ${decimal}`;
}

const LABEL = 12;

/** The model, one fact a line, then both sides' values in it, one under the other. */
export function counterexampleLines(counterexample: Counterexample, glyphs: Glyphs, columns: number): readonly Line[] {
  const { model, left, right, leftValue, rightValue } = counterexample;
  const [leftDecimal, rightDecimal] = apart(leftValue, rightValue);
  const side = (label: string, value: string): readonly Line[] =>
    labelled(exactly(label, "faint"), LABEL, [prose(value, "strong")], columns);
  return [
    ...model.flatMap((fact) => wrap([prose(fact)], columns, 2)),
    ...side("left side", valueText(left, leftDecimal, glyphs.nearly)),
    ...side("right side", valueText(right, rightDecimal, glyphs.nearly)),
  ];
}
