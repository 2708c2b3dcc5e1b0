import { InvalidArgumentError, Option } from "commander";
import { numberOption, parseNumber } from "./options.js";
import { MODELS } from "./train-kinds.js";
import type { Family, TrainedKind } from "./train-kinds.js";

/** All of them: an option makes sense for every model, or for those of some families. */
export function trainOptions(): readonly Option[] {
  return [...imageOptions(), ...gradientOptions(), ...codedOptions(), ...pixelOptions(), ...mixtureOptions()];
}

/** The first of these flags that is none of such a model's; null where all are. */
export function foreignFlag(kind: TrainedKind, given: readonly string[]): string | null {
  const { family } = MODELS[kind];
  const isForeign = (flag: string): boolean => {
    const families = OWNERS.filter(({ options }) => options().some(({ long }) => long === flag));
    return families.length > 0 && !families.some(({ of }) => of.includes(family));
  };
  return given.find(isForeign) ?? null;
}

/** Whose options which are; what is listed nowhere is everyone's. */
const OWNERS: readonly { readonly options: () => readonly Option[]; readonly of: readonly Family[] }[] = [
  { options: gradientOptions, of: ["coded", "autoregressive"] },
  { options: codedOptions, of: ["coded"] },
  { options: pixelOptions, of: ["autoregressive"] },
  { options: mixtureOptions, of: ["mixture"] },
];

function imageOptions(): readonly Option[] {
  return [
    new Option("--data <source>", "mnist, fashion-mnist, cifar-10, or a folder or file of images").default("mnist"),
    numberOption("--validation <images>", "training images held out, the last ones").default(0),
    numberOption("--limit <images>", "training images that are used, the first ones (default: all)"),
  ];
}

/** Of what is fitted by expectation–maximization. */
function mixtureOptions(): readonly Option[] {
  return [
    numberOption("--components <n>", "of a gmm").default(100),
    new Option("--covariance <kind>", "of a component of a gmm; full for images of up to 64 values")
      .choices(["diagonal", "full"])
      .default("diagonal"),
    numberOption("--variance-floor <number>", "least variance of a component of a gmm, for grey levels from 0 to 1").default(
      1e-5,
    ),
    numberOption("--iterations <n>", "of expectation–maximization of a gmm, at most").default(30),
    numberOption("--tolerance <nats>", "gain an image below which a gmm has converged").default(1e-3),
  ];
}

/** Of models that give codes. */
function codedOptions(): readonly Option[] {
  return [
    new Option("--network <kind>", "what encoder and decoder are made of").choices(["mlp", "convolutional"]).default("mlp"),
    numbers("--hidden <units>", "units of each hidden layer of an mlp, with commas between").default([500, 500], "500,500"),
    new Option("--activation <name>", "of an mlp").choices(["relu", "tanh"]).default("relu"),
    numbers("--channels <count>", "channels after each convolution, with commas between").default([32, 64], "32,64"),
    numberOption("--latent <dimensions>", "dimensions of a code").default(32),
    new Option("--variance <number>", "of a normal likelihood: a number, or learned").argParser(parseVariance).default("learned"),
    numberOption("--beta <number>", "what the divergence from the prior counts in the loss").default(1),
    numberOption("--annealing <steps>", "steps in which the divergence's part of the loss grows from 0").default(0),
  ];
}

/** Of models that say each value given those before it. */
function pixelOptions(): readonly Option[] {
  return [
    numberOption("--features <n>", "numbers at each pixel of a layer of a pixel model (default: 64, of colours 66)"),
    numberOption("--blocks <n>", "layers of a pixel model after its first").default(8),
    numberOption("--levels <n>", "levels of a value, where its likelihood is not bernoulli").default(256),
    numberOption("--logistics <n>", "logistic variables of a discretized-logistic mixture").default(5),
    new Option("--conditional", "let a pixel model see the class of an image").default(false),
  ];
}

/** Of what follows the gradient of a loss. */
function gradientOptions(): readonly Option[] {
  return [
    new Option("--binarization <kind>", "grey levels as they are, drawn to 0 and 1 once, or anew at every use")
      .choices(["none", "fixed", "resampled"])
      .default("resampled"),
    new Option(
      "--likelihood <kind>",
      "of an image given its code: bernoulli, gaussian; of a value given those before it: bernoulli, categorical, discretized-logistic",
    )
      .choices(["bernoulli", "gaussian", "categorical", "discretized-logistic"])
      .default("bernoulli"),
    numberOption("--batch-size <images>", "images a step (default: 128, of a pixel model 32)"),
    numberOption("--epochs <n>", "passes over the training images").default(20),
    numberOption("--steps <n>", "end after so many steps (default: all epochs)"),
    new Option("--optimizer <kind>", "how parameters follow their gradients").choices(["adam", "sgd"]).default("adam"),
    numberOption("--learning-rate <number>", "of the optimizer (default: 0.001, of a pixel model 0.003)"),
    numberOption("--momentum <number>", "of sgd").default(0.9),
    numberOption("--weight-decay <number>", "of adam, decoupled from the gradient").default(0),
    new Option("--schedule <kind>", "how the learning rate goes down")
      .choices(["constant", "cosine", "linear"])
      .default("cosine"),
    numberOption("--warm-up <steps>", "steps in which the learning rate grows from 0").default(0),
    numberOption("--clip-norm <number>", "shorten longer gradients to this norm (default: never)"),
    numberOption(
      "--average <decay>",
      "exponential average of the parameters that is evaluated in their place; 0 for none",
    ).default(0.999),
    numberOption("--patience <epochs>", "stop after so many epochs without a better validation loss (default: never)"),
    numberOption("--checkpoint-steps <n>", "steps between checkpoints, besides those at the end of epochs").default(1000),
  ];
}

function numbers(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => (text === "" ? [] : text.split(",").map(parseNumber)));
}

function parseVariance(text: string): number | "learned" {
  if (text === "learned") return text;
  const value = parseNumber(text);
  if (value < 1e-8 || value > 1e8) throw new InvalidArgumentError("It takes a number from 1e-8 to 1e8, or learned.");
  return value;
}
