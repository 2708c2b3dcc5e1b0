import { colours } from "../data/pictures.js";
import { idxData } from "./train-world.js";
import { runIn } from "./world.js";
import type { Ran } from "./world.js";

export const PIXEL_MODELS = ["pixelcnn", "gated-pixelcnn", "row-lstm", "diagonal-bilstm"] as const;

/** Data of three classes: five images of 3 × 3 for training, four for test. */
export const greyData = (): Readonly<Record<string, Uint8Array>> => idxData(5, 4, "data", 3);

/** Images of red, green and blue without classes, in a folder: two of 2 × 2 for training, one for test. */
export async function colourData(): Promise<Readonly<Record<string, Uint8Array>>> {
  const images = ["train/a", "train/b", "test/c"].map(async (name, i) => {
    const png = await colours(2, 2, (byte) => (41 * byte + 70 * i) % 256)
      .png()
      .toBuffer();
    return [`colours/${name}.png`, new Uint8Array(png)] as const;
  });
  return Object.fromEntries(await Promise.all(images));
}

/** Flags of a training that takes a moment. */
const SHORT: readonly string[] = [
  ...["--data", "data", "--engine", "reference", "--threads", "1", "--features", "4", "--blocks", "1"],
  ...["--batch-size", "4", "--epochs", "2", "--out", "run"],
];

/** `qedmark train` with those flags and others, which come later and count. */
export async function trainPixels(folder: string, kind: string, flags = ""): Promise<Ran> {
  return await runIn(folder, ["train", kind, ...SHORT, ...flags.split(" ").filter((flag) => flag !== "")]);
}
