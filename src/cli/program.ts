import { Command, CommanderError } from "commander";
import { loadChecker, type CheckerSource } from "./checker.js";
import { COMMANDS } from "./commands.js";
import { complain, EXIT, reportError } from "./errors.js";
import type { Io } from "./io.js";
import { engineLines, packageVersion } from "./version.js";

/** Runs one command line (without the program's own name) and gives its exit code. Never throws. */
export async function run(argv: readonly string[], io: Io, source: CheckerSource = loadChecker): Promise<number> {
  try {
    return await dispatch(argv, io, source);
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportError(error, io);
    return error.code === "commander.version" ? await printEngines(io) : usageCode(error, io);
  }
}

async function dispatch(argv: readonly string[], io: Io, source: CheckerSource): Promise<number> {
  let code: number = EXIT.fine;
  const program = new Command("qedmark")
    .description("Checks the mathematics of generative models where it is written.")
    .usage("<command> [options]")
    .version(
      `qedmark ${packageVersion()} (Node ${process.version})`,
      "-V, --version",
      "print the versions of qedmark and Node, and the engines",
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        io.output.write(text);
      },
      writeErr: (text) => {
        io.error.write(text);
      },
      outputError: () => undefined,
      getOutHelpWidth: () => io.output.columns() ?? 100,
      getErrHelpWidth: () => io.error.columns() ?? 100,
    });
  const context = {
    io,
    argv,
    source,
    finish: (result: number) => {
      code = result;
    },
  };
  for (const add of COMMANDS) add(program, context);
  await program.parseAsync(argv, { from: "user" });
  return code;
}

/** What `--version` says besides the version, which is printed by then. */
async function printEngines(io: Io): Promise<number> {
  try {
    for (const line of await engineLines()) io.output.write(`${line}\n`);
    return EXIT.fine;
  } catch (error) {
    return reportError(error, io);
  }
}

/** Help and version are results. Anything else is a complaint, said in one line. */
function usageCode(error: CommanderError, io: Io): number {
  if (error.exitCode === 0) return EXIT.fine;
  if (error.code === "commander.help") return EXIT.usage;
  const said = error.message
    .replace(/^error: /u, "")
    .replace(/\s*\n\s*/gu, " ")
    .replace(/\.$/u, "");
  complain(io, `${said}; qedmark --help lists what there is`);
  return EXIT.usage;
}
