import { findAxis, hasAxis, namesOf } from "../graph/axes.js";
import { contract } from "../graph/contract.js";
import { oneHot } from "../graph/gather.js";
import type { Rule } from "./rule.js";

/** A position of the table gets the sum of the gradients of the places that looked it up. */
export const gather: Rule<"gather"> = ({ axis, operands: [table, indices] }, gradient) => {
  const chosen = oneHot(indices, findAxis("gather", table.axes, axis));
  const places = namesOf(indices.axes).filter((name) => !hasAxis(table.axes, name));
  return [contract(chosen, gradient, places), null];
};
