#!/usr/bin/env node
import { EXIT, complain, reportError } from "./errors.js";
import { processIo } from "./process-io.js";
import { run } from "./program.js";

const io = processIo((error) => {
  process.exitCode = EXIT.usage;
  complain(io, `standard output cannot be written: ${error.message}`);
});

// What is thrown outside the command's own flow ends the program too, with the exit code and the line of a defect.
process.on("uncaughtException", (error) => {
  process.exit(reportError(error, io));
});

const code = await run(process.argv.slice(2), io);
// The exit code is set, not forced: what is still on its way into a pipe arrives.
process.exitCode ??= code;
