import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { expectRefused, withRun } from "./train-world.js";
import { runIn } from "./world.js";

const ENGINE = ["--engine", "reference"] as const;

describe("sample", () => {
  it("writes images that follow from the seed, and a grid of them", async () => {
    await withRun({ training: { epochs: 1 } }, async (folder) => {
      const drawn = (out: string, ...flags: readonly string[]) =>
        runIn(folder, ["sample", "run", ...ENGINE, "--count", "3", "--out", out, ...flags]);
      expect(await drawn("a")).toEqual({
        code: 0,
        out: "a: samples.png and 3 images: means of p(x|z) at codes from N(0, I), seed 0\n",
        err: "",
      });
      await drawn("b");
      await drawn("c", "--seed", "1");
      const names = ["sample-00001.png", "sample-00002.png", "sample-00003.png", "samples.png"];
      expect((await readdir(join(folder, "a"))).sort()).toEqual(names);
      const bytes = (path: string): Promise<string> => readFile(join(folder, path), "latin1");
      for (const name of names) {
        expect(await bytes(`b/${name}`)).toBe(await bytes(`a/${name}`));
        expect(await bytes(`c/${name}`)).not.toBe(await bytes(`a/${name}`));
      }
      const { width, height } = await sharp(join(folder, "a/sample-00001.png")).metadata();
      expect([width, height]).toEqual([4, 4]);

      // Whatever file is there already, nothing is written.
      await rm(join(folder, "b"), { recursive: true });
      await writeFile(join(folder, "a", "other.txt"), "");
      for (const name of names.slice(0, 3)) await rm(join(folder, "a", name));
      await expectRefused(folder, () => drawn("a"), "a/samples.png: exists already: name another with --out");
      await writeFile(join(folder, "a", "sample-00003.png"), "mine");
      await rm(join(folder, "a", "samples.png"));
      await expectRefused(folder, () => drawn("a"), "a/sample-00003.png: exists already: name another with --out");
      await expectRefused(
        folder,
        () => drawn("a/other.txt"),
        "a/other.txt/samples.png: a part of the path is a file, not a folder: name another with --out",
      );
      await expectRefused(
        folder,
        () => runIn(folder, ["sample", "run", ...ENGINE, "--count", "10001"]),
        "--count 10001: at most 10000 at once: draw several times, with other seeds",
      );
    });
  });
});
