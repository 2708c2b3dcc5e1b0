import * as t from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { bernoulli, categorical } from "../../src/probability/index.js";
import { differs, first } from "./checks.js";
import type { Complaint } from "./checks.js";
import { describeMutant } from "./mutant.js";

const CATEGORY = t.axis("category", 3);
const values = (node: Node): readonly number[] => [...(t.evaluate({ node }).node?.values ?? [])];
const logits = [0.3, -1.1, 2];
const shifted = (by: number): Node =>
  t.constant(
    [CATEGORY],
    logits.map((logit) => logit + by),
  );

/** −log p(x) from logits. */
type Loss = (logits: Node, x: Node) => Node;
const loss: Loss = (own, x) => t.negate(categorical({ logits: own }, "category", []).logProb(x));

/** Only differences between logits mean anything. */
const checkShift = (own: Loss): Complaint =>
  first(
    [0, 1, 2].flatMap((x) =>
      [5, -300].map((by) => {
        const [before = NaN] = values(own(shifted(0), t.scalar(x)));
        const [after = NaN] = values(own(shifted(by), t.scalar(x)));
        return differs(`the loss after ${by} is added to every logit`, after, before, 1e-12 * Math.abs(by), {
          "it moves with the logits: the log-softmax is missing": before - by,
        });
      }),
    ),
  );

describeMutant<Loss>({
  bug: 27,
  mistake: "a cross-entropy without the log-softmax, seen by a shift of the logits",
  right: loss,
  wrong: (own, x) => t.negate(t.gather(own, x, "category")),
  check: checkShift,
  message: "it moves with the logits: the log-softmax is missing",
});

/** −log(1 − σ(logit)), the loss of the outcome 0. */
type ZeroLoss = (logit: Node) => Node;
const zeroLoss: ZeroLoss = (logit) => t.negate(bernoulli({ logits: logit }, []).logProb(t.scalar(0)));
const checkSaturated = (own: ZeroLoss): Complaint =>
  first(
    [-1e4, -40, 0, 40, 1e4].map((logit) => {
      const node = t.input("logit", []);
      const result = own(node);
      const [gradient] = t.gradients(result, [node]);
      const found = t.evaluate({ result, gradient }, { logit: t.tensor([], [logit]) });
      const [value = NaN, slope = NaN] = [found.result?.values[0], found.gradient?.values[0]];
      if (!Number.isFinite(value)) return `the loss at the logit ${logit} is ${value}: the logarithm of 1 − σ, which rounds to 0`;
      if (!Number.isFinite(slope))
        return `the slope at the logit ${logit} is ${slope}: the logarithm of 1 − σ, which rounds to 0`;
      return first([
        differs(`the loss at the logit ${logit}`, value, Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))), 1e-11),
        differs(`the slope at the logit ${logit}`, slope, 1 / (1 + Math.exp(-logit)), 1e-15),
      ]);
    }),
  );

describeMutant<ZeroLoss>({
  bug: 15,
  mistake: "log(−expm1(log σ(·)))",
  right: zeroLoss,
  wrong: (logit) => t.negate(t.log(t.negate(t.expm1(t.logSigmoid(logit))))),
  check: checkSaturated,
  message: "the logarithm of 1 − σ, which rounds to 0",
});
