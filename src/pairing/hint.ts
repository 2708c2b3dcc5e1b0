import fc from "fast-check";
import { hash128 } from "../numbers/random.js";
import { type Callable, Examiner, type Finding } from "./examine.js";
import { writtenArguments } from "./call.js";
import type { Data } from "./implementation/types.js";
import type { PairPlan } from "./plan.js";
import type { RunOptions } from "./options.js";
import { worlds } from "./worlds.js";
import { isEmpty, type WrittenPair } from "./written.js";

/** Inputs a size at which a suspicion is tested. */
const INPUTS = 6;

/** Formula and code at one input. */
interface Observation {
  /** The product of all sizes that the arguments have: the number of summands, where there is one index. */
  readonly size: number;
  readonly formula: number;
  readonly code: number;
  /** What the function was given, argument by argument. */
  readonly given: readonly (readonly number[])[];
}

/**
 * What the code most likely does wrong, where one simple mistake explains every input: a factor, a sign, a constant, a mean for a sum, arguments in another
 * order, or one taken for something else. Null where none does.
 */
export async function hintFor(
  plan: PairPlan,
  callable: Callable,
  written: readonly WrittenPair[],
  options: RunOptions,
): Promise<string | null> {
  const pairs = written.filter(({ sizes }) => !isEmpty(sizes));
  const observations = await observe(plan, callable, pairs, options);
  if (observations.length < INPUTS) return null;
  return (
    relationOf(observations) ??
    summandOf(observations, pairs) ??
    (await firstThat(swaps(callable, pairs), plan, pairs, options)) ??
    (await firstThat(disguises(callable, pairs), plan, pairs, options))
  );
}

async function observe(
  plan: PairPlan,
  callable: Callable,
  pairs: readonly WrittenPair[],
  options: RunOptions,
): Promise<readonly Observation[]> {
  const found: Observation[] = [];
  for (const pair of pairs) {
    if (pair.isVector) continue;
    const size = [...pair.sizes.values()].reduce((product, each) => product * each, 1);
    const examiner = new Examiner(pair, callable);
    for (const world of inputs(plan, examiner, options)) {
      const finding = await examiner.examine(world, false);
      if (finding.kind !== "differs") continue;
      const { expected, returned, given } = finding;
      const [formula, code] = [expected[0], returned[0]];
      if (formula !== undefined && code !== undefined) found.push({ size, formula, code, given });
    }
  }
  return found;
}

function inputs(
  plan: PairPlan,
  examiner: Examiner,
  { key, seed }: RunOptions,
): ReturnType<typeof fc.sample<ReadonlyMap<string, number>>> {
  const [number = 0] = hash128(`${key}|${seed}|hint`);
  return fc.sample(worlds(examiner.unknowns, plan.ranges, "ordinary"), { seed: number | 0, numRuns: INPUTS });
}

/** Constants of the field that get lost. */
const CONSTANTS: readonly (readonly [number, string])[] = [
  [Math.log(2 * Math.PI), "log 2π"],
  [Math.log(Math.PI), "log π"],
  [Math.log(2), "log 2"],
  [1, ""],
];
const MULTIPLES: readonly (readonly [number, string])[] = [
  [1, ""],
  [0.5, "½"],
  [2, "2"],
];

/** `½ log 2π`, `½`, `1`. */
const product = (multiple: string, name: string): string => [multiple, name].filter((part) => part !== "").join(" ") || "1";

const SIGNS = [
  [1, "larger"],
  [-1, "smaller"],
] as const;

/** A ratio or a difference that all observations share. */
function relationOf(observations: readonly Observation[]): string | null {
  const every = (test: (o: Observation) => boolean): boolean => observations.every(test);
  for (const [factor, text] of [
    [-1, "the opposite sign"],
    [2, "twice the value"],
    [0.5, "half the value"],
    [-2, "minus twice the value"],
    [-0.5, "minus half the value"],
  ] as const)
    if (every(({ formula, code }) => near(code, factor * formula))) return `the code has ${text} at every input`;
  const several = new Set(observations.map(({ size }) => size)).size > 1;
  if (several && every(({ size, formula, code }) => near(code * size, formula)))
    return "the code averages over the components where the formula sums over them";
  if (several && every(({ size, formula, code }) => near(code, formula * size)))
    return "the code sums over the components where the formula averages over them";
  for (const [sign, word] of SIGNS)
    for (const [constant, name] of CONSTANTS)
      for (const [multiple, text] of MULTIPLES) {
        const amount = sign * multiple * constant;
        if (every(({ formula, code }) => near(code - formula, amount)))
          return `the code is ${word} by ${product(text, name)} at every input`;
        if (several && every(({ size, formula, code }) => near(code - formula, amount * size)))
          return `the code is ${word} by ${product(text, name)} for every component`;
      }
  return null;
}

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-8 * (1 + Math.abs(a) + Math.abs(b));

/** What a summand may be made of an argument. */
const SUMMANDS: readonly (readonly [(latex: string) => string, (x: number) => number])[] = [
  [(latex) => latex, (x) => x],
  [(latex) => `log ${latex}`, Math.log],
  [(latex) => `(${latex})²`, (x) => x * x],
];

