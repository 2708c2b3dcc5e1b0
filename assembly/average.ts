import { VECTOR, loadSome, storeSome, wholeVectors } from "./lanes";

/** One step of an exponential moving average: average ← average + rate · (value − average). */
export function movingAverage(averages: usize, values: usize, count: u32, rate: f32): void {
  const rates = f32x4.splat(rate);
  const whole: usize = (<usize>wholeVectors(count)) << 2;
  for (let at: usize = 0; at < whole; at += VECTOR) {
    v128.store(averages + at, nearer(v128.load(averages + at), v128.load(values + at), rates));
  }
  const rest = count & 3;
  if (rest == 0) return;
  storeSome(averages + whole, nearer(loadSome(averages + whole, rest), loadSome(values + whole, rest), rates), rest);
}

function nearer(average: v128, value: v128, rates: v128): v128 {
  return f32x4.add(average, f32x4.mul(f32x4.sub(value, average), rates));
}
