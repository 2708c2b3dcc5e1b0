import { DataError } from "./dataset.js";

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder: check the path",
  ENOTDIR: "a part of the path is a file, not a folder: check the path",
  EACCES: "no permission to read it: change its permissions",
  EPERM: "no permission to read it: change its permissions",
  EISDIR: "is a folder where a file is expected: check the path",
  ELOOP: "its symbolic links lead in a circle: remove the link, or name what it should lead to",
  ENAMETOOLONG: "the name is too long: check the path",
  EMFILE: "too many open files: raise the limit (ulimit -n)",
  EIO: "the disk cannot read it: copy the data to another",
};

/** The code of a system error (`ENOENT`), null for any other exception. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** What a file's system error means to who gave the file; any other exception as it is, to be thrown on. */
export function readProblem(path: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === null) return error;
  return new DataError(`${path}: ${REASONS[code] ?? `cannot be read (${code}): check the path and its permissions`}`, {
    cause: error,
  });
}
