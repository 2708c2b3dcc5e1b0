import type { ElementaryName } from "../../terms/term.js";
import type { Column, Kernel } from "./kernels.js";
import { Undecidable } from "./undecidable.js";
import type { Variates } from "./variates.js";

/** Draws one column of variates. */
export interface Draw {
  readonly out: Float64Array;
  readonly run: (variates: Variates, first: number, count: number) => void;
}

/** Computes one column from others. */
interface Pass {
  readonly inputs: readonly Column[];
  readonly out: Float64Array;
  readonly run: Kernel;
  readonly cost: number;
}

/** Throws where samples are not what they have to be; `always`, or only in the pilot. */
interface Check {
  readonly inputs: readonly Column[];
  readonly run: Kernel;
  readonly always: boolean;
}

export type PassName = ElementaryName | "add" | "square" | "multiply" | "divide" | "power" | "logSumExp";

/** Work of a pass over one sample, in additions. */
const COST: Readonly<Record<PassName, number>> = {
  add: 1,
  square: 1,
  multiply: 1,
  divide: 2,
  power: 30,
  logSumExp: 40,
  log: 10,
  exp: 10,
  sqrt: 3,
  abs: 4,
  sin: 20,
  cos: 20,
  tan: 30,
  tanh: 20,
  sigmoid: 15,
  softplus: 25,
  erf: 500,
};
const DRAW_COST = 10;
/** Each pass has a column of its own: this many take some tens of megabytes. */
const MOST_PASSES = 2000;

/** The passes over a block of samples, in order: draws first, checks last. */
export class Program {
  #draws: Draw[] = [];
  #passes: Pass[] = [];
  #checks: Check[] = [];

  /** Work of one sample, in additions. */
  get cost(): number {
    const checks = this.#checks.length;
    return this.#passes.reduce((sum, pass) => sum + pass.cost, DRAW_COST * this.#draws.length + checks);
  }

  run(variates: Variates, first: number, count: number): void {
    for (const draw of this.#draws) draw.run(variates, first, count);
    for (const pass of this.#passes) pass.run(count);
    for (const check of this.#checks) check.run(count);
  }

  /** Adds a check of columns that runs with each block, after all passes. */
  check(inputs: readonly Column[], run: Kernel, always = true): void {
    this.#checks.push({ inputs, run, always });
  }

  /** Leaves out the checks that are the pilot's. */
  endPilot(): void {
    this.#checks = this.#checks.filter((check) => check.always);
  }

  /** Leaves out what neither these columns nor a check depends on. */
  keepOnly(results: readonly Column[]): void {
    const needed = new Set<Float64Array>(this.#checks.flatMap((check) => check.inputs.map((input) => input.buffer)));
    for (const result of results) needed.add(result.buffer);
    const kept: Pass[] = [];
    for (const pass of this.#passes.toReversed()) {
      if (!needed.has(pass.out)) continue;
      kept.push(pass);
      for (const input of pass.inputs) needed.add(input.buffer);
    }
    this.#passes = kept.reverse();
    this.#draws = this.#draws.filter((draw) => needed.has(draw.out));
  }

  draw(draw: Draw): void {
    this.#draws.push(draw);
  }

  /** @throws Undecidable beyond the number of passes allowed */
  pass(name: PassName, inputs: readonly Column[], out: Float64Array, run: Kernel): void {
    if (this.#passes.length >= MOST_PASSES) throw new Undecidable("the term is too large to be sampled");
    this.#passes.push({ inputs, out, run, cost: COST[name] });
  }
}
