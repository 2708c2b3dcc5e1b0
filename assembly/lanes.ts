/** Bytes of a vector. */
export const VECTOR: usize = 16;

/** How many of `count` values come in whole vectors. */
export function wholeVectors(count: u32): u32 {
  return count & ~3;
}

/** The first 1 to 3 values; the lanes after them are 0. */
export function loadSome(at: usize, count: u32): v128 {
  let some = v128.load_zero<u32>(at);
  if (count > 1) some = v128.load_lane<u32>(at, some, 1, 4);
  if (count > 2) some = v128.load_lane<u32>(at, some, 2, 8);
  return some;
}

/** Stores the first 1 to 3 lanes. */
export function storeSome(at: usize, some: v128, count: u32): void {
  v128.store_lane<u32>(at, some, 0);
  if (count > 1) v128.store_lane<u32>(at, some, 1, 4);
  if (count > 2) v128.store_lane<u32>(at, some, 2, 8);
}
