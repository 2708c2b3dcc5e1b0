import { reverse as reversed } from "../graph/moves.js";
import type { Rule } from "./rule.js";

export const reverse: Rule<"reverse"> = ({ axis }, gradient) => [reversed(gradient, axis)];
