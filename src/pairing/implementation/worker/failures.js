// @ts-check
import { fileURLToPath, pathToFileURL } from "node:url";

/** @typedef {{ file: string, lineOf: ((line: number, column: number) => number | null) | null }} SourceFile The file, and how its lines are told from those that run. */

/** What went wrong, in the words that the other side uses. */
export class Failure extends Error {
  /** @param {string} reason @param {string} message @param {number | null} [line] */
  constructor(reason, message, line = null) {
    super(message);
    this.reason = reason;
    this.line = line;
  }
}

/** A syntax error and the file that it stands in. */
export class SyntaxFailure extends Failure {
  /** @param {string} message @param {number} line @param {string} file */
  constructor(message, line, file) {
    super("syntax", message, line);
    this.file = file;
  }
}

export class Refusal extends Error {}

/** @param {string} reason @param {string} message @param {number | null} [line] */
export const failure = (reason, message, line = null) => ({ kind: "failure", reason, message, line });

/** @param {string} text */
const oneLine = (text) => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
};

/** A property of anything that was thrown; reading it may throw again. @param {unknown} error @param {string} key */
export function property(error, key) {
  try {
    return typeof error === "object" && error !== null ? Reflect.get(error, key) : undefined;
  } catch {
    return undefined;
  }
}

/** @param {unknown} error @returns {string} */
export function messageOf(error) {
  const [name, message] = [property(error, "name"), property(error, "message")];
  if (typeof message === "string") return oneLine(typeof name === "string" ? `${name}: ${message}` : message);
  try {
    return oneLine(String(error));
  } catch {
    return "something that cannot be shown";
  }
}

const forbidden = new Map([
  ["FileSystemRead", "to read outside its folder"],
  ["FileSystemWrite", "to write"],
  ["ChildProcess", "to start a process"],
  ["WorkerThreads", "to start a thread"],
  ["WASI", "to use WASI"],
  ["Net", "to use the network"],
]);

/** What Node's permissions refused, or null. @param {unknown} error */
export function refusalOf(error) {
  if (error instanceof Refusal) return error.message;
  if (property(error, "code") === "ERR_DLOPEN_DISABLED") return "tried to load native code: an implementation may not";
  if (property(error, "code") !== "ERR_ACCESS_DENIED") return null;
  const [permission, resource] = [property(error, "permission"), property(error, "resource")];
  const what = forbidden.get(String(permission)) ?? `what needs the permission ${String(permission)}`;
  return oneLine(
    `tried ${what}${typeof resource === "string" && resource !== "" ? ` (${resource})` : ""}: an implementation may not`,
  );
}

/** The first line of the stack that lies in the file. @param {unknown} error @param {SourceFile} source */
export function lineIn(error, { file, lineOf }) {
  const stack = property(error, "stack");
  if (typeof stack !== "string") return null;
  for (const frame of stack.split("\n")) {
    const match = /^\s+at (?:.*\()?((?:file:\/\/)?\/.*|[A-Za-z]:\\.*):(\d+):(\d+)\)?$/.exec(frame);
    const [, place = "", line, column] = match ?? [];
    if (pathOf(place) === file) return lineOf === null ? Number(line) : lineOf(Number(line), Number(column));
  }
  return null;
}

/** @param {string} place */
function pathOf(place) {
  try {
    return place.startsWith("file:") ? fileURLToPath(place) : fileURLToPath(pathToFileURL(place));
  } catch {
    return null;
  }
}

/** @param {unknown} error @param {SourceFile} source */
export function describeFailure(error, source) {
  if (error instanceof Failure) return failure(error.reason, error.message, error.line);
  const line = lineIn(error, source);
  const refused = refusalOf(error);
  if (refused !== null) return failure("refused", refused, line);
  const message = messageOf(error);
  const full = /Array buffer allocation failed|could not allocate memory/.test(message);
  return failure(full ? "out of memory" : "threw", message, line);
}

/** What is told of an import that failed. @param {unknown} error */
export function importFailure(error) {
  if (property(error, "code") !== "ERR_MODULE_NOT_FOUND") return error;
  const message = String(property(error, "message"));
  const url = property(error, "url");
  const lost =
    typeof url === "string" && url.startsWith("file:") ? fileURLToPath(url) : (/'([^']*)'/.exec(message)?.[1] ?? "a module");
  return new Failure("missing module", lost);
}
