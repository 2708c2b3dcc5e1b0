import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { idxLabels } from "../data/files.js";
import { colourData, greyData, PIXEL_MODELS, trainPixels } from "./pixel-models-world.js";
import { snapshot } from "./train-world.js";
import { runIn, withFolder } from "./world.js";
import type { Ran } from "./world.js";

const resume = (folder: string): Promise<Ran> => runIn(folder, ["train", "--resume", "run"]);

/** What a training says of the test split: what its numbers are means over, and they. */
function saidBy({ code, out }: Ran): { readonly ground: string; readonly nll: number; readonly bits: number } {
  expect(code).toBe(0);
  const [, ground = "", nll, bits] =
    /^(means over .*)\nNLL +([\d.]+) nats {2}−log p\(x\), exact: .*\nbits per dimension +([\d.]+) {2}the NLL over \d+ log 2\npage run\/index\.html\n$/u.exec(
      out,
    ) ?? [];
  return { ground, nll: Number(nll), bits: Number(bits) };
}

const document = z.object({ ground: z.string(), results: z.array(z.object({ name: z.string(), value: z.string() })) });

/** Not those of the test images. */
const OTHER_LABELS = idxLabels([2, 0, 1, 1]);

describe.each(PIXEL_MODELS)("train %s", (kind) => {
  it("leaves a run, says what it came to, goes on with it to what it would have been, and sees no classes", async () => {
    await withFolder(greyData(), async (folder) => {
      const trained = await trainPixels(folder, kind);
      expect(trained.err.split("\n")).toEqual([
        `${kind} on data, 5 images; engine reference, double precision; folder run`,
        expect.stringMatching(/^epoch 1\/2 {2}loss [\d.]+ {2}nll [\d.]+$/u),
        expect.stringMatching(/^epoch 2\/2 {2}loss [\d.]+ {2}nll [\d.]+$/u),
        "",
      ]);
      const { ground, nll, bits } = saidBy(trained);
      expect(ground).toBe("means over the test split, 4 images, binarized anew at every use, with grey levels as probabilities");
      expect(bits).toBeCloseTo(nll / (9 * Math.LN2), 3);
      const whole = await snapshot(join(folder, "run"));
      const checkpoints = join(folder, "run/checkpoints");
      const newest = join(checkpoints, (await readdir(checkpoints)).sort().at(-1) ?? "");
      await rm(newest);
      const resumed = await resume(folder);
      expect(resumed.err).toContain("epoch 2/2");
      expect(resumed.out).toBe(trained.out);
      const now = await snapshot(join(folder, "run"));
      for (const path of [newest, join(folder, "run/metrics.jsonl")]) expect(now[path]).toBe(whole[path]);
      await writeFile(join(folder, "data/t10k-labels-idx1-ubyte"), OTHER_LABELS);
      expect((await resume(folder)).out).toBe(trained.out);
    });
  });

  it("shows the class of an image where it is asked to", async () => {
    await withFolder(greyData(), async (folder) => {
      const trained = await trainPixels(folder, kind, "--conditional --epochs 1");
      await writeFile(join(folder, "data/t10k-labels-idx1-ubyte"), OTHER_LABELS);
      expect(saidBy(await resume(folder)).nll).not.toBe(saidBy(trained).nll);
    });
  });
});

describe("what is said stands beside what images were", () => {
  it.each([
    ["--binarization fixed", "binarized once, with grey levels as probabilities", 1],
    ["--binarization none", "quantized to 2 levels, the whole part of byte · 2 / 256", 1],
    ["--binarization none --likelihood categorical --levels 4", "quantized to 4 levels, the whole part of byte · 4 / 256", 2],
    ["--binarization none --likelihood categorical", "bytes 0 … 255 as they are", 8],
    [
      "--binarization none --likelihood discretized-logistic --levels 8 --logistics 2",
      "quantized to 8 levels, the whole part of byte · 8 / 256",
      3,
    ],
  ])("%s", async (flags, words, levelBits) => {
    await withFolder(greyData(), async (folder) => {
      const { ground, bits } = saidBy(await trainPixels(folder, "pixelcnn", `${flags} --epochs 1`));
      expect(ground).toBe(`means over the test split, 4 images, ${words}`);
      // A step or two from weights near 0, all levels are about as probable.
      expect(Math.abs(bits - levelBits)).toBeLessThan(0.25);
    });
  });

  it("of colours", async () => {
    await withFolder(await colourData(), async (folder) => {
      const flags = "--data colours --features 6 --binarization none --likelihood categorical --levels 8";
      const { ground, nll, bits } = saidBy(await trainPixels(folder, "gated-pixelcnn", flags));
      expect(ground).toBe("means over the test split, 1 images, quantized to 8 levels, the whole part of byte · 8 / 256");
      expect(bits).toBeCloseTo(nll / (12 * Math.LN2), 3);
    });
  });
});

describe("evaluate", () => {
  it("says of a run of a pixel model what its training came to, on either split and of other draws", async () => {
    await withFolder(greyData(), async (folder) => {
      const { out } = await trainPixels(folder, "pixelcnn", "--conditional --epochs 1");
      const evaluated = async (flags: string): Promise<readonly string[]> => {
        const ran = await runIn(folder, `evaluate run --engine reference --format json ${flags}`.trim().split(" "));
        expect(ran.code).toBe(0);
        const { ground, results } = document.parse(JSON.parse(ran.out));
        return [ground, ...results.map(({ name, value }) => `${name} ${value}`)];
      };
      const [ground = "", nll = "", bits = ""] = await evaluated("");
      expect(out.replace(/ +/gu, " ")).toContain(`${ground}\n${nll} `);
      expect(out.replace(/ +/gu, " ")).toContain(`\n${bits} `);
      const [again, ofOtherDraws] = await evaluated("--seed 1");
      expect([again, ofOtherDraws === nll]).toEqual([ground, false]);
      const [ofTraining] = await evaluated("--split train");
      expect(ofTraining).toBe(ground.replace("test split, 4", "train split, 5"));
    });
  });
});
