import { describe, expect, it } from "vitest";
import { idxData, SHORT, snapshot } from "./train-world.js";
import { runIn, withFolder } from "./world.js";

/** What is refused with the exit code 2 before anything is made, and in which words. */
const REFUSED: readonly (readonly [flags: string, words: string])[] = [
  ["--latent 0", "--latent: 0 is not at least 1"],
  ["--latent 1.5", "--latent: 1.5 is not a finite whole number"],
  ["--latent 1e9", "--latent: 1000000000 is not at most 65536"],
  ["--hidden a,b", "option '--hidden <units>' argument 'a,b' is invalid. It takes a number; qedmark --help lists what there is"],
  ["--hidden 0", "--hidden: 0 is not at least 1"],
  [
    "--hidden 8,,8",
    "option '--hidden <units>' argument '8,,8' is invalid. It takes a number; qedmark --help lists what there is",
  ],
  ["--learning-rate -1", "--learning-rate: -1 is not a number above 0, at most 1000"],
  ["--learning-rate 0", "--learning-rate: 0 is not a number above 0, at most 1000"],
  ["--optimizer sgd --momentum 1", "--momentum: 1 is not a number from 0, below 1"],
  ["--weight-decay -1", "--weight-decay: -1 is not a number from 0 to 1000"],
  ["--weight-decay 1000 --learning-rate 1", "--learning-rate · --weight-decay: 1000 is not a number from 0, below 1"],
  ["--beta nan", "option '--beta <number>' argument 'nan' is invalid. It takes a number; qedmark --help lists what there is"],
  ["--beta -1", "--beta: -1 is not at least 0"],
  ["--batch-size 1e9", "--batch-size: 1000000000 is not at most 65536"],
  ["--batch-size 0", "--batch-size: 0 is not at least 1"],
  ["--epochs 0", "--epochs: 0 is not at least 1"],
  ["--steps 0", "--steps: 0 is not at least 1"],
  ["--validation 10", "--validation 10: leaves none of 10 training images: hold out fewer"],
  ["--validation -1", "--validation: -1 is not at least 0"],
  ["--validation 0.5", "--validation: 0.5 is not a finite whole number"],
  ["--limit 0", "--limit: 0 is not at least 1"],
  ["--limit 11", "--limit 11: there are 10 training images: name fewer"],
  ["--average 1", "--average: 1 is not a number from 0, below 1"],
  ["--clip-norm 0", "--clip-norm: 0 is not a finite number above 0"],
  ["--warm-up -1", "--warm-up: -1 is not a whole number from 0"],
  ["--annealing -1", "--annealing: -1 is not at least 0"],
  ["--patience 1", "--patience: needs images held out for validation: set --validation too"],
  ["--patience 0 --validation 2", "--patience: 0 is not at least 1"],
  ["--checkpoint-steps 0", "--checkpoint-steps: 0 is not at least 1"],
  [
    "--seed x",
    "option '--seed <n>' argument 'x' is invalid. A seed is a whole number from 0 to 9007199254740991; qedmark --help lists what there is",
  ],
  [
    "--threads 0",
    "option '--threads <n>' argument '0' is invalid. It takes a whole number from 1; qedmark --help lists what there is",
  ],
  [
    "--engine nonsense",
    "--engine nonsense: no such engine: name one of onnx, onnx-web, tfjs-node, tfjs-webgpu, tfjs-wasm, tfjs-cpu, reference",
  ],
  [
    "--network convolutional --channels 4,4,4,4",
    "--channels 4,4,4,4: images of 4 × 4 can be halved 2 times: name at most 2, or --network mlp",
  ],
  ["--network convolutional --channels 0", "--channels: 0 is not at least 1"],
  [
    "--network recurrent",
    "option '--network <kind>' argument 'recurrent' is invalid. Allowed choices are mlp, convolutional; qedmark --help lists what there is",
  ],
  ["--likelihood gaussian", "--likelihood: a normal likelihood is for grey levels: set --binarization to none"],
  [
    "--likelihood gaussian --binarization none --variance 0",
    "option '--variance <number>' argument '0' is invalid. It takes a number from 1e-8 to 1e8, or learned; qedmark --help lists what there is",
  ],
  [
    "--likelihood gaussian --binarization none --variance x",
    "option '--variance <number>' argument 'x' is invalid. It takes a number; qedmark --help lists what there is",
  ],
  ["--data nowhere", "nowhere: is neither known data (mnist, fashion-mnist, cifar-10) nor a path: check the name"],
  ["--data ./nowhere", "./nowhere: no such file or folder: check the path"],
  ["--data .", "FOLDER/data: holds no images (PNG, JPEG, WebP, GIF, TIFF or AVIF): add some, or remove the folder"],
  ["--out data", "FOLDER/data: exists already: name another folder with --out, or continue the run in it with --resume"],
];

describe("train refuses", () => {
  it.each(REFUSED)("%s", async (flags, words) => {
    await withFolder(idxData(), async (folder) => {
      const before = await snapshot(folder);
      const ran = await runIn(folder, ["train", "vae", ...SHORT, ...flags.split(" ")]);
      expect(await snapshot(folder)).toEqual(before);
      expect(ran).toEqual({ code: 2, out: "", err: `qedmark: ${words.replaceAll("FOLDER", folder)}\n` });
    });
  });

  it.skipIf(process.platform !== "linux")("a place where no folder can be made", async () => {
    await withFolder(idxData(), async (folder) => {
      const { code, err } = await runIn(folder, ["train", "vae", ...SHORT, "--out", "/sys/run"]);
      expect(code).toBe(2);
      expect(err).toMatch(/^qedmark: \/sys\/run: (?:no permission|the file system is read-only): [^\n]+\n$/u);
    });
  });

  it("more memory than there can be", async () => {
    const side = 300;
    await withFolder(idxData(2, 2, "data", side), async (folder) => {
      const { code, err } = await runIn(folder, ["train", "vae", ...SHORT, "--batch-size", "65536"]);
      expect({ code, said: err.split("\n").at(-2) }).toEqual({
        code: 2,
        said: "qedmark: training needs 28126 MiB of memory at once, of which there are at most 4096: make the model or the batch smaller",
      });
    });
  });
});
