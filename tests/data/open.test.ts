import { existsSync } from "node:fs";
import { chmod, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BINARIZATIONS } from "../../src/data/binarization.js";
import { DataError } from "../../src/data/dataset.js";
import { KNOWN_DATA } from "../../src/data/known.js";
import { openDataset } from "../../src/data/open.js";
import { epochOrder } from "../../src/data/order.js";
import { folderOf, SMALL_IDX, temporaryFolder } from "./files.js";
import { contentsOf, refusal } from "./reading.js";

const parent = temporaryFolder();

describe("MNIST", () => {
  test("is there without a path, all of it", async () => {
    const [train, held] = [await openDataset("mnist", "train"), await openDataset("MNIST", "test")];
    const shape = { channels: 1, height: 28, width: 28 };
    expect(train).toMatchObject({ name: "MNIST", split: "train", count: 60_000, classes: 10, shape });
    expect(held).toMatchObject({ name: "MNIST", split: "test", count: 10_000, classes: 10, shape });
    // The labels that every introduction shows first, and the mean grey level that everybody normalizes by: 0.1307.
    const [images, labels] = [new Uint8Array(60_000 * 784), new Uint8Array(60_000)];
    await train.read(
      Uint32Array.from(labels, (_, index) => index),
      images,
      labels,
    );
    expect([...labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect(images.reduce((total, level) => total + level, 0) / (255 * images.length)).toBeCloseTo(0.1307, 4);
    expect((await contentsOf(held, [0, 1, 2, 9999])).labels).toEqual([7, 2, 1, 6]);
    expect(await train.fingerprint()).toBe("c1efff671446edda0aaa2ef7a5c2759a7254cea3ad4e777c7572acc4d6546323");
    await Promise.all([train.close(), held.close()]);
  });

  test("gives its first batch long before the first step is due", async () => {
    const batch = async (): Promise<number> => {
      const start = process.cpuUsage();
      const dataset = await openDataset("mnist", "train");
      await dataset.read(epochOrder(dataset.count, 0, 0).subarray(0, 128), new Uint8Array(128 * 784), new Uint8Array(128));
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    };
    expect(Math.min(await batch(), await batch(), await batch())).toBeLessThan(500);
  });

  test("states its terms, as all known data do", () => {
    expect(KNOWN_DATA.get("mnist")?.terms).toMatch(/LeCun.*Cortes.*Attribution-ShareAlike 3\.0.*ISC/u);
    for (const { terms, name } of KNOWN_DATA.values()) expect(terms.startsWith(`${name}: `)).toBe(true);
    expect(Object.keys(BINARIZATIONS)).toEqual(["none", "fixed", "resampled"]);
  });
});

const FASHION_MNIST = "/usr/share/datasets/fashion-mnist";

test.skipIf(!existsSync(FASHION_MNIST))("Fashion-MNIST is read where Debian puts it", async () => {
  const train = await openDataset("fashion-mnist", "train");
  expect(train).toMatchObject({ name: "Fashion-MNIST", count: 60_000, classes: 10 });
  expect((await contentsOf(train, [0, 1, 2, 3])).labels).toEqual([9, 0, 0, 3]);
});

test.skipIf(existsSync(FASHION_MNIST))("Fashion-MNIST, where it is not there, says how to get it", async () => {
  expect(await refusal(openDataset("fashion-mnist", "train"))).toBe(
    "fashion-mnist: is not installed: apt-get install dataset-fashion-mnist, or give a folder with its four files",
  );
});

describe("a refusal names what was given and what to do", () => {
  test.each([
    ["mnits", "mnits: is neither known data (mnist, fashion-mnist, cifar-10) nor a path: check the name"],
    ["", ": is neither known data (mnist, fashion-mnist, cifar-10) nor a path: check the name"],
    ["./mnits", "./mnits: no such file or folder: check the path"],
    ["/dev/null/x", "/dev/null/x: a part of the path is a file, not a folder: check the path"],
    ["/dev/null", "/dev/null: is no regular file: copy its content to one"],
    ["x".repeat(300), `${"x".repeat(300)}: the name is too long: choose a shorter one`],
    ["cifar-10", "cifar-10: no package carries it: give the folder with its binary version (data_batch_1.bin … test_batch.bin)"],
  ])("%s", async (source, message) => {
    const error: unknown = await openDataset(source, "train").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DataError);
    expect(error).toHaveProperty("message", message);
  });

  test("a file that is no array", async () => {
    const folder = await folderOf(parent, SMALL_IDX);
    const file = join(folder, "train-images-idx3-ubyte");
    expect(await refusal(openDataset(file, "train"))).toBe(
      `${file}: is no .npy file: save the array with numpy.save, or give the folder of other files`,
    );
  });

  test("an empty folder", async () => {
    const folder = await folderOf(parent, {});
    expect(await refusal(openDataset(folder, "train"))).toBe(
      `${folder}: holds no images (PNG, JPEG, WebP, GIF, TIFF or AVIF), nor folders with them: check the path`,
    );
  });

  test("links in a circle", async () => {
    const folder = await folderOf(parent, {});
    await symlink("b", join(folder, "a"));
    await symlink("a", join(folder, "b"));
    expect(await refusal(openDataset(join(folder, "a"), "train"))).toBe(
      `${folder}/a: its symbolic links lead in a circle: remove the link, or name what it should lead to`,
    );
    const around = await folderOf(parent, {});
    await symlink("train-images-idx3-ubyte", join(around, "train-images-idx3-ubyte"));
    await symlink("train-images-idx3-ubyte", join(around, "train-labels-idx1-ubyte"));
    expect(await refusal(openDataset(around, "train"))).toContain(
      `${around}/train-images-idx3-ubyte: its symbolic links lead in a circle`,
    );
  });

  const { seteuid, geteuid } = process;
  test.skipIf(seteuid === undefined || geteuid === undefined)("a folder, or a file in it, that may not be read", async () => {
    const folder = await folderOf(parent, SMALL_IDX);
    const file = join(folder, "train-images-idx3-ubyte");
    await chmod(parent, 0o755);
    await chmod(file, 0);
    const own = geteuid?.() ?? 0;
    const asNobody = async (): Promise<string> => {
      // Nothing is forbidden to root.
      if (own === 0) seteuid?.(65534);
      try {
        return await refusal(openDataset(folder, "train"));
      } finally {
        seteuid?.(own);
      }
    };
    expect(await asNobody()).toBe(`${file}: no permission to read it: change its permissions`);
    await chmod(folder, 0);
    expect(await asNobody()).toBe(`${folder}: no permission to read it: change its permissions`);
    await chmod(folder, 0o755);
  });
});
