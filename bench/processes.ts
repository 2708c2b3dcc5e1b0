import { execFileSync, spawnSync } from "node:child_process";
import { dirname } from "node:path";

const PYTHON = "/usr/bin/python3";

/** Of every process. */
export const THREADS = 2;

/** Numbers that a process of this project says of itself. */
export function worker(path: string, options: readonly string[]): Readonly<Record<string, number>> {
  const output = execFileSync(process.execPath, [path, "--threads", String(THREADS), ...options], { encoding: "utf8" });
  const found: unknown = JSON.parse(output);
  if (typeof found !== "object" || found === null) throw new Error(`the worker said ${output}`);
  return Object.fromEntries(Object.entries(found).map(([name, value]) => [name, Number(value)]));
}

/** The number that a program of PyTorch prints. */
export function pytorch(path: string, options: readonly string[], environment: NodeJS.ProcessEnv): number {
  return Number(execFileSync(PYTHON, [path, ...options], { env: environment, encoding: "utf8" }));
}

/** PyTorch at its best here: over OpenBLAS, with memory that is kept. A text says why it cannot be run. */
export function peerEnvironment(): NodeJS.ProcessEnv | string {
  if (spawnSync(PYTHON, ["-c", "import torch"]).status !== 0) return `${PYTHON} with PyTorch is not there`;
  const files = spawnSync("dpkg", ["-L", "libopenblas0-openmp"], { encoding: "utf8" });
  const blas = files.stdout.split("\n").find((path) => path.endsWith("/libblas.so.3"));
  if (files.status !== 0 || blas === undefined) return "libopenblas0-openmp is not there, without which PyTorch is slow";
  return {
    ...process.env,
    LD_LIBRARY_PATH: dirname(blas),
    MALLOC_TRIM_THRESHOLD_: "4294967296",
    MALLOC_MMAP_THRESHOLD_: "4294967296",
    MALLOC_TOP_PAD_: "268435456",
  };
}
