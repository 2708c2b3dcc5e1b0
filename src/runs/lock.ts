import { open, readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { systemCode } from "../system/error.js";
import { RunError } from "./problem.js";

/**
 * A process that works in a folder has an empty file there, named after its host, its number and when it started: a number is given again to later
 * processes. Each creates its own file first and looks at the others' then: of two, the later one sees the earlier, so that never both go on. The file of a
 * process that is no more counts for nothing and is removed by the next one that comes.
 */
const LOCK = /^lock-(?<host>.+)-(?<pid>[0-9]+)-(?<started>[0-9]+)$/u;

/** Where the system does not tell when a process started. */
const UNKNOWN = "0";

/** @returns how to give the folder back. @throws RunError when another process works in the folder, or this one does already */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const host = hostname().replace(/[^\w.-]/gu, "_") || "localhost";
  const name = `lock-${host}-${process.pid}-${(await processStatus(process.pid))?.started ?? UNKNOWN}`;
  const own = join(folder, name);
  const file = await open(own, "wx").catch((error: unknown) => {
    if (systemCode(error) !== "EEXIST") throw error;
    throw new RunError(`${folder}: this process (${process.pid}) works in this folder already: close the run there first`);
  });
  await file.close();
  const unlock = (): Promise<void> => rm(own, { force: true });
  try {
    for (const other of await readdir(folder)) {
      const owner = LOCK.exec(other)?.groups;
      if (owner === undefined || other === name) continue;
      const path = join(folder, other);
      const pid = Number(owner.pid);
      if (owner.host !== host) {
        throw new RunError(
          `${folder}: process ${pid} on ${String(owner.host)} works in this folder: wait for it, or delete ${path} if it is no longer running`,
        );
      }
      if (await isRunning(pid, owner.started ?? UNKNOWN)) {
        throw new RunError(`${folder}: process ${pid} works in this folder: wait for it, or name another folder with --out`);
      }
      await rm(path, { force: true });
    }
  } catch (error) {
    await unlock();
    throw error;
  }
  return unlock;
}

async function isRunning(pid: number, started: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user may not be asked, but is there.
    if (systemCode(error) !== "EPERM") return false;
  }
  const status = await processStatus(pid);
  return status === null || (!status.ended && (started === UNKNOWN || started === status.started));
}

/** Of a process, from Linux's table of them: when it started, and whether only its entry is left. Null where the table does not tell. */
async function processStatus(pid: number): Promise<{ readonly started: string; readonly ended: boolean } | null> {
  const line = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  // The second field is the program's name in parentheses and may hold anything; the third is the state, the twenty-second the start.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[0], fields[19]];
  return state === undefined || started === undefined ? null : { started, ended: state === "Z" || state === "X" };
}
