import { ALGEBRA } from "./falsehoods/algebra.js";
import { DENSITIES } from "./falsehoods/densities.js";
import { HYPOTHESES } from "./falsehoods/hypotheses.js";
import { INEQUALITIES } from "./falsehoods/inequalities.js";
import { INTEGRALS } from "./falsehoods/integrals.js";
import { LOGARITHMS } from "./falsehoods/logarithms.js";
import { RANGES } from "./falsehoods/ranges.js";
import type { Falsehood } from "./falsehoods/common.js";

export type { Falsehood };

/** Lines that would prove what is false, were the kernel to let them: by what they are about. */
export const FALSEHOODS: readonly Falsehood[] = [
  ...ALGEBRA,
  ...RANGES,
  ...INTEGRALS,
  ...DENSITIES,
  ...HYPOTHESES,
  ...LOGARITHMS,
  ...INEQUALITIES,
];
