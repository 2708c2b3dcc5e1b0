/** KL(N(mu, diag exp(logVar)) ‖ N(0, I)), as it stands in many trainers. */
export function kl(mu, logVar) {
  const summands = mu.map((m, k) => (m ** 2 + Math.exp(logVar[k]) - logVar[k] - 1) / 2);
  return mean(summands);
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
