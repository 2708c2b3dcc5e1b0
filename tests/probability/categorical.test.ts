import { describe, expect, it } from "vitest";
import * as t from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { categorical, categoricalNll, crossEntropyCategorical, klCategorical } from "../../src/probability/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import { gradientError } from "../tensor/finite-differences.js";
import { differs, first } from "./checks.js";
import type { Complaint } from "./checks.js";
import { describeMutant } from "./mutant.js";

const [X, Z, BATCH] = [t.axis("x", 2), t.axis("z", 3), t.axis("batch", 4)];
const random = keyedRandom("joint tables");
const table = (): Node =>
  t.constant(
    [BATCH, X, Z],
    Array.from({ length: 24 }, () => 4 * random.uniform() - 2),
  );
const [p, q] = [{ logits: table() }, { logits: table() }];
const values = (node: Node): number[] => [...(t.evaluate({ node }).node?.values ?? [])];
const total = (numbers: readonly number[]): number => numbers.reduce((before, n) => before + n, 0);

/** The tables of the batch, each as probabilities, in numbers. */
const tablesOf = ({ logits }: typeof p): number[][] => {
  const weights = values(logits).map(Math.exp);
  return Array.from({ length: BATCH.size }, (_, i) => {
    const own = weights.slice(6 * i, 6 * i + 6);
    return own.map((weight) => weight / total(own));
  });
};
const [left, right] = [tablesOf(p), tablesOf(q)];
const mean = (i: number, f: (a: number, b: number) => number): number =>
  total((left[i] ?? []).map((a, k) => a * f(a, right[i]?.[k] ?? NaN)));

type Between = typeof klCategorical;
const JOINT = ["z", "x"];

/** Against the sum over the table, written out in numbers. */
const checkJoint =
  (what: string, f: (a: number, b: number) => number) =>
  (own: Between): Complaint => {
    const found = values(own(p, q, JOINT, []));
    if (found.length !== BATCH.size) return `${what} has ${found.length} values, not one for each example`;
    return first(
      found.map((value, i) => {
        const conditional = total(
          [0, 1].map((row) => {
            const [a, b] = [left, right].map((tables) => (tables[i] ?? []).slice(3 * row, 3 * row + 3));
            const [sumA, sumB] = [total(a ?? []), total(b ?? [])];
            return total((a ?? []).map((own, k) => (own / sumA) * f(own / sumA, (b?.[k] ?? NaN) / sumB)));
          }),
        );
        return differs(what, value, mean(i, f), 1e-13, {
          "every row of the table is normalized by itself": conditional,
          "p and q are exchanged": total((right[i] ?? []).map((b, k) => b * f(b, left[i]?.[k] ?? NaN))),
        });
      }),
    );
  };
const checkKl = checkJoint("the divergence", (a, b) => Math.log(a / b));
const checkCross = checkJoint("the cross-entropy", (_, b) => -Math.log(b));

for (const { name, own, check } of [
  { name: "the divergence", own: klCategorical, check: checkKl },
  { name: "the cross-entropy", own: crossEntropyCategorical, check: checkCross },
]) {
  describeMutant<Between>({
    bug: 24,
    mistake: `${name} of rows for that of the joint table`,
    right: own,
    wrong: (a, b) => own(a, b, "z", ["x"]),
    check,
    message: "every row of the table is normalized by itself",
  });
  describeMutant<Between>({
    bug: 10,
    mistake: `${name} with p and q exchanged`,
    right: own,
    wrong: (a, b, ...rest) => own(b, a, ...rest),
    check,
    message: "p and q are exchanged",
  });
}

describe("the divergence between joint tables", () => {
  it("is that of the marginals plus the mean of that of the conditionals, and at least the former", () => {
    const marginal = ({ logits }: typeof p) => ({ logits: t.logSumExp(logits, ["z"]) });
    const ofMarginals = klCategorical(marginal(p), marginal(q), "x", []);
    const ofConditionals = klCategorical(p, q, "z", []);
    const weights = t.softmax(marginal(p).logits, "x");
    const sum = values(t.add(ofMarginals, t.sum(t.multiply(weights, ofConditionals), ["x"])));
    const joint = values(klCategorical(p, q, ["x", "z"], []));
    for (const [i, value] of joint.entries()) {
      expect(Math.abs(value - (sum[i] ?? NaN))).toBeLessThan(1e-13);
      expect(value).toBeGreaterThan(values(ofMarginals)[i] ?? NaN);
    }
  });

  it("does not depend on the order of the axes", () => {
    const turned = { logits: t.reorder(q.logits, ["z", "batch", "x"]) };
    const found = values(klCategorical(p, turned, ["x", "z"], []));
    expect(found).toEqual(values(klCategorical(p, q, ["x", "z"], [])));
  });

  it("has gradients that agree with finite differences", () => {
    const [a, b] = [p, q].map(({ logits }) => t.evaluate({ logits }).logits ?? t.tensor([], [NaN]));
    if (a === undefined || b === undefined) throw new Error("no tables");
    for (const own of [klCategorical, crossEntropyCategorical]) {
      const build = (...[m = p.logits, n = q.logits]: readonly Node[]) => own({ logits: m }, { logits: n }, JOINT, []);
      expect(gradientError(build, [a, b])).toBeLessThan(1e-8);
    }
  });

  it("refuses no axis of categories, one that is missing or empty, and one that is summed over as another", () => {
    for (const [name, own] of Object.entries({ klCategorical, crossEntropyCategorical })) {
      expect(() => own(p, q, [], [])).toThrow(new t.ShapeError(name, "no axis of categories is named", "name at least one"));
      const lacks = new t.ShapeError(name, 'the logits lack the axis "z"', "name the axis of the categories");
      expect(() => own(p, { logits: t.fill([X], 0) }, JOINT, [])).toThrow(lacks);
      expect(() => own({ logits: t.fill([X], 0) }, q, JOINT, [])).toThrow(lacks);
      expect(() => own(p, q, "z", ["z"])).toThrow('"z" is the axis of the categories and of the event');
      const none = { logits: t.fill([t.axis("z", 0)], 0) };
      expect(() => own(none, none, "z", [])).toThrow(new t.ShapeError(name, 'axis "z" has size 0', "give at least one category"));
    }
  });
});

