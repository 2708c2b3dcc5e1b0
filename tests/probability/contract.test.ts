import { describe, expect, it } from "vitest";
import { add, axis, constant, fill, input, multiply, namesOf, rename, scalar, ShapeError } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { gradientError, weighted } from "../tensor/finite-differences.js";
import type { Distribution } from "../../src/probability/index.js";
import { cases } from "./cases.js";
import type { Case } from "./cases.js";
import { additive, eachExample, finite, sensitive, summed, supported } from "./checks.js";
import { at, centred, noiseFor, pointOf } from "./point.js";
import type { Point } from "./point.js";
import { sampleStatistics } from "./samples.js";
import { agrees } from "./statistics.js";

const families: readonly (readonly [string, Case])[] = Object.entries(cases);
const event = (size: number) => axis("event", size);
const BATCH = axis("batch", 3);

/** An outcome of the distribution: a sample over its batch and event axes. */
function outcome(point: Point, key: string): Node {
  const { axes, values } = at(point, sampleOf(point.distribution, key));
  return constant(axes, values);
}

function sampleOf(distribution: Distribution, key: string): Node {
  return distribution.sample(...noiseFor(distribution, key));
}

describe.each(families)("%s", (name, own) => {
  it("is called what it is registered as", () => {
    expect(pointOf(own, [BATCH], [event(2)], "moderate", name).distribution.name).toBe(name);
  });

  const moderate = ["first", "second", "third"].map((key) => ({ key, at: "moderate" }));
  const extreme = ["first", "second", "third"].map((key) => ({ key, at: "extreme" }));

  it.each([...moderate, ...extreme])("has one mass, mean, variance and entropy: $at $key", ({ key, at: region }) => {
    const isModerate = region === "moderate";
    for (const size of [0, 1, 2]) {
      const point = pointOf(own, [], [event(size)], isModerate ? "moderate" : "extreme", `${name} ${key}`);
      expect(summed(isModerate ? point : centred(point))).toBeNull();
    }
  });

  it.each([...moderate, ...extreme])("samples what it says, and an error of δ shows: $at $key", ({ key, at: region }) => {
    const drawn = pointOf(own, [], [event(2)], region === "moderate" ? "moderate" : "extreme", `${name} ${key}`);
    const point = region === "moderate" ? drawn : centred(drawn);
    const { comparisons, sharing } = sampleStatistics(point, `${region} ${key}`);
    for (const comparison of comparisons) {
      expect(agrees(comparison, sharing)).toBeNull();
      for (const planted of [-1, 1] as const) expect(agrees(comparison, sharing, planted)).toContain(comparison.what);
    }
  });

  it.each(moderate)("gives each example of a batch what it gets alone: $key", ({ key }) => {
    const point = pointOf(own, [BATCH], [event(2)], "moderate", `${name} ${key}`);
    const { distribution } = point;
    const x = outcome(pointOf(own, [], [event(2)], "moderate", name), key);
    if (distribution.batchAxes.length > 0) {
      expect(eachExample(point, "logProb", (d) => d.logProb(x))).toBeNull();
      expect(eachExample(point, "the entropy", (d) => d.entropy?.() ?? fill(d.batchAxes, 0))).toBeNull();
    }
    const all = ["batch", "event"].filter((own) => own === "event" || distribution.batchAxes.length > 0).sort();
    for (const node of [distribution.mean(), distribution.variance(), sampleOf(distribution, key)]) {
      expect([...namesOf(node.axes)].sort()).toEqual(all);
    }
  });

  it.each(moderate)("has gradients that agree with finite differences: $key", ({ key }) => {
    const point = pointOf(own, [BATCH], [event(2)], "moderate", `${name} ${key}`);
    const { distribution, values } = point;
    const names = Object.keys(distribution.parameters);
    const y = outcome(point, key);
    const isDensity = distribution.support.kind === "real";
    const everything = (...[x = y, ...nodes]: readonly Node[]): Node => {
      const rebuilt = own.build((parameter) => nodes[names.indexOf(parameter)] ?? constant([], [NaN]), [event(2)]);
      const { logProb, mean, variance, entropy } = rebuilt;
      const sample = rebuilt.reparameterized ? sampleOf(rebuilt, key) : mean();
      return [logProb(isDensity ? x : y), mean(), variance(), sample, entropy?.() ?? mean(), multiply(x, 0)]
        .map(weighted)
        .reduce((before, node) => add(before, node));
    };
    expect(gradientError(everything, [at(point, y), ...Object.values(values)])).toBeLessThan(1e-7);
  });

  it.each(extreme)("is finite, with its gradients, at the ends of its domains: $key", ({ key }) => {
    const point = pointOf(own, [BATCH], [event(2)], "extreme", `${name} ${key}`);
    const { distribution } = point;
    const { support, eventAxes } = distribution;
    const ends = support.kind === "whole" ? [0, support.count - 1] : [-support.modulus, support.modulus];
    const outcomes = [outcome(point, key), ...ends.map((x) => constant(eventAxes, [x, x]))];
    for (const x of outcomes) expect(finite(point, "logProb", (d) => d.logProb(x))).toBeNull();
    expect(finite(point, "the mean", (d) => d.mean())).toBeNull();
    expect(finite(point, "the variance", (d) => d.variance())).toBeNull();
    expect(finite(point, "the entropy", (d) => d.entropy?.() ?? d.mean())).toBeNull();
    expect(finite(point, "a sample", (d) => sampleOf(d, key))).toBeNull();
  });

  it("depends on each of its parameters", () => {
    const point = pointOf(own, [BATCH], [event(2)], "moderate", name);
    const x = outcome(point, name);
    expect(sensitive(point, "logProb", (d) => d.logProb(x))).toBeNull();
    if (point.distribution.reparameterized) expect(sensitive(point, "a sample", (d) => sampleOf(d, name))).toBeNull();
  });

  it("adds up over independent coordinates, and only over these", () => {
    const point = pointOf(own, [], [event(3)], "moderate", name);
    const x = at(point, sampleOf(point.distribution, name));
    const outcomeOf = (coordinates: readonly number[]): Node =>
      constant(
        [event(coordinates.length)],
        coordinates.map((i) => x.values[i] ?? NaN),
      );
    const logProbAddsUp = (): void => {
      expect(additive(point, "logProb", (own, all) => own.distribution.logProb(outcomeOf(all)))).toBeNull();
    };
    if (!own.independent) {
      expect(logProbAddsUp).toThrow();
      return;
    }
    logProbAddsUp();
    expect(additive(point, "the entropy", ({ distribution }) => distribution.entropy?.() ?? scalar(0))).toBeNull();
  });

  it("gives no probability to what is outside of its support", () => {
    const point = pointOf(own, [], [event(2)], "moderate", name);
    const { support } = point.distribution;
    if (support.kind === "whole") expect(supported(point, [-1, support.count, NaN])).toBeNull();
  });

  it("refuses an outcome without the event, and noise that would repeat", () => {
    const { distribution } = pointOf(own, [BATCH], [event(2)], "moderate", name);
    const [noise = input("noise", [])] = noiseFor(distribution, name);
    expect(() => distribution.logProb(rename(constant([event(2)], [0, 0]), { event: "other" }))).toThrow(
      new ShapeError(`${name}.logProb`, 'the outcome lacks the axis "event"', "it needs (event 2)"),
    );
    const others = distribution.noise.slice(1).map(() => noise);
    expect(() => distribution.sample(constant([], [0]), ...others)).toThrow(
      /^\w+\.sample: the noise lacks the axis "\w+"; it needs/,
    );
    expect(() => distribution.sample()).toThrow(/^\w+\.sample: 0 noises are given, not \d; it needs/);
  });
});
