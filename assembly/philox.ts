import { storeSome } from "./lanes";

const MULTIPLIER_0: u32 = 0xd2511f53;
const MULTIPLIER_1: u32 = 0xcd9e8d57;
const WEYL_0: u32 = 0x9e3779b9;
const WEYL_1: u32 = 0xbb67ae85;
const ROUNDS = 10;

/**
 * The words of a stream of Philox4x32-10 from the first of block `low` + 2³² `high` on: the stream of the key (`key0`, `key1`) and the upper half
 * (`counter2`, `counter3`) of the counter, as in `src/numbers/philox.ts`.
 */
export function fillWords(out: usize, count: u32, key0: u32, key1: u32, counter2: u32, counter3: u32, low: u32, high: u32): void {
  let block = ((<u64>high) << 32) | (<u64>low);
  const whole: usize = out + ((<usize>(count & ~15)) << 2);
  let at = out;
  for (; at < whole; at += 64) {
    storeFourBlocks(at, block, key0, key1, counter2, counter3);
    block += 4;
  }
  let rest = count & 15;
  for (; rest >= 4; rest -= 4) {
    v128.store(at, wordsOf(block, key0, key1, counter2, counter3));
    at += 16;
    block += 1;
  }
  if (rest > 0) storeSome(at, wordsOf(block, key0, key1, counter2, counter3), rest);
}

/** The four words of one block. */
export function wordsOf(block: u64, key0: u32, key1: u32, counter2: u32, counter3: u32): v128 {
  let c0 = <u32>block;
  let c1 = <u32>(block >> 32);
  let c2 = counter2;
  let c3 = counter3;
  for (let round = 0; round < ROUNDS; round++) {
    const product0 = <u64>MULTIPLIER_0 * <u64>c0;
    const product1 = <u64>MULTIPLIER_1 * <u64>c2;
    c0 = (<u32>(product1 >> 32)) ^ c1 ^ key0;
    c1 = <u32>product1;
    c2 = (<u32>(product0 >> 32)) ^ c3 ^ key1;
    c3 = <u32>product0;
    key0 += WEYL_0;
    key1 += WEYL_1;
  }
  return i32x4.replace_lane(i32x4.replace_lane(i32x4.replace_lane(i32x4.splat(c0), 1, c1), 2, c2), 3, c3);
}

/** Four successive blocks, one a lane: vector i holds word i of each. */
function storeFourBlocks(at: usize, block: u64, key0: u32, key1: u32, counter2: u32, counter3: u32): void {
  const low = i32x4.splat(<u32>block);
  let c0 = i32x4.add(low, i32x4(0, 1, 2, 3));
  // Where the lower word has wrapped, the comparison is −1.
  let c1 = i32x4.sub(i32x4.splat(<u32>(block >> 32)), i32x4.lt_u(c0, low));
  let c2 = i32x4.splat(counter2);
  let c3 = i32x4.splat(counter3);
  const multiplier0 = i32x4.splat(MULTIPLIER_0);
  const multiplier1 = i32x4.splat(MULTIPLIER_1);
  for (let round = 0; round < ROUNDS; round++) {
    const lower0 = i64x2.extmul_low_i32x4_u(c0, multiplier0);
    const upper0 = i64x2.extmul_high_i32x4_u(c0, multiplier0);
    const lower1 = i64x2.extmul_low_i32x4_u(c2, multiplier1);
    const upper1 = i64x2.extmul_high_i32x4_u(c2, multiplier1);
    c0 = v128.xor(v128.xor(v128.shuffle<i32>(lower1, upper1, 1, 3, 5, 7), c1), i32x4.splat(key0));
    c1 = v128.shuffle<i32>(lower1, upper1, 0, 2, 4, 6);
    c2 = v128.xor(v128.xor(v128.shuffle<i32>(lower0, upper0, 1, 3, 5, 7), c3), i32x4.splat(key1));
    c3 = v128.shuffle<i32>(lower0, upper0, 0, 2, 4, 6);
    key0 += WEYL_0;
    key1 += WEYL_1;
  }
  const front01 = v128.shuffle<i32>(c0, c1, 0, 4, 1, 5);
  const back01 = v128.shuffle<i32>(c0, c1, 2, 6, 3, 7);
  const front23 = v128.shuffle<i32>(c2, c3, 0, 4, 1, 5);
  const back23 = v128.shuffle<i32>(c2, c3, 2, 6, 3, 7);
  v128.store(at, v128.shuffle<i64>(front01, front23, 0, 2), 0);
  v128.store(at, v128.shuffle<i64>(front01, front23, 1, 3), 16);
  v128.store(at, v128.shuffle<i64>(back01, back23, 0, 2), 32);
  v128.store(at, v128.shuffle<i64>(back01, back23, 1, 3), 48);
}
