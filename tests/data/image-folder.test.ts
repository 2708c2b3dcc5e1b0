import { execFileSync } from "node:child_process";
import { symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openDataset } from "../../src/data/open.js";
import { bytesOf, folderOf, temporaryFolder } from "./files.js";
import { colours, greyPng, pngBomb } from "./pictures.js";
import { contentsOf, refusal } from "./reading.js";

const parent = temporaryFolder();

/** 3 × 2 pixels: level 40 · number + pixel. */
const grey = (number: number): Promise<Uint8Array> => greyPng(3, 2, (pixel) => 40 * number + pixel);
const levels = (number: number): number[] => [...bytesOf(6, (pixel) => 40 * number + pixel)];

const SPLIT = {
  "train/cats/b.png": await grey(1),
  "train/cats/a.png": await grey(0),
  "train/dogs/a.png": await grey(2),
  "train/dogs/.hidden.png": "not an image",
  "train/.cache/notes.txt": "not an image",
  "train/dogs/notes.txt": "not an image",
  "test/dogs/a.PNG": await grey(3),
};

const [GREY, TALL, SQUARE] = [await grey(0), await greyPng(2, 3, () => 0), await greyPng(3, 3, () => 0)];

describe("a folder of images", () => {
  test("has a class for each sub-folder of train, sorted, and the same for test", async () => {
    const folder = await folderOf(parent, SPLIT);
    const train = await openDataset(folder, "train");
    expect(train).toMatchObject({ count: 3, classes: 2, shape: { channels: 1, height: 2, width: 3 } });
    expect(await contentsOf(train)).toEqual({ images: [0, 1, 2].map(levels), labels: [0, 0, 1] });
    expect(await contentsOf(train, [2, 0, 2])).toEqual({ images: [2, 0, 2].map(levels), labels: [1, 0, 1] });
    const test = await openDataset(folder, "test");
    expect(await contentsOf(test)).toEqual({ images: [levels(3)], labels: [1] });
    expect(test).toMatchObject({ classes: 2, name: folder.split("/").at(-1) });
  });

  test("without train and test is divided by names: every image is in one split, and stays there when it is read elsewhere", async () => {
    const images = await Promise.all(
      Array.from({ length: 25 }, async (_, index) => [`${index % 2}/${index}.png`, await greyPng(2, 2, () => index)] as const),
    );
    const [first, second] = [
      await folderOf(parent, Object.fromEntries(images)),
      await folderOf(parent, Object.fromEntries(images)),
    ];
    const read = async (folder: string, split: "train" | "test"): Promise<number[]> => {
      const { images: found, labels } = await contentsOf(await openDataset(folder, split));
      expect(labels).toEqual(found.map(([level = 0]) => level % 2));
      return found.map(([level = 0]) => level);
    };
    const [train, test] = [await read(first, "train"), await read(first, "test")];
    expect([train.length, test.length]).toEqual([22, 3]);
    expect([...train, ...test].sort((a, b) => a - b)).toEqual([...bytesOf(25, (index) => index)]);
    expect([await read(second, "train"), await read(second, "test")]).toEqual([train, test]);
  });

  test("has its classes in the order of their names", async () => {
    const names = ["c", "a", "d", "b"];
    const files = await Promise.all(names.map(async (name, index) => [`train/${name}/1.png`, await grey(index)] as const));
    const dataset = await openDataset(await folderOf(parent, Object.fromEntries(files)), "train");
    expect(await contentsOf(dataset)).toEqual({ images: [1, 3, 0, 2].map(levels), labels: [0, 1, 2, 3] });
  });

  test("may have no classes", async () => {
    const folder = await folderOf(parent, { "a.png": await grey(0), "b.png": await grey(1) });
    const [train, test] = [await openDataset(folder, "train"), await openDataset(folder, "test")];
    expect([train.count, test.count, train.classes]).toEqual([1, 1, 0]);
  });

  test("takes every format, and brings grey and colour to three channels, channel by channel", async () => {
    const level = (byte: number): number => 12 * byte;
    const image = colours(3, 2, level);
    const files = {
      "train/a.png": await grey(1),
      "train/b.png": await image.clone().png().toBuffer(),
      "train/c.webp": await image.clone().webp({ lossless: true }).toBuffer(),
      "train/d.tiff": await image.clone().tiff({ compression: "lzw" }).toBuffer(),
      "train/e.png": await image.clone().ensureAlpha(0).png().toBuffer(),
      "train/f.jpg": await colours(3, 2, () => 90)
        .jpeg({ quality: 100 })
        .toBuffer(),
      "train/g.gif": await colours(3, 2, () => 255)
        .gif()
        .toBuffer(),
    };
    const dataset = await openDataset(await folderOf(parent, files), "train");
    expect(dataset.shape).toEqual({ channels: 3, height: 2, width: 3 });
    const { images } = await contentsOf(dataset);
    const colour = [0, 1, 2].flatMap((channel) => [...bytesOf(6, (pixel) => level(3 * pixel + channel))]);
    const same = (value: number): number[] => [...bytesOf(18, () => value)];
    expect(images).toEqual([[1, 1, 1].flatMap(levels), colour, colour, colour, same(0), same(90), same(255)]);
  });

  test("turns images as their tags say, and brings 16 bits to 8", async () => {
    const turned = await colours(3, 2, (byte) => 12 * byte)
      .withMetadata({ orientation: 6 })
      .png()
      .toBuffer();
    const dataset = await openDataset(await folderOf(parent, { "train/a.png": turned }), "train");
    expect(dataset.shape).toEqual({ channels: 3, height: 3, width: 2 });
    const [image = []] = (await contentsOf(dataset)).images;
    const red = (pixel: number): number => 36 * pixel;
    // Turned by a quarter, clockwise: the lower row comes first.
    expect(image.slice(0, 6)).toEqual([3, 0, 4, 1, 5, 2].map(red));
    const { default: sharp } = await import("sharp");
    const deep = await sharp(Uint16Array.of(0, 257, 65535, 257 * 100), { raw: { width: 2, height: 2, channels: 1 } })
      .toColourspace("grey16")
      .png()
      .toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe("ushort");
    const sixteen = await openDataset(await folderOf(parent, { "train/a.png": deep }), "train");
    expect((await contentsOf(sixteen)).images).toEqual([[0, 1, 255, 100]]);
  });

  test("holds what it has decoded as far as it may, and reads the rest again", async () => {
    const folder = await folderOf(parent, SPLIT);
    const dataset = await openDataset(folder, "train", { mostHeld: 12 });
    await contentsOf(dataset, [1]);
    await contentsOf(dataset, [0]);
    await contentsOf(dataset, [2]);
    for (const name of ["cats/a.png", "cats/b.png", "dogs/a.png"]) await writeFile(join(folder, "train", name), await grey(4));
    expect((await contentsOf(dataset)).images).toEqual([levels(0), levels(1), levels(4)]);
  });

  test("has a fingerprint of names and bytes", async () => {
    const fingerprint = async (files: Readonly<Record<string, Uint8Array | string>>): Promise<string> =>
      (await openDataset(await folderOf(parent, files), "train")).fingerprint();
    const own = await fingerprint(SPLIT);
    expect(own).toMatch(/^[0-9a-f]{64}$/u);
    expect(await fingerprint({ ...SPLIT, "test/dogs/a.PNG": await grey(4) })).toBe(own);
    const { "train/dogs/a.png": moved, ...others } = SPLIT;
    const changed = [
      { ...SPLIT, "train/dogs/a.png": await grey(4) },
      { ...others, "train/dogs/b.png": moved },
      { ...others, "train/cats/c.png": moved, "train/dogs/a.png": moved },
    ];
    expect(new Set([own, ...(await Promise.all(changed.map(fingerprint)))]).size).toBe(4);
  });
});

