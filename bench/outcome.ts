/** What one benchmark found: our time and the baseline's, measured in alternation on one machine, and the ratio that the target bounds. */
export interface Measurement {
  readonly kind: "measured";
  readonly name: string;
  readonly ours: string;
  readonly baseline: string;
  readonly ratio: number;
  /** How often each was run, the first, uncounted run left out. */
  readonly rounds: number;
  readonly target: Target;
}

export interface Skip {
  readonly kind: "skipped";
  readonly name: string;
  readonly reason: string;
}

export type Outcome = Measurement | Skip;

/** The bound that a ratio keeps, either way. */
export interface Target {
  readonly relation: "at most" | "at least";
  readonly bound: number;
}

export function met({ ratio, target }: Measurement): boolean {
  switch (target.relation) {
    case "at most":
      return ratio <= target.bound;
    case "at least":
      return ratio >= target.bound;
  }
}
