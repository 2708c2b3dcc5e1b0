import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runIn, withFolder } from "./world.js";

/** Does one thing after another, each as soon as the output holds the text that it waits for. */
function script(...steps: readonly (readonly [string, (stop: () => void) => void])[]): (out: string, stop: () => void) => void {
  let next = 0;
  let seen = 0;
  return (out, stop) => {
    const [awaited, act] = steps[next] ?? [];
    if (awaited === undefined || act === undefined || !out.slice(seen).includes(awaited)) return;
    next++;
    seen = out.length;
    // The command begins to wait only when it has written.
    setTimeout(() => {
      act(stop);
    }, 20);
  };
}

describe("--watch", () => {
  it("checks again after every change, and ends with the code of the last check", async () => {
    await withFolder({ "a.md": "a = b\n" }, async (folder) => {
      const ran = await runIn(folder, ["check", "a.md", "--watch"], {
        onOutput: script(
          ["The one step holds.", () => void writeFile(join(folder, "a.md"), "a = b !refuted\n")],
          [
            "1 is refuted.",
            () =>
              void writeFile(join(folder, "new"), "a = b\nc = d !refuted\n").then(async () => {
                await rename(join(folder, "new"), join(folder, "a.md"));
              }),
          ],
          [
            "1 of 2 steps holds; 1 is refuted.",
            (stop) => {
              stop();
            },
          ],
        ),
      });
      expect(ran.code).toBe(1);
      expect(ran.err).toBe("");
      expect(ran.out).not.toContain("\u001b");
    });
  });

  it("finds new documents in a folder, and survives ones that cannot be read", async () => {
    await withFolder({ "a.md": "a = b\n" }, async (folder) => {
      const ran = await runIn(folder, ["check", "--watch"], {
        onOutput: script(
          [
            "The one step holds.",
            () =>
              void writeFile(join(folder, "b.md"), new Uint8Array([0xff])).then(async () => {
                await new Promise((done) => setTimeout(done, 300));
                await writeFile(join(folder, "b.md"), "c = d\n");
              }),
          ],
          [
            "All 2 steps hold.",
            (stop) => {
              stop();
            },
          ],
        ),
      });
      expect(ran.code).toBe(0);
      expect(ran.err).toMatch(/^(?:qedmark: b\.md: is not UTF-8 \(at byte 1, line 1\): save it as UTF-8\n)+$/u);
    });
  });

  it("says nothing again when the documents are what they were", async () => {
    await withFolder({ "a.md": "a = b\n" }, async (folder) => {
      const ran = await runIn(folder, ["check", "--watch"], {
        onOutput: script([
          "The one step holds.",
          (stop) => {
            void writeFile(join(folder, "other.txt"), "").then(async () => {
              await writeFile(join(folder, "a.md"), "a = b\n");
              await new Promise((done) => setTimeout(done, 300));
              stop();
            });
          },
        ]),
      });
      expect(ran.code).toBe(0);
      expect(ran.out.match(/The one step holds/gu)).toHaveLength(1);
    });
  });

  it("draws over the last report on a terminal", async () => {
    await withFolder({ "a.md": "a = b\n" }, async (folder) => {
      const ran = await runIn(folder, ["check", "--watch"], {
        terminal: 80,
        environment: { NO_COLOR: "1" },
        onOutput: script([
          "The one step holds.",
          (stop) => {
            stop();
          },
        ]),
      });
      expect(ran.out.startsWith("\u001b[2J\u001b[3J\u001b[H✓ a.md ")).toBe(true);
      expect(ran.err).toContain("Watching for changes; Ctrl-C stops.\n");
    });
  });

  it("cannot watch standard input, or what is not there", async () => {
    await withFolder({}, async (folder) => {
      expect((await runIn(folder, ["check", "-", "--watch"])).err).toBe(
        "qedmark: --watch: standard input cannot be watched: name files or folders\n",
      );
      expect((await runIn(folder, ["check", "a.md", "--watch"])).code).toBe(2);
    });
  });
});
