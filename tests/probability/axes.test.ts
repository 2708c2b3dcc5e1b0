import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import type { Axis, Node } from "../../src/tensor/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import {
  discretizedLogistic,
  discretizedLogisticMixture,
  gaussianMixture,
  klDivergence,
  multivariateNormal,
  normal,
  standardNormal,
} from "../../src/probability/index.js";
import type { Distribution } from "../../src/probability/index.js";
import { cases } from "./cases.js";
import type { Case } from "./cases.js";
import { noiseFor } from "./point.js";

const [BATCH, EVENT] = [t.axis("batch", 3), t.axis("event", 2)];
const valuesOf = (node: Node): readonly number[] => [...(t.evaluate({ node }).node?.values ?? [])];
const sorted = (node: { readonly axes: readonly Axis[] }): readonly string[] => [...t.namesOf(node.axes)].sort();

type Over = Readonly<Record<string, readonly Axis[]>>;

/** The distribution with each parameter over the axes given for it, and as many of the same numbers; or then repeated over the batch and the event. */
function built(own: Case, over: Over, isRepeated: boolean): Distribution {
  return own.build(
    (name, { event }, ...further) => {
      const axes = [...(over[name] ?? []), ...further];
      const random = keyedRandom("axes", name);
      const node = t.constant(
        axes,
        Array.from({ length: t.elements(axes) }, () => 0.2 + random.uniform()),
      );
      const missing = [BATCH, ...(event ? [EVENT] : [])].filter(({ name: other }) => !t.namesOf(axes).includes(other));
      return isRepeated ? missing.reduce<Node>(t.expand, node) : node;
    },
    [EVENT],
  );
}

/** Every way to give the parameters the batch, the event or both, as far as they may have them, for which some parameter has each. */
function ways(own: Case): readonly Over[] {
  const mayHave: Record<string, boolean> = {};
  own.build(
    (name, { event }, ...further) => {
      mayHave[name] = event;
      return t.fill([...(event ? [EVENT] : []), ...further], 1);
    },
    [EVENT],
  );
  let found: Over[] = [{}];
  for (const [name, event] of Object.entries(mayHave)) {
    const each = event ? [[EVENT], [BATCH], [BATCH, EVENT]] : [[], [BATCH]];
    const able = name === "choleskyFactor" ? each.filter((axes) => axes.includes(EVENT)) : each;
    found = found.flatMap((way) => able.map((axes) => ({ ...way, [name]: axes })));
  }
  const has = (way: Over, axis: Axis): boolean => Object.values(way).some((axes) => axes.includes(axis));
  return found.filter((way) => has(way, EVENT) && has(way, BATCH));
}

const families: readonly (readonly [string, Case])[] = Object.entries(cases);
const all = families.flatMap(([name, own]) =>
  ways(own).map((way) => {
    const text = Object.entries(way).map(([parameter, axes]) => `${parameter} over (${t.namesOf(axes).join()})`);
    return [`${name}, ${text.join(", ")}`, own, way] as const;
  }),
);

