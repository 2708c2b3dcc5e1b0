import { EvaluationError } from "../claims/algebra.js";
import type { ConcreteStyle, ConcreteSubject } from "../claims/concrete-values.js";
import { type Rational, rational } from "../numbers/rational.js";
import type { RelationName } from "../terms/term.js";
import { checkDeadline } from "../numbers/deadline.js";
import { subtract, toNumber } from "../numbers/exact.js";
import { evaluateExactly } from "../oracles/gaussian/evaluate.js";
import { concreteSamples, type Evaluated } from "./concrete-model.js";

/** Models that are looked at on the way down: an inequality of a few letters has some twenty neighbours. */
const MOST_MODELS = 240;
/** With more unknown numbers than this, one at a time leads nowhere in that many models. */
const MOST_NUMBERS = 12;

const POSITIVE = [
  rational(1, 32),
  rational(1, 8),
  rational(1, 4),
  rational(1, 2),
  rational(3, 4),
  rational(7, 8),
  rational(1),
  rational(5, 4),
  rational(3, 2),
  rational(2),
  rational(3),
  rational(5),
];
const PLACES: Readonly<Record<string, readonly Rational[]>> = {
  positive: POSITIVE,
  unit: [rational(1, 16), rational(1, 4), rational(1, 2), rational(3, 4), rational(15, 16)],
  natural: [rational(1), rational(2), rational(3)],
};
const ANYWHERE = [rational(0), ...[1, 2, 4, 32].flatMap((d) => [rational(1, d), rational(-1, d)]), rational(3), rational(-3)];

/**
 * Moves the numbers of a model, one at a time, to plain fractions, for as long as that brings an inequality nearer to failing: a false bound may fail in a
 * small region only, which random models miss. Returns the model where it ended; null where the inequality has no exact values.
 */
export function descendTo(subject: ConcreteSubject, key: string, style: ConcreteStyle): readonly Evaluated[] | null {
  const { relation } = subject.claim;
  let looked = 0;
  const at = (fixed: ReadonlyMap<string, Rational>): Place | null => {
    looked += 1;
    checkDeadline();
    try {
      const model = concreteSamples(subject, key, style, fixed);
      const slack = slackOf(relation, model);
      return slack === null ? null : { fixed, model, slack };
    } catch (error) {
      if (error instanceof EvaluationError) return null;
      throw error;
    }
  };
  let best = at(new Map());
  const numbers = [...(best?.model[0]?.drawn ?? [])];
  if (best === null || numbers.length > MOST_NUMBERS) return null;
  for (let before = Infinity; best.slack < before && best.slack >= 0;) {
    before = best.slack;
    for (const [number, { domain }] of numbers) {
      for (const value of PLACES[domain] ?? ANYWHERE) {
        if (looked >= MOST_MODELS) return best.model;
        const next = at(new Map([...best.fixed, [number, value]]));
        if (next !== null && next.slack < best.slack) best = next;
      }
    }
  }
  return best.model;
}

interface Place {
  readonly fixed: ReadonlyMap<string, Rational>;
  readonly model: readonly Evaluated[];
  readonly slack: number;
}

/** By how much an inequality holds: negative where it fails. */
function slackOf(relation: RelationName, [sample]: readonly Evaluated[]): number | null {
  if (sample === undefined) return null;
  const [left, right] = [evaluateExactly(sample.claim.left), evaluateExactly(sample.claim.right)];
  if (left.kind !== "value" || right.kind !== "value") return null;
  const difference = toNumber(subtract(left.value, right.value));
  if (relation === "less" || relation === "lessEqual") return -difference;
  return relation === "greater" || relation === "greaterEqual" ? difference : null;
}
