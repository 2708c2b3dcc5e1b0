import type { Distribution } from "./distribution.js";
import type { Bernoulli } from "./distributions/bernoulli.js";
import type { Categorical } from "./distributions/categorical.js";
import type { DiscretizedLogistic } from "./distributions/discretized-logistic.js";
import type { DiscretizedLogisticMixture } from "./distributions/discretized-logistic-mixture.js";
import type { GaussianMixture } from "./distributions/gaussian-mixture.js";
import type { MultivariateNormal } from "./distributions/multivariate-normal.js";
import type { Normal, StandardNormal } from "./distributions/normal.js";

/** Every family by its name: one line each. The contract tests are a table over these keys, so a family without its tests does not compile. */
export interface Families {
  readonly normal: Normal;
  readonly multivariateNormal: MultivariateNormal;
  readonly standardNormal: StandardNormal;
  readonly bernoulli: Bernoulli;
  readonly categorical: Categorical;
  readonly discretizedLogistic: DiscretizedLogistic;
  readonly discretizedLogisticMixture: DiscretizedLogisticMixture;
  readonly gaussianMixture: GaussianMixture;
}

export type FamilyName = keyof Families;

export function isOfFamily<N extends FamilyName>(distribution: Distribution, name: N): distribution is Families[N] {
  return distribution.name === name;
}
