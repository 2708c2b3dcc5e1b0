import { dimensionsOf, quadraticOf, range, type Form } from "./form.js";
import { upperNormalQuantile } from "./normal-quantile.js";

/** What is known of the samples' distribution around its mean. */
export type Tail =
  /**
   * log E exp(s(X − μ)) ≤ s² variance / (2 (1 − scale·|s|)). Then the mean of n samples exceeds μ by more than √(2·variance·x/n) + scale·x/n with probability
   * at most e⁻ˣ, and falls short by as much with at most that (Boucheron, Lugosi, Massart: Concentration Inequalities, 2013, theorem 2.3).
   */
  | { readonly kind: "sub-gamma"; readonly variance: number; readonly scale: number }
  /** Samples lie in an interval of this width: Hoeffding (1963) and, with the samples' variance, Maurer and Pontil (COLT 2009, theorem 4). */
  | { readonly kind: "bounded"; readonly width: number }
  /**
   * Nothing is known: the central limit theorem with its first correction for skewness. Not a bound: good where its corrections are small, and blind to
   * rare samples that none of those drawn resembles.
   */
  | { readonly kind: "clt" };

/** Moments of samples seen so far; `variance` is that of Σ(x−mean)²/(n−1). */
export interface Moments {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  readonly excessKurtosis: number;
}

/**
 * The tail of a quadratic polynomial of independent standard normals, c + b·ε + εᵀAε. With λ the eigenvalues of A, the logarithm of the centred moment
 * generating function is Σ [−log(1 − 2sλ)/2 − sλ + s²b²/(2(1 − 2sλ))], and each part is at most s²(2λ² + b²) / (2(1 − 2|sλ|)): sub-gamma with variance
 * 2|A|² + |b|² and scale 2 max|λ| ≤ 2|A| (Laurent, Massart: Adaptive estimation of a quadratic functional, 2000, lemma 1 and its proof).
 */
export function quadraticTail(form: Form): Tail {
  const all = range(dimensionsOf(form));
  const slopes = form.linear.reduce((sum, coefficient) => sum + coefficient * coefficient, 0);
  const squares = all.reduce((sum, i) => all.reduce((inner, j) => inner + quadraticOf(form, i, j) ** 2, sum), 0);
  return { kind: "sub-gamma", variance: 2 * squares + slopes, scale: 2 * Math.sqrt(squares) };
}

/** The share of the distance that corrections to the central limit theorem may make up. */
const MOST_CORRECTION = 0.25;

/**
 * The distance of the samples' mean from the true one that is exceeded, upward, with probability `level` at most, and downward likewise. Infinite where
 * nothing can be said.
 */
export function oneSidedRadius(tail: Tail, moments: Moments, level: number): number {
  const { n, variance } = moments;
  switch (tail.kind) {
    case "sub-gamma": {
      const x = Math.log(1 / level);
      return Math.sqrt((2 * tail.variance * x) / n) + (tail.scale * x) / n;
    }
    case "bounded":
      return Math.min(hoeffding(tail.width, n, level / 2), empiricalBernstein(tail.width, n, variance, level / 2));
    case "clt": {
      const z = upperNormalQuantile(level);
      const bySkewness = (Math.abs(moments.skewness) * z) / (6 * Math.sqrt(n));
      const byKurtosis = (Math.abs(moments.excessKurtosis) * z * z) / (24 * n);
      if (variance === 0 || !(bySkewness + byKurtosis <= MOST_CORRECTION)) return Infinity;
      return Math.sqrt(variance / n) * z * (1 + bySkewness);
    }
  }
}

function hoeffding(width: number, n: number, level: number): number {
  return width * Math.sqrt(Math.log(1 / level) / (2 * n));
}

function empiricalBernstein(width: number, n: number, variance: number, level: number): number {
  const x = Math.log(2 / level);
  return Math.sqrt((2 * variance * x) / n) + (7 * width * x) / (3 * (n - 1));
}
