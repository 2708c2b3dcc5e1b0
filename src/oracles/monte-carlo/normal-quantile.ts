/** The z with P(Z > z) = p for a standard normal Z, for 0 < p ≤ 1/2; by bisection, to 1e-12. */
export function upperNormalQuantile(p: number): number {
  let low = 0;
  let high = 40;
  while (high - low > 1e-12) {
    const middle = (low + high) / 2;
    if (upperNormalTail(middle) > p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(Z > z) for z ≥ 0: by the series of the distribution function below 3, by Laplace's continued fraction above; relative error below 1e-11. */
export function upperNormalTail(z: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = 0;
    for (let k = 1; term > 1e-18; k++) {
      sum += term;
      term *= (z * z) / (2 * k + 1);
    }
    return 1 / 2 - density * sum;
  }
  let tail = z;
  for (let k = 120; k >= 1; k--) tail = z + k / tail;
  return density / tail;
}
