/** The line of a derivation that justifies something: its file below the project's root, and the formula as it is written there. */
export interface Provenance {
  readonly file: string;
  readonly formula: string;
}

/** Every line that a term of a loss refers to. */
export const lines = {
  bound: {
    file: "derivations/elbo-evidence.md",
    formula: String.raw`\mathbb{E}_{z \sim q(z|x)}[\log p(x|z)] - KL(q(z|x) \| p(z))`,
  },
  crossEntropy: {
    file: "derivations/bernoulli-cross-entropy.md",
    formula: String.raw`\log(1 + e^{a}) - a g`,
  },
  normalLikelihood: {
    file: "derivations/gaussian-mse.md",
    formula: String.raw`-\log q(x|z) = \frac{1}{2\sigma^2} \|x - \mu(z)\|^2 + \frac{D}{2} \log 2\pi\sigma^2`,
  },
  chainRule: {
    file: "derivations/chain-rule.md",
    formula: String.raw`\log p(x) = \sum_{i=1}^{n} \log p(x_i|x_1, \dots, x_{i-1})`,
  },
  divergence: {
    file: "derivations/gaussian-kl-standard.md",
    formula: String.raw`\frac12 \sum_{k=1}^{d} \left(\mu_k^2(x) + \exp(\log \sigma_k^2(x)) - \log \sigma_k^2(x) - 1\right)`,
  },
  reparameterization: {
    file: "derivations/reparameterization.md",
    formula: String.raw`\mathbb{E}_{\epsilon \sim \mathcal{N}(0, 1)}[f(\mu + \sigma\epsilon)]`,
  },
  maximumLikelihood: {
    file: "derivations/maximum-likelihood.md",
    formula: String.raw`H(p_{\text{data}}, p_\theta) = -\mathbb{E}_{x \sim p_{\text{data}}(x)}[\log p_\theta(x)]`,
  },
} as const satisfies Readonly<Record<string, Provenance>>;
