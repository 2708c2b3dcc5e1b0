import { systemProblem } from "../system/error.js";
import type { Reasons } from "../system/error.js";
import { DataError } from "./dataset.js";

const REASONS: Reasons = {
  EACCES: "no permission to read it: change its permissions",
  EPERM: "no permission to read it: change its permissions",
  EISDIR: "is a folder where a file is expected: check the path",
  ELOOP: "its symbolic links lead in a circle: remove the link, or name what it should lead to",
  EIO: "the disk cannot read it: copy the data to another",
};

/** What a file's system error means to who gave the file; any other exception as it is, to be thrown on. */
export function readProblem(path: string, error: unknown): unknown {
  const problem = systemProblem(path, error, REASONS);
  return problem === null ? error : new DataError(problem, { cause: error });
}
