/** The code of a system error (`ENOENT`), null for any other exception. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** What each code means, and what to do. */
export type Reasons = Readonly<Record<string, string>>;

/** What is to be done whatever the path is for. */
const COMMON: Reasons = {
  ENOENT: "no such file or folder: check the path",
  ENOTDIR: "a part of the path is a file, not a folder: check the path",
  ELOOP: "its symbolic links lead in a circle: name the file itself",
  ENAMETOOLONG: "the name is too long: choose a shorter one",
  EMFILE: "too many open files: raise the limit (ulimit -n)",
};

/** One line about a path: what is wrong, and what to do, by the reasons given before the common ones; null for an exception that is no system error. */
export function systemProblem(path: string, error: unknown, reasons: Reasons): string | null {
  const code = systemCode(error);
  if (code === null) return null;
  return `${path}: ${reasons[code] ?? COMMON[code] ?? `cannot be used (${code}): check the path and its permissions`}`;
}
