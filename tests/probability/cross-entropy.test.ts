import { fc, test } from "@fast-check/vitest";
import { describe, expect, it } from "vitest";
import {
  axis,
  constant,
  evaluate,
  gradients,
  input,
  log,
  multiply,
  negate,
  sigmoid,
  softplus,
  subtract,
  sum,
  tensor,
} from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { bernoulliCrossEntropy, bernoulliNll } from "../../src/probability/index.js";
import { uniform } from "../tensor/arbitrary.js";
import { differs, first } from "./checks.js";
import type { Complaint } from "./checks.js";

const PIXEL = axis("pixel", 3);
type Loss = typeof bernoulliCrossEntropy;
type Three = readonly [number, number, number];

const three = <T>(one: fc.Arbitrary<T>) => fc.tuple(one, one, one);
const levels = three(uniform(0, 1));
const logits = three(uniform(-12, 12));
const bits = three(fc.constantFrom(0, 1));

/** The loss and its slopes with respect to the logits. */
function at(loss: Loss, x: Three, given: Three): { readonly value: number; readonly slopes: readonly number[] } {
  const node = input("logits", [PIXEL]);
  const value = loss(constant([PIXEL], x), node, ["pixel"]);
  const [slope] = gradients(value, [node]);
  const found = evaluate({ value, slope }, { logits: tensor([PIXEL], given) });
  return { value: found.value?.values[0] ?? NaN, slopes: [...(found.slope?.values ?? [])] };
}

/** Of zeros and ones it is −log of their probability. */
function onBits(loss: Loss, x: Three, given: Three): Complaint {
  const own = bernoulliNll(constant([PIXEL], x), { logits: constant([PIXEL], given) }, ["pixel"]);
  const right = evaluate({ own }).own?.values[0] ?? NaN;
  return differs(
    "the cross-entropy of zeros and ones",
    at(loss, x, given).value,
    right,
    1e-13 * (1 + Math.max(...given.map(Math.abs))),
    {
      "averaged over pixels": right / 3,
      "target and input are swapped": x.reduce((total, b, i) => total + Math.log1p(Math.exp(b)) - b * (given[i] ?? NaN), 0),
    },
  );
}

/** Of grey levels it is the mean of −log of the probabilities of zeros and ones drawn with them, over all eight outcomes. */
function onLevels(loss: Loss, x: Three, given: Three): Complaint {
  const outcome = axis("outcome", 8);
  const all = Array.from({ length: 8 }, (_, i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1]);
  const nll = bernoulliNll(constant([outcome, PIXEL], all.flat()), { logits: constant([PIXEL], given) }, ["pixel"]);
  const losses = evaluate({ nll }).nll?.values ?? [];
  const right = all.reduce((total, outcomes, i) => {
    const probability = outcomes.reduce((product, b, k) => product * (b === 1 ? (x[k] ?? NaN) : 1 - (x[k] ?? NaN)), 1);
    return total + probability * (losses[i] ?? NaN);
  }, 0);
  return differs("the cross-entropy of grey levels", at(loss, x, given).value, right, 1e-12 * (1 + right), {
    "it is that of rounded levels": at(loss, [Math.round(x[0]), Math.round(x[1]), Math.round(x[2])], given).value,
  });
}

/** Its slope is σ(logit) − x. */
function slopes(loss: Loss, x: Three, given: Three): Complaint {
  return first(
    at(loss, x, given).slopes.map((slope, i) => {
      const right = 1 / (1 + Math.exp(-(given[i] ?? NaN))) - (x[i] ?? NaN);
      return differs(`the slope at the logit ${given[i] ?? NaN} and the level ${x[i] ?? NaN}`, slope, right, 1e-14, {
        "averaged over pixels": right / 3,
      });
    }),
  );
}

const extremes = [-1e4, -745, -40, 0, 40, 745, 1e4];

