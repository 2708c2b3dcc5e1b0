import type { ClosedTerm } from "../../claims/closed.js";
import { checkDeadline } from "../../numbers/deadline.js";
import type { Moments } from "./concentration.js";
import { PowerSums } from "./moments.js";
import type { Program } from "./program.js";
import { BLOCK, columnOf, type Sampled } from "./quantity.js";
import { Sampler } from "./sampler.js";
import { Undecidable } from "./undecidable.js";
import { GRAIN, Variates } from "./variates.js";

export type MonteCarloEstimate =
  | {
      readonly kind: "value";
      readonly value: number;
      /** Of the value, by the samples' variance. */ readonly standardError: number;
    }
  | { readonly kind: "unknown"; readonly reason: string };

/** The number that a closed term stands for, as the mean of at least `samples` samples (whole grains) that are a function of the key. */
export function estimate(term: ClosedTerm, samples: number, key: string): MonteCarloEstimate {
  try {
    const sampler = new Sampler();
    const value = sampler.side(term);
    if (value.kind === "number") return { kind: "value", value: value.value, standardError: 0 };
    const { program } = sampler.columns;
    program.endPilot();
    program.keepOnly([columnOf(value)]);
    const { n, mean, variance } = new SampleStream(program, value, new Variates(key), 0).to(GRAIN * Math.ceil(samples / GRAIN));
    return { kind: "value", value: mean, standardError: Math.sqrt(variance / n) };
  } catch (cause) {
    if (cause instanceof Undecidable) return { kind: "unknown", reason: cause.message };
    throw cause;
  }
}

/** Samples of one column, drawn on and on; `origin` is a number near their mean. */
export class SampleStream {
  readonly #program: Program;
  readonly #column: Sampled;
  readonly #variates: Variates;
  readonly #sums: PowerSums;

  constructor(program: Program, column: Sampled, variates: Variates, origin: number) {
    this.#program = program;
    this.#column = column;
    this.#variates = variates;
    this.#sums = new PowerSums(origin);
  }

  /** Moments of the first n samples; n is a multiple of the grain, and not below that of an earlier call. @throws Undecidable where a sample is not finite */
  to(n: number): Moments {
    while (this.#sums.n < n) {
      checkDeadline();
      const count = Math.min(BLOCK, n - this.#sums.n);
      this.#program.run(this.#variates, this.#sums.n, count);
      this.#sums.add(this.#column, count);
    }
    const moments = this.#sums.moments();
    if (!Number.isFinite(moments.mean)) throw new Undecidable("the integrand is not finite at every sample");
    return moments;
  }
}
