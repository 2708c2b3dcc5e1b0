import { VECTOR, loadSome, storeSome, wholeVectors } from "./lanes";

/**
 * One step of Adam, in the order of operations of PyTorch: with g = scale · gradient,
 *
 *     mean   ← β₁ mean + (1 − β₁) g
 *     square ← β₂ square + (1 − β₂) g²
 *     parameter ← keep · parameter − stepSize · mean / (√square · rootScale + ε)
 *
 * The bias corrections of step t are the caller's: stepSize = learning rate / (1 − β₁ᵗ), rootScale = 1 / √(1 − β₂ᵗ). Decoupled weight decay is
 * keep = 1 − learning rate · decay; 1 without.
 */
export function adam(
  parameters: usize,
  gradients: usize,
  means: usize,
  squares: usize,
  count: u32,
  scale: f32,
  beta1: f64,
  beta2: f64,
  stepSize: f32,
  rootScale: f32,
  epsilon: f32,
  keep: f32,
): void {
  const scales = f32x4.splat(scale);
  const oldMean = f32x4.splat(<f32>beta1);
  const newMean = f32x4.splat(<f32>(1.0 - beta1));
  const oldSquare = f32x4.splat(<f32>beta2);
  const newSquare = f32x4.splat(<f32>(1.0 - beta2));
  const steps = f32x4.splat(stepSize);
  const rootScales = f32x4.splat(rootScale);
  const epsilons = f32x4.splat(epsilon);
  const keeps = f32x4.splat(keep);
  const whole: usize = (<usize>wholeVectors(count)) << 2;
  for (let at: usize = 0; at < whole; at += VECTOR) {
    const gradient = f32x4.mul(v128.load(gradients + at), scales);
    const mean = blend(v128.load(means + at), oldMean, gradient, newMean);
    const square = blend(v128.load(squares + at), oldSquare, f32x4.mul(gradient, gradient), newSquare);
    v128.store(means + at, mean);
    v128.store(squares + at, square);
    v128.store(parameters + at, moved(v128.load(parameters + at), mean, square, steps, rootScales, epsilons, keeps));
  }
  const rest = count & 3;
  if (rest == 0) return;
  const gradient = f32x4.mul(loadSome(gradients + whole, rest), scales);
  const mean = blend(loadSome(means + whole, rest), oldMean, gradient, newMean);
  const square = blend(loadSome(squares + whole, rest), oldSquare, f32x4.mul(gradient, gradient), newSquare);
  storeSome(means + whole, mean, rest);
  storeSome(squares + whole, square, rest);
  const parameter = loadSome(parameters + whole, rest);
  storeSome(parameters + whole, moved(parameter, mean, square, steps, rootScales, epsilons, keeps), rest);
}

function blend(before: v128, oldPart: v128, value: v128, newPart: v128): v128 {
  return f32x4.add(f32x4.mul(before, oldPart), f32x4.mul(value, newPart));
}

function moved(parameter: v128, mean: v128, square: v128, steps: v128, rootScales: v128, epsilons: v128, keeps: v128): v128 {
  const root = f32x4.add(f32x4.mul(f32x4.sqrt(square), rootScales), epsilons);
  return f32x4.sub(f32x4.mul(parameter, keeps), f32x4.div(f32x4.mul(mean, steps), root));
}
