import { axis, compile, constant, elements, evaluate, input, program, slice, tensor } from "../../src/tensor/index.js";
import type { Axes, Axis, Node, Tensor } from "../../src/tensor/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import type { KeyedRandom } from "../../src/numbers/random.js";
import type { Distribution } from "../../src/probability/index.js";
import type { Domain } from "../../src/probability/index.js";
import type { Case } from "./cases.js";

/** Parameters around 0, or at the ends of their domains and 0. */
export type Region = "moderate" | "extreme";

/** A distribution whose parameters are inputs, and values of these. */
export interface Point<D extends Distribution = Distribution> {
  readonly own: Case<D>;
  readonly event: Axes;
  readonly distribution: D;
  readonly values: Readonly<Record<string, Tensor>>;
}

/** A case at parameters that its own domains give; the key says which. */
export function pointOf<D extends Distribution>(own: Case<D>, batch: Axes, event: Axes, region: Region, key: string): Point<D> {
  const distribution = own.build(
    (name, over, ...further) => input(name, [...batch, ...(over.event ? event : []), ...further]),
    event,
  );
  const random = keyedRandom("parameters", key);
  const drawn = Object.entries(distribution.parameters).map(
    ([name, { node, domain }]) => [name, valuesIn(domain, node.axes, region, random)] as const,
  );
  return { own, event, distribution, values: Object.fromEntries(drawn) };
}

/** The value of a parameter. */
export function valueAt({ values }: Point, name: string): Tensor {
  const value = values[name];
  if (value === undefined) throw new Error(`there is no parameter ${name}`);
  return value;
}

/** The point with one position of an axis only. */
export function part<D extends Distribution>(point: Point<D>, axis: string, i: number): Point<D> {
  const values = Object.fromEntries(Object.entries(point.values).map(([name, value]) => [name, sliceOf(value, axis, i)]));
  const event = point.event.map((own) => (own.name === axis ? { name: axis, size: 1 } : own));
  const distribution = point.own.build((name) => input(name, values[name]?.axes ?? []), event);
  return { ...point, event, values, distribution };
}

/** One position of an axis, where the tensor has it. */
export function sliceOf(value: Tensor, axis: string, i: number): Tensor {
  if (!value.axes.some(({ name }) => name === axis)) return value;
  const { result } = evaluate({ result: slice(constant(value.axes, value.values), axis, i, i + 1) });
  return result ?? value;
}

function valuesIn(domain: Domain, axes: Axes, region: Region, random: KeyedRandom): Tensor {
  const real = (modulus: number): number =>
    region === "moderate" ? 4 * random.uniform() - 2 : (random.integer(0, 2) - 1) * modulus;
  const one = (): number => {
    switch (domain.kind) {
      case "real":
        return real(domain.modulus);
      case "whole":
        return random.integer(0, domain.count - 1);
      case "lower triangular":
        return NaN;
    }
  };
  const drawn = tensor(axes, Array.from({ length: elements(axes) }, one));
  return domain.kind === "lower triangular"
    ? triangles(
        domain,
        drawn,
        () => real(domain.modulus),
        () => real(1),
      )
    : drawn;
}

/** Matrices with rows as long as the exponentials of drawn numbers: the last two axes are the rows and columns. */
function triangles(
  { row, column }: Extract<Domain, { kind: "lower triangular" }>,
  { axes, values }: Tensor,
  logDiagonal: () => number,
  below: () => number,
): Tensor {
  const [{ name: down, size } = axis("none", 0), { name: right } = axis("none", 0)] = axes.slice(-2);
  if (down !== row || right !== column) throw new Error("the matrices' axes are not the last ones");
  let scale = NaN;
  const filled = values.map((_, place) => {
    const [i, j] = [Math.floor(place / size) % size, place % size];
    if (j === 0) scale = Math.exp(logDiagonal());
    return j < i ? scale * below() : j === i ? scale : 0;
  });
  return { axes, values: filled };
}

/** The point with every mean 0, so that extreme widths do not drown in the rounding of places. */
export function centred<D extends Distribution>(point: Point<D>): Point<D> {
  const values = Object.entries(point.values).map(([name, value]) => {
    const isMean = /(^|\.)mean$/.test(name);
    return [name, isMean ? { ...value, values: value.values.map(() => 0) } : value] as const;
  });
  return { ...point, values: Object.fromEntries(values) };
}

/** The value of a node at the point. */
export function at({ values }: Point, node: Node): Tensor {
  const whole = program({ result: node });
  const given = Object.entries(values).filter(([name]) => whole.inputs.has(name));
  const { result } = compile(whole)(Object.fromEntries(given));
  if (result === undefined) throw new Error("no value");
  return result;
}

/** Noise as a distribution declares it, with further axes in front; the key says which. */
export function noiseFor(distribution: Distribution, key: string, ...further: readonly Axis[]): Node[] {
  return distribution.noise.map(({ law, axes }, i) => {
    const random = keyedRandom("noise", key, i);
    const all = [...further, ...axes];
    const one = (): number =>
      law === "uniform"
        ? random.uniform()
        : Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
    return constant(all, Array.from({ length: elements(all) }, one));
  });
}
