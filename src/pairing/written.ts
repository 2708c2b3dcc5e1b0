import { Tensor, type Value } from "../claims/tensor.js";
import { nameLatex } from "../terms/name.js";
import type { Term } from "../terms/term.js";
import type { Expression } from "./expression.js";
import { type ArgumentPlan, dimensionLetters, type FormulaArgument, type FormulaAxis } from "./axes.js";
import { reasonOf } from "./problem.js";
import { type PairPlan } from "./plan.js";
import type { Sizes, Unknown } from "./letters.js";
import { POINTS } from "./tables.js";
import { leavesOf, mapTree, type Tree } from "./tree.js";
import { PairValues } from "./values.js";

/** An argument at fixed sizes: its values along its axes, row-major. */
export interface WrittenArgument {
  readonly name: string;
  readonly latex: string;
  readonly axes: readonly (readonly [string, number])[];
  readonly values: readonly Expression[];
  /** A count such as `d`: plain functions and functions of graphs are given it as a number. */
  readonly count: number | null;
}

export type WrittenTree = Tree<WrittenArgument>;

/** A pair at fixed sizes, with every sum written out. */
export interface WrittenPair {
  readonly sizes: Sizes;
  /** The formula's numbers: one, or a vector's. */
  readonly formula: readonly Expression[];
  readonly isVector: boolean;
  /** Which of the plan's sides was taken: the first that can be written out. */
  readonly side: number;
  /** The other sides that the checker accepted: they have a value, or lose less, where the first does not. */
  readonly others: readonly (readonly Expression[])[];
  readonly arguments: readonly WrittenTree[];
  readonly method: readonly WrittenTree[];
  readonly unknowns: ReadonlyMap<string, Unknown>;
}

/** @throws EvaluationError where no side can be computed at these sizes, or an argument cannot */
export function writePair(plan: PairPlan, sizes: Sizes): WrittenPair {
  const values = new PairValues(plan.subject, sizes);
  const { value, side } = firstValue(plan, values);
  const tree = (argument: ArgumentPlan): WrittenTree => mapTree(argument, (leaf) => writeArgument(leaf, values, sizes));
  const formula = value instanceof Tensor ? value.entries() : [value];
  const others = plan.accepted.flatMap((i) => {
    const other = i === side ? undefined : plan.sides[i]?.term;
    const written = other === undefined ? "" : writeSide(plan, other, sizes);
    return typeof written === "string" || written.length !== formula.length ? [] : [written];
  });
  return {
    sizes,
    formula,
    others,
    isVector: value instanceof Tensor,
    side,
    arguments: plan.arguments.map(tree),
    method: plan.method?.arguments.map(tree) ?? [],
    unknowns: values.unknowns,
  };
}

function firstValue(plan: PairPlan, values: PairValues): { readonly value: Value<Expression>; readonly side: number } {
  let failure: unknown = null;
  for (const [side, { term }] of plan.sides.entries()) {
    try {
      return { value: values.evaluate(term), side };
    } catch (error) {
      reasonOf(error);
      failure ??= error;
    }
  }
  throw failure instanceof Error ? failure : new Error("a formula without sides");
}

/** The value of one side of the document at these sizes; the reason where it has none. */
export function writeSide(plan: Pick<PairPlan, "subject">, term: Term, sizes: Sizes): readonly Expression[] | string {
  try {
    const value = new PairValues(plan.subject, sizes).evaluate(term);
    return value instanceof Tensor ? value.entries() : [value];
  } catch (error) {
    return reasonOf(error);
  }
}

function writeArgument({ name, latex, term, axes }: FormulaArgument, values: PairValues, sizes: Sizes): WrittenArgument {
  const written: Expression[] = [];
  const own: (readonly [string, number])[] = axes.map((axis) => [axis.letter, sizeOf(axis, values)] as const);
  const inner: (readonly [string, number])[] = [];
  const nest = (depth: number): void => {
    const axis = own[depth];
    if (axis === undefined) {
      const value = values.evaluate(term);
      if (value instanceof Tensor && inner.length === 0) inner.push(["component", value.height]);
      written.push(...(value instanceof Tensor ? value.entries() : [value]));
      return;
    }
    for (let place = 0; place < axis[1]; place += 1)
      values.at(axis[0], place, () => {
        nest(depth + 1);
      });
  };
  nest(0);
  const count = term.kind === "symbol" ? (sizes.get(nameLatex(term.name)) ?? null) : null;
  return { name, latex, axes: [...own, ...inner], values: written, count };
}

function sizeOf(axis: FormulaAxis, values: PairValues): number {
  return axis.size === null ? POINTS : values.integer(axis.size);
}

/** Sizes at which pairs are compared, the smallest first that show most mistakes: one, two, three, then none. */
const LENGTHS: readonly (readonly [number, number])[] = [
  [1, 1],
  [2, 2],
  [3, 2],
  [2, 3],
  [0, 0],
  // Products of so many small numbers are 0.
  [12, 2],
];

/** Sizes of all letters that count. */
export function sizesOf(plan: Pick<PairPlan, "subject" | "arguments" | "method">): readonly Sizes[] {
  const letters = [...new Set([...dimensionLetters(plan.subject), ...plan.subject.roles.naturals])]
    .filter((letter) => !isAxis(letter, plan))
    .sort();
  if (letters.length === 0) return [new Map()];
  const all = LENGTHS.map((lengths) => new Map(letters.map((letter, i) => [letter, lengths[i % 2] ?? 1] as const)));
  return letters.length === 1 ? all.filter((_, i) => i !== 3) : all;
}

/** Whether some vector has no components. */
export function isEmpty(sizes: Sizes): boolean {
  return [...sizes.values()].includes(0);
}

function isAxis(letter: string, plan: Pick<PairPlan, "arguments" | "method">): boolean {
  const given = [...plan.arguments, ...(plan.method?.arguments ?? [])].flatMap(leavesOf);
  return given.some(({ axes }) => axes.some((axis) => axis.letter === letter));
}
