import { add, axesText, expand, fill, namesOf, ShapeError } from "../tensor/index.js";
import type { Axes, Node } from "../tensor/index.js";
import type { Domain } from "./domain.js";

export interface Parameter {
  readonly node: Node;
  readonly domain: Domain;
}

/** Random numbers that a sample is made of, independent at each place: standard normal ones, or uniform ones in [0, 1). */
export interface Noise {
  readonly law: "standard normal" | "uniform";
  readonly axes: Axes;
}

/**
 * A distribution whose parameters are nodes. An outcome x has the event axes, may have batch axes, and any further ones (several samples, say), which every
 * result then has too. Over the batch axes stand distributions of their own, over the event axes the coordinates of one outcome.
 */
export interface Distribution {
  /** The family. */
  readonly name: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  /** Of each coordinate of an outcome. */
  readonly support: Domain;
  readonly batchAxes: Axes;
  readonly eventAxes: Axes;
  /** In nats; the event axes are summed over. @throws ShapeError when x lacks an event axis */
  readonly logProb: (x: Node) => Node;
  /** What `sample` takes, in its order. */
  readonly noise: readonly Noise[];
  /** Whether the gradient of a sample with respect to the parameters is that of the draw. Where it is not, it is 0. */
  readonly reparameterized: boolean;
  /** An outcome. @throws ShapeError unless each noise is given, with at least the axes declared: noise that lacks one would repeat along it */
  readonly sample: (...noise: readonly Node[]) => Node;
  /** Of each coordinate. */
  readonly mean: () => Node;
  /** Of each coordinate. */
  readonly variance: () => Node;
  /** In nats, over the batch axes; only where it has a closed form. */
  readonly entropy?: () => Node;
}

export interface Shape {
  readonly batchAxes: Axes;
  readonly eventAxes: Axes;
}

/**
 * All axes that the parameters have, told apart into those of the event and the others.
 *
 * @throws ShapeError when no parameter has an event axis, one is named twice, or an axis of two of them has two sizes
 */
export function shapeOf(family: string, parameters: readonly [Node, ...Node[]], event: readonly string[]): Shape {
  // The sum is built for its axes alone.
  const { axes } = parameters.reduce<Node>((x, y) => add(x, y), parameters[0]);
  const eventAxes = event.map((name, i) => {
    const found = axes.find((own) => own.name === name);
    if (found === undefined) {
      throw new ShapeError(family, `no parameter has the event axis "${name}"`, `they have (${axesText(axes)}); expand one`);
    }
    if (event.indexOf(name) < i) throw new ShapeError(family, `the event axis "${name}" is named twice`, "name it once");
    return found;
  });
  return { eventAxes, batchAxes: axes.filter(({ name }) => !event.includes(name)) };
}

/** The node, repeated along those of the axes that it lacks. */
export function repeatOver(node: Node, axes: Axes): Node {
  const names = namesOf(node.axes);
  const missing = new Map(axes.filter(({ name }) => !names.includes(name)).map((own) => [own.name, own]));
  return [...missing.values()].reduce(expand, node);
}

/** @throws ShapeError when the node lacks one of the axes */
export function demandAxes(operation: string, what: string, node: Node, axes: Axes): void {
  const names = namesOf(node.axes);
  const missing = axes.find(({ name }) => !names.includes(name));
  if (missing === undefined) return;
  throw new ShapeError(operation, `${what} lacks the axis "${missing.name}"`, `it needs (${axesText(axes)})`);
}

/** @throws ShapeError unless there is one node for each declared noise, with at least its axes */
export function demandNoise(family: string, declared: readonly Noise[], given: readonly Node[]): void {
  if (given.length !== declared.length) {
    const needed = declared.map(({ law, axes }) => `${law} over (${axesText(axes)})`).join(" and ");
    throw new ShapeError(`${family}.sample`, `${given.length} noises are given, not ${declared.length}`, `it needs ${needed}`);
  }
  for (const [i, node] of given.entries()) demandAxes(`${family}.sample`, "the noise", node, declared[i]?.axes ?? []);
}

/** The one noise given where one is declared. @throws ShapeError as `demandNoise` */
export function soleNoise(family: string, declared: Noise, given: readonly Node[]): Node {
  demandNoise(family, [declared], given);
  const [noise = fill(declared.axes, 0)] = given;
  return noise;
}
