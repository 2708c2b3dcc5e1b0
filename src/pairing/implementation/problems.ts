import { realpathSync } from "node:fs";
import { relative } from "node:path";
import type { Start } from "./session.js";
import { ImplementationError } from "./types.js";
import type { Limits, Location } from "./types.js";

const shownNames = 20;

/** Says in one line why there is nothing to call: where, what is wrong, what to do. */
export function unusable(
  start: Exclude<Start, { readonly kind: "opened" }>,
  { file, name, line: exported }: Location,
  language: "javascript" | "python",
  limits: Limits,
): ImplementationError {
  const error = (message: string, line: number | null = null): ImplementationError =>
    new ImplementationError(`${file}${line === null ? "" : `:${line}`}: ${message}`, file, line);
  switch (start.kind) {
    case "timed out":
      return error(`was not loaded within ${limits.startMilliseconds / 1000} s: let importing it do no work`);
    case "too large":
      return error("sent more than it may while it was loaded: let importing it do no work");
    case "ended":
      return language === "python" && start.ending.isMissing
        ? error("python3 was not found: install Python 3, or put it on the PATH")
        : error(`${start.ending.message} while it was loaded: let importing it do no work`);
    case "unusable":
      break;
  }
  const { reason, message, line } = start;
  switch (reason) {
    case "syntax": {
      if (start.file === null || isSame(start.file, file)) return error(`syntax error: ${message}`, line);
      const place = `${relative(".", start.file)}${line === null ? "" : `:${line}`}`;
      return error(`imports ${place}, which has a syntax error: ${message}`);
    }
    case "missing module":
      return error(`imports ${message}, which was not found: install it, or check the path`, line);
    case "missing export": {
      const names = namesOf(message);
      const known =
        names.length === 0
          ? "it has no functions"
          : `it has ${names.slice(0, shownNames).join(", ")}${names.length > shownNames ? `, and ${names.length - shownNames} more` : ""}`;
      return error(`has no ${language === "python" ? "function" : "export"} ${name}: ${known}`);
    }
    case "not a function":
      return error(`${name} is ${message}, not a function: name a function`, exported);
    default:
      return error(`could not be loaded: ${message}`, line);
  }
}

function isSame(path: string, named: string): boolean {
  try {
    return realpathSync(named) === path;
  } catch {
    return false;
  }
}

function namesOf(text: string): readonly string[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value.map(String) : [];
}
