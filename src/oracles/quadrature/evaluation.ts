import { tick } from "../../numbers/deadline.js";
import type { Estimate } from "./adaptive.js";
import { integrateAxis } from "./axis.js";
import type { Frame } from "./expression.js";
import type { Marginals } from "./gaussian-factors.js";
import type { Axis, Program } from "./program.js";
import type { Runner } from "./runner.js";
import { Undecidable } from "./undecidable.js";

/** First-order estimates of rounding are taken fourfold. */
const ROUNDING = 4 * Number.EPSILON;

/** One evaluation of a program: the slots' values and the work that is left. */
export class Evaluation implements Runner {
  readonly at: Frame;
  readonly located = new Map<Axis, Marginals>();
  error = 0;
  /** Errors of the integrals in their slots. */
  readonly #errors: Float64Array;
  #work: number;

  constructor(slots: number, work: number) {
    this.at = new Float64Array(slots).fill(NaN);
    this.#errors = new Float64Array(slots);
    this.#work = work;
  }

  spend(work: number): void {
    tick();
    this.#work -= work;
    if (this.#work < 0) throw new Undecidable("the work allowed was spent before the integral settled");
  }

  run(program: Program, logWeight = 0): number {
    for (const { slot, axis } of program.integrals) {
      const { value, error } = this.#integrate(axis);
      this.at[slot] = value;
      this.#errors[slot] = error;
    }
    this.spend(program.expression.size);
    const value = this.#weighted(program, logWeight);
    this.error = this.#change(program.uncertain, value, () => this.#weighted(program, logWeight));
    if (!Number.isFinite(value) || !Number.isFinite(this.error)) throw new Undecidable("the integrand is not finite everywhere");
    return value;
  }

  #integrate(axis: Axis): Estimate {
    const { value, error } = integrateAxis(axis, this);
    return { value, error: error + this.#change(axis.uncertain, value, () => integrateAxis(axis, this).value) };
  }

  /** By how much a value changes when each of the integrals that it depends on is off by its error. */
  #change(uncertain: readonly number[], value: number, recompute: () => number): number {
    let change = 0;
    for (const slot of uncertain) {
      const error = this.#errors[slot] ?? 0;
      if (error === 0) continue;
      const kept = this.at[slot] ?? NaN;
      this.at[slot] = kept + error;
      change += Math.abs(recompute() - value);
      this.at[slot] = kept;
    }
    return change;
  }

  roundoff(program: Program, logWeight = 0): number {
    const roundoff = ROUNDING * program.expression.roundoff(this.at) * Math.exp(logWeight);
    return Number.isFinite(roundoff) ? roundoff : 0;
  }

  #weighted({ expression }: Program, logWeight: number): number {
    const value = expression.value(this.at);
    if (Number.isFinite(value)) return value * Math.exp(logWeight);
    const { sign, log } = expression.scaled(this.at);
    return sign === 0 ? 0 : sign * Math.exp(log + logWeight);
  }
}
