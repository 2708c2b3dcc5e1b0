import { families } from "../../src/probability/index.js";
import type { Distribution, Families, Family, MakeParameter } from "../../src/probability/index.js";

export type Parameter = MakeParameter;
export type Case<D extends Distribution = Distribution> = Family<D>;
export type { Bump, Frame } from "../../src/probability/index.js";

/** The registry: the contract tests need no more than what stands there, so a family that is registered has its tests. */
export const cases: { readonly [N in keyof Families]: Case<Families[N]> } = families;