describe("a refusal names the file and what to do", () => {
  const refuse = async (
    files: Readonly<Record<string, Uint8Array | string>>,
    split: "train" | "test" = "train",
  ): Promise<string> => {
    const folder = await folderOf(parent, files);
    return (await refusal(openDataset(folder, split))).replaceAll(`${folder}/`, "").replaceAll(folder, "FOLDER");
  };

  test.each<[string, Readonly<Record<string, Uint8Array | string>>, string | RegExp]>([
    [
      "images of two sizes",
      { ...SPLIT, "train/dogs/b.png": TALL },
      "train/dogs/b.png: has 3 × 2 pixels, but train/cats/a.png has 2 × 3: bring all images to one size",
    ],
    [
      "a test image of another size",
      { ...SPLIT, "test/dogs/a.PNG": SQUARE },
      "test/dogs/a.PNG: has 3 × 3 pixels, but train/cats/a.png has 2 × 3: bring all images to one size",
    ],
    [
      "an image bomb",
      { "train/a.png": pngBomb(50_000, 50_000) },
      "train/a.png: promises 50000 × 50000 pixels, more than 16777216: make the image smaller, or remove it",
    ],
    [
      "no image",
      { "train/a.png": "<html>" },
      /^train\/a.png: is no image that can be read \(Input buffer .*\): get it again, or remove it$/u,
    ],
    ["an empty file", { "train/a.png": "" }, "train/a.png: is empty: get it again, or remove it"],
    [
      "a drawing",
      { "train/a.png": '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>' },
      "train/a.png: is svg, not PNG, JPEG, WebP, GIF, TIFF or AVIF: convert it, or remove it",
    ],
    [
      "no images",
      { "notes.txt": "" },
      "FOLDER: holds no images (PNG, JPEG, WebP, GIF, TIFF or AVIF), nor folders with them: check the path",
    ],
    [
      "a class without images",
      { ...SPLIT, "train/mice/notes.txt": "" },
      "train/mice: holds no images (PNG, JPEG, WebP, GIF, TIFF or AVIF): add some, or remove the folder",
    ],
    [
      "images beside classes",
      { ...SPLIT, "train/a.png": GREY },
      "train/a.png: lies beside folders of classes: move it into one of them",
    ],
    [
      "a class that training has not seen",
      { ...SPLIT, "test/mice/a.png": GREY },
      /^test: has a class mice, unlike train: give both the same classes$/u,
    ],
    [
      "a test set without classes",
      { "train/a/a.png": GREY, "test/a.png": GREY },
      "test: has no folders of classes, unlike train: give both the same classes",
    ],
    [
      "one image for two splits",
      { "a.png": GREY },
      "FOLDER: has one image, which cannot be both for training and for test: add more",
    ],
    [
      "more classes than a byte holds",
      Object.fromEntries(Array.from({ length: 257 }, (_, index) => [`train/${index}/a.png`, ""])),
      "train: has 257 classes, more than 256: join some",
    ],
  ])("%s", async (_, files, message) => {
    const found = await refuse(files);
    if (typeof message === "string") expect(found).toBe(message);
    else expect(found).toMatch(message);
  });

  test("no such split", async () => {
    expect(await refuse({ "train/a.png": await grey(0) }, "test")).toBe("FOLDER: has no folder test: add it");
  });

  test("a file without end", async () => {
    const folder = await folderOf(parent, { "train/a.png": GREY });
    await truncate(join(folder, "train/a.png"), 2 ** 27 + 1);
    expect(await refusal(openDataset(folder, "train"))).toBe(
      `${folder}/train/a.png: has 134217729 bytes, more than 134217728: make the image smaller, or remove it`,
    );
  });

  test("an animation", async () => {
    const { default: sharp } = await import("sharp");
    const frames = { raw: { width: 4, height: 8, channels: 3, pageHeight: 4 } } as const;
    const animation = await sharp(
      bytesOf(96, (index) => index),
      frames,
    )
      .gif()
      .toBuffer();
    expect(await refuse({ "train/a.gif": animation })).toBe("train/a.gif: has 2 pages: save each as an image of its own");
  });

  test("an image that is cut off, or was changed since, when it is decoded", async () => {
    const whole = await greyPng(40, 40, (pixel) => (pixel * pixel) % 251);
    const cut = await openDataset(await folderOf(parent, { "train/a.png": whole.subarray(0, -40) }), "train");
    await expect(contentsOf(cut)).rejects.toThrow(
      /train\/a\.png: is no image that can be read \(.*\): get it again, or remove it$/u,
    );
    const folder = await folderOf(parent, { "train/a.png": whole });
    const changed = await openDataset(folder, "train");
    for (const [width, height] of [
      [39, 40],
      [40, 39],
    ] as const) {
      await writeFile(join(folder, "train/a.png"), await greyPng(width, height, () => 0));
      await expect(contentsOf(changed)).rejects.toThrow(
        `${folder}/train/a.png: has ${height} × ${width} pixels now: it was changed, begin again`,
      );
    }
  });

  test("links that lead in a circle, nowhere, or back to the folder", async () => {
    const folder = await folderOf(parent, { "train/a/a.png": await grey(0) });
    await symlink("b.png", join(folder, "train/a/b.png"));
    expect(await refusal(openDataset(folder, "train"))).toBe(
      `${folder}/train/a/b.png: its symbolic links lead in a circle: remove the link, or name what it should lead to`,
    );
    const nowhere = await folderOf(parent, { "train/a/a.png": await grey(0) });
    await symlink("gone.png", join(nowhere, "train/a/b.png"));
    expect(await refusal(openDataset(nowhere, "train"))).toBe(`${nowhere}/train/a/b.png: no such file or folder: check the path`);
    const back = await folderOf(parent, { "train/a/a.png": await grey(0) });
    await symlink("..", join(back, "train/b"));
    expect(await refusal(openDataset(back, "train"))).toContain(`${back}/train/b: holds no images`);
  });

  test.skipIf(process.platform === "win32")("a pipe that is named like an image", async () => {
    const folder = await folderOf(parent, { "train/a.png": await grey(0) });
    execFileSync("mkfifo", [join(folder, "train/b.png")]);
    expect(await refusal(openDataset(folder, "train"))).toBe(
      `${folder}/train/b.png: is no regular file: copy its content to one`,
    );
  });
});
