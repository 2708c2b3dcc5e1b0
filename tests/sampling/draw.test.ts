import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { draw } from "../../src/sampling/draw.js";
import type { Drawn } from "../../src/sampling/draw.js";
import type { Complaint } from "../probability/checks.js";

type Draw = typeof draw;

/** Logits of one value among others, and what it is drawn with. */
interface Case {
  readonly logits: readonly number[];
  readonly uniform: number;
  readonly temperature: number;
}

/** Multiples of 1/64, so that a whole number is added without rounding; some so far apart that the exponential of one is 0 or infinite, some −∞. */
const logit = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -640, max: 640 }).map((n) => n / 64) },
  { weight: 1, arbitrary: fc.constantFrom(-Infinity, -1e4, 1e4) },
);
const possible = fc.array(logit, { minLength: 1, maxLength: 6 }).filter((all) => all.some(Number.isFinite));
const cases: fc.Arbitrary<Case> = fc.record({
  logits: possible,
  uniform: fc.oneof(
    fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((n) => n / 2 ** 31),
    fc.constantFrom(0, 2 ** -53, 1 - 2 ** -53),
  ),
  temperature: fc.constantFrom(1, 0.3, 2.5, 40),
});

/** Between numbers of other values. */
function drawnBy(own: Draw, { logits, uniform, temperature }: Case): Drawn {
  return own(Float64Array.of(7, ...logits, 9), 1, logits.length, uniform, temperature);
}

/** p^(1/T) of each level, summing to 1. */
function probabilities(logits: readonly number[], temperature: number): readonly number[] {
  const scaled = logits.map((own) => own / temperature);
  const most = Math.max(...scaled);
  const total = scaled.reduce((sum, own) => sum + Math.exp(own - most), 0);
  return scaled.map((own) => Math.exp(own - most) / total);
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, x) => sum + x, 0);
const ERROR = 1e-12;

type Check = (own: Draw, given: Case) => Complaint;

/** The intervals of the levels, one after another, are as long as they are probable, and the number lies in the level's own. */
const inItsInterval: Check = (own, given) => {
  const { level } = drawnBy(own, given);
  const all = probabilities(given.logits, given.temperature);
  if (!(Number.isInteger(level) && level >= 0 && level < all.length)) return `${level} is no level`;
  if (given.logits[level] === -Infinity) return `level ${level} is impossible`;
  const [from, to] = [sumOf(all.slice(0, level)), sumOf(all.slice(0, level + 1))];
  const isIn = given.uniform >= from - ERROR && given.uniform < to + ERROR;
  return isIn ? null : `${given.uniform} is not from ${from} to ${to}, of level ${level}`;
};

/** Nearer numbers give the same level, and one that is farther away another. */
const hasItsMargin: Check = (own, given) => {
  const { level, margin } = drawnBy(own, given);
  const last = 1 - 2 ** -53;
  const levelAt = (uniform: number): number => drawnBy(own, { ...given, uniform: Math.min(Math.max(uniform, 0), last) }).level;
  const both = (distance: number): readonly number[] => [levelAt(given.uniform - distance), levelAt(given.uniform + distance)];
  if (!(margin >= 0)) return `the margin is ${margin}`;
  const within = margin === Infinity ? [levelAt(0), levelAt(last)] : both(Math.max(0, margin - ERROR));
  if (within.some((other) => other !== level)) return `within the margin ${margin} lies another level`;
  const isReached = margin === Infinity || both(margin + ERROR).some((other) => other !== level);
  return isReached ? null : `beyond the margin ${margin} lies no other level`;
};

/** At any temperature. */
const hasItsLogProb: Check = (own, given) => {
  const { level, logProb } = drawnBy(own, given);
  const right = Math.log(probabilities(given.logits, 1)[level] ?? NaN);
  // A probability that is 0 in double precision has a logarithm nevertheless.
  return right === -Infinity || Math.abs(logProb - right) <= 1e-10 ? null : `log p of level ${level} is ${logProb}, not ${right}`;
};

const movesWithNoShift: Check = (own, given) => {
  const [right, ...others] = [0, 3, -700, 2 ** 20].map((by) =>
    drawnBy(own, { ...given, logits: given.logits.map((logit) => (Math.abs(logit) < 1e4 ? logit : -Infinity) + by) }),
  );
  return others.every((other) => JSON.stringify(other) === JSON.stringify(right)) ? null : "it moves with the logits";
};

