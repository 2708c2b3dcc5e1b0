import type { MetricRecord } from "../metrics.js";

/** The course of one quantity: what is drawn together, over the steps. */
export interface Chart {
  readonly quantity: string;
  /** What all series are of: `test, nats`. Empty where they have nothing in common. */
  readonly of: string;
  readonly series: readonly Series[];
}

export interface Series {
  readonly label: string;
  /** In the order of the steps. */
  readonly points: readonly (readonly [step: number, value: number])[];
}

/** Records of these names say when something was measured. */
const WHEN = new Set(["step", "epoch"]);

/** A chart for each quantity, in the order in which they first occur; a series for each different thing that it was measured of. */
export function chartsOf(metrics: readonly MetricRecord[]): readonly Chart[] {
  const quantities = new Map<
    string,
    Map<string, { labels: readonly (readonly [string, string])[]; points: [number, number][] }>
  >();
  for (const record of metrics) {
    const labels = Object.entries(record).flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));
    const key = JSON.stringify(labels);
    for (const [name, value] of Object.entries(record)) {
      if (typeof value === "string" || WHEN.has(name)) continue;
      const ofName = quantities.get(name) ?? new Map<string, { labels: typeof labels; points: [number, number][] }>();
      quantities.set(name, ofName);
      const series = ofName.get(key) ?? { labels, points: [] };
      ofName.set(key, series);
      series.points.push([record.step, value]);
    }
  }
  return [...quantities].map(([quantity, byLabels]) => {
    const all = [...byLabels.values()];
    const isCommon = ([name, value]: readonly [string, string]): boolean =>
      all.every(({ labels }) => labels.some((label) => label[0] === name && label[1] === value));
    return {
      quantity,
      of: (all[0]?.labels ?? []).filter(isCommon).map(labelText).join(", "),
      series: all.map(({ labels, points }) => ({
        label:
          labels
            .filter((label) => !isCommon(label))
            .map(labelText)
            .join(", ") || quantity,
        points,
      })),
    };
  });
}

/** The names of these labels are told by their values. */
const PLAIN = new Set(["split", "unit"]);

function labelText([name, value]: readonly [string, string]): string {
  return PLAIN.has(name) ? value : `${name} ${value}`;
}

/** At most `count` of the points, two at least, with the lowest and the highest of each stretch that is drawn together, so that no peak is lost. */
export function thinned(points: Series["points"], count: number): Series["points"] {
  if (points.length <= count) return points;
  const stretch = Math.ceil(points.length / Math.floor(count / 2));
  const kept: (readonly [number, number])[] = [];
  for (let start = 0; start < points.length; start += stretch) {
    const [first, ...others] = points.slice(start, start + stretch);
    if (first === undefined) continue;
    let [low, high] = [first, first];
    for (const point of others) {
      if (point[1] < low[1]) low = point;
      if (point[1] > high[1]) high = point;
    }
    kept.push(...(low[0] === high[0] ? [low] : low[0] < high[0] ? [low, high] : [high, low]));
  }
  return kept;
}

/** The points of several series over one list of steps, null where a series has none, as uPlot takes them. */
export function aligned(
  series: readonly Series["points"][],
): readonly [steps: readonly number[], ...values: readonly (number | null)[][]] {
  const steps = [...new Set(series.flatMap((points) => points.map(([step]) => step)))].sort((a, b) => a - b);
  return [
    steps,
    ...series.map((points) => {
      const values = new Map(points);
      return steps.map((step) => values.get(step) ?? null);
    }),
  ];
}
