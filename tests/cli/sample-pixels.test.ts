import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { greyData, trainPixels } from "./pixel-models-world.js";
import { expectRefused } from "./train-world.js";
import { runIn, withFolder } from "./world.js";
import type { Ran } from "./world.js";

const sample = (folder: string, ...flags: readonly string[]): Promise<Ran> =>
  runIn(folder, ["sample", "run", "--engine", "reference", "--count", "3", ...flags]);

/** The levels of an image that was drawn, row by row. */
async function levelsOf(folder: string, file: string): Promise<readonly number[]> {
  const { data } = await sharp(join(folder, file)).greyscale().raw().toBuffer({ resolveWithObject: true });
  return [...data];
}

/** Acts in a folder with a short training of a kind. */
async function withRun(kind: string, flags: string, act: (folder: string) => Promise<void>): Promise<void> {
  await withFolder(greyData(), async (folder) => {
    expect((await trainPixels(folder, kind, flags)).code).toBe(0);
    await act(folder);
  });
}

describe("sample, of a pixel model", () => {
  it("draws images value by value: zeros and ones, which follow from seed, class and temperature", async () => {
    await withRun("gated-pixelcnn", "--conditional --learning-rate 0.1 --epochs 12", async (folder) => {
      const bytes = async (out: string): Promise<string> => await readFile(join(folder, out, "samples.png"), "latin1");
      expect(await sample(folder, "--out", "a")).toEqual({
        code: 0,
        out: "a: samples.png and 3 images: draws from p(x|class), value by value, seed 0\n",
        err: "",
      });
      for (const level of await levelsOf(folder, "a/sample-00001.png")) expect([0, 255]).toContain(level);
      await sample(folder, "--out", "again");
      expect(await bytes("again")).toBe(await bytes("a"));
      await sample(folder, "--out", "many", "--count", "30");
      for (const [i, flags] of [
        ["--seed", "1"],
        ["--class", "2"],
      ].entries()) {
        await sample(folder, "--out", `other${i}`, "--count", "30", ...flags);
        expect(await bytes(`other${i}`)).not.toBe(await bytes("many"));
      }
      // Near temperature 0 each value is its likeliest: no seed matters.
      for (const seed of ["0", "1"]) {
        const { out } = await sample(folder, "--out", `cold${seed}`, "--class", "0", "--temperature", "1e-6", "--seed", seed);
        expect(out).toBe(
          `cold${seed}: samples.png and 3 images: draws from p(x|class 0), value by value, but at temperature 0.000001, seed ${seed}\n`,
        );
      }
      expect(await bytes("cold1")).toBe(await bytes("cold0"));
    });
  });

  it("completes images of the data, and shows how images grow", async () => {
    await withRun("pixelcnn", "", async (folder) => {
      const { out } = await sample(folder, "--hide", "1,0,2,3", "--gif", "--out", "a", "--seed", "3");
      expect(out).toBe("a: samples.png, samples.gif and 3 images: the part 1,0,2,3 drawn anew, below the images, seed 3\n");
      const { pages, delay = [] } = await sharp(join(folder, "a/samples.gif"), { animated: true }).metadata();
      expect([pages, delay.length]).toEqual([3, 3]);
      await sample(folder, "--hide", "1,0,2,3", "--out", "b", "--seed", "3", "--temperature", "100");
      await sample(folder, "--out", "free", "--seed", "3");
      const first = async (of: string): Promise<readonly number[]> =>
        (await Promise.all(["1", "2", "3"].map((i) => levelsOf(folder, `${of}/sample-0000${i}.png`)))).flatMap((all) =>
          all.slice(0, 3),
        );
      // The first rows are those of the images, whatever is drawn below.
      expect(await first("b")).toEqual(await first("a"));
      expect(await first("free")).not.toEqual(await first("a"));
    });
  });

  it("refuses what makes no sense, and changes nothing then", async () => {
    await withRun("pixelcnn", "", async (folder) => {
      const refusals: readonly (readonly [flags: string, problem: string])[] = [
        ["--temperature 0", "--temperature 0: is not positive: name 1 for draws from p(x), less for likelier ones"],
        ["--class 1", "--class 1: the model sees no classes: leave it out"],
        ["--hide top", "--hide top: is no part of images of 3 × 3: name bottom, right, or TOP,LEFT,HEIGHT,WIDTH"],
        ["--hide 0,0,4,3", "--hide 0,0,4,3: is no part of images of 3 × 3: name bottom, right, or TOP,LEFT,HEIGHT,WIDTH"],
        ["--hide ,,2,2", "--hide ,,2,2: is no part of images of 3 × 3: name bottom, right, or TOP,LEFT,HEIGHT,WIDTH"],
        ["--hide 0,0,1,1,1", "--hide 0,0,1,1,1: is no part of images of 3 × 3: name bottom, right, or TOP,LEFT,HEIGHT,WIDTH"],
        ["--hide bottom --count 5", "--count 5: there are 4 images to give: draw fewer"],
        ["--data data", "--data: nothing of the data's images is given: name a part with --hide"],
        ["--split test", "--split: nothing of the data's images is given: name a part with --hide"],
      ];
      for (const [flags, problem] of refusals) await expectRefused(folder, () => sample(folder, ...flags.split(" ")), problem);
    });
    await withRun("row-lstm", "--conditional", async (folder) => {
      await expectRefused(
        folder,
        () => sample(folder, "--class", "3"),
        "--class 3: the model sees 3 classes: name one from 0 to 2",
      );
    });
  });
});

