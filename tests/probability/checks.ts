import { axis, constant, gradients, namesOf, sum } from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import type { Distribution } from "../../src/probability/index.js";
import { gridOf } from "./grid.js";
import { at, part } from "./point.js";
import type { Point } from "./point.js";

// Every check returns null, or a complaint that names the mistake. The mutants of the named bugs are held to the same checks.

export type Complaint = string | null;

/** What a wrong number could be instead, by the name of the mistake. */
export type Suspects = Readonly<Record<string, number>>;

const close = (a: number, b: number, error: number): boolean => a === b || Math.abs(a - b) <= error;

export function differs(what: string, found: number, right: number, error: number, suspects: Suspects = {}): Complaint {
  return close(found, right, error) ? null : complaint(what, found, right, error, suspects);
}

/** Names the suspect that the number is close to. */
export function complaint(what: string, found: number, right: number, error: number, suspects: Suspects = {}): string {
  const suspect = Object.entries(suspects).find(([, value]) => close(found, value, error));
  return `${what} is ${found}, not ${right}: ${suspect?.[0] ?? "none of the usual mistakes"}`;
}

export const first = (complaints: Iterable<Complaint>): Complaint => {
  for (const complaint of complaints) if (complaint !== null) return complaint;
  return null;
};

const total = (numbers: readonly number[]): number => numbers.reduce((before, x) => before + x, 0);

/** Outcomes along a new axis, over one event axis. */
function outcomesNode(point: Point, outcomes: readonly (readonly number[])[]): Node {
  return constant([axis("outcome", outcomes.length), ...point.distribution.eventAxes], outcomes.flat());
}

/** Σ p = 1; and mean, variance and entropy are those of p. For one event axis and no batch. */
export function summed(point: Point, more: Suspects = {}): Complaint {
  const { distribution } = point;
  const { outcomes, weights } = gridOf(point);
  const logProbs = [...at(point, distribution.logProb(outcomesNode(point, outcomes))).values];
  const masses = logProbs.map((logProb, i) => Math.exp(logProb) * (weights[i] ?? NaN));
  const expectation = (f: (outcome: readonly number[], i: number) => number): number =>
    total(outcomes.map((outcome, i) => (masses[i] === 0 ? 0 : (masses[i] ?? NaN) * f(outcome, i))));
  const mass = total(masses);
  const dimensions = distribution.eventAxes[0]?.size ?? 0;
  const constant = (dimensions / 2) * Math.log(2 * Math.PI);
  const suspects = {
    ...more,
    "the constant (D/2) log 2π is missing": Math.exp(constant),
    "the constant (D/2) log 2π is there D times in each dimension": Math.exp(constant * (1 - dimensions)),
  };
  const unit = differs("the sum of all probabilities", mass, 1, 1e-8, suspects);
  if (unit !== null) return unit;
  const mean = at(point, distribution.mean()).values;
  const variance = at(point, distribution.variance()).values;
  const ofEach = Array.from({ length: dimensions }, (_, i) => {
    const centre = expectation((outcome) => outcome[i] ?? NaN);
    const spread = expectation((outcome) => ((outcome[i] ?? NaN) - (mean[i] ?? NaN)) ** 2);
    const width = Math.sqrt(spread);
    return [
      differs("the mean", mean[i] ?? NaN, centre, 1e-7 * (width + Math.abs(centre))),
      differs("the variance", variance[i] ?? NaN, spread, 1e-7 * spread + (distribution.support.kind === "real" ? 0 : 1e-12)),
    ];
  });
  const entropy = expectation((_, i) => -(logProbs[i] ?? NaN));
  const ofEntropy =
    distribution.entropy === undefined
      ? null
      : differs("the entropy", at(point, distribution.entropy()).values[0] ?? NaN, entropy, 1e-7 * (1 + Math.abs(entropy)));
  return first([...ofEach.flat(), ofEntropy]);
}

