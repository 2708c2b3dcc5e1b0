import type { Moments } from "./concentration.js";

/** Running sums of the powers of x − origin; with an origin near the mean nothing cancels. */
export class PowerSums {
  readonly #origin: number;
  #n = 0;
  #first = 0;
  #second = 0;
  #third = 0;
  #fourth = 0;

  constructor(origin: number) {
    this.#origin = origin;
  }

  get n(): number {
    return this.#n;
  }

  /** Takes in shift + scale · buffer[i] for the first `count` samples. */
  add(
    { buffer, scale, shift }: { readonly buffer: Float64Array; readonly scale: number; readonly shift: number },
    count: number,
  ): void {
    const offset = shift - this.#origin;
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let i = 0; i < count; i++) {
      const x = offset + scale * (buffer[i] ?? 0);
      const square = x * x;
      first += x;
      second += square;
      third += square * x;
      fourth += square * square;
    }
    this.#n += count;
    this.#first += first;
    this.#second += second;
    this.#third += third;
    this.#fourth += fourth;
  }

  moments(): Moments {
    const n = this.#n;
    const m1 = this.#first / n;
    const m2 = Math.max(0, this.#second / n - m1 * m1);
    const m3 = this.#third / n - 3 * m1 * (this.#second / n) + 2 * m1 ** 3;
    const m4 = this.#fourth / n - 4 * m1 * (this.#third / n) + 6 * m1 * m1 * (this.#second / n) - 3 * m1 ** 4;
    return {
      n,
      mean: this.#origin + m1,
      variance: (m2 * n) / (n - 1),
      skewness: m2 === 0 ? 0 : m3 / m2 ** 1.5,
      excessKurtosis: m2 === 0 ? 0 : m4 / (m2 * m2) - 3,
    };
  }
}
