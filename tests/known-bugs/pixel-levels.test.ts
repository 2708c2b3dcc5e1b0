import { resultsOf } from "../../src/cli/results.js";
import { datasetOf } from "../../src/data/memory.js";
import { Build, imageAxes } from "../../src/models/index.js";
import type { ImageSize, ObservationSettings } from "../../src/models/index.js";
import { pixelCnn } from "../../src/models/autoregressive/index.js";
import { keyedRandom } from "../../src/numbers/random.js";
import {
  axis,
  elements,
  exp,
  logSoftmax,
  multiply,
  positions,
  sigmoid,
  softmax,
  subtract,
  sum,
  tensor,
} from "../../src/tensor/index.js";
import type { Node } from "../../src/tensor/index.js";
import type { Rule } from "../../src/tensor/passes/rewrite.js";
import { complaint, differs, first } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { describeMutant } from "../probability/mutant.js";
import { examplesOf, small, valueWith } from "../models/autoregressive/subjects.js";
import { settingsOf } from "../training/world.js";
import { evaluatedPixels } from "./evaluation.js";
import { planted } from "./pixel-models.js";
import type { PixelModel } from "./pixel-models.js";

// Mistakes that people shipped in what a pixel model says of the levels of a value, and in how that is reported.

const LEVELS = 6;
const COMPONENTS = 2;
const image: ImageSize = { channels: 1, height: 2, width: 3 };
const of = (observation: ObservationSettings, size = image): PixelModel => ({
  model: pixelCnn({ ...small, blocks: 0, observation }, size),
  image: size,
});
const softmaxed = of({ kind: "categorical", levels: LEVELS });
const mixed = of({ kind: "discretized-logistic", levels: LEVELS, components: COMPONENTS });

/** At each value of an image the probabilities of all levels sum to 1. */
function levelsSumToOne({ model, image: size }: PixelModel): Complaint {
  const random = keyedRandom("tests/known-bugs/levels");
  const axes = [axis("batch", 1), ...imageAxes(size)];
  const images = tensor(
    axes,
    Array.from({ length: elements(axes) }, () => random.integer(0, model.levels - 1)),
  );
  const at = (node: (build: Build) => Node): readonly number[] => [...valueWith(node, { images }).values];
  const conditionals = (build: Build) => model.conditionals(build, examplesOf(1, size, 0));
  const outcome = axis("outcome", model.levels);
  const found = at((build) => sum(exp(conditionals(build).logProb(positions(outcome))), [outcome.name]));
  /** Of numbers of a value: levels, or logistic variables. */
  const over = (node: Node): string[] =>
    node.axes.map(({ name }) => name).filter((name) => !axes.some((own) => own.name === name));
  const overWidth = at((build) => {
    const { logits } = conditionals(build).parameters;
    if (logits === undefined) throw new Error("no logits");
    return sum(softmax(logits.node, "width"), over(logits.node));
  });
  const inBins = at((build) => {
    const { logits, mean, logScale } = conditionals(build).parameters;
    if (logits === undefined || mean === undefined || logScale === undefined) return sum(positions(outcome), [outcome.name]);
    const below = (end: number): Node => sigmoid(multiply(subtract(end, mean.node), exp(multiply(logScale.node, -1))));
    const within = subtract(below(model.levels - 1 / 2), below(-1 / 2));
    return sum(multiply(softmax(logits.node, over(logits.node)), within), over(logits.node));
  });
  return first(
    found.map((mass, i) =>
      differs(`the probability of all levels of value ${i}`, mass, 1, 1e-12, {
        "the weights sum to 1 over the width": overWidth[i] ?? NaN,
        "the first and last bin lack the tails": inBins[i] ?? NaN,
      }),
    ),
  );
}

/** What is softmaxed over levels, or over components, is softmaxed over the width. */
const overTheWidth: Rule = (node) => (node.kind === "logSoftmax" ? logSoftmax(node.operands[0], "width") : node);
/** The first and last level have no other mass than their bins. */
const withoutTails: Rule = (node) => {
  if (node.kind !== "select") return node;
  const [condition, atEnd, elsewhere] = node.operands;
  const isEnd = condition.kind === "equal" || condition.kind === "maximum";
  return isEnd && atEnd.kind === "constant" && atEnd.values.every((value) => value === 0) ? elsewhere : node;
};
const withoutSoftmax: Rule = (node) => (node.kind === "logSoftmax" ? node.operands[0] : node);

describeMutant<PixelModel>({
  bug: 24,
  mistake: "a mixture of a pixel model weighed over the wrong axis",
  right: mixed,
  wrong: planted(mixed, overTheWidth),
  check: levelsSumToOne,
  message: "the weights sum to 1 over the width",
});
describeMutant<PixelModel>({
  bug: 24,
  mistake: "a softmax of a pixel model over the wrong axis",
  right: softmaxed,
  wrong: planted(softmaxed, overTheWidth),
  check: levelsSumToOne,
  message: "the weights sum to 1 over the width",
});
describeMutant<PixelModel>({
  bug: 25,
  mistake: "edge bins of a pixel model without the tails",
  right: mixed,
  wrong: planted(mixed, withoutTails),
  check: levelsSumToOne,
  message: "the first and last bin lack the tails",
});