const isTheModeInTheCold: Check = (own, given) => {
  const { level } = drawnBy(own, { ...given, temperature: 1e-6 });
  const most = Math.max(...given.logits);
  return given.logits[level] === most ? null : `level ${level} is not the most probable one`;
};

const checks = { inItsInterval, hasItsMargin, hasItsLogProb, movesWithNoShift, isTheModeInTheCold };

/** Of logits that have possible levels after any shift. */
const shiftable = cases.filter(({ logits }) => logits.some((own) => Math.abs(own) < 1e4));

const tried = (check: Check, own: Draw) =>
  fc.check(
    fc.property(check === movesWithNoShift ? shiftable : cases, (given) => check(own, given) === null),
    { numRuns: 300 },
  );

describe("the level that a uniform number stands for", () => {
  it.each(Object.entries(checks))("%s", (_, check) => {
    const { failed, counterexample } = tried(check, draw);
    expect(failed, JSON.stringify(counterexample)).toBe(false);
  });

  it("is the first where there is one level", () => {
    expect(draw(Float64Array.of(-5), 0, 1, 0.7, 1)).toEqual({ level: 0, logProb: 0, margin: Infinity });
  });

  it("begins where the one before ends", () => {
    const levels = [0.25, 0.25 - 2 ** -53, 0.5, 0.75, 0.75 - 2 ** -53].map(
      (uniform) => draw(new Float64Array(4), 0, 4, uniform, 1).level,
    );
    expect(levels).toEqual([1, 0, 2, 3, 2]);
  });
});

const changed =
  (change: (found: Drawn, ...given: Parameters<Draw>) => Drawn): Draw =>
  (...given) =>
    change(draw(...given), ...given);

/** Draws with the levels' exponentials as they are. */
const unshifted: Draw = (logits, start, levels, uniform, temperature) => {
  const weights = Array.from({ length: levels }, (_, i) => Math.exp((logits[start + i] ?? NaN) / temperature));
  const wanted = uniform * sumOf(weights);
  const level = weights.findIndex((_, i) => sumOf(weights.slice(0, i + 1)) > wanted);
  return { ...draw(logits, start, levels, uniform, temperature), level };
};

const mistakes: Readonly<Record<string, readonly [Draw, Check]>> = {
  "temperatures ignored": [(logits, start, levels, uniform) => draw(logits, start, levels, uniform, 1), inItsInterval],
  "temperatures turned over": [(logits, start, levels, uniform, t) => draw(logits, start, levels, uniform, 1 / t), inItsInterval],
  "temperatures ignored where it is cold": [
    (logits, start, levels, uniform) => draw(logits, start, levels, uniform, 1),
    isTheModeInTheCold,
  ],
  "the numbers of the value before": [
    (logits, start, levels, uniform, t) => draw(logits, start - 1, levels, uniform, t),
    inItsInterval,
  ],
  "the first level at 0, impossible or not": [
    changed((found, _logits, _start, _levels, uniform) => (uniform === 0 ? { ...found, level: 0 } : found)),
    inItsInterval,
  ],
  "exponentials that overflow": [unshifted, inItsInterval],
  "exponentials that overflow after a shift": [unshifted, movesWithNoShift],
  "log p at the temperature of the draw": [
    changed((found, logits, start, levels, uniform, t) => ({
      ...found,
      logProb: draw(
        logits.map((own) => own / t),
        start,
        levels,
        uniform,
        1,
      ).logProb,
    })),
    hasItsLogProb,
  ],
  "logits for log p": [
    changed((found, logits, start) => ({ ...found, logProb: logits[start + found.level] ?? NaN })),
    hasItsLogProb,
  ],
  "half the margin": [changed((found) => ({ ...found, margin: found.margin / 2 })), hasItsMargin],
  "the margin to the number's own end": [
    changed((found, _logits, _start, _levels, uniform) => ({ ...found, margin: Math.min(found.margin, uniform) })),
    hasItsMargin,
  ],
  "twice the margin": [changed((found) => ({ ...found, margin: found.margin * 2 })), hasItsMargin],
};

describe("a mistake in drawing is seen", () => {
  it.each(Object.entries(mistakes))("%s", (_, [wrong, check]) => {
    expect(tried(check, wrong).failed).toBe(true);
  });
});
