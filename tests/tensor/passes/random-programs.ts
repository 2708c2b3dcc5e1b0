import { fc } from "@fast-check/vitest";
import * as t from "../../../src/tensor/index.js";
import type { Node } from "../../../src/tensor/index.js";
import { weighted } from "../finite-differences.js";

const AXES = [t.axis("a", 2), t.axis("b", 3), t.axis("c", 1)];

/** How to make one more node of those that are there. */
interface Move {
  readonly kind: number;
  readonly first: number;
  readonly second: number;
  readonly number: number;
}

const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.nat({ max: moves().length - 1 }),
  first: fc.nat({ max: 100 }),
  second: fc.nat({ max: 100 }),
  number: fc.constantFrom(0, 1, -1, 2, -0.5, 1 / 3, 0.125),
});

type Make = (x: Node, y: Node, number: number) => Node;

/** What the passes look for, and what they must leave alone. */
function moves(): readonly Make[] {
  const axisOf = (x: Node, i: number): string | undefined => x.axes[i % Math.max(1, x.axes.length)]?.name;
  const missing = (x: Node): t.Axis | undefined => AXES.find(({ name }) => !x.axes.some((own) => own.name === name));
  const shared = (x: Node, y: Node): readonly string[] =>
    x.axes.flatMap(({ name }) => (y.axes.some((own) => own.name === name) ? [name] : []));
  return [
    (x, y) => t.add(x, y),
    (x, y) => t.subtract(x, y),
    (x, y) => t.multiply(x, y),
    (x, _, number) => t.multiply(x, number),
    (x, _, number) => t.multiply(number, x),
    (x, _, number) => t.add(x, number),
    (x, _, number) => t.subtract(number, x),
    (x, _, number) => t.divide(x, number === 0 ? 1 : number),
    (x) => t.negate(x),
    (x) => t.relu(x),
    (x) => t.softplus(x),
    (x) => t.tanh(x),
    (x, y) => t.select(t.greater(x, 0), y, 0),
    (x, y, number) => t.select(t.scalar(number), x, y),
    (x, y) => t.maximum(x, y),
    (x, y) => t.contract(x, y, shared(x, y).slice(0, 1)),
    (x, y) => t.contract(x, y, shared(x, y)),
    (x) => {
      const axis = missing(x);
      return axis === undefined ? x : t.expand(x, axis);
    },
    (x, _, number) => {
      const axis = axisOf(x, number > 0 ? 0 : 1);
      return axis === undefined ? x : t.sum(x, [axis]);
    },
    (x) =>
      t.sum(
        x,
        x.axes.map(({ name }) => name),
      ),
    (x) => t.reorder(x, x.axes.map(({ name }) => name).toReversed()),
    (x) => splitAt(x, 1),
    (x, y) => t.add(splitAt(x, 2), t.add(y, splitAt(x, 1))),
    (x) => {
      const [axis] = x.axes;
      if (axis === undefined) return x;
      const overlapping = t.add(t.pad(x, axis.name, 0, 1), t.pad(x, axis.name, 1, 0));
      return t.slice(overlapping, axis.name, 0, axis.size);
    },
    (x) =>
      t.rename(
        t.rename(x, Object.fromEntries(x.axes.map(({ name }) => [name, `${name}′`]))),
        Object.fromEntries(x.axes.map(({ name }) => [`${name}′`, name])),
      ),
    (x, _, number) => t.fill(x.axes, number),
  ];
}

/** The same, as the sum of its parts before and from a position of its first axis. */
function splitAt(x: Node, position: number): Node {
  const [axis] = x.axes;
  if (axis === undefined || axis.size <= position) return x;
  const [before, after] = [t.slice(x, axis.name, 0, position), t.slice(x, axis.name, position, axis.size)];
  return t.add(t.pad(after, axis.name, position, 0), t.pad(before, axis.name, 0, axis.size - position));
}

/** A program of some inputs: a value, and the gradients of its weighted sum, which leave the most to simplify. */
export interface Drawn {
  readonly program: t.Program;
  readonly inputs: Readonly<Record<string, t.Tensor>>;
}

export const drawnProgram: fc.Arbitrary<Drawn> = fc
  .record({ list: fc.array(move, { minLength: 1, maxLength: 12 }), values: fc.infiniteStream(fc.integer({ min: -40, max: 40 })) })
  .map(({ list, values }) => {
    const given = [
      t.input("x", [t.axis("a", 2), t.axis("b", 3)]),
      t.input("y", [t.axis("b", 3), t.axis("a", 2)]),
      t.input("z", [t.axis("b", 3)]),
    ];
    const nodes: Node[] = [...given];
    for (const { kind, first, second, number } of list) {
      const [x, y] = [nodes[nodes.length - 1 - (first % nodes.length)], nodes[second % nodes.length]];
      const make = moves()[kind];
      if (x !== undefined && y !== undefined && make !== undefined) nodes.push(make(x, y, number));
    }
    const value = nodes[nodes.length - 1] ?? t.scalar(0);
    const gradients = t.gradients(weighted(value), given);
    const program = t.program({ value, ...Object.fromEntries(gradients.map((node, i) => [`gradient ${i}`, node])) });
    // Odd sixteenths are no value at which a comparison with a sum of few of them meets a tie often, and exact in few digits.
    const tensors = [...program.inputs].map(([name, { axes }]) => {
      const numbers = Array.from({ length: t.elements(axes) }, () => ((values.next().value ?? 0) * 2 + 1) / 16);
      return [name, t.tensor(axes, numbers)] as const;
    });
    return { program, inputs: Object.fromEntries(tensors) };
  });
