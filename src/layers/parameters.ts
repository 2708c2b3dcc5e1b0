import { elements, input } from "../tensor/index.js";
import type { Axes, Node } from "../tensor/index.js";

/** How a parameter's values are drawn before the first step. */
export type Initial =
  | { readonly law: "constant"; readonly value: number }
  /** Uniform in −bound .. bound. */
  | { readonly law: "uniform"; readonly bound: number };

/** What a model learns: a named tensor. */
export interface Parameter {
  readonly node: Node;
  readonly axes: Axes;
  readonly initial: Initial;
}

export const ZERO: Initial = { law: "constant", value: 0 };

/**
 * The parameters of one graph, declared where they are used. A graph for another number of examples is built with parameters of its own, which have the
 * same names, axes and initial values: those of the model.
 */
export class Parameters {
  readonly #make: (name: string, axes: Axes) => Node;
  readonly #declared: Map<string, Parameter>;
  readonly #prefix: string;

  /** `make` gives the node that stands for a parameter in the graph: an input of its name, or its values where they are known. */
  constructor(make: (name: string, axes: Axes) => Node = input, declared = new Map<string, Parameter>(), prefix = "") {
    this.#make = make;
    this.#declared = declared;
    this.#prefix = prefix;
  }

  /** Those of a part of the model: their names begin with its name and a dot. */
  within(part: string): Parameters {
    return new Parameters(this.#make, this.#declared, `${this.#prefix}${part}.`);
  }

  /** A parameter of this name: a new one, or the one declared before. @throws Error when that one has other axes */
  declare(name: string, axes: Axes, initial: Initial): Node {
    const full = this.#prefix + name;
    const before = this.#declared.get(full);
    if (before !== undefined) {
      if (JSON.stringify(before.axes) === JSON.stringify(axes)) return before.node;
      throw new Error(`the parameter ${full} is declared twice with other axes`);
    }
    const node = this.#make(full, axes);
    this.#declared.set(full, { node, axes, initial });
    return node;
  }

  /** All that were declared in the graph, by their full names, in the order of declaration. */
  get declared(): ReadonlyMap<string, Parameter> {
    return this.#declared;
  }

  /** The number of values of all. */
  get count(): number {
    return [...this.#declared.values()].reduce((total, { axes }) => total + elements(axes), 0);
  }
}