describe("parameters that lack axes of others count along these as if they were repeated", () => {
  it.each(all)("%s", (_, own, way) => {
    const [short, long] = [built(own, way, false), built(own, way, true)];
    expect([...t.namesOf(short.batchAxes)]).toEqual(["batch"]);
    // One component draws a whole event: its choice takes one number.
    const expected = long.noise.map((_noise, i) => (long.name === "gaussianMixture" && i === 0 ? ["batch"] : ["batch", "event"]));
    expect(short.noise.map(sorted)).toEqual(expected);
    expect(long.noise.map(sorted)).toEqual(expected);
    const noise = noiseFor(long, "axes");
    const x = long.sample(...noise);
    const outcome = t.constant([EVENT], [1, 0]);
    const results = ({ mean, variance, entropy, sample, logProb }: Distribution): readonly Node[] => [
      mean(),
      variance(),
      sample(...noise),
      entropy?.() ?? t.fill([BATCH], 0),
      logProb(x),
      logProb(outcome),
    ];
    const right = results(long);
    for (const [i, node] of results(short).entries()) {
      const other = right[i] ?? node;
      expect(sorted(node)).toEqual(i < 3 ? ["batch", "event"] : ["batch"]);
      const values = valuesOf(t.reorder(node, t.namesOf(other.axes)));
      for (const [place, value] of valuesOf(other).entries()) expect(values[place]).toBeCloseTo(value, 12);
    }
  });

  it("a batch of standard normal distributions is one too", () => {
    const { mean, variance, entropy, logProb, noise, batchAxes } = standardNormal([EVENT], [BATCH]);
    expect(batchAxes).toEqual([BATCH]);
    for (const node of [mean(), variance(), ...noise]) expect(sorted(node)).toEqual(["batch", "event"]);
    for (const node of [entropy?.() ?? t.scalar(0), logProb(t.constant([EVENT], [1, 0]))]) {
      expect(sorted(node)).toEqual(["batch"]);
      expect(new Set(valuesOf(node)).size).toBe(1);
    }
  });
});

describe("the gradient of a sample", () => {
  it.each(families)("%s: is that of the draw, or 0, as it says", (name, own) => {
    const inputs: Node[] = [];
    const distribution = own.build(
      (parameter, { event }, ...further) => {
        const node = t.input(parameter, [...(event ? [EVENT] : []), ...further]);
        inputs.push(node);
        return node;
      },
      [EVENT],
    );
    // That of the draw is held to finite differences in the contract; a draw on levels has none.
    if (distribution.support.kind === "whole") expect(distribution.reparameterized).toBe(false);
    if (own.frame !== undefined) expect(distribution.reparameterized).toBe(true);
    if (inputs.length === 0 || distribution.reparameterized) return;
    const noise = noiseFor(distribution, name).slice(0, 1);
    if (distribution.noise.length > 1) return;
    const found = t.gradients(t.sum(distribution.sample(...noise), ["event"]), inputs);
    const given = Object.fromEntries(inputs.map((node) => [node.kind === "input" ? node.name : "", filled(node)]));
    for (const gradient of found) {
      const whole = t.program({ gradient });
      const needed = Object.fromEntries(Object.entries(given).filter(([input]) => whole.inputs.has(input)));
      expect([...(t.compile(whole)(needed).gradient?.values ?? [])].every((value) => value === 0)).toBe(true);
    }
  });
});

function filled({ axes }: Node): t.Tensor {
  return t.tensor(axes, new Array<number>(t.elements(axes)).fill(0.3));
}

describe("outcomes on levels", () => {
  const logits = t.constant([t.axis("component", 2)], [0, 1]);
  const parameters = { mean: t.fill([EVENT], 1), logScale: t.scalar(0) };

  it("are as many as were asked for", () => {
    expect(discretizedLogistic(parameters, 6, ["event"]).support).toEqual({ kind: "whole", count: 6 });
    const mean = t.fill([EVENT, t.axis("component", 2)], 1);
    const mixed = discretizedLogisticMixture({ ...parameters, mean, logits }, "component", 6, ["event"]);
    expect(mixed.support).toEqual({ kind: "whole", count: 6 });
    for (const [x, isPossible] of [
      [5, true],
      [6, false],
    ] as const)
      expect(valuesOf(mixed.logProb(t.fill([EVENT], x)))[0] !== -Infinity).toBe(isPossible);
  });

  it.each([0, -1, 1.5, NaN])("are refused: %s", (levels) => {
    expect(() => discretizedLogistic(parameters, levels, ["event"])).toThrow(
      `discretizedLogistic: ${levels} levels; give a whole number from 1`,
    );
  });

  it("are drawn by inverting the distribution function", () => {
    const own = discretizedLogistic({ mean: t.scalar(2), logScale: t.scalar(Math.log(0.7)) }, 6, []);
    const upTo = (x: number): number => 1 / (1 + Math.exp(-(x + 0.5 - 2) / 0.7));
    const drawn = (uniform: number) => valuesOf(own.sample(t.scalar(uniform)))[0];
    expect(drawn(0)).toBe(0);
    for (const x of [0, 1, 2, 3, 4]) {
      expect(drawn(upTo(x) - 1e-9)).toBe(x);
      expect(drawn(upTo(x) + 1e-9)).toBe(x + 1);
    }
    expect(drawn(1 - 2 ** -53)).toBe(5);
  });

  it("have room from where those before them end", () => {
    const own = discretizedLogistic({ mean: t.scalar(2.5), logScale: t.scalar(0) }, 6, []);
    expect(valuesOf(own.sample(t.scalar(0.5)))[0]).toBe(3);
    expect(valuesOf(own.sample(t.scalar(0.5 - 2 ** -54)))[0]).toBe(2);
  });
});

