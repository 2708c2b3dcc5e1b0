import type { Distribution } from "./distribution.js";
import type * as families from "./distributions/registry.js";

/** The distributions of every family, by its name in the registry. */
export type Families = { readonly [N in keyof typeof families]: ReturnType<(typeof families)[N]["build"]> };

export type FamilyName = keyof Families;

export function isOfFamily<N extends FamilyName>(distribution: Distribution, name: N): distribution is Families[N] {
  return distribution.name === name;
}