describe("the cross-entropy of categories", () => {
  it("is the entropy plus the divergence", () => {
    const entropy = categorical(p, "z", ["x"]).entropy?.() ?? t.scalar(NaN);
    const sum = values(t.add(entropy, klCategorical(p, q, "z", ["x"])));
    const found = values(crossEntropyCategorical(p, q, "z", ["x"]));
    for (const [i, value] of found.entries()) expect(Math.abs(value - (sum[i] ?? NaN))).toBeLessThan(1e-13);
  });

  it("is the mean loss of data", () => {
    const outcomes = t.positions(t.axis("outcome", 3));
    const losses = t.rename(categoricalNll(outcomes, q, "z", []), { outcome: "z" });
    const mean = values(t.sum(t.multiply(t.softmax(p.logits, "z"), losses), ["z", "x"]));
    const found = values(crossEntropyCategorical(p, q, "z", ["x"]));
    for (const [i, value] of found.entries()) expect(Math.abs(value - (mean[i] ?? NaN))).toBeLessThan(1e-13);
  });
});

type Own = (logits: readonly [number, number, number], others: readonly [number, number, number]) => Node;
const logitsOf = (...given: readonly number[]) => ({ logits: t.constant([Z], given) });
/** Excluded by both: 0 log (0 / 0) is 0, with its gradients; excluded by q alone: ∞. */
const checkExcluded =
  (what: string, half: number) =>
  (own: (a: typeof p, b: typeof p) => Node): Complaint => {
    const at = (...given: Parameters<Own>): number => values(own(logitsOf(...given[0]), logitsOf(...given[1])))[0] ?? NaN;
    const a = t.input("a", [Z]);
    const b = t.input("b", [Z]);
    const slopes = t.gradients(own({ logits: a }, { logits: b }), [a, b]);
    const given = { a: t.tensor([Z], [1, 1, -Infinity]), b: t.tensor([Z], [0, Math.log(3), -Infinity]) };
    const found = slopes.flatMap((slope) => [...(t.evaluate({ slope }, given).slope?.values ?? [])]);
    return first([
      differs(`${what} of what both exclude`, at([1, 1, -Infinity], [2, 2, -Infinity]), half, 1e-15),
      differs(`${what} of what q excludes`, at([1, 1, 1], [2, 2, -Infinity]), Infinity, 0),
      found.every(Number.isFinite) ? null : `a gradient of ${what} is not finite where both exclude a category`,
    ]);
  };

describeMutant<(a: typeof p, b: typeof p) => Node>({
  bug: 15,
  mistake: "0 log 0 in a divergence",
  right: (a, b) => klCategorical(a, b, "z", []),
  wrong: (a, b) => {
    const [m, n] = [t.logSoftmax(a.logits, "z"), t.logSoftmax(b.logits, "z")];
    return t.sum(t.multiply(t.exp(m), t.subtract(m, n)), ["z"]);
  },
  check: checkExcluded("the divergence", 0),
  message: "the divergence of what both exclude is NaN",
});
describeMutant<(a: typeof p, b: typeof p) => Node>({
  bug: 15,
  mistake: "0 log 0 in a cross-entropy",
  right: (a, b) => crossEntropyCategorical(a, b, "z", []),
  wrong: (a, b) => t.negate(t.contract(t.softmax(a.logits, "z"), t.logSoftmax(b.logits, "z"), ["z"])),
  check: checkExcluded("the cross-entropy", Math.LN2),
  message: "the cross-entropy of what both exclude is NaN",
});

describe("the loss of categories", () => {
  const logits = t.constant([X, Z], [0, 1, 2, 3, -1, 0.5]);

  it("is −log of the softmax at the outcome, summed over the event", () => {
    const [a, b] = [[0, 1, 2].map(Math.exp), [3, -1, 0.5].map(Math.exp)];
    const formula = -Math.log((a[2] ?? NaN) / total(a)) - Math.log((b[1] ?? NaN) / total(b));
    expect(values(categoricalNll(t.constant([X], [2, 1]), { logits }, "z", ["x"]))[0]).toBeCloseTo(formula, 14);
    expect(values(categoricalNll(t.constant([X], [2, 3]), { logits }, "z", ["x"]))).toEqual([Infinity]);
  });
});
