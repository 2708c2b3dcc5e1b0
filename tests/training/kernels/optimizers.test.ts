import { fc, test } from "@fast-check/vitest";
import { beforeAll, describe, expect, it } from "vitest";
import type { AdamStep, MomentumStep } from "../../../src/training/kernels/kernels.js";
import { lengths, magnitudes, parts, rates, scales, values } from "./arbitrary.js";
import { ADAM_SLIPS, adamReference, averageReference, MOMENTUM_SLIPS, momentumReference } from "./reference.js";
import type { AdamSlip, AdamState, Bounded, MomentumSlip, MomentumState } from "./reference.js";
import { openWorkplace } from "./workplace.js";
import type { Workplace } from "./workplace.js";

let place: Workplace;

beforeAll(async () => {
  place = await openWorkplace(64);
});

/** The first value that is further from what it should be than rounding explains. */
function off(what: string, found: Float32Array | undefined, right: readonly Bounded[]): string | null {
  for (const [i, { value, error }] of right.entries()) {
    const own = found?.[i] ?? NaN;
    if (!(Math.abs(own - value) <= error)) return `${what} ${i} is ${own}, not ${value} ± ${error}`;
  }
  return place.intact() ? null : "values beside the arrays were written";
}

const step: fc.Arbitrary<AdamStep> = fc.record({
  t: fc.integer({ min: 1, max: 3000 }),
  learningRate: rates,
  beta1: parts,
  beta2: parts,
  epsilon: fc.constantFrom(1e-8, 1e-3),
  weightDecay: fc.constantFrom(0, 0.01, 0.3),
  gradientScale: scales,
});
const state = fc.record({ parameter: values, gradient: values, first: values, second: magnitudes });
const states = lengths.chain((n) => fc.array(state, { minLength: n, maxLength: n }));

function adamOff(all: readonly AdamState[], own: AdamStep, slip?: AdamSlip): string | null {
  const [parameters = none, gradients = none, first = none, second = none] = place.floats(
    all.map(({ parameter }) => parameter),
    all.map(({ gradient }) => gradient),
    all.map(({ first }) => first),
    all.map(({ second }) => second),
  );
  place.kernels.adam(parameters, gradients, first, second, own);
  const right = all.map((one) => adamReference(one, own, slip));
  return (
    off(
      "the first moment",
      first,
      right.map((one) => one.first),
    ) ??
    off(
      "the second moment",
      second,
      right.map((one) => one.second),
    ) ??
    off(
      "the parameter",
      parameters,
      right.map(({ parameter }) => parameter),
    )
  );
}

const none = new Float32Array();

describe("adam", () => {
  test.prop([states, step])("computes what it says", (all, own) => {
    expect(adamOff(all, own)).toBeNull();
  });

  it.each(ADAM_SLIPS)("is told from: %s", (slip) => {
    const drawn = fc.sample(fc.tuple(states, step), 200);
    expect(drawn.filter(([all, own]) => adamOff(all, own, slip) !== null)).not.toEqual([]);
  });

  it("shows gradients that are not finite in the parameters, where they are and only there", () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      for (const at of [0, 3, 6]) {
        const [parameters = none, gradients = none, first = none, second = none] = place.floats(
          ...[1, 2, 3, 4].map((value) => new Float32Array(7).fill(value)),
        );
        gradients[at] = bad;
        const own = { t: 1, learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, gradientScale: 1 };
        place.kernels.adam(parameters, gradients, first, second, own);
        expect([...parameters].map(Number.isNaN)).toEqual(Array.from({ length: 7 }, (_, i) => i === at));
      }
    }
  });

  it("leaves a parameter alone whose gradients have all been 0", () => {
    const [parameters = none, gradients = none, first = none, second = none] = place.floats([1.5], [0], [0], [0]);
    const own = { t: 1, learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-37, weightDecay: 0, gradientScale: 1 };
    place.kernels.adam(parameters, gradients, first, second, own);
    expect([...parameters, ...first, ...second]).toEqual([1.5, 0, 0]);
  });
});

const momentumStep: fc.Arbitrary<MomentumStep> = fc.record({
  learningRate: rates,
  momentum: parts,
  nesterov: fc.boolean(),
  gradientScale: scales,
});
const moving = lengths.chain((n) =>
  fc.array(fc.record({ parameter: values, gradient: values, velocity: values }), { minLength: n, maxLength: n }),
);

function momentumOff(all: readonly MomentumState[], own: MomentumStep, slip?: MomentumSlip): string | null {
  const [parameters = none, gradients = none, velocity = none] = place.floats(
    all.map(({ parameter }) => parameter),
    all.map(({ gradient }) => gradient),
    all.map(({ velocity }) => velocity),
  );
  place.kernels.descendWithMomentum(parameters, gradients, velocity, own);
  const right = all.map((one) => momentumReference(one, own, slip));
  return (
    off(
      "the velocity",
      velocity,
      right.map((one) => one.velocity),
    ) ??
    off(
      "the parameter",
      parameters,
      right.map(({ parameter }) => parameter),
    )
  );
}

