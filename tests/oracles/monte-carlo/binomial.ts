/** P(X = 0), …, P(X = n) for X binomial(n, p); each from the one before, on logarithms. */
export function binomialProbabilities(n: number, p: number): number[] {
  let logarithm = n * Math.log1p(-p);
  return Array.from({ length: n + 1 }, (_, k) => {
    const probability = Math.exp(logarithm);
    logarithm += Math.log((n - k) / (k + 1)) + Math.log(p) - Math.log1p(-p);
    return probability;
  });
}

/** The smallest count that n trials of probability p at most reach with probability below `chance`. */
export function implausibleCount(n: number, p: number, chance = 1e-9): number {
  const probabilities = binomialProbabilities(n, p);
  let tail = 0;
  let k = n + 1;
  while (k > 0 && tail + (probabilities[k - 1] ?? 0) < chance) {
    k -= 1;
    tail += probabilities[k] ?? 0;
  }
  return k;
}
