import { Option } from "commander";
import type { Target } from "../codegen/generate.js";
import type { Budget } from "../verdicts/result.js";
import type { CommandEntry } from "./command.js";
import { budgetOption, formatOption, FORMATS, seedOption, wholeOption, type Format } from "./options.js";
import { encodeEntry, evaluateEntry, exportEntry, sampleEntry } from "./run-commands.js";
import { KINDS } from "./train-kinds.js";
import { trainOptions } from "./train-options.js";
import type { TrainFlags } from "./train-settings.js";

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

const proveEntry: CommandEntry = (program, { io, finish }) => {
  program
    .command("prove")
    .description("replay the certificates of documents, and say what they do not prove")
    .argument("[files...]", "files, folders or globs (default: the current folder)")
    .option("--update", "search certificates for the steps that have none, and write them")
    .option("--proofs <folder>", "where the certificates are (default: proofs, beside the folder of the document)")
    .action(async (files: readonly string[], options: ProveFlags) => {
      const { prove } = await import("./prove.js");
      const { update = false, proofs = null } = options;
      finish(await prove({ files, update, proofs }, io));
    });
};

interface ProveFlags {
  readonly update?: boolean;
  readonly proofs?: string;
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

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandEntry[] = [
  checkEntry,
  explainEntry,
  proveEntry,
  pairEntry,
  compileEntry,
  mutateEntry,
  trainEntry,
  evaluateEntry,
  sampleEntry,
  encodeEntry,
  exportEntry,
];
