import { fc } from "@fast-check/vitest";
import { elements, tensor } from "../../src/tensor/index.js";
import type { Axes, Node, Tensor } from "../../src/tensor/index.js";
import { given } from "./given.js";

const NAMES = ["a", "b", "c", "d"];

/** Evenly spread, where fc.double favours numbers so close to 0 that a sum would not show them. */
export function uniform(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((n) => min + ((max - min) * n) / (2 ** 31 - 1));
}

const moderate = uniform(-3, 3);

/** A tensor, and the node that stands for it. */
export interface Drawn {
  readonly node: Node;
  readonly tensor: Tensor;
}

/** Values over the axes, in single precision. */
export function drawnOver(axes: Axes, value: fc.Arbitrary<number> = moderate): fc.Arbitrary<Drawn> {
  const size = elements(axes);
  return fc.array(value, { minLength: size, maxLength: size }).map((values) => {
    const drawn = tensor(axes, values.map(Math.fround));
    return { node: given(drawn), tensor: drawn };
  });
}

/** Several lists of axes, each some of one pool in an order of its own; a name has one size, from 0 to 3. */
export function overlappingAxes(count: number): fc.Arbitrary<Axes[]> {
  return fc
    .array(fc.nat({ max: 3 }), { minLength: NAMES.length, maxLength: NAMES.length })
    .map((sizes) => NAMES.map((name, i) => ({ name, size: sizes[i] ?? 0 })))
    .chain((pool) => fc.array(fc.shuffledSubarray(pool), { minLength: count, maxLength: count }));
}

/** One list of axes. */
export const someAxes: fc.Arbitrary<Axes> = overlappingAxes(1).map(([axes = []]) => axes);

/** Tensors whose axes overlap. */
export function drawnTensors(count: number, value: fc.Arbitrary<number> = moderate): fc.Arbitrary<Drawn[]> {
  return overlappingAxes(count).chain((lists) => fc.tuple(...lists.map((axes) => drawnOver(axes, value))));
}
