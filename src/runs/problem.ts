/** A run folder or a file of it that cannot be used: one line for people, which one, what is wrong with it, what to do. */
export class RunError extends Error {
  override readonly name = "RunError";
}

/** There is something where a new run folder was to be. */
export class RunExistsError extends RunError {}

/** The code of a system error (`ENOENT`), null for any other exception. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

const NO_PERMISSION = "no permission: change its permissions, or name another folder with --out";
const DISK_FULL = "the disk is full: free some space and continue with --resume; what was saved before is as it was";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder: check the path",
  ENOTDIR: "a part of the path is a file, not a folder: check the path",
  EISDIR: "is a folder where a file should be: check the path",
  EACCES: NO_PERMISSION,
  EPERM: NO_PERMISSION,
  EROFS: "the file system is read-only: mount it writable, or name another folder with --out",
  ENOSPC: DISK_FULL,
  EDQUOT: DISK_FULL,
  EFBIG: "the file would be larger than the system allows: raise the limit (ulimit -f), or name another folder with --out",
  ENAMETOOLONG: "the name is too long: choose a shorter one",
  EMFILE: "too many open files: raise the limit (ulimit -n)",
};

/** A system error as a problem of this path. An exception that is no system error is given back: it is no problem of the path. */
export function problemOf(path: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === null) return error;
  return new RunError(`${path}: ${REASONS[code] ?? `cannot be used (${code}): check the path and its permissions`}`, {
    cause: error,
  });
}
