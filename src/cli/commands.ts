import type { Command } from "commander";
import type { Budget } from "../verdicts/result.js";
import type { CheckerSource } from "./checker.js";
import type { Io } from "./io.js";
import { budgetOption, formatOption, FORMATS, seedOption, type Format } from "./options.js";

/** What a command is given besides its arguments. `finish` takes its exit code. */
export interface CommandContext {
  readonly io: Io;
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

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly CommandEntry[] = [checkEntry, explainEntry, mutateEntry];
