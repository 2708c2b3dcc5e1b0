import { VECTOR, loadSome, storeSome, wholeVectors } from "./lanes";
import { fillWords } from "./philox";

/** Uniform multiples of 2⁻²⁴ in [0, 1): the upper 24 bits of one word of the stream each. */
export function fillUniform(
  out: usize,
  count: u32,
  key0: u32,
  key1: u32,
  counter2: u32,
  counter3: u32,
  low: u32,
  high: u32,
): void {
  fillWords(out, count, key0, key1, counter2, counter3, low, high);
  const whole: usize = out + ((<usize>wholeVectors(count)) << 2);
  for (let at = out; at < whole; at += VECTOR) v128.store(at, uniform(v128.load(at)));
  const rest = count & 3;
  if (rest > 0) storeSome(whole, uniform(loadSome(whole, rest)), rest);
}

function uniform(words: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_u(i32x4.shr_u(words, 8)), f32x4.splat(1.0 / 16777216.0));
}
