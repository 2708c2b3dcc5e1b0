/** Trains, so to speak, in the folder that it is told, from where it was left, and says of each step that it is saved, until it is killed. */
import { existsSync, writeSync } from "node:fs";
import { RunFolder } from "../../src/runs/run-folder.js";
import { doStep } from "./example.js";

const [, , path = ""] = process.argv;
const open = async (): Promise<{ readonly run: RunFolder; readonly step: number }> => {
  // Killed while it was made, a folder has no configuration yet and holds nothing.
  if (!existsSync(path)) return { run: await RunFolder.create(path, { model: "none" }), step: 0 };
  const { run, checkpoint, damaged } = await RunFolder.resume(path);
  if (damaged.length > 0) throw new Error(damaged.join("\n"));
  return { run, step: checkpoint?.step ?? 0 };
};
const { run, step: first } = await open();
for (let step = first + 1; ; step++) {
  await doStep(run, step);
  writeSync(1, `${step}\n`);
}
