import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import {
  bernoulliNll,
  bitsPerDim,
  chainRuleLogLikelihood,
  mse,
  nllFromMse,
  nllMseConstant,
  normalNll,
} from "../../src/probability/index.js";
import type { Discretization } from "../../src/probability/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { differs, first } from "./checks.js";
import type { Complaint } from "./checks.js";
import { describeMutant } from "./mutant.js";

const BATCH = t.axis("batch", 2);
const PIXEL = t.axis("pixel", 3);
const random = keyedRandom("losses");
const drawn = (f: (u: number) => number, axes = [BATCH, PIXEL]): Node =>
  t.constant(
    axes,
    Array.from({ length: t.elements(axes) }, () => f(random.uniform())),
  );
const values = (node: Node): number[] => [...(t.evaluate({ node }).node?.values ?? [])];
const rows = (node: Node): number[][] => [values(node).slice(0, 3), values(node).slice(3)];

const x = drawn((u) => 4 * u - 2);
const bits = drawn((u) => (u < 0.5 ? 0 : 1));
const mean = drawn((u) => 2 * u - 1);
const logVar = drawn((u) => 4 * u - 2);
const logits = drawn((u) => 6 * u - 3);

/** Against the formula of the derivation, written out in numbers. */
function matches(
  what: string,
  loss: Node,
  formula: (i: number) => number,
  suspects: (i: number) => Record<string, number>,
): Complaint {
  const found = values(loss);
  if (found.length !== BATCH.size)
    return `${what} has ${found.length} values, not one for each example: summed over the wrong axes`;
  return first(found.map((value, i) => differs(what, value, formula(i), 1e-12 * (1 + Math.abs(formula(i))), suspects(i))));
}
const total = (numbers: readonly number[]): number => numbers.reduce((before, n) => before + n, 0);
const entry = (node: Node, i: number, k: number): number => rows(node)[i]?.[k] ?? NaN;
const over = (f: (k: number) => number): number => total([0, 1, 2].map(f));

type Loss = (x: Node, parameters: { readonly mean: Node; readonly logVar: Node }, over: readonly string[]) => Node;
const normalFormula = (i: number): number =>
  over((k) => {
    const variance = Math.exp(entry(logVar, i, k));
    return Math.log(2 * Math.PI * variance) / 2 + (entry(x, i, k) - entry(mean, i, k)) ** 2 / (2 * variance);
  });
const constant = (3 / 2) * Math.log(2 * Math.PI);
const checkNormal = (nll: Loss): Complaint =>
  matches("the normal loss", nll(x, { mean, logVar }, ["pixel"]), normalFormula, (i) => ({
    "the constant (D/2) log 2π is missing": normalFormula(i) - constant,
    "the constant is counted D times in each dimension": normalFormula(i) + 2 * constant,
    "it is averaged over pixels": normalFormula(i) / 3,
  }));

const crossEntropy = (target: (k: number) => number, ofOne: (k: number) => number): number =>
  over((k) => -(target(k) * Math.log(ofOne(k)) + (1 - target(k)) * Math.log(1 - ofOne(k))));
const sigmoid = (a: number): number => 1 / (1 + Math.exp(-a));
type BinaryLoss = (x: Node, parameters: { readonly logits: Node }, over: readonly string[]) => Node;
const checkBernoulli = (nll: BinaryLoss): Complaint => {
  const formula = (i: number) =>
    crossEntropy(
      (k) => entry(bits, i, k),
      (k) => sigmoid(entry(logits, i, k)),
    );
  const swapped = (i: number) => over((k) => Math.log1p(Math.exp(entry(bits, i, k))) - entry(logits, i, k) * entry(bits, i, k));
  return matches("the Bernoulli loss", nll(bits, { logits }, ["pixel"]), formula, (i) => ({
    "it is averaged over pixels": formula(i) / 3,
    "target and input are swapped": swapped(i),
  }));
};

