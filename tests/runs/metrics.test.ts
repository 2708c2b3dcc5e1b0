import { appendFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MetricsWriter, readMetrics } from "../../src/runs/metrics.js";
import { inFolder, metricsUpTo, recordAt } from "./example.js";

describe("the file of the metrics", () => {
  it("is cut where it is continued", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "metrics.jsonl");
      await writeFile(path, `${metricsUpTo(3)}{"step":4,"lo`);
      expect(await readMetrics(path)).toEqual([1, 2, 3].map(recordAt));
      const writer = await MetricsWriter.open(path, metricsUpTo(2).length);
      expect(writer.bytes).toBe(metricsUpTo(2).length);
      await writer.write(recordAt(3));
      await writer.write(recordAt(4));
      expect(writer.bytes).toBe(metricsUpTo(4).length);
      await writer.close();
      expect(await readFile(path, "utf8")).toBe(metricsUpTo(4));
    });
  });

  it("holds each record as soon as it is written", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "metrics.jsonl");
      const writer = await MetricsWriter.open(path, 0);
      for (let step = 1; step <= 3; step++) {
        await writer.write(recordAt(step));
        expect(await readFile(path, "utf8")).toBe(metricsUpTo(step));
      }
      await writer.close();
    });
  });

  it("is not continued within a line", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "metrics.jsonl");
      await writeFile(path, metricsUpTo(3));
      for (const bytes of [metricsUpTo(2).length - 1, metricsUpTo(2).length + 1, metricsUpTo(3).length + 1]) {
        await expect(MetricsWriter.open(path, bytes)).rejects.toThrow("not the file that its checkpoint was saved with");
      }
      expect(await readFile(path, "utf8")).toBe(metricsUpTo(3));
    });
  });

  it("takes no number that JSON cannot say", async () => {
    await inFolder(async (folder) => {
      const path = join(folder, "metrics.jsonl");
      const writer = await MetricsWriter.open(path, 0);
      await expect(writer.write({ step: 2, loss: Number.NaN })).rejects.toThrow("loss is NaN at step 2");
      await writer.close();
      expect(await readFile(path, "utf8")).toBe("");
    });
  });

  it.each(["no JSON", "[]", `{"loss":1}`, `{"step":1,"loss":null}`, ""])("names the line that is no record: %s", async (line) => {
    await inFolder(async (folder) => {
      const path = join(folder, "metrics.jsonl");
      await writeFile(path, metricsUpTo(1));
      await appendFile(path, `${line}\n${metricsUpTo(1)}`);
      await expect(readMetrics(path)).rejects.toThrow(`${path}:2: no record of a step: remove the line`);
    });
  });
});
