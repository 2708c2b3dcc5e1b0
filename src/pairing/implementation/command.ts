import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, parse } from "node:path";
import type { Limits } from "./types.js";

/** How a process is started. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** What the language takes to run at all, besides what the code may take. */
  readonly ownMegabytes: number;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const require = createRequire(import.meta.url);

/** The package's own files that run in the other process, by the names that package.json gives them: they lie at one place in the sources and when installed. */
const workerFile = (name: string): string => require.resolve(`#implementation-worker/${name}`);

/** What takes the types out of TypeScript: the library that Node itself uses from version 22.18 on. */
export const transformerFile = (): string => require.resolve("@swc/wasm-typescript");

/** Only what a language needs to start; nothing else of the environment reaches the code. */
function select(environment: Environment, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const common = ["PATH", "LANG", "LC_ALL", "TZ", "SystemRoot"];

/** The folders from that of the file up to the root. */
function ancestors(file: string): readonly string[] {
  const folder = dirname(file);
  return folder === parse(folder).root ? [folder] : [folder, ...ancestors(folder)];
}

/** The folder of the package that the file belongs to, or the file's own. */
export const packageFolder = (file: string): string =>
  ancestors(file).find((folder) => existsSync(join(folder, "package.json"))) ?? dirname(file);

/** What Node's loader reads for a file: packages that are installed above it, and whether the scope is one of modules. */
const loaderReads = (file: string): readonly string[] =>
  ancestors(file).flatMap((folder) =>
    [join(folder, "node_modules", "*"), join(folder, "package.json")].filter((path) => existsSync(path.replace(/\*$/, ""))),
  );

/** From version 23 on, WebAssembly, in which the transformer comes, makes half a gigabyte of address space writable as soon as it is used. */
const nodeMegabytes = Number(process.versions.node.split(".")[0]) >= 23 ? 1152 : 512;

/**
 * Node under its permission model: it reads below the folders and what its loader needs, and may not write, start a process or a thread, or load native code.
 *
 * @param files what is loaded
 */
export function nodeCommand(
  files: readonly string[],
  folders: readonly string[],
  limits: Limits,
  environment: Environment,
): Command {
  const worker = workerFile("node-worker.js");
  const readable = [
    ...folders.map((folder) => join(folder, "*")),
    ...files.flatMap(loaderReads),
    join(dirname(worker), "*"),
    join(packageFolder(transformerFile()), "*"),
    join(packageFolder(worker), "package.json"),
  ];
  const permission = process.allowedNodeEnvironmentFlags.has("--permission") ? "--permission" : "--experimental-permission";
  return {
    program: process.execPath,
    args: [
      permission,
      ...new Set(readable.map((path) => `--allow-fs-read=${path}`)),
      "--no-warnings",
      "--experimental-vm-modules",
      `--max-old-space-size=${limits.memoryMegabytes}`,
      worker,
    ],
    environment: select(environment, common),
    folder: dirname(files[0] ?? worker),
    ownMegabytes: nodeMegabytes,
  };
}

/** Numerical libraries keep to one thread: each further one would reserve memory, and change the order of sums. */
const oneThread = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"];

/** Python, isolated: it takes no settings from the environment and imports nothing from the current folder. */
export function pythonCommand(file: string, environment: Environment): Command {
  return {
    program: process.platform === "win32" ? "python" : "python3",
    args: ["-I", "-B", "-X", "utf8", workerFile("python-worker.py")],
    environment: {
      ...select(environment, [...common, "HOME", "LD_LIBRARY_PATH"]),
      ...Object.fromEntries(oneThread.map((name) => [name, "1"])),
    },
    folder: dirname(file),
    ownMegabytes: 512,
  };
}
