import { type Command, Option } from "commander";
import type { Target } from "../codegen/generate.js";
import type { Budget } from "../verdicts/result.js";
import type { CheckerSource } from "./checker.js";
import type { Split } from "../data/dataset.js";
import type { Io } from "./io.js";
import {
  budgetOption,
  formatOption,
  FORMATS,
  naturalOption,
  numberOption,
  seedOption,
  splitOption,
  wholeOption,
  type Format,
} from "./options.js";
import { KINDS } from "./train-kinds.js";
import { trainOptions } from "./train-options.js";
import type { TrainFlags } from "./train-settings.js";

/** What a command is given besides its arguments. `finish` takes its exit code. */
export interface CommandContext {
  readonly io: Io;
  /** The command line, without the program's name. */
  readonly argv: readonly string[];
  readonly source: CheckerSource;
  readonly finish: (code: number) => void;
}

/** Adds a command with its options to the program. What the command needs is loaded when it runs. */
export type CommandEntry = (program: Command, context: CommandContext) => void;

const checkEntry: CommandEntry = (program, { io, source, finish }) => {
  program
    .command("check")
    .description("check every derivation step of Markdown documents")
    .argument("[files...]", "files, folders, globs, or - for standard input (default: the current folder)")
    .addOption(formatOption(FORMATS))
    .option("--out <file>", "write the report to a file, never over a document")
    .addOption(seedOption())
    .addOption(budgetOption())
    .option("--strict", "fail also on what is undecided, not understood or not read")
    .option("--watch", "check again whenever a document changes")
    .option("--verbose", "list every step and every assumption")
    .action(async (files: readonly string[], options: CheckFlags) => {
      const { check } = await import("./check.js");
      const { out = null, strict = false, watch = false, verbose = false, ...rest } = options;
      finish(await check({ ...rest, files, out, strict, watch, verbose }, io, source));
    });
};

interface CheckFlags {
  readonly format: Format;
  readonly out?: string;
  readonly seed: number;
  readonly budget: Budget;
  readonly strict?: boolean;
  readonly watch?: boolean;
  readonly verbose?: boolean;
}

const explainEntry: CommandEntry = (program, { io, source, finish }) => {
  program
    .command("explain")
    .description("show one step in depth: how it was understood and all evidence")
    .argument("<step>", "FILE:LINE, FILE:LINE:COLUMN, FILE#ID or ID")
    .argument("[files...]", "where to look for an ID (default: the current folder)")
    .addOption(formatOption(["pretty", "json"]))
    .addOption(seedOption())
    .addOption(budgetOption())
    .action(async (step: string, files: readonly string[], options: ExplainFlags) => {
      const { explain } = await import("./explain.js");
      finish(await explain({ ...options, step, files }, io, source));
    });
};

interface ExplainFlags {
  readonly format: Exclude<Format, "markdown">;
  readonly seed: number;
  readonly budget: Budget;
}

const mutateEntry: CommandEntry = (program, { io, finish }) => {
  program
    .command("mutate")
    .description("corrupt documents one edit at a time, in memory, and list the slips that would go unseen")
    .argument("[files...]", "files, folders, globs, or - for standard input (default: the current folder)")
    .addOption(formatOption(["pretty", "json"]))
    .addOption(seedOption())
    .addOption(budgetOption())
    .action(async (files: readonly string[], options: MutateFlags) => {
      const { mutate } = await import("./mutate.js");
      finish(await mutate({ ...options, files }, io));
    });
};

interface MutateFlags {
  readonly format: Exclude<Format, "markdown">;
  readonly seed: number;
  readonly budget: Budget;
}

const compileEntry: CommandEntry = (program, { io, finish }) => {
  program
    .command("compile")
    .description("turn a formula that was checked into code")
    .argument("<formula>", "FILE#LABEL or FILE:LINE")
    .addOption(
      new Option("--target <target>", "what to write").choices(["typescript", "graph", "numpy", "pytorch"]).makeOptionMandatory(),
    )
    .option("--out <file>", "write the code to a file, never over the document")
    .addOption(seedOption())
    .addOption(budgetOption())
    .action(async (formula: string, options: CompileFlags) => {
      const { compile } = await import("./compile.js");
      const { out = null, ...rest } = options;
      finish(await compile({ ...rest, formula, out }, io));
    });
};

