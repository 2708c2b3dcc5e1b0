import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Checker } from "../../src/cli/checker.js";
import { dictated, runIn, withFolder } from "./world.js";

describe("qedmark check", () => {
  it("reports on standard output, in the wanted form", async () => {
    await withFolder({ "a.md": "a = b\nc = d !refuted\n" }, async (folder) => {
      const pretty = await runIn(folder, ["check", "a.md"]);
      expect(pretty.out).toContain("✗ refuted  a.md:2:3");
      expect(pretty.out).toContain("Replay  qedmark explain a.md#c-d --seed 0");
      expect(pretty.err).toBe("");
      const json = await runIn(folder, ["check", "a.md", "--format", "json"]);
      expect(JSON.parse(json.out)).toMatchObject({
        schema: 1,
        documents: [{ path: "a.md" }],
        summary: { steps: 2, exact: 1, refuted: 1 },
      });
      const markdown = await runIn(folder, ["check", "a.md", "--format", "markdown"]);
      expect(markdown.out).toContain("| ✗ | 2 | $c = d$ | refuted |");
    });
  });

  it("checks standard input, and the bytes of a character may come apart", async () => {
    await withFolder({}, async (folder) => {
      const texts: string[] = [];
      const checker: Checker = (text, path, options) => {
        texts.push(text);
        return dictated(text, path, options);
      };
      const ran = await runIn(folder, ["check", "-", "--format", "json"], { input: "\ufeff变 = 分\r\n", checker });
      expect(texts).toEqual(["\ufeff变 = 分\r\n"]);
      expect(JSON.parse(ran.out)).toMatchObject({ documents: [{ path: "-", steps: [{ left: "\ufeff变", right: "分" }] }] });
    });
  });

  it("takes an empty document for one without steps", async () => {
    await withFolder({ "empty.md": "" }, async (folder) => {
      const ran = await runIn(folder, ["check", "empty.md"]);
      expect(ran.code).toBe(0);
      expect(ran.out).toContain("No steps: no equation here states a relation.");
    });
  });

  it("hands seed, budget and a guard on the processor's time to the checker", async () => {
    await withFolder({ "a.md": "a = b" }, async (folder) => {
      const seen: unknown[] = [];
      const checker: Checker = (text, path, options) => {
        seen.push(options);
        return dictated(text, path, options);
      };
      await runIn(folder, ["check"], { checker });
      await runIn(folder, ["check", "--seed", "7", "--budget", "thorough"], { checker });
      expect(seen).toMatchObject([
        { seed: 0, budget: "standard", guard: { milliseconds: 5_000 } },
        { seed: 7, budget: "thorough", guard: { milliseconds: 30_000 } },
      ]);
    });
  });

  it("lists every step with --verbose", async () => {
    await withFolder({ "a.md": "a = b" }, async (folder) => {
      expect((await runIn(folder, ["check"])).out).not.toContain("a = b");
      expect((await runIn(folder, ["check", "--verbose"])).out).toContain("✓ 1:3      exact      a = b");
    });
  });

  it("names all inputs that cannot be read, and checks none", async () => {
    await withFolder({ "a.md": "a = b", "zero.md": "a\u0000b", "bad.md": new Uint8Array([97, 10, 0xff, 98]) }, async (folder) => {
      const ran = await runIn(folder, ["check"]);
      expect(ran).toEqual({
        code: 2,
        out: "",
        err:
          "qedmark: bad.md: is not UTF-8 (at byte 3, line 2): save it as UTF-8\n" +
          "qedmark: zero.md: is no text (byte 2 is NUL): name a Markdown file\n",
      });
    });
  });

  it("shows its progress on a terminal, and leaves none of it", async () => {
    await withFolder({ "a.md": "a = b", "b.md": "a = b" }, async (folder) => {
      const ran = await runIn(folder, ["check"], { terminal: 80 });
      expect(ran.err).toBe("\r\u001b[Kchecking 1 of 2  a.md\r\u001b[Kchecking 2 of 2  b.md\r\u001b[K");
      expect((await runIn(folder, ["check"])).err).toBe("");
    });
  });

  it("colours on a terminal only, or when told to", async () => {
    await withFolder({ "a.md": "a = b" }, async (folder) => {
      const coloured = async (terminal: number | null, environment: Readonly<Record<string, string>>): Promise<boolean> =>
        (await runIn(folder, ["check"], { ...(terminal === null ? {} : { terminal }), environment })).out.includes("\u001b[");
      expect(await coloured(80, {})).toBe(true);
      expect(await coloured(null, {})).toBe(false);
      expect(await coloured(null, { FORCE_COLOR: "1" })).toBe(true);
      expect(await coloured(null, { FORCE_COLOR: "0" })).toBe(false);
      expect(await coloured(80, { NO_COLOR: "1" })).toBe(false);
      expect(await coloured(80, { NO_COLOR: "1", FORCE_COLOR: "1" })).toBe(false);
      expect(await coloured(80, { NO_COLOR: "" })).toBe(true);
      expect(await coloured(80, { TERM: "dumb" })).toBe(false);
    });
  });

  it("draws with ASCII where the locale has nothing else", async () => {
    await withFolder({ "a.md": "a = b" }, async (folder) => {
      const drawn = async (environment: Readonly<Record<string, string>>): Promise<boolean> =>
        (await runIn(folder, ["check"], { environment })).out.includes("─");
      expect(await drawn({})).toBe(true);
      expect(await drawn({ LANG: "de_DE.UTF-8" })).toBe(true);
      expect(await drawn({ LANG: "zh_CN.GB18030" })).toBe(false);
      expect(await drawn({ LC_ALL: "C", LANG: "de_DE.UTF-8" })).toBe(false);
      expect(await drawn({ LC_ALL: "", LANG: "C.utf8" })).toBe(true);
      expect(await drawn({ TERM: "linux" })).toBe(false);
    });
  });

  it("writes a file the same whatever the terminal is like", async () => {
    await withFolder({ "a.md": "a = b" }, async (folder) => {
      const ran = await runIn(folder, ["check", "--out", "report.txt"], {
        terminal: 50,
        environment: { LANG: "C", FORCE_COLOR: "1" },
      });
      expect(ran.out).toBe("");
      const plain = await runIn(folder, ["check", "a.md"]);
      expect(await readFile(join(folder, "report.txt"), "utf8")).toBe(plain.out);
    });
  });
});
