import type { Frame, Landmark } from "./expression.js";
import { quadraticThrough, type Quadratic } from "./quadratic.js";

/** A place on the axis (null: everywhere), and the distance over which the function changes there; width 0 marks a single point. */
export interface Feature {
  readonly centre: number | null;
  readonly width: number;
}

/** Features of one landmark along the variable in `slot`, all other slots held; none where its argument is no quadratic polynomial. */
export function featuresOf(landmark: Landmark, slot: number, at: Frame): Feature[] {
  const kept = at[slot] ?? NaN;
  const fit = quadraticThrough((x) => {
    at[slot] = x;
    return landmark.argument.value(at);
  });
  at[slot] = kept;
  return fit === null
    ? []
    : features(landmark.kind, fit).filter(
        ({ centre, width }) => (centre === null || Number.isFinite(centre)) && Number.isFinite(width),
      );
}

function features(kind: Landmark["kind"], fit: Quadratic): Feature[] {
  switch (kind) {
    case "bell":
      return fit.second < 0 ? [{ centre: -fit.first / (2 * fit.second), width: 1 / Math.sqrt(-2 * fit.second) }] : [];
    case "wave":
      return [{ centre: null, width: 1 / (Math.abs(fit.first) + Math.sqrt(Math.abs(fit.second))) }];
    case "step":
      return zeros(fit).map((centre) => ({ centre, width: 1 / Math.abs(fit.first + 2 * fit.second * centre) }));
    case "zero":
      return zeros(fit).map((centre) => ({ centre, width: 0 }));
  }
}

function zeros({ constant, first, second }: Quadratic): number[] {
  if (second === 0) return first === 0 ? [] : [-constant / first];
  const discriminant = first * first - 4 * second * constant;
  if (discriminant < 0) return [];
  const far = -(first + (first < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2;
  return far === 0 ? [0] : [far / second, constant / far];
}
