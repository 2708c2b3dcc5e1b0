import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lockFolder } from "../../src/runs/lock.js";
import { RunFolder } from "../../src/runs/run-folder.js";
import { expectRefused, idxData, snapshot, trainIn, withRun } from "./train-world.js";
import { runIn, withFolder } from "./world.js";
import type { Ran } from "./world.js";

const resume = (folder: string, ...flags: readonly string[]): Promise<Ran> =>
  runIn(folder, ["train", "--resume", "run", ...flags]);

async function edit(path: string, change: (text: string) => string): Promise<void> {
  const before = await readFile(path, "latin1");
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(path, after, "latin1");
}

/** The paths of the checkpoints of the run, the newest first. */
const checkpointsOf = async (folder: string): Promise<readonly string[]> => {
  const checkpoints = join(folder, "run", "checkpoints");
  return (await readdir(checkpoints))
    .sort()
    .reverse()
    .map((name) => join(checkpoints, name));
};

describe("train", () => {
  it("leaves a run with its pictures and its page, never over another, and says what it came to", async () => {
    await withFolder(idxData(), async (folder) => {
      const { code, out, err } = await trainIn(folder, ["--out", "run"]);
      expect(code).toBe(0);
      expect(err.split("\n")).toEqual([
        "vae on data, 10 images; engine reference, double precision; folder run",
        expect.stringMatching(/^epoch 1\/2 .* loss [\d.]+ .* kl [\d.]+$/u),
        expect.stringMatching(/^epoch 2\/2 .* loss [\d.]+ .* kl [\d.]+$/u),
        "",
      ]);
      expect(out).toContain("means over the test split, 6 images");
      expect(out).toMatch(/^ELBO +-[\d.]+ nats .*never its mean$/mu);
      expect(out).toMatch(/^page run\/index\.html$/mu);
      const files = await readdir(join(folder, "run"), { recursive: true });
      for (const name of ["index.html", "metrics.jsonl", "samples/samples.png", "samples/traversals-epoch-0001.png"])
        expect(files).toContain(name);
      expect(files.filter((name) => /lock|partial/u.test(name))).toEqual([]);
      await expectRefused(
        folder,
        () => trainIn(folder, ["--out", "run"]),
        `${folder}/run: exists already: name another folder with --out, or continue the run in it with --resume`,
      );
    });
  });

  it("ends with the step, the term and the last good checkpoint when numbers overflow", async () => {
    await withFolder(idxData(), async (folder) => {
      const flags = ["--likelihood", "gaussian", "--binarization", "none", "--optimizer", "sgd", "--learning-rate", "1000"];
      const { code, out, err } = await trainIn(folder, ["--out", "run", ...flags, "--epochs", "50", "--checkpoint-steps", "1"]);
      expect({ code, out }).toEqual({ code: 1, out: "" });
      const [, step = "", , good = ""] =
        /^qedmark: run: step (\d+): the (reconstruction|kl) is (?:NaN|Infinity); the last good checkpoint is that of step (\d+): train anew with a lower --learning-rate, or with --clip-norm$/mu.exec(
          err,
        ) ?? [];
      expect(Number(good)).toBe(Number(step) - 1);
      const [newest = ""] = await checkpointsOf(folder);
      expect(newest).toContain(`step-${good.padStart(9, "0")}`);
      expect((await runIn(folder, ["evaluate", "run", "--engine", "reference"])).code).toBe(0);
    });
  });
});

