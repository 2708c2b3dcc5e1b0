import { VECTOR, loadSome, storeSome, wholeVectors } from "./lanes";
import { fillWords } from "./philox";

/** byte / 255, correctly rounded. */
export function greyLevels(out: usize, bytes: usize, count: u32): void {
  const whole = wholeVectors(count);
  for (let i: u32 = 0; i < whole; i += 4) v128.store(out + ((<usize>i) << 2), grey(v128.load_splat<u32>(bytes + i)));
  const rest = count & 3;
  if (rest > 0) storeSome(out + ((<usize>whole) << 2), grey(someBytes(bytes + whole, rest)), rest);
}

/** Pixels whose words are drawn together, a whole number of blocks. */
const RUN: u32 = 16;

/**
 * 1 with probability byte / 255, else 0: one word of the stream a pixel, compared with byte · (2³² − 1) / 255, which is whole. Byte 0 gives 0 and byte 255
 * gives 1 whatever the word; the other probabilities are less than 2⁻³² off. Words of which none matters are not drawn: images are black for the most part.
 */
export function binarize(
  out: usize,
  bytes: usize,
  count: u32,
  key0: u32,
  key1: u32,
  counter2: u32,
  counter3: u32,
  low: u32,
  high: u32,
): void {
  let block = ((<u64>high) << 32) | (<u64>low);
  for (let i: u32 = 0; i < count; i += RUN) {
    const at = out + ((<usize>i) << 2);
    const left = count - i;
    if (left >= RUN && !v128.any_true(v128.load(bytes + i))) storeZeros(at);
    else binarizeRun(at, bytes + i, left < RUN ? left : RUN, key0, key1, counter2, counter3, <u32>block, <u32>(block >> 32));
    block += RUN >> 2;
  }
}

/** Those of a run. */
function storeZeros(at: usize): void {
  const zeros = i32x4.splat(0);
  v128.store(at, zeros, 0);
  v128.store(at, zeros, 16);
  v128.store(at, zeros, 32);
  v128.store(at, zeros, 48);
}

function binarizeRun(
  out: usize,
  bytes: usize,
  count: u32,
  key0: u32,
  key1: u32,
  counter2: u32,
  counter3: u32,
  low: u32,
  high: u32,
): void {
  fillWords(out, count, key0, key1, counter2, counter3, low, high);
  const whole = wholeVectors(count);
  for (let i: u32 = 0; i < whole; i += 4) {
    const at = out + ((<usize>i) << 2);
    v128.store(at, drawn(v128.load(at), v128.load_splat<u32>(bytes + i)));
  }
  const rest = count & 3;
  if (rest == 0) return;
  const end = out + ((<usize>whole) << 2);
  storeSome(end, drawn(loadSome(end, rest), someBytes(bytes + whole, rest)), rest);
}

/** The first 1 to 3 bytes, then zeros. */
function someBytes(at: usize, count: u32): v128 {
  let some = <u32>load<u8>(at);
  if (count > 1) some |= (<u32>load<u8>(at, 1)) << 8;
  if (count > 2) some |= (<u32>load<u8>(at, 2)) << 16;
  return i32x4.splat(some);
}

/** Byte i, in 0 … 255, in lane i. */
function grey(four: v128): v128 {
  const levels = i8x16.shuffle(four, i32x4.splat(0), 0, 16, 16, 16, 1, 16, 16, 16, 2, 16, 16, 16, 3, 16, 16, 16);
  return f32x4.div(f32x4.convert_i32x4_u(levels), f32x4.splat(255));
}

/** A byte in each of its four places is byte · (2³² − 1) / 255. */
function drawn(words: v128, four: v128): v128 {
  const thresholds = i8x16.shuffle(four, four, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
  const ones = v128.or(i32x4.lt_u(words, thresholds), i32x4.eq(thresholds, i32x4.splat(-1)));
  return v128.and(ones, f32x4.splat(1));
}
