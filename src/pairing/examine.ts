import { EvaluationError } from "../claims/algebra.js";
import { type Accurate, AccurateProgram, decimalOf, ROUNDING } from "./accurate.js";
import { argumentTrees, doubles, type Returned, readOutcome, writtenArguments } from "./call.js";
import { derivatives } from "./derivative.js";
import { type Expression, unknownsOf } from "./expression.js";
import type { Argument, Outcome } from "./implementation/types.js";
import { reasonOf } from "./problem.js";
import type { Unknown } from "./letters.js";
import type { World } from "./worlds.js";
import type { WrittenPair } from "./written.js";

/** What an implementation may lose beside what a plain evaluation of the formula in doubles would lose, as a multiple of it. */
const FACTOR = 16;

/** What a person's function may lose besides, relative to the value: right code is not always careful code. */
const PLAIN_TOLERANCE = 1e-11;

/** Derivatives go through more roundings than the formula, and through those of the arguments: a wrong one is wrong by far more than this. */
const GRADIENT_TOLERANCE = 1e-8;

/** Beyond these a double has no number, or not all of its digits. */
const LARGEST = 1.7e308;
const SMALLEST = 1e-290;

/** Gradients with respect to more unknowns than this take too long. */
const MOST_UNKNOWNS = 24;

/** A function that can be called, with the arguments of the method that is called on what it gives. */
export interface Callable {
  readonly kind: "plain" | "graph";
  readonly call: (args: readonly Argument[], method: readonly Argument[]) => Promise<Outcome>;
}

/** Of differences to forty digits. */
const STEP = 2 ** -40;

/** Whether a number is far from the ends of every domain, and of moderate size. */
const isOrdinary = (value: number): boolean => {
  const size = Math.abs(value);
  return value === 0 || value === 1 || (size > 1e-2 && size < 1e2 && Math.abs(size - 1) > 1e-3);
};

/** What one input shows. */
export type Finding =
  /** `ulps` is null where the formula cancels. */
  | { readonly kind: "agrees"; readonly ulps: number | null; readonly gradients: boolean; readonly printed: string | null }
  | { readonly kind: "skipped"; readonly reason: string }
  | {
      readonly kind: "differs";
      readonly expected: readonly number[];
      readonly returned: readonly number[];
      readonly given: readonly (readonly number[])[];
      /** What differs where the values agree: the gradient with respect to this unknown. */
      readonly gradient: { readonly key: string; readonly expected: number; readonly returned: number } | null;
    }
  | { readonly kind: "broken"; readonly returned: Exclude<Returned, { readonly kind: "numbers" }> };

/** Compares a function with a formula at fixed sizes. */
export class Examiner {
  /** One for the formula and one for each other form of it, all with the arguments. */
  private readonly programs: readonly AccurateProgram[];
  private readonly lengths: readonly number[];
  /** Unknowns with respect to which gradients are compared, and the program of all derivatives; null where there are none. */
  private readonly slopes: { readonly keys: readonly string[]; readonly program: AccurateProgram } | null;
  private areSlopesChecked = false;
  /** Why gradients are not compared. */
  readonly noGradients: string | null;

  constructor(
    readonly pair: WrittenPair,
    private readonly implementation: Callable,
    formula: readonly Expression[] = pair.formula,
  ) {
    const given = writtenArguments(pair);
    this.lengths = [formula.length, ...given.map(({ values }) => values.length)];
    const outputs = [...formula, ...given.flatMap(({ values }) => values)];
    const others = formula === pair.formula ? pair.others : [];
    const values = given.flatMap((argument) => argument.values);
    this.programs = [formula, ...others].map((form) => new AccurateProgram([...form, ...values]));
    const slopes =
      implementation.kind === "graph" ? slopesOf(formula, outputs, pair.unknowns) : "a plain function has no gradient";
    this.slopes = typeof slopes === "string" ? null : slopes;
    this.noGradients = typeof slopes === "string" ? slopes : null;
  }

  /** The unknowns that formula and arguments are made of. */
  get unknowns(): readonly Unknown[] {
    const { formula } = this.pair;
    const keys = unknownsOf([...formula, ...writtenArguments(this.pair).flatMap(({ values }) => values)]);
    return keys.map((key) => this.pair.unknowns.get(key)).filter((unknown) => unknown !== undefined);
  }

  async examine(world: World, gradients: boolean): Promise<Finding> {
    const evaluated = this.evaluate(world);
    if (typeof evaluated === "string") return { kind: "skipped", reason: evaluated };
    const { formula, given } = evaluated;
    const expected = doubles(formula);
    const inputs = given.map(doubles);
    if ([...expected, ...inputs.flat()].some((value) => !(Math.abs(value) < LARGEST)))
      return { kind: "skipped", reason: "numbers beyond what a double holds" };
    const returned = await this.call([inputs], false, this.pair.isVector ? expected.length : null);
    if (returned.kind !== "numbers") return { kind: "broken", returned };
    const differs = { kind: "differs" as const, expected, returned: returned.numbers, given: inputs, gradient: null };
    let ulps: number | null = null;
    for (const [i, accurate] of formula.entries()) {
      const number = returned.numbers[i] ?? NaN;
      const difference = Math.abs(number - (expected[i] ?? NaN));
      const allowed =
        allowedError(accurate) + (this.implementation.kind === "plain" ? PLAIN_TOLERANCE * Math.abs(expected[i] ?? 0) : 0);
      if (!(difference <= allowed) && !(difference <= allowed + (await this.argumentRounding(returned, inputs, number))))
        return differs;
      ulps = Math.max(ulps ?? 0, ulpsOf(accurate, number) ?? 0);
    }
    const slope = gradients ? this.wrongSlope(world, returned) : null;
    if (slope !== null) return { ...differs, gradient: slope };
    return { kind: "agrees", ulps, gradients: gradients && this.slopes !== null, printed: returned.printed };
  }

