import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeSafetensors } from "../../src/runs/safetensors.js";
import { expectRefused, withRun } from "./train-world.js";
import { runIn } from "./world.js";

const ENGINE = ["--engine", "reference"] as const;

describe("encode", () => {
  it("writes the codes of a split with their labels, never over a file, and probes them", async () => {
    await withRun({ training: { epochs: 1 } }, async (folder) => {
      const act = () => runIn(folder, ["encode", "run", ...ENGINE, "--out", "codes.safetensors", "--split", "train"]);
      expect(await act()).toEqual({
        code: 0,
        out: "codes.safetensors: 10 codes of 2 dimensions, train split\n",
        err: "",
      });
      const { tensors, metadata } = decodeSafetensors(await readFile(join(folder, "codes.safetensors")));
      expect(tensors.get("codes")?.shape).toEqual([10, 2]);
      expect(new Set(tensors.get("codes")?.values).size).toBe(20);
      expect([...(tensors.get("labels")?.values ?? [])]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
      expect(metadata.get("split")).toBe("train");
      await expectRefused(folder, act, "codes.safetensors: exists already: name another with --out");
      const probed = await runIn(folder, ["encode", "run", ...ENGINE, "--probe"]);
      expect(probed.out).toMatch(/^linear probe: \d+\.\d\d % of 6 test codes get their class, cross-entropy [\d.]+ nats\n$/u);
      await expectRefused(
        folder,
        () => runIn(folder, ["encode", "run", ...ENGINE]),
        "encode: nothing to do: name a file with --out, or ask for --probe",
      );
    });
  });
});
