/** How far back the speed is measured, in milliseconds: long enough to be steady, short enough to follow a change. */
const WINDOW = 10_000;

interface Mark {
  /** Milliseconds. */
  readonly time: number;
  /** All that was done up to then. */
  readonly done: number;
}

/** How fast work goes, by a clock that counts milliseconds from anywhere. */
export class Pace {
  readonly #now: () => number;
  #last: Mark;
  /** In order of time: the last one before the window, or the beginning; then those in the window. */
  #marks: readonly Mark[];

  constructor(now: () => number) {
    this.#now = now;
    this.#last = { time: now(), done: 0 };
    this.#marks = [this.#last];
  }

  /** Says that so much more is done. */
  add(amount: number): void {
    const time = this.#now();
    this.#last = { time, done: this.#last.done + amount };
    const marks = [...this.#marks, this.#last];
    this.#marks = marks.slice(Math.max(0, marks.findIndex((mark) => mark.time > time - WINDOW) - 1));
  }

  /** Amount a second over the last seconds; null while no time has passed. */
  get perSecond(): number | null {
    const { time, done } = this.#marks[0] ?? this.#last;
    return this.#last.time > time ? ((this.#last.done - done) / (this.#last.time - time)) * 1000 : null;
  }

  /** Seconds until so much more is done; null while the speed is not known. */
  secondsFor(amount: number): number | null {
    const { perSecond } = this;
    return perSecond === null || perSecond === 0 ? null : amount / perSecond;
  }
}