  /** Examples stacked along an axis: each must have its own value, as if it were alone. The finding is of the first that has not. */
  async examineStack(stack: readonly World[]): Promise<Finding> {
    const evaluated = stack.map((world) => this.evaluate(world)).filter((each) => typeof each !== "string");
    if (evaluated.length < 2 || this.pair.isVector) return { kind: "skipped", reason: "no examples to stack" };
    const inputs = evaluated.map(({ given }) => given.map(doubles));
    const returned = await this.call(inputs, true, evaluated.length);
    if (returned.kind === "shape") {
      const message = `${evaluated.length} examples along an axis of their own: ${returned.message} (each example has a value of its own; an axis is summed or averaged over that was not named)`;
      return { kind: "broken", returned: { ...returned, message } };
    }
    if (returned.kind !== "numbers") return { kind: "broken", returned };
    for (const [e, { formula }] of evaluated.entries()) {
      const [accurate] = formula;
      const number = returned.numbers[e] ?? NaN;
      if (accurate === undefined) continue;
      const difference = Math.abs(number - accurate.value.toNumber());
      const rounding = roundingOf(returned, inputs[e] ?? [], e);
      if (!(difference <= allowedError(accurate) + rounding))
        return { kind: "differs", expected: doubles(formula), returned: [number], given: inputs[e] ?? [], gradient: null };
    }
    return { kind: "agrees", ulps: null, gradients: false, printed: returned.printed };
  }

  private evaluate(world: World): Evaluated | string {
    const [first = "no formula", ...others] = this.programs.map((program) => this.evaluateBy(program, world));
    const valued = others.filter((other) => typeof other !== "string");
    if (typeof first === "string")
      return valued.reduce<Evaluated | string>((best, other) => (typeof best === "string" ? other : better(best, other)), first);
    return valued.filter((other) => areOne(first, other)).reduce(better, first);
  }

  private evaluateBy(program: AccurateProgram, world: World): Evaluated | string {
    try {
      const values = program.run(world);
      const parts: (readonly Accurate[])[] = [];
      let start = 0;
      for (const length of this.lengths) {
        parts.push(values.slice(start, start + length));
        start += length;
      }
      const [formula = [], ...given] = parts;
      return { formula, given };
    } catch (error) {
      return reasonOf(error);
    }
  }

  private async call(
    columns: readonly (readonly (readonly number[])[])[],
    stacked: boolean,
    length: number | null,
  ): Promise<Returned> {
    const count = writtenArguments({ ...this.pair, method: [] }).length;
    const args = argumentTrees(this.pair.arguments, 0, columns, this.implementation.kind, stacked);
    const method = argumentTrees(this.pair.method, count, columns, this.implementation.kind, stacked);
    return readOutcome(await this.implementation.call(args, method), length);
  }

  /** How far the result may be off because arguments such as log σ² reach the function rounded to doubles. */
  private async argumentRounding(
    returned: Extract<Returned, { kind: "numbers" }>,
    inputs: readonly (readonly number[])[],
    value: number,
  ): Promise<number> {
    if (returned.gradients !== null) return roundingOf(returned, inputs, 0);
    // A plain function has no gradient: it is moved a little instead.
    const step = 1e-7;
    let sum = 0;
    for (const [a, argument] of writtenArguments(this.pair).entries()) {
      if (argument.count !== null || argument.values.every((expression) => expression.kind === "unknown")) continue;
      const moved = inputs.map((own, i) => (i === a ? own.map((x) => x * (1 + step)) : own));
      const there = await this.call([moved], false, this.pair.isVector ? returned.numbers.length : null);
      if (there.kind === "numbers") sum += (Math.abs((there.numbers[0] ?? NaN) - value) / step) * ROUNDING;
    }
    return Number.isFinite(sum) ? FACTOR * sum : 0;
  }

