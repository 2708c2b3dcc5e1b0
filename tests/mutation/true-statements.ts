/**
 * Statements that mutants make and the checker accepts although they are not what the document says. Every one was looked at, with the reason why it is
 * true all the same; a mutant that makes another one fails its test until it is looked at too.
 */
export interface TrueStatements {
  readonly why: string;
  readonly statements: readonly string[];
}

export const TRUE_STATEMENTS: readonly TrueStatements[] = [
  {
    why: "A divergence is never negative, whichever densities it compares and in whichever direction.",
    statements: [
      String.raw`D_{\text{KL}}(p(z | x) \| q(z | x)) \ge 0`,
      String.raw`KL(q(z) \| p(z|x)) \ge 0`,
      String.raw`KL(p(z | x) \| p(z|x)) \ge 0`,
      String.raw`KL(q(z|x) \| p(z)) \ge 0`,
      String.raw`KL(q(z|x) \| q(z | x)) \ge 0`,
      String.raw`D_{\text{KL}}(q(x) \| p(x)) \ge 0`,
      String.raw`KL(q(x) \| q(x)) \ge 0`,
      String.raw`KL(p(x) \| p(x)) \ge 0`,
    ],
  },
  {
    why: "Both sides are the same number.",
    statements: [
      String.raw`\log \mathbb{E}_{z \sim q(z|x)}\left[\frac{p(x,z)}{q(z|x)}\right] \ge \log(\mathbb{E}_{z \sim q(z | x)}[\frac{p(x, z)}{q(z | x)}])`,
      String.raw`\log p(y) \ge \log(\mathbb{E}_{z \sim q(z | y)}[\frac{p(z) p(y | z)}{q(z | y)}])`,
      String.raw`\mathbb{E}_{x \sim p(x)}[-\log p(x)] \ge \mathbb{E}_{x \sim p(x)}[-\log p(x)]`,
      String.raw`\mathbb{E}_{x \sim p(x)}[-\log q(x)] \ge \mathbb{E}_{x \sim p(x)}[-\log q(x)]`,
      String.raw`\log \sum_{c} p(c)\, p(x|c) \ge \sum_{c} p(c) \log p(x)`,
      String.raw`\int p(x) \log\frac{p(x)}{p(x)}\,dx \le \int p(x) \left(\frac{q(x)}{p(x)} - 1\right) dx`,
      String.raw`\int p(x) \log\frac{q(x)}{q(x)}\,dx \le \int p(x) \left(\frac{q(x)}{p(x)} - 1\right) dx`,
    ],
  },
  {
    why: "With the posterior under the logarithm the ratio is the evidence, whatever is averaged over: both sides are the same number.",
    statements: [
      String.raw`\log \mathbb{E}_{z \sim q(z|x)}\left[\frac{p(x,z)}{q(z|x)}\right] \ge \mathbb{E}_{z \sim q(z|x)}\left[\log\frac{p(x,z)}{p(z | x)}\right]`,
      String.raw`\log p(y) \ge \mathbb{E}_{z \sim q(z|y)}\left[\log\frac{p(z)\, p(y|z)}{p(z | y)}\right]`,
    ],
  },
  {
    why: "The left side is larger by the divergence of the encoder from the prior.",
    statements: [String.raw`\log p(y) \ge \mathbb{E}_{z \sim q(z|y)}\left[\log\frac{p(z)\, p(y)}{q(z|y)}\right]`],
  },
  {
    why: "Every summand is a square plus $t - \\log t - 1$, which is not negative: so are fewer of them, their product, and positive multiples.",
    statements: [
      String.raw`\frac13 \sum_{k=1}^{d} \left(\mu_k^2(x) + \sigma_k^2(x) - \log \sigma_k^2(x) - 1\right) \ge 0`,
      String.raw`\frac12 (\mu_{k}(x)^{2} + \sigma_{k}(x)^{2} - \log(\sigma_{k}(x)^{2}) - 1) \ge 0`,
      String.raw`\frac12 \prod_{k=1}^{d} (\mu_{k}(x)^{2} + \sigma_{k}(x)^{2} - \log(\sigma_{k}(x)^{2}) - 1) \ge 0`,
      String.raw`\frac12 \sum_{k=2}^{d} \left(\mu_k^2(x) + \sigma_k^2(x) - \log \sigma_k^2(x) - 1\right) \ge 0`,
      String.raw`\frac12 \sum_{k=1}^{d - 1} \left(\mu_k^2(x) + \sigma_k^2(x) - \log \sigma_k^2(x) - 1\right) \ge 0`,
      String.raw`\frac12 \sum_{k=1}^{d} \left(\frac{1}{2} \mu_{k}(x)^{2} + \sigma_k^2(x) - \log \sigma_k^2(x) - 1\right) \ge 0`,
      String.raw`\frac12 \sum_{k=1}^{d} \left(\sigma_{k}(x)^{2} - \log(\sigma_{k}(x)^{2}) - 1\right) \ge 0`,
      String.raw`\frac12 \sum_{k=1}^{d} \left(\mu_k^2(z) + \sigma_k^2(x) - \log \sigma_k^2(x) - 1\right) \ge 0`,
    ],
  },
  {
    why: "What is left is a number.",
    statements: [String.raw`\frac{1}{2} \ge 0`],
  },
  {
    why: "The line that named the marginal of $p$ now states the product rule.",
    statements: [String.raw`p(x,z) = p(x)\, p(z|x)`],
  },
];

/** A statement without its white space. */
export function squeezed(statement: string): string {
  return statement.replace(/\\,|\s+/gu, "");
}
