import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  if (typeof manifest === "object" && manifest !== null && "version" in manifest && typeof manifest.version === "string")
    return manifest.version;
  throw new Error("package.json has no version");
}

/** For `--version`, after the version: a line for each engine, what it is, or why it does not load and what to do. Loads all of them. */
export async function engineLines(): Promise<readonly string[]> {
  const { tryEngines } = await import("../tensor/engines/choose.js");
  const tried = await tryEngines({ threads: availableParallelism() });
  const width = Math.max(...tried.map(({ name }) => name.length));
  return tried.map((own) => `${own.name.padEnd(width)}  ${own.engine === null ? `not here: ${own.reason}` : own.engine.name}`);
}
