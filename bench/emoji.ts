import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { DataError } from "../src/data/dataset.js";
import { TERMS, writeEmojiFolder } from "./emoji/folder.js";
import type { Written } from "./emoji/folder.js";
import { downloadPackage } from "./emoji/package.js";

// Makes a real set of colour images for `--data`: npm run emoji -- FOLDER [--package UNPACKED]

const { values, positionals } = parseArgs({ allowPositionals: true, options: { package: { type: "string" } } });

async function make(): Promise<Written> {
  const [folder, stray] = positionals;
  if (folder === undefined || stray !== undefined) throw new DataError("name one folder to write to: npm run emoji -- FOLDER");
  if (values.package !== undefined) return await writeEmojiFolder(folder, values.package);
  const temporary = await mkdtemp(join(tmpdir(), "qedmark-emoji-"));
  try {
    return await writeEmojiFolder(folder, await downloadPackage(temporary));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

try {
  const { classes, copies, groups, sha256 } = await make();
  const total = (split: "train" | "test"): number => classes.reduce((sum, counts) => sum + counts[split], 0);
  for (const { name, train, test } of [...classes, { name: "together", train: total("train"), test: total("test") }])
    console.log(`${name.padEnd(20)}${String(train).padStart(6)} train${String(test).padStart(6)} test`);
  console.log(`${groups} emoji with their variants and near copies; ${copies} copies left out\n\n${TERMS}\nSHA-256 ${sha256}`);
} catch (error) {
  if (!(error instanceof DataError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
