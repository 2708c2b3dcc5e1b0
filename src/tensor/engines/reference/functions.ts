/** 1 / (1 + exp(−x)) to within a few units in the last place: exp only of what is not positive, so that it cannot overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** log(1 + exp(x)) to within a few units in the last place: exp(−|x|) cannot overflow, and log1p keeps it where it is tiny. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

/** From here on 1 − erf(x) is below half a unit in the last place of 1. */
const ERF_IS_ONE = 6;

/** erf at 0, 1/2, 1, …, 6, each the nearest float64. */
const ERF_AT_HALVES = [
  0, 0.5204998778130465, 0.8427007929497149, 0.9661051464753108, 0.9953222650189527, 0.999593047982555, 0.9999779095030014,
  0.9999992569016276, 0.9999999845827421, 0.9999999998033839, 0.9999999999984626, 0.9999999999999927, 1,
];

/**
 * The error function, to within two units in the last place: Taylor's series about the nearest multiple c of 1/2, where
 * erf(c + h) = erf(c) + 2/√π exp(−c²) ∫₀ʰ exp(−2ct − t²) dt and the integrand's coefficients satisfy (k + 1) g_{k+1} = −2c g_k − 2 g_{k−1}.
 */
export function erf(x: number): number {
  if (x < 0) return -erf(-x);
  if (x >= ERF_IS_ONE) return 1;
  const c = Math.round(2 * x) / 2;
  const h = x - c;
  let [before, coefficient, power, sum] = [0, 1, h, 0];
  for (let k = 0; k < 60; k++) {
    const term = (coefficient * power) / (k + 1);
    sum += term;
    if (coefficient !== 0 && Math.abs(term) <= Math.abs(sum) * 2 ** -60) break;
    [before, coefficient] = [coefficient, (-2 * (c * coefficient + before)) / (k + 1)];
    power *= h;
  }
  return (ERF_AT_HALVES[2 * c] ?? NaN) + (2 / Math.sqrt(Math.PI)) * Math.exp(-c * c) * sum;
}
