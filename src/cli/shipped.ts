import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { RequestError } from "./errors.js";
import type { Io } from "./io.js";

/** Where the runs that come with the package lie, each under the name of its model. */
const FOLDER = fileURLToPath(new URL("../../checkpoints/", import.meta.url));

/** The models that come with the package. */
export function shippedModels(): readonly string[] {
  if (!existsSync(FOLDER)) return [];
  const entries = readdirSync(FOLDER, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** Where a run lies: a folder, or where there is none of this name what comes with the package. @throws RequestError when there is neither */
export function placeOfRun(path: string, io: Io): string {
  const own = resolve(io.folder, path);
  if (existsSync(own)) return own;
  const shipped = shippedModels();
  if (shipped.includes(path)) return join(FOLDER, path);
  const models = shipped.length === 0 ? "" : `, or a model that comes with qedmark: ${shipped.join(", ")}`;
  throw new RequestError(`${path}: there is no such folder: name that of a run${models}`);
}
