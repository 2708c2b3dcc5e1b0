import type { Expression, Landmark } from "./expression.js";

/** An expression and the inner integrals whose values it reads, in the order in which they are to be computed. */
export interface Program {
  readonly expression: Expression;
  readonly integrals: readonly InnerIntegral[];
  /** Slots of the integrals, these and those computed further out, whose errors the expression passes on. */
  readonly uncertain: readonly number[];
}

export interface InnerIntegral {
  readonly slot: number;
  readonly axis: Axis;
}

/** One integration over one real variable. */
export interface Axis {
  readonly slot: number;
  readonly range: AxisRange;
  readonly body: Program;
  /** Slots of integrals whose errors the range passes on. */
  readonly uncertain: readonly number[];
  /** Logarithms of the Gaussian factors of the body, over the variables in `slots`: this axis' own, then those of integrals within. */
  readonly exponents: readonly Expression[];
  readonly slots: readonly number[];
  /** Landmarks that can be evaluated as soon as this axis' variable has a value. */
  readonly landmarks: readonly Landmark[];
}

export type AxisRange =
  | { readonly kind: "normal"; readonly mean: Expression; readonly variance: Expression }
  | { readonly kind: "line" }
  | { readonly kind: "interval"; readonly lower: Expression; readonly upper: Expression };

export function axisOf(slot: number, range: AxisRange, body: Program, uncertain: readonly number[]): Axis {
  const later = laterSlots(body);
  const { exponents, slots } = gaussianFactors(body);
  const known = new Set(slots);
  return {
    slot,
    range,
    body,
    uncertain,
    exponents: exponents.filter((exponent) => [...exponent.reads].every((read) => known.has(read) || !later.has(read))),
    slots: [slot, ...slots],
    landmarks: landmarksWithin(body).filter(
      ({ argument: { reads } }) => reads.has(slot) && [...reads].every((read) => !later.has(read)),
    ),
  };
}

/** Slots that have a value only once the innards of the program have been computed. */
function laterSlots(program: Program): Set<number> {
  const slots = new Set<number>();
  for (const { slot, axis } of program.integrals) {
    slots.add(slot);
    slots.add(axis.slot);
    for (const inner of laterSlots(axis.body)) slots.add(inner);
  }
  return slots;
}

/** A product's own exponents, and those of an integral over the line that is one of its factors. */
function gaussianFactors(program: Program): { exponents: Expression[]; slots: number[] } {
  const exponents: Expression[] = [];
  const slots: number[] = [];
  for (const factor of program.expression.factors) {
    if (factor.exponent !== null) exponents.push(factor.exponent);
    const inner = program.integrals.find(({ slot }) => factor.slot === slot);
    if (inner?.axis.range.kind === "line") {
      slots.push(...inner.axis.slots);
      exponents.push(...inner.axis.exponents);
    }
  }
  return { exponents, slots };
}

function landmarksWithin(program: Program): Landmark[] {
  return [...program.expression.landmarks, ...program.integrals.flatMap(({ axis }) => landmarksWithin(axis.body))];
}
