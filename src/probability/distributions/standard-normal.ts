import { add, fill, multiply, namesOf, square, sum } from "../../tensor/index.js";
import type { Axes } from "../../tensor/index.js";
import { demandAxes, soleNoise, repeatOver } from "../distribution.js";
import type { Distribution, Noise } from "../distribution.js";
import { diagonalFrame } from "../family.js";
import type { Family } from "../family.js";
import { LOG_TWO_PI } from "./normal.js";

export interface StandardNormal extends Distribution {
  readonly name: "standardNormal";
}

/** Independent coordinates with mean 0 and variance 1 over the event axes: the usual prior. As `normal`, without parameters. */
export function standardNormal(eventAxes: Axes, batchAxes: Axes = []): StandardNormal {
  const axes = [...batchAxes, ...eventAxes];
  const event = namesOf(eventAxes);
  const noise: Noise = { law: "standard normal", axes };
  return {
    name: "standardNormal",
    parameters: {},
    support: { kind: "real", modulus: 1e4 },
    batchAxes,
    eventAxes,
    logProb: (x) => {
      demandAxes("standardNormal.logProb", "the outcome", x, eventAxes);
      return sum(multiply(add(square(repeatOver(x, batchAxes)), LOG_TWO_PI), -1 / 2), event);
    },
    noise: [noise],
    reparameterized: true,
    sample: (...given) => soleNoise("standardNormal", noise, given),
    mean: () => fill(axes, 0),
    variance: () => fill(axes, 1),
    entropy: () => sum(fill(axes, (LOG_TWO_PI + 1) / 2), event),
  };
}

export const family: Family<StandardNormal> = {
  build: (_, event) => standardNormal(event),
  independent: true,
  frame: (_, [{ size } = { size: 0 }]) => diagonalFrame(new Array<number>(size).fill(0), new Array<number>(size).fill(1)),
};
