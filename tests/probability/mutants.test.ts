import * as t from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import { discretizedLogistic } from "../../src/probability/index.js";
import type { Distribution } from "../../src/probability/index.js";
import { cases } from "./cases.js";
import type { Case } from "./cases.js";
import { additive, eachExample, finite, sensitive, summed, supported } from "./checks.js";
import type { Complaint, Suspects } from "./checks.js";
import { describeMutant } from "./mutant.js";
import type { Mutant } from "./mutant.js";
import { sampled } from "./samples.js";
import { at as valueAt, pointOf } from "./point.js";
import type { Region } from "./point.js";

const EVENT = t.axis("event", 2);
const BATCH = t.axis("batch", 3);

/** What the wrong distribution does otherwise than the right one. */
interface Change extends Pick<Mutant<Case>, "bug" | "mistake" | "right" | "check" | "message"> {
  readonly change: (right: Distribution) => Partial<Distribution>;
}

const at = (own: Case, region: Region = "moderate") => pointOf(own, [], [EVENT], region, "mutants");
const inBatch = (own: Case) => pointOf(own, [BATCH], [EVENT], "moderate", "mutants");
const pair = (a: number, b: number) => t.constant([EVENT], [a, b]);

function parameter({ parameters }: Distribution, name: string): Node {
  const found = parameters[name];
  if (found === undefined) throw new Error(`there is no parameter ${name}`);
  return found.node;
}

/** What the variance of normal samples could be instead. */
const suspects = (variance: number): Suspects => ({
  "σ is exp(logVar): the ½ is missing": variance ** 2,
  "the noise has standard deviation 0.01": variance * 1e-4,
  "logVar is taken for σ": Math.log(variance) ** 2,
});
const samples = (own: Case): Complaint => sampled(at(own), "mutants", suspects);
const scaledBy =
  (scale: (logVar: Node) => Node) =>
  (right: Distribution): Partial<Distribution> => ({
    sample: (epsilon = t.scalar(NaN)) => t.add(parameter(right, "mean"), t.multiply(scale(parameter(right, "logVar")), epsilon)),
  });

/** The normal log-density with another constant a coordinate, or without the logVar in it. */
const normalWith = (right: Distribution, constant: number, logVar: Node): Partial<Distribution> => ({
  logProb: (x) => {
    const z = t.divide(t.subtract(x, parameter(right, "mean")), t.exp(t.multiply(logVar, 0.5)));
    return t.sum(t.multiply(t.add(t.add(t.square(z), logVar), constant), -0.5), ["event"]);
  },
});
const LOG_TWO_PI = Math.log(2 * Math.PI);

/** Cross-entropy from probabilities. */
const bernoulliFrom =
  (probability: (logits: Node) => Node) =>
  (right: Distribution): Partial<Distribution> => ({
    logProb: (x) => {
      const rho = probability(parameter(right, "logits"));
      const ofOne = t.multiply(x, t.log(rho));
      return t.sum(t.add(ofOne, t.multiply(t.subtract(1, x), t.log(t.subtract(1, rho)))), ["event"]);
    },
  });

/** log of the logistic mass between two places. */
function inBins(right: Distribution, low: Node, high: Node): Node {
  const scale = t.exp(parameter(right, "logScale"));
  const upTo = (x: Node): Node => t.sigmoid(t.divide(t.subtract(x, parameter(right, "mean")), scale));
  return t.log(t.subtract(upTo(high), upTo(low)));
}

