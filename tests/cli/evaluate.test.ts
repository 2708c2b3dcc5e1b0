import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { SMALL_VAE } from "../training/world.js";
import { expectRefused, idxData, withRun } from "./train-world.js";
import { runIn } from "./world.js";
import type { Ran } from "./world.js";

const evaluate = (folder: string, ...flags: readonly string[]): Promise<Ran> =>
  runIn(folder, ["evaluate", "run", "--engine", "reference", ...flags]);

const { network, latentDimensions, likelihood } = SMALL_VAE;
const PLAIN = { kind: "auto-encoder", network, latentDimensions, likelihood } as const;

const document = z.object({
  step: z.number(),
  ground: z.string(),
  results: z.array(z.object({ name: z.string(), value: z.string(), definition: z.string() })),
});

/** Numbers of an evaluation by their names. */
async function numbersOf(folder: string, ...flags: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const { code, out, err } = await evaluate(folder, "--format", "json", ...flags);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return Object.fromEntries(document.parse(JSON.parse(out)).results.map(({ name, value }) => [name, Number.parseFloat(value)]));
}

describe("evaluate", () => {
  it("measures a split with drawn codes, and the importance-weighted bound that is asked for", async () => {
    await withRun({ training: { epochs: 1 } }, async (folder) => {
      const numbers = await numbersOf(folder, "--samples", "20");
      const { ELBO: elbo = NaN, reconstruction = NaN, kl = NaN } = numbers;
      expect(elbo).toBeCloseTo(-reconstruction - kl, 2);
      expect(numbers["bits per dimension"]).toBeCloseTo(-elbo / (16 * Math.LN2), 3);
      expect(numbers["importance-weighted bound, k = 20"]).toBeGreaterThan(elbo - 0.5);
      expect(await numbersOf(folder, "--samples", "20")).toEqual(numbers);
      expect(await numbersOf(folder, "--samples", "20", "--seed", "1")).not.toEqual(numbers);
      const { out, err } = await evaluate(folder, "--split", "train", "--limit", "4");
      expect(out).toMatch(/^means over the train split, 4 images/u);
      expect(err).toBe("run at step 3; engine reference, double precision\n");
    });
  });

  it("names what it is given in vain", async () => {
    await withRun({ model: PLAIN, training: { epochs: 1 } }, async (folder) => {
      await expectRefused(
        folder,
        () => evaluate(folder, "--samples", "5"),
        "--samples: the auto-encoder bounds no likelihood: leave it out",
      );
      expect((await evaluate(folder)).code).toBe(0);
      await expectRefused(
        folder,
        () => evaluate(folder, "--data", "nowhere"),
        "nowhere: is neither known data (mnist, fashion-mnist, cifar-10) nor a path: check the name",
      );
      await rm(join(folder, "run/checkpoints"), { recursive: true });
      await mkdir(join(folder, "run/checkpoints"));
      await expectRefused(
        folder,
        () => evaluate(folder),
        "run: has no checkpoint yet: let qedmark train --resume go on until it saves one",
      );
      await expectRefused(
        folder,
        () => runIn(folder, ["evaluate", "data"]),
        `${folder}/data: holds no run (there is no config.json): name a folder that qedmark train has written`,
      );
    });
  });

  it("refuses data of another size, or of other classes where the model sees them", async () => {
    await withRun({ model: { ...SMALL_VAE, kind: "conditional-vae", classes: 3 }, training: { epochs: 1 } }, async (folder) => {
      for (const [path, bytes] of Object.entries({ ...idxData(10, 6, "other"), ...idxData(10, 6, "larger", 5) })) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), bytes);
      }
      expect((await evaluate(folder, "--data", "other")).code).toBe(0);
      await writeFile(
        join(folder, "other/train-labels-idx1-ubyte"),
        Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 10, 3, 1, 2, 0, 1, 2, 0, 1, 2, 0),
      );
      await expectRefused(
        folder,
        () => evaluate(folder, "--data", "other"),
        "other: has 4 classes, the model sees 3: name data with its classes",
      );
      await expectRefused(
        folder,
        () => evaluate(folder, "--data", "larger"),
        "larger: has images of 1 × 5 × 5, those of the model are of 1 × 4 × 4: name data of one size",
      );
    });
  });
});
