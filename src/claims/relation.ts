import type { RelationName } from "../terms/term.js";

/** Both sides' values at one point of a model. Points with the same `group` differ only in what a proportionality must not depend on. */
export interface Sample<T> {
  readonly left: T;
  readonly right: T;
  readonly group: string;
}

export interface Comparer<T> {
  /** Sign of a − b; null when it cannot be told. */
  compare(a: T, b: T): number | null;
  subtract(a: T, b: T): T;
  /** a/b; null when it cannot be formed. */
  divide(a: T, b: T): T | null;
}

/** What one model says of a relation: the index of the first sample that breaks it, or how it holds. */
export type Judgement =
  | { readonly kind: "holds" }
  | { readonly kind: "broken"; readonly at: number }
  | { readonly kind: "unknown"; readonly reason: string };

const HOLDS: Judgement = { kind: "holds" };

/** Whether a relation holds at every sample of one model. */
export function judge<T>(relation: RelationName, samples: readonly Sample<T>[], comparer: Comparer<T>): Judgement {
  switch (relation) {
    case "equal":
    case "define":
    case "same":
    case "approximate":
      return everySample(samples, comparer, (order) => order === 0);
    case "notEqual":
      return everySample(samples, comparer, (order) => order !== 0);
    case "less":
      return everySample(samples, comparer, (order) => order < 0);
    case "lessEqual":
      return everySample(samples, comparer, (order) => order <= 0);
    case "greater":
      return everySample(samples, comparer, (order) => order > 0);
    case "greaterEqual":
      return everySample(samples, comparer, (order) => order >= 0);
    case "similar":
      return constant(
        samples.map((sample) => ({ ...sample, group: "" })),
        comparer,
        (sample) => comparer.subtract(sample.left, sample.right),
      );
    case "proportional":
      return constant(samples, comparer, (sample) => comparer.divide(sample.left, sample.right));
    case "other":
      return { kind: "unknown", reason: "a sign without a meaning here" };
  }
}

function everySample<T>(samples: readonly Sample<T>[], comparer: Comparer<T>, holds: (order: number) => boolean): Judgement {
  for (const [at, sample] of samples.entries()) {
    const order = comparer.compare(sample.left, sample.right);
    if (order === null) return { kind: "unknown", reason: "two values that cannot be told apart nor shown equal" };
    if (!holds(order)) return { kind: "broken", at };
  }
  return HOLDS;
}

function constant<T>(samples: readonly Sample<T>[], comparer: Comparer<T>, measure: (sample: Sample<T>) => T | null): Judgement {
  const first = new Map<string, T>();
  let compared = 0;
  for (const [at, sample] of samples.entries()) {
    const value = measure(sample);
    if (value === null) return { kind: "unknown", reason: "a ratio that cannot be formed" };
    const reference = first.get(sample.group);
    if (reference === undefined) {
      first.set(sample.group, value);
      continue;
    }
    compared += 1;
    const order = comparer.compare(value, reference);
    if (order === null) return { kind: "unknown", reason: "two values that cannot be told apart nor shown equal" };
    if (order !== 0) return { kind: "broken", at };
  }
  return compared === 0 ? { kind: "unknown", reason: "nothing varies in which it would have to be constant" } : HOLDS;
}

/** Relations that compare sizes: holding in every model tried supports them, it does not decide them. */
export function isInequality(relation: RelationName): boolean {
  return (
    relation === "less" ||
    relation === "lessEqual" ||
    relation === "greater" ||
    relation === "greaterEqual" ||
    relation === "notEqual"
  );
}
