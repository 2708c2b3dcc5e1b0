import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import { elbo, maskA, maskB, sampledElbo } from "../../src/probability/index.js";
import type { Distribution, Domain } from "../../src/probability/index.js";
import { cases } from "./cases.js";
import { differs } from "./checks.js";
import type { Complaint } from "./checks.js";
import { describeMutant } from "./mutant.js";
import { pointOf } from "./point.js";

const { axis, constant } = t;
const EVENT = axis("event", 2);
const BATCH = axis("batch", 3);
const families: readonly (readonly [string, Distribution])[] = Object.entries(cases).map(
  ([name, own]) => [name, pointOf<Distribution>(own, [BATCH], [EVENT], "moderate", name).distribution] as const,
);

/** How far a promise reaches: what is finite and accurate up to there must not quietly stop to be, nor a promise be made that no one meant. */
const REACH: Readonly<Record<string, number>> = {
  mean: 1e4,
  logits: 1e4,
  logScale: 140,
  logVar: 140,
  choleskyFactor: 70,
  outcome: 1e4,
};

describe.each(families)("%s", (_, { parameters, support, noise, sample }) => {
  it("is promised to work as far as it was", () => {
    const reach = (domain: Domain, what: string): void => {
      if (domain.kind !== "whole") expect(domain.modulus).toBe(REACH[what]);
    };
    for (const [name, { domain }] of Object.entries(parameters)) reach(domain, name);
    reach(support, "outcome");
  });

  it("says what noise it needs", () => {
    const needed = noise.map(({ law, axes }) => `${law} over (${t.axesText(axes)})`).join(" and ");
    expect(needed).not.toBe("");
    expect(() => sample()).toThrow(`it needs ${needed}`);
  });
});

const SAMPLES = axis("sample", 3);
const weights = constant([SAMPLES], [1, 2, 6]);
type Sampled = typeof sampledElbo;
const checkDuplicated = (own: Sampled): Complaint => {
  const twice = own(t.concat([weights, weights], "sample"), "sample");
  const [once = NaN, both = NaN] = [own(weights, "sample"), twice].map((node) => t.evaluate({ node }).node?.values[0]);
  const changed = differs("the bound of every sample taken twice", both, once, 1e-15, {
    "it is summed over the samples instead of averaged: taking each twice doubles it": 2 * once,
  });
  return changed ?? differs("the bound of three samples", once, 3, 1e-15);
};

describeMutant<Sampled>({
  bug: 12,
  mistake: "the bound summed over samples",
  right: sampledElbo,
  wrong: (own, samples) => t.sum(own, [samples]),
  check: checkDuplicated,
  message: "it is summed over the samples instead of averaged: taking each twice doubles it",
});

describe("the evidence lower bound", () => {
  it("takes its parts with their axes in any order", () => {
    const [a, b] = [axis("a", 2), axis("b", 1)];
    const likelihood = constant([a, b], [5, 7]);
    const kl = constant([b, a], [1, 2]);
    expect([...(t.evaluate({ bound: elbo(likelihood, kl) }).bound?.values ?? [])]).toEqual([4, 5]);
    expect([...(t.evaluate({ bound: elbo(kl, likelihood) }).bound?.values ?? [])]).toEqual([-4, -5]);
  });
});

describe("masks refuse", () => {
  const channels = { in: axis("in", 1), out: axis("out", 1) };

  it.each([0, -1, 2, 1.5, NaN, Infinity])("an extent of %s", (size) => {
    for (const mask of [maskA, maskB]) {
      expect(() => mask({ size: { height: size, width: 3 }, channels })).toThrow(/has no centre; give odd sizes$/);
      expect(() => mask({ size: { height: 3, width: size }, channels })).toThrow(/has no centre; give odd sizes$/);
    }
  });

  it.each([0, -1, 1.5, NaN])("%s colours", (colours) => {
    const six = { in: axis("in", 6), out: axis("out", 6) };
    expect(() => maskA({ size: { height: 1, width: 1 }, channels: six, colours })).toThrow(/do not divide into/);
  });

  it("channels that do not divide, on either side", () => {
    const size = { height: 1, width: 1 };
    const [three, four] = [3, 4].map((count) => (name: string) => axis(name, count));
    if (three === undefined || four === undefined) throw new Error("two sizes");
    expect(() => maskB({ size, channels: { in: four("in"), out: three("out") }, colours: 3 })).toThrow('the 4 channels of "in"');
    expect(() => maskB({ size, channels: { in: three("in"), out: four("out") }, colours: 3 })).toThrow('the 4 channels of "out"');
  });
});

describe("masks", () => {
  it("share unequal numbers of channels out among colours, the first third to the first", () => {
    const [into, out] = [axis("in", 6), axis("out", 9)];
    const { values } = maskA({ size: { height: 1, width: 1 }, channels: { in: into, out }, colours: 3 });
    const rows = Array.from({ length: 6 }, (_, i) => values.slice(9 * i, 9 * i + 9).join(""));
    expect(rows).toEqual(["000111111", "000111111", "000000111", "000000111", "000000000", "000000000"]);
  });
});
