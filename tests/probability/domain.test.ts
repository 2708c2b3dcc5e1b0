import { describe, expect, it } from "vitest";
import { axis, constant, evaluate, input, ShapeError, tensor } from "../../src/tensor/index.js";
import type { Node, Tensor } from "../../src/tensor/index.js";
import { bernoulli, categorical, checkDomain, domainText, normal } from "../../src/probability/index.js";
import type { Domain } from "../../src/probability/index.js";

const BINARY = { kind: "whole", count: 2 } as const;
const check = (name: string, value: Tensor, domain: Domain) => (): void => {
  checkDomain(name, value, domain);
};
const REAL = { kind: "real", modulus: 1e4 } as const;

describe("domains", () => {
  const image = (...values: readonly number[]) => tensor([axis("batch", 2), axis("pixel", 3)], values);

  it("accept what lies in them", () => {
    expect(check("images", image(0, 1, 1, 0, 0, 1), BINARY)).not.toThrow();
    expect(check("images", image(-1e9, 0.5, 1, 0, 0, 1), REAL)).not.toThrow();
    expect(check("nothing", tensor([axis("batch", 0)], []), BINARY)).not.toThrow();
  });

  it("name the first value outside and its place", () => {
    expect(check("images", image(0, 1, 1, 0, 0.5, 2), BINARY)).toThrow(
      new RangeError("images: 0.5 at batch 1, pixel 1 is not a whole number from 0 to 1"),
    );
    expect(check("logits", tensor([], [NaN]), REAL)).toThrow(new RangeError("logits: NaN is not a real number"));
    for (const wrong of [-1, 2, Infinity]) expect(check("x", tensor([], [wrong]), BINARY)).toThrow(RangeError);
  });

  it("are named for people", () => {
    expect(domainText({ kind: "whole", count: 256 })).toBe("a whole number from 0 to 255");
  });
});

describe("samples", () => {
  const drawn = (node: Node): number | undefined => evaluate({ node }).node?.values[0];
  const scalar = (value: number): Node => constant([], [value]);

  it("of a normal distribution are mean + exp(logVar / 2) · ε", () => {
    const own = normal({ mean: scalar(3), logVar: scalar(Math.log(4)) }, []);
    expect(drawn(own.sample(scalar(1.5)))).toBeCloseTo(6, 14);
  });

  it("of what has probability 0 are not drawn, even by the smallest noise", () => {
    expect(drawn(bernoulli({ logits: scalar(-1e4) }, []).sample(scalar(0)))).toBe(0);
    const first = constant([axis("category", 2)], [-1e4, 1e4]);
    expect(drawn(categorical({ logits: first }, "category", []).sample(scalar(0)))).toBe(1);
  });
});

describe("distributions refuse", () => {
  const logits = input("logits", [axis("pixel", 2), axis("category", 3)]);

  it("an event axis that no parameter has, or twice the same", () => {
    expect(() => bernoulli({ logits }, ["pixels"])).toThrow(
      new ShapeError("bernoulli", 'no parameter has the event axis "pixels"', "they have (pixel 2, category 3); expand one"),
    );
    expect(() => bernoulli({ logits }, ["pixel", "pixel"])).toThrow(
      new ShapeError("bernoulli", 'the event axis "pixel" is named twice', "name it once"),
    );
  });

  it("parameters whose axes do not fit", () => {
    expect(() => normal({ mean: logits, logVar: input("logVar", [axis("pixel", 4)]) }, ["pixel"])).toThrow(ShapeError);
  });

  it("an axis of categories that is missing, empty or the event's", () => {
    expect(() => categorical({ logits }, "value", ["pixel"])).toThrow(
      new ShapeError("categorical", 'the logits lack the axis "value"', "name the axis of the categories"),
    );
    expect(() => categorical({ logits }, "category", ["category"])).toThrow(
      new ShapeError("categorical", '"category" is the axis of the categories and of the event', "name another event axis"),
    );
    expect(() => categorical({ logits: constant([axis("category", 0)], []) }, "category", [])).toThrow(
      new ShapeError("categorical", 'axis "category" has size 0', "give at least one category"),
    );
  });
});