const mutants: readonly Change[] = [
  {
    bug: 1,
    mistake: "σ = exp(logVar) in the reparameterization",
    right: cases.normal,
    change: scaledBy(t.exp),
    check: samples,
    message: "σ is exp(logVar): the ½ is missing",
  },
  {
    bug: 2,
    mistake: "noise of standard deviation 0.01",
    right: cases.normal,
    change: scaledBy((logVar) => t.multiply(t.exp(t.multiply(logVar, 0.5)), 0.01)),
    check: samples,
    message: "the noise has standard deviation 0.01",
  },
  {
    bug: 4,
    mistake: "the log-likelihood averaged over pixels",
    right: cases.bernoulli,
    change: ({ logProb, eventAxes }) => ({ logProb: (x) => t.divide(logProb(x), t.elements(eventAxes)) }),
    check: (own) =>
      additive(at(own), "logProb", ({ distribution }, all) =>
        distribution.logProb(t.constant([t.axis("event", all.length)], all)),
      ),
    message: "averaged over the event axes instead of summed",
  },
  {
    bug: 5,
    mistake: "divided by the size of the batch",
    right: cases.bernoulli,
    change: ({ logProb, batchAxes }) => ({ logProb: (x) => t.divide(logProb(x), t.elements(batchAxes)) }),
    check: (own) => eachExample(inBatch(own), "logProb", ({ logProb }) => logProb(pair(0, 1))),
    message: "divided by the size of the batch",
  },
  {
    bug: 6,
    mistake: "logVar taken for σ",
    right: cases.normal,
    change: scaledBy((logVar) => logVar),
    check: samples,
    message: "logVar is taken for σ",
  },
  {
    bug: 9,
    mistake: "a sum without an axis",
    right: cases.bernoulli,
    change: ({ logProb, batchAxes }) => ({ logProb: (x) => t.sum(logProb(x), t.namesOf(batchAxes)) }),
    check: (own) => eachExample(inBatch(own), "logProb", ({ logProb }) => logProb(pair(0, 1))),
    message: "has the axes (), not (batch): summed over the wrong axes",
  },
  {
    bug: 11,
    mistake: "a Bernoulli likelihood of grey values",
    right: cases.bernoulli,
    change: bernoulliFrom(t.sigmoid),
    check: (own) => supported(at(own), [-1, 0.5, 2]),
    message: "a value outside of the support has probability",
  },
  {
    bug: 13,
    mistake: "the constant D times in each dimension",
    right: cases.normal,
    change: (right) => normalWith(right, 2 * LOG_TWO_PI, parameter(right, "logVar")),
    check: (own) => summed(at(own)),
    message: "the constant (D/2) log 2π is there D times in each dimension",
  },
  {
    bug: 13,
    mistake: "no constant",
    right: cases.normal,
    change: (right) => normalWith(right, 0, parameter(right, "logVar")),
    check: (own) => summed(at(own)),
    message: "the constant (D/2) log 2π is missing",
  },
  {
    bug: 14,
    mistake: "a parameter that is accepted and ignored",
    right: cases.normal,
    change: (right) => normalWith(right, LOG_TWO_PI, t.scalar(0)),
    check: (own) => sensitive(at(own), "logProb", ({ logProb }) => logProb(pair(0.5, 3))),
    message: "logProb does not depend on logVar: it is ignored",
  },
  {
    bug: 15,
    mistake: "the logarithm of a probability that rounds to 0",
    right: cases.bernoulli,
    change: bernoulliFrom(t.sigmoid),
    check: (own) => finite(at(own, "extreme"), "logProb", ({ logProb }) => logProb(pair(0, 1))),
    message: "logProb is not finite: log 0 or an overflow of exp",
  },
  {
    bug: 15,
    mistake: "a softmax that overflows",
    right: cases.categorical,
    change: (right) => ({
      entropy: () => {
        const logits = parameter(right, "logits");
        const p = t.divide(t.exp(logits), t.sum(t.exp(logits), ["category"]));
        return t.negate(t.sum(t.multiply(p, t.log(p)), ["category", "event"]));
      },
    }),
    check: (own) => finite(at(own, "extreme"), "the entropy", ({ entropy }) => entropy?.() ?? t.scalar(NaN)),
    message: "the entropy is not finite: log 0 or an overflow of exp",
  },
  {
    bug: 24,
    mistake: "weights normalized over the wrong axis",
    right: cases.discretizedLogisticMixture,
    change: (right) => {
      const [logits, mean, logScale] = ["logits", "mean", "logScale"].map((name) => parameter(right, name));
      if (logits === undefined || mean === undefined || logScale === undefined) throw new Error("a parameter is missing");
      const components = discretizedLogistic({ mean, logScale }, 6, []);
      const weights = t.logSoftmax(logits, "event");
      return {
        logProb: (x) => t.sum(t.logSumExp(t.add(weights, components.logProb(x)), ["component"]), ["event"]),
      };
    },
    check: (own) => {
      const point = at(own);
      // Each coordinate's mass is then the sum of its weights.
      const weights = t.sum(t.softmax(parameter(point.distribution, "logits"), "event"), ["component"]);
      const [a = NaN, b = NaN] = valueAt(point, weights).values;
      return summed(point, { "the weights do not sum to 1 over the components": a * b });
    },
    message: "the weights do not sum to 1 over the components",
  },
  {
    bug: 24,
    mistake: "one component for the sum of all coordinates",
    right: cases.discretizedLogisticMixture,
    change: (right) => ({ logProb: (x) => t.logSumExp(t.expand(right.logProb(x), t.axis("again", 2)), ["again"]) }),
    check: (own) => summed(at(own), { "a term is counted once for each component": 2 }),
    message: "a term is counted once for each component",
  },
  {
    bug: 25,
    mistake: "edge bins without the tails",
    right: cases.discretizedLogistic,
    change: (right) => ({ logProb: (x) => t.sum(inBins(right, t.subtract(x, 0.5), t.add(x, 0.5)), ["event"]) }),
    check: (own) => {
      const point = at(own);
      const [a = NaN, b = NaN] = valueAt(point, t.exp(inBins(point.distribution, t.scalar(-0.5), t.scalar(5.5)))).values;
      return summed(point, { "the first and last bin lack the tails": a * b });
    },
    message: "the first and last bin lack the tails",
  },
  {
    bug: 28,
    mistake: "a mixture without log-sum-exp",
    right: cases.gaussianMixture,
    change: (right) => ({ logProb: (x) => t.log(t.exp(right.logProb(x))) }),
    check: (own) => finite(at(own), "logProb", ({ logProb }) => logProb(pair(1e3, -1e3))),
    message: "logProb is not finite: log 0 or an overflow of exp",
  },
  {
    bug: 27,
    mistake: "a cross-entropy without the log-softmax",
    right: cases.categorical,
    change: (right) => ({
      logProb: (x) => t.sum(t.gather(parameter(right, "logits"), x, "category"), ["event"]),
    }),
    check: (own) => summed(at(own)),
    message: "the sum of all probabilities is",
  },
];

for (const { right, change, ...rest } of mutants) {
  const build: Case["build"] = (...given) => {
    const distribution = right.build(...given);
    return { ...distribution, ...change(distribution) };
  };
  describeMutant({ ...rest, right, wrong: { ...right, build } });
}
