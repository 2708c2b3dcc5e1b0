import { watch, type FSWatcher } from "node:fs";
import { resolve } from "node:path";
import { EXIT, pathProblem, reportError, RequestError } from "./errors.js";
import type { Io } from "./io.js";

/** Milliseconds without a further change before the documents are checked again: editors write a file in several steps. */
const QUIET = 80;

const CLEAR = "\u001b[2J\u001b[3J\u001b[H";

export interface Watched {
  /** Folders in which a change may concern the documents; known before the first check, so that no change is missed. */
  readonly folders: readonly string[];
  /** The file that each check writes, null if there is none. */
  readonly own: string | null;
}

/** One check. It calls `draw` before it writes its report, if there is anything new to report, and says in which folders to wait for changes. */
export type Check = (
  draw: () => void,
) => Promise<{ readonly code: number; readonly folders: readonly string[]; readonly drawn: boolean }>;

/**
 * Checks, and checks again after every change, until the user stops it; then the exit code is that of the last check. On a terminal each
 * report replaces the one before. A request that fails meanwhile (a file is being replaced) is reported and tried again after the next change.
 */
export async function watchFolders(checkOnce: Check, { folders, own }: Watched, io: Io): Promise<number> {
  const draw = (): void => {
    if (io.output.isTerminal && own === null) io.output.write(CLEAR);
  };
  const changes = new Changes(own);
  let code: number = EXIT.fine;
  try {
    changes.follow(folders);
    do {
      let news = true;
      try {
        const checked = await checkOnce(draw);
        code = checked.code;
        news = checked.drawn;
        changes.follow(checked.folders);
      } catch (error) {
        if (!(error instanceof RequestError)) throw error;
        code = reportError(error, io);
      }
      if (news && io.error.isTerminal) io.error.write("Watching for changes; Ctrl-C stops.\n");
    } while ((await changes.next(io)) === "changed");
    return code;
  } finally {
    changes.close();
  }
}

/** Changes in a set of folders, told apart from what the command itself writes. */
class Changes {
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #own: string | null;
  #changed = false;
  #wake: (() => void) | null = null;

  constructor(own: string | null) {
    this.#own = own;
  }

  /** Watches these folders and no others. */
  follow(folders: readonly string[]): void {
    for (const [folder, watcher] of this.#watchers)
      if (!folders.includes(folder)) {
        watcher.close();
        this.#watchers.delete(folder);
      }
    for (const folder of folders) if (!this.#watchers.has(folder)) this.#watch(folder);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name !== null && (resolve(folder, name) === this.#own || name.endsWith(".tmp"))) return;
        this.#note();
      });
      // A folder that disappears is found missing by the next check.
      watcher.on("error", () => {
        watcher.close();
        this.#watchers.delete(folder);
        this.#note();
      });
      this.#watchers.set(folder, watcher);
    } catch (error) {
      throw new RequestError(`--watch ${pathProblem(folder, error)}`);
    }
  }

  #note(): void {
    this.#changed = true;
    this.#wake?.();
  }

  /** Waits for a change that is followed by quiet; a change since the last call counts. */
  async next(io: Io): Promise<"changed" | "stopped"> {
    if (this.#watchers.size === 0) throw new RequestError("--watch: nothing is left to watch: name files or folders that exist");
    return await new Promise((answer) => {
      let timer: NodeJS.Timeout | undefined;
      const finish = (what: "changed" | "stopped"): void => {
        clearTimeout(timer);
        withdraw();
        this.#wake = null;
        this.#changed = false;
        answer(what);
      };
      const withdraw = io.onStop(() => {
        finish("stopped");
      });
      this.#wake = () => {
        clearTimeout(timer);
        timer = setTimeout(finish, QUIET, "changed");
      };
      if (this.#changed) this.#wake();
    });
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }
}
