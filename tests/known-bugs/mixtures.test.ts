import {
  add,
  axis,
  compile,
  exp,
  input,
  log,
  logSumExp,
  multiply,
  negate,
  program,
  sum,
  tensor,
} from "../../src/tensor/index.js";
import type { Node, Tensor } from "../../src/tensor/index.js";
import { normal } from "../../src/probability/index.js";
import { Build } from "../../src/models/index.js";
import { gaussianMixtureModel } from "../../src/models/gaussian-mixture.js";
import { differs, first } from "../probability/checks.js";
import type { Complaint } from "../probability/checks.js";
import { describeMutant } from "../probability/mutant.js";

// Mistakes that people shipped in mixtures and other models with a softmax.

const image = [axis("channel", 1), axis("height", 1), axis("width", 2)];
const component = axis("component", 3);
const batch = axis("batch", 2);
const model = gaussianMixtureModel({ image, components: component.size });

/** −log p(x) of images over the batch, of parameters `logits`, `mean` and `logVar`. */
type Loss = (images: Node) => Node;

const library: Loss = (images) => {
  const terms = Object.values(model.loss(new Build(), { images, labels: null }));
  return terms.map(({ value }) => value).reduce(add);
};

/** log p(x|c) and the logits of the components. */
function pieces(images: Node): { readonly logits: Node; readonly logDensity: Node } {
  const each = [component, ...image];
  const parameters = { mean: input("mean", each), logVar: input("logVar", each) };
  const event = image.map(({ name }) => name);
  return { logits: input("logits", [component]), logDensity: normal(parameters, event).logProb(images) };
}

const logits = [0.3, -1.1, 2];
const means = [0.1, 0.8, 0.5, -0.4, -0.2, 0.6];

function lossAt(loss: Loss, shift: number, level: number): readonly number[] {
  const node = loss(input("images", [batch, ...image]));
  const given: Readonly<Record<string, Tensor>> = {
    images: tensor([batch, ...image], [0.2 + level, 0.4, 0.9, 0.1 - level]),
    logits: tensor(
      [component],
      logits.map((own) => own + shift),
    ),
    mean: tensor([component, ...image], means),
    logVar: tensor(
      [component, ...image],
      means.map((own) => own - 1),
    ),
  };
  return [...(compile(program({ node }))(given).node?.values ?? [])];
}

/** Only differences between logits mean anything. */
function movesWithNoShift(loss: Loss): Complaint {
  const before = lossAt(loss, 0, 0);
  return first(
    [5, -300].flatMap((by) =>
      lossAt(loss, by, 0).map((after, i) => {
        const own = before[i] ?? NaN;
        return differs(`the loss after ${by} is added to every logit`, after, own, 1e-10, {
          "it moves with the logits: the log-softmax is missing": own - by,
        });
      }),
    ),
  );
}

/** Far from every component all densities round to 0, and their logarithms do not. */
function finiteFarAway(loss: Loss): Complaint {
  return first(
    [0, 1e2, 1e4].flatMap((level) =>
      lossAt(loss, 0, level).map((own) =>
        Number.isFinite(own) ? null : `the loss at a distance of ${level} is ${own}: densities are summed without log-sum-exp`,
      ),
    ),
  );
}

describeMutant<Loss>({
  bug: 27,
  mistake: "weights of a mixture without the log-softmax",
  right: library,
  wrong: (images) => {
    const { logits: own, logDensity } = pieces(images);
    return negate(logSumExp(add(own, logDensity), ["component"]));
  },
  check: movesWithNoShift,
  message: "it moves with the logits: the log-softmax is missing",
});
describeMutant<Loss>({
  bug: 28,
  mistake: "densities of a mixture summed as they are",
  right: library,
  wrong: (images) => {
    const { logits: own, logDensity } = pieces(images);
    const weight = exp(add(own, negate(logSumExp(own, ["component"]))));
    return negate(log(sum(multiply(weight, exp(logDensity)), ["component"])));
  },
  check: finiteFarAway,
  message: "densities are summed without log-sum-exp",
});
