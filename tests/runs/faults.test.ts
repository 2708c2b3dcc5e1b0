import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { RunError } from "../../src/runs/problem.js";
import { RunFolder } from "../../src/runs/run-folder.js";
import { checkpointAt, doStep, inFolder, metricsUpTo, pageAt } from "./example.js";
import { operationsSoFar, setFault } from "./faulty-disk.js";
import type * as promises from "node:fs/promises";

vi.mock("node:fs/promises", async (original) => {
  const { faultyDisk } = await import("./faulty-disk.js");
  return faultyDisk(await original<typeof promises>());
});

afterEach(() => {
  setFault(null);
});

const systemError = (code: string): Error => Object.assign(new Error(code), { code });

/** The number of calls that change files in the step after `steps`. */
async function callsOfStep(steps: number): Promise<number> {
  return await inRunOf(steps, async (run) => {
    setFault(null);
    await doStep(run, steps + 1);
    const calls = operationsSoFar().length;
    await run.close();
    return calls;
  });
}

async function inRunOf<T>(steps: number, use: (run: RunFolder, path: string) => Promise<T>): Promise<T> {
  return await inFolder(async (folder) => {
    const path = join(folder, "run");
    const run = await RunFolder.create(path, { model: "none" });
    for (let step = 1; step <= steps; step++) await doStep(run, step);
    return await use(run, path);
  });
}

/** What the folder says, whatever stands there beside: the whole of one step or of the other. */
async function demandWhole(path: string, before: number): Promise<void> {
  const { latest, best } = await RunFolder.read(path);
  const { checkpoint, damaged } = await latest();
  expect(damaged).toEqual([]);
  const step = checkpoint?.step ?? 0;
  expect([before, before + 1]).toContain(step);
  expect(checkpoint).toEqual({ ...checkpointAt(step), metricsBytes: metricsUpTo(step).length });
  expect((await best()).checkpoint?.step).toBe(step - (step % 5));
  expect([pageAt(before), pageAt(before + 1)]).toContain(await readFile(join(path, "index.html"), "utf8"));
  expect(new Set((await readFile(join(path, "samples/samples.png"))).values()).size).toBe(1);
}

// The tenth step gives a checkpoint that is the best; the sixth follows one.
const STEPS_BEFORE = process.env.QEDMARK_FULL === "1" ? [9, 5] : [9];

describe.each(STEPS_BEFORE)("a step that breaks off at any call, after %d steps", (steps) => {
  it("leaves the folder as before or as after it when the process ends there", async () => {
    const calls = await callsOfStep(steps);
    expect(calls).toBeGreaterThan(15);
    for (let call = 1; call <= calls; call++) {
      await inRunOf(steps, async (run, path) => {
        // After that nothing is done any more, as by a process that is gone.
        setFault({ call, error: systemError("EIO"), lasting: true });
        await doStep(run, steps + 1).catch(() => undefined);
        setFault(null);
        await demandWhole(path, steps);
        await run.close();
        const resumed = await RunFolder.resume(path);
        for (let step = (resumed.checkpoint?.step ?? 0) + 1; step <= steps + 2; step++) await doStep(resumed.run, step);
        await resumed.run.close();
        expect(await readFile(join(path, "metrics.jsonl"), "utf8")).toBe(metricsUpTo(steps + 2));
        expect((await readdir(path, { recursive: true })).filter((name) => name.endsWith(".partial"))).toEqual([]);
      });
    }
  });

  it("is refused in one line when the disk is full, and can be repeated when there is room", async () => {
    const calls = await callsOfStep(steps);
    for (let call = 1; call <= calls; call++) {
      await inRunOf(steps, async (run, path) => {
        setFault({ call, error: systemError("ENOSPC"), lasting: false });
        const refused: unknown = await doStep(run, steps + 1).then(
          () => null,
          (error: unknown) => error,
        );
        setFault(null);
        if (!(refused instanceof RunError)) throw new Error(`call ${call}: ${String(refused)}`);
        expect(refused.message).toMatch(/^\S+: the disk is full: free some space .*$/u);
        expect((await readdir(path, { recursive: true })).filter((name) => name.endsWith(".partial"))).toEqual([]);
        await demandWhole(path, steps);
        const lines = await readFile(join(path, "metrics.jsonl"), "utf8");
        expect([metricsUpTo(steps), metricsUpTo(steps + 1)]).toContain(lines);
        await run.close();
      });
    }
  });
});

describe("a checkpoint", () => {
  it("stands on the disk before it has its name, and before it the metrics that it counts on", async () => {
    await inRunOf(0, async (run) => {
      setFault(null);
      await run.saveCheckpoint(checkpointAt(1), { best: false });
      const [metrics, file, folder] = ["sync", ["open", "writeFile", "sync", "rename"], ["open", "sync"]];
      expect(operationsSoFar()).toEqual([metrics, ...file, ...folder]);
      await run.close();
    });
  });
});

describe("a new folder", () => {
  it("is not left behind when it cannot be filled", async () => {
    for (let call = 1; call <= 4; call++) {
      await inFolder(async (folder) => {
        setFault({ call, error: systemError("ENOSPC"), lasting: false });
        await expect(RunFolder.create(join(folder, "run"), {})).rejects.toThrow("the disk is full");
        expect(await readdir(folder)).toEqual([]);
      });
    }
  });

  it.each([
    ["EACCES", "no permission"],
    ["EROFS", "the file system is read-only"],
    ["EDQUOT", "the disk is full"],
    ["EWEIRD", "cannot be used (EWEIRD)"],
  ])("says what %s means, and what to do", async (code, reason) => {
    await inFolder(async (folder) => {
      setFault({ call: 1, error: systemError(code), lasting: false });
      await expect(RunFolder.create(join(folder, "run"), {})).rejects.toThrow(reason);
    });
  });
});