/** A model of grey images, and how many numbers of a value, the first ones, are logits: of its levels or of its logistic variables. */
interface Logits extends PixelModel {
  readonly logits: number;
}

/** log p of an image in which every value is 1, where a number is added to all logits. */
function logProbShifted({ model, image: size, logits }: Logits, by: number): number {
  const build = new Build();
  model.logProb(build, examplesOf(1, size, 0));
  const { axes } = build.parameters.declared.get("output.bias") ?? { axes: [] };
  const bias = Array.from({ length: elements(axes) }, (_, i) => Math.sin(i) + (i < logits ? by : 0));
  const over = [axis("batch", 1), ...imageAxes(size)];
  const images = tensor(over, new Float64Array(elements(over)).fill(1));
  const given = { images, "output.bias": tensor(axes, bias) };
  const [value = NaN] = valueWith((own) => model.logProb(own, examplesOf(1, size, 0)), given).values;
  return value;
}

/** Only differences between logits mean anything. */
function movesWithNoShift(subject: Logits): Complaint {
  const right = logProbShifted(subject, 0);
  return first(
    [5, -300].map((by) =>
      differs(`log p after ${by} is added to every logit`, logProbShifted(subject, by), right, 1e-10, {
        "it moves with the logits: the log-softmax is missing": right + by * elements(imageAxes(subject.image)),
      }),
    ),
  );
}

describeMutant<Logits>({
  bug: 27,
  mistake: "levels of a pixel model without the log-softmax",
  right: { ...softmaxed, logits: LEVELS },
  wrong: { ...planted(softmaxed, withoutSoftmax), logits: LEVELS },
  check: movesWithNoShift,
  message: "it moves with the logits: the log-softmax is missing",
});
describeMutant<Logits>({
  bug: 27,
  mistake: "a mixture of a pixel model without the log-softmax",
  right: { ...mixed, logits: COMPONENTS },
  wrong: { ...planted(mixed, withoutSoftmax), logits: COMPONENTS },
  check: movesWithNoShift,
  message: "it moves with the logits: the log-softmax is missing",
});

/** How many bits a dimension are said of so many nats an image, for a model of so many levels. */
type Bits = (nats: number, size: ImageSize, levels: number) => number;
interface Scoring {
  /** What the model is shown of images of so many levels: their numbers, or for null grey levels from 0 to 1. */
  readonly shown: (levels: number) => number | null;
  readonly bits: Bits;
}

const reported: Bits = (total, size, levels) => {
  const observation = { kind: "categorical", levels } as const;
  const settings = settingsOf({
    model: { kind: "pixelcnn", features: 3, blocks: 0, classes: 0, observation },
    data: { binarization: "none" },
  });
  const { rows } = resultsOf({ examples: 20, terms: new Map([["nll", total]]), total }, settings, size, "test");
  return Number(rows.find(({ name }) => name === "bits per dimension")?.value);
};
const scoring: Scoring = { shown: (levels) => levels, bits: reported };

/** With all weights 0 every level of every value is as probable: a bit for each time that the levels are halved, 8.000 of 256. */
async function scoresItsLevels({ shown, bits }: Scoring): Promise<Complaint> {
  const size: ImageSize = { channels: 3, height: 2, width: 2 };
  const random = keyedRandom("tests/known-bugs/levels", "images");
  const images = Uint8Array.from({ length: 20 * elements(imageAxes(size)) }, () => random.integer(0, 255));
  const dataset = datasetOf({ name: "colours", split: "test", shape: size, images });
  const complaints = await Promise.all(
    [256, 16, 2].map(async (levels) => {
      const subject = of({ kind: "categorical", levels }, size);
      const { total } = await evaluatedPixels(subject, 0, dataset, { levels: shown(levels) });
      const [found, right] = [bits(total, size, levels), Math.log2(levels)];
      if (found === right) return null;
      return complaint(`bits per dimension of the uniform model of ${levels} levels`, found, right, 1e-4, {
        "the base of the logarithm is e": right * Math.LN2,
        "it is of a pixel, not of a value": right * size.channels,
        "the width of a level is counted, of which these are no densities": right + Math.log2(levels),
        "images are shown from 0 to 1, which are no levels": Infinity,
      });
    }),
  );
  return first(complaints);
}

const wrongBits = (bits: Bits): Scoring => ({ ...scoring, bits });
const dimensions = (size: ImageSize): number => elements(imageAxes(size));
for (const [mistake, wrong, message] of [
  ["nats for bits", wrongBits((nats, size) => nats / dimensions(size)), "the base of the logarithm is e"],
  [
    "bits of a pixel",
    wrongBits((nats, { height, width }) => nats / (height * width * Math.LN2)),
    "it is of a pixel, not of a value",
  ],
  [
    "probabilities taken for densities of dequantized levels",
    wrongBits((nats, size, levels) => nats / (dimensions(size) * Math.LN2) + Math.log2(levels)),
    "the width of a level is counted, of which these are no densities",
  ],
  [
    "grey levels shown in place of the numbers of levels",
    { ...scoring, shown: () => null },
    "images are shown from 0 to 1, which are no levels",
  ],
] satisfies readonly (readonly [string, Scoring, string])[])
  describeMutant<Scoring>({
    bug: 26,
    mistake: `${mistake} of a pixel model`,
    right: scoring,
    wrong,
    check: scoresItsLevels,
    message,
  });
