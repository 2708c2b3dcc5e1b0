import { withAxes } from "../graph/moves.js";
import type { Rule } from "./rule.js";

export const reshape: Rule<"reshape"> = ({ operands: [x] }, gradient) => [withAxes(gradient, x.axes)];
