import { open, readFile } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { isObject, parseJson } from "./json.js";
import { systemCode } from "../system/error.js";
import { problemOf, RunError } from "./problem.js";

/**
 * What was measured at a step. A number is a quantity (`loss`, `kl`; `epoch` says when); a string says of what it is one (`split`, `unit`,
 * `binarization`). Times do not belong here: a run that was interrupted and resumed writes the same bytes as one that was not.
 */
export interface MetricRecord {
  readonly step: number;
  readonly [name: string]: number | string;
}

/** Appends to a file of one JSON object a line. Whenever the process stops, all lines but the one that is being written are in the file. */
export class MetricsWriter {
  readonly #path: string;
  readonly #file: FileHandle;
  #bytes: number;

  private constructor(path: string, file: FileHandle, bytes: number) {
    this.#path = path;
    this.#file = file;
    this.#bytes = bytes;
  }

  /**
   * A writer that goes on after the first `bytes` bytes of the file; what stands after them is cut off.
   *
   * @throws RunError when the file is shorter, or no line ends there
   */
  static async open(path: string, bytes: number): Promise<MetricsWriter> {
    let file: FileHandle | undefined;
    try {
      file = await open(path, bytes === 0 ? "a+" : "r+");
      const last = new Uint8Array(1);
      if (bytes > 0 && ((await file.read(last, 0, 1, bytes - 1)).bytesRead !== 1 || last[0] !== 0x0a)) {
        throw new RunError(
          `${path}: not the file that its checkpoint was saved with: put that one back, or train anew with --out`,
        );
      }
      await file.truncate(bytes);
      return new MetricsWriter(path, file, bytes);
    } catch (error) {
      await file?.close();
      throw systemCode(error) === "ENOENT"
        ? new RunError(`${path}: missing, and its checkpoint was saved with it: put it back, or train anew with --out`)
        : problemOf(path, error);
    }
  }

  /** The length of the file. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * One record at a time.
   *
   * @throws RunError when it cannot be written; the records before it are as they were
   * @throws RangeError when a number is not finite
   */
  async write(record: MetricRecord): Promise<void> {
    for (const [name, value] of Object.entries(record)) {
      if (typeof value === "number" && !Number.isFinite(value))
        throw new RangeError(`${name} is ${value} at step ${record.step}`);
    }
    const line = new TextEncoder().encode(`${JSON.stringify(record)}\n`);
    try {
      let written = 0;
      while (written < line.length) {
        written += (await this.#file.write(line, written, line.length - written, this.#bytes + written)).bytesWritten;
      }
      this.#bytes += line.length;
    } catch (error) {
      await this.#file.truncate(this.#bytes).catch(() => undefined);
      throw problemOf(this.#path, error);
    }
  }

  /** Puts on the disk what was written. @throws RunError when that fails */
  async sync(): Promise<void> {
    await this.#file.sync().catch((error: unknown) => {
      throw problemOf(this.#path, error);
    });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/**
 * All records of a file, in order. A last line that was not finished is left out.
 *
 * @throws RunError when the file cannot be read, or another line is no record
 */
export async function readMetrics(path: string): Promise<readonly MetricRecord[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw problemOf(path, error);
  });
  // After the last line feed stands nothing, or a line that was not finished.
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line, index) => {
    const value = parseJson(line);
    if (!isRecord(value)) throw new RunError(`${path}:${index + 1}: no record of a step: remove the line`);
    return value;
  });
}

function isRecord(value: unknown): value is MetricRecord {
  return (
    isObject(value) &&
    typeof value.step === "number" &&
    Object.values(value).every((entry) => typeof entry === "number" || typeof entry === "string")
  );
}