describe("train --resume", () => {
  it("goes on with a run to what it would have been", async () => {
    await withRun({ training: { epochs: 2 } }, async (folder) => {
      const whole = await snapshot(join(folder, "run"));
      const newest = (await checkpointsOf(folder))[0] ?? "";
      await rm(newest);
      const { code, err } = await resume(folder);
      expect(code).toBe(0);
      expect(err).toContain("epoch 2/2");
      const now = await snapshot(join(folder, "run"));
      for (const name of [newest, join(folder, "run/metrics.jsonl")]) expect(now[name]).toBe(whole[name]);
    });
  });

  it("takes the checkpoint before one that is damaged, and says so", async () => {
    await withRun({ training: { epochs: 2 } }, async (folder) => {
      const newest = (await checkpointsOf(folder))[0] ?? "";
      const whole = await readFile(newest);
      await writeFile(newest, whole.subarray(0, whole.length - 1));
      const { code, err } = await resume(folder);
      expect(code).toBe(0);
      expect(err).toMatch(new RegExp(`^${newest}: [^\n]+\n`, "u"));
      expect(err).toContain("epoch 2/2");
      expect((await readFile(newest)).equals(whole)).toBe(true);
    });
  });

  it("refuses a folder that holds no run", async () => {
    await withFolder(idxData(), async (folder) => {
      await expectRefused(folder, () => resume(folder), `${folder}/run: no such file or folder: check the path`);
      await expectRefused(
        folder,
        () => runIn(folder, ["train", "--resume", "data"]),
        `${folder}/data: holds no run (there is no config.json): name a folder that qedmark train has written`,
      );
    });
  });

  it("refuses a run that another process works on, with its number", async () => {
    await withRun({ training: { epochs: 1 } }, async (folder) => {
      const unlock = await lockFolder(join(folder, "run"));
      await expectRefused(
        folder,
        () => resume(folder),
        `${folder}/run: this process (${process.pid}) works in this folder already: close the run there first`,
      );
      await unlock();
    });
  });

  it("refuses what is not the run that was trained: other data, another model, other settings", async () => {
    await withRun({ training: { epochs: 1 } }, async (folder) => {
      const refuses = (act: () => Promise<Ran>, problem: string): Promise<void> => expectRefused(folder, act, problem);
      await refuses(
        () => resume(folder, "--latent", "3"),
        "--latent: a run is resumed with the settings it began with: leave it out",
      );
      await refuses(
        () => runIn(folder, ["train", "auto-encoder", "--resume", "run"]),
        "run: is a run of vae, not of auto-encoder: name the folder of another run",
      );
      const config = join(folder, "run/config.json");
      const text = await readFile(config, "utf8");
      await edit(config, (whole) => whole.replace('"latentDimensions": 2', '"latentDimensions": 3'));
      await refuses(
        () => resume(folder),
        "the checkpoint is of a training with other settings than config.json says: restore config.json",
      );
      await writeFile(config, text.replace('"seed": 0', '"seed": 1'));
      await refuses(
        () => resume(folder),
        "the checkpoint is of a training with other settings than config.json says: restore config.json",
      );
      await writeFile(config, text);
      await edit(join(folder, "data/train-labels-idx1-ubyte"), (bytes) => bytes.replace(/.$/su, "\x02"));
      await refuses(
        () => resume(folder),
        `run: was trained on other data than ${folder}/data holds now: name its data with --data`,
      );
    });
  });

  it("refuses a configuration that is damaged, and checkpoints that all are", async () => {
    await withRun({ training: { epochs: 2 } }, async (folder) => {
      const config = join(folder, "run/config.json");
      const text = await readFile(config, "utf8");
      for (const [damage, problem] of [
        [text.slice(0, -10), `${config}: is no JSON object: name a folder that qedmark train has written`],
        ["[]", `${config}: is no JSON object: name a folder that qedmark train has written`],
        ["{}", "run/config.json: qedmark: Invalid input: expected string, received undefined: restore the file"],
        [
          text.replace('"epochs": 2', '"epochs": "many"'),
          "run/config.json: training.epochs: Invalid input: expected number, received string: restore the file",
        ],
        [text.replace('"epochs": 2', '"epochs": 0'), "run/config.json: training.epochs: 0 is not at least 1: restore the file"],
        [
          text.replace('"validation": 0', '"validation": 10'),
          "run/config.json: data.validation: 10 leaves none of 10 images: restore the file",
        ],
        [
          text.replace('"images": 10', '"images": 1.5'),
          "run/config.json: data.images: Invalid input: expected int, received number: restore the file",
        ],
      ] as const) {
        expect(damage).not.toBe(text);
        await writeFile(config, damage);
        await expectRefused(folder, () => resume(folder), problem);
      }
      await writeFile(config, text);
      const checkpoints = await checkpointsOf(folder);
      for (const path of checkpoints) await edit(path, (bytes) => bytes.slice(0, 100));
      const [newest = ""] = checkpoints;
      await expectRefused(
        folder,
        () => resume(folder),
        `${newest}: it ends after 100 bytes, within its header of 6752; there is no other: train anew with --out`,
      );
    });
  });
});

describe("train --validation", () => {
  /** The parameters at the end of a training in which the value of this byte of the training images is another; null for none. */
  async function parametersWith(changed: number | null): Promise<Readonly<Record<string, readonly number[]>>> {
    return await withFolder(idxData(), async (folder) => {
      const images = join(folder, "data/train-images-idx3-ubyte");
      if (changed !== null) {
        const bytes = await readFile(images);
        const place = 16 + changed;
        bytes[place] = 255 - (bytes[place] ?? 0);
        await writeFile(images, bytes);
      }
      const { code, err } = await trainIn(folder, [
        "--out",
        "run",
        "--validation",
        "4",
        "--epochs",
        "1",
        "--binarization",
        "none",
      ]);
      expect(code).toBe(0);
      expect(err).toContain("6 images;");
      const { checkpoint } = await (await RunFolder.read(join(folder, "run"))).latest();
      return Object.fromEntries([...(checkpoint?.tensors ?? [])].map(([name, { values }]) => [name, [...values]]));
    });
  }

  it("trains on no image that is held out, and on all others", async () => {
    const whole = await parametersWith(null);
    expect(Object.keys(whole)).toContain("parameters/mean.weight");
    // Images of 16 values: number 6 is the first that is held out, number 5 the last that is not.
    expect(await parametersWith(6 * 16 + 5)).toEqual(whole);
    expect(await parametersWith(5 * 16 + 5)).not.toEqual(whole);
  });
});
