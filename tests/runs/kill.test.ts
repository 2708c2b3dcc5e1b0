import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { build } from "rolldown";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyedRandom } from "../../src/numbers/random.js";
import { RunFolder } from "../../src/runs/run-folder.js";
import { checkpointAt, inFolder, metricsUpTo, pageAt } from "./example.js";

const KILLS = process.env.QEDMARK_FULL === "1" ? 500 : 20;

let built = "";

beforeAll(async () => {
  const cache = join(process.cwd(), "node_modules", ".cache");
  await mkdir(cache, { recursive: true });
  built = await mkdtemp(join(cache, "qedmark-runs-"));
  await build({ input: "tests/runs/endless-run.ts", platform: "node", output: { dir: built }, logLevel: "silent" });
});

afterAll(async () => {
  await rm(built, { recursive: true, force: true });
});

/** Runs it on the folder until it has saved a step and `milliseconds` more, kills it, and gives back the last step that it said was saved. */
async function killed(path: string, milliseconds: number): Promise<number> {
  const child = spawn(process.execPath, [join(built, "endless-run.js"), path], { stdio: ["ignore", "pipe", "pipe"] });
  let [said, complaint] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (said += text.toString()));
  child.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  const closed = once(child, "close");
  await Promise.race([once(child.stdout, "data"), closed]);
  await setTimeout(milliseconds);
  child.kill("SIGKILL");
  await closed;
  expect(complaint).toBe("");
  return Number(said.split("\n").at(-2));
}

describe.skipIf(process.platform === "win32")("a run that is killed", () => {
  it(
    `has its last checkpoint, whole, at ${KILLS} random moments`,
    async () => {
      const random = keyedRandom("kill", process.env.QEDMARK_SEED ?? 0);
      await inFolder(async (folder) => {
        const path = join(folder, "run");
        let last = 0;
        for (let kill = 0; kill < KILLS; kill++) {
          const said = await killed(path, random.uniform() * 25);
          expect(said).toBeGreaterThan(last);
          const { latest } = await RunFolder.read(path);
          const { checkpoint, damaged } = await latest();
          expect(damaged).toEqual([]);
          last = checkpoint?.step ?? 0;
          // What was said to be saved is; the next step may be, or not.
          expect([said, said + 1]).toContain(last);
          expect(checkpoint).toEqual({ ...checkpointAt(last), metricsBytes: metricsUpTo(last).length });
          const page = await readFile(join(path, "index.html"), "utf8");
          expect([pageAt(said), pageAt(said + 1)]).toContain(page);
          expect((await readFile(join(path, "metrics.jsonl"), "utf8")).startsWith(metricsUpTo(last))).toBe(true);
        }
        const { run } = await RunFolder.resume(path);
        await run.close();
        expect(await readFile(join(path, "metrics.jsonl"), "utf8")).toBe(metricsUpTo(last));
        const names = await readdir(path, { recursive: true });
        expect(names.filter((name) => /partial|lock/u.test(name))).toEqual([]);
      });
    },
    KILLS * 5_000,
  );

  it("is refused to others while it goes on, by the number of its process", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "run");
      const child = spawn(process.execPath, [join(built, "endless-run.js"), path], { stdio: ["ignore", "pipe", "inherit"] });
      try {
        await once(child.stdout, "data");
        await expect(RunFolder.resume(path)).rejects.toThrow(
          `${path}: process ${String(child.pid)} works in this folder: wait for it, or name another folder with --out`,
        );
        const { latest } = await RunFolder.read(path);
        expect((await latest()).checkpoint?.step).toBeGreaterThan(0);
      } finally {
        child.kill("SIGKILL");
        await once(child, "close");
      }
      const { run } = await RunFolder.resume(path);
      await run.close();
    });
  });
});
