import { EvaluationError } from "./algebra.js";

/** Work that may still be done. It is counted, never timed, so that the same claim meets the same limit everywhere. */
export class Allowance {
  private left: number;

  /** What is spent of a part counts against the whole too. */
  constructor(
    private readonly limit: number,
    private readonly whole: Allowance | null = null,
  ) {
    this.left = limit;
  }

  part(limit: number): Allowance {
    return new Allowance(limit, this);
  }

  /** @throws EvaluationError of kind `limit` when less is left */
  spend(units: number): void {
    this.left -= units;
    if (this.left < 0) throw new EvaluationError("limit", `it takes more than the ${this.limit} steps of work allowed`);
    this.whole?.spend(units);
  }
}
