import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { lockFolder } from "../../src/runs/lock.js";
import { inFolder } from "./example.js";

const host = hostname().replace(/[^\w.-]/gu, "_");
const own: unknown = expect.stringMatching(new RegExp(`^lock-.*-${process.pid}-\\d+$`, "u"));

/** Calls `use` with the number of a process that does nothing for that time. */
async function withIdleProcess(use: (pid: number) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "ignore" });
  try {
    await use(child.pid ?? 0);
  } finally {
    child.kill("SIGKILL");
    await once(child, "close");
  }
}

describe("the lock of a folder", () => {
  it("is held until it is given back", async () => {
    await inFolder(async (folder) => {
      const unlock = await lockFolder(folder);
      expect(await readdir(folder)).toEqual([own]);
      await expect(lockFolder(folder)).rejects.toThrow(`this process (${process.pid}) works in this folder already`);
      await unlock();
      expect(await readdir(folder)).toEqual([]);
      await (
        await lockFolder(folder)
      )();
    });
  });

  it("is taken over from a process that is gone, and not from one that goes on", async () => {
    await inFolder(async (folder) => {
      let file = "";
      await withIdleProcess(async (pid) => {
        file = join(folder, `lock-${host}-${pid}-0`);
        await writeFile(file, "");
        await expect(lockFolder(folder)).rejects.toThrow(`process ${pid} works in this folder: wait for it`);
        expect(await readdir(folder)).toEqual([`lock-${host}-${pid}-0`]);
      });
      const unlock = await lockFolder(folder);
      expect(await readdir(folder)).toEqual([own]);
      await unlock();
    });
  });

  it.skipIf(process.platform !== "linux")("is taken over when the number was given to a later process", async () => {
    await inFolder(async (folder) => {
      await withIdleProcess(async (pid) => {
        await writeFile(join(folder, `lock-${host}-${pid}-1`), "");
        await (
          await lockFolder(folder)
        )();
      });
      // In a new container a process has often the number that the killed one had.
      await writeFile(join(folder, `lock-${host}-${process.pid}-1`), "");
      const unlock = await lockFolder(folder);
      await expect(lockFolder(folder)).rejects.toThrow("already");
      await unlock();
    });
  });

  it.skipIf(process.platform !== "linux")("is taken over from a process of which only its entry is left", async () => {
    await inFolder(async (folder) => {
      // The shell becomes a program that does not ask how its child ended.
      const parent = spawn("sh", ["-c", "sleep 0 & echo $!; exec sleep 1000"], { stdio: ["ignore", "pipe", "ignore"] });
      try {
        const said: unknown[] = await once(parent.stdout, "data");
        const pid = Number(String(said[0]));
        await vi.waitFor(async () => {
          expect(await readFile(`/proc/${pid}/stat`, "latin1")).toContain(") Z ");
        });
        expect(process.kill(pid, 0)).toBe(true);
        await writeFile(join(folder, `lock-${host}-${pid}-0`), "");
        await (
          await lockFolder(folder)
        )();
      } finally {
        parent.kill("SIGKILL");
        await once(parent, "close");
      }
    });
  });

  it("is not taken over from a process of another user", async () => {
    await inFolder(async (folder) => {
      await withIdleProcess(async (pid) => {
        await writeFile(join(folder, `lock-${host}-${pid}-0`), "");
        const kill = vi.spyOn(process, "kill").mockImplementation(() => {
          throw Object.assign(new Error("EPERM"), { code: "EPERM" });
        });
        try {
          await expect(lockFolder(folder)).rejects.toThrow(`process ${pid} works in this folder`);
        } finally {
          kill.mockRestore();
        }
      });
    });
  });

  it("is not taken over from another machine", async () => {
    await inFolder(async (folder) => {
      const file = join(folder, "lock-far-away-4-1");
      await writeFile(file, "");
      await expect(lockFolder(folder)).rejects.toThrow(
        `process 4 on far-away works in this folder: wait for it, or delete ${file}`,
      );
      expect(await readdir(folder)).toEqual(["lock-far-away-4-1"]);
    });
  });

  it("is never held twice, in whatever order two come", async () => {
    await inFolder(async (folder) => {
      const outcomes = await Promise.allSettled([lockFolder(folder), lockFolder(folder), lockFolder(folder)]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    });
  });
});
