import type { Command } from "commander";
import type { CheckerSource } from "./checker.js";
import type { Io } from "./io.js";

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
