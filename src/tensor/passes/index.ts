import type { Program } from "../graph/program.js";
import { simplifyAlgebra } from "./algebra.js";
import { shareCommonSubexpressions } from "./common-subexpressions.js";
import { foldConstants } from "./constants.js";
import { cropMaskedKernels } from "./masked-kernels.js";
import { joinPaddedSums } from "./padded-sums.js";
import { gateByRelu } from "./relu-gates.js";
import { simplifyShutGates } from "./shut-gates.js";
import { separateSoftplusSums } from "./softplus-sums.js";

/** Each makes less work of a program and leaves its value as it is, up to rounding. */
export const passes = {
  simplifyShutGates,
  cropMaskedKernels,
  foldConstants,
  simplifyAlgebra,
  separateSoftplusSums,
  gateByRelu,
  joinPaddedSums,
  shareCommonSubexpressions,
} as const;

/** More rounds than a graph has needed; none is needed for its value. */
const ROUNDS = 16;

/** All passes, until none finds anything to do. */
export function simplify(program: Program): Program {
  let current = shareCommonSubexpressions(program);
  for (let round = 0; round < ROUNDS; round++) {
    const before = current;
    for (const pass of Object.values(passes)) current = pass(current);
    if (current === before) break;
  }
  return current;
}