/** Value and slopes are right and finite at logits that round σ to 0 or 1. */
function atExtremes(loss: Loss): Complaint {
  return first(
    extremes.flatMap((logit) =>
      [0, 0.25, 1].flatMap((x) => {
        const { value, slopes: found } = at(loss, [x, x, x], [logit, logit, logit]);
        if (!Number.isFinite(value)) return `the loss at the logit ${logit} is ${value}: log 0 or an overflow of exp`;
        const right = 3 * (Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - x * logit);
        return [
          differs(`the loss at the logit ${logit}`, value, right, 1e-11),
          ...found.map((slope) => differs(`the slope at the logit ${logit}`, slope, 1 / (1 + Math.exp(-logit)) - x, 1e-15)),
        ];
      }),
    ),
  );
}

describe("the cross-entropy of levels and logits", () => {
  test.prop([bits, logits])("is −log of the probability of zeros and ones", (x, given) => {
    expect(onBits(bernoulliCrossEntropy, x, given)).toBeNull();
  });

  test.prop([levels, logits])("is the mean over zeros and ones drawn with the levels", (x, given) => {
    expect(onLevels(bernoulliCrossEntropy, x, given)).toBeNull();
  });

  test.prop([levels, logits])("has the slope σ(logit) − level", (x, given) => {
    expect(slopes(bernoulliCrossEntropy, x, given)).toBeNull();
  });

  it("is finite and right at extreme logits", () => {
    expect(atExtremes(bernoulliCrossEntropy)).toBeNull();
  });

  it("keeps the axes that it is not summed over", () => {
    const [image, sample] = [axis("image", 2), axis("sample", 2)];
    const nll = bernoulliCrossEntropy(
      constant([image, PIXEL], [0, 0.5, 1, 1, 0, 0.25]),
      constant([sample, PIXEL], [1, 2, 3, -1, 0, 5]),
      ["pixel"],
    );
    const { value } = evaluate({ value: nll });
    expect(value?.axes.map(({ name }) => name)).toEqual(["sample", "image"]);
    const one = (x: Three, given: Three): number => at(bernoulliCrossEntropy, x, given).value;
    const [a, b]: readonly [Three, Three] = [
      [0, 0.5, 1],
      [1, 0, 0.25],
    ];
    const [l, m]: readonly [Three, Three] = [
      [1, 2, 3],
      [-1, 0, 5],
    ];
    expect([...(value?.values ?? [])]).toEqual([one(a, l), one(b, l), one(a, m), one(b, m)]);
  });
});

describe("errors in the cross-entropy are seen:", () => {
  const formula = (x: Node, positive: Node, negative: Node, over: readonly string[]): Node =>
    negate(sum(subtract(multiply(x, log(positive)), negate(multiply(subtract(1, x), log(negative)))), over));
  const naive: Loss = (x, given, over) => formula(x, sigmoid(given), subtract(1, sigmoid(given)), over);
  const [x, given]: readonly [Three, Three] = [
    [0, 1, 1],
    [0.5, -2, 3],
  ];
  const grey: Three = [0.1, 0.7, 0.4];

  it("log σ and log(1 − σ)", () => {
    expect(onBits(naive, x, given)).toBeNull();
    expect(onLevels(naive, grey, given)).toBeNull();
    expect(atExtremes(naive)).toContain("log 0 or an overflow of exp");
  });

  it("target and input swapped", () => {
    const swapped: Loss = (own, logit, over) => sum(subtract(softplus(own), multiply(own, logit)), over);
    expect(onBits(swapped, x, given)).toContain("target and input are swapped");
    expect(slopes(swapped, x, given)).toContain("the slope at the logit 0.5");
  });

  it("averaged over pixels", () => {
    const averaged: Loss = (own, logit, over) => multiply(bernoulliCrossEntropy(own, logit, over), 1 / 3);
    expect(onBits(averaged, x, given)).toContain("averaged over pixels");
    expect(slopes(averaged, x, given)).toContain("averaged over pixels");
  });

  it("another loss that agrees on zeros and ones", () => {
    const signed: Loss = (own, logit, over) => sum(softplus(multiply(subtract(1, multiply(own, 2)), logit)), over);
    expect(onBits(signed, x, given)).toBeNull();
    expect(onLevels(signed, grey, given)).not.toBeNull();
  });
});
