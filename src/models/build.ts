import { input, ShapeError } from "../tensor/index.js";
import type { Node } from "../tensor/index.js";
import { Parameters } from "../layers/index.js";
import type { Noise } from "../probability/index.js";

/** What a model is shown of examples. */
export interface Examples {
  /** Over batch, channel, height and width, from 0 to 1. */
  readonly images: Node;
  /** The numbers of their classes over batch; null for a model that does not see them. */
  readonly labels: Node | null;
}

/** A graph under construction: where a model declares what it learns and what noise it draws. */
export class Build {
  readonly parameters: Parameters;
  readonly #noises = new Map<string, Noise>();

  constructor(parameters = new Parameters()) {
    this.parameters = parameters;
  }

  /** An input that is filled with fresh noise before every run. @throws ShapeError when one of this name is there */
  noise(name: string, noise: Noise): Node {
    if (this.#noises.has(name)) throw new ShapeError(`noise ${name}`, "there is noise of this name", "give it another name");
    this.#noises.set(name, noise);
    return input(name, noise.axes);
  }

  /** All noise of the graph by its name. */
  get noises(): ReadonlyMap<string, Noise> {
    return this.#noises;
  }
}

/** The axes of one image, in the order in which its values lie in memory. */
export const IMAGE = ["channel", "height", "width"] as const;
