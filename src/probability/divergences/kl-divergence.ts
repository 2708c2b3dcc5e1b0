import { ShapeError } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import type { Distribution, Parameter } from "../distribution.js";
import { klBernoulli } from "./bernoulli.js";
import { klCategorical } from "./categorical.js";
import { klMultivariateNormal, klMultivariateNormalStandard } from "./multivariate-normal.js";
import { klNormal, klNormalStandard } from "./normal.js";
import { DivergenceRegistry } from "./registry.js";

type NodesOf<P> = { readonly [K in keyof P]: Node };

const normalNodes = (own: { readonly mean: Parameter; readonly logVar: Parameter }): NodesOf<typeof own> => ({
  mean: own.mean.node,
  logVar: own.logVar.node,
});
const factorNodes = (own: { readonly mean: Parameter; readonly choleskyFactor: Parameter }): NodesOf<typeof own> => ({
  mean: own.mean.node,
  choleskyFactor: own.choleskyFactor.node,
});
const logitNodes = (own: { readonly logits: Parameter }): NodesOf<typeof own> => ({ logits: own.logits.node });

/** The closed forms of the project: one entry each. */
export const divergences = new DivergenceRegistry()
  .register("normal", "normal", (p, q, event) => klNormal(normalNodes(p.parameters), normalNodes(q.parameters), event))
  .register("normal", "standardNormal", (p, _, event) => klNormalStandard(normalNodes(p.parameters), event))
  .register("multivariateNormal", "multivariateNormal", (p, q, [event = ""]) => {
    demandOneAxis("KL(multivariateNormal ‖ multivariateNormal)", "columns", p.column, q.column);
    return klMultivariateNormal(factorNodes(p.parameters), factorNodes(q.parameters), event, p.column);
  })
  .register("multivariateNormal", "standardNormal", (p, _, [event = ""]) =>
    klMultivariateNormalStandard(factorNodes(p.parameters), event, p.column),
  )
  .register("bernoulli", "bernoulli", (p, q, event) => klBernoulli(logitNodes(p.parameters), logitNodes(q.parameters), event))
  .register("categorical", "categorical", (p, q, event) => {
    demandOneAxis("KL(categorical ‖ categorical)", "categories", p.category, q.category);
    return klCategorical(logitNodes(p.parameters), logitNodes(q.parameters), p.category, event);
  });

/** `divergences.klDivergence(p, q)`. @throws as it */
export function klDivergence(p: Distribution, q: Distribution): Node {
  return divergences.klDivergence(p, q);
}

/** @throws ShapeError when what lies along one axis in p lies along another in q */
function demandOneAxis(pair: string, what: string, p: string, q: string): void {
  if (p !== q) throw new ShapeError(pair, `the ${what} lie along "${p}" and "${q}"`, "rename one axis");
}
