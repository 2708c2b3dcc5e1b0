import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { Readable, Writable } from "node:stream";
import type { Command } from "./command.js";

/** How a process ended. */
export interface Ending {
  /** Whether it ended for want of memory. */
  readonly full: boolean;
  /** Whether the program itself could not be started. */
  readonly isMissing: boolean;
  /** One line that goes on from "the process" or stands alone. */
  readonly message: string;
  readonly printed: string;
}

/** Of processor time, in case nobody is left to watch the clock. */
const longestSeconds = 3600;

/**
 * Kernel limits that the process inherits: no core dump, processor time, and memory that is really used, which counts what lies outside of a heap too but
 * not what is only reserved. A shell that does not know one of them goes on without it.
 */
const limited = `for limit in "-c 0" "-t ${longestSeconds}" "-d $1"; do ulimit $limit 2>/dev/null || :; done; shift; exec "$@"`;

/** Ends a group of processes as soon as its own standard input ends, which it does with this process, however that ends. */
const watching = `trap "" HUP INT TERM; read -r _; kill -s KILL -- "-$1"`;

const keptCharacters = 4_000;

/** A process whose replies come as lines on descriptor 4, apart from all that it prints. */
export class Process {
  readonly pid: number | undefined;
  /** Resolves once the process and its watcher are gone and all that was printed is read. */
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  readonly #output = { head: "", tail: "" };
  readonly #longestLine: number;
  #pending: string[] = [];
  #pendingLength = 0;
  #onLine: (line: string | null) => void = () => undefined;

  /** @param longestLine more characters than that in one reply end the process */
  constructor(command: Command, memoryMegabytes: number, longestLine: number) {
    this.#longestLine = longestLine;
    const kilobytes = (memoryMegabytes + command.ownMegabytes) * 1024;
    const wrapped = ["-c", limited, "sh", String(kilobytes), command.program, ...command.args];
    const isWindows = process.platform === "win32";
    const child = spawn(isWindows ? command.program : "/bin/sh", isWindows ? [...command.args] : wrapped, {
      cwd: command.folder,
      env: command.environment,
      // A group of its own: what it starts ends with it.
      detached: !isWindows,
      windowsHide: true,
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    });
    this.#child = child;
    this.pid = child.pid;
    const watcher = isWindows || child.pid === undefined ? null : watch(child.pid);
    const ended = new Promise<Ending>((resolve) => {
      let failed: Error | null = null;
      const finish = (code: number | null, signal: string | null): void => {
        resolve(endingOf(code, signal, failed, this.#output));
      };
      child.on("error", (error) => {
        failed = error;
        if (child.pid === undefined) finish(null, null);
      });
      child.on("exit", () => {
        // What it left behind would keep its output open.
        this.kill();
        watcher?.end();
      });
      child.on("close", finish);
    });
    this.ended = ended.then(async (ending) => {
      await watcher?.ended;
      return ending;
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8");
      stream?.on("data", (chunk) => {
        this.#keep(String(chunk));
      });
    }
    const replies = child.stdio[4];
    if (replies instanceof Readable) {
      replies.setEncoding("utf8");
      replies.on("data", (chunk) => {
        this.#read(String(chunk));
      });
    }
    // A process that ended reads no more; that it did is told by its end.
    for (const stream of child.stdio) stream?.on("error", () => undefined);
  }

  /** What is read from now on belongs to the next request. */
  send(line: string, onLine: (line: string | null) => void): void {
    this.#onLine = onLine;
    this.#output.head = "";
    const requests = this.#child.stdio[3];
    if (requests instanceof Writable) requests.write(`${line}\n`);
  }

  kill(): void {
    try {
      if (this.pid !== undefined && process.platform !== "win32") process.kill(-this.pid, "SIGKILL");
    } catch {
      // It is gone.
    }
    this.#child.kill("SIGKILL");
  }

  #keep(text: string): void {
    this.#output.head = (this.#output.head + text).slice(0, keptCharacters);
    this.#output.tail = (this.#output.tail + text).slice(-keptCharacters);
  }

  #read(text: string): void {
    const [first = "", ...others] = text.split("\n");
    this.#pending.push(first);
    this.#pendingLength += first.length;
    for (const rest of others) {
      const line = this.#pending.join("");
      this.#pending = [rest];
      this.#pendingLength = rest.length;
      this.#onLine(line);
    }
    if (this.#pendingLength > this.#longestLine) this.#onLine(null);
  }
}

interface Watcher {
  readonly end: () => void;
  readonly ended: Promise<void>;
}

function watch(pid: number): Watcher {
  const watcher = spawn("/bin/sh", ["-c", watching, "sh", String(pid)], {
    env: {},
    // Out of reach of the terminal's signals, which end this process.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.stdin.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => {
    watcher.on("exit", () => {
      resolve();
    });
    watcher.on("error", () => {
      resolve();
    });
  });
  return { end: () => watcher.kill("SIGKILL"), ended };
}

function endingOf(
  code: number | null,
  signal: string | null,
  failed: Error | null,
  { head, tail }: { readonly head: string; readonly tail: string },
): Ending {
  const full = /heap out of memory|MemoryError|std::bad_alloc|Out of memory/i.test(`${head}\n${tail}`);
  const [uncaught] = /^\w*(?:Error|Exception)\b.*$/m.exec(tail) ?? [];
  const because = uncaught === undefined || full ? "" : `: ${uncaught.replace(/\s+/g, " ").trim().slice(0, 300)}`;
  const how =
    failed !== null && code === null && signal === null
      ? `the process did not start: ${failed.message}`
      : signal === null
        ? `ended its process (exit code ${code ?? 0})`
        : `its process was ended by ${signal}`;
  // A shell ends so when it cannot find a program, or may not run it.
  const isMissing = failed !== null || code === 127 || code === 126;
  return { full, isMissing, message: full ? "took more memory than it may" : `${how}${because}`, printed: head };
}
