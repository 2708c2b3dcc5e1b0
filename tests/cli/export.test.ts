import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { RunFolder } from "../../src/runs/run-folder.js";
import { decodeSafetensors } from "../../src/runs/safetensors.js";
import { expectRefused, withRun } from "./train-world.js";
import { runIn } from "./world.js";

describe("export", () => {
  it("writes encoder and decoder beside the run, never over what is there", async () => {
    await withRun({ training: { epochs: 1 } }, async (folder) => {
      const act = () => runIn(folder, ["export", "run", "--format", "onnx"]);
      expect(await act()).toEqual({
        code: 0,
        out: "run-onnx: encoder.onnx and decoder.onnx, of any number of images at once\n",
        err: "",
      });
      expect((await readdir(join(folder, "run-onnx"))).sort()).toEqual(["decoder.onnx", "encoder.onnx"]);
      await expectRefused(folder, act, "run-onnx/encoder.onnx: exists already: name another with --out");
      await expectRefused(
        folder,
        () => runIn(folder, ["export", "run", "--format", "onnx", "--out", "model.onnx"]),
        "--out model.onnx: a folder is made, for encoder.onnx and decoder.onnx: name a folder",
      );
    });
  });

  it("writes all parameters that are evaluated as safetensors, with the model's settings", async () => {
    await withRun({ training: { epochs: 1, averageDecay: 0.9 } }, async (folder) => {
      const act = () => runIn(folder, ["export", "run", "--format", "safetensors", "--out", "model.safetensors"]);
      expect(await act()).toEqual({ code: 0, out: "model.safetensors: 10 parameters\n", err: "" });
      const { tensors, metadata } = decodeSafetensors(await readFile(join(folder, "model.safetensors")));
      const { config, best } = await RunFolder.read(join(folder, "run"));
      const saved = (await best()).checkpoint?.tensors ?? new Map<string, { values: Float32Array }>();
      const averages = [...saved].filter(([name]) => name.startsWith("averages/"));
      expect(Object.fromEntries([...tensors].map(([name, { values }]) => [name, values]))).toEqual(
        Object.fromEntries(averages.map(([name, { values }]) => [name.slice("averages/".length), values])),
      );
      expect(tensors.get("mean.weight")?.shape).toEqual([4, 2]);
      const { settings } = z.object({ settings: z.object({ model: z.unknown() }) }).parse(config);
      expect(JSON.parse(metadata.get("settings") ?? "")).toEqual(settings.model);
      await expectRefused(folder, act, "model.safetensors: exists already: name another with --out");
    });
  });
});
