import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { keyedRandom } from "../../src/numbers/random.js";
import { idxImages, idxLabels } from "../data/files.js";
import { openDataset } from "../../src/data/open.js";
import { identityOf } from "../../src/training/configuration.js";
import { settingsOf, trainIn as trainTo } from "../training/world.js";
import type { SettingsOptions } from "../training/world.js";
import { runIn, withFolder } from "./world.js";
import type { Ran, Wanted } from "./world.js";

/** A folder of data as MNIST's: so many images of `side` × `side` for training, and for test; three classes. */
export function idxData(train = 10, test = 6, word = "data", side = 4): Readonly<Record<string, Uint8Array>> {
  const random = keyedRandom("tests/cli", word);
  const labels = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i % 3);
  const images = (count: number): Uint8Array => idxImages([count, side, side], { byte: () => random.integer(0, 255) });
  return {
    [`${word}/train-images-idx3-ubyte`]: images(train),
    [`${word}/train-labels-idx1-ubyte`]: idxLabels(labels(train)),
    [`${word}/t10k-images-idx3-ubyte`]: images(test),
    [`${word}/t10k-labels-idx1-ubyte`]: idxLabels(labels(test)),
  };
}

/** Flags of a training that takes a moment. */
export const SHORT: readonly string[] = [
  ...["--data", "data", "--engine", "reference", "--threads", "1", "--hidden", "4", "--latent", "2"],
  ...["--batch-size", "4", "--epochs", "2"],
];

/** `qedmark train vae` with those flags and others, which come later and count. */
export async function trainIn(folder: string, flags: readonly string[] = [], wanted: Wanted = {}): Promise<Ran> {
  return await runIn(folder, ["train", "vae", ...SHORT, ...flags], wanted);
}

/** Hands over a folder with the data, and in `run` a short run of them without pictures. */
export async function withRun<T>(options: SettingsOptions, use: (folder: string) => Promise<T>): Promise<T> {
  return await withFolder(idxData(), async (folder) => {
    const source = join(folder, "data");
    const settings = settingsOf({ ...options, data: { source, ...options.data } });
    const [data, monitor] = [await openDataset(source, "train"), await openDataset(source, "test")];
    const config = { qedmark: "0.1.0", settings, data: await identityOf(data), engine: "reference", threads: 1 };
    await trainTo(join(folder, "run"), { settings, data, monitor, config });
    return await use(folder);
  });
}

/** All files below a folder with their bytes: to tell whether anything was changed. */
export async function snapshot(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const contents = await Promise.all(
    entries
      .map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map(async ({ entry, path }) => [path, entry.isFile() ? await readFile(path, "latin1") : "a folder"] as const),
  );
  return Object.fromEntries(contents);
}

/** Expects one line of refusal, and all files to be as they were. */
export async function expectRefused(folder: string, act: () => Promise<Ran>, problem: string): Promise<void> {
  const before = await snapshot(folder);
  const { code, out, err } = await act();
  expect.soft({ code, out, problems: err.split("\n").filter((line) => line.startsWith("qedmark:")) }).toEqual({
    code: 2,
    out: "",
    problems: [`qedmark: ${problem}`],
  });
  expect(await snapshot(folder)).toEqual(before);
}