describe("losses", () => {
  it("are those of the derivations", () => {
    expect(checkNormal(normalNll)).toBeNull();
    expect(checkBernoulli(bernoulliNll)).toBeNull();
  });

  it("differ by the constant between likelihood and squared error", () => {
    for (const spread of [-138, -60, -1, 0, 2, 138]) {
      const nll = values(normalNll(x, { mean, logVar: t.scalar(spread) }, ["pixel"]));
      const factor = 3 / (2 * Math.exp(spread));
      const squared = mse(x, mean, ["pixel"]);
      for (const rebuilt of [
        t.add(t.multiply(squared, factor), nllMseConstant(3, spread)),
        nllFromMse(squared, 3, spread),
        nllFromMse(squared, 3, t.fill([BATCH], spread)),
      ]) {
        for (const [i, value] of values(rebuilt).entries()) expect(Math.abs(value / (nll[i] ?? NaN) - 1)).toBeLessThan(1e-12);
      }
    }
  });

  it("average the squared error, and refuse to over nothing", () => {
    expect(values(mse(t.constant([PIXEL], [1, 2, 3]), t.constant([PIXEL], [1, 0, 0]), ["pixel"]))).toEqual([13 / 3]);
    const none = t.fill([t.axis("pixel", 0)], 0);
    expect(() => mse(none, none, ["pixel"])).toThrow(t.ShapeError);
  });

  it("are infinite on grey values, and finite at extreme logits", () => {
    const loss = (value: number, logit: number): number =>
      (values(bernoulliNll(t.fill([PIXEL], value), { logits: t.fill([PIXEL], logit) }, ["pixel"]))[0] ?? NaN) + 0;
    expect(loss(0.5, 0)).toBe(Infinity);
    expect([loss(1, 1e4), loss(0, 1e4), loss(1, -1e4), loss(0, -1e4)]).toEqual([0, 3e4, 3e4, 0]);
  });

  it("add the conditionals of the chain rule up", () => {
    const found = values(chainRuleLogLikelihood(x, ["pixel"]));
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(total(rows(x)[i] ?? []), 14);
  });
});

/** Uniform models over 256 values, for several numbers of dimensions: as probabilities, and as densities on 0 .. 1 and −1 .. 1. */
const checkBits = (score: (nats: Node, options: Discretization) => Node): Complaint => {
  const suspects = {
    "the base of the logarithm is e": Math.log(256),
    "the offset of the dequantization is missing": 0,
    "it is of the whole image, not of a dimension": 8 * 784,
  };
  return first(
    [784, 1, 3072].flatMap((dimensions) =>
      [
        { nats: dimensions * Math.log(256), binsPerUnit: 1 },
        { nats: 0, binsPerUnit: 256 },
        { nats: dimensions * Math.log(2), binsPerUnit: 128 },
      ].map(({ nats, binsPerUnit }) =>
        differs("the uniform model", values(score(t.scalar(nats), { dimensions, binsPerUnit }))[0] ?? NaN, 8, 0, suspects),
      ),
    ),
  );
};

describe("bits per dimension", () => {
  it("refuse what is no number of dimensions or bins", () => {
    const score = (dimensions: number, binsPerUnit: number) => () => bitsPerDim(t.scalar(1), { dimensions, binsPerUnit });
    expect(score(0, 1)).toThrow(new RangeError("bitsPerDim: 0 dimensions; give a whole number from 1"));
    expect(score(1.5, 1)).toThrow(RangeError);
    expect(score(1, 0)).toThrow(new RangeError("bitsPerDim: 0 bins per unit; give a positive number"));
    expect(score(1, Infinity)).toThrow(RangeError);
  });
});

