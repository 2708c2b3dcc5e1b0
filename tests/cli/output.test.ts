import { chmod, link, mkdir, readdir, readFile, stat, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runIn, withFolder } from "./world.js";

const DOCUMENT = "a = b\n";

describe("--out", () => {
  it("replaces a file that is no document, keeps its mode and leaves nothing else behind", async () => {
    await withFolder({ "a.md": DOCUMENT, "report.json": "old" }, async (folder) => {
      await chmod(join(folder, "report.json"), 0o640);
      const ran = await runIn(folder, ["check", "a.md", "--format", "json", "--out", "report.json"]);
      expect(ran).toEqual({ code: 0, out: "", err: "" });
      expect(JSON.parse(await readFile(join(folder, "report.json"), "utf8"))).toMatchObject({ schema: 1 });
      expect((await stat(join(folder, "report.json"))).mode & 0o777).toBe(0o640);
      expect((await readdir(folder)).sort()).toEqual(["a.md", "report.json"]);
    });
  });

  it("never overwrites a document, by whatever name", async () => {
    await withFolder({ "a.md": DOCUMENT, "sub/b.md": DOCUMENT }, async (folder) => {
      await link(join(folder, "a.md"), join(folder, "hard.txt"));
      await symlink("a.md", join(folder, "soft.txt"));
      for (const out of ["a.md", "./sub/../a.md", join(folder, "a.md"), "hard.txt", "soft.txt", "sub/b.md"]) {
        const ran = await runIn(folder, ["check", ".", "--out", out]);
        expect(ran.code).toBe(2);
        expect(ran.err).toMatch(
          /^qedmark: --out .*: is the document (?:a|sub\/b)\.md, which would be overwritten: choose another file\n$/u,
        );
      }
      expect(await readFile(join(folder, "a.md"), "utf8")).toBe(DOCUMENT);
      expect(await readFile(join(folder, "sub/b.md"), "utf8")).toBe(DOCUMENT);
    });
  });

  it("writes to what a symbolic link leads to", async () => {
    await withFolder({ "a.md": DOCUMENT, "elsewhere/report.txt": "old" }, async (folder) => {
      await symlink("elsewhere/report.txt", join(folder, "report.txt"));
      expect((await runIn(folder, ["check", "a.md", "--out", "report.txt"])).code).toBe(0);
      expect(await readFile(join(folder, "elsewhere/report.txt"), "utf8")).toContain("The one step holds.");
      expect(await readdir(folder)).toContain("report.txt");
    });
  });

  it("refuses what cannot be written, before the documents are checked", async () => {
    await withFolder({ "a.md": "a = b !crash" }, async (folder) => {
      await mkdir(join(folder, "folder"));
      const complaint = async (out: string): Promise<string> => {
        const ran = await runIn(folder, ["check", "a.md", "--out", out]);
        expect(ran.code).toBe(2);
        return ran.err;
      };
      expect(await complaint("folder")).toBe("qedmark: --out folder: is a folder: name a file\n");
      expect(await complaint("missing/report.txt")).toBe(
        "qedmark: --out missing/report.txt: no such file or folder: check the path\n",
      );
      expect(await complaint("a.md/report.txt")).toBe(
        "qedmark: --out a.md/report.txt: a part of the path is a file, not a folder: check the path\n",
      );
      expect(await complaint("")).toBe("qedmark: --out: the file name is empty: name a file\n");
    });
  });

  it("writes into a device instead of replacing it", async () => {
    await withFolder({ "a.md": DOCUMENT }, async (folder) => {
      expect((await runIn(folder, ["check", "a.md", "--out", "/dev/null"])).code).toBe(0);
      expect((await stat("/dev/null")).isCharacterDevice()).toBe(true);
    });
  });

  it("takes - for standard output", async () => {
    await withFolder({ "a.md": DOCUMENT }, async (folder) => {
      expect((await runIn(folder, ["check", "a.md", "--out", "-"])).out).toContain("The one step holds.");
      expect(await readdir(folder)).toEqual(["a.md"]);
    });
  });
});
