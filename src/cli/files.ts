import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { systemCode } from "../system/error.js";
import { pathProblem, RequestError } from "./errors.js";

/** Where a document comes from. `path` is the name it has in reports: as given, relative where it was given so. */
export type DocumentPath =
  | { readonly kind: "input"; readonly path: "-" }
  | { readonly kind: "file"; readonly path: string; readonly absolute: string; readonly real: string };

export interface FoundDocuments {
  /** In the order of the arguments; what one folder or glob holds is sorted by path. No file stands twice. */
  readonly documents: readonly DocumentPath[];
  /** Folders in which a change may concern the documents. */
  readonly folders: readonly string[];
}

const isMarkdown = (name: string): boolean => /\.(?:md|markdown)$/iu.test(name);

const isGlob = (argument: string): boolean => /[*?[\]{}!]/u.test(argument);

const isSkipped = (name: string): boolean => name.startsWith(".") || name === "node_modules";

const byPath = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/**
 * The documents that the arguments name: files as they are, folders with all Markdown below them, globs with all Markdown that matches, `-`
 * for standard input; the current folder when nothing is named. Within folders, `node_modules` and names that begin with a dot are
 * skipped. Problems are collected, so that one run names them all.
 */
export async function findDocuments(given: readonly string[], folder: string): Promise<FoundDocuments> {
  const problems: string[] = [];
  const found = new Map<string, DocumentPath>();
  const folders = new Set<string>();
  for (const argument of given.length === 0 ? ["."] : given) {
    if (argument === "-") {
      found.set("-", { kind: "input", path: "-" });
      continue;
    }
    if (argument === "") {
      problems.push("an argument is empty: name files, folders or globs, or . for the current folder");
      continue;
    }
    try {
      for (const path of await pathsOf(argument, folder, folders)) {
        const absolute = resolve(folder, path);
        const real = await realpath(absolute).catch((error: unknown) => {
          throw new RequestError(pathProblem(path, error));
        });
        folders.add(dirname(absolute));
        if (!found.has(real)) found.set(real, { kind: "file", path, absolute, real });
      }
    } catch (error) {
      problems.push(...(error instanceof RequestError ? error.problems : [pathProblem(argument, error)]));
    }
  }
  if (problems.length > 0) throw new RequestError(...problems);
  return { documents: [...found.values()], folders: [...folders] };
}

async function pathsOf(argument: string, folder: string, folders: Set<string>): Promise<readonly string[]> {
  const absolute = resolve(folder, argument);
  const kind = await stat(absolute).catch((error: unknown) => {
    if (isGlob(argument) && (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR")) return null;
    throw error;
  });
  if (kind === null) return await matchesOf(argument, folder);
  if (!kind.isDirectory()) return [argument];
  const paths = await markdownBelow(argument, absolute, folders);
  if (paths.length === 0)
    throw new RequestError(`${argument}: holds no Markdown (*.md, *.markdown): name files, folders or globs`);
  return [...paths].sort(byPath);
}

async function matchesOf(pattern: string, folder: string): Promise<readonly string[]> {
  const { glob } = await import("tinyglobby");
  const matches = await glob([pattern], {
    cwd: folder,
    absolute: isAbsolute(pattern),
    ignore: ["**/node_modules/**"],
    onlyFiles: true,
    followSymbolicLinks: false,
    expandDirectories: false,
  });
  const paths = matches.filter((path) => isMarkdown(path));
  if (paths.length === 0) throw new RequestError(`${pattern}: matches no Markdown (*.md, *.markdown): check the pattern`);
  return paths.sort(byPath);
}

/** All Markdown below a folder. Every folder is entered once, by whatever links it is reached. */
async function markdownBelow(top: string, absoluteTop: string, folders: Set<string>): Promise<readonly string[]> {
  const paths: string[] = [];
  const problems: string[] = [];
  const entered = new Set<string>();
  const waiting = [{ path: top, absolute: absoluteTop }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    try {
      const real = await realpath(next.absolute);
      if (entered.has(real)) continue;
      entered.add(real);
      folders.add(next.absolute);
      for (const entry of await readdir(next.absolute, { withFileTypes: true })) {
        if (isSkipped(entry.name)) continue;
        const path = join(next.path, entry.name);
        const absolute = join(next.absolute, entry.name);
        if (await isFolder(entry, absolute)) waiting.push({ path, absolute });
        else if (isMarkdown(basename(path))) paths.push(path);
      }
    } catch (error) {
      problems.push(pathProblem(next.path, error));
    }
  }
  if (problems.length > 0) throw new RequestError(...problems);
  return paths;
}

async function isFolder(entry: Dirent, absolute: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  // A link that leads nowhere is no folder; if it is named like a document, reading it says what is wrong.
  return await stat(absolute).then(
    (status) => status.isDirectory(),
    () => false,
  );
}
