import { hasAxis, namesOf } from "../graph/axes.js";
import { contract as product } from "../graph/contract.js";
import type { Node } from "../graph/node.js";
import type { Rule } from "./rule.js";

/** Each operand gets the gradient contracted with the other one, over the axes that it lacks itself. */
export const contract: Rule<"contract"> = ({ operands: [a, b] }, gradient) => [
  product(gradient, b, lackedBy(a, b)),
  product(gradient, a, lackedBy(b, a)),
];

function lackedBy(one: Node, other: Node): readonly string[] {
  return namesOf(other.axes).filter((name) => !hasAxis(one.axes, name));
}
