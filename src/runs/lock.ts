import { open, readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { RunError, systemCode } from "./problem.js";

/**
 * A process that works in a folder has a file there, named after its host and number; its content is when the process started, where the system tells, as a
 * number is given again to later processes. Each creates its own file first and looks at the others' then: of two, the later one sees the earlier, so that
 * never both go on. The file of a process that is no more counts for nothing and is removed by the next one that comes.
 */
const LOCK = /^lock-(?<host>.+)-(?<pid>[0-9]+)$/u;

/** @returns how to give the folder back. @throws RunError when another process works in the folder, or this one does already */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const name = `lock-${thisHost()}-${process.pid}`;
  const own = join(folder, name);
  await create(folder, own);
  const unlock = (): Promise<void> => rm(own, { force: true });
  try {
    for (const other of await readdir(folder)) {
      const { host = "", pid = "" } = LOCK.exec(other)?.groups ?? {};
      if (pid === "" || other === name) continue;
      const path = join(folder, other);
      if (host !== thisHost()) {
        throw new RunError(
          `${folder}: process ${pid} on ${host} works in this folder: wait for it, or delete ${path} if it is no longer running`,
        );
      }
      if (await isRunning(Number(pid), await contentOf(path))) {
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

/** Creates the file of this process. One that is there is from an earlier process of the same number, unless it is from this very one. */
async function create(folder: string, own: string): Promise<void> {
  const started = (await processStatus(process.pid))?.started ?? "";
  const file = await open(own, "wx").catch(async (error: unknown) => {
    if (systemCode(error) !== "EEXIST") throw error;
    if ((await contentOf(own)) === started) {
      throw new RunError(`${folder}: this process (${process.pid}) works in this folder already: close it there first`);
    }
    await rm(own, { force: true });
    return await open(own, "wx");
  });
  try {
    await file.writeFile(started);
  } finally {
    await file.close();
  }
}

function thisHost(): string {
  return hostname().replace(/[^\w.-]/gu, "_") || "localhost";
}

/** Empty where the file is gone, and where its process was killed before it wrote. */
async function contentOf(path: string): Promise<string> {
  return await readFile(path, "utf8").catch(() => "");
}

async function isRunning(pid: number, started: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return systemCode(error) === "EPERM";
  }
  const status = await processStatus(pid);
  if (status === null) return true;
  return !status.ended && (started === "" || started === status.started);
}

/** Of a process, from Linux's table of them: when it started, and whether only its entry is left. Null where the table does not tell. */
async function processStatus(pid: number): Promise<{ readonly started: string; readonly ended: boolean } | null> {
  const line = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  // The second field is the program's name in parentheses and may hold anything; the third is the state, the twenty-second the start.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const [state, started] = [fields[0], fields[19]];
  return state === undefined || started === undefined ? null : { started, ended: state === "Z" || state === "X" };
}
