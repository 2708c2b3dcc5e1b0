/** Sums over all points, in double precision, of what p(c|x) says of each: all that the next parameters are made of. */
export interface Sums {
  readonly points: number;
  /** Σ log p(x) in nats. */
  readonly logLikelihood: number;
  /** Σ p(c|x), component by component. */
  readonly count: Float64Array;
  /** Σ p(c|x) y with y = x − centre. */
  readonly first: Float64Array;
  /** Σ p(c|x) y²; with full covariance Σ p(c|x) y yᵀ. */
  readonly second: Float64Array;
}

export interface Statistics extends Sums {
  /** How far from Σ log p(x) a point the log-likelihood may be, in nats. */
  readonly rounding: number;
}
