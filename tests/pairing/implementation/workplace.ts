import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openImplementation } from "../../../src/pairing/implementation/open.js";
import { defaultLimits, ImplementationError } from "../../../src/pairing/implementation/types.js";
import type { Argument, Data, Implementation, Limits, Outcome } from "../../../src/pairing/implementation/types.js";

/** Small enough that what runs away is caught soon. */
export const limits: Limits = {
  ...defaultLimits,
  callMilliseconds: 4_000,
  memoryMegabytes: 64,
  values: 10_000,
  printedCharacters: 100,
};

export const hasty: Limits = { ...limits, callMilliseconds: 500 };

export const data = (value: Data): Argument => ({ kind: "data", value });

/** A folder whose name has blanks and letters beyond ASCII, and the functions that were loaded from it. */
export class Workplace {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), "qedmark-pair ü, 分布-")));
  readonly #open: Implementation[] = [];

  write(name: string, text: string): string {
    const path = join(this.root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  /** The line of a file that holds a text. */
  lineOf(name: string, part: string): number {
    const lines = readFileSync(join(this.root, name), "utf8").split("\n");
    return lines.findIndex((line) => line.includes(part)) + 1;
  }

  async open(file: string, name: string, own: Limits = limits): Promise<Implementation> {
    const implementation = await openImplementation({ kind: "plain", file: join(this.root, file), name }, own);
    this.#open.push(implementation);
    return implementation;
  }

  /** Loads, calls once, closes. */
  async call(file: string, name: string, args: readonly Argument[] = [], own: Limits = limits): Promise<Outcome> {
    const implementation = await this.open(file, name, own);
    const outcome = await implementation.call(args);
    await implementation.close();
    return outcome;
  }

  /** What is said of a function that cannot be loaded, without the folder. */
  async problem(file: string, name: string, own: Limits = limits): Promise<string> {
    try {
      await this.open(file, name, own);
    } catch (error) {
      if (error instanceof ImplementationError) return error.message.replaceAll(`${this.root}/`, "");
      throw error;
    }
    throw new Error(`${file}#${name} could be loaded`);
  }

  async remove(): Promise<void> {
    await Promise.all(this.#open.map((implementation) => implementation.close()));
    rmSync(this.root, { recursive: true, force: true });
  }
}

export function isRunning(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
