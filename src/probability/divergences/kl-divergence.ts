import { ShapeError } from "../../tensor/index.js";
import type { Node } from "../../tensor/index.js";
import type { Distribution, Parameter } from "../distribution.js";
import { klBernoulli } from "./bernoulli.js";
import { klCategorical } from "./categorical.js";
import { klNormal, klNormalStandard } from "./normal.js";
import { DivergenceRegistry } from "./registry.js";

type NodesOf<P> = { readonly [K in keyof P]: Node };

const normalNodes = (own: { readonly mean: Parameter; readonly logVar: Parameter }): NodesOf<typeof own> => ({
  mean: own.mean.node,
  logVar: own.logVar.node,
});
const logitNodes = (own: { readonly logits: Parameter }): NodesOf<typeof own> => ({ logits: own.logits.node });

/** The closed forms of the project: one entry each. */
export const divergences = new DivergenceRegistry()
  .register("normal", "normal", (p, q, event) => klNormal(normalNodes(p.parameters), normalNodes(q.parameters), event))
  .register("normal", "standardNormal", (p, _, event) => klNormalStandard(normalNodes(p.parameters), event))
  .register("bernoulli", "bernoulli", (p, q, event) => klBernoulli(logitNodes(p.parameters), logitNodes(q.parameters), event))
  .register("categorical", "categorical", (p, q, event) => {
    if (p.category !== q.category) {
      throw new ShapeError(
        "KL(categorical ‖ categorical)",
        `the categories lie along "${p.category}" and "${q.category}"`,
        "rename one axis",
      );
    }
    return klCategorical(logitNodes(p.parameters), logitNodes(q.parameters), p.category, event);
  });

/** `divergences.klDivergence(p, q)`. @throws as it */
export function klDivergence(p: Distribution, q: Distribution): Node {
  return divergences.klDivergence(p, q);
}
