import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { idxLabels } from "../data/files.js";
import { colourData, greyData, trainPixels } from "./pixel-models-world.js";
import { expectRefused, idxData } from "./train-world.js";
import { runIn, withFolder } from "./world.js";

const LEVELS = "--likelihood categorical --binarization none";

/** What is refused before anything is made, and in which words. */
const REFUSED: readonly (readonly [command: string, words: string])[] = [
  ["pixelcnn --features 0", "--features: 0 is not at least 1"],
  ["pixelcnn --features 4.5", "--features: 4.5 is not a finite whole number"],
  ["pixelcnn --features 5000", "--features: 5000 is not at most 4096"],
  ["pixelcnn --blocks -1", "--blocks: -1 is not at least 0"],
  ["pixelcnn --blocks 257", "--blocks: 257 is not at most 256"],
  ["diagonal-bilstm --features 4096 --blocks 256", "--features · --blocks: 4096 · 256 are too many to hold: set fewer"],
  [`pixelcnn ${LEVELS} --levels 1`, "--levels: 1 is not at least 2"],
  [`pixelcnn ${LEVELS} --levels 257`, "--levels: 257 is not at most 256"],
  ["row-lstm --likelihood discretized-logistic --binarization none --logistics 0", "--logistics: 0 is not at least 1"],
  ["row-lstm --likelihood discretized-logistic --binarization none --logistics 257", "--logistics: 257 is not at most 256"],
  ["pixelcnn --likelihood categorical", "--levels: binarized images have 2 levels: set --binarization to none"],
  [
    "pixelcnn --likelihood discretized-logistic --levels 3 --binarization fixed",
    "--levels: binarized images have 2 levels: set --binarization to none",
  ],
  [
    "gated-pixelcnn --likelihood gaussian --binarization none",
    "--likelihood gaussian: is none of a gated-pixelcnn: name bernoulli, categorical or discretized-logistic",
  ],
  ["pixelcnn --levels 4", "--levels: a bernoulli value has two: leave it out, or name another --likelihood"],
  [
    `pixelcnn ${LEVELS} --logistics 4`,
    "--logistics: a categorical value has none: leave it out, or name --likelihood discretized-logistic",
  ],
  ["vae --likelihood categorical", "--likelihood categorical: is none of a vae: name bernoulli or gaussian"],
  [
    "conditional-vae --likelihood discretized-logistic",
    "--likelihood discretized-logistic: is none of a conditional-vae: name bernoulli or gaussian",
  ],
  ...[
    "--latent 2",
    "--hidden 4",
    "--network mlp",
    "--activation tanh",
    "--channels 4",
    "--variance 1",
    "--beta 2",
    "--annealing 2",
    "--components 3",
    "--covariance full",
    "--iterations 2",
  ].map((flags): readonly [string, string] => {
    const [flag = ""] = flags.split(" ");
    return [`row-lstm ${flags}`, `${flag}: is no setting of a row-lstm: leave it out`];
  }),
  ...["--features 3", "--blocks 3", "--levels 3", "--logistics 3", "--conditional"].flatMap((flags) =>
    ["vae", "gmm"].map((kind): readonly [string, string] => {
      const [flag = ""] = flags.split(" ");
      return [`${kind} ${flags}`, `${flag}: is no setting of a ${kind}: leave it out`];
    }),
  ),
  [
    "pixelcnn --data colours --features 64",
    "--features 64: each of the 3 colours has an equal part of them: name a multiple of 3",
  ],
  ["pixelcnn --data colours --features 6 --conditional", "--conditional: colours has no classes: leave it out, or give labels"],
];

describe("train refuses", () => {
  it.each(REFUSED)("%s", async (command, words) => {
    await withFolder({ ...greyData(), ...(await colourData()) }, async (folder) => {
      const [kind = "", ...flags] = command.split(" ");
      const act = () => runIn(folder, ["train", kind, "--data", "data", "--engine", "reference", "--out", "run", ...flags]);
      await expectRefused(folder, act, words);
    });
  });
});

describe("of a run of a pixel model", () => {
  it("a configuration that is damaged is refused, however it is used", async () => {
    await withFolder(await colourData(), async (folder) => {
      const flags = `--data colours --features 6 --epochs 1 ${LEVELS} --levels 8`;
      expect((await trainPixels(folder, "gated-pixelcnn", flags)).code).toBe(0);
      const config = join(folder, "run/config.json");
      const text = await readFile(config, "utf8");
      for (const [before, after, problem] of [
        ['"features": 6', '"features": 7', "model.features: 7 do not divide into 3 colours"],
        ['"features": 6', '"features": 4095', "model.features · model.blocks: 4095 · 1 are too many to hold: set fewer"],
        ['"levels": 8', '"levels": 300', "model.observation.levels: 300 is not at most 256"],
        [
          '"binarization": "none"',
          '"binarization": "fixed"',
          "model.observation.levels: binarized images have 2 levels: set data.binarization to none",
        ],
        [
          '"annealingSteps": 0',
          '"annealingSteps": 5',
          "training.annealingSteps: the loss of a gated-pixelcnn has no divergence to anneal: set 0",
        ],
      ] as const) {
        const damaged = text.replace(before, after);
        expect(damaged).not.toBe(text);
        await writeFile(config, damaged);
        for (const argv of [
          ["train", "--resume", "run"],
          ["evaluate", "run"],
          ["sample", "run", "--out", "samples"],
        ])
          await expectRefused(folder, () => runIn(folder, argv), `run/config.json: ${problem}: restore the file`);
      }
    });
  });

  it("programs for ONNX are refused for a model with memory", async () => {
    await withFolder(greyData(), async (folder) => {
      expect((await trainPixels(folder, "row-lstm", "--epochs 1")).code).toBe(0);
      const problem = "--format onnx: is not offered for a row-lstm: use --format safetensors";
      await expectRefused(folder, () => runIn(folder, ["export", "run", "--format", "onnx"]), problem);
    });
  });

  it("what it has not is refused: a bound, codes, images of other sizes or classes", async () => {
    await withFolder({ ...greyData(), ...idxData(5, 4, "larger", 4) }, async (folder) => {
      expect((await trainPixels(folder, "pixelcnn", "--epochs 1 --conditional")).code).toBe(0);
      const refuses = async (command: string, problem: string): Promise<void> => {
        await expectRefused(folder, () => runIn(folder, command.split(" ")), problem);
      };
      const codes = "a pixelcnn gives images no codes: name a run of a model that does";
      await refuses("evaluate run --samples 5", "--samples: log p(x) of a pixelcnn is known exactly: leave it out");
      await refuses("encode run --engine reference --probe", codes);
      await refuses("encode run --engine reference --out codes.safetensors", codes);
      expect((await runIn(folder, ["export", "run", "--format", "onnx"])).out).toBe(
        "run-onnx: likelihood.onnx, of any number of images at once\n",
      );
      await refuses(
        "evaluate run --data larger",
        "larger: has images of 1 × 4 × 4, those of the model are of 1 × 3 × 3: name data of one size",
      );
      await writeFile(join(folder, "data/train-labels-idx1-ubyte"), idxLabels([0, 1, 2, 3, 0]));
      await refuses("evaluate run", `${folder}/data: has 4 classes, the model sees 3: name data with its classes`);
    });
  });
});