describe("divergences", () => {
  it("of distributions whose event axes are named in another order", () => {
    const [a, b] = [t.axis("a", 2), t.axis("b", 3)];
    const of = (axes: readonly Axis[], mean: number) =>
      normal({ mean: t.fill(axes, mean), logVar: t.scalar(0) }, t.namesOf(axes));
    expect(valuesOf(klDivergence(of([a, b], 1), of([b, a], 0)))).toEqual([3]);
  });

  it.each(["p.mean", "p.choleskyFactor", "q.mean", "q.choleskyFactor"])(
    "of normal vectors mind the names of batch axes: %s",
    (which) => {
      const found = ["batch", "column′", "column′′"].map((name) => {
        const extra = [t.axis(name, 2)];
        const each = (own: string): Node => (own === which ? t.constant(extra, [1, 2]) : t.scalar(1));
        const vector = (own: string, diagonal: number) =>
          multivariateNormal(
            {
              mean: t.multiply(t.fill([EVENT], diagonal), each(`${own}.mean`)),
              choleskyFactor: t.multiply(
                t.constant([EVENT, t.axis("column", 2)], [diagonal, 0, 0.5, 1]),
                each(`${own}.choleskyFactor`),
              ),
            },
            "event",
            "column",
          );
        return valuesOf(klDivergence(vector("p", 1), vector("q", 2)));
      });
      expect(found[0]).toHaveLength(2);
      expect(found[1]).toEqual(found[0]);
      expect(found[2]).toEqual(found[0]);
    },
  );
});

describe("a normal vector", () => {
  it("refuses one axis for rows and columns", () => {
    const own = { mean: t.fill([EVENT], 0), choleskyFactor: t.fill([EVENT, t.axis("column", 2)], 1) };
    expect(() => multivariateNormal(own, "event", "event")).toThrow(
      'multivariateNormal: the matrix has (event 2, column 2); give "event" and "event", two axes of one size',
    );
  });
});

describe("mixtures refuse", () => {
  it("the event axis for that of the components", () => {
    const own = { logits: t.fill([EVENT], 0), mean: t.fill([EVENT], 0), logVar: t.scalar(0) };
    expect(() => gaussianMixture(own, "event", ["event"])).toThrow(
      'gaussianMixture: "event" is the axis of the categories and of the event; name another event axis',
    );
  });
});

describe("what has no probability is not drawn, whatever rounding does", () => {
  it("by the largest noise", () => {
    const random = keyedRandom("rounding");
    for (let i = 0; i < 200; i++) {
      const some = Array.from({ length: 7 }, () => 4 * random.uniform());
      const logits = t.constant([t.axis("category", 8)], [...some, -1e4]);
      const { sample } = cases.categorical.build(() => t.expand(logits, EVENT), [EVENT]);
      expect(valuesOf(sample(t.fill([EVENT], 1 - 2 ** -53)))[0]).toBeLessThan(7);
    }
  });
});
