import { hash128 } from "../numbers/random.js";
import type { Mutant } from "./mutants.js";

/**
 * About `count` mutants, chosen by key so that edits elsewhere in a document, or further documents, change no choice. The order stays; every operator is
 * sampled in the same proportion but for rounding up, so that none is left out.
 */
export function sampleMutants<M extends Pick<Mutant, "id" | "operator">>(
  mutants: readonly M[],
  count: number,
  key: string,
): readonly M[] {
  const proportion = Math.min(1, count / Math.max(1, mutants.length));
  const chosen = new Set<M>();
  for (const operator of new Set(mutants.map((mutant) => mutant.operator))) {
    const own = mutants
      .filter((mutant) => mutant.operator === operator)
      .map((mutant) => ({ mutant, rank: hash128(`${key}|${mutant.id}`)[0] ?? 0 }));
    own.sort((a, b) => a.rank - b.rank);
    for (const { mutant } of own.slice(0, Math.ceil(own.length * proportion))) chosen.add(mutant);
  }
  return mutants.filter((mutant) => chosen.has(mutant));
}