describeMutant<typeof bitsPerDim>({
  bug: 26,
  mistake: "nats for bits",
  right: bitsPerDim,
  wrong: (nats, { dimensions, binsPerUnit }) => t.add(t.divide(nats, dimensions), Math.log(binsPerUnit)),
  check: checkBits,
  message: "the base of the logarithm is e",
});
describeMutant<typeof bitsPerDim>({
  bug: 26,
  mistake: "no offset for the dequantization",
  right: bitsPerDim,
  wrong: (nats, { dimensions }) => t.divide(nats, dimensions * Math.LN2),
  check: checkBits,
  message: "the offset of the dequantization is missing",
});
describeMutant<typeof bitsPerDim>({
  bug: 26,
  mistake: "bits of the image",
  right: bitsPerDim,
  wrong: (nats, { binsPerUnit }) => t.add(t.divide(nats, Math.LN2), Math.log2(binsPerUnit)),
  check: checkBits,
  message: "it is of the whole image, not of a dimension",
});
describeMutant<Loss>({
  bug: 13,
  mistake: "the constant times D in each dimension",
  right: normalNll,
  wrong: (own, parameters, axes) => t.add(normalNll(own, parameters, axes), 2 * constant),
  check: checkNormal,
  message: "the constant is counted D times in each dimension",
});
describeMutant<Loss>({
  bug: 4,
  mistake: "the reconstruction averaged over pixels",
  right: normalNll,
  wrong: (own, parameters, axes) => t.divide(normalNll(own, parameters, axes), 3),
  check: checkNormal,
  message: "it is averaged over pixels",
});
describeMutant<Loss>({
  bug: 9,
  mistake: "a sum without an axis",
  right: normalNll,
  wrong: (own, parameters, axes) => t.sum(normalNll(own, parameters, axes), ["batch"]),
  check: checkNormal,
  message: "summed over the wrong axes",
});
describeMutant<BinaryLoss>({
  bug: 10,
  mistake: "target and input swapped",
  right: bernoulliNll,
  wrong: (own, { logits: a }, axes) => t.sum(t.subtract(t.softplus(own), t.multiply(a, own)), axes),
  check: checkBernoulli,
  message: "target and input are swapped",
});

type FromMse = typeof nllFromMse;
const checkFromMse = (own: FromMse): Complaint => {
  const spread = t.constant([BATCH], [0.7, -1.2]);
  const squared = mse(x, mean, ["pixel"]);
  const rebuilt = values(own(squared, 3, spread));
  const right = values(normalNll(x, { mean, logVar: spread }, ["pixel"]));
  const [errors, constants] = [values(squared), values(nllMseConstant(3, spread))];
  return first(
    rebuilt.map((value, i) => {
      const [all, rest] = [right[i] ?? NaN, constants[i] ?? NaN];
      return differs("the normal loss from the squared error", value, all, 1e-12, {
        "the constant (D/2) log 2πσ² is missing": all - rest,
        "the squared error is averaged over pixels": rest + (all - rest) / 3,
        "the factor ½ is missing": rest + 2 * (all - rest),
        "σ² is 1 in front of the squared error": rest + (3 / 2) * (errors[i] ?? NaN),
      });
    }),
  );
};
const fromMseMutants: readonly {
  readonly mistake: string;
  readonly bug: number;
  readonly wrong: FromMse;
  readonly message: string;
}[] = [
  {
    bug: 13,
    mistake: "the squared error without the constant",
    wrong: (squared, dimensions, spread) =>
      t.subtract(nllFromMse(squared, dimensions, spread), nllMseConstant(dimensions, spread)),
    message: "the constant (D/2) log 2πσ² is missing",
  },
  {
    bug: 4,
    mistake: "the squared error averaged over pixels",
    wrong: (squared, dimensions, spread) => nllFromMse(t.divide(squared, dimensions), dimensions, spread),
    message: "the squared error is averaged over pixels",
  },
  {
    bug: 6,
    mistake: "the squared error without the factor ½",
    wrong: (squared, dimensions, spread) => nllFromMse(t.multiply(squared, 2), dimensions, spread),
    message: "the factor ½ is missing",
  },
  {
    bug: 14,
    mistake: "the squared error whatever the variance",
    wrong: (squared, dimensions, spread) => t.add(t.multiply(squared, dimensions / 2), nllMseConstant(dimensions, spread)),
    message: "σ² is 1 in front of the squared error",
  },
];
for (const mutant of fromMseMutants) describeMutant<FromMse>({ ...mutant, right: nllFromMse, check: checkFromMse });
