import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { runIn, withFolder } from "../cli/world.js";

const FOLDER = fileURLToPath(new URL("../../checkpoints/", import.meta.url));
const models = readdirSync(FOLDER, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

/** What the page says of a model, in the cells of its row. */
function saidOf(name: string): readonly string[] {
  const page = readFileSync(join(FOLDER, "README.md"), "utf8");
  const row = page.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
  return row?.split("|").map((cell) => cell.trim().replaceAll("`", "")) ?? [];
}

describe("models that come with the package", () => {
  it("are those that the page lists", () => {
    expect(models).toContain("pixelcnn");
    for (const name of models) expect(saidOf(name).length).toBeGreaterThan(0);
  });
});

describe.each(models)("%s", (name) => {
  const [file = ""] = readdirSync(join(FOLDER, name, "checkpoints"));
  const bytes = readFileSync(join(FOLDER, name, "checkpoints", file));

  it("is the file that the page says, of a few megabytes", () => {
    expect(saidOf(name)).toContain(createHash("sha256").update(bytes).digest("hex"));
    expect(bytes.length).toBeLessThan(4e6);
  });

  it("draws digits at once: images like none of an untrained model", async () => {
    await withFolder({}, async (folder) => {
      const { code, out } = await runIn(folder, ["sample", name, "--count", "4"]);
      expect([code, out]).toEqual([0, expect.stringContaining("samples: samples.png and 4 images")]);
      for (const number of [1, 2, 3, 4]) {
        const { data } = await sharp(join(folder, "samples", `sample-0000${number}.png`))
          .greyscale()
          .raw()
          .toBuffer({ resolveWithObject: true });
        const lit = data.filter((level) => level > 127).length / data.length;
        expect(lit).toBeGreaterThan(0.02);
        expect(lit).toBeLessThan(0.4);
      }
    });
  });

  it("says of test images what the page says, but for how few these are", async () => {
    const nll = Number(
      saidOf(name)
        .find((cell) => cell.endsWith(" nats"))
        ?.split(" ")[0],
    );
    await withFolder({}, async (folder) => {
      const { out } = await runIn(folder, ["evaluate", name, "--limit", "200", "--format", "json"]);
      const found = /"name": "NLL",\s*"value": "([\d.]+) nats"/u.exec(out)?.[1];
      // Images differ by about 25 nats: of 200 the mean is off by less than 10.
      expect(Math.abs(Number(found) - nll)).toBeLessThan(10);
    });
  });
});
