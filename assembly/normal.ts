import { VECTOR, storeSome, wholeVectors } from "./lanes";
import { fillWords, wordsOf } from "./philox";

/**
 * Standard normal values after Box and Muller: words w₀, w₁ of the stream give two, with r = √(−2 ln u), u = (w₀ + ½) / 2³², and α = 2π w₁ / 2³²:
 * r cos α and r sin α. No value is beyond √(66 ln 2) ≈ 6.76.
 */
export function fillNormal(
  out: usize,
  count: u32,
  key0: u32,
  key1: u32,
  counter2: u32,
  counter3: u32,
  low: u32,
  high: u32,
): void {
  const whole = wholeVectors(count);
  fillWords(out, whole, key0, key1, counter2, counter3, low, high);
  const end: usize = out + ((<usize>whole) << 2);
  for (let at = out; at < end; at += VECTOR) v128.store(at, normals(v128.load(at)));
  const rest = count & 3;
  if (rest == 0) return;
  const last = (((<u64>high) << 32) | (<u64>low)) + (count >> 2);
  storeSome(end, normals(wordsOf(last, key0, key1, counter2, counter3)), rest);
}

/** The values of one block's words: r cos α, r sin α, and the same of the other two words. The cosine is the sine a quarter of a turn later. */
function normals(words: v128): v128 {
  const angles = i32x4.add(v128.shuffle<i32>(words, words, 1, 1, 3, 3), i32x4(0x40000000, 0, 0x40000000, 0));
  return f32x4.mul(radii(v128.shuffle<i32>(words, words, 0, 0, 2, 2)), sine(angles));
}

function radii(words: v128): v128 {
  const u = f32x4.mul(f32x4.add(f32x4.convert_i32x4_u(words), f32x4.splat(0.5)), f32x4.splat(1.0 / 4294967296.0));
  return f32x4.sqrt(f32x4.mul(log(u), f32x4.splat(-2)));
}

/**
 * ln u of positive normal numbers: u = m 2ᵉ with √½ ≤ m < √2, and ln m = 2 artanh s with s = (m − 1) / (m + 1), |s| < 0.172, by its series: what is left
 * out is below 2⁻²⁸ of ln m.
 */
function log(u: v128): v128 {
  const root = i32x4.splat(0x3f3504f3);
  const above = i32x4.sub(u, root);
  const exponent = f32x4.convert_i32x4_s(i32x4.shr_s(above, 23));
  const m = i32x4.add(v128.and(above, i32x4.splat(0x007fffff)), root);
  const one = f32x4.splat(1);
  const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
  const z = f32x4.mul(s, s);
  let series = f32x4.splat(2.0 / 9.0);
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(2.0 / 7.0));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(2.0 / 5.0));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(2.0 / 3.0));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(2));
  return f32x4.add(f32x4.mul(exponent, f32x4.splat(0.6931471805599453)), f32x4.mul(series, s));
}

/**
 * The sine of angles of which 2³² are a turn: a number of quarters, and a rest of at most an eighth of a turn, π/4, where the series converge fast: what is
 * left out is below 2⁻²⁸.
 */
function sine(angles: v128): v128 {
  const quarters = i32x4.shr_u(i32x4.add(angles, i32x4.splat(0x20000000)), 30);
  const rest = f32x4.convert_i32x4_s(i32x4.sub(angles, i32x4.shl(quarters, 30)));
  const radians = f32x4.mul(rest, f32x4.splat(1.4629180792671596e-9));
  const odd = i32x4.shr_s(i32x4.shl(quarters, 31), 31);
  const modulus = v128.bitselect(cosineSeries(radians), sineSeries(radians), odd);
  return v128.xor(modulus, i32x4.shl(i32x4.shr_u(quarters, 1), 31));
}

function sineSeries(x: v128): v128 {
  const z = f32x4.mul(x, x);
  let series = f32x4.splat(1.0 / 362880.0);
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(-1.0 / 5040.0));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(1.0 / 120.0));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(-1.0 / 6.0));
  return f32x4.add(x, f32x4.mul(x, f32x4.mul(series, z)));
}

function cosineSeries(x: v128): v128 {
  const z = f32x4.mul(x, x);
  let series = f32x4.splat(-1.0 / 3628800.0);
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(1.0 / 40320.0));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(-1.0 / 720.0));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(1.0 / 24.0));
  series = f32x4.add(f32x4.mul(series, z), f32x4.splat(-0.5));
  return f32x4.add(f32x4.splat(1), f32x4.mul(series, z));
}
