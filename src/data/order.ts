import { keyedRandom } from "../numbers/random.js";

/**
 * The numbers 0 … count − 1 in the order in which an epoch goes through them: every order is as likely as any other, and each is known by its seed and
 * epoch alone. So a run that stopped goes on by epoch and position.
 *
 * @throws RangeError unless count is a whole number in 1 … 2^32 − 1
 */
export function epochOrder(count: number, seed: number, epoch: number): Uint32Array {
  if (!Number.isInteger(count) || count < 1 || count >= 2 ** 32) throw new RangeError(`there is no order of ${count} images`);
  const order = Uint32Array.from({ length: count }, (_, place) => place);
  const random = keyedRandom("epoch order", seed, epoch);
  for (let last = count - 1; last > 0; last--) {
    const other = random.integer(0, last);
    const moved = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = moved;
  }
  return order;
}
