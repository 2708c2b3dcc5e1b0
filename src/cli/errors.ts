import { visible } from "../report/visible.js";
import { systemCode, systemProblem } from "../system/error.js";
import type { Reasons } from "../system/error.js";
import type { Io } from "./io.js";

/** What every command returns to the shell. */
export const EXIT = { fine: 0, wrong: 1, usage: 2, defect: 3 } as const;

/**
 * The request cannot be carried out as it stands: wrong usage, unreadable input, unwritable output. Each problem is one line that says what
 * is wrong, where, and what to do.
 */
export class RequestError extends Error {
  readonly problems: readonly string[];

  constructor(...problems: readonly string[]) {
    super(problems.join("; "));
    this.name = "RequestError";
    this.problems = problems;
  }
}

/** One line on standard error. */
export function complain(io: Io, problem: string): void {
  io.error.write(`qedmark: ${visible(problem.replace(/\s+/gu, " "))}\n`);
}

/** Says of an exception what it means to the user, and gives the exit code for it. */
export function reportError(error: unknown, io: Io): number {
  if (error instanceof RequestError) {
    for (const problem of error.problems) complain(io, problem);
    return EXIT.usage;
  }
  const name = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  if (isSet(io.environment.QEDMARK_DEBUG) && error instanceof Error) io.error.write(`${error.stack ?? name}\n`);
  complain(io, `this is a defect of qedmark, please report it together with the document: ${name} (QEDMARK_DEBUG=1 shows where)`);
  return EXIT.defect;
}

export const isSet = (value: string | undefined): boolean =>
  value !== undefined && value !== "" && value !== "0" && value !== "false";

const REASONS: Reasons = {
  EACCES: "no permission: change its permissions or choose another",
  EPERM: "no permission: change its permissions or choose another",
  EISDIR: "is a folder: name a file",
  ENOSPC: "the disk is full: free some space",
  EROFS: "the file system is read-only: choose another folder",
  EBUSY: "is in use: close what uses it",
};

/** A problem with one path. An exception that is no system error is thrown on: it is no problem of the path. */
export function pathProblem(path: string, error: unknown): string {
  if (systemCode(error) === "ENOENT" && path.includes("\uFFFD")) return `${path}: a name that is not UTF-8: rename it`;
  const problem = systemProblem(path, error, REASONS);
  if (problem === null) throw error;
  return problem;
}