/** A difference that is a multiple of a sum over one argument's components. */
function summandOf(observations: readonly Observation[], pairs: readonly WrittenPair[]): string | null {
  const [pair] = pairs;
  if (pair === undefined) return null;
  for (const [a, { latex }] of writtenArguments(pair).entries())
    for (const [name, of] of SUMMANDS)
      for (const [multiple, text] of MULTIPLES)
        for (const [sign, word] of SIGNS) {
          const amount = (o: Observation): number => (o.given[a] ?? []).reduce((sum, x) => sum + sign * multiple * of(x), 0);
          const all = observations.every((o) => near(o.code - o.formula, amount(o)));
          const some = observations.some((o) => Math.abs(amount(o)) > 1e-3);
          if (all && some) return `the code is ${word} by ${product(text, name(latex))}, summed over its components`;
        }
  return null;
}

/** A mistake in what the function is given: the function as it would be without it. */
interface Suspicion {
  readonly text: string;
  readonly callable: Callable;
}

async function firstThat(
  suspicions: readonly Suspicion[],
  plan: PairPlan,
  pairs: readonly WrittenPair[],
  options: RunOptions,
): Promise<string | null> {
  for (const { text, callable } of suspicions) if (await explains(callable, plan, pairs, options)) return text;
  return null;
}

async function explains(
  callable: Callable,
  plan: PairPlan,
  pairs: readonly WrittenPair[],
  options: RunOptions,
): Promise<boolean> {
  let agreed = 0;
  for (const pair of pairs) {
    const examiner = new Examiner(pair, callable);
    for (const world of inputs(plan, examiner, options)) {
      const finding: Finding = await examiner.examine(world, false);
      if (finding.kind === "agrees") agreed += 1;
      else if (finding.kind !== "skipped") return false;
    }
  }
  return agreed >= INPUTS;
}

/** Two arguments of a plain function exchanged. */
function swaps(callable: Callable, pairs: readonly WrittenPair[]): readonly Suspicion[] {
  const [pair] = pairs;
  if (callable.kind === "graph" || pair === undefined) return [];
  const names = writtenArguments(pair).map(({ latex }) => latex);
  return names.flatMap((first, i) =>
    names.slice(i + 1).map((second, offset): Suspicion => {
      const j = i + 1 + offset;
      return {
        text: `the code agrees where ${first} and ${second} are exchanged: its parameters stand in another order`,
        callable: {
          ...callable,
          call: (args, method) => {
            const [a, b] = [args[i], args[j]];
            return callable.call(a === undefined || b === undefined ? args : args.with(i, b).with(j, a), method);
          },
        },
      };
    }),
  );
}

/** Something that an argument may be taken for, and what it then has to be given. */
interface Disguise {
  readonly text: (latex: string) => string;
  readonly change: (x: number) => number;
  /** Whether only a standard deviation can be taken so. */
  readonly ofSigma: boolean;
}

const DISGUISES: readonly Disguise[] = [
  { text: (latex) => `${latex} is taken for a standard deviation`, change: (x) => Math.exp(x / 2), ofSigma: true },
  { text: (latex) => `${latex} is taken for a variance`, change: (x) => x * x, ofSigma: true },
  { text: (latex) => `${latex} is taken for the logarithm of a variance`, change: (x) => 2 * Math.log(x), ofSigma: true },
  { text: (latex) => `${latex} stands where its exponential belongs`, change: Math.exp, ofSigma: false },
  { text: (latex) => `${latex} stands where its square belongs`, change: (x) => x * x, ofSigma: false },
  { text: (latex) => `${latex} stands where its root belongs`, change: Math.sqrt, ofSigma: false },
  { text: (latex) => `${latex} stands where its logarithm belongs`, change: Math.log, ofSigma: false },
  { text: (latex) => `${latex} stands where its negative belongs`, change: (x) => -x, ofSigma: false },
  { text: (latex) => `${latex}, a logit, is taken for a probability`, change: (x) => 1 / (1 + Math.exp(-x)), ofSigma: false },
];

/** One argument of a plain function taken for something else. */
function disguises(callable: Callable, pairs: readonly WrittenPair[]): readonly Suspicion[] {
  const [pair] = pairs;
  if (callable.kind === "graph" || pair === undefined) return [];
  return writtenArguments(pair).flatMap(({ latex }, i) =>
    DISGUISES.filter(({ ofSigma }) => !ofSigma || latex.includes("\\sigma")).map(({ text, change }): Suspicion => ({
      text: text(latex),
      callable: {
        ...callable,
        call: (args, method) => {
          const own = args[i];
          return callable.call(
            own?.kind === "data" ? args.with(i, { kind: "data", value: changed(own.value, change) }) : args,
            method,
          );
        },
      },
    })),
  );
}

function changed(data: Data, change: (x: number) => number): Data {
  return typeof data === "number" ? change(data) : data.map((entry) => changed(entry, change));
}
