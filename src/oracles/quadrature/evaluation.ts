import type { Frame } from "./expression.js";
import { integrateAxis } from "./axis.js";
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
  #work: number;

  constructor(slots: number, work: number) {
    this.at = new Float64Array(slots).fill(NaN);
    this.#work = work;
  }

  spend(work: number): void {
    this.#work -= work;
    if (this.#work < 0) throw new Undecidable("the work allowed was spent before the integral settled");
  }

  run(program: Program, logWeight = 0): number {
    const { expression, integrals } = program;
    const errors = integrals.map(({ slot, axis }) => {
      const { value, error } = integrateAxis(axis, this);
      this.at[slot] = value;
      return error;
    });
    this.spend(expression.size);
    const value = this.#weighted(program, logWeight);
    this.error = 0;
    for (const [index, { slot }] of integrals.entries()) {
      const kept = this.at[slot] ?? NaN;
      this.at[slot] = kept + (errors[index] ?? 0);
      this.error += Math.abs(this.#weighted(program, logWeight) - value);
      this.at[slot] = kept;
    }
    if (!Number.isFinite(value) || !Number.isFinite(this.error)) throw new Undecidable("the integrand is not finite everywhere");
    return value;
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
