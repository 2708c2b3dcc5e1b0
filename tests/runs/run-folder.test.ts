import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RunError } from "../../src/runs/problem.js";
import { RunFolder } from "../../src/runs/run-folder.js";
import { checkpointAt, doStep, inFolder, metricsUpTo, pageAt, recordAt } from "./example.js";

const CONFIG = { model: "vae", seed: 7 };

/** A run of so many steps, in the folder `run` below a new one. */
async function inRun<T>(steps: number, use: (path: string) => Promise<T>): Promise<T> {
  return await inFolder(async (folder) => {
    const path = join(folder, "run");
    const run = await RunFolder.create(path, CONFIG);
    for (let step = 1; step <= steps; step++) await doStep(run, step);
    await run.close();
    return await use(path);
  });
}

const checkpointFile = (path: string, step: number, end = ""): string =>
  join(path, "checkpoints", `step-${String(step).padStart(9, "0")}${end}.safetensors`);

const metricsOf = (path: string): Promise<string> => readFile(join(path, "metrics.jsonl"), "utf8");

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RunError)) throw new Error(`not refused for people: ${String(error)}`);
  expect(error.message).not.toContain("\n");
  return error.message;
}

describe("a run folder", () => {
  it("holds what was written, and no more checkpoints than are needed", async () => {
    await inRun(12, async (path) => {
      expect((await readdir(path)).sort()).toEqual(["checkpoints", "config.json", "index.html", "metrics.jsonl", "samples"]);
      expect(await readdir(join(path, "checkpoints"))).toEqual([
        "step-000000010.best.safetensors",
        "step-000000011.safetensors",
        "step-000000012.safetensors",
      ]);
      expect(await readdir(join(path, "samples"))).toEqual(["samples.png"]);
      expect(JSON.parse(await readFile(join(path, "config.json"), "utf8"))).toEqual(CONFIG);
      expect(await metricsOf(path)).toBe(metricsUpTo(12));
      expect(await readFile(join(path, "index.html"), "utf8")).toBe(pageAt(12));
      const read = await RunFolder.read(path);
      expect(read.config).toEqual(CONFIG);
      expect(read.metrics).toEqual(Array.from({ length: 12 }, (_, index) => recordAt(index + 1)));
      expect((await read.latest()).checkpoint).toMatchObject(checkpointAt(12));
      expect((await read.best()).checkpoint).toMatchObject(checkpointAt(10));
    });
  });

  it("is the same after an interruption and a resumption as without", async () => {
    const [whole, parts] = await Promise.all([
      inRun(9, contentOf),
      inRun(6, async (path) => {
        const { run, checkpoint, damaged } = await RunFolder.resume(path);
        expect([checkpoint?.step, damaged]).toEqual([6, []]);
        await run.writeMetrics(recordAt(7));
        // Stopped before the checkpoint of step 7 was saved: its record is written anew.
        await run.close();
        const again = await RunFolder.resume(path);
        expect(await metricsOf(path)).toBe(metricsUpTo(6));
        for (let step = 7; step <= 9; step++) await doStep(again.run, step);
        await again.run.close();
        return await contentOf(path);
      }),
    ]);
    expect(parts).toEqual(whole);
  });

  it("goes on from the checkpoint before a damaged one, and names that", async () => {
    await inRun(12, async (path) => {
      const file = checkpointFile(path, 12);
      await writeFile(file, (await readFile(file)).subarray(0, -1));
      const { run, checkpoint, damaged } = await RunFolder.resume(path);
      expect(checkpoint).toMatchObject(checkpointAt(11));
      expect(damaged).toEqual([
        expect.stringMatching(/^\S*step-000000012\.safetensors: it has \d+ bytes of values, and \d+ at least/u),
      ]);
      expect(await metricsOf(path)).toBe(metricsUpTo(11));
      expect((await run.best()).checkpoint?.step).toBe(10);
      // Saved anew in another rhythm: the damaged one is of a course that was given up.
      await run.writeMetrics(recordAt(11));
      await run.saveCheckpoint({ ...checkpointAt(11), position: 1 }, { best: false });
      expect(await readdir(join(path, "checkpoints"))).toEqual(["step-000000010.best.safetensors", "step-000000011.safetensors"]);
      await run.close();
    });
  });

  it("refuses a checkpoint under the name of another step", async () => {
    await inRun(2, async (path) => {
      await cp(checkpointFile(path, 1), checkpointFile(path, 3));
      const { run, checkpoint, damaged } = await RunFolder.resume(path);
      expect([checkpoint?.step, damaged]).toEqual([2, [expect.stringContaining("000000003.safetensors: it is of step 1")]]);
      await run.close();
    });
  });

  it("is not resumed when all checkpoints are damaged, and is as it was", async () => {
    await inRun(1, async (path) => {
      await writeFile(checkpointFile(path, 1), "");
      expect(await refusal(RunFolder.resume(path))).toMatch(
        /step-000000001\.safetensors: it ends after 0 bytes.* train anew with --out$/u,
      );
      expect(await metricsOf(path)).toBe(metricsUpTo(1));
      expect((await readdir(path)).filter((name) => name.startsWith("lock"))).toEqual([]);
    });
  });

  it("is cleared of what a killed process has not finished", async () => {
    await inRun(1, async (path) => {
      const before = await contentOf(path);
      for (const file of ["index.html", "checkpoints/step-000000002.safetensors", "samples/samples.png"]) {
        await writeFile(join(path, `${file}.partial`), "half");
      }
      const { run } = await RunFolder.resume(path);
      await run.close();
      expect(await contentOf(path)).toEqual(before);
    });
  });

  it("begins anew where nothing was saved", async () => {
    await inRun(0, async (path) => {
      const { run, checkpoint } = await RunFolder.resume(path);
      expect(checkpoint).toBeNull();
      await doStep(run, 1);
      await run.close();
      expect(await metricsOf(path)).toBe(metricsUpTo(1));
    });
  });

  it("is not made where something is", async () => {
    await inRun(1, async (path) => {
      const before = await contentOf(path);
      const advice = "exists already: name another folder with --out, or continue the run in it with --resume";
      expect(await refusal(RunFolder.create(path, {}))).toBe(`${path}: ${advice}`);
      expect(await contentOf(path)).toEqual(before);
      await writeFile(join(path, "file"), "mine");
      expect(await refusal(RunFolder.create(join(path, "file"), {}))).toContain(advice);
      expect(await refusal(RunFolder.create(join(path, "file/run"), {}))).toContain("--out");
      expect(await readFile(join(path, "file"), "utf8")).toBe("mine");
    });
  });

  it("is not resumed or read where there is none", async () => {
    await inFolder(async (folder) => {
      for (const open of [(path: string) => RunFolder.resume(path), (path: string) => RunFolder.read(path)]) {
        expect(await refusal(open(join(folder, "no")))).toBe(`${join(folder, "no")}: no such file or folder: check the path`);
        expect(await refusal(open(folder))).toBe(
          `${folder}: holds no run (there is no config.json): name a folder that qedmark train has written`,
        );
        await writeFile(join(folder, "file"), "");
        expect(await refusal(open(join(folder, "file")))).toContain("a part of the path is a file");
        await mkdir(join(folder, "other"), { recursive: true });
        await writeFile(join(folder, "other/config.json"), "[1]");
        expect(await refusal(open(join(folder, "other")))).toContain("config.json: is no JSON object");
      }
      expect(await readdir(join(folder, "other"))).toEqual(["config.json"]);
    });
  });

  it.each([
    ["is missing", (file: string) => rm(file), "metrics.jsonl: missing"],
    ["was cut", (file: string) => writeFile(file, metricsUpTo(1)), "not the file that its checkpoint was saved with"],
    ["is another", (file: string) => writeFile(file, " ".repeat(5000)), "not the file that its checkpoint was saved with"],
  ])("is not resumed when the file of its metrics %s", async (_, change, reason) => {
    await inRun(2, async (path) => {
      await change(join(path, "metrics.jsonl"));
      const before = await contentOf(path);
      expect(await refusal(RunFolder.resume(path))).toContain(reason);
      expect(await contentOf(path)).toEqual(before);
    });
  });
});

/** Every file below a folder with its bytes. */
async function contentOf(path: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.sort().map(async (file) => [file.slice(path.length), (await readFile(file)).toString("hex")] as const),
    ),
  );
}
