import { axis } from "../../src/tensor/index.js";
import type { Axis, Node, Tensor } from "../../src/tensor/index.js";
import {
  bernoulli,
  categorical,
  discretizedLogistic,
  discretizedLogisticMixture,
  gaussianMixture,
  multivariateNormal,
  normal,
  standardNormal,
} from "../../src/probability/index.js";
import type { Distribution, Families } from "../../src/probability/index.js";
import { range } from "./matrices.js";

/** Makes the node of a parameter over the batch and event axes, if it has these, and its own. */
export type Parameter = (name: string, over: { readonly event: boolean }, ...own: readonly Axis[]) => Node;

/** Part of a density on the real line: where it is, and how wide. */
export interface Bump {
  readonly centre: number;
  readonly width: number;
}

/** The map from standard normal numbers t to the outcomes origin + rows · t; rows are triangular. */
export interface Frame {
  readonly origin: readonly number[];
  readonly rows: readonly (readonly number[])[];
}

export interface Case<D extends Distribution = Distribution> {
  readonly build: (parameter: Parameter, event: readonly Axis[]) => D;
  /** Whether the coordinates of an outcome are independent, so that logProb and entropy add up over them. */
  readonly independent: boolean;
  /** For densities that have no frame: the bumps of all coordinates. */
  readonly bumps?: (valuesOf: (name: string) => Tensor) => readonly Bump[];
  /** For normal distributions: what takes standard normal numbers to outcomes. */
  readonly frame?: (valuesOf: (name: string) => Tensor, event: readonly Axis[]) => Frame;
}

const namesOf = (axes: readonly Axis[]): string[] => axes.map(({ name }) => name);
const EVENT = { event: true };
const COMPONENT = axis("component", 2);

/** The family's contract tests need no more than this. */
export const cases: { readonly [N in keyof Families]: Case<Families[N]> } = {
  normal: {
    build: (parameter, event) => normal({ mean: parameter("mean", EVENT), logVar: parameter("logVar", EVENT) }, namesOf(event)),
    independent: true,
    frame: (valuesOf) =>
      diagonalFrame(
        [...valuesOf("mean").values],
        [...valuesOf("logVar").values].map((logVar) => Math.exp(logVar / 2)),
      ),
  },
  multivariateNormal: {
    build: (parameter, event) => {
      const [along = axis("event", 0)] = event;
      const column = axis("column", along.size);
      const parameters = { mean: parameter("mean", EVENT), choleskyFactor: parameter("choleskyFactor", EVENT, column) };
      return multivariateNormal(parameters, along.name, column.name);
    },
    independent: false,
    frame: (valuesOf) => frameOf(valuesOf("mean"), valuesOf("choleskyFactor")),
  },
  standardNormal: {
    build: (_, event) => standardNormal(event),
    independent: true,
    frame: (_, [{ size } = axis("event", 0)]) =>
      diagonalFrame(
        range(size).map(() => 0),
        range(size).map(() => 1),
      ),
  },
  bernoulli: {
    build: (parameter, event) => bernoulli({ logits: parameter("logits", EVENT) }, namesOf(event)),
    independent: true,
  },
  categorical: {
    build: (parameter, event) =>
      categorical({ logits: parameter("logits", EVENT, axis("category", 3)) }, "category", namesOf(event)),
    independent: true,
  },
  discretizedLogistic: {
    build: (parameter, event) =>
      discretizedLogistic({ mean: parameter("mean", EVENT), logScale: parameter("logScale", EVENT) }, 6, namesOf(event)),
    independent: true,
  },
  discretizedLogisticMixture: {
    build: (parameter, event) =>
      discretizedLogisticMixture(
        {
          logits: parameter("logits", EVENT, COMPONENT),
          mean: parameter("mean", EVENT, COMPONENT),
          logScale: parameter("logScale", EVENT, COMPONENT),
        },
        "component",
        6,
        namesOf(event),
      ),
    independent: true,
  },
  gaussianMixture: {
    build: (parameter, event) =>
      gaussianMixture(
        {
          logits: parameter("logits", { event: false }, COMPONENT),
          mean: parameter("mean", EVENT, COMPONENT),
          logVar: parameter("logVar", EVENT, COMPONENT),
        },
        "component",
        namesOf(event),
      ),
    independent: false,
    bumps: (valuesOf) => bumps(valuesOf("mean"), valuesOf("logVar")),
  },
};

function bumps(mean: Tensor, logVar: Tensor): readonly Bump[] {
  return [...mean.values].map((centre, i) => ({ centre, width: Math.exp((logVar.values[i] ?? NaN) / 2) }));
}

function diagonalFrame(origin: readonly number[], widths: readonly number[]): Frame {
  return { origin, rows: widths.map((width, i) => widths.map((_, j) => (i === j ? width : 0))) };
}

/** The mean, and the factor row by row. */
function frameOf({ values: origin }: Tensor, { values }: Tensor): Frame {
  const size = origin.length;
  return { origin: [...origin], rows: [...origin].map((_, i) => [...values.subarray(i * size, i * size + size)]) };
}