interface CompileFlags {
  readonly target: Target;
  readonly out?: string;
  readonly seed: number;
  readonly budget: Budget;
}

const pairEntry: CommandEntry = (program, { io, finish }) => {
  program
    .command("pair")
    .description("compare formulas of documents with the code that computes them")
    .argument("[files...]", "files, folders, globs, or - for standard input (default: the current folder)")
    .option("--implementation <file#name>", "the function to compare, in place of what the front matter names (.mjs .ts .py ...)")
    .option("--formula <latex>", "what the function computes (default: the document's result)")
    .option("--arguments <latex>", "what the function is given, in its order, with semicolons between (default: by name)")
    .option("--check", "check the documents' steps too")
    .addOption(formatOption(["pretty", "json"]))
    .addOption(seedOption())
    .addOption(budgetOption())
    .action(async (files: readonly string[], options: PairFlags) => {
      const { pair } = await import("./pair.js");
      const { implementation = null, formula = null, arguments: given = null, check = false, ...rest } = options;
      finish(await pair({ ...rest, files, implementation, formula, arguments: given, check }, io));
    });
};

interface PairFlags {
  readonly implementation?: string;
  readonly formula?: string;
  readonly arguments?: string;
  readonly check?: boolean;
  readonly format: Exclude<Format, "markdown">;
  readonly seed: number;
  readonly budget: Budget;
}

const trainEntry: CommandEntry = (program, { io, argv, finish }) => {
  const command = program
    .command("train")
    .description(`train a model of images: ${KINDS.join(", ")}`)
    .argument("[model]", "what to train (default: what the resumed run trains)")
    .option("--out <folder>", "a new folder for the run (default: the next free one below runs/)")
    .option("--resume <folder>", "go on with a run where it was left")
    .option("--engine <name>", "what computes (default: the fastest that loads)")
    .addOption(wholeOption("--threads <n>", "threads of the engine (default: one a processor)"));
  for (const option of trainOptions()) command.addOption(option);
  command.addOption(seedOption().default(0)).action(async (model: string | undefined, options: TrainCommandFlags) => {
    const { train } = await import("./train.js");
    const { out = null, resume = null, engine = null, threads = null, ...flags } = options;
    const given = command.options
      .filter((option) => command.getOptionValueSource(option.attributeName()) === "cli")
      .map(({ long }) => long ?? "");
    finish(await train({ model: model ?? null, out, resume, engine, threads, flags, given, command: argv }, io));
  });
};

interface TrainCommandFlags extends TrainFlags {
  readonly out?: string;
  readonly resume?: string;
  readonly engine?: string;
  readonly threads?: number;
}

const RUN = "the folder of a run, or the name of a model that comes with qedmark: pixelcnn";

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

const evaluateEntry: CommandEntry = (program, { io, finish }) => {
  const command = program
    .command("evaluate")
    .description("measure a trained model on a split of the data")
    .argument("<run>", RUN)
    .option("--data <source>", "other data than it was trained on")
    .addOption(splitOption("test"))
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

const sampleEntry: CommandEntry = (program, { io, finish }) => {
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
    .addOption(splitOption("test"))
    .option("--gif", "also show how the images grow");
  engineOptions(command).action(async (run: string, options: SampleFlags) => {
    const { sample } = await import("./sample.js");
    const { engine = null, threads = null, class: label = null, count, out, seed, split, ...rest } = options;
    const { temperature = null, hide = null, data = null, gif = false } = rest;
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
  readonly split: Split;
  readonly gif?: boolean;
}

const encodeEntry: CommandEntry = (program, { io, finish }) => {
  const command = program
    .command("encode")
    .description("write the codes of images, and probe what they tell")
    .argument("<run>", RUN)
    .option("--data <source>", "other data than it was trained on")
    .addOption(splitOption("test"))
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

const exportEntry: CommandEntry = (program, { io, finish }) => {
  program
    .command("export")
    .description("write a trained model for other programs")
    .argument("<run>", RUN)
    .addOption(
      new Option(
        "--format <format>",
        "what the model computes (encoder and decoder, or density), its parameters, or a run without what only training needs",
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

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandEntry[] = [
  checkEntry,
  explainEntry,
  pairEntry,
  compileEntry,
  mutateEntry,
  trainEntry,
  evaluateEntry,
  sampleEntry,
  encodeEntry,
  exportEntry,
];
