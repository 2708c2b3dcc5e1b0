import { VECTOR, loadSome, storeSome, wholeVectors } from "./lanes";

/** One step of gradient descent: parameter ← parameter − rate · (scale · gradient). */
export function descend(parameters: usize, gradients: usize, count: u32, scale: f32, rate: f32): void {
  const scales = f32x4.splat(scale);
  const rates = f32x4.splat(rate);
  const whole: usize = (<usize>wholeVectors(count)) << 2;
  for (let at: usize = 0; at < whole; at += VECTOR) {
    const gradient = f32x4.mul(v128.load(gradients + at), scales);
    v128.store(parameters + at, moved(v128.load(parameters + at), gradient, rates));
  }
  const rest = count & 3;
  if (rest == 0) return;
  const gradient = f32x4.mul(loadSome(gradients + whole, rest), scales);
  storeSome(parameters + whole, moved(loadSome(parameters + whole, rest), gradient, rates), rest);
}

/**
 * One step of gradient descent with momentum, as PyTorch defines it: with g = scale · gradient,
 *
 *     velocity ← momentum · velocity + g
 *     parameter ← parameter − rate · velocity                  or, as Nesterov does,
 *     parameter ← parameter − rate · (g + momentum · velocity)
 */
export function descendWithMomentum(
  parameters: usize,
  gradients: usize,
  velocities: usize,
  count: u32,
  scale: f32,
  rate: f32,
  momentum: f32,
  nesterov: bool,
): void {
  const scales = f32x4.splat(scale);
  const rates = f32x4.splat(rate);
  const momenta = f32x4.splat(momentum);
  const whole: usize = (<usize>wholeVectors(count)) << 2;
  for (let at: usize = 0; at < whole; at += VECTOR) {
    const gradient = f32x4.mul(v128.load(gradients + at), scales);
    const velocity = carried(v128.load(velocities + at), gradient, momenta);
    v128.store(velocities + at, velocity);
    const direction = nesterov ? carried(velocity, gradient, momenta) : velocity;
    v128.store(parameters + at, moved(v128.load(parameters + at), direction, rates));
  }
  const rest = count & 3;
  if (rest == 0) return;
  const gradient = f32x4.mul(loadSome(gradients + whole, rest), scales);
  const velocity = carried(loadSome(velocities + whole, rest), gradient, momenta);
  storeSome(velocities + whole, velocity, rest);
  const direction = nesterov ? carried(velocity, gradient, momenta) : velocity;
  storeSome(parameters + whole, moved(loadSome(parameters + whole, rest), direction, rates), rest);
}

function carried(velocity: v128, gradient: v128, momenta: v128): v128 {
  return f32x4.add(f32x4.mul(velocity, momenta), gradient);
}

function moved(parameter: v128, direction: v128, rates: v128): v128 {
  return f32x4.sub(parameter, f32x4.mul(direction, rates));
}
