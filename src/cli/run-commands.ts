import { type Command, Option } from "commander";
import type { Split } from "../data/dataset.js";
import type { CommandEntry } from "./command.js";
import { formatOption, naturalOption, numberOption, seedOption, splitOption, wholeOption, type Format } from "./options.js";
import { shippedModels } from "./shipped.js";

// What can be done with a run.

const shipped = shippedModels();
const RUN = `the folder of a run${shipped.length === 0 ? "" : `, or a model that comes with qedmark: ${shipped.join(", ")}`}`;

/** What computes with a trained model. */
const engineOptions = (command: Command): Command =>
  command
    .option("--engine <name>", "what computes (default: the fastest that loads)")
    .addOption(wholeOption("--threads <n>", "threads of the engine (default: one a processor)"))
    .addOption(seedOption());

interface EngineFlags {
  readonly engine?: string;
  readonly threads?: number;
  readonly seed: number;
}

export const evaluateEntry: CommandEntry = (program, { io, finish }) => {
  const command = program
    .command("evaluate")
    .description("measure a trained model on a split of the data")
    .argument("<run>", RUN)
    .option("--data <source>", "other data than it was trained on")
    .addOption(splitOption().default("test"))
    .addOption(wholeOption("--samples <k>", "also the importance-weighted bound, with so many codes an image"))
    .addOption(wholeOption("--limit <images>", "the first images only"))
    .option("--maps <file>", "also a picture of how likely each pixel of the first images is (png), of a pixel model")
    .addOption(formatOption(["pretty", "json"]));
  engineOptions(command).action(async (run: string, options: EvaluateFlags) => {
    const { evaluate } = await import("./evaluate.js");
    const { data = null, samples = null, limit = null, maps = null, engine = null, threads = null, ...rest } = options;
    finish(await evaluate({ ...rest, run, data, samples, limit, maps, engine, threads }, io));
  });
};

interface EvaluateFlags extends EngineFlags {
  readonly data?: string;
  readonly split: Split;
  readonly samples?: number;
  readonly limit?: number;
  readonly maps?: string;
  readonly format: Exclude<Format, "markdown">;
}

export const sampleEntry: CommandEntry = (program, { io, finish }) => {
  const command = program
    .command("sample")
    .description("draw images from a trained model")
    .argument("<run>", RUN)
    .addOption(wholeOption("--count <n>", "images").default(100))
    .addOption(naturalOption("--class <n>", "of all images, for a model that sees classes (default: each in turn)"))
    .option("--out <folder>", "where they go; no file of it is overwritten", "samples")
    .addOption(
      numberOption("--temperature <t>", "of a model that draws value by value: below 1 for likelier images (default: 1)"),
    )
    .option("--hide <part>", "complete images of the data, this part drawn anew: bottom, right, or TOP,LEFT,HEIGHT,WIDTH")
    .option("--data <source>", "whose images are completed (default: what it was trained on)")
    .addOption(splitOption("whose images are completed (default: test)"))
    .option("--gif", "also show how the images grow");
  engineOptions(command).action(async (run: string, options: SampleFlags) => {
    const { sample } = await import("./sample.js");
    const { engine = null, threads = null, class: label = null, count, out, seed, ...rest } = options;
    const { temperature = null, hide = null, data = null, split = null, gif = false } = rest;
    const pixels = { temperature, hide, data, split, gif };
    finish(await sample({ run, count, out, seed, label, engine, threads, pixels }, io));
  });
};

interface SampleFlags extends EngineFlags {
  readonly count: number;
  readonly class?: number;
  readonly out: string;
  readonly temperature?: number;
  readonly hide?: string;
  readonly data?: string;
  readonly split?: Split;
  readonly gif?: boolean;
}

export const encodeEntry: CommandEntry = (program, { io, finish }) => {
  const command = program
    .command("encode")
    .description("write the codes of images, and probe what they tell")
    .argument("<run>", RUN)
    .option("--data <source>", "other data than it was trained on")
    .addOption(splitOption().default("test"))
    .option("--out <file>", "a new file for the codes (safetensors)")
    .option("--probe", "say how well a linear classifier tells the classes from the codes");
  engineOptions(command).action(async (run: string, options: EncodeFlags) => {
    const { encode } = await import("./encode.js");
    const { data = null, out = null, probe = false, engine = null, threads = null, ...rest } = options;
    finish(await encode({ ...rest, run, data, out, probe, engine, threads }, io));
  });
};

interface EncodeFlags extends EngineFlags {
  readonly data?: string;
  readonly split: Split;
  readonly out?: string;
  readonly probe?: boolean;
}

export const exportEntry: CommandEntry = (program, { io, finish }) => {
  program
    .command("export")
    .description("write a trained model for other programs")
    .argument("<run>", RUN)
    .addOption(
      new Option(
        "--format <format>",
        "what the model computes (encoder and decoder, density, or likelihood), its parameters, or a run without what only training needs",
      )
        .choices(["onnx", "safetensors", "run"])
        .makeOptionMandatory(),
    )
    .option("--out <path>", "a new folder (onnx, run) or file (safetensors) (default: beside the run)")
    .action(async (run: string, options: ExportFlags) => {
      const { exportModel } = await import("./export.js");
      finish(await exportModel({ run, format: options.format, out: options.out ?? null }, io));
    });
};

interface ExportFlags {
  readonly format: "onnx" | "safetensors" | "run";
  readonly out?: string;
}