/** Descent is descent with a momentum of 0 from rest. */
function descentOff(all: readonly MomentumState[], own: MomentumStep, slip?: MomentumSlip): string | null {
  const [parameters = none, gradients = none] = place.floats(
    all.map(({ parameter }) => parameter),
    all.map(({ gradient }) => gradient),
  );
  place.kernels.descend(parameters, gradients, own);
  const right = all.map((one) => momentumReference({ ...one, velocity: 0 }, { ...own, momentum: 0, nesterov: false }, slip));
  return off(
    "the parameter",
    parameters,
    right.map(({ parameter }) => parameter),
  );
}

describe("descendWithMomentum", () => {
  test.prop([moving, momentumStep])("computes what it says", (all, own) => {
    expect(momentumOff(all, own)).toBeNull();
  });

  it.each(MOMENTUM_SLIPS)("is told from: %s", (slip) => {
    const drawn = fc.sample(fc.tuple(moving, momentumStep), 200);
    expect(drawn.filter(([all, own]) => momentumOff(all, own, slip) !== null)).not.toEqual([]);
  });
});

describe("descend", () => {
  test.prop([moving, momentumStep])("computes what it says", (all, own) => {
    expect(descentOff(all, own)).toBeNull();
  });

  it.each(["scale ignored", "sign of the step"] as const)("is told from: %s", (slip) => {
    const drawn = fc.sample(fc.tuple(moving, momentumStep), 200);
    expect(drawn.filter(([all, own]) => descentOff(all, own, slip) !== null)).not.toEqual([]);
  });
});

const pairs = lengths.chain((n) => fc.array(fc.tuple(values, values), { minLength: n, maxLength: n }));

function averageOff(all: readonly (readonly [number, number])[], decay: number, meant = decay): string | null {
  const [averages = none, others = none] = place.floats(
    all.map(([average]) => average),
    all.map(([, value]) => value),
  );
  place.kernels.movingAverage(averages, others, decay);
  return off(
    "the average",
    averages,
    all.map(([average, value]) => averageReference(average, value, meant)),
  );
}

describe("movingAverage", () => {
  test.prop([pairs, parts])("computes what it says", (all, decay) => {
    expect(averageOff(all, decay)).toBeNull();
  });

  it("is told from one that keeps what it should take", () => {
    expect(fc.sample(pairs, 50).filter((all) => averageOff(all, 0.9, 0.1) !== null)).not.toEqual([]);
  });

  it("shows what is not a number", () => {
    const [averages = none, others = none] = place.floats([1, 1, 1, 1, 1], [1, NaN, 1, 1, Infinity]);
    place.kernels.movingAverage(averages, others, 0.9);
    expect([...averages]).toEqual([1, NaN, 1, 1, Infinity]);
  });
});

describe("sumOfSquares", () => {
  const sums = (all: readonly number[]): readonly [number, number] => {
    const [laid = none] = place.floats(all);
    return [place.kernels.sumOfSquares(laid), all.reduce((sum, value) => sum + value ** 2, 0)];
  };

  test.prop([fc.array(values, { maxLength: 40 })])("is that of double precision", (all) => {
    const [found, right] = sums(all);
    expect(Math.abs(found - right)).toBeLessThanOrEqual(right * 40 * 2 ** -53);
  });

  test.prop([fc.array(values, { minLength: 1, maxLength: 40 }), fc.nat()])("counts every value once", (all, at) => {
    // A value that outweighs the others' rounding is seen wherever it stands.
    const changed = all.map((value, i) => (i === at % all.length ? 2 ** 60 : value));
    const [found] = sums(changed);
    expect(found / 2 ** 120).toBeCloseTo(1, 9);
  });

  it("is finite for the largest values, and only for finite ones", () => {
    const largest = 2 ** 127 * (2 - 2 ** -23);
    expect(sums(Array.from({ length: 20 }, () => largest))[0]).toBe(20 * largest ** 2);
    for (let at = 0; at < 11; at++) {
      const found = [NaN, Infinity, -Infinity].map((bad) => sums(Array.from({ length: 11 }, (_, i) => (i === at ? bad : 1)))[0]);
      expect(found).toEqual([NaN, Infinity, Infinity]);
    }
  });
});

describe("the kernels", () => {
  it("refuse arrays that do not belong to them or to each other", () => {
    const [laid = none, other = none] = place.floats([1, 2, 3], [1, 2]);
    expect(() => place.kernels.sumOfSquares(new Float32Array(3))).toThrow(
      "sumOfSquares: an array lies outside of the kernels' memory",
    );
    expect(() => {
      place.kernels.movingAverage(laid, other, 0.9);
    }).toThrow(new RangeError("movingAverage: arrays of 3, 2 values"));
  });
});
