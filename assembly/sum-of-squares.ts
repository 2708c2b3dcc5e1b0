/**
 * Σ value² in float64, whose range holds the squares of all float32 values: the sum of finite values is finite, and only then.
 *
 * Eight partial sums, of every eighth value each; they are added up in the order in which they stand here, and the last values after them.
 */
export function sumOfSquares(values: usize, count: u32): f64 {
  let sums0 = f64x2.splat(0);
  let sums1 = f64x2.splat(0);
  let sums2 = f64x2.splat(0);
  let sums3 = f64x2.splat(0);
  const end: usize = values + ((<usize>count) << 2);
  const whole: usize = values + ((<usize>(count & ~7)) << 2);
  let at = values;
  for (; at < whole; at += 32) {
    const first = v128.load(at);
    const second = v128.load(at, 16);
    sums0 = f64x2.add(sums0, squares(first));
    sums1 = f64x2.add(sums1, squares(upper(first)));
    sums2 = f64x2.add(sums2, squares(second));
    sums3 = f64x2.add(sums3, squares(upper(second)));
  }
  const sums = f64x2.add(f64x2.add(sums0, sums1), f64x2.add(sums2, sums3));
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; at < end; at += 4) {
    const value = <f64>load<f32>(at);
    sum += value * value;
  }
  return sum;
}

/** Of the two lower values. */
function squares(values: v128): v128 {
  const wide = f64x2.promote_low_f32x4(values);
  return f64x2.mul(wide, wide);
}

function upper(values: v128): v128 {
  return v128.shuffle<i64>(values, values, 1, 1);
}