describe("evaluate --maps", () => {
  it("writes images above how likely their pixels are", async () => {
    await withRun("diagonal-bilstm", "", async (folder) => {
      const evaluate = (): Promise<Ran> => runIn(folder, ["evaluate", "run", "--engine", "reference", "--maps", "maps.png"]);
      const { code, err } = await evaluate();
      expect(code).toBe(0);
      expect(err).toMatch(/maps\.png: images above −log p of their pixels, black 0, white \d\.\d\d nats\n/u);
      const { data, info } = await sharp(join(folder, "maps.png")).greyscale().raw().toBuffer({ resolveWithObject: true });
      // Two rows of four images, values two pixels wide.
      expect([info.width, info.height]).toEqual([2 * (4 * 5 + 2), 2 * (2 * 5 + 2)]);
      expect(Math.max(...data.subarray(info.width * (info.height / 2)))).toBe(255);
      await expectRefused(folder, evaluate, "maps.png: exists already: name another with --maps");
    });
  });
});

describe("export --format run", () => {
  it("leaves out what only training needs, and all else is as it was", async () => {
    await withRun("pixelcnn", "--average 0.9", async (folder) => {
      const { out } = await runIn(folder, ["export", "run", "--format", "run", "--out", "small"]);
      expect(out).toBe("small: a run with nothing but what is evaluated\n");
      expect((await readdir(join(folder, "small"))).sort()).toEqual(["checkpoints", "config.json", "metrics.jsonl"]);
      const size = async (run: string): Promise<number> => {
        const newest = (await readdir(join(folder, run, "checkpoints"))).sort().at(-1) ?? "";
        return (await readFile(join(folder, run, "checkpoints", newest))).length;
      };
      expect(await size("small")).toBeLessThan(0.6 * (await size("run")));
      const config = await readFile(join(folder, "small/config.json"), "utf8");
      expect([config.includes(folder), config.includes('"source": "data"')]).toEqual([false, true]);
      const said = async (run: string): Promise<string> => (await runIn(folder, ["evaluate", run, "--engine", "reference"])).out;
      expect(await said("small")).toBe(await said("run"));
      const resumed = await runIn(folder, ["train", "--resume", "small"]);
      expect([resumed.code, resumed.err]).toEqual([
        2,
        expect.stringContaining("the checkpoint holds no state of this training: train anew with --out"),
      ]);
    });
  });

  it("gives a run that says when it is damaged", async () => {
    await withRun("pixelcnn", "", async (folder) => {
      await runIn(folder, ["export", "run", "--format", "run", "--out", "small"]);
      const [name = ""] = await readdir(join(folder, "small/checkpoints"));
      const file = join(folder, "small/checkpoints", name);
      const bytes = await readFile(file);
      bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
      await rm(file);
      await writeFile(file, bytes);
      const { code, err } = await runIn(folder, ["sample", "small"]);
      expect(code).toBe(2);
      expect(err).toContain("it is damaged: its digest is another");
      expect(err).toContain("small: has no checkpoint that is whole: train anew");
    });
  });

  it("is what a name that is no folder may stand for", async () => {
    await withFolder({}, async (folder) => {
      const { code, err } = await runIn(folder, ["sample", "nothing"]);
      expect(code).toBe(2);
      expect(err).toMatch(/^qedmark: nothing: there is no such folder: name that of a run/u);
    });
  });
});