/** A result has the batch axes and no others, and each example gets what it gets alone. For one batch axis. */
export function eachExample<D extends Distribution>(point: Point<D>, what: string, result: (distribution: D) => Node): Complaint {
  const node = result(point.distribution);
  const [expected, found] = [namesOf(point.distribution.batchAxes), namesOf(node.axes)];
  if ([...found].sort().join() !== [...expected].sort().join()) {
    return `${what} has the axes (${found.join()}), not (${expected.join()}): summed over the wrong axes`;
  }
  const [batch] = point.distribution.batchAxes;
  const together = [...at(point, node).values];
  return first(
    together.map((value, i) => {
      const example = part(point, batch?.name ?? "", i);
      const alone = at(example, result(example.distribution)).values[0] ?? NaN;
      return differs(`${what} of example ${i}`, value, alone, 1e-12 * Math.abs(alone), {
        "divided by the size of the batch": alone / together.length,
      });
    }),
  );
}

/** A result is the sum of what the coordinates give alone. For one event axis and no batch. */
export function additive<D extends Distribution>(
  point: Point<D>,
  what: string,
  result: (point: Point<D>, coordinates: readonly number[]) => Node,
): Complaint {
  const coordinates = Array.from({ length: point.event[0]?.size ?? 0 }, (_, i) => i);
  const whole = at(point, result(point, coordinates)).values[0] ?? NaN;
  const parts = coordinates.map((i) => {
    const alone = part(point, point.event[0]?.name ?? "", i);
    return at(alone, result(alone, [i])).values[0] ?? NaN;
  });
  const right = total(parts);
  return differs(what, whole, right, 1e-12 * (1 + Math.abs(right)), {
    "averaged over the event axes instead of summed": right / coordinates.length,
  });
}

/** A result and the gradient of its sum with respect to each parameter are finite. */
export function finite<D extends Distribution>(point: Point<D>, what: string, result: (distribution: D) => Node): Complaint {
  const node = result(point.distribution);
  const isFinite = (own: Node): boolean => at(point, own).values.every(Number.isFinite);
  if (!isFinite(node)) return `${what} is not finite: log 0 or an overflow of exp`;
  return first(
    slopes(point, node).map(({ name, gradient }) =>
      isFinite(gradient) ? null : `the gradient of ${what} by ${name} is not finite: log 0 or an overflow of exp`,
    ),
  );
}

/** A result depends on every parameter. */
export function sensitive<D extends Distribution>(point: Point<D>, what: string, result: (distribution: D) => Node): Complaint {
  return first(
    slopes(point, result(point.distribution)).map(({ name, gradient }) =>
      at(point, gradient).values.some((slope) => slope !== 0) ? null : `${what} does not depend on ${name}: it is ignored`,
    ),
  );
}

function slopes({ distribution }: Point, node: Node): { readonly name: string; readonly gradient: Node }[] {
  const parameters = Object.entries(distribution.parameters);
  const wrt = parameters.map(([, parameter]) => parameter.node);
  const found = gradients(sum(node, namesOf(node.axes)), wrt);
  return parameters.map(([name], i) => ({ name, gradient: found[i] ?? node }));
}

/** Outcomes with one of these values in them are impossible, those at both ends of the support are not. For one event axis of size 2 and no batch. */
export function supported(point: Point, outside: readonly number[]): Complaint {
  const { support, logProb, eventAxes } = point.distribution;
  const log = (...x: readonly number[]): number => at(point, logProb(constant(eventAxes, x))).values[0] ?? NaN;
  const last = support.kind === "whole" ? support.count - 1 : 1;
  if (!(log(0, last) > -Infinity)) return `the outcome (0, ${last}) is in the support and has no probability`;
  const possible = outside.find((x) => log(0, x) !== -Infinity || log(x, 0) !== -Infinity);
  return possible === undefined ? null : `a value outside of the support has probability: ${possible}`;
}