  /** The first unknown with respect to which the gradients differ. */
  private wrongSlope(
    world: World,
    returned: Extract<Returned, { kind: "numbers" }>,
  ): { readonly key: string; readonly expected: number; readonly returned: number } | null {
    if (this.slopes === null || returned.gradients === null) return null;
    let values: readonly Accurate[];
    try {
      values = this.slopes.program.run(world);
    } catch (error) {
      if (error instanceof EvaluationError) return null;
      throw error;
    }
    this.checkSlopes(world, values);
    const given = writtenArguments(this.pair);
    const width = 1 + given.reduce((sum, argument) => sum + argument.values.length, 0);
    for (const [k, key] of this.slopes.keys.entries()) {
      const row = values.slice(k * width, (k + 1) * width);
      const [wanted] = row;
      if (wanted === undefined) continue;
      const expected = wanted.value.toNumber();
      let sum = 0;
      let size = Math.abs(expected);
      let next = 1;
      for (const [a, argument] of given.entries()) {
        for (let j = 0; j < argument.values.length; j += 1) {
          const part = (returned.gradients.get(a)?.[j] ?? 0) * (row[next]?.value.toNumber() ?? 0);
          next += 1;
          sum += part;
          size += Math.abs(part);
        }
      }
      if (!(size < LARGEST) || (size !== 0 && size < SMALLEST)) continue;
      const allowed = GRADIENT_TOLERANCE * size + allowedError(wanted);
      if (!(Math.abs(sum - expected) <= allowed)) return { key, expected, returned: sum };
    }
    return null;
  }

  /** The symbolic derivatives against differences of the formula, once, at numbers that bear it. @throws Error where they disagree: a defect */
  private checkSlopes(world: World, values: readonly Accurate[]): void {
    if (this.slopes === null || this.areSlopesChecked || ![...world.values()].every(isOrdinary)) return;
    this.areSlopesChecked = true;
    const width = values.length / this.slopes.keys.length;
    for (const [k, key] of this.slopes.keys.entries()) {
      const at = world.get(key) ?? NaN;
      const sides = [at + STEP, at - STEP].map((value) => this.evaluate(new Map([...world, [key, value]])));
      const [high, low] = sides.map((side) => (typeof side === "string" ? undefined : side.formula[0]?.value));
      const slope = values[k * width]?.value;
      if (high === undefined || low === undefined || slope === undefined) continue;
      const difference = high.minus(low).div(decimalOf(2 * STEP));
      const off = difference.minus(slope).abs().toNumber();
      if (off > 1e-8 * (1 + slope.abs().toNumber()))
        throw new Error(
          `the derivative with respect to ${key} is ${slope.toNumber()} by its rules and ${difference.toNumber()} by differences`,
        );
    }
  }
}

/** The formula's values, and each argument's. */
interface Evaluated {
  readonly formula: readonly Accurate[];
  readonly given: readonly (readonly Accurate[])[];
}

/** The form that loses less. */
function better(a: Evaluated, b: Evaluated): Evaluated {
  const loss = ({ formula }: Evaluated): number => formula.reduce((sum, { error }) => sum + error.toNumber(), 0);
  return loss(b) < loss(a) ? b : a;
}

/** Whether two forms have one value, as far as the first one's own loss lets that be seen. */
function areOne(a: Evaluated, b: Evaluated): boolean {
  return a.formula.every((own, i) => {
    const other = b.formula[i];
    return other !== undefined && own.value.minus(other.value).abs().toNumber() <= allowedError(own);
  });
}

function slopesOf(
  formula: readonly Expression[],
  outputs: readonly Expression[],
  unknowns: ReadonlyMap<string, Unknown>,
): { readonly keys: readonly string[]; readonly program: AccurateProgram } | string {
  const [only, more] = formula;
  if (only === undefined || more !== undefined) return "the formula is no single number";
  const keys = unknownsOf(outputs).filter((key) => {
    const domain = unknowns.get(key)?.domain;
    return domain !== "binary" && domain !== "natural" && domain !== "discrete";
  });
  if (keys.length > MOST_UNKNOWNS) return `more than ${MOST_UNKNOWNS} unknown numbers`;
  try {
    const columns = outputs.map((output) => derivatives(output, keys));
    const rows = keys.flatMap((_, k) => columns.map((column) => column[k])).filter((each) => each !== undefined);
    return { keys, program: new AccurateProgram(rows) };
  } catch (error) {
    return reasonOf(error);
  }
}

function allowedError({ value, error }: Accurate): number {
  const bound = error
    .plus(value.abs())
    .times(FACTOR * ROUNDING)
    .toNumber();
  return Math.max(bound, SMALLEST * FACTOR);
}

/** First-order effect of rounding every argument to a double, by the gradient that the function itself gives. */
function roundingOf(
  returned: Extract<Returned, { kind: "numbers" }>,
  inputs: readonly (readonly number[])[],
  example: number,
): number {
  let sum = 0;
  for (const [a, values] of inputs.entries()) {
    const gradient = returned.gradients?.get(a);
    values.forEach((value, j) => {
      const slope = gradient?.[example * values.length + j] ?? 0;
      if (Number.isFinite(slope)) sum += Math.abs(slope * value);
    });
  }
  return FACTOR * ROUNDING * sum;
}

/** The difference in units in the last place, where no cancellation makes these meaningless. */
function ulpsOf({ value, error }: Accurate, number: number): number | null {
  if (value.abs().lt(SMALLEST) || error.gt(value.abs().times(8))) return null;
  return value
    .minus(decimalOf(number))
    .div(value)
    .abs()
    .div(2 * ROUNDING)
    .toNumber();
}
