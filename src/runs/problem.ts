import { systemProblem } from "../system/error.js";
import type { Reasons } from "../system/error.js";

/** A run folder or a file of it that cannot be used: one line for people, which one, what is wrong with it, what to do. */
export class RunError extends Error {
  override readonly name = "RunError";
}

/** There is something where a new run folder was to be. */
export class RunExistsError extends RunError {}

const NO_PERMISSION = "no permission: change its permissions, or name another folder with --out";
const DISK_FULL = "the disk is full: free some space and continue with --resume; what was saved before is as it was";

const REASONS: Reasons = {
  EISDIR: "is a folder where a file should be: check the path",
  EACCES: NO_PERMISSION,
  EPERM: NO_PERMISSION,
  EROFS: "the file system is read-only: mount it writable, or name another folder with --out",
  ENOSPC: DISK_FULL,
  EDQUOT: DISK_FULL,
  EFBIG: "the file would be larger than the system allows: raise the limit (ulimit -f), or name another folder with --out",
};

/** A system error as a problem of this path. An exception that is no system error is given back: it is no problem of the path. */
export function problemOf(path: string, error: unknown): unknown {
  const problem = systemProblem(path, error, REASONS);
  return problem === null ? error : new RunError(problem, { cause: error });
}
