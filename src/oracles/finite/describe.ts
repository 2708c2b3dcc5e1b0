import { type Hypothesis, matchHypothesis } from "../../claims/hypothesis.js";
import { nameLatex } from "../../terms/name.js";
import { rational, rationalText } from "../../numbers/rational.js";
import type { Term } from "../../terms/term.js";
import { someNode } from "../../terms/traverse.js";
import { distributionsOf } from "../../meaning/vocabulary.js";
import type { Exact } from "../../numbers/exact.js";
import * as exact from "../../numbers/exact.js";
import { EXACT } from "./algebras.js";
import type { Instance } from "./samples.js";
import { FiniteInterpreter } from "./interpreter.js";
import type { FiniteModel } from "./values.js";

/**
 * A finite model in words: supports, tables, numbers and where the free variables stand. Where the terms that were evaluated are given, a family of which
 * they read forms only has no table to show.
 */
export function describeModel(
  instance: Instance<Exact> | Instance<number>,
  terms: readonly Term[] | null = null,
): readonly string[] {
  const { model, position } = instance;
  const { supports, unknowns } = model.world.drawn();
  const lines: string[] = [];
  for (const [slot, support] of [...supports].sort()) {
    const values = support.values.map(rationalText).join(", ");
    const weights = support.weights.map(rationalText);
    const plain = weights.every((weight) => weight === "1");
    lines.push(`${symbol(slot)} ∈ {${values}}${plain ? "" : `, base weights ${weights.join(", ")}`}`);
  }
  for (const [family, slots] of [...model.layout.slots].sort()) {
    if (terms === null || readsTable(family, terms, model.hypotheses)) lines.push(...describeTable(model, family, slots));
  }
  for (const [name, value] of [...unknowns].sort()) lines.push(`${symbol(name)} = ${rationalText(value)}`);
  for (const [name, value] of [...model.world.naturals].sort())
    if (!name.startsWith("\\dim")) lines.push(`${symbol(name)} = ${value}`);
  const places = [...position].map(([key, point]) => {
    const free = model.layout.free.find((candidate) => candidate.key === key);
    const value = free === undefined ? undefined : supports.get(free.slot)?.values[point];
    return value === undefined ? "" : `${symbol(key)} = ${rationalText(value)}`;
  });
  const at = places.filter((text) => text !== "").join(", ");
  return at === "" ? lines : [...lines, `at ${at}`];
}

/** Whether some density of a family is read that no hypothesis gives a form to. */
function readsTable(family: string, terms: readonly Term[], hypotheses: readonly Hypothesis[]): boolean {
  const isRead = (node: Term): boolean =>
    distributionsOf(node).some(
      (distribution) =>
        distribution.kind === "family" &&
        nameLatex(distribution.family) === family &&
        !hypotheses.some((hypothesis) => matchHypothesis(hypothesis, distribution) !== null),
    );
  return [...terms, ...hypotheses.map(({ body }) => body)].some((term) => someNode(term, isRead));
}

function describeTable(model: FiniteModel, family: string, slots: readonly string[]): string[] {
  if (
    model.hypotheses.some(
      (hypothesis) =>
        hypothesis.call.given.length === 0 && hypothesis.call.targets.length === slots.length && hypothesis.space !== "real",
    )
  )
    return [];
  const interpreter = new FiniteInterpreter(EXACT, model, 100_000);
  const supports = slots.map((slot) => model.world.support(slot, model.layout.roots.get(slot) ?? slot));
  const cells = interpreter.jointTable(family, slots);
  const head = `${family}(${slots.map(symbol).join(", ")})`;
  if (cells.length > 32) return [`${head}: a table of ${cells.length} entries`];
  const entries = cells.map((value, index) => {
    let rest = index;
    const place = supports.map((support, axis) => {
      const point = rest % support.values.length;
      rest = Math.floor(rest / support.values.length);
      const at = support.values[point];
      const value = at === undefined ? "" : rationalText(at);
      // Supports often share their numbers: only the variable's letter tells one axis from another.
      return `${symbol(slots[axis] ?? "")}=${value}`;
    });
    return `${family}(${place.join(", ")}) = ${exact.text(value)}`;
  });
  return [entries.join(", ")];
}

/** `x#2` is how a model keys the second component; people read x₂. */
function symbol(key: string): string {
  const value = /^(.*?)(?:\([^()]*\))?(#[0-9,]+)?\(([^()]*)\)$/.exec(key);
  if (value !== null) {
    // A value of a function: `\mu(x)#1(2.000000000)` is μ₁ at 2.
    const [, name = "", index = "", place = ""] = value;
    return `${symbol(`${name}${index}`)}(${place.split(";").map(argument).join("; ")})`;
  }
  return key.replace(/#([0-9,]+)/g, "_{$1}").replace(/\^([0-9]+)/g, "^{($1)}");
}

function argument(text: string): string {
  return text.split(",").map(fractionText).join(", ");
}

/** Arguments are keyed as decimals; they are fractions of small numbers. */
function fractionText(decimal: string): string {
  const value = Number(decimal);
  for (let denominator = 1; denominator <= 360; denominator += 1) {
    const numerator = Math.round(value * denominator);
    if (Math.abs(numerator / denominator - value) <= 1e-9 * (1 + Math.abs(value)))
      return rationalText(rational(numerator, denominator));
  }
  return String(value);
}
