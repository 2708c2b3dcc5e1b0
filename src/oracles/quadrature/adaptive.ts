import { gaussKronrod, type NoisyFunction, type PanelSum } from "./gauss-kronrod.js";
import { Undecidable } from "./undecidable.js";

export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** A function on one finite panel; `roundoff` bounds the rounding error of its latest value. */
export interface Panel {
  readonly f: NoisyFunction & { readonly roundoff: () => number };
  readonly low: number;
  readonly high: number;
}

interface Measured extends Panel {
  readonly sum: PanelSum;
  readonly roundoff: number;
}

/** Error aimed at, and the largest that still counts as an answer, both relative to the integral of the modulus. */
const GOAL = 1e-10;
const WORST = 1e-6;
const MOST_PANELS = 1200;
/** A panel shorter than this, relative to its place, has nodes that rounding cannot tell apart: its two orders would agree without reason. */
const SHORTEST = 1e-12;

/**
 * The sum of integrals over panels, the panel with the largest distance of its two orders halved until all distances together are small.
 * The error stated is that sum of distances (it bounds the lower order, and the value is the higher one's), the errors that the function itself
 * states, and rounding. An integral that diverges keeps a panel whose distance does not shrink, and is refused.
 *
 * @throws Undecidable when the distances do not become small
 */
export function adaptive(panels: readonly Panel[]): Estimate {
  const measured = panels.map(measure);
  const total = (part: (panel: Measured) => number): number => measured.reduce((sum, panel) => sum + part(panel), 0);
  let difference = total((panel) => panel.sum.difference);
  let size = total((panel) => panel.sum.size);
  let noise = total((panel) => panel.sum.noise + panel.roundoff);
  while (difference > Math.max(GOAL * size, noise) && measured.length < MOST_PANELS) {
    const index = indexOfWorst(measured);
    const worst = measured[index];
    if (worst === undefined || worst.high - worst.low < SHORTEST * Math.max(Math.abs(worst.low), Math.abs(worst.high))) break;
    const middle = (worst.low + worst.high) / 2;
    const halves = [measure({ ...worst, high: middle }), measure({ ...worst, low: middle })];
    measured.splice(index, 1, ...halves);
    const change = (part: (panel: Measured) => number): number => halves.reduce((sum, half) => sum + part(half), -part(worst));
    difference += change((panel) => panel.sum.difference);
    size += change((panel) => panel.sum.size);
    noise += change((panel) => panel.sum.noise + panel.roundoff);
  }
  const error = total((panel) => panel.sum.difference) + noise + 8 * Number.EPSILON * size;
  if (error > WORST * size && size > Number.MIN_VALUE) throw new Undecidable("the integral does not settle: it may diverge");
  return { value: total((panel) => panel.sum.value), error };
}

function measure(panel: Panel): Measured {
  const sum = gaussKronrod(panel.f, panel.low, panel.high);
  panel.f.value((panel.low + panel.high) / 2);
  return { ...panel, sum, roundoff: (panel.high - panel.low) * panel.f.roundoff() };
}

function indexOfWorst(panels: readonly Measured[]): number {
  let worst = 0;
  let largest = -Infinity;
  panels.forEach(({ sum }, index) => {
    if (sum.difference > largest) {
      largest = sum.difference;
      worst = index;
    }
  });
  return worst;
}
