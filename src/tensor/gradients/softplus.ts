import { multiply, sigmoid } from "../graph/elementwise.js";
import type { Rule } from "./rule.js";

export const softplus: Rule<"softplus"> = ({ operands: [x] }, gradient) => [multiply(gradient, sigmoid(x))];
