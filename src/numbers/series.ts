import { align, size } from "./ball.js";
import type { Ball } from "./ball.js";

/**
 * Fixed-point series: a whole number v stands for v · 2^-width. Every division and shift loses less than one unit; the radii count these losses
 * generously.
 */

/** Σ_k weight_k · atanh(1/q_k), or with atan, for whole q_k ≥ 4. */
export function inverseSeries(
  width: number,
  kind: "atan" | "atanh",
  parts: readonly { readonly weight: bigint; readonly q: bigint }[],
): Ball {
  let middle = 0n;
  let radius = 0n;
  for (const { weight, q } of parts) {
    const square = q * q;
    let power = (1n << BigInt(width)) / q;
    let sum = 0n;
    let terms = 0n;
    for (let odd = 1n; power !== 0n; odd += 2n) {
      sum += kind === "atan" && odd % 4n === 3n ? -(power / odd) : power / odd;
      power /= square;
      terms += 1n;
    }
    middle += weight * sum;
    // Each power and each quotient is off by less than two units, and so is all that follows the last term.
    radius += (weight < 0n ? -weight : weight) * (4n * terms + 4n);
  }
  return { middle, radius, exponent: -width };
}

/** log 2 = 18 atanh(1/26) − 2 atanh(1/4801) + 8 atanh(1/8749). */
export function log2Series(width: number): Ball {
  return inverseSeries(width, "atanh", [
    { weight: 18n, q: 26n },
    { weight: -2n, q: 4801n },
    { weight: 8n, q: 8749n },
  ]);
}

/** π = 16 atan(1/5) − 4 atan(1/239) (Machin). */
export function piSeries(width: number): Ball {
  return inverseSeries(width, "atan", [
    { weight: 16n, q: 5n },
    { weight: -4n, q: 239n },
  ]);
}

/** log x for x whose middle is positive and far above its radius: x = m · 2^k with m about 1, log m = 2 atanh((m − 1)/(m + 1)). */
export function logSeries(x: Ball, log2: Ball, width: number): Ball {
  const bits = size(x.middle);
  // The leading three bits tell whether m in [1, 2) is below 3/2; above, m/2 in [3/4, 1) is nearer to 1.
  const halve = bits >= 2 && x.middle >> BigInt(bits - 2) === 3n;
  const k = x.exponent + bits - (halve ? 0 : 1);
  const m = align({ ...x, exponent: x.exponent - k }, -width);
  const one = 1n << BigInt(width);
  const z = ((m.middle - one) << BigInt(width)) / (m.middle + one);
  const square = (z * z) >> BigInt(width);
  let power = z;
  let sum = 0n;
  let terms = 0n;
  for (let odd = 1n; power > 1n || power < -1n; odd += 2n) {
    sum += power / odd;
    power = (power * square) >> BigInt(width);
    terms += 1n;
  }
  const whole = align(log2, -width);
  const factor = BigInt(k);
  return {
    middle: 2n * sum + factor * whole.middle,
    radius: 8n * (terms + 2n) + 4n * m.radius + (factor < 0n ? -factor : factor) * whole.radius,
    exponent: -width,
  };
}

/** exp x for x known to well below 1/8: x = k log 2 + r with |r| below 0.4, and Taylor's series in r. */
export function expSeries(x: Ball, log2: Ball, width: number): Ball {
  const argument = align(x, -width);
  const period = align(log2, -width);
  const twice = 2n * argument.middle + period.middle;
  const k = twice / (2n * period.middle) - (twice < 0n ? 1n : 0n);
  const r = argument.middle - k * period.middle;
  const doubt = argument.radius + (k < 0n ? -k : k) * period.radius;
  let term = 1n << BigInt(width);
  let sum = 0n;
  let terms = 0n;
  for (let j = 1n; term > 1n || term < -1n; j += 1n) {
    sum += term;
    term = ((term * r) >> BigInt(width)) / j;
    terms += 1n;
  }
  // exp r is below 3/2, so a doubt of d units in r is below 2d units in exp r.
  return { middle: sum, radius: 4n * (terms + 4n) + 2n * doubt, exponent: Number(k) - width };
}
