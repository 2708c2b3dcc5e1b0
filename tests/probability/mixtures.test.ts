import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { discretizedLogistic, discretizedLogisticMixture, gaussianMixture } from "../../src/probability/index.js";

const values = (node: Node): number[] => [...(t.evaluate({ node }).node?.values ?? [])];
const COMPONENT = t.axis("component", 2);
const EVENT = t.axis("event", 2);
const over = (...axes: readonly t.Axis[]): Node => t.fill(axes, 0.3);

describe("discretized logistic variables of 256 levels", () => {
  const all = t.positions(t.axis("outcome", 256));

  it.each([
    { mean: 128, logScale: 3 },
    { mean: -4, logScale: 1 },
    { mean: 259.5, logScale: 0 },
    { mean: 100.25, logScale: -5 },
    { mean: 0, logScale: 12 },
    { mean: 127.5, logScale: 60 },
  ])("have one mass, and the tails in the edge bins: mean $mean, logScale $logScale", ({ mean, logScale }) => {
    const own = discretizedLogistic({ mean: t.scalar(mean), logScale: t.scalar(logScale) }, 256, []);
    const masses = values(own.logProb(all)).map(Math.exp);
    expect(masses.reduce((before, mass) => before + mass, 0)).toBeCloseTo(1, 12);
    const below = 1 / (1 + Math.exp(-(0.5 - mean) / Math.exp(logScale)));
    const above = 1 / (1 + Math.exp((254.5 - mean) / Math.exp(logScale)));
    expect([masses[0], masses[255]].map((mass, i) => Math.abs((mass ?? NaN) - ([below, above][i] ?? NaN)) < 1e-13)).toEqual([
      true,
      true,
    ]);
  });

  it("keep their digits far from the mean, where the difference of two sigmoids is 0", () => {
    const own = discretizedLogistic({ mean: t.scalar(0), logScale: t.scalar(0) }, 256, []);
    // σ(x + ½) − σ(x − ½) = exp(−x) (√e − 1/√e) up to a relative exp(−x).
    const [found = NaN] = values(own.logProb(t.scalar(200)));
    expect(Math.abs(found - (Math.log(Math.sqrt(Math.E) - 1 / Math.sqrt(Math.E)) - 200))).toBeLessThan(1e-12);
  });

  it("of one level are certain", () => {
    const own = discretizedLogistic({ mean: t.scalar(5), logScale: t.scalar(0) }, 1, []);
    expect(values(own.logProb(t.scalar(0)))).toEqual([0]);
    expect(values(own.sample(t.scalar(0.9)))).toEqual([0]);
  });

  it("need a level", () => {
    expect(() => discretizedLogistic({ mean: t.scalar(0), logScale: t.scalar(0) }, 0, [])).toThrow(
      new RangeError("discretizedLogistic: 0 levels; give a whole number from 1"),
    );
  });
});

describe("mixtures", () => {
  it("of normals are the weighted sum of densities, one component for a whole event", () => {
    const [means, logVars] = [
      [0, 1, 3, -2],
      [0.5, 0, -1, 1],
    ];
    const own = gaussianMixture(
      {
        logits: t.constant([COMPONENT], [Math.log(0.3), Math.log(0.7)]),
        mean: t.constant([COMPONENT, EVENT], means),
        logVar: t.constant([COMPONENT, EVENT], logVars),
      },
      "component",
      ["event"],
    );
    const x = [0.4, -0.6];
    const density = (place: number, coordinate: number): number => {
      const variance = Math.exp(logVars[place] ?? NaN);
      return (
        Math.exp(-(((x[coordinate] ?? NaN) - (means[place] ?? NaN)) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance)
      );
    };
    const right = 0.3 * density(0, 0) * density(1, 1) + 0.7 * density(2, 0) * density(3, 1);
    expect(values(own.logProb(t.constant([EVENT], x)))[0]).toBeCloseTo(Math.log(right), 13);
  });

  it("refuse weights without components, components without their axis, and weights for each coordinate of one event", () => {
    const parameters = { mean: over(COMPONENT, EVENT), logVar: over(COMPONENT, EVENT) };
    expect(() => gaussianMixture({ ...parameters, logits: over(EVENT) }, "component", ["event"])).toThrow(
      new t.ShapeError("gaussianMixture", 'the logits lack the axis "component"', "name the axis of the categories"),
    );
    expect(() => gaussianMixture({ ...parameters, logits: over(COMPONENT, EVENT) }, "component", ["event"])).toThrow(
      new t.ShapeError("gaussianMixture", 'the weights have the event axis "event"', "one component draws the whole event"),
    );
    expect(() =>
      gaussianMixture({ mean: over(EVENT), logVar: over(EVENT), logits: over(COMPONENT) }, "component", ["event"]),
    ).toThrow(
      new t.ShapeError("gaussianMixture", 'the components lack the axis "component"', "give each component its parameters"),
    );
    const none = t.axis("component", 0);
    expect(() =>
      discretizedLogisticMixture({ mean: over(none), logScale: over(none), logits: over(none) }, "component", 256, []),
    ).toThrow(new t.ShapeError("discretizedLogisticMixture", 'axis "component" has size 0', "give at least one category"));
  });
});
