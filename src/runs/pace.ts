/** How far back the speed is measured, in milliseconds: long enough to be steady, short enough to follow a change. */
const WINDOW = 10_000;

/** How fast work goes, by a clock that counts milliseconds from anywhere. */
export class Pace {
  readonly #now: () => number;
  /** In order of time. The first is the last one before the window, or the beginning. */
  #marks: { readonly time: number; readonly done: number }[];

  constructor(now: () => number) {
    this.#now = now;
    this.#marks = [{ time: now(), done: 0 }];
  }

  /** Says that so much more is done. */
  add(amount: number): void {
    const time = this.#now();
    this.#marks.push({ time, done: this.#done + amount });
    const inWindow = this.#marks.findIndex((mark) => mark.time > time - WINDOW);
    this.#marks = this.#marks.slice(Math.max(0, inWindow - 1));
  }

  /** Amount a second over the last seconds; null while no time has passed. */
  get perSecond(): number | null {
    const [first, last] = [this.#marks[0], this.#marks.at(-1)];
    if (first === undefined || last === undefined || last.time <= first.time) return null;
    return ((last.done - first.done) / (last.time - first.time)) * 1000;
  }

  /** Seconds until so much more is done; null while the speed is not known. */
  secondsFor(amount: number): number | null {
    const { perSecond } = this;
    return perSecond === null || perSecond === 0 ? null : amount / perSecond;
  }

  get #done(): number {
    return this.#marks.at(-1)?.done ?? 0;
  }
}
