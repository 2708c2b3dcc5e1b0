/** Order statistics of a list of times in milliseconds. */
export interface Spread {
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
}

export function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  const half = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? at(Math.floor(half)) : (at(half - 1) + at(half)) / 2;
  return { median, minimum: at(0), maximum: at(sorted.length - 1) };
}

/** `123 ms (110–150)`: the median, the fastest and the slowest. */
export function spreadText({ median, minimum, maximum }: Spread, digits = 0): string {
  return `${median.toFixed(digits)} ms (${minimum.toFixed(digits)}–${maximum.toFixed(digits)})`;
}

/** Reads milliseconds off some origin. */
export type Clock = () => number;

/** What a person waits. */
export const wallClock: Clock = () => Number(process.hrtime.bigint()) / 1e6;

/** What this process has computed, whatever else the machine did meanwhile. */
export const processorClock: Clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
};

export function milliseconds(work: () => void, clock: Clock = wallClock): number {
  const start = clock();
  work();
  return clock() - start;
}

/**
 * Times of several pieces of work, run in turn so that all of them meet the same disturbances. The first round warms caches up and is
 * not counted.
 */
export function alternate(works: readonly (() => void)[], rounds: number, clock: Clock = wallClock): Spread[] {
  const times = works.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, work] of works.entries()) {
      const time = milliseconds(work, clock);
      if (round > 0) times[index]?.push(time);
    }
  }
  return times.map(spread);
}
