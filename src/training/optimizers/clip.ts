/** What gradients of this global norm are multiplied by so that their norm is at most `most`: 1 where it is already. NaN for a norm that is not finite. */
export function clipScale(norm: number, most: number): number {
  if (!Number.isFinite(norm)) return NaN;
  return norm > most ? most / norm : 1;
}
