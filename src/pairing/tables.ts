import { EvaluationError } from "../claims/algebra.js";
import { type Expression, EXPRESSIONS } from "./expression.js";

/** Most entries of a joint table. */
const LARGEST = 256;

/** How many values a variable without numbers has. */
export const POINTS = 2;

/** Joint tables of densities without a form, over variables of two values each: every entry an unknown positive number, divided by the sum of all. */
export class Tables {
  private readonly marginals = new Map<string, Expression>();
  private readonly totals = new Map<string, Expression>();

  constructor(
    /** The variables of a family, one by one. */
    private readonly slotsOf: (family: string) => readonly string[],
    private readonly entry: (key: string, family: string) => Expression,
  ) {}

  /** The probability that some of the variables have the values given. */
  marginal(family: string, at: ReadonlyMap<string, number>): Expression {
    const slots = this.slotsOf(family);
    const foreign = [...at.keys()].find((slot) => !slots.includes(slot));
    if (foreign !== undefined) throw new EvaluationError("unsupported", `${foreign}, of which ${family} is no density`);
    const key = `${family}|${slots.map((slot) => at.get(slot) ?? "").join("|")}`;
    const known = this.marginals.get(key);
    if (known !== undefined) return known;
    const result = EXPRESSIONS.divide(this.sum(family, slots, at), this.total(family, slots));
    this.marginals.set(key, result);
    return result;
  }

  private total(family: string, slots: readonly string[]): Expression {
    const known = this.totals.get(family) ?? this.sum(family, slots, new Map());
    this.totals.set(family, known);
    return known;
  }

  private sum(family: string, slots: readonly string[], at: ReadonlyMap<string, number>): Expression {
    const free = slots.filter((slot) => !at.has(slot));
    if (POINTS ** slots.length > LARGEST)
      throw new EvaluationError("limit", `a joint table of ${POINTS ** slots.length} entries`);
    let result: Expression | null = null;
    for (let number = 0; number < POINTS ** free.length; number += 1) {
      const place = new Map(at);
      free.forEach((slot, i) => place.set(slot, Math.floor(number / POINTS ** i) % POINTS));
      const entry = this.entry(`${family}(${slots.map((slot) => `${slot}=${(place.get(slot) ?? 0) + 1}`).join(", ")})`, family);
      result = result === null ? entry : EXPRESSIONS.add(result, entry);
    }
    return result ?? EXPRESSIONS.one;
  }
}
