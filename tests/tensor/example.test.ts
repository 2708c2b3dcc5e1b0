import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { axis, contract, evaluate, gradients, input, mean, square, sum, tanh, tensor } from "../../src/tensor/index.js";
import type { Tensor } from "../../src/tensor/index.js";

/** The lines that stand in the comment at the head of the module. */
function documented(): string {
  const text = readFileSync("src/tensor/index.ts", "utf8");
  const [, code = ""] = /```ts\n([^]*?) \* ```/.exec(text) ?? [];
  return code.replace(/^ \* /gm, "");
}

/** The same lines here, where they run. */
function written(): string {
  const text = readFileSync("tests/tensor/example.test.ts", "utf8");
  const [, code = ""] = /function example\(\).*\n([^]*?)\n}/.exec(text) ?? [];
  return `${code.replace(/^ {2}/gm, "").replace("return ", "")}\n`;
}

// prettier-ignore
function example(): Readonly<Record<string, Tensor>> {
  const [batch, pixel, unit] = [axis("batch", 2), axis("pixel", 3), axis("unit", 2)];
  const x = input("x", [batch, pixel]);
  const weights = input("weights", [pixel, unit]);
  const hidden = tanh(contract(x, weights, ["pixel"])); //      over batch and unit
  const loss = mean(sum(square(hidden), ["unit"]), ["batch"]); // a scalar: every axis was named
  const [gradient] = gradients(loss, [weights]); //              a graph over pixel and unit
  return evaluate({ loss, gradient }, { x: tensor([batch, pixel], [1, 0, 2, 0, 1, 1]), weights: tensor([pixel, unit], [1, 0, 0, 1, 1, 1]) });
}

it("the example at the head of the module runs as it stands there", () => {
  expect(documented()).toBe(written());
  const { loss, gradient } = example();
  const squares = [3, 2, 1, 2].map((x) => Math.tanh(x) ** 2);
  expect(loss?.axes).toEqual([]);
  expect(loss?.values[0]).toBeCloseTo(squares.reduce((total, x) => total + x, 0) / 2, 14);
  expect(gradient?.axes).toEqual([axis("pixel", 3), axis("unit", 2)]);
  const slope = (x: number): number => Math.tanh(x) * (1 - Math.tanh(x) ** 2);
  const expected = [slope(3), slope(2), slope(1), slope(2), 2 * slope(3) + slope(1), 2 * slope(2) + slope(2)];
  for (const [i, value] of expected.entries()) expect(gradient?.values[i]).toBeCloseTo(value, 14);
});
